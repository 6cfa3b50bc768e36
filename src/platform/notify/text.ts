/** What fits into a text message, and what it is shortened to. Pure. */

// The default alphabet of 7 bits and its extension, whose signs count twice (3GPP TS 23.038 v18, 6.2.1 and 6.2.1.1).
const alphabet = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
)
const extension = new Set('^{}\\[~]|€')

/** More than this many parts is not sent: what is left out is on the page the link leads to. Our own figure. */
export const mostSegments = 3

/** How many parts a text is sent, and paid for, in: 160 signs in one, 153 in each of several; 70 and 67 once a single sign is outside the alphabet (3GPP TS 23.040, 9.2.3.24.1). */
export const segmentsOf = (text: string): number => {
  const signs = [...text]
  const isPlain = signs.every(sign => alphabet.has(sign) || extension.has(sign))
  const length = isPlain ? signs.reduce((sum, sign) => sum + (extension.has(sign) ? 2 : 1), 0) : text.length
  const [one, each] = isPlain ? [160, 153] : [70, 67]
  return length <= one ? 1 : Math.ceil(length / each)
}

const plainer: Readonly<Record<string, string>> = {
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
  '–': '-',
  '—': '-',
  '…': '...',
  '•': '-',
  '×': 'x',
  '\u00a0': ' ',
}

/** A text with the signs that print sets and phones pay for made plain, and what nobody sees taken out. */
export const inPlainSigns = (text: string): string =>
  text
    .replace(/[‘’“”–—…•×\u00a0]/g, sign => plainer[sign] ?? sign)
    .replace(/\r\n?/g, '\n')
    .replace(/(?!\n)\p{Cc}|\p{Cf}/gu, '')
    .toWellFormed()

const ended = (sentence: string): string => (/[.!?:]$/.test(sentence) ? sentence : `${sentence}.`)

/**
 * A notice as a text message: its subject, as many whole sentences of its body as `mostSegments` hold, and its link, always whole and last.
 * @param link the whole address, or null.
 */
export const textOf = ({ subject, body }: { subject: string; body: string }, link: string | null): string => {
  const tail = link ? `\n${link}` : ''
  const sentences = inPlainSigns(body)
    .split(/\n\s*\n/)
    .flatMap(paragraph => paragraph.trim().split(/(?<=[.!?])\s+/))
    .filter(Boolean)
  let text = cutToFit(subject ? ended(inPlainSigns(subject).trim()) : '', tail)
  for (const sentence of sentences) {
    const longer = text ? `${text} ${sentence}` : sentence
    if (segmentsOf(longer + tail) > mostSegments) break
    text = longer
  }
  return text + tail
}

const cutToFit = (text: string, tail: string): string => {
  if (segmentsOf(text + tail) <= mostSegments) return text
  const words = text.split(' ')
  while (words.length > 1 && segmentsOf(`${words.join(' ')}...${tail}`) > mostSegments) words.pop()
  return `${words.join(' ')}...`
}
