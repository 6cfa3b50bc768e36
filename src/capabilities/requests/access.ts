import { type Refusal, refuse } from '../../kernel/refusal.ts'
import type { PlaceTx } from '../../platform/db/database.ts'
import type { HelpRequest, Need } from './help-request.ts'
import { findHelpRequest, findNeed } from './help-request-store.ts'

/** Loads a need for reading or for changing; a need that is not there and one that is not the actor's to see are the same refusal. */
export const accessNeed = async (tx: PlaceTx, needId: string, how: 'read' | 'change'): Promise<Need | Refusal> =>
  (await findNeed(tx, needId, how === 'change' ? 'lock' : 'read')) ??
  refuse('no-such-need', 'We cannot find that need, or it is not yours to see.')

/** Loads a help request with the story in it. */
export const accessHelpRequest = async (tx: PlaceTx, helpRequestId: string): Promise<HelpRequest | Refusal> =>
  (await findHelpRequest(tx, helpRequestId)) ??
  refuse('no-such-request', 'We cannot find that request, or it is not yours to see.')
