/** How a place is doing: what is waited for, what became of it, and where nobody could help; each picture with its denominator and its table. */
import { Type } from 'typebox'
import { bars, distribution, lineOverDays } from '../../design/chart.ts'
import { plural } from '../../design/filters.ts'
import type { PageModel } from '../../design/page.ts'
import type { Drawing, EmptyState, Figure, TableRows } from '../../design/view-models.ts'
import { needKinds } from '../../kernel/need-kind.ts'
import { isAllowed } from '../../platform/auth/actor.ts'
import { page, view } from '../../platform/http/route.ts'
import { differences } from '../outcomes/index.ts'
import { type Neighbourhood, neighbourhoodMap } from '../places/index.ts'
import { type Measures, type Share, type Step, steps, type Wait } from './measures.ts'
import { chosenPeriod, type PeriodChoice, periodChoices, readPeriodChoice } from './period.ts'
import { takeMeasures } from './take-measures.ts'
import {
  countedOf,
  durationInWords,
  howItIsCounted,
  knownOutcomeSentence,
  noTakerSentence,
  periodLabels,
  reRoutedSentence,
  shareInWords,
  silenceSentence,
  sinceWords,
  stepWords,
  waitSentences,
} from './words.ts'

/** A large figure and the sentence that says what it is. */
type BigNumber = { number: string; says: string }

type HowAreWeDoing = PageModel & {
  periods: readonly { text: string; href: string; current: boolean }[]
  silence: { now: BigNumber; longest: BigNumber | null; worklistHref: string | null }
  /** Null while there is nothing to show for the chosen days. */
  shown: Pictures | null
  empty: EmptyState
  howItIsCounted: readonly string[]
}

type Pictures = {
  waits: readonly { numbers: BigNumber; figure: Figure; sentences: readonly string[]; within: TableRows }[]
  outcome: { number: BigNumber; figure: Figure }
  reRouted: { number: BigNumber; figure: Figure }
  noTaker: { number: BigNumber; figure: Figure | null; table: TableRows | null }
  kinds: Figure
  requests: Figure
}

export const howAreWeDoingPage = page({
  method: 'GET',
  path: '/:place/how-are-we-doing',
  allow: 'measures.see',
  query: Type.Object({ days: Type.Optional(Type.Unknown()) }),
  async handle({ platform, place, actor, query }) {
    const known = readPeriodChoice(query.days)
    const choice = known ?? '30'
    const { measures, neighbourhoods } = await platform.db.as(actor, tx =>
      takeMeasures(tx, chosenPeriod(choice, tx.now)),
    )
    const path = `/${place.slug}/how-are-we-doing`
    const some = measures.needs > 0 || measures.requests.total > 0
    const model: HowAreWeDoing = {
      page: {
        title: 'How are we doing',
        caption: periodLabels[choice],
        kind: 'staff',
        ...(!known && {
          errors: [{ field: 'days', message: 'Choose one of the four spans of days. These are the last 30 days.' }],
        }),
      },
      periods: periodChoices.map(each => ({
        text: periodLabels[each],
        href: `${path}?days=${each}`,
        current: each === choice,
      })),
      silence: silenceOf(measures, isAllowed(actor, 'worklist.see') ? `/${place.slug}/worklist` : null),
      shown: some ? picturesOf(measures, neighbourhoods) : null,
      empty: emptyOf(choice, place.name),
      howItIsCounted,
    }
    return view('demand/how-are-we-doing.njk', model, known ? {} : { status: 400 })
  },
})

const silenceOf = (measures: Measures, worklistHref: string | null): HowAreWeDoing['silence'] => {
  const { needs, longestMinutes } = measures.silence
  return {
    now: {
      number: String(needs),
      says: needs === 0 ? silenceSentence(measures) : 'waiting now for a first reply by a person',
    },
    longest:
      needs === 0 ? null : { number: durationInWords(longestMinutes), says: 'is how long the longest has waited' },
    worklistHref: needs === 0 ? null : worklistHref,
  }
}

const emptyOf = (choice: PeriodChoice, placeName: string): EmptyState =>
  choice === 'all'
    ? {
        title: 'Nothing to count yet',
        sentences: [
          `Nobody has asked for help in ${placeName} through this system so far.`,
          'With the first request, this page begins to say how long people wait, what became of it, and where nobody could help.',
        ],
      }
    : {
        title: 'Nobody asked for help in these days',
        sentences: ['Choose a longer span to see what came before.'],
      }

const picturesOf = (measures: Measures, neighbourhoods: readonly Neighbourhood[]): Pictures => ({
  waits: steps.map(step => waitOf(measures, step)),
  outcome: outcomeOf(measures),
  reRouted: reRoutedOf(measures),
  noTaker: noTakerOf(measures, neighbourhoods),
  kinds: {
    id: 'kinds',
    title: 'What is asked for',
    counted: `${plural(measures.needs, 'need')} told ${sinceWords(measures.period)}. One request can hold several.`,
    drawing: named(
      bars({
        title: 'Needs by kind',
        counts: 'needs',
        bars: measures.kinds.map(({ kind, needs }) => ({ name: needKinds[kind].label, value: needs })),
      }),
      'What is asked for',
    ),
  },
  requests: requestsOf(measures),
})

