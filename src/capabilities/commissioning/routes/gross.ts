import { pounds } from '../money.ts'
import type { Facts } from './facts.ts'
import { type Rule, rules } from './rules.ts'

/** The value as the law counts it: with VAT. */
export interface Gross {
  /** Whole pence, what is less than a penny cut off. */
  readonly inPence: number
  readonly rate: number
  /** Whether it is not less than an amount, to the fraction of a penny. */
  reaches(pence: number): boolean
  /** Whether it is more than an amount. */
  exceeds(pence: number): boolean
  readonly warnings: readonly { readonly says: string; readonly rule: Rule }[]
}

/** What is added where the rate was not told. */
const usualRate = 20

export const grossOf = ({ valueInPence = 0, vat, rate }: Facts): Gross => {
  const adds = vat === 'with' ? 0 : rate === undefined ? usualRate : Number(rate)
  const hundredths = valueInPence * (100 + adds)
  return {
    inPence: Math.floor(hundredths / 100),
    rate: adds,
    reaches: pence => hundredths >= pence * 100,
    exceeds: pence => hundredths > pence * 100,
    warnings:
      vat === 'without' && rate === undefined
        ? [
            {
              says: `You did not say which VAT there is on it: ${usualRate} % is added to ${pounds(valueInPence)}. Some services carry none.`,
              rule: rules.value,
            },
          ]
        : [],
  }
}
