import { randomBytes } from 'node:crypto'
import { isIP } from 'node:net'
import compress from '@fastify/compress'
import cookie from '@fastify/cookie'
import formbody from '@fastify/formbody'
import helmet from '@fastify/helmet'
import multipart from '@fastify/multipart'
import rateLimit from '@fastify/rate-limit'
import staticFiles from '@fastify/static'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { Value } from 'typebox/value'
import { isLanguage, type Language } from '../../kernel/language.ts'
import { type Actor, anyone, isAllowed } from '../auth/actor.ts'
import { findSession, type SessionSubject, sessionCookie, sessionSeconds } from '../auth/session.ts'
import type { PlaceTx, Tx } from '../db/database.ts'
import type { Platform } from '../platform.ts'
import type { Reply, Route, Visit, VisitedPlace } from './route.ts'

/** What can go wrong before, or instead of, a page of ours. */
export type Problem =
  | 'unreadableAddress'
  | 'longAddress'
  | 'unknownChoice'
  | 'fromAnotherSite'
  | 'unreadableAnswer'
  | 'tooLong'
  | 'tooMany'
  | 'unreadable'
  | 'fault'
  | 'notFound'
  | 'notFoundBecause'
  | 'noSuchPlace'
  | 'signInFirst'
  | 'notYourRole'

/** What the web process needs to know of the house it serves; `app.ts` puts it together. */
export interface House {
  readonly routes: readonly Route[]
  /** A page from a template and its model, the frame (header, navigation, footer) included. */
  render(
    template: string,
    model: Readonly<Record<string, unknown>>,
    about: {
      place: VisitedPlace | null
      actor: Actor | null
      url: string
      language: Language
      /** The reader wants larger letters than most. */
      largerText: boolean
    },
  ): string
  /** What went wrong, in a language: a title and sentences that say what to do. */
  sayProblem(
    problem: Problem,
    values: Readonly<Record<string, string>>,
    language: Language,
  ): { title: string; sentences: readonly string[] }
  /** The built static files: where they lie and under which path they are served. */
  readonly statics: { folder: string; path: string }
  findPlace(slug: string): Promise<VisitedPlace | null>
  listPlaces(tx: Tx): Promise<readonly VisitedPlace[]>
  /** Small files that others look for at the root, whatever places there are: robots.txt and the like. */
  readonly filesAtRoot: readonly { path: string; type: string; make(): Promise<string> }[]
  /** Who a session's subject is today; null when they may no longer come in. */
  actorFor(tx: PlaceTx, subject: SessionSubject): Promise<Actor | null>
  /** Off in tests, where one address asks for everything. */
  readonly rateLimit: boolean
  /** Where requests and faults are logged; false for silence. */
  readonly logger: boolean
}

/**
 * The web server: every registered route, behind one doorkeeper.
 *
 * The doorkeeper finds the place, who is asking, and whether they may; a form from another site is turned away by its Origin
 * (OWASP CSRF Prevention Cheat Sheet, 2025) besides SameSite cookies; a NUL byte anywhere is refused, since PostgreSQL text cannot hold it.
 * No error page shows anything but words for the reader and a number to quote.
 */
