import type { Static } from 'typebox'
import { actorForSession } from '../../src/actor.ts'
import { addMember, addOrganisation } from '../../src/capabilities/organisations/index.ts'
import { addAccount } from '../../src/capabilities/people/index.ts'
import { addPlace, newPlaceId } from '../../src/capabilities/places/index.ts'
import { type HelpRequestInput, makeHelpRequest } from '../../src/capabilities/requests/index.ts'
import type { PlaceId } from '../../src/kernel/ids.ts'
import { isRefusal, type Refusal } from '../../src/kernel/refusal.ts'
import { type Actor, anyone } from '../../src/platform/auth/actor.ts'
import { startSession } from '../../src/platform/auth/session.ts'
import { perform } from '../../src/platform/command.ts'
import { houseActor } from '../../src/platform/db/database.ts'
import type { TestHouse } from './house.ts'

/** The answer, or a failed test that says what was refused. */
export const worked = <T>(answer: T | Refusal): T => {
  if (isRefusal(answer)) throw new Error(`refused: ${answer.refused}: ${answer.message}`)
  return answer
}

/** The refusal, or a failed test. */
export const refused = (answer: unknown): Refusal => {
  if (!isRefusal(answer)) throw new Error(`expected a refusal, got ${JSON.stringify(answer)}`)
  return answer
}

let count = 0

/** Everybody one story needs, in a place of their own: who triages, two organisations that help, and their people. */
export interface Cast {
  readonly placeId: PlaceId
  readonly slug: string
  readonly hub: string
  readonly kitchen: string
  readonly drivers: string
  /** Coordinator of the hub, who triages. */
  readonly amira: Actor
  /** Coordinator of the kitchen. */
  readonly ben: Actor
  /** Coordinator of the drivers. */
  readonly cleo: Actor
  /** The same people as cookies: `session=…`. */
  readonly cookies: { amira: string; ben: string; cleo: string }
}

const organisation = (name: string, kind: string, helpsWith: string[]) => ({
  name,
  kind,
  assuranceLevel: 'registered',
  about: `${name}, made for a test.`,
  email: `${name.toLowerCase().replace(/\W+/g, '.')}@example.org`,
  phone: null,
  postcode: null,
  position: { x: 400_000, y: 300_000 },
  helpsWith,
  neighbourhoodIds: null,
  takesReferrals: true,
})

/** Makes a place with its cast. */
export const aCast = async (house: TestHouse): Promise<Cast> => {
  const { db } = house.platform
  const placeId = newPlaceId()
  const slug = `place-${++count}-${placeId.slice(-6)}`
  const lead = houseActor(placeId)
  worked(
    await perform(db, lead, addPlace, {
      slug,
      name: `Place ${count}`,
      ladCodes: [],
      settings: {},
    }),
  )
  const add = async (name: string, kind: string, helpsWith: string[], person: string) => {
    const { organisationId } = worked(await perform(db, lead, addOrganisation, organisation(name, kind, helpsWith)))
    const email = `${person.toLowerCase()}@example.org`
    const { personId } = worked(
      await perform(db, lead, addAccount, { name: person, email, password: 'a long password' }),
    )
    worked(await perform(db, lead, addMember, { organisationId, personId, roles: ['coordinator'] }))
    const { actor, cookie } = await db.asHouse(placeId, async tx => ({
      actor: await actorForSession(tx, { personId, organisationId }),
      cookie: `session=${await startSession(tx, { personId, organisationId })}`,
    }))
    if (!actor) throw new Error('no actor')
    return { organisationId, actor, cookie }
  }
  const hub = await add('Hub', 'council', [], 'Amira')
  const kitchen = await add('Kitchen', 'charity', ['food', 'company'], 'Ben')
  const drivers = await add('Drivers', 'charity', ['lift', 'food'], 'Cleo')
  return {
    placeId,
    slug,
    hub: hub.organisationId,
    kitchen: kitchen.organisationId,
    drivers: drivers.organisationId,
    amira: hub.actor,
    ben: kitchen.actor,
    cleo: drivers.actor,
    cookies: { amira: hub.cookie, ben: kitchen.cookie, cleo: drivers.cookie },
  }
}

/** What Mrs Nowak tells us, unless a test says otherwise. */
export const aRequest = (
  cast: Cast,
  more: Partial<Static<typeof HelpRequestInput>> = {},
): Static<typeof HelpRequestInput> => ({
  needs: [{ kind: 'food', urgency: 'two days', description: 'A woman in her 70s needs food for the weekend.' }],
  story: 'My husband died in March and the card does not work.',
  person: {
    name: 'Halina Nowak',
    phone: '020 7946 0123',
    email: 'halina@example.org',
    contactBy: 'email',
    address: '12 Mill Row',
    postcode: 'ZZ1 4AB',
    position: { x: 401_234, y: 300_987 },
    neighbourhoodId: null,
    neighbourhoodName: null,
    communicationNeeds: 'Speaks Polish',
  },
  personId: null,
  onBehalf: null,
  consent: 'ticked on the web',
  takenHow: 'web',
  triagedByOrganisationId: cast.hub,
  ...more,
})

/** A request made by nobody signed in. */
export const ask = async (house: TestHouse, cast: Cast, more: Partial<Static<typeof HelpRequestInput>> = {}) =>
  worked(await perform(house.platform.db, anyone(cast.placeId), makeHelpRequest, aRequest(cast, more)))
