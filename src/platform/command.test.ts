import { Type } from 'typebox'
import { beforeAll, describe, expect, it } from 'vitest'
import { aCast, type Cast } from '../../test/support/cast.ts'
import { useHouse } from '../../test/support/house.ts'
import { isRefusal, refuse } from '../kernel/refusal.ts'
import { anyone } from './auth/actor.ts'
import { commandForMany, perform } from './command.ts'
import { connect, wasUndone } from './db/connection.ts'
import { houseActor } from './db/database.ts'

const house = useHouse()
let cast: Cast
/** How many were in each transaction, those undone included. */
let goes: number[] = []

/** Leaves a message; the database refuses text with NUL in it, and with it the whole statement. */
const leaveMessage = commandForMany({
  name: 'test.leave-message',
  allow: 'anyone',
  inHouse: true,
  input: Type.Object({ messageId: Type.String(), to: Type.String(), body: Type.String() }),
  most: 20,
  apart: ({ to }) => [to],
  async run(tx, inputs) {
    goes.push(inputs.length)
    const answers = inputs.map(({ messageId, body }) =>
      body === 'refused' ? refuse('not-that', `Not ${messageId}.`, 'body') : { recordId: cast.hub, messageId },
    )
    for (const [n, { messageId, to, body }] of inputs.entries())
      if (!isRefusal(answers[n]))
        await tx.sql`
          insert into platform.mailbox_message (place_id, message_id, to_address, subject, body, arrived_at)
          values (${tx.placeId}, ${messageId}, ${to}, '', ${body}, ${tx.now})`
    return answers
  },
})

const kept = () =>
  house.platform.db.asHouse(cast.placeId, async tx => ({
    messages: (
      await tx.sql<{ messageId: string }[]>`
        select message_id from platform.mailbox_message where place_id = ${tx.placeId} order by message_id`
    ).map(({ messageId }) => messageId),
    lines: await tx.sql<{ actorKind: string }[]>`
      select actor_kind from platform.audit_line where place_id = ${tx.placeId} and action = 'test.leave-message'`,
  }))

const leave = (who: readonly { messageId: string; to?: string; body?: string }[], actor = anyone(cast.placeId)) =>
  Promise.allSettled(
    who.map(async ({ messageId, to = messageId, body = '' }) => {
      const answer = await perform(house.platform.db, actor, leaveMessage, { messageId, to, body })
      // Whoever is answered was written: another connection sees it.
      if (!isRefusal(answer)) expect((await kept()).messages).toContain(messageId)
      return answer
    }),
  )

describe('a command for many', () => {
  beforeAll(async () => {
    cast = await aCast(house)
  })

  it.each([
    { name: 'nobody', bad: [] as number[] },
    { name: 'the first', bad: [0] },
    { name: 'the last', bad: [29] },
    { name: 'two neighbours', bad: [11, 12] },
    { name: 'every third', bad: [0, 3, 6, 9, 12, 15, 18, 21, 24, 27] },
  ])('gives each their own answer, refusal or failure when $name cannot be written', async ({ name, bad }) => {
    const before = await kept()
    goes = []
    const who = Array.from({ length: 30 }, (_, n) => ({
      messageId: `${name} ${String(n).padStart(2, '0')}`,
      body: bad.includes(n) ? 'no\0' : n % 5 === 1 ? 'refused' : 'yes',
    }))
    const answers = await leave(who)
    const after = await kept()
    const good = who.filter(({ body }) => body === 'yes').map(({ messageId }) => messageId)
    expect(after.messages.filter(id => id.startsWith(name))).toEqual(good)
    expect(after.lines.length - before.lines.length).toBe(good.length)
    expect(new Set(after.lines.map(({ actorKind }) => actorKind))).toEqual(new Set(['anyone']))
    for (const [n, answer] of answers.entries()) {
      const { messageId, body } = who[n] ?? { messageId: '', body: '' }
      if (body === 'yes') expect(answer).toMatchObject({ value: { messageId } })
      else if (body === 'refused') expect(answer).toMatchObject({ value: { message: `Not ${messageId}.` } })
      else expect(answer).toMatchObject({ status: 'rejected' })
    }
    if (bad.length === 0) expect(goes).toEqual([1, 20, 9])
  })

  it('keeps those apart who have something in common', async () => {
    goes = []
    await leave([1, 2, 3, 4].map(n => ({ messageId: `same ${n}`, to: n === 4 ? 'another' : 'one' })))
    expect(goes).toEqual([1, 2, 1])
  })

  it('is done for the house, or for somebody who said who they are, in a transaction of their own', async () => {
    goes = []
    await leave([{ messageId: 'of the house 1' }, { messageId: 'of the house 2' }], houseActor(cast.placeId))
    expect(goes).toEqual([1, 1])
  })
})

describe('an error that ended a transaction', () => {
  const sql = () => connect({ ...house.owner }, 1)

  it('undid it when the database said so, or when it was our own', async () => {
    const one = sql()
    const error = await one`select 1 / 0`.catch((failed: unknown) => failed)
    await one.end()
    expect(wasUndone(error)).toBe(true)
    expect(wasUndone(new TypeError('x is not a function'))).toBe(true)
  })

  it('says nothing of what was written when the connection went', async () => {
    const [one, other] = [sql(), sql()]
    const [self] = await one<{ pid: number }[]>`select pg_backend_pid() as pid`
    const slept = one`select pg_sleep(20)`.catch((failed: unknown) => failed)
    await other`select pg_terminate_backend(${self?.pid ?? 0})`
    expect(wasUndone(await slept)).toBe(false)
    await other.end()
    await one.end({ timeout: 1 })
    expect(wasUndone(await one`select 1`.catch((failed: unknown) => failed))).toBe(false)
    expect(wasUndone(Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }))).toBe(false)
  })
})
