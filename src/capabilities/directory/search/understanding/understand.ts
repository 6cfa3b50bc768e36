import { lettersApart } from '../spelling.ts'
import { readAbout } from './about.ts'
import { type Heard, hear } from './cues.ts'
import { stemOf } from './stems.ts'
import { NOT, type Token, tokensOf } from './tokens.ts'
import type { Danger, Understood, UnderstoodNeed, UnderstoodWord } from './understood.ts'
import type { Vocabulary } from './vocabulary.ts'

/** What is understood of a question: pure, and under a millisecond for what people type. */

const LONGEST_TYPED = 500
const MOST_WORDS = 30
const MOST_NEEDS = 6
/** Needs that are this much weaker than the strongest are left out. */
const WEAKEST = 0.2
/** From so many telling words on a question is a story: its needs say more than its words. */
const STORY = 5
/** What words count against needs, of 1. In a short question those that no need was heard in are most likely names, and say more. */
const WORDS_SAY = { short: 0.35, unheard: 0.6, story: 0.25 } as const
/** A word of a story that no cue heard. */
const UNHEARD_WORD = 0.3

/** Words that say nothing to a search, though a cue may need them. */
const fillers = new Set(
  (
    'anyone ask asking become call called cannot cant dont each else every everyone everything few find found give given go going gone goes happen happened help ' +
    'helping know knows known look looking manage managing many near need needs needed never nobody not nothing no off one only other out people put see seem ' +
    'seems service services someone somebody something somewhere support stop stopped take taking talk tell thing things told understand until want wanted ' +
    'wants wont way without able again anything area around away back both bring day end getting half hope idea im isnt ive kept left live lives living local ' +
    'next night place point rather side situation soon sure time times use using went work worth wrong yes arent wasnt didnt doesnt hasnt havent couldnt wouldnt shouldnt'
  ).split(' '),
)

/** The words alone, each weighed alike: for whoever means exactly what was typed. */
export function understoodExactly(typed: string): Understood {
  const text = typed.slice(0, LONGEST_TYPED).normalize('NFKC').replace(/\s+/g, ' ').trim()
  const words = wordsOf(
    tokensOf(text).filter(({ light }) => !light),
    () => 1,
  )
  return { typed: text, words, wordsSay: 1, needs: [], about: {}, mended: [] }
}

/** @param knows tells whether services here have a word: what they have is no misspelling. */
export function understand(
  typed: string,
  vocabulary: Vocabulary,
  knows: (word: string) => boolean = () => false,
): Understood {
  const text = typed.slice(0, LONGEST_TYPED).normalize('NFKC').replace(/\s+/g, ' ').trim()
  const { about, postcode, read } = readAbout(text)
  const mended: { typed: string; read: string }[] = []
  const mend = (word: string): string => {
    if (word.length < 4 || vocabulary.knows(word) || fillers.has(word) || knows(word)) return word
    const closest = vocabulary.spelling.closest(word)
    const slips = word.length < 8 ? 1 : 2
    if (closest === null || closest[0] !== word[0] || lettersApart(word, closest, slips) > slips) return word
    mended.push({ typed: word, read: closest })
    return closest
  }
  const tokens = tokensOf(text, mend)
  const isRead = ({ start, end }: Token) => read.some(([from, to]) => start >= from && end <= to)
  const telling = tokens.filter(token => !token.light && !isRead(token))
  const heard = unwanted(hear(vocabulary.cues, tokens), tokens)
  const needs = needsOf(heard, vocabulary, tokens, telling.length, text)
  const inCue = new Set(heard.flatMap(({ first, last }) => tokens.slice(first, last + 1)))
  const told = heard.some(({ cue }) => cue.meaning.looseness === 'told')
  const story = needs.length > 0 && (telling.length >= STORY || told)
  const words = wordsOf(telling, token => (!story || inCue.has(token) ? 1 : UNHEARD_WORD)).map(word =>
    vocabulary.spells(word.typed) ? { ...word, spelt: true as const } : word,
  )
  const danger = dangerOf(vocabulary, tokens, text)
  return {
    typed: text,
    words,
    wordsSay:
      needs.length === 0
        ? 1
        : words.length === 0
          ? 0
          : story
            ? WORDS_SAY.story
            : WORDS_SAY.short + WORDS_SAY.unheard * unheardShare(words, telling, inCue),
    needs,
    about,
    mended,
    ...(postcode && { postcode }),
    ...(danger && { danger }),
  }
}

