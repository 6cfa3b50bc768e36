import { Type } from 'typebox'
import { dateAt } from '../../../design/time-in-words.ts'
import { newId } from '../../../kernel/ids.ts'
import { refuse } from '../../../kernel/refusal.ts'
import { command } from '../../../platform/command.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { findOrganisation, saveAssuranceLevel } from '../organisation-store.ts'
import { cannotSettle, sharingQueue } from '../settles-sharing.ts'
import { insertEvidence, markEvidenceEnded } from './assurance-store.ts'
import { knownLevels } from './known-levels.ts'
import { type EvidenceKind, evidenceKinds } from './level.ts'

/** What can be seen of an organisation; "known before" is only written when a place is set up. */
export const evidenceToSee = (Object.keys(evidenceKinds) as EvidenceKind[]).filter(kind => kind !== 'known before')

const date = (mend: string) => Type.String({ format: 'date', mend })

/** Brings what stands recorded of an organisation to what its evidence adds up to today, and has what rests on it looked at again. */
export const settleLevel = async (tx: PlaceTx, organisationId: string): Promise<void> => {
  const level = (await knownLevels(tx, [organisationId], dateAt(tx.now))).get(organisationId) ?? 'informal'
  await tx.house(() => saveAssuranceLevel(tx, organisationId, level))
  await tx.wake(sharingQueue, { placeId: tx.placeId })
}

/** Writes down what somebody has seen of an organisation: no file is kept. Its level rises with it. */
export const recordEvidence = command({
  name: 'organisations.record-evidence',
  allow: 'sharing.settle',
  input: Type.Object({
    organisationId: Type.String({ format: 'uuid', mend: 'Choose an organisation' }),
    kind: Type.Enum(evidenceToSee, { mend: 'Choose what you have seen' }),
    reference: Type.String({ maxLength: 60, mend: 'Keep the number to 60 characters' }),
    seenOn: date('Enter the day you saw it, like 3 11 2026'),
    untilOn: Type.Union([date('Enter its last day, like 31 3 2027'), Type.Null()], {
      mend: 'Enter its last day, like 31 3 2027',
    }),
    note: Type.String({ maxLength: 500, mend: 'Keep the note to 500 characters' }),
  }),
  async run(tx, input) {
    const cannot = await cannotSettle(tx)
    if (cannot) return cannot
    const organisation = await findOrganisation(tx, input.organisationId)
    if (!organisation) return refuse('no-such-organisation', 'We do not know that organisation.')
    const kind = input.kind as EvidenceKind
    const { ends, reference: shape } = evidenceKinds[kind]
    const reference = input.reference
      .trim()
      .toUpperCase()
      .replace(/\s+/g, shape ? '' : ' ')
    if (shape && !shape.shape.test(reference)) return refuse('wrong-reference', shape.mend, 'reference')
    const today = dateAt(tx.now)
    if (input.seenOn > today) return refuse('seen-tomorrow', 'The day you saw it cannot be ahead.', 'seenOn')
    if (ends && !input.untilOn) return refuse('no-end', 'Enter its last day: this has to be seen again.', 'untilOn')
    if (input.untilOn && input.untilOn < today)
      return refuse('over', 'That day has passed, so it shows nothing for today.', 'untilOn')
    await insertEvidence(tx, {
      evidenceId: newId(),
      organisationId: organisation.organisationId,
      kind,
      reference,
      vouchesFor: null,
      seenBy: tx.actor.name,
      seenByOrganisationId: tx.actor.organisationId,
      seenOn: input.seenOn,
      untilOn: input.untilOn,
      note: input.note.trim(),
    })
    await settleLevel(tx, organisation.organisationId)
    return { recordId: organisation.organisationId }
  },
})

/** Takes evidence back that does not hold any more. The level falls with it, and what rested on it ends. */
export const endEvidence = command({
  name: 'organisations.end-evidence',
  allow: 'sharing.settle',
  input: Type.Object({
    evidenceId: Type.String({ format: 'uuid', mend: 'Choose what does not hold any more' }),
    because: Type.String({ minLength: 1, maxLength: 300, mend: 'Say why, in up to 300 characters' }),
  }),
  async run(tx, { evidenceId, because }) {
    const cannot = await cannotSettle(tx)
    if (cannot) return cannot
    const organisationId = await tx.house(() => markEvidenceEnded(tx, evidenceId, because.trim()))
    if (!organisationId) return refuse('no-such-evidence', 'Somebody else has taken this back, or it is not there.')
    await settleLevel(tx, organisationId)
    return { recordId: organisationId }
  },
})
