import { Type } from 'typebox'
import { isRefusal, refuse } from '../../kernel/refusal.ts'
import { command } from '../../platform/command.ts'
import type { PlaceTx } from '../../platform/db/database.ts'
import { record } from '../../platform/facts/fact.ts'
import { withdrawConsents } from '../people/index.ts'
import { accessNeed, accessNeedToDecide, accessRequestToSpeakFor } from './access.ts'
import { ConsentWithdrawn, HelpRequestClosed, NeedClosed, NeedReturnedToTriage } from './facts.ts'
import type { Need } from './help-request.ts'
import { closeHelpRequestWhenAllDone, saveNeedState } from './help-request-store.ts'
import { cannotCloseAs, cannotMove, type NeedAction, nextNeedState } from './need.ts'
import { type AskedOf, askedOf, type ClosingReason, closingReasons, type ReturnReason, returnReasons } from './words.ts'

const needId = Type.String({ format: 'uuid', mend: 'Choose a need' })

const move = async (tx: PlaceTx, id: string, action: NeedAction) => {
  const need = await accessNeed(tx, id, 'change')
  if (isRefusal(need)) return need
  const state = nextNeedState(need.state, action)
  if (!state) return cannotMove(need.state, action) ?? need
  await saveNeedState(tx, need.needId, { state })
  return { recordId: need.needId }
}

const progress = (name: string, action: NeedAction) =>
  command({
    name: `requests.${name}`,
    // No role carries it: only a journey moves a need along, from what a helper recorded.
    allow: 'need.progress',
    input: Type.Object({ needId }),
    run: (tx, input) => move(tx, input.needId, action),
  })

/** Somebody has been asked; from the same moment nobody else is. */
export const markNeedAsked = command({
  name: 'requests.mark-need-asked',
  allow: 'need.progress',
  input: Type.Object({ needId, of: Type.Enum([...askedOf]) }),
  async run(tx, input) {
    const need = await accessNeed(tx, input.needId, 'change')
    if (isRefusal(need)) return need
    const refusal = cannotMove(need.state, 'ask')
    if (refusal) return refusal
    await saveNeedState(tx, need.needId, { state: 'asked', askedOf: input.of as AskedOf, returnedBecause: null })
    return { recordId: need.needId }
  },
})
export const markNeedAccepted = progress('mark-need-accepted', 'accept')
export const markContactMade = progress('mark-contact-made', 'contact')
export const markNeedOngoing = progress('mark-need-ongoing', 'continue')
export const markNeedDone = progress('mark-need-done', 'finish')

/** Puts a need back before whoever decides; it never closes it. */
export const returnNeedToTriage = command({
  name: 'requests.return-need-to-triage',
  allow: 'need.progress',
  input: Type.Object({ needId, because: Type.Enum(Object.keys(returnReasons)) }),
  async run(tx, input) {
    const need = await accessNeed(tx, input.needId, 'change')
    if (isRefusal(need)) return need
    const refusal = cannotMove(need.state, 'return')
    if (refusal) return refusal
    const because = input.because as ReturnReason
    await saveNeedState(tx, need.needId, { state: 'waiting', askedOf: null, returnedBecause: because })
    await record(
      tx,
      NeedReturnedToTriage,
      { recordId: need.needId, journeyId: need.journeyId },
      { needId: need.needId, because },
    )
    return { recordId: need.needId }
  },
})

/** Closes a need for a reason; the request closes with its last need. */
export const closeNeed = command({
  name: 'requests.close-need',
  allow: 'need.close',
  input: Type.Object({
    needId,
    reason: Type.Enum(Object.keys(closingReasons), { mend: 'Choose why this is being closed' }),
  }),
  async run(tx, input) {
    const found = await accessNeedToDecide(tx, input.needId, 'change')
    return isRefusal(found) ? found : close(tx, found.need, input.reason as ClosingReason)
  },
})

/** The resident, or whoever asked for them, says a need has gone away. */
export const sayNoLongerNeeded = command({
  name: 'requests.say-no-longer-needed',
  allow: 'request.follow',
  input: Type.Object({ needId }),
  async run(tx, input) {
    const need = await accessNeed(tx, input.needId, 'change')
    if (isRefusal(need)) return need
    if (need.state === 'done')
      return refuse('already-done', 'The help has been given already. Tell us how it went instead.')
    return close(tx, need, 'no longer needed')
  },
})

const close = async (tx: PlaceTx, need: Need, reason: ClosingReason) => {
  const refusal = cannotMove(need.state, 'close') ?? cannotCloseAs(need.state, reason)
  if (refusal) return refusal
  await saveNeedState(tx, need.needId, { state: 'closed', closingReason: reason })
  const { needId, helpRequestId, journeyId } = need
  await record(tx, NeedClosed, { recordId: needId, journeyId }, { needId, helpRequestId, reason })
  if (await tx.house(() => closeHelpRequestWhenAllDone(tx, helpRequestId)))
    await record(tx, HelpRequestClosed, { recordId: helpRequestId, journeyId }, { helpRequestId })
  return { recordId: needId }
}

/**
 * Ends a permission to share, or all that this request holds. In this transaction whoever saw details because of it sees them no longer; what hangs on it besides, such as
 * the need that goes back to be decided on, follows in the journey.
 */
export const withdrawConsent = command({
  name: 'requests.withdraw-consent',
  allow: 'request.withdraw',
  input: Type.Object({
    helpRequestId: Type.String({ format: 'uuid' }),
    /** One permission alone; all without it. */
    consentId: Type.Optional(Type.String({ format: 'uuid', mend: 'Choose a permission' })),
  }),
  async run(tx, input) {
    const request = await accessRequestToSpeakFor(tx, input.helpRequestId)
    if (isRefusal(request)) return request
    const { helpRequestId, journeyId } = request
    const consentIds = await withdrawConsents(tx, helpRequestId, input.consentId)
    if (consentIds.length === 0)
      return refuse('no-consent', 'There is no permission to withdraw: nothing is being shared on the strength of one.')
    await record(
      tx,
      ConsentWithdrawn,
      { recordId: helpRequestId, journeyId },
      { helpRequestId, consentIds: [...consentIds] },
    )
    return { recordId: helpRequestId }
  },
})
