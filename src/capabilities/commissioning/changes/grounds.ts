/**
 * On which ground an agreement may be changed while it runs, and what is published of that. Contracts at or above the threshold, and those a change lifts there: Procurement Act 2023,
 * sections 74 to 77 and schedule 8. Health care: Health Care Services (Provider Selection Regime) Regulations 2023, regulations 13 and 14. Read as they stood on 9 April 2026.
 */
import { pounds } from '../money.ts'
import { actFrom, always, rules } from '../routes/rules.ts'
import type { ChangeLaw, Regime } from './regime.ts'
import { changesTermBy, type Term } from './term.ts'

const act = 'https://www.legislation.gov.uk/ukpga/2023/54'
const selection = 'https://www.legislation.gov.uk/uksi/2023/1348'

interface Ground {
  readonly title: string
  readonly under: readonly Regime[]
  /** The most the value may grow by one change, in percent of what the contract was worth before it. */
  readonly mostGrowth?: number
  /** The most the value may grow or shrink by one change, in percent; and all changes on this ground stay below the threshold together. */
  readonly smallChange?: { readonly works: number; readonly others: number }
  /** The most the term may change, in percent of the longest term that was awarded. */
  readonly mostTermPercent?: number
  /** Only who does it changes, and nothing else. */
  readonly changesProviderAlone?: true
  /** All changes since the award stay below this amount, or below this part of what was awarded. */
  readonly cumulative?: { readonly belowPence: number; readonly belowPercent: number }
  /** Only for contracts awarded by one of these ways. */
  readonly ways?: readonly string[]
  readonly source: string
  readonly url: string
  readonly from: string
}

const schedule = (paragraph: string) => ({
  under: ['the act'] as const,
  source: `Procurement Act 2023, schedule 8, ${paragraph}`,
  url: `${act}/schedule/8`,
  from: actFrom,
})
const section74 = (subsection: string) => ({
  source: `Procurement Act 2023, section 74${subsection}`,
  url: `${act}/section/74`,
  from: actFrom,
})
const regulation = (number: 13 | 14, paragraph: string) => ({
  under: ['health care'] as const,
  source: `Provider Selection Regime Regulations 2023, regulation ${number}${paragraph}`,
  url: `${selection}/regulation/${number}`,
  from: '2024-01-01',
})

/** From this on the whole change since the award, with VAT, is published of health care (regulation 13(4)). */
export const selectionNoticeFromPence = 50_000_000
/** Of a contract worth more, the change itself is published (section 77). */
const copyAbovePence = 500_000_000
/** A change of the value by no more than this needs no notice before (section 75(2)(a)), nor one of the term by no more than this (b). */
const noticeAbove = { works: 15, others: 10, term: 10 }

