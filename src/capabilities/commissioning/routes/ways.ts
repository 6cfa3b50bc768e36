/** The ways themselves, each with its steps in their order. */
import type { Facts } from './facts.ts'
import type { Gross } from './gross.ts'
import type { Reservation } from './reserve.ts'
import { holdsOn, type Rule, type RuleName, rules } from './rules.ts'
import { measuresAbovePence } from './thresholds.ts'

export interface Step {
  /** What is to be done. */
  readonly says: string
  readonly when: string
  /** The notice, by its number on the central digital platform. */
  readonly notice: string | null
  readonly rule: Rule
}

export interface Route {
  readonly code: string
  readonly title: string
  /** 'must': no other way is left. */
  readonly may: 'may' | 'must'
  readonly because: string
  readonly rule: Rule
  readonly steps: readonly Step[]
}

const step = (rule: RuleName, when: string, notice: string | null = null): Step => ({
  says: rules[rule].says,
  when,
  notice,
  rule: rules[rule],
})

export const grantRoutes = (): Route[] => [
  {
    code: 'grant',
    title: 'A grant',
    may: 'may',
    because: 'Money for a purpose, and no service owed in return.',
    rule: rules.grant,
    steps: [
      step('grant', 'First'),
      step('grantVat', 'Before you say how much'),
      step('subsidy', 'Before you award it'),
    ],
  },
]

export const poolRoutes = (): Route[] => [
  {
    code: 'section-75',
    title: 'A partnership under section 75 of the NHS Act 2006',
    may: 'may',
    because: 'A council and an NHS body put money for health and care into one pool.',
    rule: rules.pool,
    steps: [
      step('pool', 'First'),
      step('poolWritten', 'Before money goes in'),
      step('poolBuys', 'Before anything is bought from it'),
    ],
  },
]

const ofBidders: Readonly<Record<string, string>> = { anyone: 'below-open', few: 'below-quotes', one: 'below-direct' }

export const belowRoutes = (facts: Facts, isNotifiable: boolean, reservations: readonly Reservation[]): Route[] => {
  const isRegulated = facts.concession !== 'yes' && facts.buyer !== 'utility' && facts.buyer !== 'school'
  const details = isNotifiable
    ? [step('belowDetailsNotice', 'After it is entered into, as soon as reasonably practicable', 'UK7')]
    : []
  const asked = reservations.filter(({ isAsked, may }) => isAsked && may === true)
  const reserved = [...new Set(asked.flatMap(({ notice }) => notice ?? []))].map(rule => ({
    says: rule.says,
    when: 'In the notice or the advertisement',
    notice: null,
    rule,
  }))
  const suitability = isRegulated ? [step('noSuitabilityStage', 'While it is open')] : []
  const value = step('value', 'First')
  const routes: Route[] = [
    {
      code: 'below-open',
      title: 'A competition that is advertised',
      may: 'may',
      because: 'Anyone may bid, or anyone it is kept for.',
      rule: rules.freeChoice,
      steps: [
        value,
        ...(isNotifiable ? [step('belowTenderNotice', 'Before it is advertised anywhere else', 'UK4')] : []),
        ...reserved,
        ...suitability,
        ...details,
      ],
    },
    {
      code: 'below-quotes',
      title: 'Quotes from a few',
      may: 'may',
      because: 'You ask those you choose; it is not advertised, so there is no tender notice.',
      rule: rules.freeChoice,
      steps: [value, ...suitability, ...details],
    },
    {
      code: 'below-direct',
      title: 'Straight to one',
      may: 'may',
      because: 'Below the threshold the law does not ask for a competition. Your own standing orders may.',
      rule: rules.freeChoice,
      steps: [value, ...details],
    },
  ]
  const wanted = facts.bidders === undefined ? null : ofBidders[facts.bidders]
  return routes.filter(({ code }) => wanted === null || code === wanted)
}

export const aboveRoutes = (facts: Facts, gross: Gross): Route[] => {
  const on = facts.on ?? ''
  const isLight = facts.light === 'yes'
  const before = [step('value', 'First'), step('engagementNotice', 'Before the tender notice', 'UK2')]
  const hasMeasures = gross.exceeds(measuresAbovePence) && !isLight && facts.concession !== 'yes'
  const after = [
    isLight
      ? step('lightAwardNotice', 'Before it is entered into', 'UK6')
      : step('awardNotice', 'Before it is entered into; wait 8 working days, the day of the notice counted', 'UK6'),
    ...(hasMeasures ? [step('metrics', 'Before it is entered into', 'UK7')] : []),
    isLight
      ? step('lightDetailsNotice', 'Within 120 days of entering into it', 'UK7')
      : step('detailsNotice', 'After it is entered into', 'UK7'),
    ...(hasMeasures && holdsOn(rules.performanceNotice, on)
      ? [step('performanceNotice', 'At least every 12 months, and at the end', 'UK9')]
      : []),
    ...(holdsOn(rules.payments, on) ? [step('payments', 'Every quarter')] : []),
  ]
  const routes: Route[] = [
    {
      code: isLight ? 'light-competition' : 'above-competition',
      title: isLight ? 'A light touch competition' : 'A competition under the Act',
      may: facts.bidders === 'one' ? 'may' : 'must',
      because: isLight
        ? 'At or above the light touch threshold.'
        : 'At or above the threshold a competition is the rule.',
      rule: isLight ? rules.lightTouch : rules.publicContract,
      steps: [
        ...before,
        step('lots', 'Before the tender notice'),
        step('tenderNotice', 'To begin', 'UK4'),
        ...(isLight ? [] : [step('tenderingPeriod', 'From the tender notice')]),
        ...after,
      ],
    },
    {
      code: isLight ? 'light-direct' : 'above-direct',
      title: 'Straight to one, on a ground of the Act',
      may: 'may',
      because: 'Only where one of the grounds of schedule 5 is there: say which.',
      rule: rules.directAward,
      steps: [step('value', 'First'), step('directAward', 'Before it is awarded', 'UK5'), ...after],
    },
  ]
  // A few chosen beforehand are no competition under the Act: whoever says so sees the competition, which is open to all.
  return facts.bidders === 'one' || facts.bidders === undefined ? routes : routes.slice(0, 1)
}

/** The decision of the Provider Selection Regime, in the order NHS England asks it. */
export const selectionRoutes = (facts: Facts): Route[] => {
  const records = step('selectionRecords', 'While you decide')
  const confirmed = [records, step('selectionNotice30', 'Within 30 days of the award')]
  const standing = [records, step('selectionStandstill', 'Before it is entered into')]
  const one = (code: string, title: string, may: Route['may'], rule: RuleName, steps: readonly Step[]): Route => ({
    code,
    title,
    may,
    because: rules[rule].says,
    rule: rules[rule],
    steps,
  })
  if (facts.existing === 'yes' && facts.only === 'yes')
    return [one('psr-direct-a', 'Direct award A', 'must', 'selectionA', confirmed)]
  if (facts.choice === 'yes') return [one('psr-direct-b', 'Direct award B', 'must', 'selectionB', confirmed)]
  const continues = facts.existing === 'yes' && facts.satisfied === 'yes' && facts.changed === 'no'
  return [
    ...(continues ? [one('psr-direct-c', 'Direct award C', 'may', 'selectionC', standing)] : []),
    ...(facts.known === 'yes'
      ? [one('psr-most-suitable', 'Most suitable provider', 'may', 'selectionSuitable', standing)]
      : []),
    one('psr-competitive', 'Competitive process', 'may', 'selectionCompetitive', standing),
  ]
}
