/** What shows that a level is right. */
import { Type } from 'typebox'
import { newId } from '../../../kernel/ids.ts'
import { refuse } from '../../../kernel/refusal.ts'
import { command } from '../../../platform/command.ts'
import { findEvidenceOwner, insertEvidence, saveEvidenceRemoved } from './assessment-store.ts'
import { roundToKeep } from './keep-assessment.ts'
import { type MeasureCode, measureCodes, measures, sayMeasures } from './measures.ts'

const text = (most: number) =>
  Type.Union([Type.String({ maxLength: most }), Type.Null()], {
    mend: `Say it in up to ${most.toLocaleString('en-GB')} characters`,
  })

/** Puts evidence to a principle: a measure of this place, a document that can be read somewhere, or words. */
export const addEvidence = command({
  name: 'practice.add-evidence',
  allow: 'practice.assess',
  input: Type.Object({
    assessmentId: Type.String({ format: 'uuid' }),
    principle: Type.Integer({ minimum: 1, maximum: 6 }),
    measure: Type.Union([Type.Enum([...measureCodes]), Type.Null()]),
    title: text(200),
    says: text(2000),
    address: text(500),
  }),
  async run(tx, { assessmentId, principle, measure, title, says, address }) {
    const round = await roundToKeep(tx, assessmentId)
    if ('refused' in round) return round
    if (!measure && !address && !says)
      return refuse('no-evidence', 'Choose a measure, give the address of a document, or say it in words.', 'measure')
    const code = measure as MeasureCode | null
    const kind = code ? 'measure' : address ? 'document' : 'words'
    await insertEvidence(tx, round.councilId, {
      ...{ evidenceId: newId(), assessmentId, principle, kind, measure: code, says, address },
      title: code ? measures[code].name : title,
      saidThen: code ? (await sayMeasures(tx)).says[code].slice(0, 300) : null,
    })
    return { recordId: round.councilId }
  },
})

/** Takes evidence away, or puts it back. */
export const removeEvidence = command({
  name: 'practice.remove-evidence',
  allow: 'practice.assess',
  input: Type.Object({ evidenceId: Type.String({ format: 'uuid' }), removed: Type.Boolean() }),
  async run(tx, { evidenceId, removed }) {
    const round = await roundToKeep(tx, (await findEvidenceOwner(tx, evidenceId)) ?? '')
    if ('refused' in round) return round
    await saveEvidenceRemoved(tx, evidenceId, removed)
    return { recordId: round.councilId }
  },
})
