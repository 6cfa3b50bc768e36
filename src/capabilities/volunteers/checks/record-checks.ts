import { Type } from 'typebox'
import { dateAt } from '../../../design/time-in-words.ts'
import { newId } from '../../../kernel/ids.ts'
import { isRefusal, type Refusal, refuse } from '../../../kernel/refusal.ts'
import { command } from '../../../platform/command.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { type FactKind, record } from '../../../platform/facts/fact.ts'
import { findOwnPlace } from '../../places/index.ts'
import { noteActedOn } from '../next-steps/act-on-step.ts'
import { type CheckLevel, checkLevels, type Workforce, workforces } from '../words.ts'
import { accessVolunteer } from './access.ts'
import {
  acceptInNewName,
  type CheckedVolunteer,
  deleteCheck,
  deleteTraining,
  insertCheck,
  insertTraining,
  saveIdentity,
} from './checks-store.ts'
import { CheckRecorded, CheckUndone, IdentitySeen, IdentityUndone, TrainingRecorded, TrainingUndone } from './facts.ts'
import { countsUntil, trainingsOf } from './trainings.ts'
import { checkCountsMonths, type Decision, decisions, type IdentityHow, identityHows } from './words.ts'

const volunteerId = Type.String({ format: 'uuid', mend: 'Choose a volunteer' })
const aDate = (mend: string) => Type.String({ format: 'date', mend })

/** Loads the volunteer by the actor's own sight, writes by the house's: the tables of what was checked are the house's to write. */
const writeDown = async <Answer>(
  tx: PlaceTx,
  id: string,
  write: (volunteer: CheckedVolunteer) => Promise<Answer | Refusal>,
): Promise<Answer | Refusal> => {
  const volunteer = await accessVolunteer(tx, id, 'change')
  return isRefusal(volunteer) ? volunteer : tx.house(() => write(volunteer))
}

const tell = <Data extends { volunteerId: string }>(
  tx: PlaceTx,
  { volunteerId, journeyId }: CheckedVolunteer,
  kind: FactKind<Data>,
  more: Omit<Data, 'volunteerId'>,
): Promise<void> =>
  record(tx, kind, { recordId: volunteerId, journeyId: journeyId as never }, {
    volunteerId,
    ...more,
  } as unknown as Data)

/** A day that has been, or what to mend. */
const inTheFuture = (tx: PlaceTx, on: string, field: string): Refusal | null =>
  on > dateAt(tx.now) ? refuse('in-the-future', 'Enter a date that is today or earlier', field) : null

/** Somebody saw who they are: how, never a number or a copy. */
export const recordIdentity = command({
  name: 'volunteers.record-identity',
  allow: 'volunteer.check',
  input: Type.Object({
    volunteerId,
    how: Type.Enum(Object.keys(identityHows), { mend: 'Choose what you saw' }),
    seenOn: aDate('Enter the day you saw it'),
  }),
  run: (tx, { volunteerId, how, seenOn }) =>
    writeDown(tx, volunteerId, async volunteer => {
      const late = inTheFuture(tx, seenOn, 'seenOn')
      if (late) return late
      await saveIdentity(tx, volunteerId, { on: seenOn, by: tx.actor.name, how: how as IdentityHow })
      await tell(tx, volunteer, IdentitySeen, {})
      return { recordId: volunteerId }
    }),
})

/** Takes back that somebody saw who they are. */
export const undoIdentity = command({
  name: 'volunteers.undo-identity',
  allow: 'volunteer.check',
  input: Type.Object({ volunteerId }),
  run: (tx, { volunteerId }) =>
    writeDown(tx, volunteerId, async volunteer => {
      if (!volunteer.identitySeenOn)
        return refuse('nothing-to-undo', 'Nobody has written down that they saw who they are.')
      await saveIdentity(tx, volunteerId, null)
      await tell(tx, volunteer, IdentityUndone, {})
      return { recordId: volunteerId }
    }),
})

/** The last day a check counts, by our own rule (`checkCountsMonths`). */
export const checkCountsUntil = (check: { certificateOn: string; seenOn: string; updateService: boolean }): string => {
  const byCertificate = countsUntil(check.certificateOn, checkCountsMonths.byCertificate)
  if (!check.updateService) return byCertificate
  const byStatus = countsUntil(check.seenOn, checkCountsMonths.byUpdateService)
  return byStatus > byCertificate ? byStatus : byCertificate
}

