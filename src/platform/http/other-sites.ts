import type { FastifyRequest } from 'fastify'

/** True for a form or a call that a page of another site sent (OWASP CSRF Prevention Cheat Sheet, 2025: Fetch Metadata, then Origin). */
export const comesFromElsewhere = (req: FastifyRequest): boolean => {
  const site = req.headers['sec-fetch-site']
  if (site === 'cross-site' || site === 'same-site') return true
  // Only a browser sets this, and only for a form of our own; its Origin is `null` where the page said no-referrer (Fetch, 3.2).
  if (site === 'same-origin') return false
  const origin = req.headers.origin
  if (!origin || origin === 'null') return origin === 'null'
  return !URL.canParse(origin) || new URL(origin).host !== req.headers.host
}
