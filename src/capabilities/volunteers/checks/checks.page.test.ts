import { describe, expect, it } from 'vitest'
import { aCast, worked } from '../../../../test/support/cast.ts'
import { useHouse } from '../../../../test/support/house.ts'
import { newId } from '../../../kernel/ids.ts'
import { startSession } from '../../../platform/auth/session.ts'
import { perform } from '../../../platform/command.ts'
import { aVisitor, type Visitor } from '../../requests/testing.ts'
import { bearerOfVolunteer } from '../follow-volunteering.ts'
import { aVolunteer } from '../testing.ts'
import { findVolunteer } from '../volunteer-store.ts'
import { tendChecks } from './check-expiry-job.ts'
import { recordCheck, recordIdentity, recordTraining, undoCheck } from './record-checks.ts'
import { referencePath } from './references.ts'

const house = useHouse()

const aKnown = async (contactBy: 'email' | 'phone' = 'email') => {
  house.setClock('2026-11-16T10:00:00Z')
  const cast = await aCast(house)
  const { volunteerId } = await aVolunteer(house.platform, cast.placeId, cast.hub, {
    name: 'Sam Ito',
    phone: '01632 960 007',
    email: contactBy === 'email' ? 'sam@example.org' : null,
    activities: ['shopping', 'visit'],
  })
  const { personId, journeyId } = await house.platform.db.asHouse(cast.placeId, async tx => {
    const volunteer = await findVolunteer(tx, volunteerId)
    if (!volunteer) throw new Error('nobody signed up')
    return volunteer
  })
  return { cast, volunteerId, personId, journeyId, them: bearerOfVolunteer(cast.placeId, volunteerId, personId) }
}

type Known = Awaited<ReturnType<typeof aKnown>>

const as = async (cookie: string, of: Known, path = ''): Promise<Visitor> => {
  const visitor = aVisitor(() => house.web)
  visitor.cookies.set('session', cookie.replace('session=', ''))
  await visitor.open(`/${of.cast.slug}/volunteers/${of.volunteerId}${path}`)
  return visitor
}
const coordinator = (of: Known, path = '') => as(of.cast.cookies.amira, of, path)

const on = (name: string, day: string) => {
  const [year = '', month = '', date = ''] = day.split('-')
  return { [`${name}-day`]: date, [`${name}-month`]: month, [`${name}-year`]: year }
}

const aCheck = (of: Known, more: Partial<Parameters<typeof recordCheck.run>[1]> = {}) =>
  perform(house.platform.db, of.cast.amira, recordCheck, {
    volunteerId: of.volunteerId,
    level: 'enhanced',
    workforce: 'adult',
    certificateOn: '2024-01-10',
    seenOn: '2026-11-16',
    updateService: false,
    decision: 'accepted',
    ...more,
  })

const facts = (of: Known, kind: string) =>
  house.platform.db.asHouse(
    of.cast.placeId,
    tx => tx.sql<{ data: Record<string, string> }[]>`
      select data from platform.fact where place_id = ${tx.placeId} and journey_id = ${of.journeyId} and kind = ${kind} order by seq`,
  )

const notices = (of: Known) =>
  house.platform.db.asHouse(
    of.cast.placeId,
    tx => tx.sql<
      { channel: string; toAddress: string; subject: string; body: string; sentFor: string; linkPath: string | null }[]
    >`
      select channel, to_address, subject, body, sent_for, link_path from platform.notice
      where place_id = ${tx.placeId} and (sent_for like 'reference %' or sent_for like 'check %' or sent_for like 'training %') order by created_at, channel, subject`,
  )

