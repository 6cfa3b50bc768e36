/** Whether what is paid covers what it costs: the one rule, for the page, for signing and for changes. */
import { pounds, sum } from '../money.ts'
import { type CostStatement, fullCost } from './full-cost.ts'

export interface Gap {
  readonly yearStartsOn: string
  readonly priceInPence: number
  /** What everybody who does it and told it says that it costs in full, together. */
  readonly costInPence: number
  readonly inPence: number
}

/** The years whose price, without VAT, is below what all who do it together say it costs in full. Of a year nobody told anything of, nothing is known. */
export const gapsIn = (
  years: readonly { readonly startsOn: string; readonly amountInPence: number }[],
  told: readonly CostStatement[],
): Gap[] =>
  years.flatMap(({ startsOn, amountInPence }) => {
    const costInPence = sum(
      told.filter(({ yearStartsOn }) => yearStartsOn === startsOn).map(each => fullCost(each).totalInPence),
    )
    const inPence = costInPence - amountInPence
    return inPence > 0 ? [{ yearStartsOn: startsOn, priceInPence: amountInPence, costInPence, inPence }] : []
  })

export const gapSays = ({ priceInPence, costInPence, inPence }: Gap): string =>
  `The price of ${pounds(priceInPence)} is ${pounds(inPence)} below what it costs in full: ${pounds(costInPence)}.`
