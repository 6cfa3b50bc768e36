import type { LightMyRequestResponse } from 'fastify'
import { beforeAll, describe, expect, it } from 'vitest'
import { actorForSession } from '../../src/actor.ts'
import { aSystem } from '../../src/capabilities/exchange/testing.ts'
import { acceptOffer } from '../../src/capabilities/matching/asking/answer-offer.ts'
import { offerToThese } from '../../src/capabilities/matching/asking/decide-on-task.ts'
import { confirmMatch } from '../../src/capabilities/matching/doing/confirm-match.ts'
import { readDetails } from '../../src/capabilities/matching/doing/read-details.ts'
import { reportVolunteerDone } from '../../src/capabilities/matching/doing/report-match.ts'
import { putTask } from '../../src/capabilities/matching/testing.ts'
import { addMember, addOrganisation } from '../../src/capabilities/organisations/index.ts'
import { addAccount } from '../../src/capabilities/people/index.ts'
import { listNeighbourhoods, setNeighbourhoods } from '../../src/capabilities/places/index.ts'
import { squareBoundary } from '../../src/capabilities/places/testing.ts'
import { acceptReferral, recordContact, reportDone, sendReferral } from '../../src/capabilities/referrals/index.ts'
import { hideAddress } from '../../src/capabilities/requests/hide-address.ts'
import { copyOfEverything } from '../../src/capabilities/rights/subject-access.ts'
import { capabilities } from '../../src/capabilities.ts'
import type { Actor } from '../../src/platform/auth/actor.ts'
import { startSession } from '../../src/platform/auth/session.ts'
import { perform } from '../../src/platform/command.ts'
import { houseActor } from '../../src/platform/db/database.ts'
import type { Route } from '../../src/platform/http/route.ts'
import { aCast, aRequest, ask, type Cast, worked } from '../support/cast.ts'
import { useHouse } from '../support/house.ts'
import { type Able, matchStories, whose } from '../support/match-stories.ts'
import { saidTables } from '../support/said-tables.ts'

/**
 * Somebody hides where they live, from somebody who looks for them. An unmistakable address is looked for in everything that leaves: the pages, lists and files of whoever is
 * asked, what other systems read, what is written to anybody, the printed letter, the link without an account, and the rows themselves.
 */

const house = useHouse()
const stories = matchStories(house)
const { db, get, post, able, offersOf } = stories

/** Where they live: door, postcode, and the neighbourhood, which with a name leads to the door. */
const canary = /Zqhiddenrow|ZZ7\s?9QX/i
const roughly = /Canarywood|miles? from|half a mile/i

let cast: Cast
let street: { organisationId: string; actor: Actor }
let linked: string
let person: ReturnType<typeof aRequest>['person']

const organisation = async (name: string, kind: string, assuranceLevel: string) =>
  worked(
    await perform(db(), houseActor(cast.placeId), addOrganisation, {
      ...{
        name,
        kind,
        assuranceLevel,
        about: 'Made for a test.',
        email: `${name.toLowerCase()}@example.org`,
        phone: null,
      },
      ...{ postcode: null, position: { x: 400_500, y: 300_500 }, helpsWith: ['food'], neighbourhoodIds: null },
      takesReferrals: true,
    }),
  ).organisationId

beforeAll(async () => {
  cast = await aCast(house)
  const lead = houseActor(cast.placeId)
  const boundaries = [squareBoundary('C1', 'Canarywood', { x: 401_000, y: 300_000 }, 2000)]
  worked(await perform(db(), lead, setNeighbourhoods, { boundaries: boundaries as never }))
  const [wood] = await db().asHouse(cast.placeId, listNeighbourhoods)
  const organisationId = await organisation('Street', 'mutual aid', 'informal')
  const { personId } = worked(
    await perform(db(), lead, addAccount, { name: 'Gita', email: 'gita@example.org', password: 'a long password' }),
  )
  worked(await perform(db(), lead, addMember, { organisationId, personId, roles: ['coordinator'] }))
  const subject = { personId, organisationId }
  const actor = await db().asHouse(cast.placeId, tx => actorForSession(tx, subject))
  if (!actor) throw new Error('no actor')
  street = { organisationId, actor }
  linked = await organisation('Tide', 'charity', 'registered')
  person = {
    ...aRequest(cast).person,
    ...{ address: '12 Zqhiddenrow', postcode: 'ZZ7 9QX', contactBy: 'letter' },
    ...{ neighbourhoodId: wood?.neighbourhoodId ?? null, neighbourhoodName: 'Canarywood' },
  }
})

