import { describe, expect, it } from 'vitest'
import { interactions } from '../../src/capabilities/exchange/interactions.ts'
import { aSystem } from '../../src/capabilities/exchange/testing.ts'
import { answerLinkPath } from '../../src/capabilities/referrals/answer-by-link.ts'
import { acceptReferral } from '../../src/capabilities/referrals/index.ts'
import { findReferral } from '../../src/capabilities/referrals/referral-store.ts'
import { bearerOf, withdrawConsent } from '../../src/capabilities/requests/index.ts'
import { askOrganisation } from '../../src/capabilities/triage/index.ts'
import { startSession } from '../../src/platform/auth/session.ts'
import { perform } from '../../src/platform/command.ts'
import { writeNotices } from '../../src/platform/notify/notice.ts'
import { type Mail, sendNotices } from '../../src/platform/notify/send.ts'
import { aCast, ask, type Cast, worked } from '../support/cast.ts'
import { useHouse } from '../support/house.ts'

const house = useHouse()

const aReferral = async (cast: Cast, answers: 'yes' | 'not yet') => {
  const made = await ask(house, cast)
  const { referralId } = worked(
    await perform(house.platform.db, cast.amira, askOrganisation, {
      needId: made.needIds[0] ?? '',
      organisationId: cast.kitchen,
      listedServiceId: null,
      basis: 'consent',
      basisGround: '',
      consentGivenHow: null,
    }),
  )
  if (answers === 'yes') worked(await perform(house.platform.db, cast.ben, acceptReferral, { referralId }))
  return { ...made, referralId }
}

/** What the kitchen sees of somebody by plain SQL, past every page. */
const seenByBen = (cast: Cast, made: { personId: string; helpRequestId: string; needIds: readonly string[] }) =>
  house.platform.db.as(cast.ben, async tx => {
    const [row] = await tx.sql<{ people: number; requests: number; needs: number }[]>`
      select (select count(*)::int from people.person where place_id = ${tx.placeId} and person_id = ${made.personId}) as people,
        (select count(*)::int from requests.help_request where place_id = ${tx.placeId} and help_request_id = ${made.helpRequestId}) as requests,
        (select count(*)::int from requests.need where place_id = ${tx.placeId} and need_id = any (${[...made.needIds]}::uuid[])) as needs`
    return row
  })

const page = async (cast: Cast, path: string) =>
  (await house.web.inject({ url: `/${cast.slug}${path}`, headers: { cookie: cast.cookies.ben } })).body

