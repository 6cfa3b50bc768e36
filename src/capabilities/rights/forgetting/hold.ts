/** Holding what must not be forgotten for now, and ending that. */
import { Type } from 'typebox'
import { dateAt } from '../../../design/time-in-words.ts'
import { newId } from '../../../kernel/ids.ts'
import { type Refusal, refuse } from '../../../kernel/refusal.ts'
import { grantAccess } from '../../../platform/auth/grants.ts'
import { command } from '../../../platform/command.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { dataProtectionHolder } from '../../organisations/index.ts'
import { concernIsTheirs, leadsHolder } from '../../safeguarding/index.ts'
import { type HoldGround, heldKinds, holdGrounds, insertHold, saveHoldEnd } from '../hold-store.ts'
import { whatIsMeant } from './what-is-meant.ts'

const words = {
  ground: Type.Union(
    (Object.keys(holdGrounds) as HoldGround[]).map(code => Type.Literal(code)),
    { mend: 'Choose what it is for' },
  ),
  because: Type.String({ minLength: 3, maxLength: 2000, mend: 'Say why it must stay' }),
  untilOn: Type.String({ format: 'date', mend: 'Enter until when' }),
}

const isPast = (tx: PlaceTx, untilOn: string): Refusal | null =>
  untilOn <= dateAt(tx.now) ? refuse('past', 'Enter a day that is still to come', 'untilOn') : null

/** Holds a request, a need, a person, an organisation or a complaint, with everything that hangs on it. */
export const putHold = command({
  name: 'rights.put-hold',
  allow: 'rights.decide',
  input: Type.Object({
    what: Type.Union(
      (Object.keys(heldKinds) as (keyof typeof heldKinds)[]).map(code => Type.Literal(code)),
      { mend: 'Choose what must stay' },
    ),
    said: Type.String({ minLength: 1, maxLength: 254, mend: 'Say which one' }),
    ...words,
  }),
  async run(tx, { what, said, ground, because, untilOn }) {
    const past = isPast(tx, untilOn)
    if (past) return past
    const meant = await whatIsMeant(tx, what as keyof typeof heldKinds, said)
    if ('refused' in meant) return meant
    const holdId = newId()
    await insertHold(tx, {
      holdId,
      recordId: meant.recordId,
      what: what as keyof typeof heldKinds,
      ground: ground as HoldGround,
      because,
      untilOn,
    })
    await grantAccess(tx, [
      { recordId: holdId, holderId: dataProtectionHolder(tx.placeId), basis: 'holds what must stay' },
    ])
    return { recordId: holdId }
  },
})

/** A safeguarding lead holds a concern: it is not forgotten with the others. Leads alone see that it is. */
export const holdConcern = command({
  name: 'rights.keep-concern',
  allow: 'rights.decide-concern',
  input: Type.Object({ concernId: Type.String({ format: 'uuid' }), ...words }),
  async run(tx, { concernId, ground, because, untilOn }) {
    if (!(await concernIsTheirs(tx, concernId)))
      return refuse('no-such-concern', 'We cannot find that concern, or it is not yours to see.')
    const past = isPast(tx, untilOn)
    if (past) return past
    const holdId = newId()
    await insertHold(tx, {
      holdId,
      recordId: concernId,
      what: 'concern',
      ground: ground as HoldGround,
      because,
      untilOn,
    })
    await grantAccess(tx, [
      { recordId: holdId, holderId: leadsHolder(tx.placeId), basis: 'safeguarding: holds what must stay' },
    ])
    return { recordId: holdId }
  },
})

const endOf = (name: string, allow: 'rights.decide' | 'rights.decide-concern') =>
  command({
    name,
    allow,
    input: Type.Object({ holdId: Type.String({ format: 'uuid' }) }),
    async run(tx, { holdId }) {
      return (await saveHoldEnd(tx, holdId)) ? { recordId: holdId } : refuse('no-such-thing', 'That is held no longer.')
    },
  })

/** Ends a hold that the actor sees: what is over is forgotten the next night. */
export const endHold = endOf('rights.end-hold', 'rights.decide')
export const endConcernHold = endOf('rights.end-concern-hold', 'rights.decide-concern')
