import type { PlaceTx } from '../../../platform/db/database.ts'
import type { HeldCheck, Volunteer } from '../volunteer.ts'
import type { IdentityHow, ReferenceAnswer } from './words.ts'

/** As much of a volunteer as is needed to write down what was checked, and to show whom it is about. */
export interface CheckedVolunteer
  extends Pick<
    Volunteer,
    | 'volunteerId'
    | 'personId'
    | 'journeyId'
    | 'organisationId'
    | 'reference'
    | 'state'
    | 'activities'
    | 'languages'
    | 'hasCar'
    | 'limits'
    | 'identitySeenOn'
    | 'signedUpAt'
    | 'pausedUntil'
  > {
  readonly identitySeenBy: string | null
  readonly identitySeenHow: IdentityHow | null
  /** The name under which they were seen, while they have not been seen again under the one they have now. */
  readonly formerName: string | null
}

export type RecordedCheck = HeldCheck & { readonly checkId: string; readonly volunteerId: string }

export interface TrainingDone {
  readonly trainingId: string
  readonly volunteerId: string
  /** A code of the place's trainings (`trainings.ts`). */
  readonly training: string
  readonly doneOn: string
  /** The last day it counts; null for always. */
  readonly countsUntil: string | null
  readonly recordedBy: string
}

export interface Reference {
  readonly referenceId: string
  readonly volunteerId: string
  readonly refereeName: string
  /** An e-mail address or a phone number; null from the moment they have answered. */
  readonly refereeContact: string | null
  readonly relationship: string
  /** When a mail with the link was written; null where somebody has to ring. */
  readonly askedAt: Date | null
  readonly askedBy: string
  readonly answeredAt: Date | null
  readonly answer: ReferenceAnswer | null
  readonly words: string
  readonly recordedBy: string | null
}

/** A volunteer the actor was granted sight of, or null. */
export const findCheckedVolunteer = async (
  tx: PlaceTx,
  volunteerId: string,
  lock: 'read' | 'lock',
): Promise<CheckedVolunteer | null> => {
  const [row] = await tx.sql<CheckedVolunteer[]>`
    select volunteer_id, person_id, journey_id, organisation_id, reference, state, activities, languages, has_car, limits, identity_seen_on, identity_seen_by,
      identity_seen_how, former_name, signed_up_at, paused_until
    from volunteers.volunteer
    where place_id = ${tx.placeId} and volunteer_id = ${volunteerId} ${lock === 'lock' ? tx.sql`for update` : tx.sql``}`
  return row ?? null
}

/** Who saw who they are, when and how; all null takes it back. */
export const saveIdentity = async (
  tx: PlaceTx,
  volunteerId: string,
  seen: { on: string; by: string; how: IdentityHow } | null,
): Promise<void> => {
  await tx.sql`
    update volunteers.volunteer set identity_seen_on = ${seen?.on ?? null}, identity_seen_by = ${seen?.by ?? null}, identity_seen_how = ${seen?.how ?? null}, former_name = null,
      former_seen_on = null, former_seen_by = null, former_seen_how = null, changed_at = ${tx.now}
    where place_id = ${tx.placeId} and volunteer_id = ${volunteerId}`
}

/**
 * Takes away that somebody was seen and that their checks count, since they have another name now; keeps the one they were seen under.
 * @returns false when there was nothing to take away.
 */
export const putToSeeAgain = async (tx: PlaceTx, volunteerId: string, formerName: string): Promise<boolean> => {
  const checks = await tx.sql`
    update volunteers.held_check set decision = 'in a former name' where place_id = ${tx.placeId} and volunteer_id = ${volunteerId} and decision = 'accepted'`
  const seen = await tx.sql`
    update volunteers.volunteer set former_seen_on = identity_seen_on, former_seen_by = identity_seen_by, former_seen_how = identity_seen_how,
      identity_seen_on = null, identity_seen_by = null, identity_seen_how = null, former_name = ${formerName}
    where place_id = ${tx.placeId} and volunteer_id = ${volunteerId} and (identity_seen_on is not null or ${checks.count > 0})`
  return seen.count > 0
}

/** Brings back that somebody was seen under a name, and that their checks count, when the change away from that name is taken back; nothing for any other name. */
export const bringBackSeen = async (tx: PlaceTx, volunteerId: string, name: string): Promise<void> => {
  const back = await tx.sql`
    update volunteers.volunteer set identity_seen_on = former_seen_on, identity_seen_by = former_seen_by, identity_seen_how = former_seen_how,
      former_name = null, former_seen_on = null, former_seen_by = null, former_seen_how = null
    where place_id = ${tx.placeId} and volunteer_id = ${volunteerId} and former_name = ${name}`
  if (back.count > 0)
    await tx.sql`
      update volunteers.held_check set decision = 'accepted' where place_id = ${tx.placeId} and volunteer_id = ${volunteerId} and decision = 'in a former name'`
}

