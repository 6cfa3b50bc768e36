/** What the numbers mean, in sentences. The page and the command line say the same ones. */
import { plural } from '../../design/filters.ts'
import { exactDate } from '../../design/time-in-words.ts'
import { isTooRosy, type Measures, type Share, type Step, type Wait } from './measures.ts'
import type { Period, PeriodChoice } from './period.ts'

export const periodLabels: Readonly<Record<PeriodChoice, string>> = {
  '7': 'Last 7 days',
  '30': 'Last 30 days',
  '90': 'Last 90 days',
  all: 'Everything so far',
}

/** Each wait: what it is called, what it ends with, and what those still waiting wait for. */
export const stepWords: Readonly<Record<Step, { title: string; reached: string; without: string }>> = {
  firstReply: {
    title: 'From asking to a first reply by a person',
    reached: 'had a first reply',
    without: 'a reply',
  },
  firstYes: {
    title: 'From asking to the first yes',
    reached: 'had a yes from an organisation',
    without: 'a yes',
  },
  done: { title: 'From asking to done', reached: 'were done', without: 'being done' },
}

const number = (value: number): string => value.toLocaleString('en-GB')
const are = (count: number): string => (count === 1 ? 'is' : 'are')

/** "25 minutes", "2 hours 5 minutes", "1 day 4 hours": two units at most, rounded to the smaller; null is "not known". */
export const durationInWords = (minutes: number | null): string => {
  if (minutes === null) return 'not known'
  const whole = Math.round(minutes)
  if (whole < 1) return 'less than a minute'
  if (whole < 60) return plural(whole, 'minute')
  if (whole < 1440) return twoUnits(whole, 60, 'hour', 'minute')
  return twoUnits(Math.round(whole / 60), 24, 'day', 'hour')
}

const twoUnits = (total: number, inOne: number, large: string, small: string): string => {
  const [many, rest] = [Math.floor(total / inOne), total % inOne]
  // 23 hours 59.6 minutes has been rounded to 24 hours already, which is a day.
  if (large === 'hour' && many === 24) return '1 day'
  return rest === 0 ? plural(many, large) : `${plural(many, large)} ${plural(rest, small)}`
}

/** The same to be taken in at a glance, in one unit: "25 minutes", "12 hours", "3 days". */
export const roughly = (minutes: number | null): string => {
  if (minutes === null) return 'Not known'
  if (minutes < 1) return 'less than a minute'
  if (minutes < 90) return plural(Math.round(minutes), 'minute')
  return minutes < 36 * 60 ? plural(Math.round(minutes / 60), 'hour') : plural(Math.round(minutes / 1440), 'day')
}

/** "70%" of ten or more, "3 of 7" of fewer, where a percentage would pretend to know more than it does. */
export const shareInWords = ({ needs, of }: Share): string =>
  of === 0 ? 'Not known' : of < 10 ? `${needs} of ${of}` : `${Math.round((100 * needs) / of)}%`

/** "since Monday 16 November 2026", "since the first". */
export const sinceWords = ({ fromOn }: Period): string =>
  fromOn === null ? 'so far' : `since ${exactDate(fromOn).replace(/^\w+ /, '')}`

/** The denominator of a wait: who is in it and who is not. */
export const countedOf = (wait: Wait, step: Step, period: Period): string => {
  if (wait.of === 0) return `Nobody has asked ${sinceWords(period)}.`
  const without = stepWords[step].without
  const left = [
    wait.stillWaiting && `${number(wait.stillWaiting)} still ${wait.stillWaiting === 1 ? 'waits' : 'wait'} for it`,
    wait.endedWithout && `${number(wait.endedWithout)} ended without ${without}`,
  ].filter(Boolean)
  const uncounted = wait.stillWaiting + wait.endedWithout
  return `${number(wait.counted)} of ${plural(wait.of, 'need')} asked for ${sinceWords(period)}.${
    left.length ? ` ${left.join(' and ')}: ${uncounted === 1 ? 'it is' : 'they are'} not counted.` : ''
  }`
}

/** What the middle of a wait means, and what it does not. */
export const waitSentences = (wait: Wait, step: Step): string[] => {
  const { reached } = stepWords[step]
  if (wait.medianMinutes === null) return ['Not known yet: there is nothing to measure.']
  return [
    `Half ${reached} within ${durationInWords(wait.medianMinutes)}, nine in ten within ${durationInWords(wait.ninetiethMinutes)}.`,
    ...(isTooRosy(wait) ? ['So many still wait that the real wait is longer than this.'] : []),
  ]
}

/** Who has heard nothing, now. */
export const silenceSentence = ({ silence }: Measures): string =>
  silence.needs === 0
    ? 'Nobody is waiting for a first reply.'
    : `${plural(silence.needs, 'need')} ${are(silence.needs)} waiting for a first reply by a person. The longest has waited ${durationInWords(silence.longestMinutes)}.`

export const knownOutcomeSentence = ({ knownOutcome: known, period }: Measures): string =>
  known.of === 0
    ? `No need asked for ${sinceWords(period)} has been done yet.`
    : `We know what changed for ${number(known.needs)} of ${plural(known.of, 'need')} asked for ${sinceWords(period)} and done or closed as helped. ${number(known.notToldYet)} ${are(known.notToldYet)} not told yet; ${number(known.couldNotFindOut)} could not be found out.`

export const reRoutedSentence = ({ reRouted, period }: Measures): string =>
  reRouted.of === 0
    ? `No organisation was asked about a need told ${sinceWords(period)}.`
    : `${number(reRouted.needs)} of ${plural(reRouted.of, 'need')} that an organisation was asked about, told ${sinceWords(period)}, went on to be asked again: ${number(reRouted.afterNo)} after a no, ${number(reRouted.afterSilence)} after a silence, ${number(reRouted.afterCouldNot)} after a “could not”. One need can count in more than one of these. ${number(reRouted.cameBackOnly)} came back and ${reRouted.cameBackOnly === 1 ? 'was' : 'were'} not asked again.`

export const noTakerSentence = ({ noTaker, period }: Measures): string =>
  noTaker.of + noTaker.notSettled + noTaker.endedOtherwise === 0
    ? `Nobody has asked ${sinceWords(period)}.`
    : `${number(noTaker.needs)} of ${plural(noTaker.of, 'need')} told ${sinceWords(period)} found nobody to take ${noTaker.of === 1 ? 'it' : 'them'} on. Not counted: ${number(noTaker.notSettled)} still being decided or asked, ${number(noTaker.endedOtherwise)} that ended for another reason.`

/** What the words of the page mean, for whoever wants to check. */
export const howItIsCounted: readonly string[] = [
  'Everything is counted from what was recorded at the time, for needs told in the chosen days. One request for help can hold several needs.',
  'A first reply is the first decision a person makes about a need: to ask an organisation, to tell the resident about a service, or to close it. An automatic “we have your request” is not a reply.',
  'A first yes is the first time an organisation accepts the need, even if it later could not do it. Done is when the organisation says so, or the outcome is told, whichever comes first.',
  'No taker means that the need was closed because nobody could help, or that every organisation asked so far said no, did not answer or could not do it after all, and none is being asked now.',
  'Half and nine in ten are the median and the 90th percentile of those counted. Where people still wait, the true figures will be longer.',
  'By neighbourhood, numbers from 1 to 4 are shown as “fewer than 5”. Where the total would give one of them away, another number is not shown either.',
]
