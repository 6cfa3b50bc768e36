import type { Words } from '../../design/view-models.ts'
import type { Language } from '../../kernel/language.ts'
import type { Cost } from './listed-service.ts'
import { directoryWords } from './words.ts'

/** How a service's facts are said on a page. Not known is said, never left out. */

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** "Free", the fees as published, "There is a cost", or "Cost not known". */
export function costInWords(
  cost: Cost | null | undefined,
  fees: string | null | undefined,
  language: Language = 'en',
): Words {
  const say = directoryWords(language)
  if (cost === 'free') return say('free')
  if (fees) return { content: fees.length > 120 ? `${fees.slice(0, 119).trimEnd()}…` : fees }
  return cost === 'paid' ? say('paid') : say('costNotKnown')
}

/** "18 to 25", "16 and over", "up to 25"; undefined when neither bound is known. */
export function agesInWords(
  minimum: number | null | undefined,
  maximum: number | null | undefined,
  language: Language = 'en',
): string | undefined {
  const say = directoryWords(language)
  const youngest = minimum ?? undefined
  const oldest = maximum ?? undefined
  if (youngest !== undefined && oldest !== undefined) return say('agesBetween', { youngest, oldest })
  if (youngest !== undefined) return say('agesFrom', { youngest })
  return oldest === undefined ? undefined : say('agesTo', { oldest })
}

/** The first words of a description, on one line, without web addresses: they say little and do not fit on a phone. */
export function summaryOf(description: string | null | undefined, longest = 200): string | undefined {
  const line = description
    ?.replace(/\(?https?:\/\/\S+/g, ' ')
    .replace(/\s*•\s*/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  if (!line) return undefined
  if (line.length <= longest) return line
  const cut = line.slice(0, longest - 1)
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), longest - 40))}…`
}

export { sentence }