/** Counts a check that was made in a former name; what it is, or null when there is none such. */
export const acceptInNewName = async (
  tx: PlaceTx,
  volunteerId: string,
  checkId: string,
): Promise<RecordedCheck | null> => {
  const [row] = await tx.sql<RecordedCheck[]>`
    update volunteers.held_check set decision = 'accepted'
    where place_id = ${tx.placeId} and volunteer_id = ${volunteerId} and check_id = ${checkId} and decision = 'in a former name' returning ${checkColumns(tx)}`
  return row ?? null
}

const checkColumns = (tx: PlaceTx) =>
  tx.sql`check_id, volunteer_id, level, workforce, certificate_on, seen_on, seen_by, counts_until, update_service, decision`

/** The checks of some volunteers that the actor may see, the newest first. */
export const listHeldChecks = (tx: PlaceTx, volunteerIds: readonly string[]): Promise<RecordedCheck[]> =>
  tx.sql<RecordedCheck[]>`
    select ${checkColumns(tx)} from volunteers.held_check
    where place_id = ${tx.placeId} and volunteer_id = any(${[...volunteerIds]}::uuid[]) order by counts_until desc, recorded_at desc`

export const insertCheck = async (tx: PlaceTx, check: RecordedCheck): Promise<void> => {
  await tx.sql`
    insert into volunteers.held_check (place_id, check_id, volunteer_id, level, workforce, certificate_on, seen_on, seen_by, counts_until, update_service, decision, recorded_at)
    values (${tx.placeId}, ${check.checkId}, ${check.volunteerId}, ${check.level}, ${check.workforce}, ${check.certificateOn}, ${check.seenOn}, ${check.seenBy},
      ${check.countsUntil}, ${check.updateService}, ${check.decision}, ${tx.now})`
}

/** Takes a record away; what it was, or null when it is not there. */
export const deleteCheck = async (tx: PlaceTx, volunteerId: string, checkId: string): Promise<RecordedCheck | null> => {
  const [row] = await tx.sql<RecordedCheck[]>`
    delete from volunteers.held_check where place_id = ${tx.placeId} and volunteer_id = ${volunteerId} and check_id = ${checkId} returning ${checkColumns(tx)}`
  return row ?? null
}

const trainingColumns = (tx: PlaceTx) => tx.sql`training_id, volunteer_id, training, done_on, counts_until, recorded_by`

/** The trainings of some volunteers that the actor may see, the newest first. */
export const listTrainingsDone = (tx: PlaceTx, volunteerIds: readonly string[]): Promise<TrainingDone[]> =>
  tx.sql<TrainingDone[]>`
    select ${trainingColumns(tx)} from volunteers.training_done
    where place_id = ${tx.placeId} and volunteer_id = any(${[...volunteerIds]}::uuid[]) order by done_on desc, recorded_at desc`

export const insertTraining = async (tx: PlaceTx, done: TrainingDone): Promise<void> => {
  await tx.sql`
    insert into volunteers.training_done (place_id, training_id, volunteer_id, training, done_on, counts_until, recorded_by, recorded_at)
    values (${tx.placeId}, ${done.trainingId}, ${done.volunteerId}, ${done.training}, ${done.doneOn}, ${done.countsUntil}, ${done.recordedBy}, ${tx.now})`
}

export const deleteTraining = async (
  tx: PlaceTx,
  volunteerId: string,
  trainingId: string,
): Promise<TrainingDone | null> => {
  const [row] = await tx.sql<TrainingDone[]>`
    delete from volunteers.training_done
    where place_id = ${tx.placeId} and volunteer_id = ${volunteerId} and training_id = ${trainingId} returning ${trainingColumns(tx)}`
  return row ?? null
}

const referenceColumns = (tx: PlaceTx) =>
  tx.sql`reference_id, volunteer_id, referee_name, referee_contact, relationship, asked_at, asked_by, answered_at, answer, words, recorded_by`

/** The references of one volunteer that the actor may see, oldest first. */
export const listReferences = (tx: PlaceTx, volunteerId: string): Promise<Reference[]> =>
  tx.sql<Reference[]>`
    select ${referenceColumns(tx)} from volunteers.reference_asked
    where place_id = ${tx.placeId} and volunteer_id = ${volunteerId} order by reference_id`

export const findReference = async (
  tx: PlaceTx,
  referenceId: string,
  lock: 'read' | 'lock',
): Promise<Reference | null> => {
  const [row] = await tx.sql<Reference[]>`
    select ${referenceColumns(tx)} from volunteers.reference_asked
    where place_id = ${tx.placeId} and reference_id = ${referenceId} ${lock === 'lock' ? tx.sql`for update` : tx.sql``}`
  return row ?? null
}

