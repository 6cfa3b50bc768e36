/** Under which law a change of a running agreement falls. */
import type { Agreement } from '../agreements/agreement.ts'
import { thresholdOf } from '../routes/choice.ts'
import type { Threshold } from '../routes/thresholds.ts'

/**
 * 'the act': a public contract, or one that the change lifts to the threshold (a convertible contract, Procurement Act 2023, section 74(1)).
 * 'not settled': what is written down does not say which law it is.
 */
export type Regime = 'grant' | 'below' | 'light touch' | 'the act' | 'health care' | 'pool' | 'not settled'

export interface ChangeLaw {
  readonly regime: Regime
  /** What small changes of value must stay below all together, and what a contract below it must not reach; null where it does not matter or is not known. */
  readonly threshold: Threshold | null
}

/**
 * The threshold for a contract, as it was when its procurement began or as it is on the day of the change, whichever is less: whether new amounts are for contracts
 * that run already is not settled, and the lower one is right either way. Null where what its way was chosen on does not say.
 */
const thresholdFor = ({ routeFacts }: Pick<Agreement, 'routeFacts'>, changedOn: string): Threshold | null => {
  if (!routeFacts) return null
  const then = thresholdOf(routeFacts)
  const now = thresholdOf(routeFacts, changedOn)
  return then && now && now.pence < then.pence ? now : then
}

/**
 * @param most the most that could be paid, with extensions and VAT, before or after the change: the larger of them; null where it is not known.
 * @param changedOn the day the change is made.
 */
export const changeLawOf = (
  agreement: Pick<Agreement, 'route' | 'routeFacts'>,
  most: number | null,
  changedOn: string,
): ChangeLaw => {
  const { route } = agreement
  if (route === 'grant') return { regime: 'grant', threshold: null }
  if (route === 'section-75') return { regime: 'pool', threshold: null }
  if (route.startsWith('psr-')) return { regime: 'health care', threshold: null }
  if (route.startsWith('light-')) return { regime: 'light touch', threshold: null }
  const threshold = thresholdFor(agreement, changedOn)
  if (route.startsWith('above-')) return { regime: 'the act', threshold }
  if (!route.startsWith('below-') || !threshold || most === null) return { regime: 'not settled', threshold }
  if (most < threshold.pence) return { regime: 'below', threshold }
  const isLight = threshold.kind.includes('light-touch')
  return { regime: isLight ? 'light touch' : 'the act', threshold }
}
