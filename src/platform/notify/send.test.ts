import type { AddressInfo } from 'node:net'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aCast, type Cast } from '../../../test/support/cast.ts'
import { useHouse } from '../../../test/support/house.ts'
import { newId } from '../../kernel/ids.ts'
import { writeNotice } from './notice.ts'
import { openMail, sendNotices } from './send.ts'

const house = useHouse()
const arrived: ParsedMail[] = []
let refuseNext = false
const smtp = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  onRcptTo(address, _session, done) {
    done(address.address.startsWith('nobody') ? new Error('550 no such mailbox') : null)
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

const write = (cast: Cast, to: string, sentFor: string) =>
  house.platform.db.asHouse(cast.placeId, tx =>
    writeNotice(tx, {
      aboutId: newId(),
      holderIds: [],
      sentFor,
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
    expect(await sendNotices(house.platform.db, out, cast.placeId, cast.slug)).toBe(1)
    expect(arrived.at(-1)?.messageId).toMatch(/^<[0-9a-f-]{36}@keepitlocal\.invalid>$/)
  })

  it('lets one bad address hold nobody else’s mail up, and keeps why it failed', async () => {
    const cast = await aCast(house)
    await write(cast, 'nobody@example.org', 'bad')
    await write(cast, 'good@example.org', 'good')
    expect(await sendNotices(house.platform.db, mail(), cast.placeId, cast.slug)).toBe(1)
    const [failed] = await house.platform.db.asHouse(
      cast.placeId,
      tx =>
        tx.sql<
          { failedBecause: string }[]
        >`select failed_because from platform.notice where place_id = ${tx.placeId} and sent_at is null`,
    )
    expect(failed?.failedBecause).toContain('no such mailbox')
  })

  it('writes the same notice for the same thing once', async () => {
    const cast = await aCast(house)
    const aboutId = newId()
    const notice = {
      aboutId,
      holderIds: [],
      sentFor: 'x',
      channel: 'email' as const,
      toName: 'A',
      toAddress: 'a@example.org',
      subject: 's',
      body: 'b',
    }
    for (let n = 0; n < 2; n++) await house.platform.db.asHouse(cast.placeId, tx => writeNotice(tx, notice))
    expect(await sendNotices(house.platform.db, mail(), cast.placeId, cast.slug)).toBe(1)
  })
})
