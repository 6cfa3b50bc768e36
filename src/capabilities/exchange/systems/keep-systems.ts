import { Type } from 'typebox'
import { newId } from '../../../kernel/ids.ts'
import { refuse } from '../../../kernel/refusal.ts'
import { hashSecret } from '../../../platform/auth/session.ts'
import { command } from '../../../platform/command.ts'
import { newSecret } from '../../../platform/platform.ts'
import { findSubscription, setState, turnOffOfSystem } from '../subscription-store.ts'
import { type Scope, scopes, tokenDays } from '../words.ts'
import { endSystem, findSystem, insertSystem, listSystems } from './system-store.ts'

/** The most systems of one organisation at a time. */
const mostSystems = 20

const hostShape = /^(?=.{4,253}$)([a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/

/** Lets a system of the actor's own organisation call. Its token is in the answer and nowhere else: only its hash is kept. */
export const addSystem = command({
  name: 'exchange.add-system',
  allow: 'exchange.keep-systems',
  input: Type.Object({
    name: Type.String({ minLength: 2, maxLength: 80, mend: 'Enter a name for the system, in 2 to 80 characters' }),
    scopes: Type.Array(Type.Enum(Object.keys(scopes)), { minItems: 1, mend: 'Tick what the system may do' }),
    domain: Type.String({ maxLength: 253, mend: 'Enter a domain like records.example.org, or leave it empty' }),
    days: Type.Enum(Object.keys(tokenDays), { mend: 'Choose how long the token lasts' }),
  }),
  async run(tx, input) {
    const { organisationId } = tx.actor
    if (!organisationId) return refuse('no-organisation', 'Sign in for an organisation first.')
    const domain = input.domain.trim().toLowerCase()
    if (domain && !hostShape.test(domain))
      return refuse('wrong-domain', 'Enter a domain like records.example.org, or leave it empty', 'domain')
    const running = (await listSystems(tx, organisationId)).filter(each => !each.endedAt && each.expiresAt > tx.now)
    if (running.length >= mostSystems)
      return refuse('too-many-systems', `There are ${mostSystems} systems already. End one that no longer calls first.`)
    const systemId = newId()
    const token = `${newSecret()}${newSecret()}`
    await insertSystem(tx, {
      systemId,
      organisationId,
      name: input.name.trim(),
      domain: domain || null,
      scopes: input.scopes as Scope[],
      addedBy: tx.actor.name,
      expiresAt: new Date(tx.now.getTime() + Number(input.days) * 86_400_000),
      tokenHash: hashSecret(token),
    })
    return { recordId: systemId, systemId, token }
  },
})

/** Ends a system of the actor's own organisation: its next call is turned away. */
export const stopSystem = command({
  name: 'exchange.stop-system',
  allow: 'exchange.keep-systems',
  input: Type.Object({ systemId: Type.String({ format: 'uuid' }) }),
  async run(tx, { systemId }) {
    const system = await findSystem(tx, systemId)
    if (!system || system.organisationId !== tx.actor.organisationId)
      return refuse('no-such-system', 'There is no such system of your organisation.')
    if (!(await endSystem(tx, systemId))) return refuse('already-ended', 'It was ended already: it can no longer call.')
    await turnOffOfSystem(tx, systemId)
    return { recordId: systemId }
  },
})

/** Ends what one system of the actor's own organisation wants to be told; the system reads that it is off, and by whom. */
export const stopSubscription = command({
  name: 'exchange.stop-subscription',
  allow: 'exchange.keep-systems',
  input: Type.Object({ systemId: Type.String({ format: 'uuid' }), subscriptionId: Type.String({ format: 'uuid' }) }),
  async run(tx, { systemId, subscriptionId }) {
    const system = await findSystem(tx, systemId)
    const one =
      system?.organisationId === tx.actor.organisationId ? await findSubscription(tx, systemId, subscriptionId) : null
    if (!one) return refuse('no-such-subscription', 'There is no such Subscription of a system of your organisation.')
    if (one.state === 'off') return refuse('already-ended', 'It was ended already: nothing is told any more.')
    await setState(tx, subscriptionId, 'off', `Ended by ${tx.actor.name}.`)
    return { recordId: subscriptionId }
  },
})
