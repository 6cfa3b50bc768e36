import { type JourneyId, newId } from '../../kernel/ids.ts'
import type { PlaceTx } from '../db/database.ts'
import { unnested } from '../db/unnested.ts'

/** A kind of recorded happening: past tense, never changed. `data` holds ids and codes, never a name, an address or a story. */
export interface FactKind<Data extends Readonly<Record<string, unknown>>> {
  readonly kind: string
  /** The sentence a timeline shows for it. */
  readonly says: (data: Data) => string
  /** Only for inference. */
  readonly __data?: Data
}

// Filled as capabilities declare their kinds, so that a timeline says facts of every level without importing upwards.
const sayings = new Map<string, (data: never) => string>()

/** Declares a kind of fact. */
export const factKind = <Data extends Readonly<Record<string, unknown>>>(
  kind: string,
  says: (data: Data) => string,
): FactKind<Data> => {
  sayings.set(kind, says)
  return { kind, says }
}

/** The sentence a timeline shows for a fact, whichever capability declared its kind; a kind no longer declared is said by its name. */
export const sayFact = (fact: Pick<Fact, 'kind' | 'data'>): string =>
  sayings.get(fact.kind)?.(fact.data as never) ??
  `${fact.kind[0]?.toUpperCase()}${fact.kind.slice(1).replaceAll('-', ' ')}.`

/** A fact as read back. */
export interface Fact<Data = Readonly<Record<string, unknown>>> {
  readonly factId: string
  readonly kind: string
  readonly recordId: string
  readonly journeyId: JourneyId
  readonly data: Data
  readonly actorName: string
  readonly organisationId: string | null
  readonly recordedAt: Date
}

/** The queue that is woken when a fact was recorded. */
export const deliveryQueue = 'deliver-facts'

/** The record whose holders may see a fact, and the journey it belongs to. */
interface AboutFact {
  readonly recordId: string
  readonly journeyId: JourneyId
}

/**
 * Records that something happened, in the transaction that made it so; its journey steps run after commit, from this row.
 * @param about the record whose holders may see this fact, and the journey it belongs to.
 */
export const record = <Data extends Readonly<Record<string, unknown>>>(
  tx: PlaceTx,
  kind: FactKind<Data>,
  about: AboutFact,
  data: Data,
): Promise<void> => recordAll(tx, kind, [{ ...about, data }])

/** Records that the same kind of thing happened to many records; each journey goes on by itself. */
export const recordAll = <Data extends Readonly<Record<string, unknown>>>(
  tx: PlaceTx,
  kind: FactKind<Data>,
  facts: readonly (AboutFact & { data: Data })[],
): Promise<void> =>
  tx.house(async () => {
    if (facts.length === 0) return
    const { name, personId, organisationId } = tx.actor
    const rows = facts.map(({ recordId, journeyId, data }) => ({ factId: newId(), recordId, journeyId, data }))
    await Promise.all([
      tx.sql`
      with recorded as (
        insert into platform.fact (place_id, fact_id, kind, record_id, journey_id, data, actor_name, person_id, organisation_id, recorded_at)
        select ${tx.placeId}, fact_id, ${kind.kind}, record_id, journey_id, data, ${name}, ${personId}::uuid, ${organisationId}::uuid, ${tx.now}
        from ${unnested(tx.sql, rows, { factId: 'uuid', recordId: 'uuid', journeyId: 'uuid', data: 'jsonb' })} as x (fact_id, record_id, journey_id, data)
        returning place_id, fact_id, journey_id, seq, recorded_at)
      insert into platform.undelivered_fact (place_id, fact_id, journey_id, seq, recorded_at) select * from recorded`,
      tx.wake(deliveryQueue, ...facts.map(({ journeyId }) => ({ placeId: tx.placeId, journeyId }))),
    ])
  })

/** The facts of one journey that the actor may see, oldest first: the timeline, the audit export and the subject-access export are this query. */
export const listFacts = (tx: PlaceTx, journeyId: JourneyId): Promise<Fact[]> =>
  tx.sql<Fact[]>`
    select fact_id, kind, record_id, journey_id, data, actor_name, organisation_id, recorded_at from platform.fact
    where place_id = ${tx.placeId} and journey_id = ${journeyId} order by seq`
