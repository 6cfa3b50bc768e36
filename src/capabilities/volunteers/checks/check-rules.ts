import type { Activity, CheckLevel, Workforce } from '../words.ts'
import type { Circumstances, WithChildren } from './circumstances.ts'

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
  /** What is done with people under 18; `'none'` for what concerns an adult alone. */
  readonly withChildren?: readonly WithChildren[] | 'none'
  readonly overnight?: true
  readonly withoutSupervision?: true
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

const childrensSchedule = 'https://www.legislation.gov.uk/ukpga/2006/47/schedule/4/part/1'

const regulatedWithChildren = {
  level: 'enhanced with barred list',
  workforce: 'child',
  whose: 'law',
  from: '2012-09-10',
  until: null,
  law: 'Safeguarding Vulnerable Groups Act 2006, schedule 4, paragraphs 1 and 2, as amended by the Protection of Freedoms Act 2012, section 64',
  url: childrensSchedule,
} as const

/** From this day supervision makes no difference any more. */
const supervisionEnded = {
  from: '2026-09-01',
  law: 'Safeguarding Vulnerable Groups Act 2006, schedule 4, paragraphs 1 and 2, as amended by the Crime and Policing Act 2026, which took the exemption of supervised work away from 1 September 2026',
} as const
const untilSupervisionEnded = { until: '2026-08-31' } as const

// More than three days in thirty (paragraph 10), for which once a week counts too: what "frequently" meant to the Department for Education and the DBS.
const frequently = often

const closeWork = ['teaching', 'care', 'at their place'] as const satisfies readonly WithChildren[]

const oftenWith = 'on more than three days in thirty, or once a week'

/** Work with people under 18. What is done for all ages, where they happen to be, is not work with children (paragraph 2(1): "merely incidental"). */
const rulesForChildren: readonly CheckRule[] = [
  {
    // Of eating and drinking the law asks for illness or disability; of washing, dressing and the toilet age is enough. We ask one question about all of it, and take the wider.
    ...regulatedWithChildren,
    when: { personalCare: true, withChildren: ['teaching', 'care', 'advice', 'driving', 'at their place'] },
    because: 'it is personal care for a child who needs it; doing it once is enough, supervised or not',
  },
  {
    ...regulatedWithChildren,
    ...supervisionEnded,
    when: { withChildren: closeWork, timesAMonth: frequently },
    because: `it is teaching, caring for or looking after children, or work where they are, ${oftenWith}; supervision makes no difference since 1 September 2026`,
  },
  {
    ...regulatedWithChildren,
    ...untilSupervisionEnded,
    when: { withChildren: closeWork, timesAMonth: frequently, withoutSupervision: true },
    because: `it is teaching, caring for or looking after children, or work where they are, unsupervised, ${oftenWith}`,
  },
  {
    ...regulatedWithChildren,
    when: { withChildren: ['advice'], timesAMonth: frequently },
    because: `it is advice or guidance for children about how they are or how they learn, ${oftenWith}, supervised or not`,
  },
  {
    ...regulatedWithChildren,
    when: { withChildren: ['driving'], timesAMonth: frequently },
    because: `it is driving a vehicle that is only for children, ${oftenWith}`,
  },
  {
    ...regulatedWithChildren,
    ...supervisionEnded,
    when: { withChildren: ['teaching', 'care'], overnight: true },
    because: 'it is with children overnight, between 2 and 6; doing it once is enough',
  },
  {
    ...regulatedWithChildren,
    ...untilSupervisionEnded,
    when: { withChildren: ['teaching', 'care'], overnight: true, withoutSupervision: true },
    because: 'it is with children overnight, between 2 and 6, unsupervised; doing it once is enough',
  },
  {
    ...regulatedWithChildren,
    when: { withChildren: ['advice'], overnight: true },
    because: 'it is with children overnight, between 2 and 6; doing it once is enough',
  },
  {
    level: 'enhanced',
    workforce: 'child',
    whose: 'law',
    from: '2012-09-10',
    until: null,
    law: 'Police Act 1997 (Criminal Records) Regulations 2002 (SI 2002/233), regulation 5C: work that would be regulated if it were done often or unsupervised',
    url: 'https://www.legislation.gov.uk/uksi/2002/233/contents',
    when: { withChildren: ['teaching', 'care', 'advice', 'driving', 'at their place'], timesAMonth: 2 },
    because:
      'it is work with children more than once, which would be regulated if it were done often or without somebody who looks after it',
  },
  {
    level: 'basic',
    workforce: 'not applicable',
    whose: 'ours',
    from: '2018-01-17',
    until: null,
    law: 'Our own rule. Anybody may be asked for a basic check (Police Act 1997, section 112); the DBS issues them since 17 January 2018',
    url: 'https://www.legislation.gov.uk/ukpga/1997/50/section/112',
    when: { withChildren: ['teaching', 'care', 'advice', 'driving', 'at their place'] },
    because: 'it is with children, if only once',
  },
]

/**
 * Which check may be asked for, and is, in England and Wales: dated rows, the highest that holds counts. A row of the law is for what a barred person must not do, or
 * what the law makes eligible; where none holds, a standard or enhanced check would be unlawful to ask for, and the most we ask is a basic one, which anybody may be asked
 * for. Not legal advice: the DBS's eligibility tool decides in doubt (gov.uk/find-out-dbs-check; DBS leaflets "Regulated activity with adults", 21 February 2025, and
 * "Regulated activity with children", 7 August 2024, which is older than the change of 1 September 2026).
 *
 * Collecting a prescription is read as no shopping: nothing is bought and no cash is handled, so that the law of household matters (paragraph 7(3D): cash, bills,
 * shopping) does not reach it, however ill the person is. The other reading, that whoever cannot shop has shopping done for them here too, would ask for an enhanced check with
 * barred list where the DBS's own advice of 2020 to community volunteers names picking up and dropping off as eligible for a basic one only, and asking for more than is
 * eligible is unlawful. Where the volunteer pays a charge with their cash, or buys something with it, the row of cash and bills holds, or it is shopping.
 */
export const checkRules: readonly CheckRule[] = [
  {
    ...regulated,
    when: { personalCare: true, cannotManage: true, withChildren: 'none' },
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
  ...rulesForChildren,
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
    (when.timesAMonth === undefined || of.timesAMonth >= when.timesAMonth) &&
    isWithThem(when.withChildren, of.withChildren ?? null) &&
    (!when.overnight || of.overnight === true) &&
    (!when.withoutSupervision || of.withoutSupervision === true)
  )
}

const isWithThem = (wanted: CheckCondition['withChildren'], done: WithChildren | null): boolean =>
  wanted === undefined || (wanted === 'none' ? done === null : done !== null && wanted.includes(done))
