import type { PlaceTx } from '../../../platform/db/database.ts'

export interface Assessor {
  readonly assessorId: string
  readonly personId: string
  readonly name: string
  readonly number: number
  readonly declaredAt: Date | null
  readonly hasConflict: boolean | null
  readonly conflictSays: string | null
  readonly releasedBecause: string | null
  readonly handedInAt: Date | null
  readonly marksId: string
}

export interface Mark {
  readonly marksId: string
  readonly bidId: string
  readonly questionId: string
  readonly mark: number
  readonly because: string
}

export interface AgreedMark {
  readonly marksId: string
  readonly questionId: string
  readonly mark: number
  readonly because: string
}

/** True of one who marks: has declared that nothing stands between them and a fair mark, and was not released. */
export const marksNow = ({ hasConflict, releasedBecause }: Assessor): boolean =>
  hasConflict === false && releasedBecause === null

/** Those of a competition that the actor may see: the buyer all, an assessor themselves. */
export const listAssessors = (tx: PlaceTx, competitionId: string): Promise<Assessor[]> =>
  tx.sql<Assessor[]>`
    select assessor_id, person_id, name, number, declared_at, has_conflict, conflict_says, released_because, handed_in_at, marks_id
    from commissioning.assessor where place_id = ${tx.placeId} and competition_id = ${competitionId} order by number`

/** All of them, by the house's sight. */
export const listAllAssessors = (tx: PlaceTx, competitionId: string): Promise<Assessor[]> =>
  tx.house(() => listAssessors(tx, competitionId))

export const insertAssessor = (
  tx: PlaceTx,
  competitionId: string,
  assessor: Pick<Assessor, 'assessorId' | 'personId' | 'name' | 'marksId' | 'number'>,
): Promise<void> =>
  tx.house(async () => {
    await tx.query
      .insertInto('commissioning.assessor')
      .values({ ...assessor, placeId: tx.placeId, competitionId, namedAt: tx.now })
      .execute()
  })

export const saveAssessor = (
  tx: PlaceTx,
  assessorId: string,
  changes: Partial<Pick<Assessor, 'declaredAt' | 'hasConflict' | 'conflictSays' | 'releasedBecause' | 'handedInAt'>>,
): Promise<void> =>
  tx.house(async () => {
    await tx.query
      .updateTable('commissioning.assessor')
      .set(changes)
      .where('placeId', '=', tx.placeId)
      .where('assessorId', '=', assessorId)
      .execute()
  })

/** Marks of some sheets that the actor may see. */
export const listMarks = (tx: PlaceTx, marksIds: readonly string[]): Promise<Mark[]> =>
  tx.sql<Mark[]>`
    select marks_id, bid_id, question_id, mark, because from commissioning.mark
    where place_id = ${tx.placeId} and marks_id = any (${[...marksIds]}::uuid[]) order by bid_id, question_id`

/** Marks of some bids that the actor may see: one's own while one marks, everybody's when they are brought together. */
export const listMarksOf = (tx: PlaceTx, bidIds: readonly string[]): Promise<Mark[]> =>
  tx.sql<Mark[]>`
    select marks_id, bid_id, question_id, mark, because from commissioning.mark
    where place_id = ${tx.placeId} and bid_id = any (${[...bidIds]}::uuid[]) order by bid_id, question_id, marks_id`

export const saveMark = (tx: PlaceTx, mark: Mark): Promise<void> =>
  tx.house(async () => {
    await tx.sql`
      insert into commissioning.mark (place_id, marks_id, bid_id, question_id, mark, because, marked_at)
      values (${tx.placeId}, ${mark.marksId}, ${mark.bidId}, ${mark.questionId}, ${mark.mark}, ${mark.because}, ${tx.now})
      on conflict (place_id, marks_id, bid_id, question_id) do update set mark = excluded.mark, because = excluded.because, marked_at = excluded.marked_at`
  })

/** Agreed marks of some bids that the actor may see. */
export const listAgreedMarks = (tx: PlaceTx, marksIds: readonly string[]): Promise<AgreedMark[]> =>
  tx.sql<AgreedMark[]>`
    select marks_id, question_id, mark, because from commissioning.agreed_mark
    where place_id = ${tx.placeId} and marks_id = any (${[...marksIds]}::uuid[])`

export const saveAgreedMark = (tx: PlaceTx, agreed: AgreedMark): Promise<void> =>
  tx.house(async () => {
    await tx.sql`
      insert into commissioning.agreed_mark (place_id, marks_id, question_id, mark, because, agreed_by, agreed_at)
      values (${tx.placeId}, ${agreed.marksId}, ${agreed.questionId}, ${agreed.mark}, ${agreed.because}, ${tx.actor.name}, ${tx.now})
      on conflict (place_id, marks_id, question_id) do update
        set mark = excluded.mark, because = excluded.because, agreed_by = excluded.agreed_by, agreed_at = excluded.agreed_at`
  })
