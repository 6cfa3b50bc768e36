/** How payment that goes on stands on a day: what was asked and decided, and whether this is its time. */
import type { Relief } from './pay-store.ts'

export type ReliefStanding = 'asked' | 'denied' | 'ahead' | 'runs' | 'over'
type Standing = Pick<Relief, 'assurance' | 'fromOn' | 'untilOn'>

/** What was asked and not decided is that however long ago it was for: somebody still waits. */
export const reliefStanding = ({ assurance, fromOn, untilOn }: Standing, today: string): ReliefStanding => {
  if (assurance === 'unknown') return 'asked'
  if (assurance === 'denied') return 'denied'
  if (today < fromOn) return 'ahead'
  return today > untilOn ? 'over' : 'runs'
}

/** How payment stands in all: one that runs comes before what is only asked, that before what was denied for today, and what is over counts no more. */
export const paymentStanding = (
  reliefs: readonly Standing[],
  today: string,
): 'as agreed' | 'runs' | 'asked' | 'denied' => {
  const all = reliefs.map(relief => ({ relief, standing: reliefStanding(relief, today) }))
  const has = (wanted: ReliefStanding) => all.some(({ standing }) => standing === wanted)
  if (has('runs')) return 'runs'
  if (has('asked')) return 'asked'
  return all.some(({ relief, standing }) => standing === 'denied' && relief.fromOn <= today && today <= relief.untilOn)
    ? 'denied'
    : 'as agreed'
}
