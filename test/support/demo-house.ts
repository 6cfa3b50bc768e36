import { loadDemo } from '../../demo/load.ts'
import { actorForSession } from '../../src/actor.ts'
import { openApp } from '../../src/app.ts'
import { listPlaces } from '../../src/capabilities/places/index.ts'
import type { Actor } from '../../src/platform/auth/actor.ts'
import { startSession } from '../../src/platform/auth/session.ts'
import { readConfig } from '../../src/platform/config.ts'
import type { VisitedPlace } from '../../src/platform/http/route.ts'
import { openPlatform, type Platform, root } from '../../src/platform/platform.ts'
import { filledDatabase } from './scratch.ts'

/** The demo place, served on a port of this machine for a real browser. */
export interface DemoHouse {
  readonly platform: Platform
  readonly place: VisitedPlace
  /** http://localhost:PORT */
  readonly address: string
  /** Someone of the demo's sign-ins whose role includes all of these permissions, and a session of theirs. */
  signedIn(...permissions: string[]): Promise<{ actor: Actor; token: string }>
  /** The demo sign-in with this e-mail address. */
  signedInAs(email: string): Promise<{ actor: Actor; token: string }>
  /** The bearer of a request's reference and code. */
  bearer(helpRequestId: string): Promise<{ actor: Actor; token: string }>
  /** The bearer of a volunteer's reference and code. */
  volunteer(who: { volunteerId: string; personId: string }): Promise<{ actor: Actor; token: string }>
  close(): Promise<void>
}

const config = readConfig(
  { PORT: '0', KEEPITLOCAL_DEMO: 'on', HOUSE_SECRET: 'the secret of a house made for tests' },
  root,
  'test',
)

/** The demo in a database of its own, served. It is loaded once in a run. */
export const openDemoHouse = async (): Promise<DemoHouse> => {
  const { owner, drop } = await filledDatabase('larkmere', address => loadDemo(config, address, () => {}))
  const platform = await openPlatform(config, owner, undefined, 6)
  const web = await openApp(platform, { limits: null })
  const address = (await web.listen({ port: 0, host: '127.0.0.1' })).replace('127.0.0.1', 'localhost')
  const [place] = await platform.db.national(listPlaces)
  if (!place) throw new Error('the demo made no place')

  const session = (subject: Record<string, string>) =>
    platform.db.asHouse(place.placeId, async tx => {
      const actor = await actorForSession(tx, subject)
      return actor && { actor, token: await startSession(tx, subject) }
    })
  return {
    platform,
    place,
    address,
    async signedIn(...permissions) {
      const people = await platform.db.asHouse(
        place.placeId,
        tx => tx.sql<{ personId: string; organisationId: string }[]>`
          select m.person_id, m.organisation_id from organisations.membership m
          join people.sign_in s on s.place_id = m.place_id and s.person_id = m.person_id
          where m.place_id = ${tx.placeId} order by (m.organisation_id::text = ${String(place.settings.triageOrganisationId)}) desc, m.since, s.email`,
      )
      for (const subject of people) {
        const found = await session({ ...subject })
        if (found && permissions.every(permission => found.actor.permissions.has(permission as never))) return found
      }
      throw new Error(`no demo sign-in has ${permissions.join(' and ')}`)
    },
    async signedInAs(email) {
      const [subject] = await platform.db.asHouse(
        place.placeId,
        tx => tx.sql<{ personId: string; organisationId: string }[]>`
          select m.person_id, m.organisation_id from organisations.membership m
          join people.sign_in s on s.place_id = m.place_id and s.person_id = m.person_id
          where m.place_id = ${tx.placeId} and s.email = ${email}`,
      )
      const found = subject && (await session({ ...subject }))
      if (!found) throw new Error(`no demo sign-in is ${email}`)
      return found
    },
    async bearer(helpRequestId) {
      const found = await session({ helpRequestId })
      if (!found) throw new Error('no bearer')
      return found
    },
    async volunteer({ volunteerId, personId }) {
      const found = await session({ volunteerId, personId })
      if (!found) throw new Error('no volunteer')
      return found
    },
    async close() {
      await web.close()
      await platform.db.close()
      await drop()
    },
  }
}
