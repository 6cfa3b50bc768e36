import type { AddressInfo } from 'node:net'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aCast, type Cast } from '../../../test/support/cast.ts'
import { useHouse } from '../../../test/support/house.ts'
import { newId } from '../../kernel/ids.ts'
import { listWrongAddresses, writeNotice } from './notice.ts'
import type { AtNight } from './quiet-hours.ts'
import { openMail, sendAllNotices, sendNotices } from './send.ts'

const house = useHouse()
const arrived: ParsedMail[] = []
let refuseNext = false
/** What this server says to a recipient, by the first part of the address. */
const refusals: Record<string, string> = {
  nobody: '550 5.1.1 no such mailbox',
  policy: '550 5.7.1 we take no mail from you',
  busy: '450 4.2.1 try later',
}
const smtp = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  onRcptTo(address, _session, done) {
    const refusal = refusals[address.address.split('@')[0] ?? '']
    done(refusal ? Object.assign(new Error(refusal.slice(4)), { responseCode: Number(refusal.slice(0, 3)) }) : null)
  },
  async onData(stream, _session, done) {
    const mail = await simpleParser(stream)
    if (refuseNext) {
      refuseNext = false
      return done(new Error('451 try later'))
    }
    arrived.push(mail)
    done()
  },
})

const write = (cast: Cast, to: string, sentFor: string, atNight: AtNight = 'waits') =>
  house.platform.db.asHouse(cast.placeId, tx =>
    writeNotice(tx, {
      aboutId: newId(),
      holderIds: [],
      sentFor,
      atNight,
      channel: 'email',
      toName: 'Zoë',
      toAddress: to,
      subject: 'Héllo: ✓ someone said yes',
      body: 'First line.\n\nSecond – line.',
      link: { words: 'See it', path: '/needs/1' },
    }),
  )

