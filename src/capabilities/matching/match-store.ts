import { newId } from '../../kernel/ids.ts'
import type { PlaceTx } from '../../platform/db/database.ts'
import { liveMatchStates } from './match.ts'
import type { Match, MatchId, TaskId, Visit } from './task.ts'
import type { AlertKind, PaidHow } from './words.ts'

const columns = [
  'matchId',
  'taskId',
  'needId',
  'journeyId',
  'volunteerId',
  'state',
  'acceptedAt',
  'confirmedAt',
  'confirmedBy',
  'detailsFrom',
  'detailsUntil',
  'agreedAt',
  'timesAgreed',
  'contactMadeAt',
  'firstVisitAt',
  'calledBackAt',
  'calledBackBy',
  'endedAt',
  'reasonCode',
  'reason',
] as const

/** Writes who said yes; false when somebody else was first, which the table itself decides, however many press at once. */
export const insertMatch = async (tx: PlaceTx, match: Match): Promise<boolean> => {
  const written = await tx.query
    .insertInto('matching.match')
    .values({ ...match, placeId: tx.placeId })
    .onConflict(conflict => conflict.doNothing())
    .executeTakeFirst()
  return Number(written.numInsertedOrUpdatedRows ?? 0) === 1
}

/** A match the actor was granted sight of, or null. */
export const findMatch = async (tx: PlaceTx, matchId: string, lock: 'read' | 'lock'): Promise<Match | null> => {
  const query = tx.query
    .selectFrom('matching.match')
    .select(columns)
    .where('placeId', '=', tx.placeId)
    .where('matchId', '=', matchId)
  const row = await (lock === 'lock' ? query.forUpdate() : query).executeTakeFirst()
  return (row as unknown as Match | undefined) ?? null
}

/** The matches of some tasks, oldest first. */
export const listMatchesOfTasks = async (tx: PlaceTx, taskIds: readonly string[]): Promise<Match[]> =>
  taskIds.length === 0
    ? []
    : ((await tx.query
        .selectFrom('matching.match')
        .select(columns)
        .where('placeId', '=', tx.placeId)
        .where('taskId', 'in', [...taskIds])
        .orderBy('acceptedAt')
        .orderBy('matchId')
        .execute()) as unknown as Match[])

/** The needs to which a volunteer said yes whom nobody has confirmed yet, of those the actor may see. */
export const listNeedsToConfirm = async (tx: PlaceTx): Promise<ReadonlySet<string>> => {
  const rows = await tx.sql<{ needId: string }[]>`
    select need_id from matching.match where place_id = ${tx.placeId} and state = 'accepted'`
  return new Set(rows.map(({ needId }) => needId))
}

/** A volunteer's matches, the newest first. */
export const listMatchesOfVolunteer = async (tx: PlaceTx, volunteerId: string): Promise<Match[]> =>
  (await tx.query
    .selectFrom('matching.match')
    .select(columns)
    .where('placeId', '=', tx.placeId)
    .where('volunteerId', '=', volunteerId)
    .orderBy('acceptedAt', 'desc')
    .orderBy('matchId')
    .limit(100)
    .execute()) as unknown as Match[]

/** Every match of a volunteer that is not over, however many were: what ends what they have in hand must miss none. */
export const listLiveMatchesOf = async (tx: PlaceTx, volunteerId: string): Promise<Match[]> =>
  (await tx.query
    .selectFrom('matching.match')
    .select(columns)
    .where('placeId', '=', tx.placeId)
    .where('volunteerId', '=', volunteerId)
    .where('state', 'in', liveMatchStates)
    .orderBy('acceptedAt')
    .orderBy('matchId')
    .execute()) as unknown as Match[]