/** Another need of somebody who hides where they live, or has not yet; what they told us says it as well. */
const aNeed = async (hidden = true) => {
  const needs = [{ kind: 'food' as const, urgency: 'today', description: 'A woman in her 70s needs food.' }]
  const made = await ask(house, cast, { needs, person, story: 'I fled, and live at 12 Zqhiddenrow now. Tell nobody.' })
  if (hidden) worked(await perform(db(), cast.amira, hideAddress, { personId: made.personId, isHidden: true }))
  await house.deliver(cast.placeId)
  return { ...made, needId: made.needIds[0] ?? '' }
}

const refer = async (needId: string, organisationId: string, more: object = {}): Promise<string> => {
  const { referralId } = worked(
    await perform(db(), cast.amira, sendReferral, {
      ...{ needId, organisationId, basis: 'consent', basisGround: '', consentGivenHow: null },
      ...more,
    } as never),
  )
  await house.deliver(cast.placeId)
  return referralId
}

/** A session as of now: it lasts a working day. */
const cookieOf = ({ personId, organisationId }: Actor): Promise<string> =>
  db().asHouse(
    cast.placeId,
    async tx => `session=${await startSession(tx, { personId: personId ?? '', organisationId: organisationId ?? '' })}`,
  )

const said = ({ headers, body }: LightMyRequestResponse) => `${JSON.stringify(headers)}\n${body}`
const fhir = async (token: string, path: string) =>
  said(await house.web.inject({ url: `/${cast.slug}/fhir/${path}`, headers: { authorization: `Bearer ${token}` } }))

/** Tables of which an actor sees a row that says where they live. */
const rowsThatTell = (actor: Actor): Promise<string[]> =>
  db().as(actor, async tx => {
    const telling: string[] = []
    for (const { table } of saidTables) {
      const [may] = await tx.sql<{ look: boolean }[]>`select has_table_privilege(${table}, 'select') as look`
      const [row] = may?.look
        ? await tx.sql.unsafe<{ n: number }[]>(
            `select count(*)::int as n from ${table} t where t::text ~* '(zqhiddenrow|zz7 ?9qx)'`,
          )
        : []
      if (row?.n) telling.push(table)
    }
    return telling
  })

/** What was written to anybody, but letters to themselves, which only those who hold the address see and post. */
const writtenToOthers = () =>
  db().asHouse(cast.placeId, async tx => {
    const notices = await tx.sql<{ channel: string; text: string; holderIds: string[] }[]>`
      select channel, holder_ids, n::text as text from platform.notice n where place_id = ${tx.placeId}`
    const others = notices.filter(
      ({ channel, holderIds }) => !(channel === 'letter' && holderIds.every(holder => holder === cast.hub)),
    )
    const mailbox = await tx.sql<{ text: string }[]>`
      select m::text as text from platform.mailbox_message m where place_id = ${tx.placeId}`
    const hooks = await tx.sql<{ text: string }[]>`
      select h::text as text from exchange.hook_call h where place_id = ${tx.placeId}`
    return { letters: notices.length - others.length, texts: [...others, ...mailbox, ...hooks].map(({ text }) => text) }
  })

/** Every page, list and file there is, asked for with ids of this story. */
const everyDoor = async (cookie: string, ids: Readonly<Record<string, string>>) => {
  const leaks: string[] = []
  let opened = 0
  for (const route of capabilities.flatMap(({ routes }) => routes as readonly Route[])) {
    if (route.method !== 'GET') continue
    const path = route.path
      .replace(':place', cast.slug)
      .replace('*', 'x')
      .replace(/:(\w+)/g, (_, name: string) => ids[name] ?? '00000000-0000-4000-8000-000000000000')
    const answer = await house.web.inject({ url: path, headers: { cookie } })
    if (answer.statusCode === 200) opened += 1
    if (answer.statusCode >= 500) leaks.push(`${route.path} gave ${answer.statusCode}`)
    if (canary.test(said(answer))) leaks.push(route.path)
  }
  return { leaks, opened }
}

