import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { PlaceId } from '../../kernel/ids.ts'
import { isRefusal, type Refusal } from '../../kernel/refusal.ts'
import { startSession } from '../../platform/auth/session.ts'
import { perform } from '../../platform/command.ts'
import { houseActor } from '../../platform/db/database.ts'
import type { Platform } from '../../platform/platform.ts'
import { addMember, addOrganisation } from '../organisations/index.ts'
import { addAccount } from '../people/index.ts'
import { addPlace, newPlaceId } from '../places/index.ts'

/** Builders for the tests of the directory. */

/** What these builders need of the house that a test opened. */
type TestHouse = {
  readonly platform: Platform
  commandLine(...words: string[]): Promise<{ code: number; out: string; err: string }>
}

/** What a command answered, or a failed test that says why it refused. */
export function done<T>(answer: T | Refusal): T {
  if (isRefusal(answer)) throw new Error(answer.message)
  return answer
}

/** A place of its own, with nothing in it. */
export async function addTestPlace(house: TestHouse, slug: string): Promise<PlaceId> {
  const placeId = newPlaceId()
  done(
    await perform(house.platform.db, houseActor(placeId), addPlace, { slug, name: slug, ladCodes: [], settings: {} }),
  )
  return placeId
}

/** Writes a file somewhere temporary. @returns its path. */
export async function temporaryFile(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), 'directory-')), name)
  await writeFile(path, content)
  return path
}

/** Three made-up postcodes in a row, a mile apart, going east; and one that has ended. */
export async function loadTestPostcodes(house: TestHouse): Promise<void> {
  const path = await temporaryFile(
    'postcodes.csv',
    'pcds,oseast1m,osnrth1m,doterm\nZZ1 4AA,330000,390000,\nZZ1 4AB,331609,390000,\nZZ1 4AD,333219,390000,\nZZ1 4ZZ,330000,390000,201905\n',
  )
  const { code, err } = await house.commandLine('import', 'postcodes', path)
  if (code !== 0) throw new Error(err)
}

const uuid = (last: number) => `0a0a0a0a-0000-4000-8000-${String(last).padStart(12, '0')}`

/** A service as an ORUK 3.0 feed would hold it, at a postcode when one is given. */
export function feedService(number: number, fields: { postcode?: string } & Record<string, unknown>) {
  const { postcode, ...rest } = fields
  return {
    id: uuid(number),
    name: `Service ${number}`,
    status: 'active',
    organization: { id: uuid(900 + number), name: `Organisation ${number}`, description: 'Made up' },
    ...(postcode && {
      service_at_locations: [
        {
          id: uuid(300 + number),
          location: {
            id: uuid(600 + number),
            location_type: 'physical',
            addresses: [
              {
                id: uuid(700 + number),
                address_1: '1 Quay',
                city: 'Ferry',
                state_province: 'Shire',
                postal_code: postcode,
                country: 'GB',
                address_type: 'physical',
              },
            ],
          },
        },
      ],
    }),
    ...rest,
  }
}

/** The made-up feed that most tests search in. */
export const testFeed = [
  feedService(1, {
    name: 'Ferry Food Bank',
    postcode: 'ZZ1 4AB',
    description: 'Parcels of food.',
    assured_date: '2026-10-03',
    cost_options: [{ id: uuid(201), amount: 0 }],
  }),
  feedService(2, {
    name: 'Northgate Pantry',
    postcode: 'ZZ1 4AA',
    description: 'A food bank run by neighbours.',
    assured_date: '2021-01-05',
  }),
  feedService(3, { name: 'Food Bank by Post', description: 'Parcels sent to you.', minimum_age: 18 }),
  feedService(4, {
    name: 'Café for bereavement',
    postcode: 'ZZ1 4AD',
    description: '<p>Tea &amp; company</p><script>alert(1)</script>',
    minimum_age: 60,
    maximum_age: 80,
  }),
  feedService(5, { name: 'Closed Food Bank', postcode: 'ZZ1 4AA', status: 'inactive' }),
  feedService(6, {
    name: 'Shopping Line',
    description: 'We shop for you.',
    schedules: [{ id: uuid(206), attending_type: 'telephone' }],
  }),
]

/** Imports records as a feed of the given name. Its file goes at once: measurements, which are no tests, import with it too. */
export async function importTestFeed(house: TestHouse, slug: string, records: readonly unknown[], ...more: string[]) {
  const file = await temporaryFile('feed.json', JSON.stringify(records))
  try {
    return await house.commandLine('import', 'services', file, '--place', slug, ...more)
  } finally {
    await rm(dirname(file), { recursive: true })
  }
}

/** An organisation of the place. @returns its id. */
export async function addTestOrganisation(house: TestHouse, placeId: PlaceId, name: string): Promise<string> {
  const organisation = {
    name,
    kind: 'council',
    assuranceLevel: 'registered',
    about: 'Made up',
    email: 'office@example.org',
    phone: null,
    postcode: null,
    position: null,
    helpsWith: [],
    neighbourhoodIds: null,
    takesReferrals: false,
  }
  return done(await perform(house.platform.db, houseActor(placeId), addOrganisation, organisation)).organisationId
}

/** Somebody of an organisation of their own. @returns what signs them in: it gives their cookie, good for a working day. */
export async function signedInAs(
  house: TestHouse,
  placeId: PlaceId,
  name: string,
  roles: readonly string[],
): Promise<() => Promise<string>> {
  const { db } = house.platform
  const actor = houseActor(placeId)
  const organisationId = await addTestOrganisation(house, placeId, `Organisation of ${name}`)
  const email = `${name.toLowerCase().replace(/\W+/g, '.')}@example.org`
  const { personId } = done(await perform(db, actor, addAccount, { name, email, password: 'a long password' }))
  done(await perform(db, actor, addMember, { organisationId, personId, roles: [...roles] }))
  return async () => `session=${await db.asHouse(placeId, tx => startSession(tx, { personId, organisationId }))}`
}
