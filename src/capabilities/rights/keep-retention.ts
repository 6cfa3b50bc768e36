import type { PlaceId } from '../../kernel/ids.ts'
import type { Database, PlaceTx } from '../../platform/db/database.ts'
import { forgetRecords } from '../../platform/personal/erase-store.ts'
import { type Held, heldNow } from '../../platform/personal/held.ts'
import { heldBecause } from '../../platform/personal/held-because.ts'
import { allRetention, allRules } from '../../platform/personal/rules.ts'
import type { Platform } from '../../platform/platform.ts'
import { type Period, periodBefore, type Retention } from '../../platform/retention.ts'
import { insertForgetting } from './rights-store.ts'

/** What a run forgot, or would: one line for each kind of record that has a rule of its own. */
export interface ForgettingRun {
  readonly what: string
  readonly forgotten: number
  /** Due, but held or at work. */
  readonly kept: number
  /** Told to nobody who answers for the data: `Retention.apart`. */
  readonly apart: boolean
}

type Timed = Extract<Retention, { after: Period }>

/** The kinds of record that are forgotten by a rule. */
export const timedRetention = (): (readonly [string, Timed])[] =>
  allRetention().flatMap(([what, rule]) => ('after' in rule ? [[what, rule] as const] : []))

const batch = 100
/** So many of one kind in one run: what is more waits for the next day, so that no night is too short. */
const mostInOneRun = 20_000

/** Forgets everything whose time is over, some records in a transaction of their own at a time. `dry` counts it and changes nothing, with what falls due within some days if asked. */
export const keepRetention = async (
  { db }: Pick<Platform, 'db'>,
  placeId: PlaceId,
  dry = false,
  daysAhead = 0,
): Promise<ForgettingRun[]> => {
  const runs: ForgettingRun[] = []
  for (const [what, rule] of timedRetention()) {
    const run = await keepOne(db, placeId, rule, dry, daysAhead)
    runs.push({ what, ...run, apart: rule.apart === true })
    if (!dry && run.forgotten > 0 && !rule.apart) await db.asHouse(placeId, tx => insertForgetting(tx, what, run))
  }
  return runs
}

const keepOne = async (
  db: Database,
  placeId: PlaceId,
  rule: Timed,
  dry: boolean,
  daysAhead: number,
): Promise<{ forgotten: number; kept: number }> => {
  const inHouse = <T>(work: (tx: PlaceTx, held: Held, before: Date) => Promise<T>) =>
    db.asHouse(placeId, async tx =>
      work(tx, await heldNow(tx), periodBefore(new Date(tx.now.getTime() + daysAhead * 86_400_000), rule.after)),
    )
  if ('forget' in rule) {
    let forgotten = 0
    for (;;) {
      const done = await inHouse((tx, held, before) => rule.forget(tx, before, dry ? mostInOneRun : batch, dry, held))
      forgotten += done
      if (dry || done < batch || forgotten >= mostInOneRun) return { forgotten, kept: 0 }
    }
  }
  const due = await inHouse((tx, _held, before) => rule.due(tx, before, mostInOneRun))
  if (dry)
    return inHouse(async (_tx, held) => {
      const kept = due.filter(id => held.ids.includes(id)).length
      return { forgotten: due.length - kept, kept }
    })
  let forgotten = 0
  for (let at = 0; at < due.length; at += batch)
    forgotten += await inHouse((tx, held) => forgetDue(tx, rule.record, due.slice(at, at + batch), held))
  return { forgotten, kept: due.length - forgotten }
}

const forgetDue = async (tx: PlaceTx, record: string, ids: readonly string[], held: Held): Promise<number> => {
  const holds = held.ids.map(recordId => ({ recordId, because: heldBecause }))
  const { records } = await forgetRecords(tx, allRules(), { [record]: ids }, holds)
  return records[record]?.length ?? 0
}

/** The daily job. */
export const keepRetentionJob = async (platform: Platform, placeId: PlaceId): Promise<void> => {
  await keepRetention(platform, placeId)
}