describe('a hidden address', () => {
  it('stays hidden from an organisation that is asked, says yes and does it: pages, rows and what its systems read', async () => {
    const { token } = await aSystem(house.platform, cast.ben, { domain: 'records.example.org' })
    const wish = {
      ...{ resourceType: 'Subscription', status: 'requested', reason: 'So that we need not ask', criteria: 'Task' },
      channel: { type: 'email', endpoint: 'mailto:told@records.example.org', payload: 'text/plain' },
    }
    const subscribed = await house.web.inject({
      method: 'POST',
      url: `/${cast.slug}/fhir/Subscription`,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/fhir+json' },
      payload: JSON.stringify(wish),
    })
    expect(subscribed.statusCode).toBe(201)
    const { needId, helpRequestId, personId } = await aNeed()
    // Whoever holds it sees it: what is looked for can be found.
    expect((await get(cast, `/people/${personId}`, await cookieOf(cast.amira))).body).toMatch(canary)
    const referralId = await refer(needId, cast.kitchen)
    const letter = await get(cast, `/referrals/${referralId}/letter`, await cookieOf(cast.amira))
    expect(letter.statusCode).toBe(200)
    expect(said(letter)).not.toMatch(canary)
    expect(roughly.exec(letter.body)?.[0]).toBeUndefined()
    const looks = async (when: string) => {
      for (const path of [`/referrals/${referralId}`, '/referrals', '/worklist', `/needs/${needId}`]) {
        const page = await get(cast, path, await cookieOf(cast.ben))
        expect([when, path, canary.test(said(page))]).toEqual([when, path, false])
        if (path.startsWith('/referrals'))
          expect([when, path, roughly.exec(page.body)?.[0]]).toEqual([when, path, undefined])
      }
      for (const path of [
        ...['Task', 'ServiceRequest', 'Patient', 'Consent'].map(type => `${type}/${referralId}`),
        ...['Task', 'Task?status=requested,accepted,in-progress,completed', `Task?_id=${referralId}`],
      ]) {
        const answer = await fhir(token, path)
        expect([when, path, canary.test(answer) || roughly.test(answer)]).toEqual([when, path, false])
      }
      expect([when, await rowsThatTell(cast.ben)]).toEqual([when, []])
    }
    await looks('asked')
    worked(await perform(db(), cast.ben, acceptReferral, { referralId }))
    await house.deliver(cast.placeId)
    // They know who it is, and not where.
    expect(await fhir(token, `Patient/${referralId}`)).toContain('Halina Nowak')
    expect((await get(cast, `/referrals/${referralId}`, await cookieOf(cast.ben))).body).toContain('Halina Nowak')
    await looks('yes')
    worked(await perform(db(), cast.ben, recordContact, { referralId }))
    await house.deliver(cast.placeId)
    await looks('in contact')
    const ids = { referralId, needId, helpRequestId, personId, organisationId: cast.kitchen }
    const doors = await everyDoor(await cookieOf(cast.ben), ids)
    expect(doors.leaks).toEqual([])
    expect(doors.opened).toBeGreaterThan(30)
    worked(await perform(db(), cast.ben, reportDone, { referralId }))
    await house.deliver(cast.placeId)
    await looks('done')
    for (const cookie of ['', await cookieOf(cast.cleo)]) {
      const others = [`/referrals/${referralId}`, `/people/${personId}`, `/needs/${needId}`, '/audit.csv']
      for (const path of others) expect(said(await get(cast, path, cookie))).not.toMatch(canary)
    }
  }, 120_000)

  it('stays hidden from an informal group, and from a group without an account: its mail, its link and its letter', async () => {
    const ofStreet = await aNeed()
    const referralId = await refer(ofStreet.needId, street.organisationId)
    worked(await perform(db(), street.actor, acceptReferral, { referralId }))
    await house.deliver(cast.placeId)
    const page = await get(cast, `/referrals/${referralId}`, await cookieOf(street.actor))
    expect(page.body).toContain('Halina Nowak')
    expect(said(page)).not.toMatch(canary)
    expect(page.body).not.toMatch(roughly)
    expect(await rowsThatTell(street.actor)).toEqual([])

    const ofLink = await aNeed()
    const byLink = await refer(ofLink.needId, linked)
    const [mail] = await db().asHouse(
      cast.placeId,
      tx => tx.sql<{ body: string }[]>`
        select body from platform.mailbox_message where place_id = ${tx.placeId} and to_address = 'tide@example.org'`,
    )
    let path = /\/[\w-]+\/answer\/[\w-]+/.exec(mail?.body ?? '')?.[0] ?? 'no link'
    for (const step of ['yes', 'in-touch', 'waiting', 'done']) {
      const before = await house.web.inject({ url: path })
      expect([step, before.statusCode, canary.test(said(before)), roughly.test(before.body)]).toEqual([
        step,
        200,
        false,
        false,
      ])
      const letter = await get(cast, `/referrals/${byLink}/letter`, await cookieOf(cast.amira))
      expect([step, canary.test(said(letter)), roughly.test(letter.body)]).toEqual([step, false, false])
      const pressed = await house.web.inject({
        method: 'POST',
        url: `${path}/${step}`,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        payload: 'because=The+van',
      })
      expect([step, pressed.statusCode]).toEqual([step, 303])
      path = String(pressed.headers.location)
    }
  }, 60_000)

  it('stays hidden from volunteers, who meet them at a staffed point: offer, task, details, hours and every other page', async () => {
    const people = await able(cast, 2)
    const { needId, helpRequestId, personId } = await aNeed()
    const story = { cast, needId, helpRequestId, personId }
    // Today: two are asked at once.
    const taskId = await stories.putAndAsk(story, { meetAtOrganisationId: cast.kitchen })
    const offers = await offersOf(cast, taskId)
    const offerId = offers[0]?.offerId ?? ''
    const winner = whose(people, offers[0]?.volunteerId ?? '')
    const looks = async (who: Able, when: string, paths: readonly string[]) => {
      const cookie = await stories.cookieNow(cast, who)
      for (const path of paths) {
        const page = await get(cast, path, cookie)
        expect([when, path, page.statusCode, canary.test(said(page))]).toEqual([when, path, 200, false])
        expect([when, path, /Canarywood/.exec(page.body)?.[0]]).toEqual([when, path, undefined])
      }
      expect([when, await rowsThatTell(who.actor)]).toEqual([when, []])
    }
    await looks(winner, 'offered', [`/offers/${offerId}`, '/my-volunteering'])
    const { matchId } = worked(await perform(db(), winner.actor, acceptOffer, { offerId }))
    await house.deliver(cast.placeId)
    const mine = `/my-volunteering/${matchId}`
    await looks(winner, 'yes', [mine, `/offers/${offerId}`, '/my-volunteering'])
    house.setClock('2026-11-17T14:30:00Z')
    const shown = await post(cast, `${mine}/details`, {}, await stories.cookieNow(cast, winner))
    expect(shown.body).toContain('Halina Nowak')
    expect(shown.body).toContain('Kitchen')
    expect(said(shown)).not.toMatch(canary)
    await looks(winner, 'details read', [mine, '/my-volunteering'])
    const ids = { offerId, matchId: matchId ?? '', needId, helpRequestId, personId, taskId }
    const doors = await everyDoor(await stories.cookieNow(cast, winner), ids)
    expect(doors.leaks).toEqual([])
    expect(doors.opened).toBeGreaterThan(10)
    worked(await perform(db(), winner.actor, reportVolunteerDone, { matchId: matchId ?? '', minutes: 60, note: '' }))
    await house.deliver(cast.placeId)
    await looks(winner, 'done', [mine, '/my-volunteering'])
    const other = whose(people, offers[1]?.volunteerId ?? '')
    await looks(other, 'asked and not needed', [`/offers/${offers[1]?.offerId}`, '/my-volunteering'])
  }, 120_000)

  it('is hidden at once from whoever was told before: the organisation, its systems, and the volunteer', async () => {
    house.setClock('2026-11-16T10:00:00Z')
    const { token } = await aSystem(house.platform, cast.ben)
    const told = await aNeed(false)
    const referralId = await refer(told.needId, cast.kitchen)
    worked(await perform(db(), cast.ben, acceptReferral, { referralId }))
    await house.deliver(cast.placeId)
    expect(await fhir(token, `Patient/${referralId}`)).toMatch(canary)
    const second = await aNeed(false)
    const [volunteer] = await able(cast, 1)
    if (!volunteer) throw new Error('nobody')
    const taskId = await putTask(house.platform, cast.amira, second.needId, { offersBy: 'coordinator' })
    const { volunteerId } = volunteer
    worked(await perform(db(), cast.amira, offerToThese, { taskId, volunteerIds: [volunteerId] }))
    await house.deliver(cast.placeId)
    const [offer] = await offersOf(cast, taskId)
    const offerId = offer?.offerId ?? ''
    const { matchId } = worked(await perform(db(), volunteer.actor, acceptOffer, { offerId }))
    worked(await perform(db(), cast.amira, confirmMatch, { matchId: matchId ?? '' }))
    await house.deliver(cast.placeId)
    house.setClock('2026-11-17T13:00:00Z')
    expect(
      worked(await perform(db(), volunteer.actor, readDetails, { matchId: matchId ?? '' })).details.address,
    ).toMatch(canary)
    for (const { personId } of [told, second])
      worked(await perform(db(), cast.amira, hideAddress, { personId, isHidden: true }))
    // What the rule says at each look does not wait for any job; rows and the volunteer's task follow with it.
    for (const type of ['Task', 'ServiceRequest', 'Patient'])
      expect(await fhir(token, `${type}/${referralId}`)).not.toMatch(canary)
    expect(said(await get(cast, `/referrals/${referralId}`, await cookieOf(cast.ben)))).not.toMatch(canary)
    await house.deliver(cast.placeId)
    expect(await rowsThatTell(cast.ben)).toEqual([])
    expect(await rowsThatTell(volunteer.actor)).toEqual([])
    for (const path of [`/my-volunteering/${matchId}`, `/offers/${offerId}`, '/my-volunteering'])
      expect(said(await get(cast, path, await stories.cookieNow(cast, volunteer)))).not.toMatch(canary)
  }, 60_000)

  it('leaves by a yes to that organisation by name, or with a written reason, and to no other', async () => {
    house.setClock('2026-11-16T10:00:00Z')
    const { token } = await aSystem(house.platform, cast.ben)
    const named = await aNeed()
    const byName = await refer(named.needId, cast.kitchen, { consentGivenHow: 'said on the phone' })
    expect(await fhir(token, `Patient/${byName}`)).not.toMatch(canary)
    expect((await get(cast, `/referrals/${byName}`, await cookieOf(cast.ben))).body).toMatch(roughly)
    worked(await perform(db(), cast.ben, acceptReferral, { referralId: byName }))
    await house.deliver(cast.placeId)
    expect(await fhir(token, `Patient/${byName}`)).toMatch(canary)
    expect((await get(cast, `/referrals/${byName}`, await cookieOf(cast.ben))).body).toMatch(canary)
    const reasoned = await aNeed()
    const referralId = await refer(reasoned.needId, cast.drivers, {
      basis: 'public task',
      basisGround: 'Section 9 of the Care Act 2014: they are fetched from the door.',
    })
    worked(await perform(db(), cast.cleo, acceptReferral, { referralId }))
    await house.deliver(cast.placeId)
    expect((await get(cast, `/referrals/${referralId}`, await cookieOf(cast.cleo))).body).toMatch(canary)
    expect(said(await get(cast, `/referrals/${byName}`, await cookieOf(cast.cleo)))).not.toMatch(canary)
  }, 60_000)

  it('stands in nothing that was written to anybody: mail, texts, calls to make and calls of hooks', async () => {
    const { letters, texts } = await writtenToOthers()
    expect(texts.filter(text => canary.test(text))).toEqual([])
    expect(texts.length).toBeGreaterThan(20)
    // Letters to themselves were written, and nobody but who triages sees them.
    expect(letters).toBeGreaterThan(5)
    for (const cookie of [await cookieOf(cast.cleo), await cookieOf(street.actor)])
      expect(said(await get(cast, '/calls', cookie))).not.toMatch(canary)
  })

  it('is theirs to read: their own copy of everything has it', async () => {
    const { personId } = await aNeed()
    const copy = await db().asHouse(cast.placeId, tx => copyOfEverything(tx, [personId]))
    expect(JSON.stringify(copy)).toMatch(canary)
  })
})
