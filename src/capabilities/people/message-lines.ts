/** A word of a message, or the space between two; with `href`, it leads to a page of ours. */
export type MessageWord = { text: string; href?: string }

/**
 * Splits a plain-text message into lines of words, with links where it names a page of this place. No other address becomes a link: a message
 * may hold what strangers typed.
 * @param address what our links start with in messages: "https://example.org/north-shore".
 * @param home the same as a path: "/north-shore".
 */
export const linkedLines = (body: string, address: string, home: string): MessageWord[][] =>
  body.split(/\r\n|\r|\n/).map(line =>
    line
      .split(/(\s+)/)
      .filter(text => text !== '')
      .map(text => {
        const path = text.startsWith(`${address}/`) ? text.slice(address.length) : ''
        return /^(\/[\w-]+)+(\?[\w-]+=[\w-]+)?$/.test(path) ? { text, href: home + path } : { text }
      }),
  )
