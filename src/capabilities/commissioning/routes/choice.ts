/** What a way was chosen on: the answers, and what the law left open on them that day, each with its rule as it stood. Kept with an agreement, so that nobody has to remember why. */
import { exactDate } from '../../../design/time-in-words.ts'
import { pounds } from '../money.ts'
import { thresholdKindOf } from './buyers.ts'
import { type Answer, chooseRoute, inOneSentence } from './choose.ts'
import { choicesOf, type FactName, type Facts, factNames, questions, readFacts } from './facts.ts'
import type { Area, LocalArea } from './local-area.ts'
import type { Reservation } from './reserve.ts'
import type { Rule } from './rules.ts'
import { type Threshold, thresholdOn } from './thresholds.ts'
import { waysToMake } from './way-names.ts'

/** A rule as it stood when it was asked: rules change, and what was decided by one must stay readable. */
export type KeptRule = Pick<Rule, 'code' | 'says' | 'from' | 'until' | 'source' | 'url'>

export interface Told {
  readonly question: string
  readonly answer: string
  /** What everybody may read; a judgement of a provider and an estimate of the value are not. */
  readonly isOpen: boolean
}

export interface Choice {
  readonly askedOn: string
  /** As in the address of the chooser: with them it gives the same answer again, by the rules of the day it is asked. */
  readonly answers: Readonly<Record<string, string>>
  readonly told: readonly Told[]
  readonly sentence: string
  readonly ways: readonly {
    readonly code: string
    readonly title: string
    readonly because: string
    readonly rule: KeptRule
  }[]
  readonly threshold: KeptRule | null
  /** The most that could be paid in all with VAT, as it was told; null where no threshold matters. */
  readonly upToInPence: number | null
  /** Whom it is kept for, each with its rules; none where it is open to all. */
  readonly keptFor: readonly (Omit<Reservation, 'rules' | 'areas' | 'may' | 'isAsked' | 'notice'> & {
    readonly areas: readonly Area[]
    readonly rules: readonly KeptRule[]
  })[]
}

/** What the public reads of it: not what somebody thought of a provider, nor what they would have paid at most. */
export type OpenChoice = Omit<Choice, 'answers' | 'told' | 'upToInPence' | 'sentence'> & {
  readonly told: readonly Pick<Told, 'question' | 'answer'>[]
}

export const openChoice = ({ answers: _, sentence: _said, upToInPence: _most, told, ...open }: Choice): OpenChoice => ({
  ...open,
  told: told.filter(({ isOpen }) => isOpen).map(({ question, answer }) => ({ question, answer })),
})

const opinions: readonly string[] = ['only', 'satisfied', 'changed', 'known']

/** Facts as words: each question with its answer. */
export const toldOf = (facts: Facts): Told[] => [
  ...factNames.flatMap(name => {
    const value = facts[name]
    return value === undefined
      ? []
      : [{ question: questions[name], answer: choicesOf(name)[value] ?? value, isOpen: !opinions.includes(name) }]
  }),
  ...(facts.on ? [{ question: questions.on, answer: exactDate(facts.on), isOpen: true }] : []),
  ...(facts.valueInPence === undefined
    ? []
    : [{ question: questions.value, answer: pounds(facts.valueInPence), isOpen: false }]),
  ...(facts.years === undefined ? [] : [{ question: questions.years, answer: String(facts.years), isOpen: true }]),
]

/** Facts as they stand in the address of the chooser. */
export const addressOf = (facts: Facts): Record<string, string> =>
  Object.fromEntries([
    ...factNames.flatMap((name: FactName) => (facts[name] === undefined ? [] : [[name, facts[name]]])),
    ...(facts.on ? [['on', facts.on]] : []),
    ...(facts.valueInPence === undefined ? [] : [['value', (facts.valueInPence / 100).toFixed(2)]]),
    ...(facts.years === undefined ? [] : [['years', String(facts.years)]]),
  ])

/** The threshold that was looked at, or the one that holds on another day; null where the answers do not say which it is. */
export const thresholdOf = ({ answers }: Pick<Choice, 'answers'>, on?: string): Threshold | null => {
  const { facts } = readFacts(answers)
  const kind = thresholdKindOf(facts)
  const day = on ?? facts.on
  return kind && day ? thresholdOn(kind, day) : null
}

const kept = ({ code, says, from, until, source, url }: Rule): KeptRule => ({ code, says, from, until, source, url })

/** The choice of a way on facts told on a day; or why it may not be taken, in a sentence. */
export const choiceOf = (
  facts: Facts,
  route: string,
  askedOn: string,
  local: LocalArea | null,
): Choice | { readonly wrong: string } => {
  const answer = chooseRoute(facts, local)
  const wrong = whyNot(answer, route) ?? whyNotKept(answer, route)
  if (wrong !== null) return { wrong }
  return {
    askedOn,
    answers: addressOf(facts),
    told: toldOf(facts),
    sentence: inOneSentence(answer),
    ways: answer.routes.map(({ code, title, because, rule }) => ({ code, title, because, rule: kept(rule) })),
    threshold: answer.threshold && kept(answer.threshold),
    upToInPence: answer.gross?.inPence ?? null,
    keptFor: askedFor(answer).map(({ code, title, says, areas, rules }) => ({
      ...{ code, title, says, areas: areas ?? [] },
      rules: rules.map(kept),
    })),
  }
}

const askedFor = ({ reservations }: Answer): Reservation[] => reservations.filter(({ isAsked }) => isAsked)

const whyNot = (answer: Answer, route: string): string | null => {
  const { state, contradictions, missing, warnings, routes } = answer
  if (state === 'contradictory') return contradictions[0]?.says ?? 'Two of the answers cannot both be.'
  if (state === 'more is needed') return `The answers do not say enough: ${missing[0]?.question ?? ''}`
  if (state === 'not covered') return warnings[0]?.says ?? 'Our tables do not reach this.'
  if (routes.some(({ code }) => code === route)) return null
  const wanted = waysToMake[route as keyof typeof waysToMake] ?? 'That'
  const open = routes.map(({ title }) => title.toLowerCase()).join('; ')
  return `“${wanted}” is not among the ways the law leaves open on these answers. ${inOneSentence(answer)} Open: ${open}.`
}

const whyNotKept = (answer: Answer, route: string): string | null => {
  const asked = askedFor(answer)
  if (asked.length > 0 && route === 'below-direct')
    return 'It is to be kept for some, and to go straight to one. What is kept for some is a competition among them: choose a competition, or keep it for nobody.'
  const not = asked.find(({ may }) => may !== true)
  return not ? `It is to be kept for ${not.title.toLowerCase()}, and that is not open. ${not.says}` : null
}
