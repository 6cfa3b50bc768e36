import { type JourneyId, newId } from '../../../kernel/ids.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import type { Basis, Purpose, SharedField } from '../../organisations/index.ts'
import type { ReviewOutcome } from './emergency.ts'

/** Why a sharing ended. */
export const endings = {
  over: 'The help is over',
  'not needed': 'It was not answered, or was taken back',
  'permission withdrawn': 'They took their permission back',
  'permission ran out': 'Their permission ran out',
  'agreement ended': 'The sharing agreement ended',
  'level lowered': 'What may be shared with the organisation has changed',
  objected: 'They objected',
  'not justified': 'It was looked at afterwards and stopped',
} as const

export type Ending = keyof typeof endings

/** One sharing: with whom, for what, which details, and what allowed it. */
export interface Disclosure {
  readonly disclosureId: string
  readonly personId: string
  /** The help request. */
  readonly aboutId: string
  /** The referral or match. */
  readonly forId: string
  readonly journeyId: JourneyId
  readonly fromOrganisationId: string
  readonly organisationId: string
  readonly volunteerId: string | null
  readonly purpose: Purpose
  readonly basis: Basis
  readonly basisId: string | null
  readonly ground: string
  readonly fields: readonly SharedField[]
  /** Where whoever was told reads it, below the place. */
  readonly path: string
  readonly decidedBy: string
  readonly decidedById: string | null
  readonly decidedAt: Date
  readonly untilAt: Date | null
  readonly shownAt: Date | null
  readonly endedAt: Date | null
  readonly endedBecause: Ending | null
  readonly toldToDeleteAt: Date | null
  readonly reviewedAt: Date | null
  readonly reviewedBy: string | null
  readonly reviewOutcome: ReviewOutcome | null
  readonly review: string | null
}

export type NewDisclosure = Omit<
  Disclosure,
  | 'disclosureId'
  | 'decidedAt'
  | 'shownAt'
  | 'endedAt'
  | 'endedBecause'
  | 'toldToDeleteAt'
  | 'reviewedAt'
  | 'reviewedBy'
  | 'reviewOutcome'
  | 'review'
>

export const insertDisclosure = async (tx: PlaceTx, disclosure: NewDisclosure): Promise<string> => {
  const disclosureId = newId()
  await tx.query
    .insertInto('people.disclosure')
    .values({
      ...disclosure,
      fields: [...disclosure.fields],
      placeId: tx.placeId,
      disclosureId,
      decidedAt: tx.now,
    } as never)
    .execute()
  return disclosureId
}

const columns = (tx: PlaceTx) => tx.sql`
  disclosure_id, person_id, about_id, for_id, journey_id, from_organisation_id, organisation_id, volunteer_id, purpose, basis, basis_id, ground, fields, path,
  decided_by, decided_by_id, decided_at, until_at, shown_at, ended_at, ended_because, told_to_delete_at, reviewed_at, reviewed_by, review_outcome, review`

/** The live sharings of some referrals or matches, as far as the actor may see them. */
export const listLiveDisclosures = (tx: PlaceTx, forIds: readonly string[]): Promise<Disclosure[]> =>
  tx.sql<Disclosure[]>`
    select ${columns(tx)} from people.disclosure where place_id = ${tx.placeId} and for_id = any (${[...forIds]}::uuid[]) and ended_at is null`

/** Live sharings by id, after one of them: to go through all of them a page at a time. */
export const listLiveDisclosuresAfter = (tx: PlaceTx, after: string | null, most: number): Promise<Disclosure[]> =>
  tx.sql<Disclosure[]>`
    select ${columns(tx)} from people.disclosure
    where place_id = ${tx.placeId} and ended_at is null and ${after ? tx.sql`disclosure_id > ${after}` : tx.sql`true`} order by disclosure_id limit ${most}`

/** Every sharing of a request that the actor may see, newest first. */
export const listDisclosuresAbout = (tx: PlaceTx, aboutIds: readonly string[]): Promise<Disclosure[]> =>
  tx.sql<Disclosure[]>`
    select ${columns(tx)} from people.disclosure where place_id = ${tx.placeId} and about_id = any (${[...aboutIds]}::uuid[]) order by decided_at desc, disclosure_id`

