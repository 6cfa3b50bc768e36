/** The gap between what a council, community organisations and residents see: that is the finding. Pure. */
import { quantile } from '../../../design/quantile.ts'
import { leastShown } from '../../../kernel/small-numbers.ts'

export const voices = {
  council: 'The council',
  community: 'Community organisations',
  residents: 'Residents',
} as const
export type Voice = keyof typeof voices
export const voiceCodes = Object.keys(voices) as Voice[]

/** What one voice says of one principle: the middle of its answers. Null while there are none, or too few to be shown. */
export interface VoiceLevel {
  readonly level: number | null
  readonly answers: number
}

export type PrincipleLevels = Readonly<Record<Voice, VoiceLevel>>

/** The middle of what was said, to half a level; 0 is "do not know" and is not counted. */
export const middleOf = (levels: readonly number[], least: number = leastShown): VoiceLevel => {
  const known = levels.filter(level => level > 0).sort((a, b) => a - b)
  const middle = quantile(known, 0.5)
  return { level: known.length < least || middle === null ? null : Math.round(middle * 2) / 2, answers: known.length }
}

export interface Gap {
  readonly principle: number
  /** From the lowest to the highest voice; null while fewer than two have spoken. */
  readonly size: number | null
  readonly levels: PrincipleLevels
}

/** Every principle, the widest gap first; those of which too little is known come last, in their order. */
export const gapsOf = (levels: ReadonlyMap<number, PrincipleLevels>): Gap[] =>
  [...levels]
    .map(([principle, of]) => {
      const said = voiceCodes.flatMap(voice => of[voice].level ?? [])
      return { principle, levels: of, size: said.length < 2 ? null : Math.max(...said) - Math.min(...said) }
    })
    .sort((a, b) => (b.size ?? -1) - (a.size ?? -1) || a.principle - b.principle)

const number = (level: number): string => (Number.isInteger(level) ? String(level) : level.toFixed(1))

/** One level in words: "3", "2.5", "fewer than 5 answers", "nothing yet". */
export const levelInWords = ({ level, answers }: VoiceLevel, voice: Voice): string =>
  level !== null
    ? voice === 'council'
      ? number(level)
      : `${number(level)} (${answers} answers)`
    : answers === 0
      ? 'Nothing yet'
      : `Fewer than ${leastShown} answers: not shown`

/** What a voice has said while people may still say: the council's level, and of the others how many. */
export const saidSoFar = ({ level, answers }: VoiceLevel, voice: Voice): string =>
  level !== null
    ? levelInWords({ level, answers }, voice)
    : answers === 0
      ? 'Nothing yet'
      : `${answers} answer${answers === 1 ? '' : 's'} so far`

/** The gap in a sentence. */
export const gapInWords = ({ size, levels }: Gap): string => {
  if (size === null) return 'Fewer than two voices have been heard, so nothing can be compared yet.'
  const said = voiceCodes.flatMap(voice => {
    const { level } = levels[voice]
    return level === null ? [] : [{ voice, level }]
  })
  if (size === 0) return `All who were heard say ${number(said[0]?.level ?? 0)}.`
  const sorted = [...said].sort((a, b) => b.level - a.level)
  const [high, low] = [sorted[0], sorted.at(-1)]
  if (!high || !low) return ''
  const apart = size === 1 ? '1 level' : `${number(size)} levels`
  return `${voices[high.voice]} ${high.voice === 'council' ? 'says' : 'say'} ${number(high.level)}, ${voices[low.voice].toLowerCase()} ${low.voice === 'council' ? 'says' : 'say'} ${number(low.level)}: ${apart} apart.`
}

/** How a voice moved since last time. */
export const changeInWords = (before: number | null, now: number | null): string =>
  before === null || now === null
    ? 'Not comparable'
    : now === before
      ? `Still ${number(now)}`
      : `${now > before ? 'Up' : 'Down'} from ${number(before)} to ${number(now)}`

/** The day about ten months after a visit on which the council and its peers look again (Local Government Association, Corporate Peer Challenge: a progress review within twelve months, usually at ten). */
export const reviewAfter = (visitOn: string): string => {
  const [year = 0, month = 1, day = 1] = visitOn.split('-').map(Number)
  const last = new Date(Date.UTC(year, month + 10, 0)).getUTCDate()
  return new Date(Date.UTC(year, month - 1 + 10, Math.min(day, last))).toISOString().slice(0, 10)
}
