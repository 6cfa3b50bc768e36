/** At least three measures, or the lawful reason for none (Procurement Act 2023, section 52). */

import type { Agreement } from '../agreements/agreement.ts'
import { estimatedInPence, type Money } from '../agreements/estimate.ts'
import { thresholdOf } from '../routes/choice.ts'
import { readFacts } from '../routes/facts.ts'
import { measuresAbovePence } from '../routes/thresholds.ts'

export const leastMeasures = 3

/** Why there need not be three; each is true of some agreements only. */
export const noMetricsReasons = {
  grant: 'It is a grant: nothing is owed that could be measured by contract',
  'not over 5 million': 'It is not worth more than £5 million, with extensions and VAT',
  'below the threshold': 'It is below the threshold: the Act asks for measures of larger contracts alone',
  'light touch': 'It is a light touch contract',
  concession: 'It is a concession: whoever does it is paid by those who use it',
  'health care': 'It is under the Provider Selection Regime, not the Procurement Act',
  'could not be assessed': 'What is done could not appropriately be judged by measures',
} as const
export type NoMetricsReason = keyof typeof noMetricsReasons

type Judged = Money & Pick<Agreement, 'kind' | 'route' | 'routeFacts'>

/** The reasons that are true of an agreement: of one whose extension nobody has told the cost of, none that rests on what it is worth. */
export const reasonsFor = (agreement: Judged): NoMetricsReason[] => {
  const { kind, route, routeFacts } = agreement
  const worth = estimatedInPence(agreement)
  const threshold = routeFacts && thresholdOf(routeFacts)
  return [
    ...(kind === 'grant' ? (['grant'] as const) : []),
    ...(worth !== null && worth <= measuresAbovePence ? (['not over 5 million'] as const) : []),
    ...(route.startsWith('below-') && worth !== null && threshold && worth < threshold.pence
      ? (['below the threshold'] as const)
      : []),
    ...(route.startsWith('light-') ? (['light touch'] as const) : []),
    ...(routeFacts && readFacts(routeFacts.answers).facts.concession === 'yes' ? (['concession'] as const) : []),
    ...(route.startsWith('psr-') ? (['health care'] as const) : []),
    'could not be assessed',
  ]
}

/** What is still missing, or null. */
export const metricsMissing = (
  agreement: Judged & Pick<Agreement, 'noMetricsBecause' | 'noMetricsSays'>,
  measures: number,
): string | null => {
  if (measures >= leastMeasures) return null
  const { noMetricsBecause, noMetricsSays } = agreement
  if (noMetricsBecause === null)
    return `Add ${leastMeasures - measures} more measure${leastMeasures - measures === 1 ? '' : 's'}, or say why there are not three.`
  if (!reasonsFor(agreement).includes(noMetricsBecause as NoMetricsReason))
    return `“${noMetricsReasons[noMetricsBecause as NoMetricsReason] ?? noMetricsBecause}” is not true of this agreement: add measures, or give another reason.`
  return noMetricsBecause === 'could not be assessed' && (noMetricsSays ?? '').length < 20
    ? 'Say why it could not appropriately be judged by measures: that is published.'
    : null
}
