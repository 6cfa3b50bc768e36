import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { forgetHalfMade } from '../../demo/forget.ts'
import { loadDemo } from '../../demo/load.ts'
import { actorForSession } from '../../src/actor.ts'
import { chosenPeriod, takeMeasures } from '../../src/capabilities/demand/index.ts'
import { matchStates, offerStates, taskStates } from '../../src/capabilities/matching/words.ts'
import { listOrganisations, organisationKinds } from '../../src/capabilities/organisations/index.ts'
import { signIn } from '../../src/capabilities/people/index.ts'
import {
  findPlaceBySlug,
  listNeighbourhoods,
  lookUpPostcode,
  neighbourhoodAt,
} from '../../src/capabilities/places/index.ts'
import { followRequest } from '../../src/capabilities/requests/follow-request.ts'
import { closingReasons, needStates, returnReasons } from '../../src/capabilities/requests/index.ts'
import { listWorklist } from '../../src/capabilities/triage/index.ts'
import { followByCode } from '../../src/capabilities/volunteers/follow-volunteering.ts'
import { checkLevels, nextStepKinds } from '../../src/capabilities/volunteers/words.ts'
import { isRefusal } from '../../src/kernel/refusal.ts'
import { anyone } from '../../src/platform/auth/actor.ts'
import { perform } from '../../src/platform/command.ts'
import { readConfig } from '../../src/platform/config.ts'
import type { DatabaseAddress } from '../../src/platform/db/address.ts'
import type { PlaceTx } from '../../src/platform/db/database.ts'
import { listUndelivered } from '../../src/platform/facts/deliver.ts'
import type { VisitedPlace } from '../../src/platform/http/route.ts'
import { openPlatform, type Platform, root } from '../../src/platform/platform.ts'
import { freshDatabase } from '../support/scratch.ts'

interface WithCode {
  readonly role: string
  readonly path: string
  readonly reference: string
  readonly code: string
}

interface SignIn {
  readonly email: string
  readonly password: string
  readonly role: string
}