const all = {
  'provided for': {
    title: 'The contract and its notice provided for it, unambiguously, and its overall nature stays',
    ...schedule('paragraph 1'),
  },
  urgency: {
    title:
      'Extreme and unavoidable urgency, or to protect life: it could be awarded straight to somebody on that ground',
    ...schedule('paragraphs 2 and 3'),
  },
  unforeseeable: {
    title: 'Nobody could reasonably have foreseen it before the award, and its overall nature stays',
    mostGrowth: 50,
    ...schedule('paragraph 4'),
  },
  'known risk': {
    title:
      'A risk that the notice named for this came true by nobody’s doing, the change goes no further than needed, and a new contract would not serve the public',
    mostGrowth: 50,
    ...schedule('paragraphs 5 to 7'),
  },
  additional: {
    title:
      'More goods, services or works are needed, and from somebody else they would not fit: that would mean disproportionate difficulties and paying much of it twice',
    mostGrowth: 50,
    ...schedule('paragraph 8'),
  },
  restructuring: {
    title: 'Whoever does it was taken over or restructured, and whoever follows is not excluded',
    changesProviderAlone: true,
    ...schedule('paragraph 9'),
  },
  'not substantial': {
    title:
      'It is not substantial: nothing of another kind is bought, the balance does not shift to the supplier, and the term changes by 10 % at most of the longest awarded',
    under: ['the act'],
    mostTermPercent: 10,
    ...section74('(3)'),
  },
  'below threshold': {
    title:
      'A small change of value, by itself 10 % at most for goods and services, 15 % for works; nothing of another kind is bought, and all such changes stay below the threshold together',
    under: ['the act'],
    smallChange: { works: 15, others: 10 },
    ...section74('(4) to (6)'),
  },
  'below the threshold': {
    title: 'It is below the threshold with this change too: no ground is asked for',
    under: ['below'],
    ...section74('(1)'),
  },
  'light touch': {
    title: 'It is a light touch contract: no ground is asked for',
    under: ['light touch'],
    ...section74('(2)'),
  },
  grant: {
    title: 'It is a grant, and stays one: no service becomes owed by the change',
    under: ['grant'],
    source: rules.grant.source,
    url: rules.grant.url,
    from: always,
  },
  'pool agreement': {
    title:
      'The written agreement of the pool says how it is changed, and that was done. What is bought from it is under its own rules',
    under: ['pool'],
    source: rules.poolWritten.source,
    url: rules.poolWritten.url,
    from: always,
  },
  'selection provided for': {
    title: 'The contract provided for it, clearly and unambiguously',
    ...regulation(13, '(1)(a)'),
  },
  'selection successor': {
    title:
      'Only who provides it changes, by a takeover, merger, sale or insolvency, and whoever follows meets the basic criteria',
    changesProviderAlone: true,
    ...regulation(13, '(1)(b)'),
  },
  'selection outside': {
    title: 'Something from outside, which neither side decides, such as how many people come; its character stays',
    ...regulation(13, '(1)(c)'),
  },
  'selection decided': {
    title:
      'We decided it, its character stays, and all changes since the award are below £500,000 or below 25 % of what was awarded',
    cumulative: { belowPence: 50_000_000, belowPercent: 25 },
    ...regulation(13, '(1)(d) and (2)'),
  },
  'selection same character': {
    title: 'It was awarded by direct award A or B, and its character stays',
    ways: ['psr-direct-a', 'psr-direct-b'],
    ...regulation(13, '(3)'),
  },
  'selection urgent': {
    title:
      'It is urgent, we could not foresee it and did not cause it, and waiting would put patients or the public at risk',
    ...regulation(14, '(2)'),
  },
  'advice taken': {
    title:
      'Which law this change is under is not settled here: legal or procurement advice was taken, and whose it was stands in the reason',
    under: ['not settled'],
    source: 'Nothing is written down here that says which law it is',
    url: `${act}/section/74`,
    from: always,
  },
} as const satisfies Record<string, Ground>

export type GroundCode = keyof typeof all
export const grounds: Readonly<Record<GroundCode, Ground>> = all
export const groundCodes = Object.keys(all) as GroundCode[]

/** The grounds a change can stand on at all: under a law, by the way an agreement was made. */
export const groundsUnder = (regime: Regime, route: string): GroundCode[] =>
  groundCodes.filter(code => grounds[code].under.includes(regime) && (grounds[code].ways?.includes(route) ?? true))

export interface Change extends Term {
  readonly law: ChangeLaw
  readonly route: string
  readonly isWorks: boolean
  /** The most that could be paid in all, with extensions and VAT: before this change, after it, and as it was awarded. */
  readonly before: number
  readonly after: number
  readonly awarded: number
  /** What earlier changes on the ground of a small change added. */
  readonly smallSoFar: number
  /** What it was worth before the earliest change with which this one could reasonably have been made; null where it stands alone (section 74(7) and (8), section 75(4)). */
  readonly togetherBefore: number | null
}

const changesBy = (from: number, to: number, percent: number): boolean => Math.abs(to - from) * 100 > from * percent