function unheardShare(words: readonly UnderstoodWord[], telling: readonly Token[], inCue: ReadonlySet<Token>): number {
  const heard = new Set(telling.filter(token => inCue.has(token)).map(({ word }) => stemOf(word)))
  return words.filter(({ stem }) => !heard.has(stem)).length / Math.max(1, words.length)
}

function wordsOf(telling: readonly Token[], weightOf: (token: Token) => number): UnderstoodWord[] {
  const telltale = telling.filter(({ word, form }) => form !== NOT && !fillers.has(word))
  // When nothing is left the fillers are what was asked for.
  const counted = telltale.length > 0 ? telltale : telling.filter(({ form }) => form !== NOT)
  const byStem = new Map<string, UnderstoodWord>()
  for (const token of counted) {
    const stem = stemOf(token.word)
    const weight = Math.max(weightOf(token), byStem.get(stem)?.weight ?? 0)
    byStem.set(stem, { typed: byStem.get(stem)?.typed ?? token.word, stem, weight })
  }
  return [...byStem.values()].slice(0, MOST_WORDS)
}

type Meaning = { looseness: 'asked' | 'told'; needs: readonly (readonly [string, number])[] }

/** Without what was said not to be wanted: "I don't want counselling". */
function unwanted(heard: Heard<Meaning>[], tokens: readonly Token[]): Heard<Meaning>[] {
  const refused = (first: number): boolean => {
    const [want, no] = tokens
      .slice(0, first)
      .reverse()
      .filter(({ light }) => !light)
    return no?.form === NOT && want !== undefined && /^(?:want|need|look|looking|after|interested)/.test(want.word)
  }
  return heard.filter(({ first, cue }) => cue.meaning.looseness === 'told' || !refused(first))
}

function needsOf(
  heard: readonly Heard<Meaning>[],
  vocabulary: Vocabulary,
  tokens: readonly Token[],
  length: number,
  text: string,
): UnderstoodNeed[] {
  const found = new Map<string, { weight: number; strongest: number; because: string }>()
  // A cue inside a longer one says nothing more: "baby" in "baby bank".
  const outermost = heard.filter(
    one =>
      !heard.some(
        other =>
          other !== one &&
          other.first <= one.first &&
          other.last >= one.last &&
          other.cue.slots.length > one.cue.slots.length,
      ),
  )
  for (const { cue, first, last } of outermost) {
    const because = text.slice(tokens[first]?.start, tokens[last]?.end)
    // One word in a story may stand there by the way; several words are meant.
    const sure = cue.slots.length > 1 || length <= 3 ? 1 : cue.meaning.looseness === 'asked' ? 0.6 : 0.85
    for (const [needId, weight] of cue.meaning.needs) {
      const strength = weight * sure
      const before = found.get(needId)
      if (!before) found.set(needId, { weight: strength, strongest: strength, because })
      else {
        before.weight = Math.max(before.weight, strength) + 0.1 * Math.min(before.weight, strength)
        if (strength > before.strongest) Object.assign(before, { strongest: strength, because })
      }
    }
  }
  const most = Math.max(0, ...[...found.values()].map(({ weight }) => weight))
  return [...found]
    .sort((a, b) => b[1].weight - a[1].weight || (a[0] < b[0] ? -1 : 1))
    .flatMap(([needId, { weight, because }]) => {
      const need = vocabulary.needs.get(needId)
      const share = weight / Math.max(1, most)
      return need && share >= WEAKEST ? [{ ...need, weight: Math.min(1, share), because }] : []
    })
    .slice(0, MOST_NEEDS)
}

/** Danger that is told of, unless it is denied: "I am not suicidal". */
function dangerOf(vocabulary: Vocabulary, tokens: readonly Token[], text: string): Danger | undefined {
  const denied = (first: number) => tokens.slice(0, first).findLast(({ light }) => !light)?.form === NOT
  const [worst] = hear(vocabulary.danger, tokens)
    .filter(({ cue, first }) => cue.slots[0]?.forms.has(NOT) || !denied(first))
    .sort((a, b) => ORDER.indexOf(a.cue.meaning) - ORDER.indexOf(b.cue.meaning))
  return worst && { kind: worst.cue.meaning, because: text.slice(tokens[worst.first]?.start, tokens[worst.last]?.end) }
}

const ORDER: readonly Danger['kind'][] = ['life', 'child', 'abuse']
