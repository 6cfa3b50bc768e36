import { randomBytes } from 'node:crypto'
import compress from '@fastify/compress'
import cookie from '@fastify/cookie'
import formbody from '@fastify/formbody'
import helmet from '@fastify/helmet'
import multipart from '@fastify/multipart'
import staticFiles from '@fastify/static'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { Value } from 'typebox/value'
import type { Language } from '../../kernel/language.ts'
import { type Actor, anyone, isAllowed } from '../auth/actor.ts'
import { findSession, type SessionSubject, sessionCookie, sessionSeconds } from '../auth/session.ts'
import type { PlaceTx, Tx } from '../db/database.ts'
import type { Platform } from '../platform.ts'
import { type Gate, type GateReply, gateAt } from './gate.ts'
import { loggedFault, loggedRequest } from './logged.ts'
import { comesFromElsewhere } from './other-sites.ts'
import { holdsNul, readForm } from './read-form.ts'
import { languageOf, rememberChoices, wantsLargerText } from './reader-choices.ts'
import type { Reply, Route, Visit, VisitedPlace } from './route.ts'
import { scanUpload } from './scan-upload.ts'
import { letBeFramed, permissionsPolicy, securityHeaders } from './security-headers.ts'
import { countVisits, type VisitLimits } from './visit-limits.ts'
import { visitorAddress } from './visitor-address.ts'

