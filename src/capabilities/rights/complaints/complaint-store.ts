import type { PlaceTx } from '../../../platform/db/database.ts'

export const complaintAbout = {
  data: 'How details were used, kept or shared',
  request: 'How a request was dealt with',
} as const
export type ComplaintAbout = keyof typeof complaintAbout
export const complaintAboutCodes = Object.keys(complaintAbout) as ComplaintAbout[]

/** How a complaint reached us, when it was not on the web. */
export const complaintHows = ['by phone', 'in person', 'by letter or e-mail'] as const

export interface Complaint {
  readonly complaintId: string
  readonly reference: string
  readonly about: ComplaintAbout
  readonly says: string
  readonly fromName: string
  readonly fromContact: string
  readonly takenHow: string
  readonly state: 'new' | 'acknowledged' | 'answered'
  readonly receivedAt: Date
  readonly acknowledgeBy: string
  readonly acknowledgedAt: Date | null
  readonly answerBy: string
  readonly ownerName: string | null
  readonly ownerId: string | null
  readonly answer: string | null
  readonly answeredAt: Date | null
  readonly learned: string | null
  readonly remindedAt: Date | null
}

const columns = (tx: PlaceTx) => tx.sql`
  complaint_id, reference, about, says, from_name, from_contact, taken_how, state, received_at, acknowledge_by, acknowledged_at, answer_by, owner_name, owner_id,
  answer, answered_at, learned, reminded_at`

/** Those the actor may see: what is not answered first, by when it should be. */
export const listComplaints = (tx: PlaceTx, most: number): Promise<Complaint[]> =>
  tx.sql<Complaint[]>`
    select ${columns(tx)} from rights.complaint where place_id = ${tx.placeId}
    order by answered_at is not null, case when answered_at is null then answer_by end, answered_at desc limit ${most}`

export const findComplaint = async (tx: PlaceTx, complaintId: string): Promise<Complaint | null> => {
  const [row] = await tx.sql<Complaint[]>`
    select ${columns(tx)} from rights.complaint where place_id = ${tx.placeId} and complaint_id = ${complaintId}`
  return row ?? null
}

/** By its reference, those the actor may see. */
export const findComplaintByReference = async (tx: PlaceTx, reference: string): Promise<Complaint | null> => {
  const [row] = await tx.sql<Complaint[]>`
    select ${columns(tx)} from rights.complaint where place_id = ${tx.placeId} and reference = ${reference}`
  return row ?? null
}

/** Complaints answered before a moment that are not forgotten yet, the longest ago first. */
export const listComplaintsAnsweredBefore = async (tx: PlaceTx, before: Date, most: number): Promise<string[]> => {
  const rows = await tx.sql<{ id: string }[]>`
    select complaint_id as id from rights.complaint
    where place_id = ${tx.placeId} and answered_at <= ${before} and from_name <> 'deleted' order by answered_at limit ${most}`
  return rows.map(({ id }) => id)
}

export type NewComplaint = Pick<
  Complaint,
  | 'complaintId'
  | 'reference'
  | 'about'
  | 'says'
  | 'fromName'
  | 'fromContact'
  | 'takenHow'
  | 'acknowledgeBy'
  | 'answerBy'
>

/** Written down and acknowledged in one: whoever complains gets the reference at once. */
export const insertComplaint = (tx: PlaceTx, made: NewComplaint): Promise<void> =>
  tx.house(async () => {
    await tx.sql`
      insert into rights.complaint (place_id, complaint_id, reference, about, says, from_name, from_contact, taken_how, state, received_at, acknowledge_by, acknowledged_at, answer_by)
      values (${tx.placeId}, ${made.complaintId}, ${made.reference}, ${made.about}, ${made.says}, ${made.fromName}, ${made.fromContact}, ${made.takenHow}, 'acknowledged',
        ${tx.now}, ${made.acknowledgeBy}, ${tx.now}, ${made.answerBy})`
  })

/** Saves what has changed of one that the caller has seen. */
export const saveComplaint = (
  tx: PlaceTx,
  complaintId: string,
  changes: Partial<
    Pick<Complaint, 'state' | 'ownerName' | 'ownerId' | 'answer' | 'answeredAt' | 'learned' | 'remindedAt'>
  >,
): Promise<void> =>
  tx.house(async () => {
    await tx.query
      .updateTable('rights.complaint')
      .set(changes)
      .where('placeId', '=', tx.placeId)
      .where('complaintId', '=', complaintId)
      .execute()
  })

/** What waits for an answer, by the house's sight. */
export const listOpenComplaints = (tx: PlaceTx): Promise<Complaint[]> =>
  tx.house(
    () =>
      tx.sql<
        Complaint[]
      >`select ${columns(tx)} from rights.complaint where place_id = ${tx.placeId} and answered_at is null order by answer_by limit 500`,
  )