describe('Larkmere', () => {
  const config = readConfig({ PORT: '0', KEEPITLOCAL_DEMO: 'on' }, root, 'test')
  const said: string[] = []
  let owner: DatabaseAddress
  let drop: () => Promise<void>
  let platform: Platform
  let place: VisitedPlace

  beforeAll(async () => {
    ;({ owner, drop } = await freshDatabase())
    await loadDemo(config, owner, text => said.push(text))
    platform = await openPlatform(config, owner, undefined, 2)
    place = (await platform.db.national(tx => findPlaceBySlug(tx, 'larkmere'))) as VisitedPlace
  }, 600_000)
  afterAll(async () => {
    await platform.db.close()
    await drop()
  })

  const inHouse = <T>(work: (tx: PlaceTx) => Promise<T>) => platform.db.asHouse(place.placeId, work)
  const values = (statement: string): Promise<(string | null)[]> =>
    inHouse(async tx => (await tx.sql.unsafe<{ value: string | null }[]>(statement)).map(({ value }) => value))
  const count = async (table: string): Promise<number> =>
    Number((await values(`select count(*)::text as value from ${table}`))[0])
  const signedIn = async (role: string) => {
    const { email } = (place.settings.demoSignIns as SignIn[]).find(each => each.role.startsWith(role)) as SignIn
    const [subject] = await inHouse(
      tx => tx.sql<{ personId: string; organisationId: string }[]>`
        select m.person_id, m.organisation_id from organisations.membership m
        join people.sign_in s on s.place_id = m.place_id and s.person_id = m.person_id where s.email = ${email}`,
    )
    const actor = subject && (await inHouse(tx => actorForSession(tx, subject)))
    if (!actor) throw new Error(`nobody signs in as ${role}`)
    return actor
  }

  it('has what its pages promise', async () => {
    // 300 told as stories, the one that a group passed on that joined by itself, and the one that another system passed on.
    expect(await count('requests.help_request')).toBe(302)
    expect(await count('exchange.received')).toBe(1)
    const texts = await values(`select subject as value from platform.mailbox_message where channel = 'text'`)
    expect(texts.length).toBeGreaterThan(3)
    expect(await count('requests.need')).toBeGreaterThan(360)
    const ofNeighbours = await count("directory.listed_service where source like '%.example/%'")
    expect(ofNeighbours).toBe(10)
    expect((await count('directory.listed_service')) - ofNeighbours).toBe(150)
    expect(await count('places.postcode')).toBeGreaterThan(600)
    expect(await inHouse(listNeighbourhoods)).toHaveLength(9)
    expect(new Set(await values('select distinct story as value from requests.help_request')).size).toBeGreaterThan(200)
    expect(place.settings).toMatchObject({ demo: 'loaded', emergencyPhone: { href: 'tel:999' } })
  })

  it('has needs in every state, closed for every reason and returned for every one', async () => {
    expect(await values('select distinct state as value from requests.need')).toEqual(
      expect.arrayContaining(Object.keys(needStates)),
    )
    expect(await values('select distinct closing_reason as value from requests.need')).toEqual(
      expect.arrayContaining(Object.keys(closingReasons)),
    )
    expect(
      await values(
        `select distinct data ->> 'because' as value from platform.fact where kind = 'need-returned-to-triage'`,
      ),
    ).toEqual(expect.arrayContaining(Object.keys(returnReasons)))
    expect(await values('select distinct taken_how as value from requests.help_request')).toHaveLength(3)
    expect(await count('requests.help_request where on_behalf_name is not null')).toBeGreaterThan(10)
    expect(await count('people.person where email is null')).toBeGreaterThan(50)
  })

  it('has an organisation of every kind, and services that differ', async () => {
    const organisations = await inHouse(listOrganisations)
    expect(new Set(organisations.map(({ kind }) => kind))).toEqual(new Set(Object.keys(organisationKinds)))
    expect(organisations.map(({ assuranceLevel }) => assuranceLevel)).toContain('informal')
    expect(
      await values(`select distinct coalesce(cost, 'unknown') as value from directory.listed_service`),
    ).toHaveLength(3)
    expect(await count('directory.listed_service where assured_on is null')).toBeGreaterThan(3)
    expect(await count(`directory.listed_service where assured_on < current_date - 700`)).toBeGreaterThan(3)
  })

  it('means nobody’s home: every postcode is in ZZ, inside its neighbourhood, and no phone is real', async () => {
    const typed = await values(`select distinct postcode as value from people.person where postcode is not null
      union select postcode from organisations.organisation where postcode is not null union select postcode from directory.service_location where postcode is not null`)
    expect(typed.filter(postcode => !/^ZZ[1-5] \d[A-Z]{2}$/.test(postcode ?? ''))).toEqual([])
    const answers = await inHouse(tx =>
      Promise.all(['ZZ1 4AB', 'ZZ5 6AA', 'zz3 3bb'].map(each => lookUpPostcode(tx, each))),
    )
    for (const answer of answers) {
      if (answer.kind !== 'unit') throw new Error(`${answer.shown} is ${answer.kind}`)
      expect((await inHouse(tx => neighbourhoodAt(tx, answer.point)))?.code).toBe(answer.wardCode)
    }
    expect(await inHouse(tx => lookUpPostcode(tx, 'SW1A 1AA'))).toMatchObject({ kind: 'not-loaded' })
    // Ranges that Ofcom keeps for drama, mobiles among them.
    const drama = /^(020 7946 0\d{3}|0161 496 0\d{3}|07700 900\d{3})$/
    const phones = await values(
      'select phone as value from people.person union select phone from organisations.organisation',
    )
    expect(phones.filter(phone => phone && !drama.test(phone))).toEqual([])
    const addresses = await values('select distinct to_address as value from platform.mailbox_message')
    expect(addresses.filter(address => !/[@.]example\.org$/.test(address ?? '') && !drama.test(address ?? ''))).toEqual(
      [],
    )
  })

  it('names nobody in the description of a need', async () => {
    const rows = await inHouse(
      tx => tx.sql<{ name: string; description: string }[]>`
        select p.name, n.description from requests.need n
        join requests.help_request r using (place_id, help_request_id) join people.person p using (place_id, person_id)
        where p.name <> 'deleted'`,
    )
    const named = rows.filter(({ name, description }) => {
      const words = new Set(description.toLowerCase().split(/[^\p{L}'’-]+/u))
      return name.split(' ').some(part => part.length > 2 && words.has(part.toLowerCase()))
    })
    expect(named).toEqual([])
  })

  it('has delivered everything, and every mail left when it was written, or in the morning', async () => {
    expect(await inHouse(listUndelivered)).toEqual([])
    expect(
      await values(`select distinct answer as value from platform.journey_step where answer like '%refused%'`),
    ).toEqual([])
    expect(
      await count(
        `platform.notice where channel = 'email' and gave_up_at is null and coalesce(sent_by, '') not in ('nobody: taken back', 'nobody: deleted') and (sent_at < leaves_from or sent_at > leaves_from + interval '1 minute' or (sent_at is null and leaves_from <= now()))`,
      ),
    ).toBe(0)
    expect(await count(`platform.notice where channel = 'phone' and sent_at is null`)).toBeGreaterThan(0)
    expect(await count('platform.fact where recorded_at > now()')).toBe(0)
  })

  it('lets its figures be told: medians, outcomes, and one neighbourhood that hardly anyone goes to', async () => {
    const { measures } = await platform.db.as(await signedIn('commissioner'), tx =>
      takeMeasures(tx, chosenPeriod('90', tx.now)),
    )
    const { firstReply, firstYes, done } = measures.waits
    for (const wait of [firstReply, firstYes, done]) expect(wait.medianMinutes).toBeGreaterThan(0)
    expect(firstReply.medianMinutes as number).toBeLessThan(firstYes.medianMinutes as number)
    expect(firstYes.medianMinutes as number).toBeLessThan(done.medianMinutes as number)
    expect(measures.knownOutcome.needs / measures.knownOutcome.of).toBeGreaterThan(0.5)
    expect(measures.reRouted.afterSilence).toBeGreaterThan(10)
    // What is too few to be shown is four at most.
    const atMost = (shown: unknown) => (typeof shown === 'number' ? shown : 4)
    const share = ({ noTaker, taker }: { noTaker: unknown; taker: unknown }) =>
      atMost(noTaker) / Math.max(1, atMost(noTaker) + atMost(taker))
    const [worst] = measures.noTaker.neighbourhoods.toSorted((a, b) => share(b) - share(a))
    expect(worst?.name).toBe('Gorsemoor')
  })

  it('has a worklist that is alive now', async () => {
    const { counts, overdue } = await platform.db.as(await signedIn('coordinator, decides'), tx =>
      listWorklist(tx, 'all', 0),
    )
    expect(counts.all).toBeGreaterThan(22)
    expect(counts.all).toBeLessThan(60)
    expect(counts.now).toBeGreaterThan(6)
    expect(overdue).toBeGreaterThan(2)
  })

  it('lets every one of its sign-ins in, with the password that is shown', async () => {
    const signIns = place.settings.demoSignIns as SignIn[]
    expect(signIns.length).toBeGreaterThan(5)
    for (const { email, password } of signIns) {
      const answer = await perform(platform.db, anyone(place.placeId), signIn, {
        email,
        password,
      })
      expect(isRefusal(answer), email).toBe(false)
    }
  })

  it('lets its volunteers and its resident in by the reference and the code that are shown', async () => {
    const shown = place.settings.demoCodes as WithCode[]
    expect(shown.map(({ role }) => role.split(',')[0]).toSorted()).toEqual(['resident', 'volunteer', 'volunteer'])
    for (const { role, reference, code } of shown) {
      const follow = role.startsWith('volunteer') ? followByCode : followRequest
      const answer = await perform(platform.db, anyone(place.placeId), follow, { reference, code })
      expect(isRefusal(answer), role).toBe(false)
    }
  })

  it('has volunteers in every state, with checks of every kind, and a next step of every kind', async () => {
    expect(await count('volunteers.volunteer')).toBeGreaterThan(20)
    expect(await values('select distinct state as value from volunteers.volunteer order by 1')).toEqual([
      'active',
      'left',
      'paused',
    ])
    expect(await count('volunteers.volunteer where maybe_volunteer_id is not null')).toBe(1)
    const levels = await values('select distinct level as value from volunteers.held_check')
    expect(levels.toSorted()).toEqual(
      Object.keys(checkLevels)
        .filter(level => level !== 'none')
        .toSorted(),
    )
    expect(await count('volunteers.held_check where counts_until between current_date and current_date + 14')).toBe(1)
    expect(await count('volunteers.held_check where counts_until < current_date')).toBe(1)
    const kinds = await values('select distinct kind as value from volunteers.next_step')
    expect(kinds.toSorted()).toEqual(Object.keys(nextStepKinds).toSorted())
    expect(await values('select distinct state as value from volunteers.placement')).toHaveLength(4)
    expect(await values('select distinct kind as value from volunteers.role')).toHaveLength(4)
    expect(await count('volunteers.hours_given')).toBeGreaterThan(15)
    expect(await count('volunteers.thanks')).toBeGreaterThan(1)
  })

  it('has needs with volunteers in every state: offered, waiting, said yes, done, fallen through, kept apart', async () => {
    const offers = await values('select distinct state as value from matching.offer')
    expect(offers.toSorted()).toEqual(Object.keys(offerStates).toSorted())
    const matches = await values('select distinct state as value from matching.match')
    expect(matches.toSorted()).toEqual(Object.keys(matchStates).toSorted())
    expect(await values('select distinct state as value from matching.task order by 1')).toEqual(taskStates.toSorted())
    expect(await values('select because as value from matching.no_contact order by 1')).toEqual([
      'court order',
      'resident asked',
    ])
    expect(await count('matching.receipt')).toBe(1)
    expect(await count(`matching.visit where state = 'planned' and starts_at > now()`)).toBe(2)
    // Its time is near: who and where can be read.
    expect(
      await count(`matching.match where state = 'confirmed' and details_from <= now() and details_until > now()`),
    ).toBeGreaterThan(0)
    expect(
      await count(
        `platform.notice where channel = 'phone' and sent_at is null and subject = 'Ring after the first visit'`,
      ),
    ).toBe(1)
    expect(
      await count(`platform.notice where channel = 'phone' and sent_at is null and subject like 'Can you help?%'`),
    ).toBe(1)
    expect(await count('safeguarding.concern where closed_at is null')).toBe(1)
    expect(await count('safeguarding.concern where closed_at is not null')).toBe(1)
  })

  it('has a directory that is being kept: entries asked about, silent, doubtful, and mail that came back', async () => {
    const answers = await values('select distinct answer as value from directory.asked_entry where answer is not null')
    expect(answers.toSorted()).toEqual(['changed', 'right', 'stopped'])
    expect(
      await values('select distinct reason as value from directory.reason_to_check where ended_at is null'),
    ).toEqual(expect.arrayContaining(['mail came back', 'no answer', 'said changed', 'said stopped']))
    expect(await count('platform.notice where gave_up_at is not null')).toBeGreaterThan(1)
    expect(await count('directory.asking where ended_at is null')).toBeGreaterThan(0)
  })

  it('is made once', async () => {
    await loadDemo(config, owner, text => said.push(text))
    expect(said.at(-1)).toBe('Larkmere is here already.')
    expect(await count('requests.help_request')).toBe(302)
  })

  it('is taken out again without a trace, as when its making was cut short', async () => {
    await forgetHalfMade(owner, place.placeId)
    const tables = await inHouse(
      tx => tx.sql<{ name: string }[]>`
        select c.oid::regclass::text as name from pg_class c
        join pg_attribute a on a.attrelid = c.oid and a.attname = 'place_id' where c.relkind = 'r' and c.relforcerowsecurity`,
    )
    expect(tables.length).toBeGreaterThan(15)
    for (const { name } of tables) expect(await count(name), name).toBe(0)
  })
})
