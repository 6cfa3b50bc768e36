import type { Urgency } from '../src/capabilities/requests/index.ts'
import type { NeedKind } from '../src/kernel/need-kind.ts'

/** One thing somebody needs, in words that name nobody: they follow "A woman in her 70s". */
export interface DemoNeed {
  readonly kind: NeedKind
  readonly urgency: Urgency
  readonly says: string
}

/** Why somebody asks. Told in their own words; several people may be in the same situation. */
export interface Situation {
  readonly needs: readonly DemoNeed[]
  readonly ages: readonly [number, number]
  /** In the words of whoever asks. */
  readonly story: string
  /** Who asks, when it is not the person themselves. */
  readonly askedBy?: string
  /** Where the story leaves no choice. */
  readonly who?: 'woman' | 'man'
  /** What they say when it has helped; otherwise something that others with this kind of need say. */
  readonly glad?: string
}

/** Writes a situation down in one line; more needs follow in threes. */
export const situation = (
  ages: readonly [number, number],
  need: readonly [NeedKind, Urgency, string],
  story: string,
  {
    and = [],
    ...more
  }: Pick<Situation, 'askedBy' | 'who' | 'glad'> & {
    readonly and?: readonly (readonly [NeedKind, Urgency, string])[]
  } = {},
): Situation => ({
  ages,
  story,
  needs: [need, ...and].map(([kind, urgency, says]) => ({ kind, urgency, says })),
  ...more,
})
