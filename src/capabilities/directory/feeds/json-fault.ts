/** Where a JSON text first goes wrong: line and column count from 1; `cutShort` when it simply stops. */
export type JsonFault = { line: number; column: number; cutShort: boolean; near: string }

const TOKEN = /\s*(?:([{}[\],:])|(")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null))/iy

/** Where the string that begins before `at` ends; -1 where it is broken or never ends. Read sign by sign: a pattern runs out of stack on a long one. */
function stringEnd(text: string, at: number): number {
  for (let next = at; next < text.length; next++) {
    const sign = text.charCodeAt(next)
    if (sign === 0x22) return next + 1
    if (sign < 0x20) return -1
    if (sign !== 0x5c) continue
    next++
    if (text[next] === 'u' && /^[0-9a-f]{4}$/i.test(text.slice(next + 1, next + 5))) next += 4
    else if (!/^["\\/bfnrt]$/.test(text[next] ?? '')) return -1
  }
  return -1
}

/**
 * Finds the first fault of a text that JSON.parse has refused. The engine's own messages give no position for some faults,
 * and a person mending a 2 MB file needs one.
 */
export function jsonFault(text: string): JsonFault {
  const open: string[] = []
  let want: 'value' | 'value or end' | 'key' | 'key or end' | 'colon' | 'comma or end' | 'nothing' = 'value'
  let at = 0
  const after = () => (open.length === 0 ? 'nothing' : 'comma or end')
  for (;;) {
    TOKEN.lastIndex = at
    const found = TOKEN.exec(text)
    if (!found) break
    const [whole, mark, string] = found
    const end = string === undefined ? at + whole.length : stringEnd(text, at + whole.length)
    if (end < 0) break
    const value = want === 'value' || want === 'value or end'
    if (mark === '{' && value) {
      open.push('}')
      want = 'key or end'
    } else if (mark === '[' && value) {
      open.push(']')
      want = 'value or end'
    } else if ((mark === '}' || mark === ']') && open.at(-1) === mark && want.endsWith('or end')) {
      open.pop()
      want = after()
    } else if (mark === ',' && want === 'comma or end') want = open.at(-1) === '}' ? 'key' : 'value'
    else if (mark === ':' && want === 'colon') want = 'value'
    else if (string !== undefined && (want === 'key' || want === 'key or end')) want = 'colon'
    else if (mark === undefined && value) want = after()
    else break
    at = end
  }
  const start = at + (/^\s*/.exec(text.slice(at, at + 1000))?.[0].length ?? 0)
  const rest = text.slice(start, start + 200_000)
  const cutShort =
    rest.trim() === '' ||
    (/^"(?:[^"\\]|\\.)*\\?$/s.test(rest) && rest.length < 200_000) ||
    /^[a-z0-9.+-]{0,8}$/i.test(rest)
  const where = cutShort ? text.trimEnd().length : start
  const before = text.slice(0, where)
  const line = before.split('\n').length
  return {
    line,
    column: where - before.lastIndexOf('\n'),
    cutShort,
    near: text
      .slice(Math.max(0, where - (cutShort ? 40 : 0)), where + 40)
      .replace(/\s+/g, ' ')
      .trim(),
  }
}
