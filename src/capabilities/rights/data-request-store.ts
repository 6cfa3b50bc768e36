import type { PlaceTx } from '../../platform/db/database.ts'
import type { DataRequest } from './data-request.ts'

const columns = (tx: PlaceTx) => tx.sql`
  data_request_id, reference, kind, person_id, asked_by_name, asked_contact, asked_how, says, identity_seen, field, was, wanted, state, received_at, due_on, waiting_since,
  asked_them, extended_because, answered_at, answered_by, answer, disagreement, safeguarding_decided_at, safeguarding_shows, reminded_at`

/** Those the actor may see: what is not answered first, by when it must be. */
export const listDataRequests = (tx: PlaceTx, most: number): Promise<DataRequest[]> =>
  tx.sql<DataRequest[]>`
    select ${columns(tx)} from rights.data_request where place_id = ${tx.placeId}
    order by answered_at is not null, case when answered_at is null then due_on end, answered_at desc limit ${most}`

export const findDataRequest = async (tx: PlaceTx, dataRequestId: string): Promise<DataRequest | null> => {
  const [row] = await tx.sql<DataRequest[]>`
    select ${columns(tx)} from rights.data_request where place_id = ${tx.placeId} and data_request_id = ${dataRequestId}`
  return row ?? null
}

/** What somebody asked, the newest first: those of them the actor may see. */
export const listDataRequestsOf = (tx: PlaceTx, personId: string): Promise<DataRequest[]> =>
  tx.sql<DataRequest[]>`
    select ${columns(tx)} from rights.data_request where place_id = ${tx.placeId} and person_id = ${personId} order by received_at desc, data_request_id desc limit 20`

/** Data requests answered before a moment that are not forgotten yet, the longest ago first. */
export const listDataRequestsAnsweredBefore = async (tx: PlaceTx, before: Date, most: number): Promise<string[]> => {
  const rows = await tx.sql<{ id: string }[]>`
    select data_request_id as id from rights.data_request
    where place_id = ${tx.placeId} and answered_at <= ${before} and asked_by_name <> 'deleted' order by answered_at limit ${most}`
  return rows.map(({ id }) => id)
}

export type NewDataRequest = Pick<
  DataRequest,
  | 'dataRequestId'
  | 'reference'
  | 'kind'
  | 'personId'
  | 'askedByName'
  | 'askedContact'
  | 'askedHow'
  | 'says'
  | 'identitySeen'
  | 'field'
  | 'was'
  | 'wanted'
  | 'dueOn'
>

export const insertDataRequest = (tx: PlaceTx, asked: NewDataRequest): Promise<void> =>
  tx.house(async () => {
    await tx.sql`
      insert into rights.data_request (place_id, data_request_id, reference, kind, person_id, asked_by_name, asked_contact, asked_how, says, identity_seen, field, was, wanted,
        state, received_at, due_on)
      values (${tx.placeId}, ${asked.dataRequestId}, ${asked.reference}, ${asked.kind}, ${asked.personId}, ${asked.askedByName}, ${asked.askedContact}, ${asked.askedHow},
        ${asked.says}, ${asked.identitySeen}, ${asked.field}, ${asked.was}, ${asked.wanted}, 'open', ${tx.now}, ${asked.dueOn})`
  })

type Changes = Partial<Omit<DataRequest, 'dataRequestId' | 'reference' | 'receivedAt'>> & {
  safeguardingDecidedBy?: string
}

/** Saves what has changed of one that the caller has seen. */
export const saveDataRequest = (tx: PlaceTx, dataRequestId: string, changes: Changes): Promise<void> =>
  tx.house(async () => {
    await tx.query
      .updateTable('rights.dataRequest')
      .set(changes)
      .where('placeId', '=', tx.placeId)
      .where('dataRequestId', '=', dataRequestId)
      .execute()
  })

/** What waits for an answer, and the clock runs, by the house's sight. */
export const listRunning = (tx: PlaceTx): Promise<DataRequest[]> =>
  tx.house(
    () =>
      tx.sql<
        DataRequest[]
      >`select ${columns(tx)} from rights.data_request where place_id = ${tx.placeId} and state = 'open' order by due_on limit 500`,
  )
