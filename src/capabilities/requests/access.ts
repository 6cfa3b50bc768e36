import { isRefusal, type Refusal, refuse } from '../../kernel/refusal.ts'
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

/**
 * Loads a need, with its request, to decide what happens next to it: for the organisation that triages it and the one that took it down.
 * An organisation that was only asked to help, or that said yes, answers and reports; it does not pass the need on.
 */
export const accessNeedToDecide = async (
  tx: PlaceTx,
  needId: string,
  how: 'read' | 'change',
): Promise<{ need: Need; request: HelpRequest } | Refusal> => {
  const need = await accessNeed(tx, needId, how)
  if (isRefusal(need)) return need
  const request = await accessHelpRequest(tx, need.helpRequestId)
  const decides =
    !isRefusal(request) &&
    (tx.actor.kind === 'house' ||
      request.triagedByOrganisationId === tx.actor.organisationId ||
      request.takenByOrganisationId === tx.actor.organisationId)
  return decides
    ? { need, request }
    : refuse(
        'not-yours-to-decide',
        'We cannot find that need, or it is not yours to pass on. If you were asked to help, answer there.',
      )
}

/** Loads a request for whoever speaks for the resident: its bearer, who took it down, who decides on it. Whoever only helps with it does not. */
export const accessRequestToSpeakFor = async (tx: PlaceTx, helpRequestId: string): Promise<HelpRequest | Refusal> => {
  const request = await accessHelpRequest(tx, helpRequestId)
  if (isRefusal(request) || tx.actor.kind !== 'person') return request
  return [request.triagedByOrganisationId, request.takenByOrganisationId].includes(tx.actor.organisationId)
    ? request
    : refuse('no-such-request', 'We cannot find that request, or it is not yours to see.')
}
