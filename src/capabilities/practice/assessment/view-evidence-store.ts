/** Evidence that community organisations put to what they say: whose it is the house alone knows. */
import type { PlaceTx } from '../../../platform/db/database.ts'
import type { Evidence } from './assessment-store.ts'

export type OurEvidence = Omit<Evidence, 'addedBy'> & { readonly isNamed: boolean }

const columns = (tx: PlaceTx) =>
  tx.sql`e.evidence_id, e.assessment_id, e.principle, e.kind, e.measure, e.title, e.says, e.address, e.said_then, e.added_at, e.is_named`

/** What one organisation put there: for its own people. */
export const listOurEvidence = (tx: PlaceTx, assessmentId: string, organisationId: string): Promise<OurEvidence[]> =>
  tx.house(
    () => tx.sql<OurEvidence[]>`
      select ${columns(tx)} from practice.view_evidence e
      where e.place_id = ${tx.placeId} and e.assessment_id = ${assessmentId} and e.organisation_id = ${organisationId} order by e.principle, e.added_at`,
  )

/** What all of them put there; of those who are named, by whom. In an order of its own, so that the order tells nothing. */
export const listCommunityEvidence = (
  tx: PlaceTx,
  assessmentId: string,
): Promise<(OurEvidence & { readonly organisationId: string | null })[]> =>
  tx.house(
    () => tx.sql<(OurEvidence & { readonly organisationId: string | null })[]>`
      select ${columns(tx)}, case when e.is_named then e.organisation_id end as organisation_id from practice.view_evidence e
      where e.place_id = ${tx.placeId} and e.assessment_id = ${assessmentId} order by e.principle, md5(e.evidence_id::text) limit 500`,
  )

export const insertOurEvidence = (
  tx: PlaceTx,
  organisationId: string,
  isNamed: boolean,
  evidence: Omit<Evidence, 'addedAt' | 'addedBy'>,
): Promise<void> =>
  tx.house(async () => {
    const { evidenceId, assessmentId, principle, kind, measure, title, says, address, saidThen } = evidence
    await tx.sql`
      insert into practice.view_evidence (place_id, evidence_id, assessment_id, organisation_id, is_named, principle, kind, measure, title, says, address, said_then, added_at)
      values (${tx.placeId}, ${evidenceId}, ${assessmentId}, ${organisationId}, ${isNamed}, ${principle}, ${kind}, ${measure}, ${title}, ${says}, ${address}, ${saidThen}, ${tx.now})`
  })

/** @returns whether it was there, and theirs. */
export const deleteOurEvidence = (
  tx: PlaceTx,
  assessmentId: string,
  organisationId: string,
  evidenceId: string,
): Promise<boolean> =>
  tx.house(async () => {
    const gone = await tx.sql`
      delete from practice.view_evidence where place_id = ${tx.placeId} and assessment_id = ${assessmentId} and evidence_id = ${evidenceId}
        and organisation_id = ${organisationId || null}::uuid`
    return gone.count === 1
  })
