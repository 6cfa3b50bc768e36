import { parseArgs } from 'node:util'
import { exactTime } from '../../design/time-in-words.ts'
import type { CommandLineWord, Terminal } from '../../platform/capability.ts'
import { findPlaceBySlug } from '../places/index.ts'
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

/** `keepitlocal measures`: how a place is doing, in sentences or as the JSON of the page. */

const usage = 'measures --place P [--days N] [--json]'
const mostDays = 3660

const run = async (args: readonly string[], { platform, out, err }: Terminal): Promise<number> => {
  const line = readLine(args)
  if (typeof line === 'string') {
    err(`${line}\nUsage: keepitlocal ${usage}`)
    return 2
  }
  const place = await platform.db.national(tx => findPlaceBySlug(tx, line.place))
  if (!place) {
    err(`There is no place “${line.place}” here. See which there are with: keepitlocal place list`)
    return 1
  }
  const { measures } = await platform.db.asHouse(place.placeId, tx => takeMeasures(tx, periodOf(line.days, tx.now)))
  if (line.json) out(JSON.stringify(measuresBody(place.slug, measures), null, 2))
  else for (const sentence of sentencesOf(place.name, measures)) out(sentence)
  return 0
}

const readLine = (args: readonly string[]): { place: string; days: number | null; json: boolean } | string => {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { place: { type: 'string' }, days: { type: 'string' }, json: { type: 'boolean' } },
    })
    if (!values.place) return 'Which place? Add --place and its short name.'
    const days = values.days === undefined || values.days === 'all' ? null : Number(values.days)
    if (days !== null && !(Number.isInteger(days) && days >= 1 && days <= mostDays))
      return `Give --days as a whole number from 1 to ${mostDays}, or leave it out for everything so far.`
    return { place: values.place, days, json: values.json === true }
  } catch (error) {
    return `${(error as Error).message.split('. ')[0]}.`
  }
}

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
  { words: 'measures', usage, about: 'How a place is doing: waits, silence, shares, from the facts.', run },
]
