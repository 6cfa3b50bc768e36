import * as openid from 'openid-client'
import { isRefusal, type Refusal, refuse } from '../../../../kernel/refusal.ts'
import { hashSecret } from '../../../../platform/auth/session.ts'
import { fetchOutside } from '../../../../platform/outside/fetch-outside.ts'
import { isOpened, type OpenedHosts } from '../../../../platform/outside/outside-address.ts'
import type { Vouched } from './vouched.ts'

/**
 * Talking to an organisation's sign-in: OpenID Connect Core 1.0, the authorization code with PKCE (RFC 7636), state and nonce (RFC 9700). Its address was typed in by
 * somebody, so that it is reached by `fetchOutside` alone. Nothing here waits inside a transaction.
 */

const limits = { bytes: 1_000_000, secondsToConnect: 5, secondsBetween: 10, secondsInAll: 20 }

/** A sign-in that can be asked. */
export interface Asked {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** What to ask it for (acr_values), wanted in this order; nothing where it is empty. */
  readonly levels: readonly string[]
}

/** From where and when it is asked. */
export interface Asking {
  readonly opened: OpenedHosts
  readonly now: Date
  /** Reads everything about the sign-in anew, as for settings that were just changed. */
  readonly anew?: boolean
}

export const notReached = (): Refusal =>
  refuse(
    'sign-in-not-reached',
    'Your organisation’s sign-in could not be reached, or does not answer as it should. Try again in some minutes, or tell whoever looks after it.',
  )

const outside =
  (opened: OpenedHosts): openid.CustomFetch =>
  async (address, { headers, body, method }) => {
    const sent = body == null ? undefined : String(body)
    if (method !== 'GET' && method !== 'POST') throw new Error(`${method} is not spoken here.`)
    const answer = await fetchOutside(new URL(address), {
      limits,
      opened,
      headers: { ...headers },
      ...(sent !== undefined && { body: sent }),
    })
    if (isRefusal(answer)) throw new NotReached(answer)
    return new Response(new Uint8Array(answer.bytes), {
      status: answer.status,
      headers: Object.entries(answer.headers).flatMap(([name, value]): [string, string][] =>
        // What came is unpacked already.
        value === undefined || name === 'content-encoding' || name === 'content-length' ? [] : [[name, value]],
      ),
    })
  }

/** Carries why an address was not fetched through the library. */
class NotReached extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(refusal.refused)
    this.refusal = refusal
  }
}

/** How long what a sign-in says about itself is believed; its keys are looked at anew whenever it signs with one we do not know, and every five minutes. */
const metadataSeconds = 3600
const mostKept = 200
const kept = new Map<string, { readonly found: openid.Configuration; readonly at: number }>()
const keyOf = ({ issuer, clientId, clientSecret }: Asked) =>
  hashSecret(JSON.stringify([issuer, clientId, clientSecret]))

const find = async (asked: Asked, { opened, now, anew = false }: Asking): Promise<openid.Configuration> => {
  const key = keyOf(asked)
  const before = kept.get(key)
  const age = now.getTime() - (before?.at ?? 0)
  if (before && !anew && age >= 0 && age < metadataSeconds * 1000) return before.found
  const found = await discover(asked, opened)
  kept.delete(key)
  for (const oldest of kept.keys()) if (kept.size >= mostKept) kept.delete(oldest)
  kept.set(key, { found, at: now.getTime() })
  return found
}

const discover = async (
  { issuer, clientId, clientSecret }: Asked,
  opened: OpenedHosts,
): Promise<openid.Configuration> => {
  const address = new URL(issuer)
  const found = await openid.discovery(address, clientId, undefined, openid.None(), {
    [openid.customFetch]: outside(opened),
    // Without https only where whoever runs this installation opened the host.
    ...(isOpened(address, opened) && { execute: [openid.allowInsecureRequests] }),
  })
  const server = found.serverMetadata()
  const takes = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic']
  const proof = takes.includes('client_secret_basic')
    ? openid.ClientSecretBasic(clientSecret)
    : openid.ClientSecretPost(clientSecret)
  const config = new openid.Configuration(server, clientId, undefined, proof)
  config[openid.customFetch] = outside(opened)
  if (isOpened(address, opened)) openid.allowInsecureRequests(config)
  openid.enableNonRepudiationChecks(config)
  return config
}

