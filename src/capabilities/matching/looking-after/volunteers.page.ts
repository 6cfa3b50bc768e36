/** `/:place/volunteers`: the volunteers an organisation looks after, searched, narrowed and sorted. */
import { Type } from 'typebox'
import { type FieldView, fieldView } from '../../../design/form.ts'
import type { Link, PageModel } from '../../../design/page.ts'
import { pagesOf } from '../../../design/pages.ts'
import { dateAt, exactDate, inWords } from '../../../design/time-in-words.ts'
import type { EmptyState, StateTag } from '../../../design/view-models.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { keepWords, wordsKept } from '../../../platform/http/kept-words.ts'
import { page, privateView, redirect } from '../../../platform/http/route.ts'
import { typedLine } from '../../../platform/http/typed.ts'
import { listNeighbourhoods, type Neighbourhood } from '../../places/index.ts'
import { activities, activityCodes, warnDaysBefore } from '../../volunteers/index.ts'
import { listOpenAlerts } from '../match-store.ts'
import { alertKinds } from '../words.ts'
import { type AsOf, type ListedVolunteer, listLookedAfter, perPage } from './looked-after-store.ts'
import { namesOf } from './not-asked.ts'
import {
  checkFilters,
  type Filters,
  filtersInAddress,
  readFilters,
  shows,
  sortings,
  stateFilters,
  typedWords,
  weekChoices,
} from './volunteer-filters.ts'

type VolunteersModel = PageModel & {
  links: readonly Link[]
  toLookAt: readonly { name: string; href: string; says: string }[]
  action: string
  search: FieldView
  narrow: readonly FieldView[]
  narrowed: boolean
  keep: readonly { name: string; value: string }[]
  applied: readonly { text: string; href: string }[]
  says: string
  rows: readonly { name: string; href: string; state: StateTag; facts: readonly string[]; can: string }[]
  pagination: Record<string, unknown> | null
  empty: EmptyState
}

/** What every list and count of volunteers is reckoned by. */
export const asOfNow = (now: Date): AsOf => ({
  now,
  today: dateAt(now),
  soon: dateAt(new Date(now.getTime() + warnDaysBefore[0] * 86_400_000)),
})

const stateOf = (volunteer: ListedVolunteer, { today, soon }: AsOf): StateTag => {
  const { state, identitySeenOn, checkEndsOn, pausedUntil, isMaybeSecond } = volunteer
  if (state === 'left') return { word: 'Stopped', tone: 'stopped' }
  if (isMaybeSecond) return { word: 'Perhaps signed up twice: not asked', tone: 'attention' }
  if (state === 'paused' && (pausedUntil === null || pausedUntil > today))
    return { word: pausedUntil ? `Paused until ${exactDate(pausedUntil)}` : 'Paused', tone: 'waiting' }
  if (!identitySeenOn) return { word: 'Nobody has seen who they are', tone: 'attention' }
  if (checkEndsOn && checkEndsOn < today) return { word: `A check ended on ${exactDate(checkEndsOn)}`, tone: 'overdue' }
  if (checkEndsOn && checkEndsOn <= soon)
    return { word: `A check ends on ${exactDate(checkEndsOn)}`, tone: 'attention' }
  return { word: 'Ready to be asked', tone: 'done' }
}

const factsOf = (volunteer: ListedVolunteer, show: Filters['show'], names: ReadonlyMap<string, string>, now: Date) => [
  volunteer.reference,
  names.get(volunteer.neighbourhoodId ?? '') ?? 'Neighbourhood not known',
  `signed up ${inWords(volunteer.signedUpAt, now)}`,
  volunteer.lastAskedAt === null ? 'never asked' : `asked last ${inWords(volunteer.lastAskedAt, now)}`,
  ...(volunteer.offers > 0 ? [`${volunteer.offers} ${volunteer.offers === 1 ? 'offer' : 'offers'} in 90 days`] : []),
  ...(volunteer.inHand > 0 ? [`${volunteer.inHand} in hand`] : []),
  ...(show === 'no-answer' ? [`${volunteer.unanswered} not answered in 30 days`] : []),
  ...(show === 'late' && volunteer.askAgainOn
    ? [`we promised to ask again on ${exactDate(volunteer.askAgainOn)}`]
    : []),
  ...(volunteer.lastGaveOn && show === 'not-thanked'
    ? [
        `gave time last on ${exactDate(volunteer.lastGaveOn)}`,
        volunteer.lastThankedAt ? `thanked last ${inWords(volunteer.lastThankedAt, now)}` : 'never thanked here',
      ]
    : []),
]

