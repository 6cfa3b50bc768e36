import { dateAt } from '../../../design/time-in-words.ts'
import type { Reason } from '../../../design/view-models.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { findPerson } from '../../people/index.ts'
import { accessNeedToDecide } from '../../requests/index.ts'
import { activitiesFor, firstName, screenVolunteers } from '../../volunteers/index.ts'
import { weightsOfPlace } from '../how-we-choose/weights-store.ts'
import type { Task } from '../task.ts'
import { countsInWords, screenOf } from '../weighing/eligible.ts'
import { eligibleFor } from '../weighing/least-costly.ts'
import { loadEveryone, loadTasksToFill } from '../weighing/load-candidates.ts'
import { whyThem } from '../weighing/why-them.ts'
import type { WhyNot } from '../words.ts'
import { loadKnown } from './known-of-need.ts'
import { planTask } from './put-to-volunteers.ts'
import { readPut } from './read-put.ts'
import { startingValues } from './usual-answers.ts'

/** Somebody who can be asked, by first name, and why them. */
export interface Suggestion {
  readonly volunteerId: string
  readonly name: string
  readonly reasons: readonly Reason[]
}

/** Who could be asked about one need, and why the others cannot. */
export interface Suggestions {
  readonly people: readonly Suggestion[]
  /** How many more could be asked. */
  readonly more: number
  /** Why the others cannot, in a sentence. */
  readonly cannot: string
}

const mostSuggestions = 12

const nobody: Suggestions = { people: [], more: 0, cannot: '' }

/** Who can be asked about a task, the least costly first. First names alone: whoever decides on a need does not look after every volunteer. */
export const suggestFor = async (tx: PlaceTx, task: Task, most = mostSuggestions): Promise<Suggestions> => {
  const screened = await screenVolunteers(tx, screenOf(task, dateAt(tx.now)))
  const everyone = await loadEveryone(tx, screened.volunteerIds)
  const [filled] = await loadTasksToFill(tx, [task], everyone)
  if (!filled) return nobody
  const eligible = eligibleFor(filled, everyone.candidates, await weightsOfPlace(tx))
  const cannot = new Map<WhyNot, number>([...screened.out, ...eligible.cannot])
  return {
    people: eligible.first(most).map(({ candidate }) => {
      const volunteerId: string = candidate.volunteer.volunteerId
      const person = everyone.people.get(everyone.volunteers.get(volunteerId)?.personId ?? '')
      return {
        volunteerId,
        name: firstName(person?.name ?? 'A volunteer'),
        reasons: whyThem(filled, candidate),
      }
    }),
    more: Math.max(0, eligible.count - most),
    cannot: eligible.count === 0 || cannot.size > 0 ? countsInWords(cannot) : '',
  }
}

/** Who could be asked about a need with nothing said beyond what is known: what its page shows beside the organisations. Null where it is not theirs to see. */
export const suggestForNeed = async (tx: PlaceTx, needId: string): Promise<Suggestions | null> => {
  const found = await accessNeedToDecide(tx, needId, 'read')
  if (isRefusal(found)) return null
  const { need, request } = found
  if (activitiesFor(need.kind).length === 0) return nobody
  const known = await loadKnown(tx, need, await findPerson(tx, request.personId), [])
  const planned = await planTask(tx, readPut(needId, startingValues(known, tx.now), 'coordinator'), 'read')
  return isRefusal(planned) ? nobody : suggestFor(tx, planned.task, 3)
}
