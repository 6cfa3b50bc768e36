import { isFromHome } from '../task.ts'
import { isFree } from '../times.ts'
import { costOf, travelOf, type Weights } from './cost.ts'
import { type Candidate, costFor, isTooFar, lacksLanguage, type TaskToFill, whatStandsInTheWay } from './eligible.ts'
import type { FirstFew } from './least-costly.ts'

/** Costs are rounded to whole metres, and a distance reckoned twice may differ by a hair: whoever is so close to a limit is looked at closely. */
const roundingMetres = 1

/** So many are looked at to guess how much the least costly cost. */
const sampleSize = 256

/**
 * Some volunteers who do one thing and may be asked today, with what they say of themselves side by side in memory, and at least how many offers they had. Enough to pass over most of
 * them without opening their records: whoever costs more even so costs more.
 */
export class Records {
  readonly candidates: readonly Candidate[]
  readonly #x: Float64Array
  readonly #y: Float64Array
  readonly #within: Float64Array
  readonly #freeAt: Int32Array
  readonly #hasCar: Uint8Array
  /** How many offers they had when their record was opened last. */
  readonly #offers: Float64Array
  /** What those offers count by `#by`, in metres. */
  readonly #standing: Float64Array
  #by: Weights | undefined

  constructor(candidates: readonly Candidate[]) {
    const count = candidates.length
    this.candidates = candidates
    this.#x = new Float64Array(count)
    this.#y = new Float64Array(count)
    this.#within = new Float64Array(count)
    this.#freeAt = new Int32Array(count)
    this.#hasCar = new Uint8Array(count)
    this.#offers = new Float64Array(count)
    this.#standing = new Float64Array(count)
    for (let at = 0; at < count; at += 1) {
      const { position, withinMetres, freeAt, hasCar } = (candidates[at] as Candidate).volunteer
      this.#x[at] = position?.x ?? Number.NaN
      this.#y[at] = position?.y ?? Number.NaN
      this.#within[at] = withinMetres
      this.#freeAt[at] = freeAt
      this.#hasCar[at] = Number(hasCar)
    }
  }

  /**
   * Puts to `few` everybody who can be asked and may be among them, but for those who helped this very person before: what is taken off for that is not seen from here.
   * @param some numbers of those to look at; null for everybody.
   */
  putLeastCostly(
    filled: TaskToFill,
    by: Weights,
    few: FirstFew,
    some: readonly number[] | null,
    helpers: readonly Candidate[],
  ): void {
    if (this.#by !== by) this.#weighBy(by)
    // Those who are likely to be among them first: the fewer of the others are opened.
    const guess = this.#guess(filled, few.most, some)
    this.#putBetween(filled, few, Number.NEGATIVE_INFINITY, guess, some, helpers)
    if (few.limit + roundingMetres > guess)
      this.#putBetween(filled, few, guess, Number.POSITIVE_INFINITY, some, helpers)
  }

  /** Those who cost, as far as is seen from here, more than `above` and up to `upTo`. */
  #putBetween(
    filled: TaskToFill,
    few: FirstFew,
    above: number,
    upTo: number,
    some: readonly number[] | null,
    helpers: readonly Candidate[],
  ): void {
    const by = this.#by as Weights
    const { task, partsNeeded } = filled
    const candidates = this.candidates
    const standing = this.#standing
    const freeAt = this.#freeAt
    const fromHome = isFromHome(task)
    const count = some?.length ?? candidates.length
    let limit = Math.min(upTo, few.limit + roundingMetres)
    for (let nth = 0; nth < count; nth += 1) {
      const at = some ? (some[nth] as number) : nth
      if ((standing[at] as number) > limit || !isFree(freeAt[at] as number, partsNeeded)) continue
      const metres = this.#metresTo(filled, at)
      const travel = travelOf(metres, fromHome)
      const atLeast = travel + (standing[at] as number)
      if (atLeast > limit || atLeast <= above) continue
      if (task.needsCar && this.#hasCar[at] === 0) continue
      const beyond = fromHome ? -Infinity : metres - (this.#within[at] as number)
      if (beyond > roundingMetres) continue
      const candidate = candidates[at] as Candidate
      if (candidate.offersEver !== this.#offers[at]) {
        this.#note(at, by)
        if (travel + (standing[at] as number) > limit) continue
      }
      if (beyond > -roundingMetres && isTooFar(task, candidate.volunteer)) continue
      if (lacksLanguage(task, candidate.volunteer)) continue
      if (helpers.includes(candidate)) continue
      if (whatStandsInTheWay(filled, candidate) !== null) continue
      few.put({ candidate, cost: costFor(filled, candidate, by) })
      limit = Math.min(upTo, few.limit + roundingMetres)
    }
  }

  /** What about twice as many as are wanted cost no more than; Infinity where there are few, so that everybody is looked at once. */
  #guess(filled: TaskToFill, most: number, some: readonly number[] | null): number {
    const count = some?.length ?? this.candidates.length
    if (count < 4 * sampleSize) return Number.POSITIVE_INFINITY
    const fromHome = isFromHome(filled.task)
    const sample = new Float64Array(sampleSize)
    for (let nth = 0; nth < sampleSize; nth += 1) {
      const drawn = Math.floor((nth * count) / sampleSize)
      const at = some ? (some[drawn] as number) : drawn
      sample[nth] = isFree(this.#freeAt[at] as number, filled.partsNeeded)
        ? travelOf(this.#metresTo(filled, at), fromHome) + (this.#standing[at] as number)
        : Number.POSITIVE_INFINITY
    }
    return sample.sort()[Math.ceil((2 * most * sampleSize) / count)] ?? Number.POSITIVE_INFINITY
  }

  /** As far as they would go where it is not known how far it is. */
  #metresTo({ task: { near } }: TaskToFill, at: number): number {
    if (!near) return this.#within[at] as number
    const dx = (this.#x[at] as number) - near.x
    const dy = (this.#y[at] as number) - near.y
    const metres = Math.sqrt(dx * dx + dy * dy)
    return Number.isNaN(metres) ? (this.#within[at] as number) : metres
  }

  #weighBy(by: Weights): void {
    this.#by = by
    for (let at = 0; at < this.candidates.length; at += 1) this.#note(at, by)
  }

  #note(at: number, by: Weights): void {
    const { offersEver } = this.candidates[at] as Candidate
    this.#offers[at] = offersEver
    const offersAlone = { metres: 0, isFromHome: false, contactsThisWeek: 0, inHand: 0, helpedThemBefore: false }
    this.#standing[at] = costOf({ ...offersAlone, offersEver }, by)
  }
}
