/** The systems that may call for an organisation: for its own coordinators. */
import { Type } from 'typebox'
import { type FieldView, fieldView } from '../../../design/form.ts'
import type { PageModel } from '../../../design/page.ts'
import { inWords } from '../../../design/time-in-words.ts'
import type { Action, EmptyState, StateTag } from '../../../design/view-models.ts'
import { isRefusal, type Refusal } from '../../../kernel/refusal.ts'
import { perform } from '../../../platform/command.ts'
import { errorsOf, notFound, page, type Reply, redirect, type Visit, view } from '../../../platform/http/route.ts'
import { chosen, typedText } from '../../../platform/http/typed.ts'
import { findOrganisation } from '../../organisations/index.ts'
import { listSubscriptions, type Subscription } from '../subscription-store.ts'
import { type Scope, scopes, tokenDays } from '../words.ts'
import { addSystem, stopSubscription, stopSystem } from './keep-systems.ts'
import { listSystems } from './system-store.ts'

const Params = Type.Object({ organisationId: Type.String({ format: 'uuid' }) })
type SystemsVisit = Visit<{ organisationId: string }, Record<string, unknown>>

type SystemsPage = PageModel & {
  address: string
  /** Shown this once. */
  token: string | null
  systems: readonly {
    name: string
    may: string
    lines: readonly string[]
    stop: Action | null
    subscriptions: readonly { says: string; state: StateTag; why: string | null; stop: Action | null }[]
  }[]
  empty: EmptyState
  fields: readonly FieldView[]
  action: string
}

const states: Readonly<Record<Subscription['state'], StateTag>> = {
  requested: { word: 'Waits for its endpoint', tone: 'waiting' },
  active: { word: 'Is told', tone: 'agreed' },
  error: { word: 'Could not be reached', tone: 'overdue' },
  off: { word: 'Ended', tone: 'stopped' },
}

const toldOf = ({ statuses, channel, endpoint, events, askedAt, endsAt }: Subscription, now: Date): string =>
  [
    `Told of ${statuses ? `Tasks that become ${statuses.join(', ')}` : 'every change of a Task'}, by ${channel === 'email' ? 'e-mail' : 'a call'} to ${endpoint}: ids alone.`,
    `Asked for ${inWords(askedAt, now)}; told ${events === 1 ? 'once' : `${events} times`}.`,
    ...(endsAt ? [`Ends ${inWords(endsAt, now)}.`] : []),
  ].join(' ')

const draw = async (visit: SystemsVisit, refusal: Refusal | null, token: string | null): Promise<Reply> => {
  const { platform, actor, place, params, body } = visit
  // Another organisation's systems are nobody's business: there is no such page.
  if (actor.organisationId !== params.organisationId) return notFound()
  const { organisation, systems, now } = await platform.db.as(actor, async tx => ({
    organisation: await findOrganisation(tx, params.organisationId),
    systems: await Promise.all(
      (await listSystems(tx, params.organisationId)).map(async system => ({
        ...system,
        subscriptions: await listSubscriptions(tx, system.systemId),
      })),
    ),
    now: tx.now,
  }))
  if (!organisation) return notFound()
  const path = `/${place.slug}/organisations/${organisation.organisationId}/systems`
  const errors = refusal ? errorsOf(refusal) : []
  const values = token ? {} : body
  const fields = [
    { kind: 'text', name: 'name', label: 'What is the system called?', hint: 'As your own people call it' },
    {
      kind: 'checkboxes',
      name: 'scopes',
      label: 'What may it do for you?',
      options: Object.entries(scopes).map(([value, { label }]) => ({ value, text: label })),
    },
    {
      kind: 'text',
      name: 'domain',
      label: 'On which domain does it run?',
      hint: 'Like records.example.org. Notices go nowhere else.',
      optional: true,
    },
    {
      kind: 'radios',
      name: 'days',
      label: 'How long may it call before it needs a new token?',
      options: Object.entries(tokenDays).map(([value, text]) => ({ value, text })),
    },
  ]
  const model: SystemsPage = {
    page: {
      title: 'Systems that call for you',
      caption: organisation.name,
      kind: 'staff',
      backHref: `/${place.slug}/organisations/${organisation.organisationId}`,
      errors,
    },
    address: `${platform.config.publicUrl}/${place.slug}/fhir`,
    token,
    systems: systems
      .filter(({ scopes: may }) => may.length > 0)
      .map(
        ({
          systemId,
          name,
          scopes: may,
          domain,
          addedBy,
          addedAt,
          expiresAt,
          lastCalledAt,
          endedAt,
          endedBy,
          subscriptions,
        }) => ({
          name,
          may: may.map(scope => scopes[scope].label).join('; '),
          lines: [
            `Added by ${addedBy} ${inWords(addedAt, now)}${domain ? `, for ${domain}` : ''}.`,
            lastCalledAt ? `Called last ${inWords(lastCalledAt, now)}.` : 'It has not called yet.',
            endedAt
              ? `Ended by ${endedBy} ${inWords(endedAt, now)}: it can no longer call.`
              : expiresAt <= now
                ? 'Its token has run out: it can no longer call.'
                : `Its token runs out ${inWords(expiresAt, now)}.`,
          ],
          stop: endedAt
            ? null
            : { text: 'End it now', action: `${path}/${systemId}/end`, look: 'other' as const, about: name },
          subscriptions: subscriptions.map(one => ({
            says: toldOf(one, now),
            state: states[one.state],
            why: one.error,
            stop:
              one.state === 'off'
                ? null
                : {
                    text: 'Stop telling it',
                    action: `${path}/${systemId}/subscriptions/${one.subscriptionId}/end`,
                    look: 'other' as const,
                    about: `${name}, ${one.endpoint}`,
                  },
          })),
        }),
      ),
    empty: {
      title: 'No system calls for you',
      sentences: ['When you let one, it can read and answer what you are asked, or pass needs on, as you would here.'],
    },
    fields: fields.map(field => fieldView(field as never, values, errors)),
    action: path,
  }
  return view('exchange/systems/systems.njk', model, {
    status: refusal ? 422 : 200,
    headers: { 'cache-control': 'no-store' },
  })
}

