import type { Activity, CheckLevel, Workforce } from '../words.ts'
import type { Circumstances } from './circumstances.ts'

/** What must be so for a rule to hold; what is not named does not matter. Every part only asks for more, so that saying more never lowers a check. */
export interface CheckCondition {
  readonly activities?: readonly Activity[]
  readonly cannotManage?: true
  readonly handlesMoney?: true
  readonly toOrFromCare?: true
  readonly personalCare?: true
  readonly actsForThem?: true
  readonly qualifyingService?: true
  readonly inTheHome?: true
  readonly timesAMonth?: number
}

/** One row of the table of checks. */
export interface CheckRule {
  readonly level: Exclude<CheckLevel, 'none'>
  readonly workforce: Workforce
  readonly when: CheckCondition
  /** First and last day it holds; null while no end is known. */
  readonly from: string
  readonly until: string | null
  /** Whose rule it is: what the law lets us ask for, or what we ask for within it. */
  readonly whose: 'law' | 'ours'
  readonly law: string
  readonly url: string
  /** Why, to a coordinator: the middle of "Asked for because …". */
  readonly because: string
}

const regulated = {
  level: 'enhanced with barred list',
  workforce: 'adult',
  whose: 'law',
  from: '2012-09-10',
  until: null,
  law: 'Safeguarding Vulnerable Groups Act 2006, schedule 4, paragraph 7, as replaced by the Protection of Freedoms Act 2012, section 66',
  url: 'https://www.legislation.gov.uk/ukpga/2006/47/schedule/4/part/2',
} as const

const often = 4

/**
 * Which check may be asked for, and is, in England and Wales: dated rows, the highest that holds counts. A row of the law is for what a barred person must not do, or
 * what the law makes eligible; where none holds, a standard or enhanced check would be unlawful to ask for, and the most we ask is a basic one, which anybody may be asked
 * for. Not legal advice: the DBS's eligibility tool decides in doubt (gov.uk/find-out-dbs-check; DBS leaflet "Regulated activity with adults", 21 February 2025).
 */
export const checkRules: readonly CheckRule[] = [
  {
    ...regulated,
    when: { personalCare: true, cannotManage: true },
    because:
      'it is personal care for somebody who needs it because of age, illness or disability; doing it once is enough',
  },
  {
    ...regulated,
    when: { activities: ['shopping'], cannotManage: true },
    because:
      'it is shopping for somebody who cannot do it because of age, illness or disability; doing it once is enough',
  },
  {
    ...regulated,
    when: { handlesMoney: true, cannotManage: true },
    because:
      'it is help with the cash or bills of somebody who cannot manage them because of age, illness or disability; doing it once is enough',
  },
  {
    ...regulated,
    when: { actsForThem: true },
    because: 'the volunteer conducts their affairs for them, by a power of attorney, as deputy, appointee or advocate',
  },
  {
    ...regulated,
    law: 'Safeguarding Vulnerable Groups Act 2006, schedule 4, paragraph 7(1)(f), and SI 2012/2112',
    url: 'https://www.legislation.gov.uk/uksi/2012/2112/contents',
    when: { activities: ['lift'], toOrFromCare: true, cannotManage: true },
    because:
      'it is a drive to or from health care, personal care or social work for somebody who needs it because of age, illness or disability',
  },
  {
    level: 'enhanced',
    workforce: 'adult',
    whose: 'law',
    from: '2012-09-10',
    until: null,
    law: 'Police Act 1997 (Criminal Records) Regulations 2002 (SI 2002/233), regulations 5A and 5B',
    url: 'https://www.legislation.gov.uk/uksi/2002/233/contents',
    when: {
      activities: ['shopping', 'lift', 'phone call', 'visit', 'odd jobs', 'online', 'forms'],
      qualifyingService: true,
      timesAMonth: often,
    },
    because:
      'the same volunteer helps somebody who receives a health or social care service, four times a month or more',
  },
  // Until the Protection of Freedoms Act 2012 the law asked how often, not what: kept so that what was decided then can be understood.
  {
    level: 'enhanced with barred list',
    workforce: 'adult',
    whose: 'law',
    from: '2009-10-12',
    until: '2012-09-09',
    law: 'Safeguarding Vulnerable Groups Act 2006, schedule 4, paragraph 7, as first in force',
    url: 'https://www.legislation.gov.uk/ukpga/2006/47/schedule/4/part/2/2012-03-14',
    when: {
      activities: ['shopping', 'lift', 'phone call', 'visit', 'odd jobs', 'online', 'forms'],
      qualifyingService: true,
      timesAMonth: often,
    },
    because: 'it was regular help for a vulnerable adult, as the law then said',
  },
  {
    level: 'basic',
    workforce: 'not applicable',
    whose: 'ours',
    from: '2018-01-17',
    until: null,
    law: 'Our own rule. Anybody may be asked for a basic check (Police Act 1997, section 112); the DBS issues them since 17 January 2018',
    url: 'https://www.legislation.gov.uk/ukpga/1997/50/section/112',
    when: { inTheHome: true },
    because: 'the volunteer goes into somebody’s home, alone',
  },
  {
    level: 'basic',
    workforce: 'not applicable',
    whose: 'ours',
    from: '2018-01-17',
    until: null,
    law: 'Our own rule. Anybody may be asked for a basic check (Police Act 1997, section 112); the DBS issues them since 17 January 2018',
    url: 'https://www.legislation.gov.uk/ukpga/1997/50/section/112',
    when: { handlesMoney: true },
    because: 'the volunteer handles somebody’s money',
  },
]

/** True when a rule is in force on a day and everything it asks for is so. */
export const ruleHolds = (rule: CheckRule, activity: Activity, of: Circumstances, on: string): boolean => {
  const { when } = rule
  return (
    rule.from <= on &&
    (rule.until === null || on <= rule.until) &&
    (!when.activities || when.activities.includes(activity)) &&
    (!when.cannotManage || of.cannotManageBecause !== null) &&
    (!when.handlesMoney || of.handlesMoney) &&
    (!when.toOrFromCare || of.toOrFromCare) &&
    (!when.personalCare || of.personalCare) &&
    (!when.actsForThem || of.actsForThem) &&
    (!when.qualifyingService || of.qualifyingService !== null) &&
    (!when.inTheHome || of.contact === 'home') &&
    (when.timesAMonth === undefined || of.timesAMonth >= when.timesAMonth)
  )
}
