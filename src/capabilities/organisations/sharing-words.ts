/** What can be shared about somebody, and for what. The same words stand in consents, agreements and the table of levels. */

/** The details there are of a resident, in the order they are told. What a need is about, naming nobody, is not among them. */
export const sharedFields = {
  name: 'Name',
  contact: 'How to reach them',
  address: 'Where they live',
  communication: 'What to know before talking to them',
  story: 'What they told us, in their words',
  'on behalf': 'Who asked for them, and how to reach them',
} as const

export type SharedField = keyof typeof sharedFields

export const sharedFieldCodes = Object.keys(sharedFields) as SharedField[]

/** What something is shared for. */
export const purposes = {
  help: 'To help with what they asked for',
  protect: 'To keep somebody safe',
} as const

export type Purpose = keyof typeof purposes

/**
 * What allows details to be shared. A council's ordinary work is its public task and never called consent; an agreement is the written frame between organisations, and names its own
 * ground in law; an emergency may be shared without asking, with its ground recorded (UK GDPR, Article 6(1)(a), (e), (d); Data Protection Act 2018, Schedule 1, paragraph 18;
 * ICO Data Sharing Code of Practice, 2021).
 */
export const bases = {
  consent: { label: 'They said yes to sharing', needsGround: false },
  'public task': { label: 'Public task of a public body', needsGround: true },
  'sharing agreement': { label: 'A sharing agreement with them', needsGround: false },
  'vital interests': { label: 'To protect someone’s life', needsGround: true },
  safeguarding: { label: 'To keep somebody safe from harm', needsGround: true },
} as const

export type Basis = keyof typeof bases

/** The same details as they are named to the person they are of. */
const yourFields: Readonly<Record<SharedField, string>> = {
  name: 'your name',
  contact: 'how to reach you',
  address: 'where you live',
  communication: 'what to know before talking to you',
  story: 'what you told us',
  'on behalf': 'who asked for you',
}

const inSentence = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`

/** Fields in words, in a sentence: "name, how to reach them and where they live". */
export const fieldsInWords = (fields: readonly string[]): string =>
  inSentence(
    sharedFieldCodes
      .filter(field => fields.includes(field))
      .map(field => sharedFields[field])
      .map(label => `${label[0]?.toLowerCase()}${label.slice(1)}`),
  )

/** Fields in words that are said to the person they are of: "your name, how to reach you and where you live". A permission names what it gives in these. */
export const yourFieldsInWords = (fields: readonly SharedField[]): string =>
  inSentence(sharedFieldCodes.filter(field => fields.includes(field)).map(field => yourFields[field]))