const options = (of: Readonly<Record<string, string>>) => Object.entries(of).map(([value, text]) => ({ value, text }))

const narrowFields = (filters: Filters, neighbourhoods: readonly Neighbourhood[]): FieldView[] => {
  const values = {
    state: filters.state === 'here' ? '' : (filters.state ?? ''),
    check: filters.check ?? '',
    can: filters.activity ?? '',
    where: filters.neighbourhoodId ?? '',
    weeks: filters.weeks ? String(filters.weeks) : '',
    sort: filters.sort === 'todo' ? '' : filters.sort,
  }
  const { here, ...states } = stateFilters
  const { todo, ...orders } = sortings
  const choose = 'Any'
  return (
    [
      { kind: 'select', name: 'state', label: 'State', choose: here, options: options(states) },
      { kind: 'select', name: 'check', label: 'Checked', choose, options: options(checkFilters) },
      {
        kind: 'select',
        name: 'can',
        label: 'Can do',
        choose,
        options: activityCodes.map(code => ({ value: code, text: activities[code].label })),
      },
      {
        kind: 'select',
        name: 'where',
        label: 'Neighbourhood',
        choose,
        options: [
          ...neighbourhoods.map(({ neighbourhoodId, name }) => ({ value: neighbourhoodId, text: name })),
          { value: 'unknown', text: 'Not known' },
        ],
      },
      {
        kind: 'select',
        name: 'weeks',
        label: 'Not asked for',
        choose,
        options: weekChoices.map(weeks => ({ value: weeks, text: `${weeks} weeks or more` })),
      },
      { kind: 'select', name: 'sort', label: 'In order of', choose: todo, options: options(orders) },
    ] as const
  ).map(field => fieldView(field, values, []))
}

/** What the list is narrowed by, each with the address without it. */
const appliedOf = (filters: Filters, names: ReadonlyMap<string, string>, here: string) => {
  const one = (text: string | null, change: Partial<Filters>) =>
    text === null ? [] : [{ text, href: here + filtersInAddress(filters, { ...change, page: 1 }) }]
  const where = filters.neighbourhoodId
  return [
    ...one(filters.show && shows[filters.show], { show: null }),
    ...one(filters.words ? `“${filters.words}”` : null, { words: '', found: '' }),
    ...one(filters.state && filters.state !== 'here' ? stateFilters[filters.state] : null, { state: 'here' }),
    ...one(filters.check && checkFilters[filters.check], { check: null }),
    ...one(filters.activity && activities[filters.activity].label, { activity: null }),
    ...one(where && (where === 'unknown' ? 'Neighbourhood not known' : (names.get(where) ?? 'A neighbourhood')), {
      neighbourhoodId: null,
    }),
    ...one(filters.weeks ? `Not asked for ${filters.weeks} weeks` : null, { weeks: null }),
  ]
}

const saysOf = (total: number, page: number): string => {
  const many = total.toLocaleString('en-GB')
  if (total <= perPage) return total === 1 ? 'One volunteer.' : `${many} volunteers.`
  const from = (page - 1) * perPage + 1
  return `${many} volunteers, ${from.toLocaleString('en-GB')} to ${Math.min(total, from + perPage - 1).toLocaleString('en-GB')} shown.`
}

const emptyOf = (isNarrowed: boolean, show: Filters['show'], slug: string): EmptyState => {
  if (show === 'unheard')
    return {
      title: 'Nobody waits unheard',
      sentences: ['Everybody who signed up was told a next step.'],
      tone: 'good',
    }
  if (show === 'late')
    return { title: 'No promise is late', sentences: ['We asked again on every day we said we would.'], tone: 'good' }
  if (show === 'not-thanked')
    return {
      title: 'Everybody who gave time was thanked',
      sentences: ['At least once in these 90 days.'],
      tone: 'good',
    }
  return isNarrowed
    ? {
        title: 'Nobody fits all of that',
        sentences: ['Take one of them away above, or look among those who have stopped.'],
        action: { text: 'Show everybody', href: `/${slug}/volunteers` },
      }
    : {
        title: 'Nobody has signed up yet',
        sentences: ['Whoever offers to help is here from the same moment on.'],
        action: { text: 'The page for volunteers', href: `/${slug}/volunteer` },
      }
}

