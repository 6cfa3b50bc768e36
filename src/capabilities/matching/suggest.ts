import type { Reason } from '../../design/view-models.ts'
import { isRefusal } from '../../kernel/refusal.ts'
import type { PlaceTx } from '../../platform/db/database.ts'
import { accessNeed } from '../requests/index.ts'
import { activitiesFor, firstName, usualCircumstances } from '../volunteers/index.ts'
import { countsInWords, type Eligible, eligibleFor } from './eligible.ts'
import { loadEveryone, loadTasksToFill } from './load-candidates.ts'
import { usualTime } from './put-form.ts'
import { planTask } from './put-to-volunteers.ts'
import type { Task } from './task.ts'
import { whyThem } from './why-them.ts'

/** Somebody who can be asked, by first name, and why them. */
export interface Suggestion {
  readonly volunteerId: string
  readonly name: string
  readonly reasons: readonly Reason[]
}

export interface Suggestions {
  readonly people: readonly Suggestion[]
  /** How many more could be asked. */
  readonly more: number
  /** Why the others cannot, in a sentence. */
  readonly cannot: string
}

const mostSuggestions = 12

/** Who can be asked about a task, the least costly first. First names alone: whoever decides on a need does not look after every volunteer. */
export const suggestFor = async (tx: PlaceTx, task: Task, most = mostSuggestions): Promise<Suggestions> => {
  const everyone = await loadEveryone(tx)
  const [filled] = await loadTasksToFill(tx, [task], everyone)
  const { can, cannot }: Eligible = filled ? eligibleFor(filled, everyone.candidates) : { can: [], cannot: new Map() }
  return {
    people: can.slice(0, most).map(({ candidate }) => {
      const volunteerId: string = candidate.volunteer.volunteerId
      const person = everyone.people.get(everyone.volunteers.get(volunteerId)?.personId ?? '')
      return {
        volunteerId,
        name: firstName(person?.name ?? 'A volunteer'),
        reasons: filled ? whyThem(filled, candidate) : [],
      }
    }),
    more: Math.max(0, can.length - most),
    cannot: can.length === 0 || cannot.size > 0 ? countsInWords(cannot) : '',
  }
}

/** Who could be asked about a need while nothing more is known than its kind and how soon: what its page shows beside the organisations. Null where nobody can be asked now. */
export const suggestForNeed = async (tx: PlaceTx, needId: string): Promise<Suggestions | null> => {
  const need = await accessNeed(tx, needId, 'read')
  if (isRefusal(need)) return null
  const [activity] = activitiesFor(need.kind)
  if (!activity) return { people: [], more: 0, cannot: '' }
  const { startsAt, endsAt } = usualTime(need.urgency, tx.now)
  const planned = await planTask(
    tx,
    {
      needId,
      activity,
      what: need.description,
      startsAt: startsAt.toISOString(),
      endsAt: endsAt.toISOString(),
      minutes: 60,
      every: null,
      circumstances: usualCircumstances(activity) as never,
      languages: [],
      needsCar: false,
      trainings: [],
      meetAtOrganisationId: null,
      offersBy: 'coordinator',
      basis: 'consent',
      basisGround: '',
      consentGivenHow: null,
    },
    'read',
  )
  return isRefusal(planned) ? { people: [], more: 0, cannot: '' } : suggestFor(tx, planned.task, 3)
}
