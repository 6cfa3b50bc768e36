import type { Timeline } from './view-models.ts'

/** Something a place set otherwise than it comes, with a reason; each change is a version of its own. */
interface Choice {
  /** 1 for the first. */
  readonly version: number
  readonly changedAt: Date
  readonly changedBy: string
  readonly because: string
}

/**
 * What was changed, by whom and why, from choices newest first. `sentenceOf` says what a choice changed against the one before it, null for what
 * everybody starts with. Null when nothing was ever changed.
 */
export const historyOfChoices = <Made extends Choice>(
  choices: readonly Made[],
  sentenceOf: (to: Made, from: Made | null) => string,
): Timeline | null =>
  choices.length === 0
    ? null
    : {
        caption: 'What was changed, and why',
        facts: choices.flatMap((choice, at) => {
          const before = choices[at + 1] ?? null
          // The oldest of a cut list has nothing before it to be compared with.
          if (!before && choice.version > 1) return []
          return [
            {
              at: choice.changedAt,
              actor: choice.changedBy,
              sentence: sentenceOf(choice, before),
              quote: choice.because,
            },
          ]
        }),
      }
