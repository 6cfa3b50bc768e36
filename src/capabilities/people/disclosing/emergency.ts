import type { Basis } from '../../organisations/index.ts'

/** What allows sharing without asking and outside a public task: a life to save, somebody to keep from harm. Each such sharing is looked at afterwards. */
export const emergencyBases: readonly Basis[] = ['vital interests', 'safeguarding']

/** The queue that is woken when something was shared without asking. */
export const emergencySharingQueue = 'emergency-sharing'

/** What somebody who looks at it afterwards finds. */
export const reviewOutcomes = {
  right: { label: 'It was right', means: 'There was no time to ask, and what was told was what it took.', words: null },
  'right, but': {
    label: 'It was right to share, but not so',
    means: 'More was told than it took, or somebody could have asked first. Say what is to be different next time.',
    words: 'Say what is to be different next time',
  },
  wrong: {
    label: 'It was not right',
    means:
      'It stops now, and whoever was told has to delete it. If it may harm somebody, it is a breach: the ICO is told within 72 hours.',
    words: 'Say why it was not right',
  },
} as const

export type ReviewOutcome = keyof typeof reviewOutcomes
