import { actFrom, type Rule } from './rules.ts'

/** What is bought, as schedule 1 to the Procurement Act 2023 divides it. */
export const thresholdKinds = {
  'sub-central': 'Goods and services, for councils and others that are not central government',
  central: 'Goods and services, for central government, NHS England, NHS trusts and foundation trusts',
  works: 'Works',
  concession: 'Concession',
  'light-touch': 'Light touch services',
  'light-touch-concession': 'Light touch concession',
  utilities: 'Goods and services, for utilities',
  'utilities-light-touch': 'Light touch services, for utilities',
} as const
export type ThresholdKind = keyof typeof thresholdKinds

export interface Threshold extends Rule {
  readonly kind: ThresholdKind
  /** With VAT. At it, and above it, the whole Act applies. */
  readonly pence: number
}

const read = {
  source: 'Procurement Act 2023 (Threshold Amounts) (Amendment) Regulations 2025, SI 2025/1200 (Devonshires)',
  url: 'https://insights.devonshires.com/post/102lxjy/new-public-procurement-thresholds-from-1-january-2026',
}
/** The last day before amounts come from SI 2025/1200. */
const firstUntil = '2025-12-31'
const secondFrom = '2026-01-01'
/** The amounts are looked at every two years, next for January 2028: a day after this may have others. */
export const knownUntil = '2027-12-31'

/** Kind, pounds until 31 December 2025, pounds from 1 January 2026. Both with VAT. */
const amounts: readonly (readonly [ThresholdKind, number, number])[] = [
  ['sub-central', 214_904, 207_720],
  ['central', 139_688, 135_018],
  ['works', 5_372_609, 5_193_000],
  ['concession', 5_372_609, 5_193_000],
  ['light-touch', 663_540, 663_540],
  ['light-touch-concession', 5_372_609, 5_372_609],
  ['utilities', 429_809, 415_440],
  ['utilities-light-touch', 884_720, 884_720],
]

export const thresholds: readonly Threshold[] = amounts.flatMap(([kind, before, after]) =>
  [
    { from: actFrom, until: firstUntil, pounds: before },
    { from: secondFrom, until: null, pounds: after },
  ].map(({ from, until, pounds }) => ({
    ...read,
    code: `threshold-${kind}`,
    kind,
    says: `${thresholdKinds[kind]}: £${pounds.toLocaleString('en-GB')} with VAT.`,
    from,
    until,
    pence: pounds * 100,
  })),
)

/** The threshold that holds for what begins on a day; null before the Act. */
export const thresholdOn = (kind: ThresholdKind, on: string): Threshold | null =>
  thresholds.find(row => row.kind === kind && row.from <= on && (row.until === null || on <= row.until)) ?? null

/** What a contract below the threshold becomes notifiable at, with VAT. */
export const notifiableFromPence = { central: 1_200_000, others: 3_000_000 } as const

/** More than this, with VAT: measures are set, and the contract is published. */
export const measuresAbovePence = 500_000_000