describe('sending notices', () => {
  beforeAll(() => new Promise<void>(resolve => smtp.listen(0, '127.0.0.1', resolve)))
  afterAll(() => new Promise<void>(resolve => smtp.close(() => resolve())))

  const mail = () => {
    const { port } = smtp.server.address() as AddressInfo
    return openMail({
      ...house.platform.config,
      smtpUrl: `smtp://127.0.0.1:${port}`,
      publicUrl: 'https://here.example',
    })
  }

  it('hands mail to a mail server once, with our link and all letters intact', async () => {
    const cast = await aCast(house)
    await write(cast, 'zoe@example.org', 'first')
    const out = mail()
    expect(await sendNotices(house.platform.db, out, cast.placeId, cast.slug)).toBe(1)
    expect(await sendNotices(house.platform.db, out, cast.placeId, cast.slug)).toBe(0)
    expect(arrived).toHaveLength(1)
    expect(arrived[0]?.subject).toBe('Héllo: ✓ someone said yes')
    expect(arrived[0]?.text).toContain(`Second – line.\n\nSee it: https://here.example/${cast.slug}/needs/1`)
  })

  it('sends a second copy with the same Message-ID when the first could not be confirmed', async () => {
    const cast = await aCast(house)
    await write(cast, 'again@example.org', 'again')
    refuseNext = true
    const out = mail()
    expect(await sendNotices(house.platform.db, out, cast.placeId, cast.slug)).toBe(0)
    house.advance({ minutes: 5 })
    expect(await sendNotices(house.platform.db, out, cast.placeId, cast.slug)).toBe(1)
    expect(arrived.at(-1)?.messageId).toMatch(/^<[0-9a-f-]{36}@keepitlocal\.invalid>$/)
  })

  it('lets one bad address hold nobody else’s mail up, and keeps why it failed', async () => {
    const cast = await aCast(house)
    await write(cast, 'nobody@example.org', 'bad')
    await write(cast, 'good@example.org', 'good')
    expect(await sendNotices(house.platform.db, mail(), cast.placeId, cast.slug)).toBe(1)
    const [failed] = await states(cast)
    expect(failed).toMatchObject({ failedBecause: expect.stringContaining('no such mailbox'), sentAt: null })
  })

  const states = (cast: Cast) =>
    house.platform.db.asHouse(
      cast.placeId,
      tx => tx.sql<
        {
          attempts: number
          failedBecause: string | null
          sentAt: Date | null
          gaveUpAt: Date | null
          nextAttemptAt: Date | null
        }[]
      >`
        select attempts, failed_because, sent_at, gave_up_at, next_attempt_at from platform.notice where place_id = ${tx.placeId} order by created_at, to_address = 'good@example.org'`,
    )

  it('gives up at once what can never arrive, and says whether the address is to blame', async () => {
    const cast = await aCast(house)
    await write(cast, 'nobody@example.org', 'bad')
    await write(cast, 'policy@example.org', 'policy')
    const out = mail()
    await sendNotices(house.platform.db, out, cast.placeId, cast.slug)
    expect((await states(cast)).map(({ attempts, gaveUpAt }) => [attempts, gaveUpAt !== null])).toEqual([
      [1, true],
      [1, true],
    ])
    const wrong = await house.platform.db.asHouse(cast.placeId, tx => listWrongAddresses(tx, new Date(0)))
    expect(wrong.map(({ address }) => address)).toEqual(['nobody@example.org'])
    house.advance({ days: 1 })
    await sendNotices(house.platform.db, out, cast.placeId, cast.slug)
    expect((await states(cast)).map(({ attempts }) => attempts)).toEqual([1, 1])
  })

  it('tries more and more slowly what may work later, and gives up after five days', async () => {
    const cast = await aCast(house)
    await write(cast, 'busy@example.org', 'busy')
    const out = mail()
    let minutes = 0
    for (; minutes < 10 * 24 * 60; minutes += 5) {
      await sendNotices(house.platform.db, out, cast.placeId, cast.slug)
      const [state] = await states(cast)
      if (state?.gaveUpAt) break
      // Nothing happens until it is due, so the days between are not lived minute by minute.
      const due = state?.nextAttemptAt?.getTime() ?? 0
      const wait = Math.max(0, Math.floor((due - house.platform.clock().getTime()) / 60_000) - 5)
      house.advance({ minutes: wait })
      await sendNotices(house.platform.db, out, cast.placeId, cast.slug)
      expect((await states(cast))[0]?.attempts).toBe(state?.attempts)
      house.advance({ minutes: 5 })
      minutes += wait
    }
    expect((await states(cast))[0]).toMatchObject({ attempts: 11, failedBecause: expect.stringContaining('try later') })
    expect(minutes / 60 / 24).toBeGreaterThan(4.9)
    expect(minutes / 60 / 24).toBeLessThan(6)
  })

  it('leaves the rest alone while no mail server can be reached', async () => {
    const cast = await aCast(house)
    await write(cast, 'one@example.org', 'one')
    await write(cast, 'two@example.org', 'two')
    const nowhere = openMail({ ...house.platform.config, smtpUrl: 'smtp://127.0.0.1:1' })
    expect(await sendNotices(house.platform.db, nowhere, cast.placeId, cast.slug)).toBe(0)
    expect((await states(cast)).map(({ attempts }) => attempts).sort()).toEqual([0, 1])
    house.advance({ minutes: 5 })
    expect(await sendNotices(house.platform.db, mail(), cast.placeId, cast.slug)).toBe(2)
  })

  it('writes the same notice for the same thing once', async () => {
    const cast = await aCast(house)
    const aboutId = newId()
    const notice = {
      aboutId,
      holderIds: [],
      sentFor: 'x',
      atNight: 'waits' as const,
      channel: 'email' as const,
      toName: 'A',
      toAddress: 'a@example.org',
      subject: 's',
      body: 'b',
    }
    for (let n = 0; n < 2; n++) await house.platform.db.asHouse(cast.placeId, tx => writeNotice(tx, notice))
    expect(await sendNotices(house.platform.db, mail(), cast.placeId, cast.slug)).toBe(1)
  })

  it.each([
    ['in winter', '2026-11-16T22:30:00Z', '2026-11-17T07:59:00Z', '2026-11-17T08:00:00Z'],
    ['the night the clocks go forward', '2027-03-27T23:00:00Z', '2027-03-28T06:59:00Z', '2027-03-28T07:00:00Z'],
    ['the night the clocks go back', '2026-10-24T22:00:00Z', '2026-10-25T07:59:00Z', '2026-10-25T08:00:00Z'],
  ])(
    'lets nothing leave at night but what is waited for at that moment and what cannot wait: %s',
    async (_, night, still, morning) => {
      house.setClock(night)
      const cast = await aCast(house)
      await write(cast, 'a@example.org', 'somebody else was quicker')
      await write(cast, 'b@example.org', 'sign-in link', 'answer')
      await write(cast, 'c@example.org', 'concern', 'urgent')
      const sent = () => sendNotices(house.platform.db, mail(), cast.placeId, cast.slug)
      arrived.length = 0
      expect(await sent()).toBe(2)
      expect(arrived.map(({ to }) => [to].flat()[0]?.text)).toEqual(['"Zoë" <b@example.org>', '"Zoë" <c@example.org>'])
      house.setClock(still)
      expect(await sent()).toBe(0)
      house.setClock(morning)
      expect(await sent()).toBe(1)
    },
  )

  it('holds an answer until the morning once nobody can be waiting for it, and so what was held up in the day', async () => {
    house.setClock('2026-11-16T20:55:00Z')
    const cast = await aCast(house)
    await write(cast, 'a@example.org', 'held up')
    house.setClock('2026-11-16T21:30:00Z')
    await write(cast, 'b@example.org', 'sign-in link', 'answer')
    house.advance({ minutes: 11 })
    expect(await sendNotices(house.platform.db, mail(), cast.placeId, cast.slug)).toBe(0)
    house.setClock('2026-11-17T08:00:00Z')
    expect(await sendNotices(house.platform.db, mail(), cast.placeId, cast.slug)).toBe(2)
  })

  it('sends what somebody waits for first, wherever they are, before what other places tell', async () => {
    house.setClock('2026-11-18T10:00:00Z')
    const [one, other] = [await aCast(house), await aCast(house)]
    for (let at = 0; at < 3; at += 1) await write(one, `news${at}@example.org`, `news ${at}`)
    await write(other, 'news@example.org', 'news of another place')
    house.advance({ minutes: 1 })
    await write(one, 'link@example.org', 'sign-in link', 'answer')
    await write(other, 'other-link@example.org', 'sign-in link', 'answer')
    arrived.length = 0
    await sendAllNotices(house.platform.db, mail(), [one, other])
    const to = arrived.map(each => /<(.*)@/.exec([each.to].flat()[0]?.text ?? '')?.[1])
    expect(to).toEqual(['link', 'other-link', 'news0', 'news1', 'news2', 'news'])
    arrived.length = 0
    await sendAllNotices(house.platform.db, mail(), [one, other])
    expect(arrived).toHaveLength(0)
  })
})
