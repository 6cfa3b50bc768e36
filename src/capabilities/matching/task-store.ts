import type { PlaceTx } from '../../platform/db/database.ts'
import type { Task, TaskId } from './task.ts'

const columns = [
  'taskId',
  'needId',
  'helpRequestId',
  'personId',
  'journeyId',
  'organisationId',
  'basis',
  'basisGround',
  'consentId',
  'urgency',
  'activity',
  'what',
  'circumstances',
  'checkLevel',
  'trainings',
  'languages',
  'needsCar',
  'startsAt',
  'endsAt',
  'minutes',
  'every',
  'near',
  'neighbourhoodId',
  'meetAt',
  'meetNear',
  'offersBy',
  'askedElsewhere',
  'askedElsewhereSays',
  'state',
  'unmetBecause',
  'triedAt',
  'putBy',
  'putAt',
  'endedAt',
  'endedBecause',
] as const

/** Writes a task; false when the need has one that is not over, which the table itself refuses. */
export const insertTask = async (tx: PlaceTx, task: Task): Promise<boolean> => {
  const written = await tx.query
    .insertInto('matching.task')
    .values({ ...task, circumstances: tx.sql.json(task.circumstances as never) as never, placeId: tx.placeId } as never)
    .onConflict(conflict => conflict.doNothing())
    .executeTakeFirst()
  return Number(written.numInsertedOrUpdatedRows ?? 0) === 1
}

/** A task the actor was granted sight of, or null. `lock` holds it until the transaction ends: of two yeses at once one waits here. */
export const findTask = async (tx: PlaceTx, taskId: string, lock: 'read' | 'lock'): Promise<Task | null> => {
  const query = tx.query
    .selectFrom('matching.task')
    .select(columns)
    .where('placeId', '=', tx.placeId)
    .where('taskId', '=', taskId)
  const row = await (lock === 'lock' ? query.forUpdate() : query).executeTakeFirst()
  return (row as unknown as Task | undefined) ?? null
}

/** The tasks of some needs that the actor may see, oldest first. */
export const listTasksOfNeeds = async (tx: PlaceTx, needIds: readonly string[]): Promise<Task[]> =>
  needIds.length === 0
    ? []
    : ((await tx.query
        .selectFrom('matching.task')
        .select(columns)
        .where('placeId', '=', tx.placeId)
        .where('needId', 'in', [...needIds])
        .orderBy('putAt')
        .orderBy('taskId')
        .execute()) as unknown as Task[])

/** Some tasks, in no order. */
export const listTasks = async (tx: PlaceTx, taskIds: readonly string[]): Promise<Task[]> =>
  taskIds.length === 0
    ? []
    : ((await tx.query
        .selectFrom('matching.task')
        .select(columns)
        .where('placeId', '=', tx.placeId)
        .where('taskId', 'in', [...taskIds])
        .execute()) as unknown as Task[])

/** The tasks of one request, oldest first. */
export const listTasksOfRequest = async (tx: PlaceTx, helpRequestId: string): Promise<Task[]> =>
  (await tx.query
    .selectFrom('matching.task')
    .select(columns)
    .where('placeId', '=', tx.placeId)
    .where('helpRequestId', '=', helpRequestId)
    .orderBy('putAt')
    .execute()) as unknown as Task[]

/** Every task that waits for somebody's yes, longest waiting first. */
export const listOpenTasks = async (tx: PlaceTx, lock: 'read' | 'lock' = 'read'): Promise<Task[]> => {
  const query = tx.query
    .selectFrom('matching.task')
    .select(columns)
    .where('placeId', '=', tx.placeId)
    .where('state', '=', 'open')
    .orderBy('putAt')
    .orderBy('taskId')
  // What somebody is saying yes to at this moment is left for the next time.
  return (await (lock === 'lock' ? query.forUpdate().skipLocked() : query).execute()) as unknown as Task[]
}

/** The latest needs put to volunteers since a moment, whatever became of them, newest first. */
export const listTasksPutSince = async (tx: PlaceTx, since: Date, most: number): Promise<Task[]> =>
  (await tx.query
    .selectFrom('matching.task')
    .select(columns)
    .where('placeId', '=', tx.placeId)
    .where('putAt', '>=', since)
    .orderBy('putAt', 'desc')
    .orderBy('taskId')
    .limit(most)
    .execute()) as unknown as Task[]

/** Changes what is given of a task. */
export const saveTask = async (
  tx: PlaceTx,
  taskId: TaskId,
  change: Partial<
    Pick<Task, 'state' | 'startsAt' | 'endsAt' | 'unmetBecause' | 'triedAt' | 'endedAt' | 'endedBecause' | 'offersBy'>
  >,
): Promise<void> => {
  await tx.query
    .updateTable('matching.task')
    .set(change)
    .where('placeId', '=', tx.placeId)
    .where('taskId', '=', taskId)
    .execute()
}

/** Makes whoever else would ask volunteers of this place wait until this transaction ends. */
export const holdOffersOfPlace = async (tx: PlaceTx): Promise<void> => {
  await tx.sql`select pg_advisory_xact_lock(hashtextextended(${`offers ${tx.placeId}`}, 0))`
}
