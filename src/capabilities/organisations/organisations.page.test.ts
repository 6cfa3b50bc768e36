import { describe, expect, it } from 'vitest'
import { aCast, type Cast, worked } from '../../../test/support/cast.ts'
import { useHouse } from '../../../test/support/house.ts'
import { perform } from '../../platform/command.ts'
import { houseActor } from '../../platform/db/database.ts'
import { newPlaceId } from '../places/index.ts'
import { addOrganisation } from './index.ts'

const house = useHouse()

const get = (cast: Cast, path: string, cookie = '') =>
  house.web.inject({ url: `/${cast.slug}${path}`, headers: { cookie } })

const add = async (cast: Cast, more: object = {}) =>
  worked(
    await perform(house.platform.db, houseActor(cast.placeId), addOrganisation, {
      name: 'Mill Row neighbours <script>alert(1)</script>',
      kind: 'mutual aid',
      assuranceLevel: 'informal',
      about: 'We knock on doors. <img src=x onerror=alert(1)>\n- shopping\n- dogs',
      email: 'mill.row@example.org',
      phone: '01632 960 001',
      postcode: 'ZZ1 4AB',
      position: null,
      helpsWith: ['shopping', 'company'],
      neighbourhoodIds: null,
      takesReferrals: true,
      ...more,
    }),
  ).organisationId

describe('organisations', () => {
  it('are listed for everyone, with what they help with', async () => {
    const cast = await aCast(house)
    await add(cast)
    const page = await get(cast, '/organisations')
    expect(page.statusCode).toBe(200)
    expect(page.body).toContain('Kitchen')
    expect(page.body).toContain('food, company')
    expect(page.body).toContain('Mutual-aid group')
    expect(page.body).not.toContain('<script>alert')
    expect(page.body).not.toContain('<img src=x')
  })

  it('have a page each, public, with how to reach them', async () => {
    const cast = await aCast(house)
    const page = await get(cast, `/organisations/${await add(cast)}`)
    expect(page.statusCode).toBe(200)
    expect(page.body).toContain('href="tel:01632960001"')
    expect(page.body).toContain('href="mailto:mill.row@example.org"')
    expect(page.body).toContain('Someone to do or carry my shopping')
    expect(page.body).toContain('Everywhere in')
    expect(page.body).not.toContain('<img src=x')
    expect(page.body).not.toContain('See how they have answered')
  })

  it('are told to search engines as schema.org, saying no more than the page', async () => {
    const cast = await aCast(house)
    const told = async (path: string) =>
      JSON.parse(
        /<script type="application\/ld\+json">([\s\S]*?)<\/script>/.exec((await get(cast, path)).body)?.[1] ?? '',
      )
    const group = await add(cast)
    expect(await told(`/organisations/${group}`)).toMatchObject({
      '@type': 'Organization',
      name: 'Mill Row neighbours <script>alert(1)</script>',
      telephone: '01632 960 001',
    })
    expect(await told(`/organisations/${group}`)).not.toHaveProperty('address')
    const charity = await add(cast, { name: 'Charity', kind: 'charity', assuranceLevel: 'registered' })
    expect(await told(`/organisations/${charity}`)).toMatchObject({
      '@type': 'NGO',
      address: { postalCode: 'ZZ1 4AB' },
    })
    const list = await told('/organisations')
    expect(list.mainEntity.itemListElement.map(({ name }: { name: string }) => name)).toContain('Charity')
  })

  it('that are informal do not show a postcode, which would be a home', async () => {
    const cast = await aCast(house)
    expect((await get(cast, `/organisations/${await add(cast)}`)).body).not.toContain('ZZ1 4AB')
    const charity = await add(cast, { name: 'Charity', kind: 'charity', assuranceLevel: 'registered' })
    expect((await get(cast, `/organisations/${charity}`)).body).toContain('ZZ1 4AB')
  })

  it('that help in parts of the place say so, even when those parts are gone', async () => {
    const cast = await aCast(house)
    const some = await add(cast, { neighbourhoodIds: [newPlaceId()] })
    expect((await get(cast, `/organisations/${some}`)).body).toContain('ask them which')
  })

  it('say to those who ask how they have answered', async () => {
    const cast = await aCast(house)
    const page = await get(cast, `/organisations/${cast.kitchen}`, cast.cookies.amira)
    expect(page.body).toContain(`href="/${cast.slug}/organisations/${cast.kitchen}/answers"`)
  })

  it('of another place, unknown or malformed are not found', async () => {
    const [here, there] = [await aCast(house), await aCast(house)]
    for (const id of [there.kitchen, newPlaceId(), 'x', "' or 1=1 --", '%ff', 'x'.repeat(300)]) {
      const answer = await get(here, `/organisations/${id.startsWith('%') ? id : encodeURIComponent(id)}`)
      expect([400, 404, 414]).toContain(answer.statusCode)
    }
    expect((await get(here, '/organisations')).body).not.toContain(there.kitchen)
  })
})
