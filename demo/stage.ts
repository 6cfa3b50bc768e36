import { actorForSession } from '../src/actor.ts'
import { publishListedService } from '../src/capabilities/directory/index.ts'
import { addMember, addOrganisation } from '../src/capabilities/organisations/index.ts'
import { addAccount } from '../src/capabilities/people/index.ts'
import {
  addPlace,
  changePlace,
  listNeighbourhoods,
  newPlaceId,
  setNeighbourhoods,
} from '../src/capabilities/places/index.ts'
import { chance, seedOf } from '../src/kernel/chance.ts'
import type { NeedKind } from '../src/kernel/need-kind.ts'
import { needKindCodes } from '../src/kernel/need-kind.ts'
import type { Actor } from '../src/platform/auth/actor.ts'
import { perform } from '../src/platform/command.ts'
import { houseActor } from '../src/platform/db/database.ts'
import type { Platform } from '../src/platform/platform.ts'
import type { Clock } from './clock.ts'
import { districtCode, neighbourhoods, outlineOf, postcodeFile, postcodesIn } from './map.ts'
import { addressOf, type DemoOrganisation, demoPassword, organisations, placeSettings } from './organisations.ts'
import { asFedIn, asPublished, type DemoService, readServices, schoolTerms } from './services.ts'
import { settleSharing } from './sharing.ts'
import { days, later } from './story.ts'
import { done, found, type Stage } from './tell.ts'

/** What Larkmere is called in addresses. */
export const slug = 'larkmere'

/** Days since the feed of others was first imported. */
const firstFed = 100

/** Imports a file that is made for it: its name, what is in it, and the words of the command line around it. */
export type ImportFile = (file: string, content: string, ...words: string[]) => Promise<void>

/** Makes the place, its neighbourhoods and postcodes, its organisations with their people, and its services; more than a year ago. */
export const setStage = async (platform: Platform, clock: Clock, now: Date, importFile: ImportFile): Promise<Stage> => {
  const { db } = platform
  const placeId = newPlaceId()
  const house = houseActor(placeId)
  const foundedAt = later(now, -420 * days)
  await importFile('postcodes.csv', postcodeFile(), 'import', 'postcodes')
  const neighbourhoodIds = await clock.at(foundedAt, async () => {
    done(
      await perform(db, house, addPlace, {
        slug,
        name: 'Larkmere',
        ladCodes: [districtCode],
        settings: { ...placeSettings, demo: 'loading' },
      }),
    )
    const boundaries = neighbourhoods.map(each => ({ code: each.code, name: each.name, outline: outlineOf(each) }))
    done(await perform(db, house, setNeighbourhoods, { boundaries: boundaries as never }))
    const made = await db.as(house, listNeighbourhoods)
    return new Map(made.map(({ name, neighbourhoodId }) => [name, neighbourhoodId as string]))
  })

  const organisationIds = new Map<string, string>()
  const members = new Map<string, Actor>()
  const join = async (organisation: DemoOrganisation): Promise<void> => {
    const { organisationId } = done(await perform(db, house, addOrganisation, inputOf(organisation, neighbourhoodIds)))
    organisationIds.set(organisation.name, organisationId)
    for (const { name, role } of organisation.members) {
      const account = { name, email: addressOf(name), password: demoPassword }
      const { personId } = done(await perform(db, house, addAccount, account))
      done(await perform(db, house, addMember, { organisationId, personId, roles: [role] }))
      const actor = await db.asHouse(placeId, tx => actorForSession(tx, { personId, organisationId }))
      if (actor) members.set(name, actor)
    }
  }
  await Promise.all(
    organisations.map((organisation, at) => clock.at(later(foundedAt, at * 3 * days), () => join(organisation))),
  )
  const settings = { triageOrganisationId: found(organisationIds, organisations[0]?.name ?? ''), demoSignIns }
  done(await perform(db, house, changePlace, { settings }))
  await settleSharing({ db, clock, placeId, organisationIds }, now)

  const services = readServices()
  const serviceIds = new Map<NeedKind, string[]>(needKindCodes.map(kind => [kind, []]))
  const publish = async (service: DemoService): Promise<void> => {
    const phone = organisations.find(({ name }) => name === service.by)?.phone ?? null
    const input = asPublished(service, found(organisationIds, service.by), phone, now)
    const { serviceId } = done(await perform(db, house, publishListedService, input))
    for (const kind of service.kinds) serviceIds.get(kind)?.push(serviceId)
  }
  await Promise.all(
    services
      .filter(({ by }) => organisationIds.has(by))
      .map(service =>
        clock.at(later(now, -Math.min(service.checkedDaysAgo ?? 200, 400) * days), () => publish(service)),
      ),
  )
  const fed = services.filter(({ by }) => !organisationIds.has(by)).map(service => asFedIn(service, now))
  await importFile('larkmere-terms.csv', schoolTerms(now), 'import', 'school-terms', '--place', slug)
  // A hundred days ago this feed came for the first time, with what nobody has checked since.
  const then = services.filter(
    ({ by, checkedDaysAgo }) => !organisationIds.has(by) && (checkedDaysAgo ?? 999) > firstFed,
  )
  await clock.at(later(now, -firstFed * days), () =>
    importFile(
      'larkmere-directory.json',
      JSON.stringify(then.map(service => asFedIn(service, now))),
      ...['import', 'services', '--place', slug],
    ),
  )
  await importFile('larkmere-directory.json', JSON.stringify(fed), 'import', 'services', '--place', slug)
  return { db, clock, placeId, organisationIds, neighbourhoodIds, members, serviceIds }
}

const inputOf = (organisation: DemoOrganisation, neighbourhoodIds: ReadonlyMap<string, string>) => {
  const { name, kind, assuranceLevel, about, mailbox, phone, office, helpsWith, helpsIn, takesReferrals } = organisation
  const { postcode, point } = chance(seedOf(name)).pick(postcodesIn(office))
  return {
    name,
    kind,
    assuranceLevel,
    about,
    phone,
    takesReferrals,
    email: `${mailbox}@example.org`,
    postcode,
    position: point,
    helpsWith: [...helpsWith],
    neighbourhoodIds: helpsIn?.map(where => found(neighbourhoodIds, where)) ?? null,
  }
}

const demoSignIns = organisations.flatMap(({ name: organisation, members }) =>
  members.flatMap(({ name, role, signInAs }) =>
    signInAs
      ? [{ name, email: addressOf(name), password: demoPassword, role: `${role}, ${signInAs}`, organisation }]
      : [],
  ),
)
