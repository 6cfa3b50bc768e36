import type { Subscription as FhirSubscription } from '@medplum/fhirtypes'
import { isRefusal } from '../../../kernel/refusal.ts'
import { isOpened, whyNotFetched } from '../../../platform/outside/outside-address.ts'
import { type Fault, type Issue, unprocessable } from '../outcome.ts'

/** What a system asks to be told, as we keep it. */
export interface Wish {
  readonly channel: 'rest-hook' | 'email'
  readonly endpoint: string
  readonly statuses: readonly string[] | null
  readonly reason: string
  readonly endsAt: Date | null
}

/** The statuses our Tasks may have. */
const statusesKnown = [
  'requested',
  'accepted',
  'in-progress',
  'on-hold',
  'rejected',
  'cancelled',
  'failed',
  'completed',
] as const

const backport = 'http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-payload-content'

const isOn = (host: string, domain: string): boolean => host === domain || host.endsWith(`.${domain}`)

/** The statuses of `Task`, `Task?status=a,b` or `Task?owner=Organization/…`; null for all, and words for what is wrong. */
const statusesOf = (criteria: string, organisationId: string): readonly string[] | null | string => {
  const [type, ...rest] = criteria.split('?')
  if (type !== 'Task') return 'Only changes of Tasks are told: write “Task”, or “Task?status=requested,accepted”.'
  const query = new URLSearchParams(rest.join('?'))
  for (const name of query.keys())
    if (name !== 'status' && name !== 'owner')
      return `“${name.slice(0, 40)}” cannot be told by: the criteria may have “status” and “owner”.`
  if (query.getAll('owner').some(owner => owner !== `Organization/${organisationId}`))
    return `Only Tasks of your own organisation are told: “owner=Organization/${organisationId}”, or leave it out.`
  const asked = query.getAll('status').map(each => each.split(','))
  if (asked.length === 0) return null
  const statuses = statusesKnown.filter(status => asked.every(any => any.includes(status)))
  const unknown = asked.flat().find(each => !(statusesKnown as readonly string[]).includes(each))
  if (unknown !== undefined)
    return `No Task of ours is “${unknown.slice(0, 40)}”. These are: ${statusesKnown.join(', ')}.`
  return statuses.length > 0 ? statuses : 'No Task has two statuses at once: put them into one “status=a,b”.'
}

/** Why nothing may be sent there; null when it may. */
const whyNotThere = (
  channel: Wish['channel'],
  endpoint: string,
  { domain, opened }: { domain: string | null; opened: readonly string[] },
): string | null => {
  if (domain === null)
    return 'This token names no domain, so its notices go nowhere. Ask your coordinator for a token with the domain your system runs on.'
  const elsewhere = `Notices of this token go to ${domain} and what is below it, and nowhere else.`
  if (channel === 'email') {
    const [, host] = /^[\w.+-]{1,64}@([a-z0-9.-]{3,253})$/i.exec(endpoint) ?? []
    if (!host) return 'Write “mailto:” and one e-mail address.'
    return isOn(host.toLowerCase(), domain) ? null : elsewhere
  }
  if (!URL.canParse(endpoint) || endpoint.length > 500) return 'Write an https address of up to 500 letters.'
  const address = new URL(endpoint)
  if (address.protocol !== 'https:' && !(address.protocol === 'http:' && isOpened(address, opened)))
    return 'Notices go by https only.'
  if (address.username || address.password || address.hash)
    return 'Take the name, the password and what is after “#” out of the address: our notices are signed.'
  const not = whyNotFetched(address, opened)
  if (isRefusal(not))
    return not.refused === 'port'
      ? 'Notices go to port 443 only.'
      : 'That is an address inside a private network. Give one that the whole world can reach.'
  return isOn(address.hostname, domain) ? null : elsewhere
}

/** Reads what a system wants to be told; all that is wrong with it at once. Pure. */
export const readSubscription = (
  given: FhirSubscription,
  of: { organisationId: string; domain: string | null; opened: readonly string[]; now: Date },
): Wish | Fault => {
  const issues: Issue[] = []
  const wrong = (where: string, says: string, code: Issue['code'] = 'business-rule') => {
    issues.push({ code, says, where: `Subscription.${where}` })
  }
  const { type, endpoint: said = '', payload, header } = given.channel
  if (given.status !== 'requested')
    wrong('status', 'A new Subscription is “requested”: it is active once its endpoint has answered.')
  const statuses = statusesOf(given.criteria, of.organisationId)
  if (typeof statuses === 'string') wrong('criteria', statuses)
  if (given.reason.length > 500) wrong('reason', 'Say why in up to 500 letters.', 'too-long')
  const endsAt = given.end === undefined ? null : new Date(given.end)
  if (endsAt && !(endsAt > of.now)) wrong('end', 'Its end is over. Leave it out, or give one that is to come.')
  if (header) wrong('channel.header', 'We send no headers of yours. Our notices are signed, so that you know them.')
  const channel = type === 'rest-hook' || type === 'email' ? type : null
  const endpoint = channel === 'email' ? said.replace(/^mailto:/, '') : said
  if (!channel) wrong('channel.type', 'Only “rest-hook” and “email” are served.', 'not-supported')
  else {
    const not = whyNotThere(channel, endpoint, of)
    if (not) wrong('channel.endpoint', not)
    const usual = channel === 'email' ? 'text/plain' : 'application/fhir+json'
    if (payload !== undefined && payload !== usual)
      wrong('channel.payload', `Here the payload is “${usual}”, or left out.`, 'not-supported')
  }
  const { _payload } = given.channel as { _payload?: { extension?: { url?: string; valueCode?: string }[] } }
  const content = Array.isArray(_payload?.extension)
    ? _payload.extension.find(each => each?.url === backport)?.valueCode
    : undefined
  if (content !== undefined && content !== 'id-only')
    wrong('channel.payload', 'Notices hold ids only: read the Task with your token.', 'not-supported')
  return issues.length > 0 || !channel || typeof statuses === 'string'
    ? unprocessable(issues)
    : { channel, endpoint, statuses, reason: given.reason, endsAt }
}