/** Every match that is not over, with the volunteer and the person helped. */
export const listLiveMeetings = (tx: PlaceTx): Promise<{ matchId: MatchId; volunteerId: string; personId: string }[]> =>
  tx.sql<{ matchId: MatchId; volunteerId: string; personId: string }[]>`
    select m.match_id, m.volunteer_id, t.person_id from matching.match m
    join matching.task t on t.place_id = m.place_id and t.task_id = m.task_id
    where m.place_id = ${tx.placeId} and m.state = any(${liveMatchStates}) order by m.accepted_at, m.match_id`

/** How many matches that are not over each volunteer has in hand, of the place or of some. */
export const countInHand = (
  tx: PlaceTx,
  only: readonly string[] | null,
): Promise<{ volunteerId: string; inHand: number }[]> =>
  tx.sql<{ volunteerId: string; inHand: number }[]>`
    select volunteer_id, count(*)::int as in_hand from matching.match
    where place_id = ${tx.placeId} and state = any(${liveMatchStates}) ${only ? tx.sql`and volunteer_id = any(${[...only]}::uuid[])` : tx.sql``}
    group by volunteer_id`

/** Matches that are not over whose next visit, or the help itself, begins by a moment and has not begun. */
export const listMatchesBefore = async (tx: PlaceTx, before: Date): Promise<Match[]> =>
  (await tx.query
    .selectFrom('matching.match as m')
    .innerJoin('matching.task as t', join =>
      join.onRef('t.placeId', '=', 'm.placeId').onRef('t.taskId', '=', 'm.taskId'),
    )
    .select(columns.map(column => `m.${column}` as const))
    .where('m.placeId', '=', tx.placeId)
    .where('m.state', 'in', liveMatchStates)
    .where(({ eb, fn, selectFrom }) => {
      const nextAt = fn.coalesce(
        selectFrom('matching.visit as v')
          .select(({ fn: of }) => of.min('v.startsAt').as('at'))
          .whereRef('v.placeId', '=', 'm.placeId')
          .whereRef('v.matchId', '=', 'm.matchId')
          .where('v.state', '=', 'planned'),
        't.startsAt',
      )
      return eb.and([eb(nextAt, '>', tx.now), eb(nextAt, '<=', before)])
    })
    .execute()) as unknown as Match[]

/** Changes what is given of a match. */
export const saveMatch = async (
  tx: PlaceTx,
  matchId: MatchId,
  change: Partial<Omit<Match, 'matchId' | 'taskId' | 'needId' | 'journeyId' | 'volunteerId' | 'acceptedAt'>>,
): Promise<void> => {
  await tx.query
    .updateTable('matching.match')
    .set(change)
    .where('placeId', '=', tx.placeId)
    .where('matchId', '=', matchId)
    .execute()
}

/** Who has been with or spoken to which of these people through us. */
export const listHelpedBefore = (
  tx: PlaceTx,
  personIds: readonly string[],
): Promise<{ personId: string; volunteerId: string }[]> =>
  tx.sql<{ personId: string; volunteerId: string }[]>`
    select distinct t.person_id, m.volunteer_id from matching.match m
    join matching.task t on t.place_id = m.place_id and t.task_id = m.task_id
    where m.place_id = ${tx.placeId} and t.person_id = any(${[...personIds]}::uuid[]) and m.contact_made_at is not null
      and m.state <> 'refused by the resident'`

// Visits

const visitColumns = ['visitId', 'matchId', 'startsAt', 'state', 'minutes', 'saidAt', 'note'] as const

/** Plans one visit; planned again at the same time it is the same visit. */
export const planVisit = async (tx: PlaceTx, matchId: MatchId, startsAt: Date): Promise<void> => {
  await tx.sql`
    insert into matching.visit (place_id, visit_id, match_id, starts_at, state) values (${tx.placeId}, ${newId()}, ${matchId}, ${startsAt}, 'planned')
    on conflict do nothing`
}

