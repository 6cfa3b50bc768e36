import type { PlaceTx } from '../../platform/db/database.ts'
import type { VisitedPlace } from '../../platform/http/route.ts'
import type { GridPoint } from './grid.ts'
import { lookUpEach, type PostcodeAnswer } from './look-up-postcode.ts'
import { listNeighbourhoods, neighbourhoodAround } from './neighbourhoods.ts'
import type { Neighbourhood } from './place-store.ts'
import { ringUs } from './ring-us.ts'

/** What a postcode tells of where somebody lives. */
export interface Whereabouts {
  /** The postcode as people write it. */
  readonly shown: string
  /** What the gazetteer has to say about it; null when there is nothing to say. */
  readonly message: string | null
  readonly isPostcode: boolean
  /** In none of the place's neighbourhoods; false while the place has none, or it is not known where the postcode is. */
  readonly isOutside: boolean
  readonly position: GridPoint | null
  readonly neighbourhoodId: string | null
  readonly neighbourhoodName: string | null
}

/** Looks a postcode up: whole, partial, ended or new. */
export const whereaboutsOf = async (tx: PlaceTx, typed: string): Promise<Whereabouts> =>
  (await whereaboutsOfEach(tx, [typed]))[0] as Whereabouts

/** The same for what many people typed at once, in their order. */
export const whereaboutsOfEach = async (tx: PlaceTx, typed: readonly string[]): Promise<Whereabouts[]> => {
  const [answers, neighbourhoods] = await Promise.all([lookUpEach(tx, typed), listNeighbourhoods(tx)])
  return answers.map(answer => within(neighbourhoods, answer))
}

const within = (neighbourhoods: readonly Neighbourhood[], answer: PostcodeAnswer): Whereabouts => {
  const { shown, message, point } = answer
  const isPostcode = answer.kind !== 'not-a-postcode'
  const vague = { shown, message, isPostcode, isOutside: false, neighbourhoodId: null, neighbourhoodName: null }
  // The middle of a first part is near enough to measure from, and too vague to say which neighbourhood it is in.
  if (answer.kind !== 'unit' && answer.kind !== 'terminated') {
    // "The first part is enough", so it is taken as it is; what is unknown or not loaded is said once.
    const isEnough = answer.kind === 'outcode' || answer.kind === 'partial'
    return { ...vague, message: isEnough ? null : message, position: point }
  }
  const neighbourhood = neighbourhoodAround(neighbourhoods, answer.point, answer.wardCode)
  return {
    ...vague,
    // A slip of spelling that was put right needs no second look: the postcode is shown again before anything is sent.
    message: answer.kind === 'terminated' ? message : null,
    isOutside: !neighbourhood && neighbourhoods.length > 0,
    position: point,
    neighbourhoodId: neighbourhood?.neighbourhoodId ?? null,
    neighbourhoodName: neighbourhood?.name ?? null,
  }
}

/** What whoever typed a postcode should know before it is used; null when it can be used at once. */
export const sayOfPostcode = ({ shown, message, isOutside }: Whereabouts, place: VisitedPlace): string | null => {
  const outside = `${shown} is outside ${place.name}, so we may not be able to help. You can still ask here, or ${ringUs(place)}.`
  return [message, isOutside ? outside : null].filter(Boolean).join(' ') || null
}
