import { dateAt } from '../../../design/time-in-words.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { listPeople, type Person } from '../../people/index.ts'
import { findOwnPlace } from '../../places/index.ts'
import {
  checkFor,
  coveredBy,
  lastDayUntil,
  listVolunteersById,
  listVolunteersToMatch,
  nationOf,
  type VolunteerToMatch,
} from '../../volunteers/index.ts'
import { mustNotMeet } from '../apart/no-contact.ts'
import { listNoContact } from '../apart/no-contact-store.ts'
import { countContacts } from '../count-contacts.ts'
import { countInHand, listHelpedBefore } from '../match-store.ts'
import { wasAsked } from '../offer-rules.ts'
import { listOffersOfTasks } from '../offer-store.ts'
import type { Task } from '../task.ts'
import type { Candidate, KnownOfTask, TaskToFill } from './eligible.ts'
import { toFill } from './eligible.ts'

/** What of volunteers the rules about a task look up. */
interface Weighed {
  readonly volunteers: ReadonlyMap<
    string,
    Pick<VolunteerToMatch, 'checks' | 'trainings' | 'recommendedBy'> & { readonly personId?: string }
  >
  readonly people: ReadonlyMap<string, Person>
}

/** Whoever could be asked anything, and who they are, for the house alone. */
export interface Everyone extends Weighed {
  readonly candidates: readonly Candidate[]
  readonly volunteers: ReadonlyMap<string, VolunteerToMatch>
  readonly people: ReadonlyMap<string, Person>
}

/** Every volunteer of the place, or some, with what has happened to them so far: a fixed number of statements, however many. */
export const loadEveryone = (tx: PlaceTx, only: readonly string[] | null = null): Promise<Everyone> =>
  tx.house(async () => {
    const volunteers = await (only ? listVolunteersById(tx, only) : listVolunteersToMatch(tx))
    const people = await listPeople(
      tx,
      volunteers.map(({ personId }) => personId),
    )
    const contacts = await countContacts(tx, only)
    const inHand = new Map((await countInHand(tx, only)).map(each => [each.volunteerId, each.inHand]))
    return {
      volunteers: new Map(volunteers.map(volunteer => [volunteer.volunteerId as string, volunteer])),
      people: new Map(people.map(person => [person.personId as string, person])),
      candidates: volunteers.map(volunteer => {
        const asked = contacts.offers.get(volunteer.volunteerId)
        return {
          volunteer,
          contactsThisWeek: contacts.thisWeek(volunteer.volunteerId),
          offersEver: asked?.ever ?? 0,
          offersOpen: asked?.open ?? 0,
          inHand: inHand.get(volunteer.volunteerId) ?? 0,
        }
      }),
    }
  })

/** What volunteers hold of what a task asks for, by the law of the day it is for. Pure. */
const whatIsHeld = (
  task: Task,
  volunteers: Weighed['volunteers'],
  nation: ReturnType<typeof nationOf>,
  today: string,
): Pick<KnownOfTask, 'today' | 'hasCheck' | 'hasTrainings' | 'isRecommended'> => {
  const required = checkFor(task.activity, task.circumstances, dateAt(task.startsAt), nation)
  const isCovered = required.askElsewhere
    ? () => task.askedElsewhere === 'not needed' || (task.askedElsewhere !== null && task.offersBy === 'coordinator')
    : coveredBy(required, task.startsAt, task.endsAt)
  const lastDay = lastDayUntil(task.endsAt)
  return {
    today,
    hasCheck: volunteerId => isCovered(volunteers.get(volunteerId)?.checks ?? []),
    hasTrainings: volunteerId =>
      task.trainings.every(wanted =>
        volunteers
          .get(volunteerId)
          ?.trainings.some(
            ({ training, countsUntil }) => training === wanted && (countsUntil === null || countsUntil >= lastDay),
          ),
      ),
    isRecommended: volunteerId => (volunteers.get(volunteerId)?.recommendedBy ?? 0) >= required.minimum.references,
  }
}

/**
 * The tasks as they are looked back on: by what volunteers say and hold today. Whether two people must not meet is never told, not even by why somebody was not
 * asked; and who was asked about it before, or helped them, is not why somebody else was not.
 */
export const tasksLookedBackOn = async (
  tx: PlaceTx,
  tasks: readonly Task[],
  volunteers: Weighed['volunteers'],
): Promise<TaskToFill[]> => {
  const nation = nationOf((await findOwnPlace(tx))?.ladCodes ?? [])
  return tasks.map(task =>
    toFill(task, {
      ...whatIsHeld(task, volunteers, nation, dateAt(tx.now)),
      mustNotMeet: () => false,
      askedAlready: () => false,
      helpedThemBefore: new Set(),
    }),
  )
}

/** The tasks with everything the rules need to know of each. */
export const loadTasksToFill = (
  tx: PlaceTx,
  tasks: readonly Task[],
  { volunteers, people }: Weighed,
): Promise<TaskToFill[]> =>
  tx.house(async () => {
    const helped = Map.groupBy(
      await listHelpedBefore(
        tx,
        tasks.map(({ personId }) => personId),
      ),
      ({ personId }): string => personId,
    )
    const asked = new Set(
      (
        await listOffersOfTasks(
          tx,
          tasks.map(({ taskId }) => taskId),
        )
      )
        .filter(wasAsked)
        .map(({ taskId, volunteerId }) => `${taskId} ${volunteerId}`),
    )
    const residents = new Map(
      (
        await listPeople(
          tx,
          tasks.map(({ personId }) => personId),
        )
      ).map(person => [person.personId as string, person]),
    )
    const pairs = await listNoContact(tx)
    const nation = nationOf((await findOwnPlace(tx))?.ladCodes ?? [])
    return tasks.map(task => {
      const resident = residents.get(task.personId)
      return toFill(task, {
        ...whatIsHeld(task, volunteers, nation, dateAt(tx.now)),
        mustNotMeet: volunteerId => {
          const volunteer = people.get(volunteers.get(volunteerId)?.personId ?? '')
          return !volunteer || !resident || mustNotMeet(volunteer, resident, pairs) !== null
        },
        askedAlready: volunteerId => asked.has(`${task.taskId} ${volunteerId}`),
        helpedThemBefore: new Set((helped.get(task.personId) ?? []).map(({ volunteerId }): string => volunteerId)),
      })
    })
  })
