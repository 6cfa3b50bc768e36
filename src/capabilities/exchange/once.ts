import { Type } from 'typebox'
import { isRefusal, type Refusal, refuse } from '../../kernel/refusal.ts'
import type { PlaceTx } from '../../platform/db/database.ts'
import { claimCall, settleCall } from './call-store.ts'

/** The call a command is given by: whose, and what makes it the same call when it comes again. */
export const CallInput = Type.Object({
  systemId: Type.String({ format: 'uuid' }),
  /** X-Request-Id; null when none was sent, and then nothing is remembered. */
  requestId: Type.Union([Type.String({ minLength: 1, maxLength: 64 }), Type.Null()]),
  bodyHash: Type.String(),
})

type CallOf = { systemId: string; requestId: string | null; bodyHash: string }

/** What a call came to: the status it is answered with, and the resource it is about. */
export interface Done {
  readonly recordId: string
  readonly status: number
  readonly about: string
}

/** Does what a call asks once for each id: the same call again finds what became of it, another call by the same id is refused. */
export const once = async (tx: PlaceTx, call: CallOf, work: () => Promise<Done | Refusal>): Promise<Done | Refusal> => {
  const { systemId, requestId, bodyHash } = call
  if (requestId === null) return work()
  const known = await claimCall(tx, { systemId, requestId, bodyHash })
  if (known && known.bodyHash !== bodyHash)
    return refuse(
      'already-used-id',
      'This X-Request-Id was used before, for another call. Give every new call an id of its own.',
    )
  if (known) return { recordId: known.about.split('/')[1] ?? '', status: known.status, about: known.about }
  const done = await work()
  if (!isRefusal(done)) await settleCall(tx, { systemId, requestId, status: done.status, about: done.about })
  return done
}
