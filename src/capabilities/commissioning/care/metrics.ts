/** At least three measures, or the lawful reason for none (Procurement Act 2023, section 52). */

import type { Agreement } from '../agreements/agreement.ts'
import { sum } from '../money.ts'
import { measuresAbovePence } from '../routes/thresholds.ts'

export const leastMeasures = 3

/** Why there need not be three; each is true of some agreements only. */
export const noMetricsReasons = {
  grant: 'It is a grant: nothing is owed that could be measured by contract',
  'not over 5 million': 'It is not worth more than £5 million, with VAT',
  'light touch': 'It is a light touch contract',
  'health care': 'It is under the Provider Selection Regime, not the Procurement Act',
  'could not be assessed': 'What is done could not appropriately be judged by measures',
} as const
export type NoMetricsReason = keyof typeof noMetricsReasons

/** All that may be paid, with VAT. */
export const grossOf = ({ years }: Pick<Agreement, 'years'>): number =>
  sum(years.map(({ amountInPence, vatInPence }) => amountInPence + vatInPence))

/** The reasons that are true of an agreement. */
export const reasonsFor = (agreement: Pick<Agreement, 'kind' | 'route' | 'years'>): NoMetricsReason[] => [
  ...(agreement.kind === 'grant' ? (['grant'] as const) : []),
  ...(grossOf(agreement) <= measuresAbovePence ? (['not over 5 million'] as const) : []),
  ...(agreement.route.startsWith('light-') ? (['light touch'] as const) : []),
  ...(agreement.route.startsWith('psr-') ? (['health care'] as const) : []),
  'could not be assessed',
]

/** What is still missing, or null. */
export const metricsMissing = (
  agreement: Pick<Agreement, 'kind' | 'route' | 'years' | 'noMetricsBecause' | 'noMetricsSays'>,
  measures: number,
): string | null => {
  if (measures >= leastMeasures) return null
  const { noMetricsBecause, noMetricsSays } = agreement
  if (noMetricsBecause === null) return `Add ${leastMeasures - measures} more measures, or say why there are not three.`
  if (!reasonsFor(agreement).includes(noMetricsBecause as NoMetricsReason))
    return `“${noMetricsReasons[noMetricsBecause as NoMetricsReason] ?? noMetricsBecause}” is not true of this agreement: add measures, or give another reason.`
  return noMetricsBecause === 'could not be assessed' && (noMetricsSays ?? '').length < 20
    ? 'Say why it could not appropriately be judged by measures: that is published.'
    : null
}
