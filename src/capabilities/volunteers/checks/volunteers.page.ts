/** The volunteers an organisation looks after, and what of them is still to be seen or ends soon. */
import type { Link, PageModel } from '../../../design/page.ts'
import { dateAt, exactDate, inWords } from '../../../design/time-in-words.ts'
import type { EmptyState, StateTag } from '../../../design/view-models.ts'
import { page, privateView } from '../../../platform/http/route.ts'
import { listPeople } from '../../people/index.ts'
import { countUnheard, type Unheard } from '../next-steps/next-step-store.ts'
import { activities } from '../words.ts'
import { type LookedAfter, listLookedAfter } from './checks-store.ts'
import { warnDaysBefore } from './words.ts'

type VolunteersModel = PageModel & {
  waiting: string
  links: readonly Link[]
  rows: readonly { name: string; href: string; state: StateTag; can: string; since: string }[]
  more: string | null
  empty: EmptyState
}

const mostShown = 200

const stateOf = ({ state, identitySeenOn, checkEndsOn }: LookedAfter, today: string, soon: string): StateTag => {
  if (!identitySeenOn) return { word: 'Nobody has seen who they are', tone: 'attention' }
  if (checkEndsOn && checkEndsOn < today) return { word: `A check ended on ${exactDate(checkEndsOn)}`, tone: 'overdue' }
  if (checkEndsOn && checkEndsOn <= soon)
    return { word: `A check ends on ${exactDate(checkEndsOn)}`, tone: 'attention' }
  return state === 'paused' ? { word: 'Paused', tone: 'waiting' } : { word: 'Ready to be asked', tone: 'done' }
}

/** Nobody waits unheard: said when somebody does, and when nobody does. */
const sayUnheard = ({ mayBeAsked, withoutNextStep, overADay, longestSince }: Unheard, now: Date): string => {
  if (withoutNextStep === 0 || !longestSince)
    return `All ${mayBeAsked} who may be asked have been told a next step: nobody waits unheard.`
  const late = overADay === 0 ? 'none of them longer than a day' : `${overADay} of them longer than a day`
  return `${withoutNextStep} of ${mayBeAsked} who may be asked have not been told a next step yet, ${late}; the longest since ${inWords(longestSince, now)}.`
}

export const volunteersPage = page({
  method: 'GET',
  path: '/:place/volunteers',
  allow: 'volunteer.see',
  async handle({ platform, place, actor }) {
    const now = platform.clock()
    const today = dateAt(now)
    const soon = dateAt(new Date(now.getTime() + warnDaysBefore[0] * 86_400_000))
    const { found, people, unheard } = await platform.db.as(actor, async tx => {
      const found = await listLookedAfter(tx, actor.organisationId ?? '', mostShown + 1)
      const people = await listPeople(
        tx,
        found.map(({ personId }) => personId),
      )
      return {
        found,
        unheard: await countUnheard(tx),
        people: new Map(people.map(({ personId, name }) => [personId as string, name])),
      }
    })
    return privateView('volunteers/checks/volunteers.njk', {
      page: { title: 'Volunteers you look after', kind: 'staff' },
      waiting: sayUnheard(unheard, now),
      links: [
        { text: 'Sign a volunteer up', href: `/${place.slug}/volunteers/add` },
        { text: 'Roles, jobs and training places', href: `/${place.slug}/roles` },
      ],
      rows: found.slice(0, mostShown).map(volunteer => ({
        name: people.get(volunteer.personId) ?? 'A volunteer',
        href: `/${place.slug}/volunteers/${volunteer.volunteerId}`,
        state: stateOf(volunteer, today, soon),
        can: volunteer.activities.map(code => activities[code].label).join(', '),
        since: `signed up ${inWords(volunteer.signedUpAt, now)}`,
      })),
      more:
        found.length > mostShown ? `The first ${mostShown} are shown: those with something to do come first.` : null,
      empty: {
        title: 'Nobody has signed up yet',
        sentences: ['Whoever offers to help is here from the same moment on.'],
        action: { text: 'The page for volunteers', href: `/${place.slug}/volunteer` },
      },
    } satisfies VolunteersModel as VolunteersModel)
  },
})
