import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { aCast, type Cast } from '../../../test/support/cast.ts'
import { useHouse } from '../../../test/support/house.ts'
import { newId } from '../../kernel/ids.ts'
import { type NoticeDraft, writeNotice } from './notice.ts'
import { openMail, sendNotices } from './send.ts'

const house = useHouse()
const heard: { headers: IncomingHttpHeaders; body: { id: string; to: string; text: string; segments: number } }[] = []
let answers: { status: number; body?: string } = { status: 202 }

const hook = createServer(async (request, response) => {
  let text = ''
  for await (const part of request) text += part
  heard.push({ headers: request.headers, body: JSON.parse(text) })
  response.writeHead(answers.status, answers.status === 302 ? { location: 'http://127.0.0.1:1/' } : {})
  response.end(answers.body ?? '')
})
beforeAll(() => new Promise<void>(resolve => hook.listen(0, '127.0.0.1', resolve)))
afterAll(() => new Promise<void>(resolve => hook.close(() => resolve())))
beforeEach(() => {
  heard.length = 0
  answers = { status: 202 }
})

const out = (textUrl = `http://127.0.0.1:${(hook.address() as AddressInfo).port}/texts`) =>
  openMail({ ...house.platform.config, textUrl, textSecret: 'ours alone', publicUrl: 'https://here.example' })

const write = (cast: Cast, more: Partial<NoticeDraft> = {}) =>
  house.platform.db.asHouse(cast.placeId, tx =>
    writeNotice(tx, {
      aboutId: newId(),
      holderIds: [cast.hub],
      sentFor: 'x',
      atNight: 'waits',
      channel: 'text',
      toName: 'Zoë',
      toAddress: '07700 900001',
      subject: 'Somebody said “yes”',
      body: 'Amira comes on Thursday.',
      link: { words: 'See it', path: '/my-request' },
      ...more,
    }),
  )

const kept = (cast: Cast) =>
  house.platform.db.asHouse(
    cast.placeId,
    tx =>
      tx.sql<
        {
          channel: string
          sentAt: Date | null
          sentBy: string | null
          attempts: number
          body: string
          toAddress: string
        }[]
      >`select channel, sent_at, sent_by, attempts, body, to_address from platform.notice where place_id = ${tx.placeId} order by created_at`,
  )
const send = (cast: Cast, mail = out(), more = {}) =>
  sendNotices(house.platform.db, mail, cast.placeId, cast.slug, more)

describe('a text', () => {
  it('is given to the hook once, with its number as the world writes it, our secret and a key that stays the same', async () => {
    const cast = await aCast(house)
    await write(cast)
    expect(await send(cast)).toBe(1)
    expect(await send(cast)).toBe(0)
    expect(heard).toHaveLength(1)
    const { headers, body } = heard[0] as (typeof heard)[number]
    expect(body).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      to: '+447700900001',
      text: `Somebody said "yes". Amira comes on Thursday.\nhttps://here.example/${cast.slug}/my-request`,
      segments: 1,
    })
    expect(headers.authorization).toBe('Bearer ours alone')
    expect(headers['idempotency-key']).toBe(body.id)
    expect((await kept(cast))[0]).toMatchObject({ channel: 'text', sentBy: 'text' })
  })

  it('is tried again later with the same key, and not before', async () => {
    const cast = await aCast(house)
    await write(cast)
    answers = { status: 503 }
    expect(await send(cast)).toBe(0)
    answers = { status: 202 }
    house.advance({ minutes: 4 })
    expect(await send(cast)).toBe(0)
    house.advance({ minutes: 1 })
    expect(await send(cast)).toBe(1)
    expect(heard.map(each => each.headers['idempotency-key'])).toEqual([heard[0]?.body.id, heard[0]?.body.id])
  })

  it('that cannot arrive becomes a call for whoever holds it: nobody waits unheard', async () => {
    const cast = await aCast(house)
    await write(cast)
    answers = { status: 422, body: '{"problem":"number"}' }
    expect(await send(cast)).toBe(0)
    expect(await kept(cast)).toEqual([expect.objectContaining({ channel: 'phone', sentAt: null })])
  })

  it('becomes a call at once where nothing sends texts', async () => {
    const cast = await aCast(house)
    await write(cast)
    expect(await send(cast, out(), { carries: ['email'] })).toBe(0)
    expect(heard).toHaveLength(0)
    expect((await kept(cast))[0]?.channel).toBe('phone')
  })

  it('waits while the hook cannot be reached or sends us elsewhere, and holds no mail up', async () => {
    const cast = await aCast(house)
    await write(cast)
    await write(cast, { channel: 'email', toAddress: 'zoe@example.org' })
    expect(await send(cast, out('http://127.0.0.1:1/texts'))).toBe(1)
    house.advance({ minutes: 5 })
    answers = { status: 302 }
    expect(await send(cast)).toBe(0)
    expect((await kept(cast)).find(({ channel }) => channel === 'text')).toMatchObject({ attempts: 2, sentAt: null })
  })

  it('keeps the quiet hours', async () => {
    const cast = await aCast(house)
    house.setClock('2026-11-18T22:30:00Z')
    await write(cast)
    await write(cast, { atNight: 'answer', sentFor: 'code' })
    expect(await send(cast)).toBe(1)
    house.setClock('2026-11-19T08:00:00Z')
    expect(await send(cast)).toBe(1)
  })

  it('that opens something is emptied once it has left, and does not leave when its time is over', async () => {
    const cast = await aCast(house)
    house.setClock('2026-11-19T10:00:00Z')
    const endsAt = new Date('2026-11-19T10:10:00Z')
    await write(cast, { endsAt, holderIds: [], subject: '482193 is your code', sentFor: 'one' })
    expect(await send(cast)).toBe(1)
    await write(cast, { endsAt, holderIds: [], subject: '555555 is your code', sentFor: 'two' })
    house.setClock('2026-11-19T10:11:00Z')
    expect(await send(cast)).toBe(0)
    expect(heard.map(({ body }) => body.text)).toEqual([expect.stringContaining('482193')])
    const all = JSON.stringify(await kept(cast))
    expect(all).not.toMatch(/482193|555555|900001/)
  })
})
