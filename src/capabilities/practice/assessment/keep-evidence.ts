/** What shows that a level is right. */
import { Type } from 'typebox'
import { newId } from '../../../kernel/ids.ts'
import { refuse } from '../../../kernel/refusal.ts'
import { command } from '../../../platform/command.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { listOrganisationsById } from '../../organisations/index.ts'
import { type Evidence, findEvidenceOwner, insertEvidence, saveEvidenceRemoved } from './assessment-store.ts'
import { roundToAnswer } from './give-view.ts'
import { roundToKeep } from './keep-assessment.ts'
import { type MeasureCode, measureCodes, measures, sayMeasures } from './measures.ts'
import { deleteOurEvidence, insertOurEvidence, listCommunityEvidence, listOurEvidence } from './view-evidence-store.ts'

const text = (most: number) =>
  Type.Union([Type.String({ maxLength: most }), Type.Null()], {
    mend: `Say it in up to ${most.toLocaleString('en-GB')} characters`,
  })

const said = {
  principle: Type.Integer({ minimum: 1, maximum: 6, mend: 'Choose which principle it is about' }),
  measure: Type.Union([Type.Enum([...measureCodes]), Type.Null()]),
  title: text(200),
  says: text(2000),
  address: text(500),
}

const noEvidence = refuse(
  'no-evidence',
  'Choose a measure, give the address of a document, or say it in words.',
  'measure',
)

/** Evidence as it is kept: a measure with what it says at this moment. */
const evidenceOf = async (
  tx: PlaceTx,
  assessmentId: string,
  principle: number,
  {
    measure,
    title,
    says,
    address,
  }: { measure: unknown; title: string | null; says: string | null; address: string | null },
) => {
  const code = measure as MeasureCode | null
  const kind = code ? ('measure' as const) : address ? ('document' as const) : ('words' as const)
  return {
    ...{ evidenceId: newId() as string, assessmentId, principle, kind, measure: code, says, address },
    title: code ? measures[code].name : title,
    saidThen: code ? (await sayMeasures(tx)).says[code].slice(0, 300) : null,
  }
}

/** Puts evidence to a principle: a measure of this place, a document that can be read somewhere, or words. */
export const addEvidence = command({
  name: 'practice.add-evidence',
  allow: 'practice.assess',
  input: Type.Object({
    assessmentId: Type.String({ format: 'uuid' }),
    ...said,
  }),
  async run(tx, { assessmentId, principle, measure, title, says, address }) {
    const round = await roundToKeep(tx, assessmentId)
    if ('refused' in round) return round
    if (!measure && !address && !says) return noEvidence
    await insertEvidence(
      tx,
      round.councilId,
      await evidenceOf(tx, assessmentId, principle, { measure, title, says, address }),
    )
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

/** A community organisation puts evidence to what it says. The council reads it while the round is open and after; who put it there only where they chose to be named. */
export const addOurEvidence = command({
  name: 'practice.add-our-evidence',
  allow: 'practice.view',
  input: Type.Object({ assessmentId: Type.String({ format: 'uuid' }), ...said, isNamed: Type.Boolean() }),
  async run(tx, { assessmentId, principle, isNamed, ...typed }) {
    const round = await roundToAnswer(tx, assessmentId)
    if ('refused' in round) return round
    const { organisationId } = tx.actor
    if (!organisationId || organisationId === round.organisationId)
      return refuse('the-council', 'The council puts its evidence elsewhere: this is for community organisations.')
    if (!typed.measure && !typed.address && !typed.says) return noEvidence
    if ((await listOurEvidence(tx, assessmentId, organisationId)).length >= 30)
      return refuse('enough', 'That is thirty already. Take one away first.', 'measure')
    await insertOurEvidence(tx, organisationId, isNamed, await evidenceOf(tx, assessmentId, principle, typed))
    return { recordId: null }
  },
})

/** Takes away what one's own organisation put there: for good, since nobody else has it. */
export const removeOurEvidence = command({
  name: 'practice.remove-our-evidence',
  allow: 'practice.view',
  input: Type.Object({ assessmentId: Type.String({ format: 'uuid' }), evidenceId: Type.String({ format: 'uuid' }) }),
  async run(tx, { assessmentId, evidenceId }) {
    const round = await roundToAnswer(tx, assessmentId)
    if ('refused' in round) return round
    const gone = await deleteOurEvidence(tx, assessmentId, tx.actor.organisationId ?? '', evidenceId)
    return gone ? { recordId: null } : refuse('no-such-evidence', 'It is gone already, or it is not yours.')
  },
})

/** What community organisations put to a round, for whoever may read it: who they are only where they chose to be named. */
export const readCommunityEvidence = async (tx: PlaceTx, assessmentId: string): Promise<Evidence[]> => {
  const evidence = await listCommunityEvidence(tx, assessmentId)
  const named = evidence.flatMap(({ organisationId }) => organisationId ?? [])
  const names = new Map(
    (await listOrganisationsById(tx, [...new Set(named)])).map(each => [each.organisationId as string, each.name]),
  )
  return evidence.map(({ organisationId, isNamed: _, ...each }) => ({
    ...each,
    addedBy: (organisationId && names.get(organisationId)) ?? 'a community organisation',
  }))
}
