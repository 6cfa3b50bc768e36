import { createHash } from 'node:crypto'
import type { Resource } from '@medplum/fhirtypes'
import { isAllowed } from '../../platform/auth/actor.ts'
import type { Gate, GateCall, GateReply } from '../../platform/http/gate.ts'
import { readJson } from './hearing/read-json.ts'
import type { Answer, Interaction } from './interaction.ts'
import { interactions } from './interactions.ts'
import { type Fault, fault, faultOf, isFault, outcomeOf } from './outcome.ts'
import { type Caller, whoCalls } from './systems/who-calls.ts'

/** The gate for other systems at /:place/fhir: FHIR R4 (4.0.1) as JSON. Every error is an OperationOutcome. */

const mediaType = 'application/fhir+json; charset=utf-8'
/** What the id of a call may look like (FHIR `id`; a UUID is one). */
const callId = /^[A-Za-z0-9.-]{1,64}$/

const one = (value: string | string[] | undefined): string | null => (Array.isArray(value) ? value[0] : value) ?? null

/** Whether an Accept header, or `_format` where there is one (R4, RESTful API, "Content Types"), takes JSON. */
const takesJson = (accept: string | null, format: string | null): boolean => {
  const isJson = (type: string) => ['json', 'application/json', 'application/fhir+json', 'text/json'].includes(type)
  if (format !== null) return isJson(format.split(';')[0]?.trim().toLowerCase().replace(' ', '+') ?? '')
  if (accept === null || accept.trim() === '') return true
  return accept.split(',').some(each => {
    const [type = '', ...parameters] = each.split(';').map(part => part.trim().toLowerCase())
    const isOff = parameters.some(parameter => /^q=0(\.0*)?$/.test(parameter))
    return !isOff && (type === '*/*' || type === 'application/*' || isJson(type))
  })
}

const find = (call: GateCall): { interaction: Interaction; id: string } | Fault => {
  const parts = call.path.split('/').filter(part => part !== '')
  const at = interactions.filter(({ path }) => {
    const wanted = path.split('/').filter(part => part !== '')
    return wanted.length === parts.length && wanted.every((part, n) => part === ':id' || part === parts[n])
  })
  if (at.length === 0)
    return fault(404, 'not-supported', `Nothing is served at “${call.path.slice(0, 100)}”. GET metadata lists what is.`)
  const method = call.method === 'HEAD' ? 'GET' : call.method
  const interaction = at.find(each => each.method === method)
  const allowed = [...new Set(at.map(each => each.method))].join(', ')
  return interaction
    ? { interaction, id: parts.at(-1) ?? '' }
    : {
        ...fault(405, 'not-supported', `${call.method.slice(0, 20)} does nothing here. Use ${allowed}.`),
        headers: { allow: allowed },
      }
}

const admitted = async (
  { platform, place, headers }: GateCall & { place: NonNullable<GateCall['place']> },
  { allow, about }: Interaction,
): Promise<Caller | null | Fault> => {
  if (allow === 'anyone') return null
  const caller = await platform.db.asHouse(place.placeId, tx => whoCalls(tx, one(headers.authorization)))
  if (isFault(caller)) return caller
  return isAllowed(caller.actor, allow)
    ? caller
    : fault(
        403,
        'forbidden',
        `This token does not let your system do that (${about}). A coordinator can make one that does.`,
      )
}

const answer = async (call: GateCall): Promise<Answer | Fault> => {
  const { place, headers, query } = call
  if (!place) return fault(404, 'not-found', 'There is no such place. Check the first part of the address.')
  if (!takesJson(one(headers.accept), query.get('_format')))
    return fault(406, 'not-supported', 'We answer in JSON only. Send “Accept: application/fhir+json”.')
  const found = find(call)
  if (isFault(found)) return found
  const { interaction, id } = found
  const caller = await admitted({ ...call, place }, interaction)
  const wait = await call.count(caller === null || isFault(caller) ? null : caller.system.systemId)
  if (wait > 0)
    return {
      ...fault(429, 'throttled', `That is more than is answered in a minute. Wait ${wait} seconds, then go on.`),
      headers: { 'retry-after': String(wait) },
    }
  if (isFault(caller)) return caller
  const requestId = one(headers['x-request-id'])
  if (requestId !== null && !callId.test(requestId))
    return fault(400, 'value', 'X-Request-Id is an id like a UUID: up to 64 letters, digits, “.” and “-”.')
  const body = interaction.takes ? readJson(call.body, one(headers['content-type']), interaction.takes) : null
  if (isFault(body)) return body
  return interaction.run({
    platform: call.platform,
    place,
    caller,
    id,
    query,
    body,
    requestId,
    bodyHash: createHash('sha256')
      .update(`${call.method} ${call.path} ${one(headers['if-match']) ?? ''}\n`)
      .update(call.body ?? '')
      .digest('base64url'),
    ifMatch: one(headers['if-match']),
    isStrict: /(^|[,;\s])handling=strict\b/i.test(one(headers.prefer) ?? ''),
    base: `${call.platform.config.publicUrl}/${place.slug}/fhir`,
  })
}

const said = (
  status: number,
  resource: Resource | null,
  headers: Readonly<Record<string, string>> = {},
): GateReply => ({
  status,
  headers: resource ? { 'content-type': mediaType, ...headers } : headers,
  body: resource && JSON.stringify(resource),
})

const saidFault = ({ fault: status, issues, headers }: Fault, more: Readonly<Record<string, string>> = {}): GateReply =>
  said(status, outcomeOf(issues), { ...headers, ...more })

export const fhirGate: Gate = {
  path: 'fhir',
  async answer(call) {
    // Told back, so that both sides' logs speak of the same call (NHS BaRS API 1.4.0 has both headers).
    const echoed = Object.fromEntries(
      ['x-request-id', 'x-correlation-id'].flatMap(name => {
        const value = one(call.headers[name])
        return value !== null && callId.test(value) ? [[name, value]] : []
      }),
    )
    const answered = await answer(call)
    if (isFault(answered)) return saidFault(answered, echoed)
    const wantsLittle = /(^|[,;\s])return=minimal\b/i.test(one(call.headers.prefer) ?? '')
    const isRead = call.method === 'GET' || call.method === 'HEAD'
    return said(answered.status, wantsLittle && !isRead ? null : answered.body, { ...answered.headers, ...echoed })
  },
  problem: (status, says) => saidFault(faultOf(status, says)),
}