describe('what was checked of a volunteer', () => {
  it('is written down by their coordinator: who they are, a check, a training', async () => {
    const of = await aKnown()
    const amira = await coordinator(of)
    expect(amira.words()).toContain('Nobody has written down that they saw who they are')
    await amira.follow('Write down that you saw it')
    await amira.press('Write it down', { how: 'passport' })
    expect(amira.words()).toContain('A passport Seen today, by Amira')
    await amira.follow('Write down a check')
    await amira.press('Write it down', {
      level: 'enhanced',
      workforce: 'adult',
      ...on('certificateOn', '2025-05-01'),
      ...on('seenOn', '2026-11-15'),
      decision: 'accepted',
    })
    expect(amira.words()).toContain('Counts until Monday 1 May 2028')
    await amira.follow('Write down a training')
    await amira.press('Write it down', { training: 'safeguarding basics', ...on('doneOn', '2026-10-01') })
    expect(amira.words()).toMatch(/Safeguarding: what to notice.*Counts until/)
    expect(await facts(of, 'check-recorded')).toMatchObject([
      { data: { level: 'enhanced', countsUntil: '2028-05-01' } },
    ])
  })

  it('is to be looked at again under a new name, which they are told before they save; a name merely spelled right is the same', async () => {
    const of = await aKnown()
    const { cast, volunteerId } = of
    const { db } = house.platform
    worked(await perform(db, cast.amira, recordIdentity, { volunteerId, how: 'passport', seenOn: '2026-11-16' }))
    worked(await aCheck(of, { certificateOn: '2026-01-10' }))
    const mend = await coordinator(of, '/change')
    await mend.press('Change it, as they asked', { name: 'Sam Itoh' })
    expect(mend.words()).toMatch(/Sam Itoh .*A passport Seen today, by Amira/)

    const token = await db.asHouse(cast.placeId, tx => startSession(tx, { volunteerId, personId: of.personId }))
    const sam = aVisitor(() => house.web)
    sam.cookies.set('session', token)
    await sam.open(`/${cast.slug}/volunteer/my-details/change`)
    expect(sam.words()).toContain('If your name is new, somebody has to see who you are again')
    await sam.press('Change it', { name: 'Robin Bell' })
    const amira = await coordinator(of)
    expect(amira.words()).toMatch(/Robin Bell .*Has a new name: to be seen again/)
    expect(amira.words()).toContain('They were seen as Sam Itoh. Under the name they have now nobody has seen them yet')
    expect(amira.words()).toMatch(/Enhanced.* In a former name: look at it again/)
    expect(await facts(of, 'identity-to-see-again')).toHaveLength(1)
    await amira.press('It is theirs: count it')
    expect(amira.errors()).toEqual(['First write down that you saw who they are under the name they have now.'])
    worked(await perform(db, cast.amira, recordIdentity, { volunteerId, how: 'passport', seenOn: '2026-11-16' }))
    const again = await coordinator(of)
    await again.press('It is theirs: count it')
    expect(again.words()).toContain('it counts in the name they have now')
    expect(again.words()).not.toContain('In a former name')
  })

  it('was seen again as before once a new name is taken back, with the checks that counted', async () => {
    const of = await aKnown()
    const { db } = house.platform
    const { volunteerId, cast } = of
    worked(await perform(db, cast.amira, recordIdentity, { volunteerId, how: 'passport', seenOn: '2026-11-16' }))
    worked(await aCheck(of, { certificateOn: '2026-01-10' }))
    const amira = await coordinator(of, '/change')
    await amira.press('Change it, as they asked', { name: 'Robin Bell' })
    expect(amira.words()).toMatch(/Robin Bell .*Has a new name: to be seen again/)
    await amira.press('Take the change back')
    expect(amira.words()).toContain('Taken back: it stands as it was before.')
    expect(amira.words()).toMatch(/A passport Seen today, by Amira/)
    expect(amira.words()).not.toContain('In a former name')
    await amira.press('Change it again')
    expect(amira.words()).toMatch(/Robin Bell .*Has a new name: to be seen again/)
  })

  it('keeps no number, no certificate and nothing that it disclosed: there is no box and no column for it', async () => {
    const of = await aKnown()
    for (const what of ['check', 'identity']) {
      const { page } = (await coordinator(of, `/write-down/${what}`)).at
      const boxes = [...page.querySelectorAll('main input, main textarea')].map(box => box.getAttribute('name') ?? '')
      expect(boxes.filter(name => /number|certificate$|file|note|disclos/i.test(name))).toEqual([])
      expect(page.querySelector('main input[type=file]')).toBeNull()
    }
    const columns = await house.platform.db.asHouse(
      of.cast.placeId,
      tx => tx.sql<{ name: string }[]>`
        select attname as name from pg_attribute where attrelid = 'volunteers.held_check'::regclass and attnum > 0`,
    )
    expect(columns.map(({ name }) => name).filter(name => /number|note|disclos|file|copy/.test(name))).toEqual([])
  })

  it('tells every mistake of a form at once, and keeps what was typed', async () => {
    const of = await aKnown()
    const amira = await coordinator(of, '/write-down/check')
    await amira.press('Write it down', { level: 'enhanced', ...on('certificateOn', '2026-02-30') })
    expect(amira.at.status).toBe(422)
    // In the order of the page, whoever found them.
    expect(amira.errors().filter(message => /decided|real date/.test(message))).toEqual([
      'The date on the certificate must be a real date, like 27 3 1950',
      'Choose what you decided',
    ])
    expect(amira.at.page.querySelector('input[value="enhanced"]')?.hasAttribute('checked')).toBe(true)
  })

  it.each<[string, Partial<Parameters<typeof recordCheck.run>[1]>, string]>([
    ['a day that has not been', { seenOn: '2026-11-17' }, 'in-the-future'],
    [
      'a look before the certificate was made',
      { certificateOn: '2026-11-10', seenOn: '2026-11-09' },
      'seen-before-made',
    ],
    ['a certificate too old to count', { certificateOn: '2020-01-01' }, 'too-old'],
    ['a level above basic for no workforce', { workforce: 'not applicable' }, 'no-workforce'],
  ])('refuses %s', async (_, more, code) => {
    expect(await aCheck(await aKnown(), more)).toMatchObject({ refused: code })
  })

  it('counts for three years from the certificate, or a year from a look at the Update Service where that is longer', async () => {
    const of = await aKnown()
    expect(worked(await aCheck(of)).countsUntil).toBe('2027-01-10')
    expect(worked(await aCheck(of, { certificateOn: '2020-01-01', updateService: true })).countsUntil).toBe(
      '2027-11-16',
    )
  })

  it('can be taken back when it was wrong, and what rested on it hears of it', async () => {
    const of = await aKnown()
    worked(await aCheck(of))
    const amira = await coordinator(of)
    await amira.press('Take back Enhanced DBS check')
    expect(amira.words()).toContain('None. Many tasks need none')
    expect(await facts(of, 'check-record-undone')).toHaveLength(1)
    expect(
      await perform(house.platform.db, of.cast.amira, undoCheck, { volunteerId: of.volunteerId, checkId: newId() }),
    ).toMatchObject({
      refused: 'nothing-to-undo',
    })
  })

  it('is for the organisation that looks after them and no other; each look leaves a line', async () => {
    const of = await aKnown()
    const checkId = worked(await aCheck(of)).checkId
    await coordinator(of)
    const amira = await coordinator(of)
    expect(amira.words()).toContain('Who has looked at this volunteer Amira, last')
    const looks = await house.platform.db.asHouse(
      of.cast.placeId,
      tx =>
        tx.sql`select 1 from platform.audit_line where place_id = ${tx.placeId} and record_id = ${of.volunteerId} and action = 'looked at a volunteer'`,
    )
    expect(looks).toHaveLength(2)
    for (const path of ['', '/write-down/check']) expect((await as(of.cast.cookies.ben, of, path)).at.status).toBe(404)
    expect(
      await perform(house.platform.db, of.cast.ben, undoCheck, { volunteerId: of.volunteerId, checkId }),
    ).toMatchObject({
      refused: 'no-such-volunteer',
    })
    expect(
      await perform(house.platform.db, of.them, undoCheck, { volunteerId: of.volunteerId, checkId }),
    ).toMatchObject({
      refused: 'not-allowed',
    })
    const rows = await house.platform.db.as(of.cast.ben, tx => tx.sql`select 1 from volunteers.held_check`)
    expect(rows).toHaveLength(0)
  })

  it('begins in the list of whom they look after: who is still to be seen stands first', async () => {
    const of = await aKnown()
    worked(await aCheck(of, { certificateOn: '2024-01-01' }))
    const amira = await coordinator(of)
    await amira.follow('Back')
    expect(amira.words()).toMatch(
      /^Volunteers you look after .*Sam Ito .*Nobody has seen who they are Shopping, Visits/,
    )
    await amira.follow('Sam Ito')
    await amira.follow('Write down that you saw it')
    await amira.press('Write it down', { how: 'two bills' })
    await amira.open(`/${of.cast.slug}/volunteers`)
    expect(amira.words()).toContain('A check ends on Friday 1 January 2027')
    await amira.open(`/${of.cast.slug}/volunteers`)
    const ben = await as(of.cast.cookies.ben, of)
    await ben.open(`/${of.cast.slug}/volunteers`)
    expect(ben.words()).toContain('Nobody has signed up yet')
  })

  it('answers odd addresses with a page, not a fault', async () => {
    const of = await aKnown()
    for (const path of ['/write-down/toString', '/write-down/nothing', `/references/${newId()}`])
      expect((await coordinator(of, path)).at.status).toBe(404)
    const amira = await coordinator(of)
    await amira.post(`/${of.cast.slug}/volunteers/${of.volunteerId}/undo`, { kind: 'everything', recordId: 'x' })
    expect(amira.at.status).toBe(422)
  })
})

