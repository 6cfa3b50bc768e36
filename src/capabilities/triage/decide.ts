import { Type } from 'typebox'
import { isRefusal, type Refusal, refuse } from '../../kernel/refusal.ts'
import { command } from '../../platform/command.ts'
import type { PlaceTx } from '../../platform/db/database.ts'
import { record } from '../../platform/facts/fact.ts'
import { bases } from '../organisations/index.ts'
import { consentHows } from '../people/index.ts'
import { isHeld, listReferralsOfNeeds, sendReferral } from '../referrals/index.ts'
import { accessNeedToDecide, type ClosingReason, closeNeed, closingReasons, type Need } from '../requests/index.ts'
import { NeedTriaged } from './facts.ts'
import { insertTriageDecision, type TriageDecision } from './triage-decision-store.ts'

const needId = Type.String({ format: 'uuid', mend: 'Choose a need' })

/** Writes the decision and its fact. */
export const decide = async (
  tx: PlaceTx,
  need: Need,
  decision: Omit<TriageDecision, 'needId' | 'helpRequestId'>,
  named: { organisationName?: string; serviceName?: string; closingReason?: string },
): Promise<void> => {
  await insertTriageDecision(tx, { ...decision, needId: need.needId, helpRequestId: need.helpRequestId })
  await record(
    tx,
    NeedTriaged,
    { recordId: need.needId, journeyId: need.journeyId },
    {
      needId: need.needId,
      helpRequestId: need.helpRequestId,
      decision: decision.decision,
      organisationName: named.organisationName ?? null,
      serviceName: named.serviceName ?? null,
      closingReason: named.closingReason ?? null,
    },
  )
}

/** Decides to ask an organisation, and asks it: the answer "no, because" comes back now, so both happen in one transaction. */
export const askOrganisation = command({
  name: 'triage.ask-organisation',
  allow: 'request.triage',
  input: Type.Object({
    needId,
    organisationId: Type.String({ format: 'uuid', mend: 'Choose an organisation to ask' }),
    listedServiceId: Type.Union([Type.String({ format: 'uuid' }), Type.Null()]),
    basis: Type.Enum(Object.keys(bases), { mend: 'Choose what allows their details to be shared' }),
    basisGround: Type.String({ maxLength: 500, mend: 'Say why in up to 500 characters' }),
    consentGivenHow: Type.Union([Type.Enum([...consentHows]), Type.Null()], {
      mend: 'Say how they gave their permission',
    }),
  }),
  async run(tx, { listedServiceId, ...input }) {
    const found = await accessNeedToDecide(tx, input.needId, 'change')
    if (isRefusal(found)) return found
    const { need } = found
    const sent = await sendReferral.run(tx, input)
    if (isRefusal(sent)) return sent
    const decision = {
      decision: 'ask organisation' as const,
      organisationId: input.organisationId,
      listedServiceId,
      reason: '',
    }
    await decide(tx, need, decision, { organisationName: sent.organisationName })
    return { ...sent, recordId: need.needId }
  },
})

/**
 * A need that an organisation was asked about, or has in hand, is not closed over its head.
 */
export const cannotCloseWhileHeld = async (tx: PlaceTx, need: Need): Promise<Refusal | null> => {
  if (need.state === 'closed') return refuse('need-has-moved-on', 'This need is closed already.')
  return need.askedOf === 'volunteers' || isHeld(await listReferralsOfNeeds(tx, [need.needId]))
    ? refuse(
        'need-has-moved-on',
        'Somebody has been asked or has it in hand. Take that back first, or wait for their answer.',
      )
    : null
}

/** Why a need may be closed without anybody having helped. */
export const reasonsWithoutHelp = [
  'no longer needed',
  'could not reach them',
  'nobody could help',
  'asked twice',
  'passed to statutory service',
] as const satisfies readonly ClosingReason[]

/** Closes a need without help, with the reason written down. */
export const closeWithoutHelp = command({
  name: 'triage.close-without-help',
  allow: 'request.triage',
  input: Type.Object({
    needId,
    reason: Type.Enum([...reasonsWithoutHelp], { mend: 'Choose why this is being closed' }),
    note: Type.String({ maxLength: 500, mend: 'Keep the note to 500 characters' }),
  }),
  async run(tx, input) {
    const found = await accessNeedToDecide(tx, input.needId, 'change')
    if (isRefusal(found)) return found
    const { need } = found
    const held = await cannotCloseWhileHeld(tx, need)
    if (held) return held
    await decide(
      tx,
      need,
      { decision: 'close', organisationId: null, listedServiceId: null, reason: input.note.trim() },
      { closingReason: closingReasons[input.reason as keyof typeof closingReasons].label },
    )
    return closeNeed.run(tx, { needId: need.needId, reason: input.reason })
  },
})