const waitOf = ({ waits, period }: Measures, step: Step): Pictures['waits'][number] => {
  const wait = waits[step]
  const { title, reached } = stepWords[step]
  return {
    numbers: { number: durationInWords(wait.medianMinutes), says: `Half ${reached} within this time` },
    figure: { id: step, title, counted: countedOf(wait, step, period), drawing: histogram(wait, title) },
    sentences: waitSentences(wait, step),
    within: {
      columns: [{ text: 'Within' }, { text: 'Needs', number: true }, { text: 'Share of those counted', number: true }],
      rows: wait.within.map(({ minutes, needs }) => [
        durationInWords(minutes),
        needs,
        shareInWords({ needs, of: wait.counted }),
      ]),
    },
  }
}

/** In the unit in which nine in ten can be read; the long tail is gathered at twice their time, so that it does not flatten the rest. */
const histogram = (wait: Wait, title: string): Drawing => {
  const ninetieth = wait.ninetiethMinutes ?? 0
  const [of, inOne] =
    ninetieth <= 180
      ? (['minutes', 1] as const)
      : ninetieth <= 4320
        ? (['hours', 60] as const)
        : (['days', 1440] as const)
  return distribution({
    title,
    counts: 'needs',
    of,
    values: wait.lengths.map(minutes => minutes / inOne),
    bins: 10,
    upTo: Math.max(1, Math.ceil((2 * ninetieth) / inOne)),
  })
}

const outcomeOf = (measures: Measures): Pictures['outcome'] => {
  const { knownOutcome: known } = measures
  const title = 'What changed for the resident'
  return {
    number: { number: shareInWords(known), says: 'We know what changed, of those helped' },
    figure: {
      id: 'outcomes',
      title,
      counted: knownOutcomeSentence(measures),
      drawing: named(
        bars({
          title,
          counts: 'needs',
          bars:
            known.of === 0
              ? []
              : [
                  ...known.differences.map(({ difference, needs }) => ({
                    name: differences[difference].label,
                    value: needs,
                  })),
                  { name: 'Could not be found out', value: known.couldNotFindOut },
                  { name: 'Not told yet', value: known.notToldYet },
                ],
        }),
        'What changed',
      ),
    },
  }
}

const reRoutedOf = (measures: Measures): Pictures['reRouted'] => {
  const { reRouted } = measures
  const title = 'Asked again after the first could not'
  return {
    number: { number: shareInWords(reRouted), says: 'Asked again, of those an organisation was asked about' },
    figure: {
      id: 're-routed',
      title,
      counted: reRoutedSentence(measures),
      drawing: named(
        bars({
          title,
          counts: 'needs',
          bars:
            reRouted.of === 0
              ? []
              : [
                  { name: 'After a no', value: reRouted.afterNo },
                  { name: 'After a silence', value: reRouted.afterSilence },
                  { name: 'After a “could not”', value: reRouted.afterCouldNot },
                  { name: 'Came back, not asked again', value: reRouted.cameBackOnly },
                ],
        }),
        'What happened',
      ),
    },
  }
}

const noTakerOf = (measures: Measures, neighbourhoods: readonly Neighbourhood[]): Pictures['noTaker'] => {
  const { noTaker } = measures
  const title = 'Needs with no taker, by neighbourhood'
  const number = { number: shareInWords(noTaker as Share), says: 'Found nobody to take it on' }
  if (neighbourhoods.length === 0) return { number, figure: null, table: null }
  const table: TableRows = {
    columns: [
      { text: 'Neighbourhood' },
      { text: 'No taker', number: true },
      { text: 'Somebody said yes', number: true },
    ],
    rows: noTaker.neighbourhoods.map(row => [row.name, row.noTaker, row.taker]),
  }
  const values = new Map(
    noTaker.neighbourhoods.flatMap(({ code, noTaker: shown }) =>
      code === null ? [] : [[code, typeof shown === 'number' ? shown : null]],
    ),
  )
  const hidden = noTaker.neighbourhoods.some(({ code, noTaker: shown }) => code !== null && typeof shown !== 'number')
  const drawing = neighbourhoodMap(neighbourhoods, { title, counts: 'needs', values })
  return {
    number,
    figure: {
      id: 'no-taker',
      title,
      counted: noTakerSentence(measures),
      drawing: hidden ? sayHidden({ ...drawing, table: noRows }) : { ...drawing, table: noRows },
    },
    table,
  }
}

/** The page shows the table with both columns itself. */
const noRows: TableRows = { columns: [], rows: [] }

/** The map knows one reason for a number it has not: that it is not known. Here it is known and hidden. */
const sayHidden = (drawing: Drawing): Drawing => ({
  ...drawing,
  svg: drawing.svg.replaceAll(': not known</title>', ': too few to show</title>'),
  ...(drawing.legend && {
    legend: drawing.legend.map(entry => (entry.step === 'unknown' ? { ...entry, text: 'too few to show' } : entry)),
  }),
})

const requestsOf = (measures: Measures): Figure => {
  const { requests, period } = measures
  const byWeek = requests.by === 'week'
  const drawing = lineOverDays({
    title: byWeek ? 'Requests each week' : 'Requests each day',
    counts: 'requests',
    days: requests.days,
  })
  return {
    id: 'requests',
    title: byWeek ? 'Requests for help each week' : 'Requests for help each day',
    counted: `${plural(requests.total, 'request')} ${sinceWords(period)}. ${byWeek ? 'Weeks begin on Monday; this one' : 'Today'} is not over yet.`,
    drawing: byWeek ? named(drawing, 'Week from') : drawing,
  }
}

/** The drawing with its table's first column called what it is. */
const named = (drawing: Drawing, first: string): Drawing => ({
  ...drawing,
  table: {
    ...drawing.table,
    columns: drawing.table.columns.map((column, at) => (at === 0 ? { ...column, text: first } : column)),
  },
})
