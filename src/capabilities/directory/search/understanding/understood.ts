import type { Language } from '../../../../kernel/language.ts'
import type { NeedKind } from '../../../../kernel/need-kind.ts'

/**
 * What was understood of a question before anything is ranked: plain data, the same for the same words and vocabulary.
 * A question without any cue of the vocabulary has words and no needs.
 */
export type Understood = {
  /** As typed, trimmed and without repeated spaces. */
  typed: string
  /** The words that count, in the order typed: without fillers, without what was read as a postcode, an age, a language or a wish. */
  words: readonly UnderstoodWord[]
  /** What the words count against the needs, 0 to 1: a short question is its words as well, a story is its needs. 1 without needs. */
  wordsSay: number
  /** Misspelt words and how they were read; `words` has them as read. */
  mended: readonly { typed: string; read: string }[]
  /** What it is about, the strongest first; at most 6. */
  needs: readonly UnderstoodNeed[]
  /** Who it is for and what was asked of the service beside its subject; nothing that was not said. */
  about: AboutWhom
  /** A whole postcode or a first part that stood in the sentence, as people write it: "ZZ1 4AB". */
  postcode?: string
  /** Set when somebody may be in danger now: the page says first who to call. */
  danger?: Danger
}

export type UnderstoodWord = {
  /** In lower case, as it is looked for. */
  typed: string
  /** What is compared: see `stemOf`. */
  stem: string
  /** 0 to 1: a word of a short question counts 1, a word of a told story less, because its needs say more than its words. */
  weight: number
  /** True for a word the vocabulary has: it is spelt as it was meant, also where no service has it. */
  spelt?: true
}

export type UnderstoodNeed = {
  /** 'bereavement': a key of the vocabulary, stable. */
  needId: string
  /** What it is called on pages, in lower case: "bereavement support". */
  label: string
  /** The same in other languages of the pages. */
  labels?: Readonly<Partial<Record<Language, string>>>
  /** The kind intake and triage count it under. */
  kind: NeedKind
  /** 0 to 1. */
  weight: number
  /** The words of the question that say so, as typed: "dad died". */
  because: string
  /** What services that meet it say of themselves, the strongest first. */
  terms: readonly NeedTerm[]
}

export type NeedTerm = {
  /** One word or several that stand together: "baby bank". */
  text: string
  /** Its words as they are compared, in order. */
  stems: readonly string[]
  /** 0 to 1. */
  weight: number
}

export type AboutWhom = {
  /** In years: as said, or the middle of what a word means ("toddler" 2, "pensioner" 70). */
  age?: number
  /** The words that say the age: "my 15 year old". */
  ageSaid?: string
  /** When it must cost nothing. */
  cost?: 'free'
  /** The English name of a language somebody needs: "Polish". */
  language?: string
}

/** What kind of danger the words tell of, and the words. */
export type Danger = { kind: 'life' | 'abuse' | 'child'; because: string }