export const insertReference = async (
  tx: PlaceTx,
  asked: Pick<
    Reference,
    'referenceId' | 'volunteerId' | 'refereeName' | 'refereeContact' | 'relationship' | 'askedAt' | 'askedBy'
  >,
): Promise<void> => {
  await tx.sql`
    insert into volunteers.reference_asked (place_id, reference_id, volunteer_id, referee_name, referee_contact, relationship, asked_at, asked_by)
    values (${tx.placeId}, ${asked.referenceId}, ${asked.volunteerId}, ${asked.refereeName}, ${asked.refereeContact}, ${asked.relationship}, ${asked.askedAt}, ${asked.askedBy})`
}

/** Keeps an answer, and forgets how to reach who gave it. */
export const saveAnswer = async (
  tx: PlaceTx,
  referenceId: string,
  { answer, words, recordedBy }: { answer: ReferenceAnswer; words: string; recordedBy: string | null },
): Promise<void> => {
  await tx.sql`
    update volunteers.reference_asked set answer = ${answer}, words = ${words}, recorded_by = ${recordedBy}, answered_at = ${tx.now}, referee_contact = null
    where place_id = ${tx.placeId} and reference_id = ${referenceId}`
}

export const deleteReference = async (tx: PlaceTx, referenceId: string): Promise<void> => {
  await tx.sql`delete from volunteers.reference_asked where place_id = ${tx.placeId} and reference_id = ${referenceId}`
}

/** Forgets how to reach referees who were asked before a moment and never answered; which they were. */
export const forgetSilentReferees = async (tx: PlaceTx, askedBefore: Date): Promise<string[]> => {
  const rows = await tx.sql<{ referenceId: string }[]>`
    update volunteers.reference_asked set referee_contact = null
    where place_id = ${tx.placeId} and answered_at is null and referee_contact is not null and asked_at < ${askedBefore} returning reference_id`
  return rows.map(({ referenceId }) => referenceId)
}

/** Something of a volunteer's that ends, or has ended and nobody has said so. */
export interface Ending {
  readonly kind: 'check' | 'training'
  readonly recordId: string
  readonly volunteerId: string
  /** The level of a check, the code of a training. */
  readonly what: string
  readonly countsUntil: string
}

/**
 * What ends between two days, or has ended without anybody having said so, of those who have not left. What a later record of the same or a higher kind
 * replaces needs no warning, and ends unnoticed.
 */
export const listEndings = (tx: PlaceTx, until: string): Promise<Ending[]> =>
  tx.sql<Ending[]>`
    with level (name, rank) as (values ('basic', 1), ('standard', 2), ('enhanced', 3), ('enhanced with barred list', 4))
    select 'check' as kind, c.check_id as record_id, c.volunteer_id, c.level as what, c.counts_until
    from volunteers.held_check c join level l on l.name = c.level
    join volunteers.volunteer v on v.place_id = c.place_id and v.volunteer_id = c.volunteer_id and v.state <> 'left'
    where c.place_id = ${tx.placeId} and c.decision = 'accepted' and c.expired_at is null and c.counts_until <= ${until} and not exists (
      select from volunteers.held_check later join level ll on ll.name = later.level
      where later.place_id = c.place_id and later.volunteer_id = c.volunteer_id and later.decision = 'accepted' and later.counts_until > c.counts_until
        and ll.rank >= l.rank and (later.workforce = c.workforce or c.workforce = 'not applicable' or later.workforce = 'adult and child'))
    union all
    select 'training', t.training_id, t.volunteer_id, t.training, t.counts_until
    from volunteers.training_done t
    join volunteers.volunteer v on v.place_id = t.place_id and v.volunteer_id = t.volunteer_id and v.state <> 'left'
    where t.place_id = ${tx.placeId} and t.expired_at is null and t.counts_until <= ${until} and not exists (
      select from volunteers.training_done later
      where later.place_id = t.place_id and later.volunteer_id = t.volunteer_id and later.training = t.training
        and (later.counts_until is null or later.counts_until > t.counts_until))
    order by counts_until, record_id`

/** Notes that the house has said that a check or training ended; false when it had been said before. */
export const markExpired = async (tx: PlaceTx, { kind, recordId }: Ending): Promise<boolean> => {
  const marked =
    kind === 'check'
      ? await tx.sql`
          update volunteers.held_check set expired_at = ${tx.now} where place_id = ${tx.placeId} and check_id = ${recordId} and expired_at is null`
      : await tx.sql`
          update volunteers.training_done set expired_at = ${tx.now} where place_id = ${tx.placeId} and training_id = ${recordId} and expired_at is null`
  return marked.count > 0
}