describe('a permission that is taken back', () => {
  it('ends what a partner sees in the transaction that takes it back, before anything else has run', async () => {
    const cast = await aCast(house)
    const made = await aReferral(cast, 'yes')
    expect(await seenByBen(cast, made)).toEqual({ people: 1, requests: 1, needs: 1 })
    expect(await page(cast, `/referrals/${made.referralId}`)).toContain('Halina')
    worked(
      await perform(house.platform.db, bearerOf(cast.placeId, made.helpRequestId), withdrawConsent, {
        helpRequestId: made.helpRequestId,
      }),
    )
    expect(await seenByBen(cast, made)).toEqual({ people: 0, requests: 0, needs: 0 })
    const after = await page(cast, `/referrals/${made.referralId}`)
    expect(after).not.toContain('Halina')
    expect(after).toContain('has ended, so it is hidden again')
    expect(await page(cast, '/referrals')).not.toContain('Halina')
  })

  it('ends at once what a system of the partner reads, by every way in there is, and what its one-time link opens', async () => {
    const cast = await aCast(house)
    const { token } = await aSystem(house.platform, cast.ben)
    const made = await aReferral(cast, 'yes')
    const link = await house.platform.db.asHouse(cast.placeId, async tx => {
      const referral = await findReferral(tx, made.referralId, 'read')
      return referral && answerLinkPath(tx, referral)
    })
    const details = /Halina|Nowak|Mill Row|7946 0123|halina@|ZZ1 4AB|husband died/
    /** Every way in that tells of one record: one that is added is asked as well. */
    const ways = interactions
      .filter(({ method, path }) => method === 'GET' && path.endsWith('/:id'))
      .map(({ path }) => path)
    const tells = async () => {
      const told = []
      for (const path of [...ways.map(way => way.replace(':id', made.referralId)), 'Task', 'Task?_count=50']) {
        const answer = await house.web.inject({
          url: `/${cast.slug}/fhir/${path}`,
          headers: { authorization: `Bearer ${token}` },
        })
        if (details.test(answer.body)) told.push(path.split('/')[0])
      }
      if (link && details.test((await house.web.inject({ url: `/${cast.slug}${link}` })).body)) told.push('the link')
      return told
    }
    expect(await tells()).toEqual(expect.arrayContaining(['Patient', 'the link']))
    const before = performance.now()
    worked(
      await perform(house.platform.db, bearerOf(cast.placeId, made.helpRequestId), withdrawConsent, {
        helpRequestId: made.helpRequestId,
      }),
    )
    const took = performance.now() - before
    expect(await tells()).toEqual([])
    console.log(
      `taking it back took ${Math.round(took)} ms; asked by ${ways.length} ways in and the link straight after`,
    )
  })

  it('tells the partner to stop and delete, and brings the need back with the reason', async () => {
    const cast = await aCast(house)
    const made = await aReferral(cast, 'yes')
    const bearer = bearerOf(cast.placeId, made.helpRequestId)
    worked(await perform(house.platform.db, bearer, withdrawConsent, { helpRequestId: made.helpRequestId }))
    await house.deliver(cast.placeId)
    const [told, need] = await house.platform.db.asHouse(cast.placeId, async tx => [
      await tx.sql<{ body: string }[]>`
        select body from platform.mailbox_message where place_id = ${tx.placeId} and to_address = 'kitchen@example.org' and subject = 'Stop, and delete what you were told'`,
      (
        await tx.sql<{ state: string; returnedBecause: string }[]>`
          select state, returned_because from requests.need where place_id = ${tx.placeId} and need_id = ${made.needIds[0] ?? ''}`
      )[0],
    ])
    expect(told).toHaveLength(1)
    expect(told?.[0]?.body).not.toMatch(/Halina|Nowak|Mill Row/)
    expect(need).toEqual({ state: 'waiting', returnedBecause: 'sharing stopped' })
  })

  it('takes back a question that is still waiting to leave, with what it says', async () => {
    const cast = await aCast(house)
    const made = await aReferral(cast, 'not yet')
    const waiting = (subject: string) =>
      house.platform.db.asHouse(
        cast.placeId,
        tx => tx.sql`
        select 1 from platform.notice where place_id = ${tx.placeId} and about_id = ${made.referralId} and sent_at is null and subject like ${subject}`,
      )
    const { deliverAll } = await import('../../src/platform/facts/deliver.ts')
    const { journeys } = await import('../../src/journeys.ts')
    await deliverAll(house.platform.db, journeys, cast.placeId)
    expect(await waiting('Can you help?%')).toHaveLength(1)
    const bearer = bearerOf(cast.placeId, made.helpRequestId)
    worked(await perform(house.platform.db, bearer, withdrawConsent, { helpRequestId: made.helpRequestId }))
    expect(await waiting('%')).toHaveLength(0)
    await house.deliver(cast.placeId)
    const mail = await house.platform.db.asHouse(
      cast.placeId,
      tx =>
        tx.sql`select 1 from platform.mailbox_message where place_id = ${tx.placeId} and to_address = 'kitchen@example.org' and subject like 'Can you help?%'`,
    )
    expect(mail).toHaveLength(0)
    const answer = await perform(house.platform.db, cast.ben, acceptReferral, { referralId: made.referralId })
    expect(answer).toMatchObject({ refused: expect.stringMatching(/consent-withdrawn|recalled|no-such/) })
  })

  it('takes effect within a second while a queue of mail is being sent, and nothing that rests on it leaves after', async () => {
    const cast = await aCast(house)
    const made = await aReferral(cast, 'yes')
    await house.deliver(cast.placeId)
    const details = 300
    await house.platform.db.asHouse(cast.placeId, tx =>
      writeNotices(
        tx,
        Array.from({ length: details }, (_, n) => ({
          aboutId: made.referralId,
          holderIds: [],
          sentFor: `reminder ${n}`,
          atNight: 'urgent' as const,
          channel: 'email' as const,
          toName: 'Kitchen',
          toAddress: 'kitchen@example.org',
          subject: 'Reminder',
          body: 'Halina Nowak, 12 Mill Row.',
          restsOn: made.referralId,
        })),
      ),
    )
    const left: { at: number; body: string }[] = []
    // A mail server that takes its time, so that the queue is still running when the permission is taken back.
    const slow: Mail = {
      async send(_tx, notice) {
        await new Promise(resolve => setTimeout(resolve, 20))
        left.push({ at: performance.now(), body: notice.body })
      },
      close() {},
    }
    const sending = sendNotices(house.platform.db, slow, cast.placeId, cast.slug)
    while (left.length < 3) await new Promise(resolve => setImmediate(resolve))
    const cookie = await house.platform.db.asHouse(
      cast.placeId,
      async tx => `session=${await startSession(tx, { helpRequestId: made.helpRequestId })}`,
    )
    const began = performance.now()
    const answer = await house.web.inject({
      method: 'POST',
      url: `/${cast.slug}/my-request/stop-sharing`,
      headers: { cookie, 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
      payload: '',
    })
    const took = performance.now() - began
    expect(answer.statusCode).toBe(303)
    expect(await seenByBen(cast, made)).toEqual({ people: 0, requests: 0, needs: 0 })
    const ended = performance.now()
    await sending
    const late = left.filter(({ at, body }) => at > ended + 100 && body.includes('Halina'))
    expect(late).toEqual([])
    expect(left.filter(({ body }) => body.includes('Halina')).length).toBeLessThan(details)
    console.info(`Withdrawal took ${Math.round(took)} ms while mail was being sent.`)
    expect(took).toBeLessThan(1000)
  })
})