export const createServer = async (platform: Platform, house: House): Promise<FastifyInstance> => {
  const server = fastify({
    logger: house.logger ? { level: 'info', redact: [], serializers: { req: safeRequestLog } } : false,
    // Anybody can write X-Forwarded-For: it counts only from the proxies this installation names, or guessing could not be slowed by address.
    trustProxy: platform.config.trustedProxies.length > 0 ? [...platform.config.trustedProxies] : false,
    bodyLimit: 1_048_576,
    exposeHeadRoutes: true,
    // An address that cannot be decoded, or is far too long, never reaches a route or the error handler.
    frameworkErrors: (error, req, reply) => {
      const tooLong = error.code === 'FST_ERR_MAX_PARAM_LENGTH'
      const problem = tooLong ? 'longAddress' : 'unreadableAddress'
      return showProblem(req, reply as FastifyReply, tooLong ? 414 : 400, problem)
    },
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 200 },
  })
  await server.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: platform.config.publicUrl.startsWith('https:') ? { maxAge: 31_536_000 } : false,
    referrerPolicy: { policy: 'same-origin' },
  })
  await server.register(cookie)
  await server.register(formbody, { bodyLimit: 262_144 })
  await server.register(multipart, {
    limits: { files: 1, fields: 400, parts: 401, fieldNameSize: 200, fieldSize: 20_000 },
  })
  await server.register(compress, { threshold: 2048, encodings: ['br', 'gzip'] })
  if (house.rateLimit)
    await server.register(rateLimit, {
      max: 600,
      timeWindow: '1 minute',
      errorResponseBuilder: () =>
        Object.assign(new Error('You have asked for a great many pages in a minute. Wait a minute, then try again.'), {
          statusCode: 429,
        }),
    })
  await server.register(staticFiles, {
    root: house.statics.folder,
    prefix: `${house.statics.path}/`,
    maxAge: '365d',
    immutable: true,
    index: false,
  })

  const showProblem = (
    req: FastifyRequest,
    reply: FastifyReply,
    status: number,
    problem: Problem,
    values: Readonly<Record<string, string>> = {},
    because = '',
  ) => {
    const { title, sentences } = house.sayProblem(problem, values, wantsJson(req) ? 'en' : languageOf(req))
    reply.code(status).header('cache-control', 'private, no-cache')
    if (isForAnySite(req.url)) reply.header('access-control-allow-origin', '*')
    const said = [...(because ? [because] : []), ...sentences]
    if (wantsJson(req)) return reply.send({ error: { title, message: said.join(' ') } })
    const { place = null, actor = null } = req as { place?: VisitedPlace; actor?: Actor }
    reply.type('text/html; charset=utf-8')
    return reply.send(
      house.render(
        'design/problem.njk',
        { page: { title, translated: true }, because, sentences },
        { place, actor, url: req.url, language: languageOf(req), largerText: wantsLargerText(req) },
      ),
    )
  }

  // Before any other: what any site may read, it may read when it is refused too.
  server.addHook('onRequest', async (req, reply) => {
    if (!isForAnySite(req.url)) return
    reply.header('access-control-allow-origin', '*')
    if (req.method === 'OPTIONS')
      return reply
        .code(204)
        .headers({
          allow: 'GET, HEAD, OPTIONS',
          'access-control-allow-methods': 'GET, HEAD, OPTIONS',
          'access-control-allow-headers': '*',
          'access-control-max-age': '86400',
        })
        .send()
  })
  server.addHook('onRequest', async (req, reply) => {
    if (/%00|\0/.test(req.url)) return showProblem(req, reply, 400, 'unreadableAddress')
    if (!/^(GET|HEAD|OPTIONS)$/.test(req.method) && comesFromElsewhere(req))
      return showProblem(req, reply, 403, 'fromAnotherSite')
  })
  server.addHook('preHandler', async (req, reply) => {
    if (holdsNul(req.body)) return showProblem(req, reply, 400, 'unreadableAnswer')
  })
  server.setNotFoundHandler((req, reply) => showProblem(req, reply, 404, 'notFound'))
  server.setErrorHandler((error, req, reply) => {
    const { statusCode = 500 } = error as Error & { statusCode?: number }
    if (statusCode === 413) return showProblem(req, reply, 413, 'tooLong')
    if (statusCode === 429) return showProblem(req, reply, 429, 'tooMany')
    if (statusCode < 500) return showProblem(req, reply, statusCode, 'unreadable')
    const number = randomBytes(4).toString('hex')
    if (house.logger) req.log.error({ number, err: error }, 'fault')
    else process.stderr.write(`fault ${number} at ${req.method} ${req.routeOptions.url}: ${(error as Error).stack}\n`)
    return showProblem(req, reply, 500, 'fault', { number })
  })

  server.get('/healthz', async () => {
    const [found, places] = await platform.db.national(async tx => [
      await tx.sql<{ version: string; migration: string }[]>`
        select current_setting('server_version') as version, (select max(name) from platform.migration where name ~ '^[0-9]') as migration`,
      await house.listPlaces(tx),
    ])
    return {
      status: 'ok',
      versions: {
        keepitlocal: platform.config.version,
        node: process.versions.node,
        postgresql: found[0]?.version ?? 'unknown',
        migration: found[0]?.migration ?? 'none',
      },
      places: places.map(({ slug }) => ({ slug })),
    }
  })
  for (const { path, type, make } of house.filesAtRoot)
    server.get(path, async (_, reply) => reply.type(type).send(await make()))
  server.get('/', async (req, reply) => {
    const places = await platform.db.national(tx => house.listPlaces(tx))
    const only = places.length === 1 ? places[0] : undefined
    if (only) return reply.redirect(`/${only.slug}`, 303)
    reply.type('text/html; charset=utf-8')
    return house.render(
      'design/places.njk',
      { page: { title: 'Choose your place' }, places },
      { place: null, actor: null, url: req.url, language: languageOf(req), largerText: wantsLargerText(req) },
    )
  })

  for (const route of house.routes) {
    server.route({
      method: route.method,
      url: route.path,
      ...(route.response && { schema: { response: { 200: route.response } } }),
      async handler(req, reply) {
        for (const [name, value] of Object.entries(route.headers)) reply.header(name, value)
        const { place: slug = '', ...params } = req.params as Record<string, string>
        const place = await house.findPlace(slug)
        if (!place) return showProblem(req, reply, 404, 'noSuchPlace')
        const token = req.cookies[sessionCookie]
        const actor =
          (token && (await platform.db.asHouse(place.placeId, tx => whoHolds(tx, token, house)))) ||
          anyone(place.placeId)
        Object.assign(req, { place, actor })
        if (!isAllowed(actor, route.allow)) {
          if (actor.kind === 'anyone' && route.kind === 'page' && route.method === 'GET')
            return reply.redirect(`/${slug}/sign-in?next=${encodeURIComponent(req.url)}`, 303)
          return actor.kind === 'anyone'
            ? showProblem(req, reply, 403, 'signInFirst')
            : showProblem(req, reply, 403, 'notYourRole', { name: actor.name })
        }
        if (route.params && !Value.Check(route.params, params)) return showProblem(req, reply, 404, 'notFound')
        const query = route.query ? Value.Convert(route.query, req.query) : req.query
        if (route.query && !Value.Check(route.query, query)) return showProblem(req, reply, 400, 'unknownChoice')
        // Nobody's file is read before it is known that they may send one here.
        const form = req.isMultipart()
          ? await readForm(req, route.takesFile).catch((error: Error & { statusCode?: number }) => {
              // A form that breaks off is the sender's fault, not ours.
              throw Object.assign(error, { statusCode: error.statusCode ?? 400 })
            })
          : null
        if (form === 'no-file-here') return showProblem(req, reply, 415, 'unreadable')
        if (form && holdsNul(form.body)) return showProblem(req, reply, 400, 'unreadableAnswer')
        const visit: Visit = {
          platform,
          place,
          actor,
          params,
          query: query as Record<string, unknown>,
          body: form?.body ?? ((req.body ?? {}) as Record<string, unknown>),
          file: form?.file ?? null,
          url: req.url,
          cookies: req.cookies,
          headers: req.headers,
          remoteAddress: visitorAddress(req.ip),
          language: languageOf(req),
        }
        return send(req, reply, await route.handle(visit as never))
      },
    })
  }

  const send = (req: FastifyRequest, reply: FastifyReply, answer: Reply) => {
    const { place, actor } = req as unknown as { place: VisitedPlace; actor: Actor }
    if (answer.kind === 'not-found')
      return answer.message
        ? showProblem(req, reply, 404, 'notFoundBecause', {}, answer.message)
        : showProblem(req, reply, 404, 'notFound')
    if (answer.kind === 'redirect') {
      for (const { name, value, maxAgeSeconds = sessionSeconds } of answer.cookies) {
        const scope = {
          path: `/${place.slug}`,
          httpOnly: true,
          sameSite: 'lax',
          secure: platform.config.publicUrl.startsWith('https:'),
        } as const
        if (value === null) reply.clearCookie(name, scope)
        else reply.setCookie(name, value, { ...scope, maxAge: maxAgeSeconds })
      }
      return reply.redirect(asHeader(answer.to), 303)
    }
    reply.code(answer.status)
    // What one person saw must not come back from a shared computer's cache after they sign out; what a page says depends on cookies; and what is taken
    // off a page (an address that is private from now on) is to be gone from every file and list as well, not when some cache thinks so.
    reply.header('cache-control', actor.kind === 'anyone' ? 'private, no-cache' : 'no-store')
    reply.headers(answer.headers)
    if (answer.kind === 'json') return reply.send(answer.body)
    if (answer.kind === 'content') return reply.type(answer.type).send(answer.body)
    reply.type('text/html; charset=utf-8')
    const about = { place, actor, url: req.url, language: languageOf(req), largerText: wantsLargerText(req) }
    if (answer.framedBy) letBeFramed(reply, answer.framedBy)
    else rememberChoices(req, reply, place, about)
    return reply.send(house.render(answer.template, answer.model, about))
  }
  return server
}

