import { grantAccess } from '../../../platform/auth/grants.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import type { Evidence, LevelScope } from './level.ts'

type NewEvidence = Omit<Evidence, 'recordedAt' | 'endedAt' | 'endedBy' | 'endedBecause'> & {
  readonly seenByOrganisationId: string | null
}

/** Writes down what was seen of an organisation; it sees that itself, and so does the organisation whose people saw it. */
export const insertEvidence = (tx: PlaceTx, evidence: NewEvidence): Promise<void> =>
  tx.house(async () => {
    await tx.query
      .insertInto('organisations.evidence')
      .values({
        ...evidence,
        placeId: tx.placeId,
        recordedAt: tx.now,
        endedAt: null,
        endedBy: null,
        endedBecause: null,
      })
      .execute()
    const holders = new Set([
      evidence.organisationId,
      ...(evidence.seenByOrganisationId ? [evidence.seenByOrganisationId] : []),
    ])
    await grantAccess(
      tx,
      [...holders].map(holderId => ({
        recordId: evidence.evidenceId,
        holderId,
        basis: holderId === evidence.organisationId ? 'is about it' : 'saw the evidence',
        basisId: evidence.organisationId,
      })),
    )
  })

/** What was seen of some organisations, oldest first, as far as the actor may see it. */
export const listEvidence = (tx: PlaceTx, organisationIds: readonly string[]): Promise<Evidence[]> =>
  tx.sql<Evidence[]>`
    select evidence_id, organisation_id, kind, reference, vouches_for, seen_by, seen_on, until_on, note, recorded_at, ended_at, ended_by, ended_because
    from organisations.evidence where place_id = ${tx.placeId} and organisation_id = any (${[...organisationIds]}::uuid[]) order by recorded_at, evidence_id`

/** Writes down what organisations of a level may be told from a day on. */
export const insertLevelScope = async (
  tx: PlaceTx,
  scope: Omit<LevelScope, 'decidedBy' | 'decidedAt'>,
): Promise<void> => {
  await tx.query
    .insertInto('organisations.levelScope')
    .values({
      ...scope,
      fields: [...scope.fields],
      bases: [...scope.bases],
      placeId: tx.placeId,
      decidedBy: tx.actor.name,
      decidedAt: tx.now,
    })
    .execute()
}

/** What the place decided about levels, whatever the day; of what was decided for the same day the newest first. */
export const listLevelScopes = (tx: PlaceTx): Promise<LevelScope[]> =>
  tx.sql<LevelScope[]>`
    select level, purpose, from_on, fields, bases, why, decided_by, decided_at from organisations.level_scope where place_id = ${tx.placeId}
    order by from_on, decided_at desc, level, purpose`

/**
 * Takes evidence back.
 * @returns whose it was; null when there was none that counted.
 */
export const markEvidenceEnded = async (tx: PlaceTx, evidenceId: string, because: string): Promise<string | null> => {
  const [row] = await tx.sql<{ organisationId: string }[]>`
    update organisations.evidence set ended_at = ${tx.now}, ended_by = ${tx.actor.name}, ended_because = ${because}
    where place_id = ${tx.placeId} and evidence_id = ${evidenceId} and ended_at is null returning organisation_id`
  return row?.organisationId ?? null
}

/** Evidence that ends between two days and counts until then. */
export const listEvidenceEnding = (tx: PlaceTx, from: string, to: string): Promise<Evidence[]> =>
  tx.sql<Evidence[]>`
    select evidence_id, organisation_id, kind, reference, vouches_for, seen_by, seen_on, until_on, note, recorded_at, ended_at, ended_by, ended_because
    from organisations.evidence where place_id = ${tx.placeId} and ended_at is null and until_on between ${from} and ${to} order by until_on, evidence_id`

/** Organisations of which something was ever seen. */
export const listOrganisationsWithEvidence = async (tx: PlaceTx): Promise<string[]> => {
  const rows = await tx.sql<{ organisationId: string }[]>`
    select distinct organisation_id from organisations.evidence where place_id = ${tx.placeId}`
  return rows.map(({ organisationId }) => organisationId)
}
