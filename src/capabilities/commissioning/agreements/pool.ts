/** How the money of several funders makes one pool: shares or amounts that add to it to the penny, and who bears what it costs more or less. */
import { pounds, shareOut, sum } from '../money.ts'

/** All of something, in hundredths of a percent. */
export const whole = 10_000

export interface PoolPart {
  readonly partyId: string
  /** Its share of every year, in hundredths of a percent; null where its amounts were agreed. */
  readonly shareInHundredths: number | null
  /** Its amount of each year, in the order of the years; null where its share was agreed. */
  readonly amountsInPence: readonly number[] | null
  readonly riskInHundredths: number
}

export interface PoolYear {
  readonly startsOn: string
  readonly amountInPence: number
}

/** What each pays in each year, or what is wrong, with what is missing or too much to the penny. */
export type Split =
  | { readonly contributions: readonly (readonly number[])[] }
  | { readonly wrong: string; readonly field: string }

export const percent = (hundredths: number): string => `${(hundredths / 100).toFixed(2)} %`

const off = (has: number, wanted: number, said: (amount: number) => string): string =>
  has < wanted ? `${said(wanted - has)} missing` : `${said(has - wanted)} too much`

export const splitPool = (years: readonly PoolYear[], parts: readonly PoolPart[]): Split => {
  const total = sum(years.map(({ amountInPence }) => amountInPence))
  if (parts.length === 0) return { wrong: `Nobody pays yet: ${pounds(total)} is missing.`, field: 'partners' }
  const risk = sum(parts.map(({ riskInHundredths }) => riskInHundredths))
  if (risk !== whole)
    return { wrong: `The risk does not add to 100 %: ${off(risk, whole, percent)}.`, field: 'partners' }
  const byShare = parts.filter(({ shareInHundredths }) => shareInHundredths !== null).length
  if (byShare !== 0 && byShare !== parts.length)
    return { wrong: 'Give every funder a share, or every funder amounts: not some of each.', field: 'partners' }
  return byShare ? splitByShare(years, parts, total) : splitByAmount(years, parts)
}

const splitByShare = (years: readonly PoolYear[], parts: readonly PoolPart[], total: number): Split => {
  const shares = parts.map(({ shareInHundredths }) => shareInHundredths ?? 0)
  const all = sum(shares)
  if (all === whole) {
    const byYear = years.map(({ amountInPence }) => shareOut(amountInPence, shares))
    return { contributions: parts.map((_, at) => byYear.map(of => of[at] ?? 0)) }
  }
  const [, gap = 0] =
    all < whole
      ? shareOut(total, [all, whole - all])
      : shareOut(total, [whole - Math.min(all - whole, whole), Math.min(all - whole, whole)])
  const money = `${pounds(gap)} of ${pounds(total)}`
  return { wrong: `The shares do not add to 100 %: ${off(all, whole, percent)}, that is ${money}.`, field: 'partners' }
}

const splitByAmount = (years: readonly PoolYear[], parts: readonly PoolPart[]): Split => {
  const short = parts.find(({ amountsInPence }) => amountsInPence?.length !== years.length)
  if (short) return { wrong: `Give an amount for each of the ${years.length} years, one a line.`, field: 'partners' }
  const wrong = years.flatMap(({ startsOn, amountInPence }, at) => {
    const has = sum(parts.map(({ amountsInPence }) => amountsInPence?.[at] ?? 0))
    return has === amountInPence
      ? []
      : [`the year from ${startsOn} has ${pounds(has)} of ${pounds(amountInPence)}: ${off(has, amountInPence, pounds)}`]
  })
  return wrong.length
    ? { wrong: `The amounts do not add up: ${wrong.join('; ')}.`, field: 'partners' }
    : { contributions: parts.map(({ amountsInPence }) => amountsInPence ?? []) }
}

/** A funder's part as it stands: its share, or what it pays in each year. */
export interface StandingPart {
  readonly shareInHundredths: number | null
  readonly contributions: readonly { readonly yearStartsOn: string; readonly amountInPence: number }[]
}

/**
 * What each pays in each year after years have changed, by year and then by part. Shares are shares of every year. Where amounts were agreed, a year that comes to the same
 * stays as it was agreed; one that does not is split in the proportion it had; and one that was not there, or had no money, in that of the last year before it which had some.
 */
export const splitAnew = (years: readonly PoolYear[], parts: readonly StandingPart[]): number[][] => {
  const shares = parts.map(({ shareInHundredths }) => shareInHundredths)
  if (shares.every(share => share !== null)) return years.map(({ amountInPence }) => shareOut(amountInPence, shares))
  const agreed = (on: string) =>
    parts.map(({ contributions }) => contributions.find(({ yearStartsOn }) => yearStartsOn === on)?.amountInPence ?? 0)
  const known = [...new Set(parts.flatMap(({ contributions }) => contributions.map(each => each.yearStartsOn)))]
    .sort()
    .map(on => ({ on, amounts: agreed(on) }))
    .filter(({ amounts }) => sum(amounts) > 0)
  return years.map(({ startsOn, amountInPence }) => {
    const own = agreed(startsOn)
    if (sum(own) === amountInPence) return own
    const last = known.filter(({ on }) => on <= startsOn).at(-1) ?? known[0]
    return shareOut(amountInPence, last?.amounts ?? parts.map(() => 1))
  })
}

/** Who bears what it costs more (or, below nothing, less) than planned: to the penny, by the shares of risk. */
export const bearRisk = (pence: number, risks: readonly number[]): number[] =>
  shareOut(Math.abs(pence), risks).map(part => (pence < 0 ? -part : part))
