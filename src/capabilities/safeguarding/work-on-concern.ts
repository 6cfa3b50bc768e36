import { Type } from 'typebox'
import { isRefusal, type Refusal, refuse } from '../../kernel/refusal.ts'
import { endAccess } from '../../platform/auth/grants.ts'
import { command } from '../../platform/command.ts'
import type { PlaceTx } from '../../platform/db/database.ts'
import { type FactKind, record } from '../../platform/facts/fact.ts'
import type { Concern } from './concern.ts'
import { findConcern, saveConcern } from './concern-store.ts'
import { ConcernClosed, ConcernDecided, ConcernPutBack, ConcernReopened, ConcernTaken } from './facts.ts'
import { grantPeople } from './raise-concern.ts'

const concernId = Type.String({ format: 'uuid', mend: 'Choose a concern' })
const OneConcern = Type.Object({ concernId })

/** Loads and locks a concern by a lead's own sight. */
const accessConcern = async (tx: PlaceTx, id: string): Promise<Concern | Refusal> =>
  (await findConcern(tx, id, 'lock')) ??
  refuse('no-such-concern', 'We cannot find that concern, or it is not yours to see.')

const change = async (
  tx: PlaceTx,
  concern: Concern,
  kind: FactKind<{ concernId: string }>,
  to: Partial<Concern>,
): Promise<{ recordId: string }> => {
  const { concernId } = concern
  await saveConcern(tx, { ...concern, ...to })
  await record(tx, kind, { recordId: concernId, journeyId: concernId as never }, { concernId })
  return { recordId: concernId }
}

const whoLooks = ({ actor }: PlaceTx) => ({ lookedBy: actor.name, lookedById: actor.personId })

/** A lead says that they are looking at it. */
export const takeConcern = command({
  name: 'safeguarding.take-concern',
  allow: 'concern.see',
  input: OneConcern,
  async run(tx, { concernId }) {
    const concern = await accessConcern(tx, concernId)
    if (isRefusal(concern)) return concern
    if (concern.closedAt) return refuse('closed', 'It is closed. Open it again first.')
    if (concern.lookedAt && concern.lookedById !== tx.actor.personId)
      return refuse(
        'somebody-else',
        `${concern.lookedBy} is looking at it already. Ask them to put it back, or put it back for them.`,
      )
    return change(tx, concern, ConcernTaken, { lookedAt: concern.lookedAt ?? tx.now, ...whoLooks(tx) })
  },
})

/** A lead gives it back: it waits for another. The hour runs on from when it was raised; once it is over the leads are reminded anew, at once. */
export const putBackConcern = command({
  name: 'safeguarding.put-back-concern',
  allow: 'concern.see',
  input: OneConcern,
  async run(tx, { concernId }) {
    const concern = await accessConcern(tx, concernId)
    if (isRefusal(concern)) return concern
    if (concern.closedAt || !concern.lookedAt) return refuse('not-taken', 'Nobody is looking at it now.')
    return change(tx, concern, ConcernPutBack, { lookedAt: null, lookedBy: null, lookedById: null })
  },
})

/** Writes down what was decided, and closes it where nothing more is to do. Whoever decides has looked. */
export const decideConcern = command({
  name: 'safeguarding.decide-concern',
  allow: 'concern.see',
  input: Type.Object({
    concernId,
    decision: Type.String({ minLength: 1, maxLength: 4000, mend: 'Write down what was decided, and why' }),
    close: Type.Boolean(),
  }),
  async run(tx, { concernId, decision, close }) {
    const concern = await accessConcern(tx, concernId)
    if (isRefusal(concern)) return concern
    if (concern.closedAt) return refuse('closed', 'It is closed. Open it again first.')
    const decided = {
      ...concern,
      ...(concern.lookedAt ? {} : { lookedAt: tx.now, ...whoLooks(tx) }),
      decision: decision.trim(),
    }
    await change(tx, decided, ConcernDecided, {})
    if (close) {
      await change(tx, decided, ConcernClosed, { closedAt: tx.now })
      await endAccess(tx, { basisId: concernId })
    }
    return { recordId: concernId }
  },
})

/** Opens a closed concern again: the leads see whom it is about again. */
export const reopenConcern = command({
  name: 'safeguarding.reopen-concern',
  allow: 'concern.see',
  input: OneConcern,
  async run(tx, { concernId }) {
    const concern = await accessConcern(tx, concernId)
    if (isRefusal(concern)) return concern
    if (!concern.closedAt) return refuse('open', 'It is open.')
    await grantPeople(tx, concernId, concern.personIds)
    return change(tx, concern, ConcernReopened, { closedAt: null })
  },
})
