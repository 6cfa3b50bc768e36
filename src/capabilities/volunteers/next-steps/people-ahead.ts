import type { GridPoint } from '../../places/index.ts'
import { type Activity, activityCodes } from '../words.ts'

/** Counts, for those who come later, whoever near them waits for the same things already. Homes are taken to the middle of their kilometre: near enough to count. */

const cellMetres = 1000

interface Waiting {
  readonly position: GridPoint | null
  readonly activities: readonly Activity[]
}

const maskOf = (activities: readonly Activity[]): number =>
  activities.reduce((mask, activity) => mask | (1 << activityCodes.indexOf(activity)), 0)

export const countPeopleAhead = () => {
  // Per square, how many wait for each set of activities: few sets are ever used.
  const squares = new Map<string, Map<number, number>>()
  const cell = (metres: number) => Math.floor(metres / cellMetres)
  return {
    add({ position, activities }: Waiting): void {
      if (!position) return
      const key = `${cell(position.x)} ${cell(position.y)}`
      const square = squares.get(key) ?? new Map<number, number>()
      squares.set(key, square)
      const mask = maskOf(activities)
      square.set(mask, (square.get(mask) ?? 0) + 1)
    },
    /** Whoever was added before, lives within reach and offers at least one of the same things. Nobody, where it is not known where they live. */
    ahead({ position, activities, withinMetres }: Waiting & { withinMetres: number }): number {
      if (!position) return 0
      const mask = maskOf(activities)
      const reach = Math.ceil(withinMetres / cellMetres)
      let count = 0
      for (let x = cell(position.x) - reach; x <= cell(position.x) + reach; x++)
        for (let y = cell(position.y) - reach; y <= cell(position.y) + reach; y++) {
          const metres = Math.hypot((x + 0.5) * cellMetres - position.x, (y + 0.5) * cellMetres - position.y)
          if (metres > withinMetres + cellMetres / 2) continue
          for (const [other, n] of squares.get(`${x} ${y}`) ?? []) if (other & mask) count += n
        }
      return count
    },
  }
}
