/** What an agreement is worth as the law counts it: the most that could be paid, with extensions and with VAT (Procurement Act 2023, section 4 and schedule 3, paragraph 1). */
import { sum } from '../money.ts'
import type { Agreement } from './agreement.ts'

type Term = Pick<Agreement, 'endsOn' | 'extendableUntilOn'>
export type Money = Term & Pick<Agreement, 'years' | 'extensionInPence' | 'extensionVatInPence'>

/** Whether it may still be extended beyond its last day. */
export const canBeExtended = ({ endsOn, extendableUntilOn }: Term): boolean =>
  extendableUntilOn !== null && extendableUntilOn > endsOn

/** The last day with every extension. */
export const longestUntil = ({ endsOn, extendableUntilOn }: Term): string =>
  extendableUntilOn !== null && extendableUntilOn > endsOn ? extendableUntilOn : endsOn

/** What is written down by year, with VAT. */
export const grossOf = ({ years }: Pick<Agreement, 'years'>): number =>
  sum(years.map(({ amountInPence, vatInPence }) => amountInPence + vatInPence))

/** The most that could be paid; null where it may be extended and nobody has said what that could cost. */
export const estimatedInPence = (agreement: Money): number | null => {
  if (!canBeExtended(agreement)) return grossOf(agreement)
  const { extensionInPence, extensionVatInPence } = agreement
  return extensionInPence === null ? null : grossOf(agreement) + extensionInPence + (extensionVatInPence ?? 0)
}

/** The rate at which VAT comes on what was agreed, in whole percent. */
export const vatRateOf = ({ years }: Pick<Agreement, 'years'>): number => {
  const net = sum(years.map(({ amountInPence }) => amountInPence))
  return net === 0 ? 0 : Math.round((sum(years.map(({ vatInPence }) => vatInPence)) * 100) / net)
}