/** The visits of some matches, oldest first. */
export const listVisits = async (tx: PlaceTx, matchIds: readonly string[]): Promise<Visit[]> =>
  matchIds.length === 0
    ? []
    : ((await tx.query
        .selectFrom('matching.visit')
        .select(visitColumns)
        .where('placeId', '=', tx.placeId)
        .where('matchId', 'in', [...matchIds])
        .orderBy('startsAt')
        .execute()) as unknown as Visit[])

/** Says of a planned visit what became of it; false when that was said before. */
export const sayVisit = async (
  tx: PlaceTx,
  visitId: string,
  said: Pick<Visit, 'state' | 'minutes' | 'note'>,
): Promise<boolean> => {
  const written = await tx.sql`
    update matching.visit set state = ${said.state}, minutes = ${said.minutes}, note = ${said.note}, said_at = ${tx.now}
    where place_id = ${tx.placeId} and visit_id = ${visitId} and state = 'planned'`
  return written.count === 1
}

/** Takes back the visits of a match that are still to come. */
export const deletePlannedVisits = async (tx: PlaceTx, matchId: MatchId): Promise<void> => {
  await tx.sql`
    delete from matching.visit where place_id = ${tx.placeId} and match_id = ${matchId} and state = 'planned' and starts_at > ${tx.now}`
}

/** Planned visits that began before a moment, of matches that are not over. */
export const listUnsaidVisits = (tx: PlaceTx, before: Date): Promise<(Visit & { taskId: TaskId })[]> =>
  tx.sql<(Visit & { taskId: TaskId })[]>`
    select v.visit_id, v.match_id, v.starts_at, v.state, v.minutes, v.said_at, v.note, m.task_id from matching.visit v
    join matching.match m on m.place_id = v.place_id and m.match_id = v.match_id
    where v.place_id = ${tx.placeId} and v.state = 'planned' and v.starts_at < ${before} and m.state = any(${liveMatchStates})
    order by v.starts_at`

// Receipts

/** Money spent for somebody, with its receipt. */
export interface Receipt {
  readonly receiptId: string
  readonly spentInPence: number
  readonly shop: string
  readonly paidHow: PaidHow
  readonly spentOn: string
  readonly recordedBy: string
}

/** Writes a receipt down; the house does, of whatever match the command has looked at. */
export const insertReceipt = (tx: PlaceTx, matchId: MatchId, receipt: Omit<Receipt, 'receiptId' | 'recordedBy'>) =>
  tx.house(async () => {
    await tx.sql`
      insert into matching.receipt (place_id, receipt_id, match_id, spent_in_pence, shop, paid_how, spent_on, recorded_by, recorded_at)
      values (${tx.placeId}, ${newId()}, ${matchId}, ${receipt.spentInPence}, ${receipt.shop}, ${receipt.paidHow}, ${receipt.spentOn}, ${tx.actor.name}, ${tx.now})`
  })

/** The receipts of a match, the oldest first. */
export const listReceipts = (tx: PlaceTx, matchId: string): Promise<Receipt[]> =>
  tx.sql<Receipt[]>`
    select receipt_id, spent_in_pence, shop, paid_how, spent_on, recorded_by from matching.receipt
    where place_id = ${tx.placeId} and match_id = ${matchId} order by spent_on, recorded_at`

// Looking at who and where

/** Writes down that a volunteer read who and where. */
export const insertDetailsRead = (
  tx: PlaceTx,
  read: { matchId: MatchId; volunteerId: string; personId: string },
): Promise<void> =>
  tx.house(async () => {
    await tx.sql`
      insert into matching.details_read (place_id, read_id, match_id, volunteer_id, person_id, read_at)
      values (${tx.placeId}, ${newId()}, ${read.matchId}, ${read.volunteerId}, ${read.personId}, ${tx.now})`
  })

