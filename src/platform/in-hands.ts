import type { PlaceTx } from './db/database.ts'

/** Somebody as one of an organisation's people, with what was handed to them of one kind. */
export interface InWhoseHands {
  readonly personId: string
  /** As it stands in what they did. */
  readonly name: string
  readonly organisationId: string
  /** Records of this kind that were handed to them when somebody left. */
  readonly handedIds: readonly string[]
}

/** Something unfinished: what it is, without naming whom it is about, and the page below the place where it goes on. */
export interface InHand {
  readonly recordId: string
  readonly says: string
  readonly path: string
}

/** One kind of thing that somebody begins in their own name, and what becomes of it when they leave. Everything belongs to the organisation: this says who follows it. */
export interface InHands {
  readonly kind: string
  /** 'Requests they took down', above a list. */
  readonly title: string
  /** Those that are not finished, as the actor sees them. */
  list(tx: PlaceTx, whose: InWhoseHands): Promise<readonly InHand[]>
  /** Where it needs more than a note of whose it is now: gives each to somebody, or, with null or to somebody who may not have it, back to all who may. */
  giveOn?(
    tx: PlaceTx,
    whose: InWhoseHands,
    to: { readonly personId: string; readonly name: string } | null,
  ): Promise<void>
}

// Filled as capabilities declare themselves, as the rules about people are: who leaves is asked below all of them.
const declared = new Map<string, InHands>()

export const declareInHands = (all: readonly InHands[]): void => {
  for (const each of all) declared.set(each.kind, each)
}

/** Every kind there is. */
export const allInHands = (): readonly InHands[] => [...declared.values()]