/** Where to send somebody, and what to await them back with. */
export interface SentAway {
  readonly address: string
  readonly state: string
  readonly nonce: string
  readonly verifier: string
}

export const sendAway = async (asked: Asked, backTo: string, asking: Asking): Promise<SentAway | Refusal> => {
  try {
    const config = await find(asked, asking)
    const [state, nonce, verifier] = [openid.randomState(), openid.randomNonce(), openid.randomPKCECodeVerifier()]
    const address = openid.buildAuthorizationUrl(config, {
      redirect_uri: backTo,
      scope: 'openid email profile',
      state,
      nonce,
      code_challenge: await openid.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      ...(asked.levels.length > 0 && { acr_values: asked.levels.join(' ') }),
    })
    return { address: address.href, state, nonce, verifier }
  } catch (error) {
    return whyNot(error)
  }
}

/** What the organisation's sign-in says of whoever came back: signed by it, for us, for this one visit. */
export const hearVouched = async (
  asked: Asked,
  cameBackAt: string,
  awaited: Pick<SentAway, 'state' | 'nonce' | 'verifier'>,
  asking: Asking,
): Promise<Vouched | Refusal> => {
  try {
    const config = await find(asked, asking)
    const tokens = await openid.authorizationCodeGrant(config, new URL(cameBackAt), {
      expectedState: awaited.state,
      expectedNonce: awaited.nonce,
      pkceCodeVerifier: awaited.verifier,
      idTokenExpected: true,
    })
    const claims = tokens.claims()
    if (!claims) return notReached()
    // Many say the address only when asked with the token they gave.
    const more =
      typeof claims.email !== 'string' && config.serverMetadata().userinfo_endpoint
        ? await openid.fetchUserInfo(config, tokens.access_token, claims.sub)
        : claims
    return {
      issuer: claims.iss,
      subject: claims.sub,
      email: typeof more.email === 'string' && more.email.length <= 254 ? more.email : null,
      emailVerified: more.email_verified === true,
      level: typeof claims.acr === 'string' ? claims.acr.slice(0, 300) : null,
      methods: Array.isArray(claims.amr) ? claims.amr.filter(each => typeof each === 'string') : [],
    }
  } catch (error) {
    // It may have changed since: whoever tries again finds it as it is.
    kept.delete(keyOf(asked))
    return whyNot(error)
  }
}

/** In plain words; what the library says names what was wrong inside, which helps nobody at the door. */
const whyNot = (error: unknown): Refusal => {
  const cause = error instanceof Error && error.cause instanceof NotReached ? error.cause : error
  if (cause instanceof NotReached || error instanceof TypeError) return notReached()
  if (error instanceof openid.AuthorizationResponseError)
    return error.error === 'access_denied'
      ? refuse('not-let-in', 'Your organisation’s sign-in did not let you in, or you stopped on the way. Try again.')
      : refuse(
          'not-let-in',
          'Your organisation’s sign-in answered that it cannot do this. Tell whoever looks after it.',
        )
  if (error instanceof openid.ResponseBodyError)
    return refuse(
      'not-exchanged',
      'Your organisation’s sign-in does not stand by what it sent you here with. Start again; if it goes on, tell whoever looks after it.',
    )
  if (error instanceof openid.ClientError || error instanceof openid.WWWAuthenticateChallengeError)
    return refuse(
      'not-believed',
      'What your organisation’s sign-in sent was not meant for this visit, or is not signed as it should be. Start again; if it goes on, tell whoever looks after it.',
    )
  // Whatever else is wrong with what another's server sent is not our fault.
  return notReached()
}
