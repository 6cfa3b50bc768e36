import type { AboutWhom } from './understood.ts'

/** Who a question is for and what it asks beside its subject: read from the words as typed. */

const LANGUAGES =
  'Albanian Amharic Arabic Bengali Bulgarian Cantonese Chinese Czech Dari Dutch Farsi Filipino French German Greek Gujarati Hindi Hungarian Italian Japanese Korean Kurdish Latvian Lithuanian Malayalam Mandarin Nepali Oromo Pashto Persian Polish Portuguese Punjabi Romanian Romani Russian Serbian Shona Slovak Somali Sorani Spanish Swahili Sylheti Tagalog Tamil Telugu Thai Tigrinya Turkish Twi Ukrainian Urdu Vietnamese Welsh Yoruba'.split(
    ' ',
  )
const languageNamed = new Map(LANGUAGES.map(name => [name.toLowerCase(), name]))

/** Ages in years that words stand for: the middle of what they mean. */
const agesOfWords: readonly (readonly [RegExp, number])[] = [
  [/\btoddlers?\b/i, 2],
  [/\b(?:teenagers?|teens?|teenage)\b/i, 15],
  [/\b(?:pensioners?|oap|state pension age)\b/i, 70],
  [/\b(?:in (?:his|her|my|their) seventies)\b/i, 75],
  [/\b(?:in (?:his|her|my|their) eighties|elderly)\b/i, 82],
  [/\b(?:in (?:his|her|my|their) nineties)\b/i, 92],
]

const PERSON =
  '(?:son|daughter|boy|girl|lad|child|kid|mum|mother|dad|father|nan|gran|grandad|grandma|husband|wife|brother|sister|he|she|who)'
const agesSaid: readonly RegExp[] = [
  /(?:\bmy\s+)?\b(\d{1,3})[\s-]*(?:years?|yrs?|y)[\s-]*(?:olds?|o)\b/i,
  /\baged?\s+(\d{1,3})\b/i,
  /\bi(?:['’]?m|\s+am)\s+(?:now\s+|nearly\s+|over\s+)?(\d{2,3})\b(?!\s*(?:weeks?|months?|days?|miles?|minutes?|hours?|pounds?|stone|%))/i,
  new RegExp(
    `\\b${PERSON}(?:['’]s|\\s+is)\\s+(?:now\\s+|nearly\\s+|over\\s+|only\\s+)?(\\d{1,3})\\b(?!\\s*(?:weeks?|months?|days?|miles?|minutes?|hours?))`,
    'i',
  ),
  /\bover[\s-]*(\d{2})s?\b/i,
]

const OLDEST = 120
const UNIT = /\b([a-z]{1,2}\d[a-z\d]?)\s*(\d[abd-hjlnp-uw-z]{2})\b/i
/** The first part alone is a postcode only where people say where: "in ZZ1", "near ZZ1". */
const OUTCODE = /\b(?:in|near|around|from|at|by|postcode(?:\s+is)?)\s+([a-z]{1,2}\d{1,2}[a-z]?)\b/i
const FREE =
  /\bfree\b(?!\s+(?:from|of)\b)|\b(?:can(?:['’]?t|not| not)|couldn['’]?t|not able to|unable to)\s+(?:\w+\s+)?afford\b|\bno money\b|\bskint\b|\bpenniless\b/i
const SPEAKS =
  /\b(?:speaks?|speaking|talks?)\s+(?:only\s+|just\s+|mainly\s+|no english,?\s+only\s+)?([a-z]+)\b|\b([a-z]+)[\s-]speak(?:ing|ers?)\b/gi

export type AboutRead = {
  about: AboutWhom
  postcode?: string
  /** The parts of the text that were read as something other than words to look for, as [start, end]. */
  read: readonly (readonly [number, number])[]
}

/** Ages, cost, language and postcode in a typed sentence; what was not said is not there. */
export function readAbout(typed: string): AboutRead {
  const about: AboutWhom = {}
  const read: [number, number][] = []
  const take = (match: RegExpMatchArray) => {
    const start = match.index ?? 0
    read.push([start, start + match[0].length])
    return match[0].trim()
  }
  const unit = typed.match(UNIT)
  const outcode = unit ? null : typed.match(OUTCODE)
  const postcode = unit ? `${unit[1]} ${unit[2]}`.toUpperCase() : outcode?.[1]?.toUpperCase()
  if (unit) take(unit)
  if (outcode) take(outcode)
  for (const pattern of agesSaid) {
    const match = typed.match(pattern)
    const age = Number(match?.[1])
    if (!match || age > OLDEST) continue
    about.age = age
    about.ageSaid = take(match)
    break
  }
  if (about.age === undefined) {
    for (const [pattern, age] of agesOfWords) {
      const match = typed.match(pattern)
      if (!match) continue
      about.age = age
      about.ageSaid = match[0]
      break
    }
  }
  const free = typed.match(FREE)
  if (free) {
    about.cost = 'free'
    if (/^free$/i.test(free[0]) && typed.trim().length > free[0].length) take(free)
  }
  for (const match of typed.matchAll(SPEAKS)) {
    const language = languageNamed.get((match[1] ?? match[2] ?? '').toLowerCase())
    if (!language) continue
    about.language = language
    break
  }
  return { about, ...(postcode && { postcode }), read }
}
