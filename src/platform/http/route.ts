import type { Readable } from 'node:stream'
import type { Static, TObject, TSchema } from 'typebox'
import type { PlaceId } from '../../kernel/ids.ts'
import type { Language } from '../../kernel/language.ts'
import type { Refusal } from '../../kernel/refusal.ts'
import type { Actor, Allow } from '../auth/actor.ts'
import type { Platform } from '../platform.ts'

/** The place a visit is in, as pages need it. `words` holds what differs between places (phone numbers, opening words). */
export interface VisitedPlace {
  readonly placeId: PlaceId
  readonly slug: string
  readonly name: string
  readonly settings: Readonly<Record<string, unknown>>
}

/** One call of a page or an API, with everything it may use. */
export interface Visit<Params = Record<string, string>, Query = Record<string, unknown>> {
  readonly platform: Platform
  readonly place: VisitedPlace
  readonly actor: Actor
  readonly params: Params
  readonly query: Query
  /** A form's fields; repeated names come as lists. */
  readonly body: Readonly<Record<string, unknown>>
  /** The file that was sent, on pages that take one; null when none was. */
  readonly file: { readonly name: string; readonly bytes: Buffer } | null
  /** Path and query as asked for. */
  readonly url: string
  readonly cookies: Readonly<Record<string, string | undefined>>
  /** Lower-cased header values. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  /** The address the call came from, for slowing guesses down. */
  readonly remoteAddress: string
  /** What the visitor reads: from `?lang=`, else the cookie that remembers it, else English. */
  readonly language: Language
}

/** What a route answers with. */
export type Reply =
  | {
      kind: 'view'
      template: string
      model: Readonly<Record<string, unknown>>
      status: number
      headers: Record<string, string>
      /** Origins that may show the page in a frame (CSP `frame-ancestors`); no cookie is then set with it. */
      framedBy?: readonly string[]
    }
  | { kind: 'redirect'; to: string; cookies: readonly CookieChange[] }
  | { kind: 'json'; body: unknown; status: number; headers: Record<string, string> }
  | { kind: 'content'; type: string; body: string | Buffer | Readable; status: number; headers: Record<string, string> }
  | { kind: 'not-found'; message: string }

/** A cookie to set (or, with null, to forget). Always HttpOnly and SameSite=Lax, on this place's path. */
export interface CookieChange {
  readonly name: string
  readonly value: string | null
  readonly maxAgeSeconds?: number
}

/** A page from a template; 422 when it shows errors. */
export const view = (
  template: string,
  model: Readonly<Record<string, unknown>>,
  options: { status?: number; headers?: Record<string, string>; framedBy?: readonly string[] } = {},
): Reply => ({
  kind: 'view',
  template,
  model,
  status: options.status ?? 200,
  headers: options.headers ?? {},
  ...(options.framedBy && { framedBy: options.framedBy }),
})

// What one person saw must not come back from a shared computer's cache; and "Back" shows what is true now.
const notKept = { 'cache-control': 'no-store' }

/** A page of one person: never kept by the browser. */
export const privateView = (
  template: string,
  model: Readonly<Record<string, unknown>> & {
    page: { readonly errors?: readonly unknown[] } & Readonly<Record<string, unknown>>
  },
): Reply => view(template, model, { status: model.page.errors?.length ? 422 : 200, headers: notKept })

/** Goes on to another page of ours after a form was sent (303 See Other). */
export const redirect = (to: string, cookies: readonly CookieChange[] = []): Reply => ({
  kind: 'redirect',
  to,
  cookies,
})

/** A JSON answer; what its schema does not name is left out. */
export const json = (body: unknown, options: { status?: number; headers?: Record<string, string> } = {}): Reply => ({
  kind: 'json',
  body,
  status: options.status ?? 200,
  headers: options.headers ?? {},
})

/** Anything else that is fetched: a calendar, a file of lines, a picture. `type` is the whole media type with its charset. */
export const content = (
  type: string,
  body: string | Buffer | Readable,
  options: { status?: number; headers?: Record<string, string> } = {},
): Reply => ({ kind: 'content', type, body, status: options.status ?? 200, headers: options.headers ?? {} })

/** There is nothing here for this visitor: the same answer for what does not exist and what they may not see. */
export const notFound = (message = ''): Reply => ({ kind: 'not-found', message })

/** A refusal as a list for the error summary. */
export const errorsOf = (refusal: Refusal): { field: string; message: string }[] =>
  refusal.errors ? [...refusal.errors] : [{ field: refusal.field ?? '', message: refusal.message }]

/** A registered door of the house. */
export interface Route {
  readonly kind: 'page' | 'api'
  readonly method: 'GET' | 'POST'
  /** Starts with /:place/ */
  readonly path: string
  readonly allow: Allow
  readonly params: TObject | null
  readonly query: TObject | null
  readonly response: TSchema | null
  /** Headers on every answer of this path, errors included (CORS). */
  readonly headers: Readonly<Record<string, string>>
  /** The most bytes of a file that a form may send here; null where none is taken. */
  readonly takesFile: number | null
  handle(visit: Visit<never, never>): Promise<Reply>
}

interface Door<Params extends TObject, Query extends TObject> {
  method: 'GET' | 'POST'
  path: `/:place${string}`
  /** Who may come in. There is no default: a door without it does not compile. */
  allow: Allow
  params?: Params
  query?: Query
  /** The most bytes of a file that its form may send (`enctype="multipart/form-data"`); without it no file is read. */
  takesFile?: number
  handle(visit: Visit<Static<Params>, Static<Query>>): Promise<Reply>
}

/** Declares a page. Parameters that do not fit their schema are answered as not found. */
export const page = <Params extends TObject, Query extends TObject>(door: Door<Params, Query>): Route => ({
  kind: 'page',
  method: door.method,
  path: door.path,
  allow: door.allow,
  params: door.params ?? null,
  query: door.query ?? null,
  response: null,
  headers: {},
  takesFile: door.takesFile ?? null,
  handle: door.handle as never,
})

/** Declares a JSON route; its `response` schema is also a guard: what it does not name never leaves the house. */
export const api = <Params extends TObject, Query extends TObject>(
  door: Door<Params, Query> & { response: TSchema; headers?: Readonly<Record<string, string>> },
): Route => ({
  ...page(door),
  kind: 'api',
  response: door.response,
  headers: door.headers ?? {},
})
