/** Which ways the law leaves open, from facts: pure, and every step with the rule it rests on. It is not legal advice, and says so. */
import { pounds } from '../money.ts'
import { isCentral, isRelevantForHealth, thresholdKindOf } from './buyers.ts'
import { type Contradiction, contradictionsIn } from './contradictions.ts'
import { type FactName, type Facts, questions } from './facts.ts'
import { type Gross, grossOf } from './gross.ts'
import type { LocalArea } from './local-area.ts'
import { type Reservation, reservationsOf } from './reserve.ts'
import { actFrom, holdsOn, type Rule, rules } from './rules.ts'
import { knownUntil, notifiableFromPence, type Threshold, thresholdOn } from './thresholds.ts'
import { aboveRoutes, belowRoutes, grantRoutes, poolRoutes, type Route, selectionRoutes } from './ways.ts'

export const notAdvice =
  'This is not legal advice. It applies published rules to what you told it. Ask your legal or procurement team before you act on it.'

export interface Answer {
  readonly facts: Facts
  /** 'answered', or why not: more must be told, answers contradict each other, or our tables do not reach. */
  readonly state: 'answered' | 'more is needed' | 'contradictory' | 'not covered'
  readonly missing: readonly { readonly field: string; readonly question: string }[]
  readonly contradictions: readonly Contradiction[]
  readonly gross: Gross | null
  readonly threshold: Threshold | null
  /** Whether the value is at the threshold or above it; null where no threshold matters. */
  readonly isAbove: boolean | null
  readonly isNotifiable: boolean | null
  readonly routes: readonly Route[]
  readonly reservations: readonly Reservation[]
  readonly warnings: readonly { readonly says: string; readonly rule: Rule | null }[]
  readonly notAdvice: string
}

/** Health care that its relevant authorities arrange in England is under the Provider Selection Regime. */
const isSelection = (facts: Facts): boolean =>
  facts.form === 'contract' &&
  facts.health === 'yes' &&
  isRelevantForHealth(facts) &&
  holdsOn(rules.selection, facts.on ?? '')

const neededFor = (facts: Facts): (FactName | 'on' | 'value')[] => {
  if (facts.form === undefined) return ['nation', 'buyer', 'on', 'form']
  if (facts.form === 'grant') return ['nation', 'buyer', 'on', 'owed']
  if (facts.form === 'pool') return ['nation', 'buyer', 'on']
  const always: (FactName | 'on' | 'value')[] = ['nation', 'buyer', 'on', 'what']
  const service: FactName[] = facts.what === 'services' ? ['health'] : []
  if (isSelection(facts)) {
    const existing: FactName[] = facts.existing === 'yes' ? ['only'] : []
    const free = facts.only !== 'yes'
    const left = free && facts.choice === 'no'
    const incumbent: FactName[] = left && facts.existing === 'yes' ? ['satisfied', 'changed'] : []
    return [
      ...always,
      ...service,
      'existing',
      ...existing,
      ...(free ? (['choice'] as const) : []),
      ...incumbent,
      ...(left ? (['known'] as const) : []),
    ]
  }
  const light: FactName[] = facts.what === 'services' ? ['light'] : []
  const concession: FactName[] = facts.what === 'goods' ? [] : ['concession']
  const where: FactName[] = facts.area === 'county' ? ['inside'] : facts.area === 'combined' ? ['joint'] : []
  return [...always, ...service, ...light, ...concession, 'value', 'vat', ...where]
}

const isTold = (facts: Facts, name: FactName | 'on' | 'value'): boolean =>
  (name === 'value' ? facts.valueInPence : facts[name]) !== undefined

const unanswered = (facts: Facts, more: Partial<Answer>): Answer => ({
  facts,
  state: 'more is needed',
  missing: [],
  contradictions: [],
  gross: null,
  threshold: null,
  isAbove: null,
  isNotifiable: null,
  routes: [],
  reservations: [],
  warnings: [],
  notAdvice,
  ...more,
})

