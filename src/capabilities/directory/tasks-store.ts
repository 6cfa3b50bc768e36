import type { PlaceTx } from '../../platform/db/database.ts'

/** How much of each thing waits for whoever keeps the directory right, and since when the longest of it. */
export interface TasksWaiting {
  readonly toCheck: number
  readonly toCheckSince: Date | null
  readonly askedBack: number
  readonly mistakes: number
  readonly mistakesSince: Date | null
  readonly same: number
  /** Feeds that failed, are held, or dropped entries nobody has decided on. */
  readonly feeds: number
  /** Entries their feed no longer has, nobody having decided what that means. */
  readonly vanished: number
  readonly invited: number
  readonly ranOut: number
}

/** Only the house may count all of them: whoever calls has asked for the permission. */
export const countTasks = (tx: PlaceTx): Promise<TasksWaiting> =>
  tx.house(async () => {
    const here = (table: string) => tx.sql`from ${tx.sql(`directory.${table}`)} where place_id = ${tx.placeId}`
    const [row] = await tx.sql<TasksWaiting[]>`
      select * from
        (select count(*) filter (where state = 'waiting')::int as to_check, min(state_since) filter (where state = 'waiting') as to_check_since,
          count(*) filter (where state = 'asked back')::int as asked_back ${here('proposal')}) p,
        (select count(*)::int as mistakes, min(received_at) as mistakes_since ${here('mistake')} and state in ('received', 'looked at')) m,
        (select count(*)::int as same ${here('duplicate')} and state = 'open') d,
        (select count(*)::int as feeds from directory.feed f where place_id = ${tx.placeId} and (is_on and (held_because is not null or failures > 0)
          or exists (select from directory.vanished v where v.place_id = f.place_id and v.source = f.source and v.decision is null))) f,
        (select count(*)::int as vanished ${here('vanished')} and decision is null) v,
        (select count(*) filter (where expires_at > ${tx.now})::int as invited, count(*) filter (where expires_at <= ${tx.now})::int as ran_out
          ${here('invitation')} and state = 'waiting') i`
    return row as TasksWaiting
  })
