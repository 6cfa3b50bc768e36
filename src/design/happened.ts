import type { Notice } from './page.ts'

/** What a page can say has just happened, by code; done well where no tone says otherwise. */
export type Happenings = Readonly<Record<string, Omit<Notice, 'tone'> & { tone?: Notice['tone'] }>>

/**
 * The notice of a page that somebody was sent to after a press, as a part of its `page`. The press redirects to `?done=<code>`, and nothing is kept
 * anywhere: an address opened again says it again, and a code nobody knows says nothing.
 */
export function noticeOf(happenings: Happenings, code: unknown): { notice?: Notice } {
  const said = typeof code === 'string' && Object.hasOwn(happenings, code) ? happenings[code] : undefined
  return said ? { notice: { tone: 'done', ...said } } : {}
}
