import { type Activity, type CheckLevel, checkLevels, type Workforce } from '../words.ts'
import { type CheckRule, checkRules, ruleHolds } from './check-rules.ts'
import type { Circumstances } from './circumstances.ts'

/** Where the rules of England and Wales do not hold. */
export type Nation = 'england and wales' | 'scotland' | 'northern ireland'

/** What is needed besides a criminal record check. */
export interface Minimum {
  /** Somebody saw who they are. */
  readonly identity: boolean
  readonly references: 0 | 2
  /** Codes of trainings (`trainings.ts`). */
  readonly trainings: readonly string[]
  /** What the volunteer is told when they are asked: theirs to do or to have, and looked up by nobody here. */
  readonly also: readonly string[]
}

/** The check a need asks for, and why. */
export interface CheckAnswer {
  readonly level: CheckLevel
  /** Null where no check is asked for. */
  readonly workforce: Workforce | null
  /** A sentence for the page. */
  readonly because: string
  readonly source: {
    readonly whose: 'law' | 'ours'
    readonly law: string
    readonly url: string
    readonly from: string
  } | null
  readonly minimum: Minimum
  /** Set where the law of another nation decides: a coordinator asks there before anybody is asked to help. */
  readonly askElsewhere: string | null
}

const rank = (level: CheckLevel): number => Object.keys(checkLevels).indexOf(level)

/** True when a level is as much as another or more. */
export const isAtLeast = (level: CheckLevel, other: CheckLevel): boolean => rank(level) >= rank(other)

const elsewhere: Readonly<Record<Exclude<Nation, 'england and wales'>, string>> = {
  scotland:
    'Other rules hold in Scotland: the PVG scheme of Disclosure Scotland, which regulated roles must join since 1 April 2025. Ask Volunteer Scotland or Disclosure Scotland (mygov.scot/disclosure) which roles those are.',
  'northern ireland':
    'Other rules hold in Northern Ireland. Ask AccessNI (nidirect.gov.uk/accessni) which check this needs.',
}

/**
 * The check a need asks for: from the person helped, how and how often, not from the name of the activity alone. Never more than is eligible; the highest
 * row that holds on the day counts.
 * @param on 'YYYY-MM-DD', the day of the task.
 */
export const checkFor = (
  activity: Activity,
  circumstances: Circumstances,
  on: string,
  nation: Nation = 'england and wales',
  rules: readonly CheckRule[] = checkRules,
): CheckAnswer => {
  const minimum = minimumFor(activity, circumstances)
  if (nation !== 'england and wales')
    return {
      level: 'none',
      workforce: null,
      because: elsewhere[nation],
      source: null,
      minimum,
      askElsewhere: elsewhere[nation],
    }
  const holding = rules.filter(row => ruleHolds(row, activity, circumstances, on))
  const rule = holding.reduce<CheckRule | null>(
    (best, row) => (best && isAtLeast(best.level, row.level) ? best : row),
    null,
  )
  if (!rule)
    return {
      level: 'none',
      workforce: null,
      because: 'No check: nothing here makes one needed, and the law lets nobody ask for more than is needed.',
      source: null,
      minimum,
      askElsewhere: null,
    }
  const { level, whose, law, url, from } = rule
  // Help that is for an adult and for children at once asks for both.
  const highest = new Set(holding.filter(row => row.level === level).map(row => row.workforce))
  const workforce = highest.has('adult') && highest.has('child') ? 'adult and child' : rule.workforce
  return {
    level,
    workforce,
    because: `${checkLevels[level].label}, because ${rule.because}.`,
    source: { whose, law, url, from },
    minimum,
    askElsewhere: null,
  }
}

/** Somebody must have seen who a volunteer is before they meet or ring anybody; among staff at a hub they are not alone with anybody. */
export const needsIdentity = (activity: Activity): boolean => activity !== 'at a hub'

/**
 * What is needed besides a criminal record check. Identity, references and trainings are our own rule, in force from 22 November 2026: no law asks for them. A licence and
 * insurance the law asks of every driver (Road Traffic Act 1988, sections 87 and 143); nobody here looks at them, so whoever is asked is told.
 */
export const minimumFor = (activity: Activity, { contact, handlesMoney, withChildren }: Circumstances): Minimum => ({
  identity: needsIdentity(activity),
  references: (contact === 'phone' || contact === 'at a hub') && !withChildren ? 0 : 2,
  trainings: [
    ...(activity === 'at a hub' ? ['food hygiene'] : []),
    ...(['phone call', 'visit', 'forms', 'online'].includes(activity) || contact === 'home' || withChildren
      ? ['safeguarding basics']
      : []),
    ...(activity === 'phone call' ? ['phone company'] : []),
    ...(contact === 'home' ? ['lone visiting'] : []),
    ...(handlesMoney ? ['money and receipts'] : []),
  ],
  also: [
    ...(activity === 'lift' ? ['Have a driving licence, and car insurance that covers volunteering.'] : []),
    ...(activity === 'prescription'
      ? [
          'Have the name and the code the pharmacy asks for. Medicines that must be signed for by the patient are not collected.',
        ]
      : []),
    ...(activity === 'shopping' || handlesMoney
      ? ['Never take a bank card or a PIN. Pay by link, voucher or cash counted together, and keep the receipt.']
      : []),
  ],
})

/** The nation whose rules hold, from the codes of a place's districts (ONS: E, W, S, N). */
export const nationOf = (ladCodes: readonly string[]): Nation => {
  const first = ladCodes[0]?.[0]
  return first === 'S' ? 'scotland' : first === 'N' ? 'northern ireland' : 'england and wales'
}