/** What can go wrong before, or instead of, a page of ours. */
export type Problem =
  | 'unreadableAddress'
  | 'longAddress'
  | 'unknownChoice'
  | 'fromAnotherSite'
  | 'unreadableAnswer'
  | 'tooLong'
  | 'tooMany'
  | 'unsafeFile'
  | 'notScanned'
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
  /** Ways in for other systems. */
  readonly gates: readonly Gate[]
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
  /** How much may be asked for in a minute; null in tests, where one address asks for everything. */
  readonly limits: VisitLimits | null
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
    logger: house.logger ? { level: 'info', redact: [], serializers: { req: loggedRequest, err: loggedFault } } : false,
    // Anybody can write X-Forwarded-For: it counts only from the proxies this installation names, or guessing could not be slowed by address.
    trustProxy: platform.config.trustedProxies.length > 0 ? [...platform.config.trustedProxies] : false,
    bodyLimit: 1_048_576,
    exposeHeadRoutes: true,
    // What cannot be routed goes where no door is, so that every answer passes the same doorkeeper; it sees what was really asked for.
    rewriteUrl: ({ url = '/' }) => (wrongAddress(url) ? '/unroutable' : url),
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 100 * longestPart },
  })
  const isHttps = platform.config.publicUrl.startsWith('https:')
  await server.register(helmet, securityHeaders(isHttps))
  server.addHook('onRequest', async (_, reply) => void reply.header('permissions-policy', permissionsPolicy))
  await server.register(cookie)
  await server.register(formbody, { bodyLimit: 262_144 })
  await server.register(multipart, {
    limits: { files: 1, fields: 400, parts: 401, fieldNameSize: 200, fieldSize: 20_000 },
  })
  await server.register(compress, { threshold: 2048, encodings: ['br', 'gzip'] })
  const visits = house.limits && (await countVisits(server, house.limits))
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
    const gate = gateAt(house.gates, req.originalUrl)
    const { title, sentences } = house.sayProblem(problem, values, gate || wantsJson(req) ? 'en' : languageOf(req))
    if (gate) return sendFromGate(reply, gate.problem(status, [title, ...sentences].join(' ')))
    reply.code(status).header('cache-control', 'private, no-cache')
    if (isForAnySite(req.originalUrl)) reply.header('access-control-allow-origin', '*')
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
    if (!isForAnySite(req.originalUrl)) return
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
  const tooMany = (req: FastifyRequest, reply: FastifyReply, seconds: number) =>
    showProblem(req, reply.header('retry-after', String(seconds)), 429, 'tooMany')
  server.addHook('onRequest', async (req, reply) => {
    const wait = await visits?.ofAddress(req)
    if (wait) return tooMany(req, reply, wait)
  })
  server.addHook('onRequest', async (req, reply) => {
    const wrong = wrongAddress(req.originalUrl)
    if (wrong) return showProblem(req, reply, wrong === 'longAddress' ? 414 : 400, wrong)
    if (!/^(GET|HEAD|OPTIONS)$/.test(req.method) && comesFromElsewhere(req))
      return showProblem(req, reply, 403, 'fromAnotherSite')
  })
  server.addHook('preHandler', async (req, reply) => {
    if (!Buffer.isBuffer(req.body) && holdsNul(req.body)) return showProblem(req, reply, 400, 'unreadableAnswer')
  })
  server.setNotFoundHandler((req, reply) => showProblem(req, reply, 404, 'notFound'))
  server.setErrorHandler((error, req, reply) => {
    const { statusCode = 500 } = error as Error & { statusCode?: number }
    if (statusCode === 413) return showProblem(req, reply, 413, 'tooLong')
    if (statusCode < 500) return showProblem(req, reply, statusCode, 'unreadable')
    const number = randomBytes(4).toString('hex')
    if (house.logger) req.log.error({ number, err: error }, 'fault')
    else {
      // A demo holds made-up people: there, a fault may say what was typed.
      const { type, message, stack } = loggedFault(error)
      const said = platform.config.demo ? (error as Error).stack : `${type}: ${message}\n${stack}`
      process.stderr.write(`fault ${number} at ${req.method} ${req.routeOptions.url}: ${said}\n`)
    }
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
        const wait = await visits?.ofVisitor(req, actor)
        if (wait) return tooMany(req, reply, wait)
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
        const { uploadScanner } = platform.config
        const scanned = form?.file && uploadScanner ? await scanUpload(uploadScanner, form.file.bytes) : 'clean'
        if (scanned === 'unsafe') return showProblem(req, reply, 422, 'unsafeFile')
        if (scanned === 'not scanned') return showProblem(req, reply, 503, 'notScanned')
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

  for (const gate of house.gates)
    await server.register(async inside => {
      // What comes is read by the gate: of a body nobody can read it says so in its own words.
      inside.removeAllContentTypeParsers()
      inside.addContentTypeParser('*', { parseAs: 'buffer' }, (_req, body, done) => done(null, body))
      const answer = async (req: FastifyRequest, reply: FastifyReply) => {
        const { place: slug = '', '*': path = '' } = req.params as Record<string, string>
        return sendFromGate(
          reply,
          await gate.answer({
            platform,
            place: await house.findPlace(slug),
            method: req.method,
            path,
            query: new URLSearchParams(req.url.split('?')[1] ?? ''),
            headers: req.headers,
            body: Buffer.isBuffer(req.body) && req.body.length > 0 ? req.body : null,
            count: async systemId => (await visits?.ofSystem(req, systemId)) ?? 0,
          }),
        )
      }
      inside.all(`/:place/${gate.path}`, answer)
      inside.all(`/:place/${gate.path}/*`, answer)
    })

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
          secure: isHttps,
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

/** The longest part of a path, in characters: the longest of ours is a signed link. */
const longestPart = 200

/** What is wrong with an address before anybody looks where it leads. */
const wrongAddress = (url: string): 'unreadableAddress' | 'longAddress' | null => {
  if (/%00|\0/.test(url)) return 'unreadableAddress'
  const path = url.split('?', 1)[0] ?? ''
  try {
    return decodeURIComponent(path)
      .split('/')
      .some(part => part.length > longestPart)
      ? 'longAddress'
      : null
  } catch {
    return 'unreadableAddress'
  }
}

/** An address as a header may hold it: whatever of it came out of an address bar is encoded again (RFC 9110, section 5.5). */
const asHeader = (address: string): string => address.toWellFormed().replace(/[^\x21-\x7e]/gu, encodeURIComponent)

const whoHolds = async (tx: PlaceTx, token: string, house: House): Promise<Actor | null> => {
  const subject = await findSession(tx, token)
  return subject && house.actorFor(tx, subject)
}

/** Below these paths stands open data: the pages of any site may fetch it (CORS), without cookies. */
const isForAnySite = (url: string): boolean => /^\/[^/?]+\/(oruk|hsds)\//.test(url)

/** What one system was told is nobody else's: no cache keeps it. */
const sendFromGate = (reply: FastifyReply, { status, headers, body }: GateReply) =>
  reply
    .code(status)
    .header('cache-control', 'no-store')
    .headers(headers)
    .send(body ?? '')

const wantsJson = (req: FastifyRequest): boolean =>
  /\/(api|oruk|hsds)\//.test(req.originalUrl) || (req.headers.accept ?? '').startsWith('application/json')