/** What a coordinator should look at, whoever it is about: nobody opens every volunteer's page to find out. */
const listToLookAt = async (tx: PlaceTx, here: string, now: Date): Promise<VolunteersModel['toLookAt']> => {
  const alerts = await listOpenAlerts(tx)
  if (alerts.length === 0) return []
  const names = await namesOf(
    tx,
    alerts.map(({ volunteerId }) => volunteerId),
  )
  return alerts.flatMap(({ volunteerId, kind, raisedAt }) => {
    const name = names.get(volunteerId)?.person?.name
    const says = `${alertKinds[kind]}, noticed ${inWords(raisedAt, now)}`
    return name ? [{ name, href: `${here}/${volunteerId}/alerts`, says }] : []
  })
}

const volunteersList = page({
  method: 'GET',
  path: '/:place/volunteers',
  allow: 'volunteer.see',
  query: Type.Object({}, { additionalProperties: true }),
  async handle({ platform, place, actor, query }) {
    const now = platform.clock()
    const asOf = asOfNow(now)
    const asked = query as Record<string, unknown>
    const here = `/${place.slug}/volunteers`
    const { filters, found, neighbourhoods, toLookAt } = await platform.db.as(actor, async tx => {
      const kept = typedLine(asked.found)
      const filters = readFilters(asked, wordsKept(tx, 'volunteers', kept).q ?? '', kept)
      return {
        filters,
        toLookAt: filtersInAddress(filters) === '' ? await listToLookAt(tx, here, now) : [],
        found: await listLookedAfter(tx, actor.organisationId ?? '', filters, asOf),
        neighbourhoods: await listNeighbourhoods(tx),
      }
    })
    if (found.rows.length === 0 && filters.page > 1) return redirect(here + filtersInAddress(filters, { page: 1 }))
    const names = new Map(neighbourhoods.map(({ neighbourhoodId, name }) => [neighbourhoodId as string, name]))
    const applied = appliedOf(filters, names, here)
    return privateView('matching/looking-after/volunteers.njk', {
      page: {
        title: 'Volunteers you look after',
        kind: 'staff',
        ...(filters.show && { caption: shows[filters.show] }),
      },
      links: [
        { text: 'How volunteering is going', href: `${here}/how-it-goes` },
        { text: 'How we choose whom to ask', href: `${here}/how-we-choose` },
        { text: 'Sign a volunteer up', href: `${here}/add` },
        { text: 'Roles, jobs and training places', href: `/${place.slug}/roles` },
      ],
      toLookAt,
      action: here,
      search: fieldView(
        {
          kind: 'text',
          name: 'q',
          label: 'Find somebody',
          hint: 'By name, phone number, e-mail or reference.',
          autocomplete: 'off',
        },
        { q: filters.words },
        [],
      ),
      narrow: narrowFields(filters, neighbourhoods),
      narrowed: applied.length > 0 || filters.sort !== 'todo',
      keep: filters.show ? [{ name: 'show', value: filters.show }] : [],
      applied,
      says: saysOf(found.total, filters.page),
      rows: found.rows.map(volunteer => ({
        name: volunteer.name,
        href: `${here}/${volunteer.volunteerId}`,
        state: stateOf(volunteer, asOf),
        can: volunteer.activities.map(code => activities[code].label).join(', '),
        facts: factsOf(volunteer, filters.show, names, now),
      })),
      pagination: pagesOf(
        found.total,
        perPage,
        filters.page,
        number => here + filtersInAddress(filters, { page: number }),
      ),
      empty: emptyOf(applied.length > 0, filters.show, place.slug),
    } satisfies VolunteersModel as VolunteersModel)
  },
})

/** Whom somebody looks for is pressed, not written into an address. */
const volunteersSearch = page({
  method: 'POST',
  path: '/:place/volunteers',
  allow: 'volunteer.see',
  async handle({ platform, place, actor, body }) {
    const words = typedWords(body)
    const found = await platform.db.as(actor, async tx => keepWords(tx, 'volunteers', { q: words }))
    return redirect(`/${place.slug}/volunteers${filtersInAddress(readFilters(body, words, found))}`)
  },
})

export const volunteersRoutes = [volunteersList, volunteersSearch]