describe('a reference', () => {
  const asked = async () => {
    const of = await aKnown()
    const amira = await coordinator(of, '/write-down/reference')
    await amira.press('Ask them', {
      refereeName: 'Jo Bell',
      relationship: 'Worked together for five years',
      contact: 'jo@example.org',
    })
    const mail = (await notices(of)).at(-1)
    const jo = aVisitor(() => house.web)
    await jo.open(`/${of.cast.slug}${mail?.linkPath}`)
    return { of, amira, mail, jo }
  }
  const row = async (of: Known) => {
    const [found] = await house.platform.db.asHouse(
      of.cast.placeId,
      tx =>
        tx.sql<
          Record<string, unknown>[]
        >`select * from volunteers.reference_asked where place_id = ${tx.placeId} and volunteer_id = ${of.volunteerId}`,
    )
    return found
  }

  it('is asked by mail and answered in one press; how to reach who gave it is then deleted everywhere', async () => {
    const { of, jo, mail } = await asked()
    expect(mail).toMatchObject({ channel: 'email', toAddress: 'jo@example.org' })
    expect(jo.words()).toContain('Do you recommend Sam Ito as a volunteer?')
    await jo.press('Send my answer', { answer: 'has concerns', words: 'He lost his temper once.' })
    expect(jo.words()).toContain('Thank you')
    expect(await row(of)).toMatchObject({ refereeContact: null, answer: 'has concerns' })
    expect(JSON.stringify(await notices(of))).not.toContain('jo@example.org')
    const amira = await coordinator(of)
    expect(amira.words()).toMatch(/Jo Bell Has concerns .*He lost his temper once\./)
  })

  it('is not for the volunteer to read, in no row and in no fact', async () => {
    const { of, jo } = await asked()
    await jo.press('Send my answer', { answer: 'has concerns' })
    await house.platform.db.as(of.them, async tx => {
      expect(await tx.sql`select 1 from volunteers.volunteer`).toHaveLength(1)
      expect(await tx.sql`select 1 from volunteers.reference_asked`).toHaveLength(0)
      const seen = await tx.sql<{ kind: string; data: unknown }[]>`select kind, data from platform.fact`
      expect(seen.map(({ kind }) => kind)).toContain('reference-answered')
      expect(JSON.stringify(seen)).not.toContain('concerns')
    })
  })

  it('is answered once: the link then says thank you, and opens nothing for anybody else', async () => {
    const { of, jo, mail } = await asked()
    await jo.press('Send my answer', { answer: 'recommends' })
    await jo.post(`/${of.cast.slug}${mail?.linkPath}`, { answer: 'has concerns' })
    expect(jo.words()).toContain('Thank you')
    expect(await row(of)).toMatchObject({ answer: 'recommends' })
    await jo.open(`/${of.cast.slug}/reference/AAAA`)
    expect(jo.at.status).toBe(404)
    const elsewhere = await aCast(house)
    await jo.open(`/${elsewhere.slug}${mail?.linkPath}`)
    expect(jo.at.status).toBe(404)
  })

  it('asks again for an answer that was not chosen, and ends after thirty days', async () => {
    const { jo } = await asked()
    await jo.press('Send my answer', {})
    expect([jo.at.status, jo.errors()]).toEqual([422, ['Choose one of the three answers']])
    house.advance({ days: 31 })
    await jo.open(jo.at.path)
    expect([jo.at.status, jo.words()]).toEqual([410, expect.stringContaining('This link has ended')])
  })

  it('may be asked of two, taken back when it was the wrong one, and its link then opens nothing', async () => {
    const { of, amira, jo } = await asked()
    const ask = async (contact: string) => {
      await amira.open(`/${of.cast.slug}/volunteers/${of.volunteerId}/write-down/reference`)
      await amira.press('Ask them', { refereeName: 'Al', relationship: 'Neighbour', contact })
    }
    await ask('sam@example.org')
    expect(amira.errors()).toEqual(['This is the volunteer’s own address. Ask for somebody else’s.'])
    await ask('01632 960 011')
    expect(amira.words()).toContain('Ring them, and then write down what they answer.')
    await ask('third@example.org')
    expect(amira.errors()).toEqual(['Two have been asked already. Take one back first if it was wrong.'])
    await amira.open(`/${of.cast.slug}/volunteers/${of.volunteerId}`)
    await amira.press('Take back Jo Bell')
    await jo.open(jo.at.path)
    expect([jo.at.status, jo.words()]).toEqual([410, expect.stringContaining('We do not need an answer any more')])
  })

  it('given by phone is written down by the coordinator', async () => {
    const of = await aKnown()
    const amira = await coordinator(of, '/write-down/reference')
    await amira.press('Ask them', { refereeName: 'Al', relationship: 'Neighbour', contact: '01632 960 011' })
    expect((await notices(of)).filter(({ channel }) => channel === 'email')).toEqual([])
    await amira.follow('Write down what they answered')
    await amira.press('Write it down', { answer: 'recommends' })
    expect(amira.words()).toMatch(/Al Recommends them Neighbour ?Answered .*, written down by Amira/)
    expect(await row(of)).toMatchObject({ refereeContact: null, recordedBy: 'Amira' })
  })

  it('that nobody gives is forgotten after sixty days, as far as how to reach them goes', async () => {
    const { of } = await asked()
    house.advance({ days: 61 })
    await tendChecks(house.platform, of.cast.placeId)
    expect(await row(of)).toMatchObject({ refereeContact: null, answer: null })
    expect(JSON.stringify(await notices(of))).not.toContain('jo@example.org')
  })

  it('has a link that is signed for this place and this purpose alone', async () => {
    const { of } = await asked()
    const id = String((await row(of))?.referenceId)
    const path = await house.platform.db.asHouse(of.cast.placeId, tx => referencePath(tx, id))
    expect(path).toMatch(/^\/reference\/[\w-]{48}$/)
    expect(path).not.toContain(id)
  })
})

