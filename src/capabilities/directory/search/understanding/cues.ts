import { isEmpty, NOT, type Token, tokensOf } from './tokens.ts'

/**
 * Cues: what people say that tells of something. "{person} died" is any word of the group `person` followed by a form of "die"; "...": up to
 * four other words may stand there. Words that say nothing ("the", "really") may stand anywhere, and in what people tell one other word as well.
 */

type Slot = { forms: ReadonlySet<string>; gap: number }
export type Cue<Meaning> = { written: string; slots: readonly Slot[]; meaning: Meaning }
/** Cues by the forms they can begin with. */
export type Cues<Meaning> = Map<string, Cue<Meaning>[]>
export type Groups = Readonly<Record<string, readonly string[]>>
export type Heard<Meaning> = { cue: Cue<Meaning>; first: number; last: number }

const LONG_GAP = 4

/** How far apart the words of a cue may stand: `asked` ones together, `told` ones with one other word between. */
export type Looseness = 'asked' | 'told'

/** @throws RangeError with the cue in words when it has no telling word, or names a group that is not there. */
export function readCue<Meaning>(
  written: string,
  groups: Groups,
  looseness: Looseness,
  meaning: Meaning,
): Cue<Meaning> {
  const parts = written
    .trim()
    .split(/\s+/)
    .flatMap(part => readPart(part, written, groups))
  // Light words are kept where there is only one other to go by: "had a baby" is not every baby.
  const telling = parts.filter(({ light }) => !light)
  const words = telling.filter(({ forms }) => forms.length > 0 && !forms.includes(NOT)).length > 1 ? telling : parts
  const slots: Slot[] = []
  let long = false
  for (const { forms } of words) {
    // What is said not to be stands right after its no: "no money for school" is not "not in school".
    const afterNo = slots.at(-1)?.forms.has(NOT) === true
    if (forms.length > 0)
      slots.push({ forms: new Set(forms), gap: long ? LONG_GAP : looseness === 'told' && !afterNo ? 1 : 0 })
    long = forms.length === 0
  }
  if (slots.length === 0) throw new RangeError(`“${written}” has no word that tells anything.`)
  return { written, slots, meaning }
}

/** The slots of one part of a cue as it is written; "..." has no forms. */
function readPart(part: string, written: string, groups: Groups): { forms: string[]; light: boolean }[] {
  if (part === '...') return [{ forms: [], light: false }]
  const group = part.match(/^\{(.+)\}$/)?.[1]
  if (group === undefined) return full(tokensOf(part)).map(({ form, light }) => ({ forms: [form], light }))
  const words = groups[group]
  if (!words) throw new RangeError(`“${written}” names a group “${group}” that is not there.`)
  return [{ forms: full(tokensOf(words.join(' '))).map(({ form }) => form), light: false }]
}

const full = (tokens: Token[]): Token[] => tokens.filter(({ word, form }) => form !== '' && !isEmpty(word))

/** The same for cues that hear the same: "loan sharks" and "the loan shark". */
export const keyOfCue = (written: string): string =>
  written
    .trim()
    .split(/\s+/)
    .flatMap(part => (part === '...' || part.startsWith('{') ? [part] : full(tokensOf(part)).map(({ form }) => form)))
    .join(' ')

export function addCue<Meaning>(cues: Cues<Meaning>, cue: Cue<Meaning>): void {
  for (const form of cue.slots[0]?.forms ?? []) {
    const list = cues.get(form)
    if (list) list.push(cue)
    else cues.set(form, [cue])
  }
}

/** Every cue that is heard in the tokens, with the first and last token of it. */
export function hear<Meaning>(cues: Cues<Meaning>, tokens: readonly Token[]): Heard<Meaning>[] {
  const heard: Heard<Meaning>[] = []
  for (const [first, token] of tokens.entries()) {
    for (const cue of cues.get(token.form) ?? []) {
      const last = follow(cue.slots, 1, tokens, first)
      if (last !== undefined) heard.push({ cue, first, last })
    }
  }
  return heard
}

function follow(slots: readonly Slot[], nth: number, tokens: readonly Token[], at: number): number | undefined {
  const slot = slots[nth]
  if (!slot) return at
  let passed = 0
  for (let next = at + 1; next < tokens.length && passed <= slot.gap; next++) {
    const token = tokens[next] as Token
    if (slot.forms.has(token.form)) {
      const last = follow(slots, nth + 1, tokens, next)
      if (last !== undefined) return last
    }
    if (!token.light) passed += 1
  }
  return undefined
}
