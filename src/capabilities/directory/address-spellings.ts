/**
 * How the parts of an address are written by people who know it: "14 Mill Street", "Mill St", "no. 14, mill-street", "fourteen Mill Str.", "2nd floor" and
 * "second floor", a postcode however it is spaced. Patterns for running text, to be matched without regard to case. Pure.
 */

export const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')

/** Words of addresses that are written in several ways (Royal Mail's PAF abbreviations, and what is on British street signs). */
const WRITTEN_ALIKE: readonly (readonly string[])[] = [
  'street st str',
  'saint st',
  'road rd',
  'avenue ave av',
  'terrace terr ter tce',
  'lane ln la',
  'close cl',
  'court ct crt',
  'drive dr drv',
  'place pl',
  'square sq',
  'gardens gdns gdn',
  'garden gdn',
  'crescent cres cresc',
  'grove gr grv',
  'park pk',
  'parade pde',
  'boulevard blvd',
  'house hse ho',
  'buildings bldgs',
  'building bldg bld',
  'mansions mans',
  'cottages cotts',
  'cottage cott',
  'heights hts',
  'mount mt',
  'estate est',
  'centre center ctr',
  'industrial ind',
  'flat apartment apt',
  'floor flr fl',
  'ground gnd grd',
  'basement bsmt',
  'upper upr',
  'lower lwr',
  'north n',
  'south s',
  'east e',
  'west w',
  'great gt',
  'and &',
  'first 1st',
  'second 2nd',
  'third 3rd',
  'fourth 4th',
  'fifth 5th',
].map(words => words.split(' '))

const NUMBERS =
  'one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty'.split(
    ' ',
  )

/** Signs between the words of an address: in sentences, in links, and none at all ("millstreet" in the name of a site). */
const BETWEEN = '(?:[\\s,.()+_/\\-–—\\u00ad\\u200b-\\u200d]|%20|%2C)'
/** Words that say nothing of a place by themselves: "Ground floor", "Community Centre". */
const SAYS_LITTLE =
  /^(?:the|of|at|a|and|street|road|avenue|terrace|lane|close|court|drive|place|square|gardens?|crescent|grove|park|house|building|flat|unit|room|suite|floor|ground|first|second|third|top|upper|lower|north|south|east|west|main|entrance|rear|front|side|door|office|reception|community|centre|center|hall|church|library|school|hub|club|town|village|civic|health|medical|surgery|hospital|leisure|sports|college|university)$/i

const wordsOf = (line: string): string[] =>
  line
    .normalize('NFKC')
    .replace(/['’ʼ`]/g, '')
    .split(/[^\p{L}\p{N}&]+/u)
    .filter(Boolean)

/** One word however it is written; a full stop may follow it, and an apostrophe stand before its last s. */
function anySpelling(word: string): string {
  const small = word.toLowerCase()
  const alike = new Set([small, ...WRITTEN_ALIKE.filter(words => words.includes(small)).flat()])
  if (/^\d+$/.test(small) && NUMBERS[Number(small) - 1]) alike.add(NUMBERS[Number(small) - 1] as string)
  if (NUMBERS.includes(small)) alike.add(String(NUMBERS.indexOf(small) + 1))
  const ways = [...alike]
    .sort((a, b) => b.length - a.length)
    .map(each => escaped(each).replace(/(?<=\p{L}{2})s$/u, "['’ʼ`]?s"))
  return ways.length === 1 ? (ways[0] as string) : `(?:${ways.join('|')})`
}

const NUMBER = `(?:\\d{1,4}[a-z]?|${NUMBERS.join('|')})`
/** "14", "No. 14", "14-16" before a street. */
const HOUSE_NUMBER = `(?:(?:\\b(?:no|nos|nr|number)\\b${BETWEEN}{0,3})?${NUMBER}(?:\\s?[-–&/]\\s?${NUMBER})?${BETWEEN}{1,3})?`

const spelling = (words: readonly string[], joined: boolean): string =>
  words.map(anySpelling).join(`${BETWEEN}{${joined ? 0 : 1},4}`)

/** The whole of a line and, of each part between its commas and numbers, what is still a place by itself. */
function partsOf(line: string): { words: readonly string[]; whole: boolean }[] {
  const whole = { words: wordsOf(line), whole: true }
  const parts = line
    .split(/[,;\n]+/)
    .flatMap(part => [wordsOf(part), ...part.split(/\b\d+[a-z]?\b/i).map(wordsOf)])
    .map(words => (/^the$/i.test(words[0] ?? '') ? words.slice(1) : words))
    .filter(words => words.some(word => /\p{L}/u.test(word)) && !words.every(word => SAYS_LITTLE.test(word)))
    .map(words => ({ words, whole: false }))
  return [whole, ...parts]
}

const lengthOf = (words: readonly string[]): number => words.join(' ').length

/**
 * Patterns for one line of an address, or the name of a building.
 * Parts of fewer than 6 letters are left alone: "Hill" or "1" would empty the whole entry. A street is found with the number before or after it.
 * @param joined also written in one word, as in links: not for names, which an organisation may well have in its own e-mail address.
 */
export const spellingsOf = (line: string, joined: boolean): string[] =>
  partsOf(line)
    .filter(({ words }) => words.length > 0 && lengthOf(words) >= 6)
    .map(({ words, whole }) => {
      const pattern = spelling(words, joined)
      return whole || !joined ? pattern : `${HOUSE_NUMBER}${pattern}(?:,?\\s{1,2}(?:no\\.?\\s?)?\\d{1,4}[a-z]?\\b)?`
    })

/** A postcode however it is spaced, with O for 0 and I for 1. */
export const postcodeSpelling = (postcode: string): string =>
  postcode
    .replace(/\s/g, '')
    .split('')
    .map(sign => (/[0O]/i.test(sign) ? '[0O]' : /[1IL]/i.test(sign) ? '[1IL]' : escaped(sign)))
    .join(`${BETWEEN}{0,4}`)

/** Degrees to about 100 metres or finer: three decimals, cut or rounded, and whatever follows them. */
export const degreesSpellings = (degrees: number): string[] => {
  const [whole = '', decimals = ''] = String(Math.abs(degrees)).split('.')
  const ways = new Set([`${whole}.${decimals.padEnd(3, '0').slice(0, 3)}`, Math.abs(degrees).toFixed(3)])
  return [...ways].map(way => `[-−]?${escaped(way)}\\d*`)
}