/** Writes down a check somebody holds: level, workforce, dates, who saw it and what was decided. Never the certificate, its number or what it disclosed. */
export const recordCheck = command({
  name: 'volunteers.record-check',
  allow: 'volunteer.check',
  input: Type.Object({
    volunteerId,
    level: Type.Enum(
      Object.keys(checkLevels).filter(level => level !== 'none'),
      { mend: 'Choose the level that stands on the certificate' },
    ),
    /** Left out for a basic check, which is for none. */
    workforce: Type.Union([Type.Enum(Object.keys(workforces)), Type.Null()], {
      mend: 'Choose the workforce that stands on the certificate',
    }),
    certificateOn: aDate('Enter the date on the certificate'),
    seenOn: aDate('Enter the day you saw it'),
    updateService: Type.Boolean(),
    decision: Type.Enum(Object.keys(decisions), { mend: 'Choose what you decided' }),
  }),
  run: (tx, { volunteerId, ...said }) =>
    writeDown(tx, volunteerId, async volunteer => {
      const level = said.level as Exclude<CheckLevel, 'none'>
      const workforce = (level === 'basic' ? 'not applicable' : said.workforce) as Workforce | null
      if (!workforce || (level !== 'basic' && workforce === 'not applicable'))
        return refuse('no-workforce', 'Choose the workforce that stands on the certificate', 'workforce')
      const late = inTheFuture(tx, said.certificateOn, 'certificateOn') ?? inTheFuture(tx, said.seenOn, 'seenOn')
      if (late) return late
      if (said.seenOn < said.certificateOn)
        return refuse('seen-before-made', 'You cannot have seen it before its date. Check both dates.', 'seenOn')
      const until = checkCountsUntil(said)
      if (until < dateAt(tx.now))
        return refuse(
          'too-old',
          'This certificate is too old to count. Ask for a new one, or look its status up if it is on the Update Service.',
          'certificateOn',
        )
      const checkId = newId()
      await insertCheck(tx, {
        checkId,
        volunteerId,
        level,
        workforce,
        certificateOn: said.certificateOn,
        seenOn: said.seenOn,
        seenBy: tx.actor.name,
        countsUntil: until,
        updateService: said.updateService,
        decision: said.decision as Decision,
      })
      await tell(tx, volunteer, CheckRecorded, { checkId, level, countsUntil: until })
      return { recordId: volunteerId, checkId, countsUntil: until }
    }),
})

/** Counts a check made in a former name, once somebody has seen that it is theirs. */
export const countCheckInNewName = command({
  name: 'volunteers.count-check-in-new-name',
  allow: 'volunteer.check',
  input: Type.Object({ volunteerId, checkId: Type.String({ format: 'uuid', mend: 'Choose a check' }) }),
  run: (tx, { volunteerId, checkId }) =>
    writeDown(tx, volunteerId, async volunteer => {
      if (!volunteer.identitySeenOn)
        return refuse('identity-first', 'First write down that you saw who they are under the name they have now.')
      const check = await acceptInNewName(tx, volunteerId, checkId)
      if (!check) return refuse('nothing-to-count', 'That check counts already, or is not there any more.')
      await tell(tx, volunteer, CheckRecorded, { checkId, level: check.level, countsUntil: check.countsUntil })
      return { recordId: volunteerId }
    }),
})

/** Takes back a record of a check that was wrong. */
export const undoCheck = command({
  name: 'volunteers.undo-check',
  allow: 'volunteer.check',
  input: Type.Object({ volunteerId, checkId: Type.String({ format: 'uuid', mend: 'Choose a check' }) }),
  run: (tx, { volunteerId, checkId }) =>
    writeDown(tx, volunteerId, async volunteer => {
      const check = await deleteCheck(tx, volunteerId, checkId)
      if (!check) return refuse('nothing-to-undo', 'That record is not there any more.')
      await tell(tx, volunteer, CheckUndone, { checkId, level: check.level })
      return { recordId: volunteerId }
    }),
})

/** Writes down a training that somebody has done. */
export const recordTraining = command({
  name: 'volunteers.record-training',
  allow: 'volunteer.check',
  input: Type.Object({
    volunteerId,
    training: Type.String({ minLength: 1, maxLength: 60, mend: 'Choose a training' }),
    doneOn: aDate('Enter the day it was done'),
  }),
  run: (tx, { volunteerId, training, doneOn }) =>
    writeDown(tx, volunteerId, async volunteer => {
      const place = await findOwnPlace(tx)
      const known = trainingsOf(place?.settings ?? {}).find(({ code }) => code === training)
      if (!known) return refuse('no-such-training', 'Choose a training', 'training')
      const late = inTheFuture(tx, doneOn, 'doneOn')
      if (late) return late
      const until = known.countsMonths === null ? null : countsUntil(doneOn, known.countsMonths)
      if (until && until < dateAt(tx.now))
        return refuse('too-old', 'That was too long ago to count. It has to be done again.', 'doneOn')
      const trainingId = newId()
      await insertTraining(tx, {
        trainingId,
        volunteerId,
        training,
        doneOn,
        countsUntil: until,
        recordedBy: tx.actor.name,
      })
      await noteActedOn(tx, volunteerId, { training })
      await tell(tx, volunteer, TrainingRecorded, { trainingId, training })
      return { recordId: volunteerId, trainingId, countsUntil: until }
    }),
})

/** Takes back a record of a training that was wrong. */
export const undoTraining = command({
  name: 'volunteers.undo-training',
  allow: 'volunteer.check',
  input: Type.Object({ volunteerId, trainingId: Type.String({ format: 'uuid', mend: 'Choose a training' }) }),
  run: (tx, { volunteerId, trainingId }) =>
    writeDown(tx, volunteerId, async volunteer => {
      const done = await deleteTraining(tx, volunteerId, trainingId)
      if (!done) return refuse('nothing-to-undo', 'That record is not there any more.')
      await tell(tx, volunteer, TrainingUndone, { trainingId, training: done.training })
      return { recordId: volunteerId }
    }),
})
