/** The pictures of "How are we doing": each with its denominator and its table. */
import { bars, distribution, lineOverDays } from '../../design/chart.ts'
import { plural } from '../../design/filters.ts'
import type { Drawing, Figure, TableRows } from '../../design/view-models.ts'
import { needKinds } from '../../kernel/need-kind.ts'
import { differences } from '../outcomes/index.ts'
import { type Neighbourhood, neighbourhoodMap } from '../places/index.ts'
import { type Measures, type Step, steps, type Wait } from './measures.ts'
import {
  countedOf,
  durationInWords,
  knownOutcomeSentence,
  noTakerSentence,
  reRoutedSentence,
  roughly,
  shareInWords,
  sinceWords,
  stepWords,
  waitSentences,
} from './words.ts'

/** A large figure and the sentence that says what it is. */
export type BigNumber = { number: string; says: string }

export type Pictures = {
  waits: readonly { numbers: BigNumber; figure: Figure; sentences: readonly string[]; within: TableRows }[]
  outcome: { number: BigNumber; figure: Figure }
  reRouted: { number: BigNumber; figure: Figure }
  noTaker: { number: BigNumber; figure: Figure | null; table: TableRows | null }
  kinds: Figure
  requests: Figure
}

/** Every picture of a page that has something to show. */
export const picturesOf = (measures: Measures, neighbourhoods: readonly Neighbourhood[]): Pictures => ({
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
    numbers: {
      number: roughly(wait.medianMinutes),
      says: wait.counted === 0 ? `${title}: nobody yet` : `Half ${reached} within about this time`,
    },
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

/** In the unit in which nine in ten can be read; the long tail beyond them is gathered, so that it does not flatten the rest. */
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
    bins,
    upTo: bins * roundStep((1.2 * ninetieth) / inOne / bins),
  })
}

const bins = 10

/** The next of 1, 2, 2.5, 5 times a power of ten: the widths the chart gives its bins, so that the last bound is one of them. */
const roundStep = (least: number): number => {
  const power = 10 ** Math.floor(Math.log10(Math.max(least, 0.1)))
  return ([1, 2, 2.5, 5, 10].find(step => step * power >= least) ?? 10) * power
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
  const number = { number: shareInWords(noTaker), says: 'Found nobody to take it on' }
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

const hiddenWords = 'fewer than 5, or not shown'

/** The map knows one reason for a number it has not: that it is not known. Here it is known and hidden. */
const sayHidden = (drawing: Drawing): Drawing => ({
  ...drawing,
  svg: drawing.svg.replaceAll(': not known</title>', `: ${hiddenWords}</title>`),
  ...(drawing.legend && {
    legend: drawing.legend.map(entry => (entry.step === 'unknown' ? { ...entry, text: hiddenWords } : entry)),
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
