import type { FastifyReply, FastifyRequest } from 'fastify'
import { isLanguage, type Language } from '../../kernel/language.ts'
import type { VisitedPlace } from './route.ts'

const languageCookie = 'kil-language'
const textCookie = 'kil-text'
const asked = (query: unknown, name: string): unknown => (query as Record<string, unknown> | undefined)?.[name]
/** What the reader reads: from `?lang=`, else the cookie that remembers it, else English. */
export const languageOf = (req: FastifyRequest): Language =>
  [asked(req.query, 'lang'), req.cookies?.[languageCookie]].find(isLanguage) ?? 'en'

/** The reader asked for larger letters than most, now or before. */
export const wantsLargerText = (req: FastifyRequest): boolean =>
  [asked(req.query, 'text'), req.cookies?.[textCookie]].find(size => size === 'large' || size === 'usual') === 'large'

/** Chosen once in an address, a language and a size of text stay for the visit. */
export const rememberChoices = (
  req: FastifyRequest,
  reply: FastifyReply,
  place: VisitedPlace,
  { language, largerText }: { language: Language; largerText: boolean },
): void => {
  const scope = { path: `/${place.slug}`, httpOnly: true, sameSite: 'lax', maxAge: 31_536_000 } as const
  if (isLanguage(asked(req.query, 'lang')) && language !== req.cookies[languageCookie])
    reply.setCookie(languageCookie, language, scope)
  const size = largerText ? 'large' : 'usual'
  if (asked(req.query, 'text') === size && size !== req.cookies[textCookie]) reply.setCookie(textCookie, size, scope)
}
