import type { JourneyId, PlaceId } from '../../kernel/ids.ts'
import type { Database, PlaceTx } from '../db/database.ts'
import type { Fact } from './fact.ts'
import type { Journey, Step } from './journey.ts'

/**
 * Runs the steps of every undelivered fact of one journey, in the order they were recorded.
 *
 * Each step has a transaction of its own that also writes "this step ran": killed before commit, nothing of it happened; killed after, it is not
 * run again. A lock per journey keeps two processes from running the same story at once.
 * @returns how many steps ran now.
 * @throws whatever a step threw; the fact stays undelivered and later facts of the journey wait behind it.
 */
export const deliverJourney = async (
  db: Database,
  journeys: readonly Journey[],
  placeId: PlaceId,
  journeyId: JourneyId,
): Promise<number> => {
  let ran = 0
  let fact = await db.asHouse(placeId, tx => nextUndelivered(tx, journeyId))
  while (fact) {
    const { factId } = fact
    for (const step of stepsFor(journeys, fact)) if (await runOnce(db, placeId, fact, step)) ran++
    fact = await db.asHouse(placeId, async tx => {
      const [, next] = await Promise.all([
        tx.sql`delete from platform.undelivered_fact where place_id = ${placeId} and fact_id = ${factId}`,
        nextUndelivered(tx, journeyId),
      ])
      return next
    })
  }
  return ran
}

const stepsFor = (journeys: readonly Journey[], fact: Fact): Step[] =>
  journeys.flatMap(journey => journey.steps).filter(step => step.factKind === fact.kind)

const nextUndelivered = async (tx: PlaceTx, journeyId: JourneyId): Promise<Fact | undefined> => {
  const [fact] = await tx.sql<Fact[]>`
    select f.fact_id, f.kind, f.record_id, f.journey_id, f.data, f.actor_name, f.organisation_id, f.recorded_at
    from platform.undelivered_fact u join platform.fact f on f.place_id = u.place_id and f.fact_id = u.fact_id
    where u.place_id = ${tx.placeId} and u.journey_id = ${journeyId}
    order by u.seq limit 1`
  return fact
}

const runOnce = (db: Database, placeId: PlaceId, fact: Fact, step: Step): Promise<boolean> =>
  db.asHouse(placeId, async tx => {
    const [, started] = await Promise.all([
      tx.sql`select pg_advisory_xact_lock(hashtextextended(${fact.journeyId}, 0))`,
      tx.sql`
        insert into platform.journey_step (place_id, fact_id, step, answer, ran_at)
        values (${placeId}, ${fact.factId}, ${step.name}, '', ${tx.now})
        on conflict do nothing`,
    ])
    if (started.count === 0) return false
    const answer = await step.run(tx, fact)
    await tx.sql`
      update platform.journey_step set answer = ${answer}
      where place_id = ${placeId} and fact_id = ${fact.factId} and step = ${step.name}`
    return true
  })

/** The journeys of a place with facts still undelivered: what a killed process left behind, or what is being worked on now. */
export const listUndelivered = (tx: PlaceTx): Promise<{ journeyId: JourneyId; since: Date }[]> =>
  tx.sql<{ journeyId: JourneyId; since: Date }[]>`
    select journey_id, min(recorded_at) as since from platform.undelivered_fact
    where place_id = ${tx.placeId} group by journey_id order by min(seq)`

/** Delivers everything a place has undelivered now; the demo, the tests and a starting worker use it. */
export const deliverAll = async (db: Database, journeys: readonly Journey[], placeId: PlaceId): Promise<number> => {
  let ran = 0
  for (const { journeyId } of await db.asHouse(placeId, listUndelivered))
    ran += await deliverJourney(db, journeys, placeId, journeyId)
  return ran
}
