/** A list as a text message: what fits, in as few messages as can be. Pure. */

export type TextEntry = { name: string; phone?: string; note?: string }

/** Words around the entries: `before` leads in, `more` says how many did not fit, `at` leads to the whole list. */
export type TextWords = { before: string; more(count: number): string; at: string }

/** Longer than this and phones send it as pictures, or people pay for it. */
export const MOST_PARTS = 3

// GSM 03.38 (3GPP TS 23.038, §6.2.1): the basic alphabet, and the signs that take two places in it.
const basic = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
)
const extended = new Set('^{}\\[~]|€')

/** How many messages a phone sends for a text: 160 signs or 153 each; where a sign is outside the alphabet of old phones, 70 or 67 each. */
export function textParts(text: string): number {
  let places = 0
  for (const sign of text) {
    if (basic.has(sign)) places += 1
    else if (extended.has(sign)) places += 2
    else {
      const length = text.length
      return length <= 70 ? 1 : Math.ceil(length / 67)
    }
  }
  return places <= 160 ? 1 : Math.ceil(places / 153)
}

// Signs that only look better: they would more than halve what fits.
const plain = (text: string): string =>
  text
    .replace(/[‘’]/g, "'")
    .replace(/[“”]/g, '"')
    .replace(/[–—]/g, '-')
    .replace(/…/g, '...')
    .replace(/\s+/g, ' ')
    .trim()

const shortened = (text: string, most: number): string => {
  const signs = [...plain(text)]
  return signs.length <= most ? signs.join('') : `${signs.slice(0, most - 3).join('')}...`
}

/** The list in at most three messages: first notes go, then names are cut, then the last entries; the address always stands. */
export function listAsText(entries: readonly TextEntry[], words: TextWords, address?: string): string {
  const text = (shown: number, withNotes: boolean, longestName: number): string => {
    const lines = entries
      .slice(0, shown)
      .map(({ name, phone, note }, at) =>
        [`${at + 1}. ${shortened(name, longestName)}`, phone && plain(phone), withNotes && note && `(${plain(note)})`]
          .filter(Boolean)
          .join(' '),
      )
    const more = entries.length - shown
    return [
      words.before,
      ...lines,
      ...(more > 0 ? [words.more(more)] : []),
      ...(address ? [`${words.at} ${address}`] : []),
    ].join('\n')
  }
  const attempts = [text(entries.length, true, 60), text(entries.length, false, 60)]
  for (let shown = entries.length; shown >= 0; shown--) attempts.push(text(shown, false, 40))
  return attempts.find(each => textParts(each) <= MOST_PARTS) ?? text(0, false, 40)
}

/** A link that opens a phone's messages with the text in it (RFC 5724). */
export const smsHref = (text: string): string => `sms:?&body=${encodeURIComponent(text)}`
