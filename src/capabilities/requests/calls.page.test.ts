import { describe, expect, it } from 'vitest'
import { aCast, aRequest, ask, type Cast, worked } from '../../../test/support/cast.ts'
import { useHouse } from '../../../test/support/house.ts'
import { newId } from '../../kernel/ids.ts'
import { listAuditLines } from '../../platform/audit/audit.ts'
import { startSession } from '../../platform/auth/session.ts'
import { perform } from '../../platform/command.ts'
import { acceptReferral, sendReferral } from '../referrals/index.ts'
import { findVolunteer, tellVolunteer } from '../volunteers/index.ts'
import { aVolunteer } from '../volunteers/testing.ts'

const house = useHouse()

const get = (cast: Cast, path: string, cookie = '') =>
  house.web.inject({ url: `/${cast.slug}${path}`, headers: { cookie } })
const post = (cast: Cast, fields: Record<string, string> | string, cookie: string) =>
  house.web.inject({
    method: 'POST',
    url: `/${cast.slug}/calls`,
    headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' },
    payload: typeof fields === 'string' ? fields : new URLSearchParams(fields).toString(),
  })

const asked = async (cast: Cast, person: object = {}, more: object = {}) => {
  const made = await ask(house, cast, {
    person: { ...aRequest(cast).person, contactBy: 'phone', ...person },
    ...more,
  } as never)
  await house.deliver(cast.placeId)
  return made
}
const idsIn = (html: string) => [...html.matchAll(/name="noticeIds" value="([^"]*)"/g)].map(([, ids]) => ids ?? '')