/** One sharing the actor may see, or null. */
export const findDisclosure = async (tx: PlaceTx, disclosureId: string): Promise<Disclosure | null> => {
  const [row] = await tx.sql<Disclosure[]>`
    select ${columns(tx)} from people.disclosure where place_id = ${tx.placeId} and disclosure_id = ${disclosureId}`
  return row ?? null
}

/**
 * What was shared without asking, as far as the actor may see it: what nobody has looked at yet, the oldest first, or what somebody has, the newest first.
 * What was never told to anybody, because they said no, is not looked at.
 */
export const listSharedInEmergency = (tx: PlaceTx, looked: 'not yet' | 'at', most: number): Promise<Disclosure[]> =>
  tx.sql<Disclosure[]>`
    select ${columns(tx)} from people.disclosure
    where place_id = ${tx.placeId} and basis in ('vital interests', 'safeguarding') and ${
      looked === 'at'
        ? tx.sql`reviewed_at is not null order by reviewed_at desc, disclosure_id`
        : tx.sql`reviewed_at is null and (shown_at is not null or ended_at is null) order by decided_at, disclosure_id`
    } limit ${most}`

/** Writes what was found when somebody looked at a sharing afterwards, once; false when somebody had already. */
export const saveReview = async (
  tx: PlaceTx,
  disclosureId: string,
  { outcome, words }: { outcome: ReviewOutcome; words: string },
): Promise<boolean> => {
  const saved = await tx.sql`
    update people.disclosure set reviewed_at = ${tx.now}, reviewed_by = ${tx.actor.name}, review_outcome = ${outcome}, review = ${words}
    where place_id = ${tx.placeId} and disclosure_id = ${disclosureId} and reviewed_at is null`
  return saved.count === 1
}

/** Everybody to whom details of some people were ever shown, the newest first; by the house's sight. */
export const listShownOf = (tx: PlaceTx, personIds: readonly string[]): Promise<Disclosure[]> =>
  tx.house(
    () => tx.sql<Disclosure[]>`
      select ${columns(tx)} from people.disclosure
      where place_id = ${tx.placeId} and person_id = any (${[...personIds]}::uuid[]) and shown_at is not null order by shown_at desc, disclosure_id`,
  )

/** Which live sharings are meant: those that rest on some consents or agreements, are for some referrals or matches, or by their own ids. */
export type Which =
  | { readonly basisIds: readonly string[] }
  | { readonly forIds: readonly string[] }
  | { readonly disclosureIds: readonly string[] }

/** Ends sharings that are live; each once, whoever comes second finds nothing to end. */
export const markDisclosuresEnded = (tx: PlaceTx, which: Which, because: Ending): Promise<Disclosure[]> => {
  const [column, ids] =
    'basisIds' in which
      ? ['basis_id', which.basisIds]
      : 'forIds' in which
        ? ['for_id', which.forIds]
        : ['disclosure_id', which.disclosureIds]
  return tx.sql<Disclosure[]>`
    update people.disclosure set ended_at = ${tx.now}, ended_because = ${because}
    where place_id = ${tx.placeId} and ${tx.sql(column)} = any (${[...ids]}::uuid[]) and ended_at is null
    returning ${columns(tx)}`
}

export const markDisclosureShown = async (tx: PlaceTx, disclosureId: string): Promise<void> => {
  await tx.sql`
    update people.disclosure set shown_at = coalesce(shown_at, ${tx.now}) where place_id = ${tx.placeId} and disclosure_id = ${disclosureId}`
}

export const markToldToDelete = async (tx: PlaceTx, disclosureIds: readonly string[]): Promise<void> => {
  await tx.sql`
    update people.disclosure set told_to_delete_at = ${tx.now} where place_id = ${tx.placeId} and disclosure_id = any (${[...disclosureIds]}::uuid[])`
}

/** Of these requests, those about which an objection stands: made, and not decided against. */
export const listObjectedTo = async (tx: PlaceTx, aboutIds: readonly string[]): Promise<ReadonlySet<string>> => {
  const rows = await tx.sql<{ aboutId: string }[]>`
    select about_id from people.objection
    where place_id = ${tx.placeId} and about_id = any (${[...aboutIds]}::uuid[]) and upheld is distinct from false`
  return new Set(rows.map(({ aboutId }) => aboutId))
}
