/** `keepitlocal measures`: how a place is doing, in sentences or as the JSON of the page. */
import { exactTime } from '../../design/time-in-words.ts'
import type { CommandLineWord } from '../../platform/capability.ts'
import { JSON_OPTION, text, word, wrongUsage } from '../../platform/command-line.ts'
import { placeNamed } from '../places/index.ts'
import { measuresBody } from './api.ts'
import { type Measures, steps } from './measures.ts'
import { periodOf } from './period.ts'
import { takeMeasures } from './take-measures.ts'
import {
  countedOf,
  knownOutcomeSentence,
  noTakerSentence,
  reRoutedSentence,
  silenceSentence,
  stepWords,
  waitSentences,
} from './words.ts'

const mostDays = 3660

const sentencesOf = (name: string, measures: Measures): string[] => [
  `${name}, ${exactTime(measures.asOf)}`,
  '',
  silenceSentence(measures),
  ...steps.flatMap(step => [
    '',
    stepWords[step].title,
    `  ${countedOf(measures.waits[step], step, measures.period)}`,
    ...waitSentences(measures.waits[step], step).map(sentence => `  ${sentence}`),
  ]),
  '',
  knownOutcomeSentence(measures),
  reRoutedSentence(measures),
  noTakerSentence(measures),
]

export const commandLine: readonly CommandLineWord[] = [
  word(
    'measures',
    '--place P [--days N] [--json]',
    'How a place is doing: waits, silence, shares, from the facts.',
    { ...JSON_OPTION, place: { type: 'string' }, days: { type: 'string' } },
    async ({ values, usage }, terminal) => {
      const days = daysOf(text(values.days), usage)
      const place = await placeNamed(terminal, text(values.place), usage)
      const { measures } = await terminal.platform.db.asHouse(place.placeId, tx =>
        takeMeasures(tx, periodOf(days, tx.now)),
      )
      if (values.json) terminal.out(JSON.stringify(measuresBody(place.slug, measures), null, 2))
      else for (const sentence of sentencesOf(place.name, measures)) terminal.out(sentence)
    },
  ),
]

/** Null for everything so far. */
function daysOf(typed: string | undefined, usage: string): number | null {
  const days = typed === undefined || typed === 'all' ? null : Number(typed)
  if (days !== null && !(Number.isInteger(days) && days >= 1 && days <= mostDays))
    throw wrongUsage(
      `Give --days as a whole number from 1 to ${mostDays}, or leave it out for everything so far`,
      usage,
    )
  return days
}