/** Whoever has one IPv6 address has the 2^64 beside it too (RFC 6177): guesses and reports are counted for all of them together. */
export const visitorAddress = (address: string): string => {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped) return mapped
  if (isIP(address) !== 6) return address
  const [front = '', back] = address.toLowerCase().replace(/%.*$/, '').split('::')
  const groups = front === '' ? [] : front.split(':')
  const rest = back === undefined || back === '' ? [] : back.split(':')
  const whole = back === undefined ? groups : [...groups, ...Array(8 - groups.length - rest.length).fill('0'), ...rest]
  return `${whole
    .slice(0, 4)
    .map(group => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`
}

/** An address as a header may hold it: whatever of it came out of an address bar is encoded again (RFC 9110, section 5.5). */
const asHeader = (address: string): string => address.toWellFormed().replace(/[^\x21-\x7e]/gu, encodeURIComponent)

const whoHolds = async (tx: PlaceTx, token: string, house: House): Promise<Actor | null> => {
  const subject = await findSession(tx, token)
  return subject && house.actorFor(tx, subject)
}

const languageCookie = 'kil-language'
const textCookie = 'kil-text'
const asked = (query: unknown, name: string): unknown => (query as Record<string, unknown> | undefined)?.[name]
const languageOf = (req: FastifyRequest): Language =>
  [asked(req.query, 'lang'), req.cookies?.[languageCookie]].find(isLanguage) ?? 'en'