describe('what ends', () => {
  const tend = (of: Known) => tendChecks(house.platform, of.cast.placeId)
  const warned = async (of: Known) =>
    (await notices(of)).map(({ toAddress, sentFor }) => `${toAddress} ${sentFor.split(' ').slice(2).join(' ')}`)

  it('is told to the volunteer and their coordinator 60 and 14 days before, once each', async () => {
    const of = await aKnown()
    worked(await aCheck(of, { certificateOn: '2024-02-01' }))
    await tend(of)
    expect(await warned(of)).toEqual([])
    house.setClock('2026-12-03T06:15:00Z')
    await tend(of)
    await tend(of)
    expect((await warned(of)).sort()).toEqual(['hub@example.org ends in 60 days', 'sam@example.org ends in 60 days'])
    house.setClock('2027-01-18T06:15:00Z')
    await tend(of)
    expect(await warned(of)).toHaveLength(4)
    expect((await notices(of)).find(({ toAddress }) => toAddress === 'hub@example.org')?.body).toContain(
      'Sam Ito: Enhanced DBS check still counts until Monday 1 February 2027.',
    )
  })

  it('is said as a fact on the day after its last, once, however often the job runs', async () => {
    const of = await aKnown()
    const { checkId } = worked(await aCheck(of, { certificateOn: '2024-02-01' }))
    house.setClock('2027-02-01T23:59:00Z')
    await tend(of)
    expect(await facts(of, 'check-expired')).toEqual([])
    house.setClock('2027-02-02T06:15:00Z')
    await Promise.all([tend(of), tend(of)])
    await tend(of)
    expect(await facts(of, 'check-expired')).toEqual([
      { data: { volunteerId: of.volunteerId, checkId, level: 'enhanced', countedUntil: '2027-02-01' } },
    ])
  })

  it('is caught up when the job stood still for months', async () => {
    const of = await aKnown()
    worked(await aCheck(of, { certificateOn: '2024-02-01' }))
    house.setClock('2027-06-01T06:15:00Z')
    await tend(of)
    expect(await facts(of, 'check-expired')).toHaveLength(1)
    expect((await notices(of)).map(({ subject }) => subject)).toContain('Your Enhanced DBS check no longer counts')
  })

  it('warns nobody about what a newer one replaces', async () => {
    const of = await aKnown()
    worked(await aCheck(of, { certificateOn: '2024-02-01' }))
    worked(await aCheck(of, { level: 'enhanced with barred list', certificateOn: '2026-11-01' }))
    house.setClock('2027-02-02T06:15:00Z')
    await tend(of)
    expect(await warned(of)).toEqual([])
    expect(await facts(of, 'check-expired')).toEqual([])
  })

  it('warns of a training too, by phone for who has asked to be rung', async () => {
    const of = await aKnown('phone')
    worked(
      await perform(house.platform.db, of.cast.amira, recordTraining, {
        volunteerId: of.volunteerId,
        training: 'food hygiene',
        doneOn: '2023-12-01',
      }),
    )
    await tend(of)
    expect((await notices(of)).find(({ channel }) => channel === 'phone')).toMatchObject({
      toAddress: '01632 960 007',
      subject: 'Your Food hygiene, level 2 ends soon',
    })
    house.setClock('2026-12-02T06:15:00Z')
    await tend(of)
    expect(await facts(of, 'training-expired')).toMatchObject([{ data: { training: 'food hygiene' } }])
  })
})
