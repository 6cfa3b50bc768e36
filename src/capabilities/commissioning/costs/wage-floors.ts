/** What an hour has to be paid, and what it takes to live on, by the day. */

export interface WageFloor {
  readonly from: string
  readonly penceAnHour: number
  readonly source: string
  readonly url: string
}

const living = {
  source: 'National Living Wage for those of 21 and over (announced November 2025)',
  url: 'https://particle.news/story/uk-raises-national-living-wage-to-1271-from-april-2026',
}
const before = {
  source: 'National Living Wage for those of 21 and over, April 2025',
  url: 'https://omthockey.co.uk/uk-wage-hikes.21-minimum-wage-announced-for-2025-but-living-wage-foundation-demands-more',
}
/** The law: nobody of 21 or over may be paid less. */
export const legalFloors: readonly WageFloor[] = [
  { from: '2025-04-01', penceAnHour: 12_21, ...before },
  { from: '2026-04-01', penceAnHour: 12_71, ...living },
]
/** The day after which the next rate of law holds, which these tables do not know. */
export const legalKnownUntil = '2027-03-31'

const real = {
  source: 'Living Wage Foundation, rates of October 2025: voluntary',
  url: 'https://particle.news/story/real-living-wage-rises-to-1345-uk-wide-and-1480-in-london-set-to-take-effect-april-2026',
}
const realBefore = { source: 'Living Wage Foundation, rates of October 2024: voluntary', url: before.url }
/** What the Living Wage Foundation reckons one can live on outside London; the name of the rate is "real living wage". */
export const realFloors: readonly WageFloor[] = [
  { from: '2025-04-01', penceAnHour: 12_60, ...realBefore },
  { from: '2026-04-01', penceAnHour: 13_45, ...real },
]

/** The one that holds on a day; null before the first we know. */
export const floorOn = (floors: readonly WageFloor[], on: string): WageFloor | null =>
  floors.filter(({ from }) => from <= on).at(-1) ?? null
