/** Holding what must not be forgotten for now, and ending that. */
import { Type } from 'typebox'
import { dateAt } from '../../../design/time-in-words.ts'
import { newId } from '../../../kernel/ids.ts'
import { refuse } from '../../../kernel/refusal.ts'
import { grantAccess } from '../../../platform/auth/grants.ts'
import { parseReference } from '../../../platform/auth/reference.ts'
import { command } from '../../../platform/command.ts'
import { dataProtectionHolder } from '../../organisations/index.ts'
import { findRequestByReference } from '../../requests/index.ts'
import { type HoldGround, holdGrounds, insertHold, listHolds, saveHoldEnd } from '../hold-store.ts'

/** Holds a request, and whoever it is about with it. */
export const putHold = command({
  name: 'rights.put-hold',
  allow: 'rights.decide',
  input: Type.Object({
    reference: Type.String({ minLength: 1, maxLength: 40, mend: 'Enter the reference of a request, like K7Q-4MD' }),
    ground: Type.Union(
      (Object.keys(holdGrounds) as HoldGround[]).map(code => Type.Literal(code)),
      { mend: 'Choose what it is for' },
    ),
    because: Type.String({ minLength: 3, maxLength: 2000, mend: 'Say why it must stay' }),
    untilOn: Type.String({ format: 'date', mend: 'Enter until when' }),
  }),
  async run(tx, { reference, ground, because, untilOn }) {
    if (untilOn <= dateAt(tx.now)) return refuse('past', 'Enter a day that is still to come', 'untilOn')
    const parsed = parseReference(reference)
    const request = parsed ? await tx.house(() => findRequestByReference(tx, parsed)) : null
    if (!request) return refuse('no-such-request', 'There is no request with that reference', 'reference')
    const holdId = newId()
    await insertHold(tx, {
      holdId,
      recordId: request.helpRequestId,
      what: 'request',
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

/** Ends a hold: what is over is forgotten the next night. */
export const endHold = command({
  name: 'rights.end-hold',
  allow: 'rights.decide',
  input: Type.Object({ holdId: Type.String({ format: 'uuid' }) }),
  async run(tx, { holdId }) {
    if (!(await listHolds(tx)).some(hold => hold.holdId === holdId) || !(await saveHoldEnd(tx, holdId)))
      return refuse('no-such-thing', 'That is held no longer.')
    return { recordId: holdId }
  },
})