export const systemsRoute = page({
  method: 'GET',
  path: '/:place/organisations/:organisationId/systems',
  allow: 'exchange.keep-systems',
  params: Params,
  handle: visit => draw(visit as unknown as SystemsVisit, null, null),
})

/** Answers with the page itself, since the token is shown once and kept nowhere: not in an address, not in a cookie. Sent again it makes another system. */
export const addSystemRoute = page({
  method: 'POST',
  path: '/:place/organisations/:organisationId/systems',
  allow: 'exchange.keep-systems',
  params: Params,
  async handle(given) {
    const visit = given as unknown as SystemsVisit
    const { platform, actor, params, body } = visit
    if (actor.organisationId !== params.organisationId) return notFound()
    const added = await perform(platform.db, actor, addSystem, {
      name: typedText(body.name).trim(),
      scopes: [body.scopes].flat().flatMap(scope => (chosen(scope, Object.keys(scopes)) as Scope | null) ?? []),
      domain: typedText(body.domain),
      days: chosen(body.days, Object.keys(tokenDays)) ?? '',
    })
    return isRefusal(added) ? draw(visit, added, null) : draw(visit, null, added.token)
  },
})

export const endSystemRoute = page({
  method: 'POST',
  path: '/:place/organisations/:organisationId/systems/:systemId/end',
  allow: 'exchange.keep-systems',
  params: Type.Object({ ...Params.properties, systemId: Type.String({ format: 'uuid' }) }),
  async handle({ platform, actor, place, params }) {
    const ended = await perform(platform.db, actor, stopSystem, { systemId: params.systemId })
    return isRefusal(ended) && ended.refused === 'no-such-system'
      ? notFound(ended.message)
      : redirect(`/${place.slug}/organisations/${params.organisationId}/systems`)
  },
})

export const endSubscriptionRoute = page({
  method: 'POST',
  path: '/:place/organisations/:organisationId/systems/:systemId/subscriptions/:subscriptionId/end',
  allow: 'exchange.keep-systems',
  params: Type.Object({
    ...Params.properties,
    systemId: Type.String({ format: 'uuid' }),
    subscriptionId: Type.String({ format: 'uuid' }),
  }),
  async handle({ platform, actor, place, params }) {
    const { organisationId, systemId, subscriptionId } = params
    const ended = await perform(platform.db, actor, stopSubscription, { systemId, subscriptionId })
    return isRefusal(ended) && ended.refused === 'no-such-subscription'
      ? notFound(ended.message)
      : redirect(`/${place.slug}/organisations/${organisationId}/systems`)
  },
})