describe('calls to make', () => {
  it('says plainly when nobody waits', async () => {
    const cast = await aCast(house)
    expect((await get(cast, '/calls', cast.cookies.amira)).body).toContain('Nobody waits for a call')
  })

  it('shows who, the number as a link, what to know and what to say, and writes the look down', async () => {
    const cast = await aCast(house)
    const { personId, reference } = await asked(cast)
    const page = await get(cast, '/calls', cast.cookies.amira)
    expect(page.statusCode).toBe(200)
    expect(page.body).toContain('Ring Halina Nowak')
    expect(page.body).toContain('href="tel:02079460123"')
    expect(page.body).toContain('Speaks Polish')
    expect(page.body).toContain('We have your request')
    expect(page.body).toContain(reference)
    const lines = await house.platform.db.asHouse(cast.placeId, tx => listAuditLines(tx, [personId]))
    expect(lines.map(({ action, actorName }) => `${actorName} ${action}`)).toContain('Amira looked at whom to ring')
  })

  it('holds volunteers who have no e-mail too, so that they hear back', async () => {
    const cast = await aCast(house)
    const { volunteerId } = await aVolunteer(house.platform, cast.placeId, cast.hub)
    await house.platform.db.asHouse(cast.placeId, async tx => {
      const volunteer = await findVolunteer(tx, volunteerId)
      if (volunteer)
        await tellVolunteer(tx, volunteer, { sentFor: 'test', subject: 'A role near you', sentences: ['A role.'] })
    })
    const page = await get(cast, '/calls', cast.cookies.amira)
    expect(page.body).toContain('Ring Sam Okafor')
    expect(page.body).toContain('They are a volunteer, not somebody who asked for help.')
    const [noticeIds = ''] = idsIn(page.body)
    expect((await post(cast, { noticeIds }, cast.cookies.amira)).headers.location).toBe(`/${cast.slug}/calls?done=told`)
    expect((await get(cast, '/calls', cast.cookies.amira)).body).toContain('Nobody waits for a call')
  })

  it('says at night that nobody is rung before the morning, and in the day no more', async () => {
    house.setClock('2026-11-16T22:00:00Z')
    const cast = await aCast(house)
    await asked(cast)
    const says = async () =>
      (await get(cast, '/calls', cast.cookies.amira)).body.includes('It is night: not before 8 am')
    expect(await says()).toBe(true)
    house.setClock('2026-11-17T08:00:00Z')
    expect(await says()).toBe(false)
    house.setClock('2026-11-16T10:00:00Z')
  })

  it('goes when someone has told them, and names the one who did', async () => {
    const cast = await aCast(house)
    await asked(cast)
    const [noticeIds = ''] = idsIn((await get(cast, '/calls', cast.cookies.amira)).body)
    const answer = await post(cast, { noticeIds }, cast.cookies.amira)
    expect(answer.headers.location).toBe(`/${cast.slug}/calls?done=told`)
    const after = await get(cast, '/calls?done=told', cast.cookies.amira)
    expect(after.body).toContain('Written down: they have been told.')
    expect(after.body).toContain('Nobody waits for a call')
    const [row] = await house.platform.db.asHouse(
      cast.placeId,
      tx => tx.sql<{ sentBy: string }[]>`select sent_by from platform.notice where place_id = ${tx.placeId}
        and notice_id = ${noticeIds}`,
    )
    expect(row?.sentBy).toBe('Amira')
  })

  it('is one call for all there is to tell one person', async () => {
    const cast = await aCast(house)
    const { needIds } = await asked(cast)
    const { referralId } = worked(
      await perform(house.platform.db, cast.amira, sendReferral, {
        needId: needIds[0] ?? '',
        organisationId: cast.kitchen,
        basis: 'consent',
        basisGround: '',
        consentGivenHow: null,
      }),
    )
    worked(await perform(house.platform.db, cast.ben, acceptReferral, { referralId }))
    await house.deliver(cast.placeId)
    const page = await get(cast, '/calls', cast.cookies.amira)
    expect(page.body.match(/Ring Halina Nowak/g)).toHaveLength(1)
    expect(page.body).toContain('Someone near you can help')
    expect(page.body.match(/Your reference is/g)).toHaveLength(1)
    expect(page.body).toContain('We have what you told us.')
    const [noticeIds = ''] = idsIn(page.body)
    expect(noticeIds.split(' ')).toHaveLength(2)
    await post(cast, { noticeIds }, cast.cookies.amira)
    expect((await get(cast, '/calls', cast.cookies.amira)).body).toContain('Nobody waits for a call')
  })

  it('is the call of who decides, not of who said yes, nor of anyone else', async () => {
    const cast = await aCast(house)
    const { needIds, helpRequestId } = await asked(cast)
    const { referralId } = worked(
      await perform(house.platform.db, cast.amira, sendReferral, {
        needId: needIds[0] ?? '',
        organisationId: cast.kitchen,
        basis: 'consent',
        basisGround: '',
        consentGivenHow: null,
      }),
    )
    worked(await perform(house.platform.db, cast.ben, acceptReferral, { referralId }))
    await house.deliver(cast.placeId)
    const [noticeIds = ''] = idsIn((await get(cast, '/calls', cast.cookies.amira)).body)
    for (const cookie of [cast.cookies.ben, cast.cookies.cleo]) {
      expect((await get(cast, '/calls', cookie)).body).not.toMatch(/Halina|7946/)
      expect((await post(cast, { noticeIds }, cookie)).statusCode).toBe(422)
    }
    const token = await house.platform.db.asHouse(cast.placeId, tx => startSession(tx, { helpRequestId }))
    expect((await get(cast, '/calls')).statusCode).toBe(303)
    expect((await get(cast, '/calls', `session=${token}`)).statusCode).toBe(403)
    expect((await post(cast, { noticeIds }, `session=${token}`)).statusCode).toBe(403)
    const elsewhere = await aCast(house)
    expect((await post(elsewhere, { noticeIds }, elsewhere.cookies.amira)).statusCode).toBe(422)
    expect((await get(cast, '/calls', cast.cookies.amira)).body).toContain('Ring Halina Nowak')
  })

  it('shows letters as letters, texts as texts, and a number that is none as words', async () => {
    const cast = await aCast(house)
    await asked(cast, { name: 'Lena Letter', contactBy: 'letter' })
    await asked(cast, { name: 'Tom Text', contactBy: 'text' })
    await asked(cast, { name: 'Nora None', phone: 'ask at number 4 <b>', email: null })
    const { body } = await get(cast, '/calls', cast.cookies.amira)
    expect(body).toContain('Write to Lena Letter')
    expect(body).toContain('I have posted it')
    expect(body).toContain('12 Mill Row\nZZ1 4AB')
    expect(body).toContain('Text or ring Tom Text')
    expect(body).toContain('They asked for a text message.')
    expect(body).toContain('ask at number 4 &lt;b&gt;')
  })

  it('tells the second of two at once that it was done', async () => {
    const cast = await aCast(house)
    await asked(cast)
    const [noticeIds = ''] = idsIn((await get(cast, '/calls', cast.cookies.amira)).body)
    const both = await Promise.all([
      post(cast, { noticeIds }, cast.cookies.amira),
      post(cast, { noticeIds }, cast.cookies.amira),
    ])
    expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([303, 422])
    expect(both.find(({ statusCode }) => statusCode === 422)?.body).toContain('Somebody else has just told them')
  })

  it('refuses nonsense in words', async () => {
    const cast = await aCast(house)
    for (const body of [
      '',
      'noticeIds=',
      'noticeIds=x',
      'noticeIds=a&noticeIds=b',
      `noticeIds=${newId()}`,
      `noticeIds=${Array.from({ length: 60 }, () => newId()).join('+')}`,
      `noticeIds=${"'".repeat(5000)}`,
    ]) {
      const answer = await post(cast, body, cast.cookies.amira)
      expect(answer.statusCode).toBe(422)
      expect(answer.body).toContain('kil-notice--attention')
    }
  })
})