/** What may be done with these facts; with the areas by name where the place has told its local one. */
export const chooseRoute = (facts: Facts, local: LocalArea | null = null): Answer => {
  const contradictions = contradictionsIn(facts)
  if (contradictions.length > 0) return unanswered(facts, { state: 'contradictory', contradictions })
  const missing = neededFor(facts)
    .filter(name => !isTold(facts, name))
    .map(field => ({ field, question: questions[field] }))
  if (missing.length > 0) return unanswered(facts, { missing })
  const on = facts.on ?? ''
  const notCovered = (says: string, rule: Rule | null) =>
    unanswered(facts, { state: 'not covered', warnings: [{ says, rule }] })
  if (facts.nation === 'elsewhere')
    return notCovered(
      'These tables are for England. Wales, Scotland and Northern Ireland have amounts and rules of their own.',
      null,
    )
  if (facts.form === 'grant') return unanswered(facts, { state: 'answered', routes: grantRoutes() })
  if (facts.form === 'pool') return unanswered(facts, { state: 'answered', routes: poolRoutes() })
  if (isSelection(facts))
    return unanswered(facts, { state: 'answered', routes: selectionRoutes(facts), ...selectionWarnings(facts) })
  const kind = thresholdKindOf(facts)
  if (!kind)
    return notCovered(
      'Not settled: the NHS Business Services Authority is a central government authority with its lower threshold, and other NHS bodies are one only where the list names them or whom they follow. Look yours up there, and answer “Central government” or “Another public body”.',
      rules.centralList,
    )
  const threshold = thresholdOn(kind, on)
  if (!threshold)
    return notCovered(
      `What begins before ${actFrom} is under the Public Contracts Regulations 2015, which stand in no table here.`,
      rules.act,
    )
  return byValue(facts, threshold, on, local)
}

const selectionWarnings = (facts: Facts): Pick<Answer, 'warnings'> => ({
  warnings:
    facts.light === 'yes'
      ? [
          {
            says: 'It is also a light touch service: the Provider Selection Regime goes before that.',
            rule: rules.selection,
          },
        ]
      : [],
})

const byValue = (facts: Facts, threshold: Threshold, on: string, local: LocalArea | null): Answer => {
  const gross = grossOf(facts)
  const isAbove = gross.reaches(threshold.pence)
  const isRegulated = facts.concession !== 'yes' && facts.buyer !== 'utility' && facts.buyer !== 'school'
  const from = isCentral(facts) || facts.buyer === 'nhs' ? notifiableFromPence.central : notifiableFromPence.others
  const isNotifiable = !isAbove && isRegulated && gross.reaches(from)
  const reservations = reservationsOf(facts, isAbove, on, local)
  const warnings = [
    ...gross.warnings,
    ...nhsWarnings(facts, threshold),
    ...(on > knownUntil
      ? [
          {
            says: `The amounts are reviewed for January 2028: those of ${threshold.from} are used here and may be others by then.`,
            rule: threshold,
          },
        ]
      : []),
    ...(!isAbove && !isRegulated
      ? [
          {
            says:
              facts.buyer === 'school'
                ? 'Schools need not follow part 6 below the threshold.'
                : 'Concessions and utilities are not regulated below the threshold.',
            rule: facts.buyer === 'school' ? rules.schools : rules.notifiableSubCentral,
          },
        ]
      : []),
    ...(facts.health === 'yes'
      ? [
          {
            says: 'Health care that integrated care boards, NHS England, NHS trusts, councils and combined authorities arrange is under the Provider Selection Regime. You said you are none of them.',
            rule: rules.selection,
          },
        ]
      : []),
  ]
  return {
    ...unanswered(facts, { state: 'answered' }),
    gross,
    threshold,
    isAbove,
    isNotifiable,
    routes: isAbove ? aboveRoutes(facts, gross) : belowRoutes(facts, isNotifiable, reservations),
    reservations,
    warnings,
  }
}

/** Why an NHS body is looked at with the one threshold or the other, where they differ. */
const nhsWarnings = ({ buyer }: Facts, { kind }: Threshold): Answer['warnings'] => {
  if (buyer === 'nhs')
    return [
      {
        says: 'Whether you are a central government authority is not settled here: below the threshold notices are asked for from £12,000, as of one.',
        rule: rules.centralList,
      },
    ]
  if (buyer === 'icb' && kind === 'sub-central')
    return [
      {
        says: 'Integrated care boards are not in the list of central government authorities: the threshold of the others is looked at.',
        rule: rules.centralList,
      },
    ]
  return kind === 'central' && (buyer === 'nhs-trust' || buyer === 'nhs-england')
    ? [
        {
          says: 'NHS England, NHS trusts and NHS foundation trusts are in the list of central government authorities: their lower threshold is looked at.',
          rule: rules.centralList,
        },
      ]
    : []
}

/** The answer in one sentence. */
export const inOneSentence = ({ state, gross, threshold, isAbove, routes }: Answer): string => {
  if (state === 'contradictory') return 'Two of your answers cannot both be.'
  if (state === 'more is needed') return 'Tell a little more.'
  if (state === 'not covered') return 'Our tables do not reach this.'
  if (!gross || !threshold)
    return routes.length === 1 ? `One way is open: ${routes[0]?.title}.` : `${routes.length} ways are open.`
  return `${pounds(gross.inPence)} with VAT is ${isAbove ? 'at or above' : 'below'} the threshold of ${pounds(threshold.pence)}.`
}
