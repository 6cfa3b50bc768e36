/** Stories, essays and case studies, and the consent they rest on. Pure. */

export const storyKinds = { story: 'Story', essay: 'Essay', 'case study': 'Case study' } as const
export type StoryKind = keyof typeof storyKinds
export const storyKindCodes = Object.keys(storyKinds) as StoryKind[]

export const consentHows = ['signed a form', 'by e-mail', 'said in person', 'said on the phone', 'wrote it'] as const
export type ConsentHow = (typeof consentHows)[number]

/** What is written of a story, and what it is tagged to. */
export interface StoryWords {
  readonly kind: StoryKind
  readonly title: string
  readonly summary: string
  readonly body: string
  /** Who wrote or tells it, as they want to be named. */
  readonly byLine: string | null
  readonly principles: readonly number[]
  readonly councilIds: readonly string[]
  readonly neighbourhoodIds: readonly string[]
}

export interface Story extends StoryWords {
  readonly storyId: string
  readonly state: 'draft' | 'published' | 'taken back'
  /** Whose people keep it. */
  readonly organisationId: string | null
  readonly madeBy: string
  readonly changedAt: Date
  readonly publishedAt: Date | null
  readonly takenBackAt: Date | null
}

export interface PublishedStory extends StoryWords {
  readonly storyId: string
  readonly publishedAt: Date
}

/** Somebody's permission to publish a story that tells of them, or that they wrote. */
export interface StoryConsent {
  readonly consentId: string
  readonly storyId: string
  readonly name: string
  readonly contact: string
  readonly how: ConsentHow
  readonly givenOn: string
  readonly givenTo: string
  readonly withdrawnAt: Date | null
}

/** What a story still lacks before everybody may read it; nothing when it may be published. */
export const lacksToPublish = (
  story: Pick<Story, 'summary' | 'body' | 'principles' | 'state'>,
  consents: readonly Pick<StoryConsent, 'withdrawnAt'>[],
): string[] => [
  ...(story.state === 'taken back' ? ['Its consent was taken back: it cannot be published again.'] : []),
  ...(story.summary ? [] : ['Say in a sentence or two what it is about.']),
  ...(story.body ? [] : ['Write the story itself.']),
  ...(story.principles.length ? [] : ['Choose at least one principle that it is about.']),
  ...(consents.some(({ withdrawnAt }) => withdrawnAt === null)
    ? []
    : ['Write down who has agreed that it is published: each person it tells of, or whoever wrote it.']),
]

/** The words people agree to, shown beside the form and sent with the link that takes it back. */
export const storyConsentWording =
  'I agree that this story is published here, found by search and sent in the bulletin. I can take this back at any time, and do not have to say why. It then comes off these pages and out of every bulletin that has not been sent.'
