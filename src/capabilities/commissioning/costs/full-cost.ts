/** What it costs in full to do something: people with what an employer pays on top, other direct costs, and a fair part of what keeps the organisation going. */
import { pounds, sum } from '../money.ts'
import { floorOn, legalFloors, legalKnownUntil, realFloors, type WageFloor } from './wage-floors.ts'

export type CostLine =
  | {
      readonly kind: 'people'
      readonly says: string
      /** Paid hours in the year. */
      readonly hours: number
      readonly penceAnHour: number
      /** National Insurance, pension, holiday and sick pay, in hundredths of a percent of the pay. */
      readonly onCostInHundredths: number
    }
  | { readonly kind: 'other'; readonly says: string; readonly pence: number }

export interface CostStatement {
  readonly yearStartsOn: string
  readonly lines: readonly CostLine[]
  /** Overheads as a part of all direct costs, in hundredths of a percent. */
  readonly overheadInHundredths: number
}

export interface FullCost {
  readonly peopleInPence: number
  readonly otherInPence: number
  readonly overheadInPence: number
  readonly totalInPence: number
}

const hundredths = (pence: number, of: number): number => Math.round((pence * of) / 10_000)

export const costOf = (line: CostLine): number => {
  if (line.kind === 'other') return line.pence
  const pay = Math.round(line.hours * line.penceAnHour)
  return pay + hundredths(pay, line.onCostInHundredths)
}

export const fullCost = ({ lines, overheadInHundredths }: CostStatement): FullCost => {
  const of = (kind: CostLine['kind']) => sum(lines.filter(line => line.kind === kind).map(costOf))
  const peopleInPence = of('people')
  const otherInPence = of('other')
  const overheadInPence = hundredths(peopleInPence + otherInPence, overheadInHundredths)
  return { peopleInPence, otherInPence, overheadInPence, totalInPence: peopleInPence + otherInPence + overheadInPence }
}

export interface CostFlag {
  readonly code: 'no overheads' | 'below the law' | 'below a living wage' | 'rate not known'
  readonly says: string
  readonly floor: WageFloor | null
}

/** What somebody should look at before they sign, beside whether the price covers it (below-cost.ts). */
export const costFlags = (statement: CostStatement): CostFlag[] => {
  const on = statement.yearStartsOn
  const legal = floorOn(legalFloors, on)
  const real = floorOn(realFloors, on)
  const people = statement.lines.filter(line => line.kind === 'people')
  return [
    ...(statement.overheadInHundredths === 0
      ? [{ code: 'no overheads' as const, says: 'No overheads are counted: somebody else pays for them.', floor: null }]
      : []),
    ...people
      .filter(({ penceAnHour }) => legal !== null && penceAnHour < legal.penceAnHour)
      .map(({ says, penceAnHour }) => ({
        code: 'below the law' as const,
        says: `${says}: ${pounds(penceAnHour)} an hour is below the National Living Wage of ${pounds(legal?.penceAnHour ?? 0)}.`,
        floor: legal,
      })),
    ...people
      .filter(
        ({ penceAnHour }) =>
          real !== null && penceAnHour < real.penceAnHour && penceAnHour >= (legal?.penceAnHour ?? 0),
      )
      .map(({ says, penceAnHour }) => ({
        code: 'below a living wage' as const,
        says: `${says}: ${pounds(penceAnHour)} an hour is below the real living wage of ${pounds(real?.penceAnHour ?? 0)}, which is voluntary.`,
        floor: real,
      })),
    ...(people.length > 0 && (legal === null || on > legalKnownUntil)
      ? [
          {
            code: 'rate not known' as const,
            says: `The National Living Wage of ${on} is not in our tables: look it up.`,
            floor: legal,
          },
        ]
      : []),
  ]
}
