/** What changed in an agreement, as whoever takes part in it reads it. */
import { exactDate } from '../../../design/time-in-words.ts'
import { groundTitle, noticeSays } from '../changes/grounds.ts'
import type { Variation } from '../changes/variation-store.ts'
import { pounds } from '../money.ts'

export interface VariationView {
  readonly title: string
  readonly says: readonly string[]
  readonly notice: string | null
  /** Of a change for a time that is over, and whose way back nobody wrote down. */
  readonly isLeftOpen: boolean
}

export const variationView = (each: Variation, today: string): VariationView => {
  const isLeftOpen = each.untilOn !== null && each.wentBackAt === null && each.untilOn < today
  return {
    title: `Change ${each.number}, from ${exactDate(each.fromOn)}${each.untilOn ? ` until ${exactDate(each.untilOn)}` : ''}`,
    says: [
      each.reason,
      `${pounds(each.penceBefore)} became ${pounds(each.penceAfter)}; the last day ${exactDate(each.endsOnBefore)} became ${exactDate(each.endsOnAfter)}.`,
      `Ground: ${groundTitle(each.ground)}. Agreed by ${each.agreedBy}.`,
      ...(each.belowCostBecause ? [`Why it is below cost: ${each.belowCostBecause}`] : []),
      ...(each.exitSays ? [`The way back: ${each.exitSays}`] : []),
      ...(isLeftOpen
        ? [
            `It was until ${exactDate(each.untilOn ?? '')}, and its way back is not written down: the money and the last day above are still those of the change.`,
          ]
        : []),
      ...(each.wentBackAt ? [`Its way back was written down.`] : []),
    ],
    notice: each.needsNotice ? noticeSays(each.ground, each.estimatedAfterInPence) : null,
    isLeftOpen,
  }
}
