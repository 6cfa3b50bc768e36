import { describe, expect, it } from 'vitest'
import { aCast, ask, type Cast, worked } from '../../../test/support/cast.ts'
import { useHouse } from '../../../test/support/house.ts'
import { perform } from '../../platform/command.ts'
import { houseActor } from '../../platform/db/database.ts'
import { addOrganisation } from '../organisations/index.ts'
import { sendReferral } from './send-referral.ts'

const house = useHouse()
const identifying = /Halina|Nowak|Mill Row|7946 0123|halina@|husband died/

/** A group that nobody has an account in, asked for food for Mrs Nowak. */
const asked = async (): Promise<{ cast: Cast; referralId: string; path: string }> => {
  const cast = await aCast(house)
  const { organisationId } = worked(
    await perform(house.platform.db, houseActor(cast.placeId), addOrganisation, {
      name: 'Tide Street Neighbours',
      kind: 'charity',
      assuranceLevel: 'registered',
      about: 'Neighbours.',
      email: 'tide.street@example.org',
      phone: null,
      postcode: null,
      position: null,
      helpsWith: ['food'],
      neighbourhoodIds: null,
      takesReferrals: true,
    }),
  )
  const { needIds } = await ask(house, cast)
  const { referralId } = worked(
    await perform(house.platform.db, cast.amira, sendReferral, {
      needId: needIds[0] ?? '',
      organisationId,
      basis: 'consent',
      basisGround: '',
      consentGivenHow: null,
    }),
  )
  await house.deliver(cast.placeId)
  const [mail] = await house.platform.db.asHouse(
    cast.placeId,
    tx => tx.sql<{ body: string }[]>`
      select body from platform.mailbox_message where place_id = ${tx.placeId} and to_address = 'tide.street@example.org'`,
  )
  return { cast, referralId, path: /\/[\w-]+\/answer\/[\w-]+/.exec(mail?.body ?? '')?.[0] ?? 'no link' }
}

const get = (url: string) => house.web.inject({ url })
const press = (url: string, body = '') =>
  house.web.inject({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: body,
  })
const title = (body: string) => /<h1[^>]*>\s*([^<]*?)\s*</.exec(body)?.[1]

describe('a group without an account', () => {
  it('answers by the link in its mail: who it is comes with the yes, and each link opens once', async () => {
    const { path } = await asked()
    const question = await get(path)
    expect(question.statusCode).toBe(200)
    expect(question.body).toContain('A woman in her 70s needs food')
    expect(question.body).not.toMatch(identifying)
    const yes = await press(`${path}/yes`)
    const next = String(yes.headers.location)
    expect([yes.statusCode, next]).toEqual([303, expect.stringContaining('/answer/')])
    expect((await get(next)).body).toContain('Halina Nowak')
    expect((await get(path)).statusCode).toBe(404)
    expect((await press(`${path}/no`, 'reasonCode=full')).statusCode).toBe(404)
    const waits = await press(`${next}/waiting`, 'because=The+van+is+being+mended')
    const last = String(waits.headers.location)
    expect((await get(last)).body).toContain('The van is being mended')
    const done = await press(`${last}/done`)
    expect(done.headers.location).toContain('/answered')
    for (const old of [path, next, last]) expect((await get(old)).body).not.toMatch(identifying)
  })

  it('says no with a reason, and is told what is missing', async () => {
    const { path } = await asked()
    expect((await press(`${path}/no`)).statusCode).toBe(422)
    expect((await press(`${path}/no`, 'reasonCode=full&reason=')).statusCode).toBe(303)
  })

  it('finds one calm page behind every link that opens nothing: forged, used, over, of another place', async () => {
    const [one, other] = [await asked(), await asked()]
    const token = one.path.split('/').at(-1) ?? ''
    const forged = `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`
    const elsewhere = `/${other.cast.slug}/answer/${token}`
    const wrong = ['nothing', forged, token.slice(2), `${token}AAAA`].map(each => `/${one.cast.slug}/answer/${each}`)
    const pages = await Promise.all([...wrong, elsewhere].map(get))
    expect(pages.map(({ statusCode }) => statusCode)).toEqual(Array(5).fill(404))
    expect(new Set(pages.map(({ body }) => title(body)))).toEqual(new Set(['This link opens nothing any more']))
    expect((await press(`${elsewhere}/yes`)).statusCode).toBe(404)
    house.advance({ hours: 5 })
    expect((await get(one.path)).statusCode).toBe(404)
  })

  it('reads the code of its letter out, and whoever asked writes the answer down, once', async () => {
    const { cast, referralId } = await asked()
    const url = `/${cast.slug}/referrals/${referralId}/letter`
    const as = { cookie: cast.cookies.amira }
    const letter = await house.web.inject({ url, headers: as })
    const code = /kil-number">([A-Z0-9]{3} [A-Z0-9]{3})</.exec(letter.body)?.[1] ?? ''
    expect(letter.body).not.toMatch(identifying)
    const answer = (body: string, cookie = cast.cookies.amira) =>
      house.web.inject({
        method: 'POST',
        url,
        headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' },
        payload: body,
      })
    expect((await answer('code=AAA+AAA&step=yes')).statusCode).toBe(422)
    expect((await answer(`code=${code}&step=yes`, cast.cookies.cleo)).statusCode).not.toBe(303)
    expect((await answer(`code=${code}&step=yes`)).statusCode).toBe(303)
    expect((await answer(`code=${code}&step=done`)).statusCode).toBe(422)
    const page = await house.web.inject({ url: `/${cast.slug}/referrals/${referralId}`, headers: as })
    expect(page.body).toContain('Tide Street Neighbours said yes')
  })
})
