/** How somebody's identity was seen (the Royal Voluntary Service's list for the 2020 scheme, and a bank or residence card). Never a number. */
export const identityHows = {
  passport: 'A passport',
  'driving licence': 'A driving licence',
  'residence permit': 'A residence permit or another card with a photo',
  'two bills': 'Two bills or letters with their name and address',
} as const

export type IdentityHow = keyof typeof identityHows

/** What a referee answers. */
export const referenceAnswers = {
  recommends: { asks: 'Yes, I recommend them', label: 'Recommends them', tone: 'done' },
  'has concerns': { asks: 'I have concerns', label: 'Has concerns', tone: 'attention' },
  'does not know them well enough': {
    asks: 'I do not know them well enough to say',
    label: 'Does not know them well enough',
    tone: 'unknown',
  },
} as const

export type ReferenceAnswer = keyof typeof referenceAnswers

export const decisions = {
  accepted: 'Accepted',
  'not accepted': 'Not accepted',
} as const

export type Decision = keyof typeof decisions

/** How many who know somebody are asked about them. */
export const referencesWanted = 2

/** How long a check counts (our own rule; a DBS certificate names no end): after its date, or, with the Update Service, after its status was looked up. */
export const checkCountsMonths = { byCertificate: 36, byUpdateService: 12 } as const

/** Days before its last day on which everybody concerned is warned that something ends. */
export const warnDaysBefore = [60, 14] as const
