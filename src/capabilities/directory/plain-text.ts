import { compile } from 'html-to-text'

/**
 * HTML to plain text. The directory stores plain text only, so that nothing a feed sends can run in anybody's browser; paragraphs are
 * separated by an empty line and list items begin with "• ", which the design's `paragraphs` filter draws again.
 */

/** The longest description kept, in characters; longer ones are cut and reported. */
export const LONGEST_TEXT = 20_000
/** Longer HTML is cut before it is parsed: no real description comes near it. */
const LONGEST_HTML = 5_000_000
const GONE =
  'script style noscript template iframe frame object embed svg math canvas audio video button input select textarea head title link meta img'

const toText = compile({
  wordwrap: false,
  limits: { maxInputLength: LONGEST_HTML, maxDepth: 100, maxChildNodes: 20_000, ellipsis: '…' },
  formatters: {
    // A link is worth keeping only where it goes somewhere a person can go, and says something its own words do not.
    link(element, walk, builder) {
      walk(element.children, builder)
      const href = String(element.attribs.href ?? '').trim()
      if (!/^(https?:\/\/|mailto:|tel:)/i.test(href) || href.length > 300) return
      const target = href.replace(/^(mailto:|tel:)/i, '')
      if (!sameAsText(element, target)) builder.addInline(` (${target})`, { noWordTransform: true })
    },
  },
  selectors: [
    { selector: '*', format: 'inline' },
    ...GONE.split(' ').map(selector => ({ selector, format: 'skip' })),
    { selector: 'a', format: 'link' },
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map(selector => ({
      selector,
      format: 'heading',
      options: { uppercase: false, leadingLineBreaks: 2, trailingLineBreaks: 2 },
    })),
    ...['div', 'section', 'article', 'main', 'header', 'footer', 'figure', 'address', 'tr', 'td', 'th', 'dt', 'dd'].map(
      selector => ({ selector, format: 'block', options: { leadingLineBreaks: 1, trailingLineBreaks: 1 } }),
    ),
    ...['table', 'tbody', 'thead', 'tfoot', 'dl'].map(selector => ({
      selector,
      format: 'block',
      options: { leadingLineBreaks: 2, trailingLineBreaks: 2 },
    })),
    {
      selector: 'ul',
      format: 'unorderedList',
      options: { itemPrefix: '• ', leadingLineBreaks: 2, trailingLineBreaks: 2 },
    },
    { selector: 'hr', format: 'lineBreak' },
    { selector: 'blockquote', format: 'block', options: { leadingLineBreaks: 2, trailingLineBreaks: 2 } },
  ],
})

function sameAsText(element: { children?: unknown[] }, target: string): boolean {
  const bare = (text: string) =>
    text
      .toLowerCase()
      .replace(/^https?:\/\/(www\.)?/, '')
      .replace(/[\s/]+$|\s+/g, '')
  return bare(textOf(element)).replace(/^www\./, '') === bare(target)
}

function textOf(node: { data?: unknown; children?: unknown[] }): string {
  if (typeof node.data === 'string') return node.data
  return (node.children ?? []).map(child => textOf(child as { data?: unknown; children?: unknown[] })).join('')
}

/** More open tags than this inside one another is no document: it is read without its structure, or it would take minutes. */
const DEEPEST = 500

function deepest(html: string): number {
  let depth = 0
  let most = 0
  for (const [, closing, name = ''] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)/gi)) {
    if (/^(br|hr|img|p|li|col|td|tr|th|input|wbr|meta|link)$/i.test(name)) continue
    depth = closing ? Math.max(0, depth - 1) : depth + 1
    if (depth > most) most = depth
  }
  return most
}

function withoutStructure(html: string): string {
  return html
    .replace(/<(script|style)\b[\s\S]*?(<\/\1\s*>|$)/gi, ' ')
    .replace(/<\/?(p|br|div|li|tr|h[1-6])\b[^<>]*>/gi, '<br>')
    .replace(/<(?!br>)\/?[a-z!?][^>]*>?/gi, ' ')
    .replace(/(<br>\s*){2,}/g, '<br><br>')
}

const TAG = /<\/?[a-z!?][^>]*>?/i
const BLOCK_TAG = /<\/?(p|br|div|li|ul|ol|h[1-6]|table|tr|td|section|article|blockquote|dl|hr)\b/i
const ENTITY = /&(#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});/i

/** True when the text carries tags or entities that a reader should not see. */
export function looksLikeHtml(text: string): boolean {
  return TAG.test(text) || ENTITY.test(text)
}

// Control characters but the line end, soft hyphens, and the marks of width and direction that nobody sees.
const UNSEEN = /(?!\n)\p{Cc}|[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffc]/gu

/** Line ends made one kind; NUL, control, zero-width and direction-changing characters and broken surrogates taken out. */
export function withoutControlCharacters(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .replace(/[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g, ' ')
    .replace(UNSEEN, '')
}

// Nothing in it for any of the steps below to change: no tag, entity, mark, line end or double space, and no bullet at its beginning.
const CLEAN = /^(?![-*])(?:[!-%'-;=-~\u00a1-\u00ac\u00ae\u00b0-\u024f\u2010-\u201f]+(?: |$))*$/

/**
 * Clean text of a value that may be HTML, escaped HTML or plain text.
 * @returns the text, whether HTML was taken out, and the length before a cut at `longest` characters.
 */
export function plainText(value: string, longest = LONGEST_TEXT): { text: string; hadHtml: boolean; cutFrom?: number } {
  if (value.length <= longest && CLEAN.test(value) && !value.endsWith(' ')) return { text: value, hadHtml: false }
  let text = withoutControlCharacters(value.length > LONGEST_HTML ? value.slice(0, LONGEST_HTML) : value)
  const hadHtml = looksLikeHtml(text)
  // Some feeds escape twice or three times; the last step makes certain that what is left cannot be read as a tag.
  for (let pass = 0; pass < 3 && looksLikeHtml(text); pass++) {
    const html = BLOCK_TAG.test(text) ? text : text.replace(/\n/g, '<br>')
    text = withoutControlCharacters(toText(deepest(html) > DEEPEST ? withoutStructure(html) : html))
  }
  text = tidy(text.replace(/<(?=[a-z/!?])/gi, ''))
  const fullLength = Math.max(text.length, value.length > LONGEST_HTML ? value.length : 0)
  if (fullLength <= longest) return { text, hadHtml }
  return { text: cut(text, longest), hadHtml, cutFrom: fullLength }
}

/** One line of clean text: for names, titles and addresses. */
export function plainLine(value: string, longest = 250): { text: string; hadHtml: boolean; cutFrom?: number } {
  const { text, hadHtml, cutFrom } = plainText(value)
  const line = text.replace(/\s+/g, ' ').replace(/^• /, '').trim()
  if (line.length <= longest) return cutFrom === undefined ? { text: line, hadHtml } : { text: line, hadHtml, cutFrom }
  return { text: cut(line, longest), hadHtml, cutFrom: cutFrom ?? line.length }
}

function cut(text: string, longest: number): string {
  const kept = text
    .slice(0, longest - 1)
    .toWellFormed()
    .replace(/\ufffd$/, '')
  const space = kept.lastIndexOf(' ')
  return `${(space > longest - 100 ? kept.slice(0, space) : kept).trimEnd()}…`
}

function tidy(text: string): string {
  return text
    .split('\n')
    .map(line =>
      line
        .replace(/ +/g, ' ')
        .trim()
        .replace(/^[•·▪●*-]\s+/, '• ')
        .replace(/^•$/, ''),
    )
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}
