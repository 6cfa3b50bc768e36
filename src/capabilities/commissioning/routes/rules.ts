/**
 * The rules a route rests on, as dated tables: what each says, from when until when, and where that was read. What could not be read in the law itself names who was
 * read instead; the one rule from memory (subsidies) says that it is.
 */

export interface Rule {
  readonly code: string
  readonly says: string
  /** The first day it holds for a procurement that begins on it; and the last, null while nobody has set one. */
  readonly from: string
  readonly until: string | null
  readonly source: string
  readonly url: string
}

const act = 'https://www.legislation.gov.uk/ukpga/2023/54'
/** Commencement of the Procurement Act 2023. */
export const actFrom = '2025-02-24'

/** For rules that are older than any procurement we are asked about. */
export const always = '0001-01-01'

const rule = (
  code: string,
  says: string,
  source: string,
  url: string,
  from = actFrom,
  until: string | null = null,
): Rule => ({
  code,
  says,
  from,
  until,
  source,
  url,
})

const all = {
  act: rule(
    'act',
    'Procurements that begin from 24 February 2025 are under the Procurement Act 2023.',
    'Procurement Act 2023, as commenced on 24 February 2025',
    act,
  ),
  value: rule(
    'value',
    'The value is the most that could be paid over the whole life, with options and extensions and with VAT; nothing is split to stay below.',
    'Procurement Act 2023, section 4 and schedule 3',
    `${act}/schedule/3`,
  ),
  publicContract: rule(
    'public-contract',
    'At the threshold or above it the whole Act applies; only below it do the lighter rules of part 6.',
    'Procurement Act 2023, sections 3 and 84, schedule 1',
    `${act}/schedule/1`,
  ),
  notifiableSubCentral: rule(
    'notifiable-30000',
    'From £30,000 a contract below the threshold is notifiable.',
    'Procurement Act 2023, section 87 (Anthony Collins, Procurement Unpacked)',
    'https://blog.anthonycollins.com/post/102k5a7/procurement-unpacked-below-threshold-contracts',
  ),
  notifiableCentral: rule(
    'notifiable-12000',
    'For central government a contract below the threshold is notifiable from £12,000.',
    'Procurement Act 2023, section 87 (Anthony Collins, Procurement Unpacked)',
    'https://blog.anthonycollins.com/post/102k5a7/procurement-unpacked-below-threshold-contracts',
  ),
  centralList: rule(
    'central-government-authorities',
    'Central government authorities are the Crown and those in the list, among them the NHS Business Services Authority, NHS England, NHS trusts and NHS foundation trusts, and whoever follows one of them. Integrated care boards are not in it.',
    'Procurement Regulations 2024, regulation 44 and schedule 2, as they stood on 24 March 2026',
    'https://www.legislation.gov.uk/uksi/2024/692/schedule/2',
  ),
  freeChoice: rule(
    'free-choice',
    'Below the threshold the law leaves the way open: straight to one, quotes from a few, or a competition. Your own standing orders may ask for more.',
    'Procurement Act 2023, part 6 (Hempsons, how-to guide)',
    'https://hempsons.co.uk/news-articles/regulated-below-threshold-contracts-under-the-procurement-act-2023-a-how-to-guide',
  ),
  noSuitabilityStage: rule(
    'no-suitability-stage',
    'Nobody may be kept from bidding below the threshold by a separate stage about suitability (larger works apart).',
    'Procurement Act 2023, section 85 (London Universities Purchasing Consortium)',
    'https://www.lupc.ac.uk/public-procurement/public-procurement/below-threshold-contracts/',
  ),
  schools: rule(
    'schools',
    'The rules of part 6 for contracts below the threshold are not for schools.',
    'Procurement Act 2023, section 84(2) (Hempsons, how-to guide)',
    'https://hempsons.co.uk/news-articles/regulated-below-threshold-contracts-under-the-procurement-act-2023-a-how-to-guide',
  ),
  belowTenderNotice: rule(
    'below-tender-notice',
    'Where it is advertised, a below-threshold tender notice stands on the central digital platform before it is advertised anywhere else, with reasonable time to bid.',
    'Procurement Act 2023, section 87 (Ward Hadaway)',
    'https://www.wardhadaway.com/?p=82757',
  ),
  belowDetailsNotice: rule(
    'below-details-notice',
    'After it is entered into, a contract details notice as soon as reasonably practicable.',
    'Procurement Act 2023, section 87(3)',
    'https://blog.anthonycollins.com/post/102k5a7/procurement-unpacked-below-threshold-contracts',
  ),
  reserveOrder: rule(
    'order-2026',
    'Best value authorities and parish councils in England may keep a competition below the threshold for suppliers of the UK or of their local area. Best value authorities are councils, combined authorities, fire and rescue authorities and some others; of police bodies only the City of London is one.',
    'Local Government (Exclusion of Non-commercial Considerations) (England) Order 2026, SI 2026/94, articles 2 and 3; Local Government Act 1999, section 1',
    'https://www.legislation.gov.uk/uksi/2026/94/article/2',
    '2026-02-04',
  ),
  section17: rule(
    'section-17',
    'Until the Order a council in England may not look at where a supplier is.',
    'Local Government Act 1988, section 17(5)(e)',
    'https://www.gov.uk/government/publications/reserving-competitions-for-below-threshold-contracts/guidance-on-reserving-competitions-for-below-threshold-contracts',
    actFrom,
    '2026-02-03',
  ),
  localArea: rule(
    'local-area',
    'The local area is the authority’s own area; or that and any of the counties and London boroughs that border it; a council wholly inside one county or borough may name all of that; authorities together, their areas combined and any of what borders them.',
    'Local Government (Exclusion of Non-commercial Considerations) (England) Order 2026, SI 2026/94, article 3(5) to (7)',
    'https://www.legislation.gov.uk/uksi/2026/94/article/3',
    '2026-02-04',
  ),
  localMeans: rule(
    'local-means',
    'A supplier is local by substantive business operations there, not by who owns it.',
    'Local Government (Exclusion of Non-commercial Considerations) (England) Order 2026, SI 2026/94, article 3(4)',
    'https://www.legislation.gov.uk/uksi/2026/94/article/3',
    '2026-02-04',
  ),
  reserveKinds: rule(
    'sme-vcse',
    'A competition below the threshold may be kept for small and medium-sized enterprises, for voluntary, community and social enterprises, or both: with the area or without it.',
    'Guidance on reserving competitions for below-threshold contracts, paragraph 2',
    'https://www.gov.uk/government/publications/reserving-competitions-for-below-threshold-contracts/guidance-on-reserving-competitions-for-below-threshold-contracts',
  ),
  reserveNotice: rule(
    'reserve-notice',
    'Where it is advertised, the notice (from where it is notifiable) or the advertisement says that it is kept for the UK or for a local area, and which areas that is.',
    'Local Government (Exclusion of Non-commercial Considerations) (England) Order 2026, SI 2026/94, article 3(8)',
    'https://www.legislation.gov.uk/uksi/2026/94/article/3',
    '2026-02-04',
  ),
  reserveKindsNotice: rule(
    'sme-vcse-notice',
    'The below-threshold tender notice says whether it is kept for small and medium-sized enterprises, for voluntary, community and social enterprises, or for both.',
    'Procurement Regulations 2024, regulation 24(2)(l), as it stood on 24 March 2026',
    'https://www.legislation.gov.uk/uksi/2024/692/regulation/24',
    '2026-03-24',
  ),
  aboveReserve: rule(
    'above-reserve',
    'At or above the threshold a contract may be kept for supported employment providers and, where it is light touch, for public service mutuals: the Act names no others.',
    'Procurement Act 2023, sections 11, 32 and 33',
    `${act}/section/32`,
  ),
  ppn005Others: rule(
    'ppn-005-others',
    'PPN 005 is for central government departments and their bodies; other authorities may follow it as far as their own duties let them.',
    'PPN 005, guide to reserving below threshold (February 2025), paragraph 1',
    'https://www.gov.uk/government/publications/ppn-005-reserving-below-threshold-procurements/ppn-005-guide-to-reserving-below-threshold-html',
  ),
  ppn005: rule(
    'ppn-005',
    'Central government may keep a competition below the threshold for suppliers of one county or London borough, or of the UK; and for small enterprises or VCSEs only together with that.',
    'PPN 005',
    'https://www.procurementpathway.civilservice.gov.uk/documents/ppn/ppn-005-reserving-below-threshold/contract-award-and-implementation',
  ),
  engagementNotice: rule(
    'engagement-notice',
    'If suppliers were asked beforehand, the preliminary market engagement notice (UK2) comes before the tender notice; or the tender notice says why not.',
    'Procurement Act 2023, section 17; Procurement Regulations 2024, regulation 17',
    'https://www.legislation.gov.uk/uksi/2024/692/regulation/17',
  ),
  lots: rule(
    'lots',
    'Consider dividing it into lots, so that small bodies can bid.',
    'Procurement Act 2023, section 18',
    `${act}/section/18`,
  ),
  tenderNotice: rule(
    'tender-notice',
    'A tender notice (UK4) begins a competitive procedure.',
    'Procurement Act 2023, sections 19 to 21',
    `${act}/section/21`,
  ),
  tenderingPeriod: rule(
    'tendering-period',
    'At least 25 days to bid; 10 where a planned procurement notice (UK3) stood 40 days to 12 months before.',
    'Procurement Act 2023, section 54 (Panacea, notices)',
    'https://panaceaapplications.freshdesk.com/support/solutions/articles/15000059624',
  ),
  directAward: rule(
    'direct-award',
    'Straight to one supplier only on a ground of schedule 5, with a transparency notice (UK5) before it.',
    'Procurement Act 2023, sections 41 to 44; guidance: direct award',
    'https://www.gov.uk/government/publications/procurement-act-2023-guidance-documents-define-phase/direct-award-html',
  ),
  awardNotice: rule(
    'award-notice',
    'An award notice (UK6) before it is entered into, then a standstill of 8 working days beginning with the day of that notice.',
    'Procurement Act 2023, sections 50 and 51; guidance: contract award notices and standstill',
    'https://www.gov.uk/government/publications/procurement-act-2023-guidance-documents-procure-phase/guidance-contract-award-notices-and-standstill-html',
  ),
  lightAwardNotice: rule(
    'light-award-notice',
    'An award notice (UK6) before it is entered into; for light touch contracts no standstill has to be kept, and one may be offered.',
    'Procurement Act 2023, sections 50 and 51; guidance: light touch contracts',
    'https://www.gov.wales/procurement-act-2023-guidance-light-touch-contracts-html',
  ),
  detailsNotice: rule(
    'details-notice',
    'A contract details notice (UK7) after it is entered into.',
    'Procurement Act 2023, section 53',
    'https://www.procurementpathway.civilservice.gov.uk/documents/guidance/contract-details-notices-and-contract-documents/supplier-engagement',
  ),
  lightDetailsNotice: rule(
    'light-details-notice',
    'A contract details notice (UK7) within 120 days of entering into a light touch contract.',
    'Procurement Act 2023, section 53; guidance: light touch contracts',
    'https://www.gov.wales/procurement-act-2023-guidance-light-touch-contracts-html',
  ),
  lightTouch: rule(
    'light-touch',
    'Services to people (social, health, education, community: the CPV codes of schedule 1 to the Procurement Regulations 2024) have a higher threshold and fewer rules.',
    'Procurement Act 2023, section 9; Procurement Regulations 2024, schedule 1',
    'https://www.procurementpathway.civilservice.gov.uk/documents/guidance/light-touch-contracts',
  ),
  mutuals: rule(
    'mutuals',
    'Certain light touch contracts may be kept for public service mutuals, for five years at most.',
    'Procurement Act 2023, section 33',
    'https://www.gov.wales/procurement-act-2023-guidance-light-touch-contracts-html',
  ),
  metrics: rule(
    'metrics',
    'On a contract of more than £5 million at least three measures are set and published, unless what is done could not appropriately be judged by any; not for light touch contracts, frameworks and concessions.',
    'Procurement Act 2023, section 52 (Ward Hadaway)',
    'https://www.wardhadaway.com/insights/updates/procurement-in-a-nutshell-procurement-act-2023-kpis-and-performance-management/',
  ),
  performanceNotice: rule(
    'performance-notice',
    'Where measures were set: a contract performance notice (UK9) at least every 12 months and at the end.',
    'Procurement Act 2023, section 71 (Senserity)',
    'https://senserity.co.uk/blog/procurement-act-2023-payment-reporting-and-kpi-notices',
    '2026-01-01',
  ),
  payments: rule(
    'payments',
    'Payments over £30,000 are published every quarter. Two sources say: only under contracts whose procurement began on or after 1 April 2026.',
    'Procurement Act 2023, section 70 (Thornton and Lowe)',
    'https://thorntonandlowe.com/contract-performance-notices',
    '2026-04-01',
  ),
  grant: rule(
    'grant',
    'A grant is money for a purpose and gives no right to a service in return. Settle first whether it is one: a contract in a grant’s clothes is a contract.',
    'National Audit Office, Successful commissioning: choose a funding channel',
    'https://www.nao.org.uk/successful-commissioning/designing-and-implementing/choose_a_funding_channel',
    always,
  ),
  grantVat: rule(
    'grant-vat',
    'A fee for a service may carry VAT; a grant does not.',
    'bfunded.org.uk, contract or grant',
    'https://www.bfunded.org.uk',
    always,
  ),
  subsidy: rule(
    'subsidy',
    'Look whether the money is a subsidy to somebody who trades. From memory, not looked up.',
    'Subsidy Control Act 2022 (from memory)',
    'https://www.legislation.gov.uk/ukpga/2022/23',
    always,
  ),
  pool: rule(
    'pool',
    'A council and an NHS body may put money for health and care into one pool, hosted by one of them.',
    'National Health Service Act 2006, section 75',
    'https://www.legislation.gov.uk/ukpga/2006/41/section/75',
    always,
  ),
  poolWritten: rule(
    'pool-written',
    'The agreement is in writing: its aims, what each pays in and how that may change, whom it is for, what else each brings, how long, how it is reviewed, changed and ended, and how the fund is managed.',
    'NHS Bodies and Local Authorities Partnership Arrangements Regulations 2000, regulation 7(3)',
    'https://www.legislation.gov.uk/uksi/2000/617/regulation/7/made',
    always,
  ),
  poolBuys: rule(
    'pool-buys',
    'The pool is between those who pay. What is bought with it from others has a way of its own: ask again for that.',
    'National Health Service Act 2006, section 75',
    'https://www.legislation.gov.uk/ukpga/2006/41/section/75',
    always,
  ),
  selection: rule(
    'provider-selection',
    'Health care services to people that integrated care boards, NHS England, NHS trusts, NHS foundation trusts, councils and combined authorities arrange are under the Provider Selection Regime and not under the Procurement Act. Social care alone is not.',
    'Health Care Services (Provider Selection Regime) Regulations 2023, regulation 3; National Health Service Act 2006, section 12ZB(7)',
    'https://www.legislation.gov.uk/uksi/2023/1348/regulation/3',
    '2024-01-01',
  ),
  selectionA: rule(
    'direct-award-a',
    'Direct award A: there is a provider and no other could do it. Must be used then; not for a new service.',
    'Provider Selection Regime, regulation 7 (Hill Dickinson)',
    'https://www.hilldickinson.com/insights/articles/provider-selection-regime-processes',
    '2024-01-01',
  ),
  selectionB: rule(
    'direct-award-b',
    'Direct award B: people choose their provider and the number of providers is not limited. Must be used then.',
    'Provider Selection Regime (Hill Dickinson; Mills and Reeve)',
    'https://www.hilldickinson.com/insights/articles/provider-selection-regime-processes',
    '2024-01-01',
  ),
  selectionC: rule(
    'direct-award-c',
    'Direct award C: the provider there is does it well and will, and it does not change considerably. May be used.',
    'Provider Selection Regime (NHS England, getting to the right decision)',
    'https://www.england.nhs.uk/long-read/provider-selection-regime-getting-to-the-right-decision/',
    '2024-01-01',
  ),
  selectionSuitable: rule(
    'most-suitable',
    'Most suitable provider: who that is can be found without a competition. The intention to go this way is published before.',
    'Provider Selection Regime (NHS England, getting to the right decision; statutory guidance)',
    'https://www.england.nhs.uk/long-read/provider-selection-regime-getting-to-the-right-decision/',
    '2024-01-01',
  ),
  selectionCompetitive: rule(
    'competitive',
    'Competitive process: open to whoever can do it.',
    'Provider Selection Regime (NHS England, getting to the right decision)',
    'https://www.england.nhs.uk/long-read/provider-selection-regime-getting-to-the-right-decision/',
    '2024-01-01',
  ),
  selectionNotice30: rule(
    'selection-notice-30',
    'A notice of the award within 30 days of it.',
    'Provider Selection Regime, schedule 2 (Mills and Reeve, the five routes)',
    'https://www.procurementportal.com/procurement-law-and-guidance/health-care-services-the-provider-selection-regime/the-five-routes-to-awarding-contracts-under-the-provider-selection-regime-psr',
    '2024-01-01',
  ),
  selectionStandstill: rule(
    'selection-standstill',
    'A notice of the intention to award, then a standstill until midnight at the end of the 8th working day after the day of the notice.',
    'Provider Selection Regime (NHS England, reviewing decisions during the standstill period)',
    'https://www.england.nhs.uk/long-read/provider-selection-regime-reviewing-decisions-during-the-standstill-period/',
    '2024-01-01',
  ),
  selectionRecords: rule(
    'selection-records',
    'Keep a record of how each of the five key criteria was weighed, for direct award C as for the others.',
    'Independent Patient Choice and Procurement Panel, CR0023-25 and CR0024-25',
    'https://in2thebargain.com/2025/11/13/independent-patient-choice-and-procurement-panel-review-cr0023-25-and-cr0024-25',
    '2024-01-01',
  ),
} as const satisfies Record<string, Rule>

export type RuleName = keyof typeof all
export const rules: Readonly<Record<RuleName, Rule>> = all

/** Whether a rule holds for what begins on a day. */
export const holdsOn = ({ from, until }: Pick<Rule, 'from' | 'until'>, on: string): boolean =>
  from <= on && (until === null || on <= until)
