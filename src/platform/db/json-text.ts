// JSON.stringify writes half of a character (a surrogate without its other half) and NUL as escapes; every other control is good JSON to PostgreSQL too.
const UNSTORABLE = /\\u(?:d[89a-f]|0000)/i

/**
 * A value as JSON that PostgreSQL can keep: jsonb refuses half of a character and NUL (manual, 8.14), and with one such sign in one text it would refuse a whole
 * import. They become U+FFFD, as in any text that is written as UTF-8.
 */
export const jsonText = (value: unknown): string => {
  const text = JSON.stringify(value)
  return text !== undefined && UNSTORABLE.test(text) ? JSON.stringify(value, storable) : text
}

const clean = (text: string): string => text.toWellFormed().replaceAll('\0', '\ufffd')
const storable = (_: string, value: unknown): unknown => {
  if (typeof value === 'string') return clean(value)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [clean(name), each]))
}