const wantsLargerText = (req: FastifyRequest): boolean =>
  [asked(req.query, 'text'), req.cookies?.[textCookie]].find(size => size === 'large' || size === 'usual') === 'large'

/** Chosen once in an address, a language and a size of text stay for the visit. */
const rememberChoices = (
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

/** Lets other sites show this one page in a frame: nothing on it may be pressed that changes anything. */
const letBeFramed = (reply: FastifyReply, by: readonly string[]): void => {
  const policy = String(
    reply.getHeader('content-security-policy') ?? reply.raw.getHeader('content-security-policy') ?? '',
  )
  reply.header('content-security-policy', policy.replace(/frame-ancestors [^;]*/, `frame-ancestors ${by.join(' ')}`))
  reply.header('cross-origin-resource-policy', 'cross-origin')
  reply.removeHeader('x-frame-options')
  reply.raw.removeHeader('x-frame-options')
}

/** Below these paths stands open data: the pages of any site may fetch it (CORS), without cookies. */
const isForAnySite = (url: string): boolean => /^\/[^/?]+\/(oruk|hsds)\//.test(url)

/** A form with a file, its fields as in any other form; a file beyond the limit is cut off as it comes and answered with 413. */
const readForm = async (
  req: FastifyRequest,
  most: number | null,
): Promise<{ body: Record<string, unknown>; file: { name: string; bytes: Buffer } | null } | 'no-file-here'> => {
  if (most === null) return 'no-file-here'
  const body = new Map<string, unknown>()
  let file: { name: string; bytes: Buffer } | null = null
  for await (const part of req.parts({ limits: { fileSize: most } })) {
    if (part.type === 'file') {
      const bytes = await part.toBuffer()
      if (part.filename !== '' || bytes.length > 0) file = { name: part.filename.slice(0, 200), bytes }
      continue
    }
    const before = body.get(part.fieldname)
    body.set(
      part.fieldname,
      before === undefined ? part.value : [...(Array.isArray(before) ? before : [before]), part.value],
    )
  }
  return { body: Object.fromEntries(body), file }
}

const wantsJson = (req: FastifyRequest): boolean =>
  /\/(api|oruk|hsds)\//.test(req.url) || (req.headers.accept ?? '').startsWith('application/json')

const holdsNul = (value: unknown): boolean =>
  typeof value === 'string'
    ? value.includes('\0')
    : typeof value === 'object' &&
      value !== null &&
      Object.entries(value).some(([name, part]) => name.includes('\0') || holdsNul(part))

const comesFromElsewhere = (req: FastifyRequest): boolean => {
  const site = req.headers['sec-fetch-site']
  if (site === 'cross-site' || site === 'same-site') return true
  // Only a browser sets this, and only for a form of our own; its Origin is `null` where the page said no-referrer (Fetch, 3.2).
  if (site === 'same-origin') return false
  const origin = req.headers.origin
  if (!origin || origin === 'null') return origin === 'null'
  return !URL.canParse(origin) || new URL(origin).host !== req.headers.host
}

/** What is logged of a request: never its query, whose words and postcodes may tell who is asking for what. */
const safeRequestLog = (req: FastifyRequest) => ({ method: req.method, path: req.url.split('?')[0] })
