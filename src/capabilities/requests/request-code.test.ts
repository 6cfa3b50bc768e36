import { beforeAll, describe, expect, it } from 'vitest'
import { aCast, aRequest, ask, type Cast } from '../../../test/support/cast.ts'
import { arrivedAt, codeAt, withMailbox } from '../../../test/support/codes.ts'
import { useHouse } from '../../../test/support/house.ts'
import { aBrowser } from '../../../test/support/sign-in.ts'
import { perform } from '../../platform/command.ts'
import { houseActor } from '../../platform/db/database.ts'
import { tellResident } from './tell-resident.ts'

const house = useHouse()
let cast: Cast
beforeAll(async () => {
  cast = await aCast(house)
  await withMailbox(house, cast.placeId)
})

const browser = () => aBrowser(house, cast)
const askFor = async (reach: string) =>
  String((await browser().post('/my-request/code', { reach })).headers.location).replace(`/${cast.slug}`, '')

const requestOf = (person: Partial<ReturnType<typeof aRequest>['person']>) =>
  ask(house, cast, { person: { ...aRequest(cast).person, ...person } })

describe('a request whose reference is lost', () => {
  it('is opened by a code to where whoever asked is told, once, and by nothing else they gave', async () => {
    const { reference } = await requestOf({ email: 'rosa@example.org', phone: '07700 900201', contactBy: 'email' })
    house.advance({ minutes: 1 })
    // They wanted mail: whoever else reads their phone gets nothing.
    await askFor('07700 900201')
    expect(await codeAt(house, cast.placeId, '07700 900201')).toBe('')
    const page = await askFor('Rosa@example.org')
    const code = await codeAt(house, cast.placeId, 'rosa@example.org')
    const here = browser()
    expect((await here.post(page, { code })).headers.location).toBe(`/${cast.slug}/my-request`)
    expect((await here.get('/my-request')).body).toContain(reference)
    expect((await browser().post(page, { code })).body).toContain('was used')
    const [mail] = await arrivedAt(house, cast.placeId, 'rosa@example.org')
    expect(mail?.body).not.toMatch(/Rosa|Halina|Nowak|food/)
  })

  it('is opened by whoever asked for somebody else, at the contact they left', async () => {
    const { reference } = await ask(house, cast, {
      onBehalf: { name: 'Marek', relationship: 'family', contact: 'marek@example.org' } as never,
      consent: 'given for them by someone who asked them',
    })
    house.advance({ minutes: 1 })
    const page = await askFor('marek@example.org')
    const here = browser()
    await here.post(page, { code: await codeAt(house, cast.placeId, 'marek@example.org') })
    expect((await here.get('/my-request')).body).toContain(reference)
  })

  it('is opened by none of another place, and not by the code of a volunteer', async () => {
    await requestOf({ email: 'tove@example.org', contactBy: 'email' })
    const elsewhere = await aCast(house)
    await withMailbox(house, elsewhere.placeId)
    const page = await askFor('tove@example.org')
    const code = await codeAt(house, cast.placeId, 'tove@example.org')
    const there = aBrowser(house, elsewhere)
    expect((await there.post(page, { code })).body).toContain('not right')
    expect((await browser().post(page.replace('my-request', 'volunteer'), { code })).body).toContain('not right')
    house.advance({ minutes: 11 })
    expect((await browser().post(page, { code })).body).toContain('older than 10 minutes')
  })
})

describe('somebody who asked for texts', () => {
  it('is rung until they have read a code on their number, and texted from then on', async () => {
    const { reference, code, helpRequestId } = (await requestOf({
      phone: '07700 900202',
      email: null,
      contactBy: 'text',
    })) as { reference: string; code: string; helpRequestId: string }
    await house.deliver(cast.placeId)
    const told = () =>
      house.platform.db.asHouse(
        cast.placeId,
        tx => tx.sql<{ channel: string }[]>`
          select channel from platform.notice where place_id = ${cast.placeId} and about_id = ${helpRequestId} order by created_at`,
      )
    expect(new Set((await told()).map(({ channel }) => channel))).toEqual(new Set(['phone']))
    const here = browser()
    await here.post('/my-request', { reference, code })
    const shown = (await here.get('/my-request')).body
    expect(shown).toContain('May we text 07700 900202?')
    house.advance({ minutes: 1 })
    const sent = await here.post('/my-request/prove-number')
    const page = String(sent.headers.location).replace(`/${cast.slug}`, '')
    await here.post(page, { code: await codeAt(house, cast.placeId, '07700 900202') })
    expect((await here.get('/my-request')).body).not.toContain('May we text')
    await perform(house.platform.db, houseActor(cast.placeId), tellResident, {
      helpRequestId,
      needId: null,
      sentFor: 'test',
      subject: 'We have asked Kitchen',
      sentences: ['They have until 2 pm.'],
    })
    house.advance({ minutes: 1 })
    await house.deliver(cast.placeId)
    const [text] = await arrivedAt(house, cast.placeId, '07700 900202', 'We have asked')
    expect(text).toMatchObject({ channel: 'text' })
    expect(text?.body).toMatch(
      new RegExp(`^We have asked Kitchen\\. They have until 2 pm\\. Reference ${reference}\\.\\nhttp\\S+/my-request$`),
    )
  })
})