/** Whose details a volunteer has read between two moments. */
export const listPeopleRead = (tx: PlaceTx, volunteerId: string, from: Date, to: Date): Promise<string[]> =>
  tx.house(async () => {
    const rows = await tx.sql<{ personId: string }[]>`
      select distinct person_id from matching.details_read
      where place_id = ${tx.placeId} and volunteer_id = ${volunteerId} and read_at >= ${from} and read_at < ${to}`
    return rows.map(({ personId }) => personId)
  })

/** When the details of a match were read, oldest first. */
export const listReadsOf = (tx: PlaceTx, matchId: string): Promise<Date[]> =>
  tx.house(async () => {
    const rows = await tx.sql<{ readAt: Date }[]>`
      select read_at from matching.details_read where place_id = ${tx.placeId} and match_id = ${matchId} order by read_at`
    return rows.map(({ readAt }) => readAt)
  })

/** Waits for whoever else is counting this volunteer's reads, so that two at once are not both the last that is allowed. */
export const holdReadsOf = async (tx: PlaceTx, volunteerId: string): Promise<void> => {
  await tx.sql`select pg_advisory_xact_lock(hashtextextended(${`details ${volunteerId}`}, 0))`
}

// Alerts

/** Something for a coordinator to look at. */
export interface Alert {
  readonly alertId: string
  readonly volunteerId: string
  readonly kind: AlertKind
  readonly says: Readonly<Record<string, string | number>>
  readonly raisedAt: Date
}

/** Writes an alert down for whoever looks after the volunteer. */
export const insertAlert = (tx: PlaceTx, alert: Omit<Alert, 'raisedAt'>): Promise<void> =>
  tx.house(async () => {
    await tx.sql`
      insert into matching.alert (place_id, alert_id, volunteer_id, kind, says, raised_at)
      values (${tx.placeId}, ${alert.alertId}, ${alert.volunteerId}, ${alert.kind}, ${tx.sql.json(alert.says as never)}, ${tx.now})`
  })

/**
 * Who of some volunteers let at least so many offers in a row pass without an answer, since they last answered one and since this was last noticed of them; nobody
 * of whom it waits to be looked at. What somebody else took first, or was taken back, says nothing of them.
 */
export const listSilent = (
  tx: PlaceTx,
  volunteerIds: readonly string[],
  atLeast: number,
): Promise<{ volunteerId: string; offers: number }[]> =>
  tx.sql<{ volunteerId: string; offers: number }[]>`
    select o.volunteer_id, count(*)::int as offers from matching.offer o
    left join lateral (
      select max(answered_at) as at from matching.offer a where a.place_id = o.place_id and a.volunteer_id = o.volunteer_id) answered on true
    left join lateral (
      select max(raised_at) as at, count(*) filter (where dealt_with_at is null) as open from matching.alert l
      where l.place_id = o.place_id and l.volunteer_id = o.volunteer_id and l.kind = 'many no answers') noticed on true
    where o.place_id = ${tx.placeId} and o.volunteer_id = any(${[...volunteerIds]}::uuid[]) and o.state = 'no answer'
      and o.sent_at > coalesce(greatest(answered.at, noticed.at), '-infinity') and noticed.open = 0
    group by o.volunteer_id having count(*) >= ${atLeast} order by o.volunteer_id`

/** The alerts the actor may see that nobody has dealt with, oldest first. */
export const listOpenAlerts = (tx: PlaceTx): Promise<Alert[]> =>
  tx.sql<Alert[]>`
    select alert_id, volunteer_id, kind, says, raised_at from matching.alert
    where place_id = ${tx.placeId} and dealt_with_at is null order by raised_at, alert_id`

/** Writes that an alert was dealt with; false when somebody else had. */
export const dealWithAlert = async (tx: PlaceTx, alertId: string): Promise<boolean> => {
  const done = await tx.sql`
    update matching.alert set dealt_with_at = ${tx.now}, dealt_with_by = ${tx.actor.name}
    where place_id = ${tx.placeId} and alert_id = ${alertId} and dealt_with_at is null`
  return done.count === 1
}