/** Why a ground does not carry a change, or null. */
export const groundRefuses = (code: GroundCode, change: Change): string | null => {
  const { law, route, before, after, awarded, isWorks, togetherBefore } = change
  const ground = grounds[code]
  if (!groundsUnder(law.regime, route).includes(code)) return anotherLaw(change)
  const from = togetherBefore ?? before
  const one = togetherBefore === null ? 'one change' : 'all that could have been one change'
  if (ground.mostGrowth !== undefined && after > from && changesBy(from, after, ground.mostGrowth))
    return `On this ground the value may grow by ${ground.mostGrowth} % at most by ${one}: from ${pounds(from)} with VAT to ${pounds(after)} is more.`
  if (ground.smallChange) {
    const most = isWorks ? ground.smallChange.works : ground.smallChange.others
    if (changesBy(from, after, most))
      return `On this ground the value may change by ${most} % at most by ${one}: from ${pounds(from)} with VAT to ${pounds(after)} is more.`
    if (!law.threshold)
      return 'On this ground all such changes stay below the threshold together, and which threshold that is does not stand in what its way was chosen on. Choose another ground.'
    const together = change.smallSoFar + Math.max(0, after - before)
    if (together >= law.threshold.pence)
      return `On this ground all such changes together stay below the threshold of ${pounds(law.threshold.pence)}: they come to ${pounds(together)}.`
  }
  if (ground.mostTermPercent !== undefined && changesTermBy(change, ground.mostTermPercent))
    return `On this ground the term may change by ${ground.mostTermPercent} % at most of the longest that was awarded, all changes together.`
  if (ground.changesProviderAlone && (after !== before || change.untilAfter !== change.untilBefore))
    return 'On this ground only who does it changes: neither the money nor the term.'
  if (ground.cumulative) {
    const { belowPence, belowPercent } = ground.cumulative
    const by = Math.abs(after - awarded)
    if (by >= belowPence && by * 100 >= awarded * belowPercent)
      return `On this ground all changes since the award stay below ${pounds(belowPence)} or below ${belowPercent} % of it: they come to ${pounds(by)} of ${pounds(awarded)}.`
  }
  return null
}

const anotherLaw = ({ law: { regime, threshold }, before, after }: Change): string => {
  if (regime === 'the act' && threshold && before < threshold.pence && after >= threshold.pence)
    return `With this change it comes to ${pounds(after)} with VAT, and the threshold is ${pounds(threshold.pence)}: it becomes a contract under the whole Act and needs one of its grounds.`
  const why: Readonly<Record<Regime, string>> = {
    'the act': 'This contract is at or above the threshold: choose a ground of the Act.',
    'health care': 'Health care is changed under the Provider Selection Regime: choose one of its grounds.',
    'light touch': 'It is a light touch contract: choose that.',
    below: 'It is below the threshold with this change too: choose that.',
    grant: 'It is a grant: choose that.',
    pool: 'It is a pool: choose that its own agreement was followed.',
    'not settled': 'Which law this change is under is not settled here: ask, and choose that advice was taken.',
  }
  return why[regime]
}

/**
 * Whether something is published of a change. Under the Act we ask for the contract change notice as soon as either the value or the term changes by more than it lets pass, by itself
 * or with all changes since the award: whether one small change excuses another large one (section 75(2) says "or") is not settled, and a notice too many harms nobody.
 */
export const needsChangeNotice = (code: GroundCode, change: Change): boolean => {
  const { law, before, after, awarded, isWorks, togetherBefore } = change
  if (law.regime === 'health care')
    return code === 'selection urgent' || Math.abs(after - awarded) >= selectionNoticeFromPence
  if (law.regime !== 'the act') return false
  const most = isWorks ? noticeAbove.works : noticeAbove.others
  return (
    code === 'restructuring' ||
    [before, awarded, togetherBefore ?? before].some(from => changesBy(from, after, most)) ||
    changesTermBy(change, noticeAbove.term)
  )
}

/** What is published, and by when, of a change that needs it. */
export const noticeSays = (ground: string, estimatedAfterInPence: number | null): string => {
  if (ground === 'selection urgent')
    return 'A notice of the urgent change is submitted within 30 days of it (Provider Selection Regime Regulations 2023, regulation 14(4)).'
  if (ground.startsWith('selection '))
    return 'All changes since the award come to £500,000 or more: a notice of the change is submitted within 30 days of it, where we decided it (Provider Selection Regime Regulations 2023, regulation 13(4)); NHS England asks for one whoever did.'
  return `A contract change notice (UK10) is published before it takes effect (Procurement Act 2023, section 75).${
    (estimatedAfterInPence ?? 0) > copyAbovePence
      ? ' It is worth more than £5 million: a copy of the contract as changed, or of the change, is published within 90 days (section 77).'
      : ''
  }`
}

/** A ground as it is named on pages; of one from before grounds were told apart by law, what was written down. */
export const groundTitle = (code: string): string => {
  if (code === 'freely') return 'Freely: as a grant, a light touch contract, or one below the threshold'
  return Object.hasOwn(grounds, code) ? grounds[code as GroundCode].title : code
}
