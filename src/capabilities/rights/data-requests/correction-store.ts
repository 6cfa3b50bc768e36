import type { PlaceTx } from '../../../platform/db/database.ts'
import type { Repeated } from '../../../platform/personal/repeat-store.ts'
import type { FactOfPerson } from '../../../platform/personal/rule.ts'

/** What was put right, where, and who was told: its history, and what taking it back needs. */
export interface Correction {
  readonly correctionId: string
  readonly dataRequestId: string
  readonly personId: string
  readonly fact: FactOfPerson
  readonly was: string | null
  readonly wanted: string
  readonly changed: readonly Omit<Repeated, 'what'>[]
  readonly told: readonly string[]
  readonly changedAt: Date
  readonly changedBy: string
  readonly undoneAt: Date | null
  readonly undoneBy: string | null
}

const columns = (tx: PlaceTx) => tx.sql`
  correction_id, data_request_id, person_id, fact, was, wanted, changed, told, changed_at, changed_by, undone_at, undone_by`

/** What was put right for a data request, the newest first: those the actor may see. */
export const listCorrections = (tx: PlaceTx, dataRequestId: string): Promise<Correction[]> =>
  tx.sql<Correction[]>`
    select ${columns(tx)} from rights.correction where place_id = ${tx.placeId} and data_request_id = ${dataRequestId} order by changed_at desc, correction_id desc limit 50`

export const insertCorrection = async (
  tx: PlaceTx,
  made: Omit<Correction, 'changedAt' | 'changedBy' | 'undoneAt' | 'undoneBy'>,
): Promise<void> => {
  await tx.sql`
    insert into rights.correction (place_id, correction_id, data_request_id, person_id, fact, was, wanted, changed, told, changed_at, changed_by)
    values (${tx.placeId}, ${made.correctionId}, ${made.dataRequestId}, ${made.personId}, ${made.fact}, ${made.was}, ${made.wanted}, ${tx.sql.json(made.changed as never)},
      ${[...made.told]}::uuid[], ${tx.now}, ${tx.actor.name})`
}

/** @returns false where it had been taken back already. */
export const saveCorrectionUndone = async (tx: PlaceTx, correctionId: string): Promise<boolean> => {
  const done = await tx.sql`
    update rights.correction set undone_at = ${tx.now}, undone_by = ${tx.actor.name}
    where place_id = ${tx.placeId} and correction_id = ${correctionId} and undone_at is null`
  return done.count === 1
}
