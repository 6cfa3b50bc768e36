import { isRefusal, type Refusal, refuse } from '../../kernel/refusal.ts'
import type { PlaceTx } from '../../platform/db/database.ts'
import { accessHelpRequest, accessNeed, type HelpRequest, type Need } from '../requests/index.ts'

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
