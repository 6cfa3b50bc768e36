import { describe, expect, it } from 'vitest'
import { aCast, ask, type Cast, worked } from '../../../../test/support/cast.ts'
import { useHouse } from '../../../../test/support/house.ts'
import { actorForSession } from '../../../actor.ts'
import { newId } from '../../../kernel/ids.ts'
import { startSession } from '../../../platform/auth/session.ts'
import { perform } from '../../../platform/command.ts'
import { houseActor } from '../../../platform/db/database.ts'
import { aSystem } from '../../exchange/testing.ts'
import { addMember } from '../../organisations/index.ts'
import { approveBreakGlass, askBreakGlass } from '../../oversight/break-glass/break-glass.ts'
import { insertDisclosure, markDisclosureShown } from '../../people/disclosing/disclosure-store.ts'
import { addAccount } from '../../people/index.ts'
import { acceptReferral, sendReferral } from '../../referrals/index.ts'
import { bearerOf } from '../../requests/index.ts'
import { aVisitor } from '../../requests/testing.ts'
import { aVolunteer } from '../../volunteers/testing.ts'
import { askForCorrection } from './take-data-request.ts'

const house = useHouse()

/** Halina has asked twice; a kitchen helps her, a volunteer has helped her, and Dana answers for the data. */
const aScene = async () => {
  house.setClock('2026-11-16T10:00:00Z')
  const { db } = house.platform
  const cast = await aCast(house)
  const account = { name: 'Dana', email: 'dana@example.org', password: 'a long password' }
  const { personId } = worked(await perform(db, houseActor(cast.placeId), addAccount, account))
  worked(
    await perform(db, houseActor(cast.placeId), addMember, {
      organisationId: cast.hub,
      personId,
      roles: ['data protection lead'],
    }),
  )
  const lead = await db.asHouse(cast.placeId, tx => actorForSession(tx, { personId, organisationId: cast.hub }))
  if (!lead) throw new Error('no lead')
  const dana = aVisitor(() => house.web)
  dana.cookies.set(
    'session',
    await db.asHouse(cast.placeId, tx => startSession(tx, { personId, organisationId: cast.hub })),
  )
  const [first, second] = [await ask(house, cast), await ask(house, cast)]
  const sent = worked(
    await perform(db, cast.amira, sendReferral, {
      needId: first.needIds[0] ?? '',
      organisationId: cast.kitchen,
      basis: 'consent',
      basisGround: '',
      consentGivenHow: 'said on the phone',
    }),
  )
  worked(await perform(db, cast.ben, acceptReferral, { referralId: sent.recordId }))
  await house.deliver(cast.placeId)
  const { volunteerId } = await aVolunteer(house.platform, cast.placeId, cast.hub, { name: 'Sam Ito' })
  await db.asHouse(cast.placeId, async tx => {
    const shared = await insertDisclosure(tx, {
      personId: second.personId,
      aboutId: second.helpRequestId,
      forId: newId(),
      journeyId: second.helpRequestId as never,
      fromOrganisationId: cast.hub,
      organisationId: cast.hub,
      volunteerId,
      purpose: 'help',
      basis: 'public task',
      basisId: null,
      ground: 'She asked.',
      fields: ['name', 'contact', 'address'],
      path: '/volunteer/task',
      decidedBy: 'Amira',
      decidedById: null,
      untilAt: null,
    })
    await markDisclosureShown(tx, shared)
  })
  return { cast, lead, dana, first, second, volunteerId }
}

const people = (cast: Cast, ids: readonly string[]) =>
  house.platform.db.asHouse(
    cast.placeId,
    tx =>
      tx.sql<{ name: string; phone: string; postcode: string }[]>`
        select name, phone, postcode from people.person where place_id = ${tx.placeId} and person_id = any(${[...ids]}::uuid[]) order by person_id`,
  )

const told = (cast: Cast, sentFor: string) =>
  house.platform.db.asHouse(cast.placeId, async tx =>
    (
      await tx.sql<{ toName: string; body: string; linkPath: string | null }[]>`
        select to_name, body, link_path from platform.notice where place_id = ${tx.placeId} and starts_with(sent_for, ${sentFor}) order by to_name`
    ).map(({ toName, body, linkPath }) => `${toName}: ${body} ${linkPath ?? ''}`),
  )

const asks = async (cast: Cast, helpRequestId: string, field: string, wanted: string) =>
  worked(
    await perform(house.platform.db, bearerOf(cast.placeId, helpRequestId), askForCorrection, {
      kind: 'correction' as never,
      field: field as never,
      was: '',
      wanted,
    }),
  ).recordId

describe('what is wrong about somebody', () => {
  it('is put right in every record that holds it, shown before the press, told to everybody who was shown it, and taken back as a whole', async () => {
    const { cast, dana, first, second } = await aScene()
    const { db } = house.platform
    const id = await asks(cast, first.helpRequestId, 'phone', '020 7946 0777')
    // Mail and calls that have not left go to the new number; those that have stay as they went.
    await db.asHouse(cast.placeId, async tx => {
      for (const sent of [null, tx.now])
        await tx.sql`
          insert into platform.notice (place_id, notice_id, about_id, holder_ids, sent_for, channel, to_name, to_address, subject, body, created_at, sent_at, at_night, leaves_from, more_links)
          values (${tx.placeId}, ${newId()}, ${first.helpRequestId}, '{}', ${`test ${sent !== null}`}, 'phone', 'Halina Nowak', '020 7946 0123', 'x', 'x', ${tx.now}, ${sent}, 'waits', ${tx.now}, '[]')`
    })
    await dana.open(`/${cast.slug}/data-requests/${id}`)
    expect(dana.words()).toMatch(
      /Phone number: “020 7946 0123” becomes “020 7946 0777”, in each of these: You, and how to reach you \(2\) ?A message to you/,
    )
    expect(dana.words()).toMatch(/Kitchen, for \S{7} ?Sam Ito, who volunteers, for \S{7}/)
    expect(await people(cast, [first.personId, second.personId])).toMatchObject([
      { phone: '020 7946 0123' },
      { phone: '020 7946 0123' },
    ])
    await dana.press('Answer', { state: 'done', answer: 'Put right.' })
    expect(await people(cast, [first.personId, second.personId])).toMatchObject([
      { phone: '020 7946 0777' },
      { phone: '020 7946 0777' },
    ])
    const addresses = await db.asHouse(
      cast.placeId,
      tx =>
        tx.sql`select to_address, sent_at is null as waits from platform.notice where place_id = ${tx.placeId} and starts_with(sent_for, 'test ') order by 2`,
    )
    expect(addresses).toEqual([
      { toAddress: '020 7946 0123', waits: false },
      { toAddress: '020 7946 0777', waits: true },
    ])
    const heard = await told(cast, 'data request corrected')
    expect(heard).toHaveLength(2)
    expect(heard[0]).toMatch(
      /^Kitchen: The phone number of somebody .* has been put right\.\n\nLook at it again.* \/referrals\//s,
    )
    expect(heard[1]).toMatch(/^Sam Ito: .*has been put right\..*Look at it again/s)
    expect(heard.join()).not.toMatch(/0777|0123|Halina/)
    expect(dana.words()).toMatch(/Phone number put right What stood there 020 7946 0123 What it became 020 7946 0777/)
    const audited = await db.asHouse(
      cast.placeId,
      tx =>
        tx.sql`select 1 from platform.audit_line where place_id = ${tx.placeId} and record_id = ${id} and action = 'rights.answer-data-request'`,
    )
    expect(audited).toHaveLength(1)

    await dana.press('Take it back')
    expect(await people(cast, [first.personId, second.personId])).toMatchObject([
      { phone: '020 7946 0123' },
      { phone: '020 7946 0123' },
    ])
    expect(await told(cast, 'data request taken back')).toHaveLength(3)
    expect(dana.words()).toMatch(/days left/)
    expect(dana.words()).toMatch(/Taken back Dana/)
    expect(dana.at.page.querySelector('main')?.textContent).not.toContain('Take it back')
  })

  it('is told to whoever opened it in an emergency, whoever was told without asking, and the systems that read it', async () => {
    const { cast, lead, dana, first } = await aScene()
    const { db } = house.platform
    const opened = worked(
      await perform(db, cast.cleo, askBreakGlass, {
        askedFor: first.reference,
        reason: 'She fell and nobody knows where she lives.',
      }),
    )
    worked(await perform(db, lead, approveBreakGlass, { breakGlassId: opened.breakGlassId, heldBecause: null }))
    const another = await ask(house, cast)
    const shared = worked(
      await perform(db, cast.amira, sendReferral, {
        needId: another.needIds[0] ?? '',
        organisationId: cast.drivers,
        basis: 'vital interests',
        basisGround: 'She may be lying on the floor.',
        consentGivenHow: null,
      }),
    )
    worked(await perform(db, cast.cleo, acceptReferral, { referralId: shared.recordId }))
    const { systemId } = await aSystem(house.platform, cast.ben, { domain: 'records.example.org' })
    await db.asHouse(
      cast.placeId,
      tx =>
        tx.sql`insert into exchange.subscription (place_id, subscription_id, system_id, organisation_id, channel, endpoint, statuses, reason, state, asked_at, changed_at)
          values (${tx.placeId}, ${newId()}, ${systemId}, ${cast.kitchen}, 'email', 'tasks@records.example.org', null, 'to hear', 'active', ${tx.now}, ${tx.now})`,
    )
    await house.deliver(cast.placeId)
    const id = await asks(cast, first.helpRequestId, 'address', '14 Mill Row')
    await dana.open(`/${cast.slug}/data-requests/${id}`)
    expect(dana.words()).toMatch(/Cleo, who opened it in an emergency, for \S{7}/)
    expect(dana.words()).toMatch(/Drivers, for \S{7}/)
    expect(dana.words()).toMatch(/Record system, of Kitchen: software that reads it, by its ids/)
    house.advance({ hours: 2 })
    await dana.press('Answer', { state: 'done', answer: 'Put right.' })
    const heard = await told(cast, 'data request corrected')
    const of = (name: string) => heard.find(line => line.startsWith(name))
    expect(of('Cleo')).toMatch(/opened in an emergency \(.*\) was wrong.*because the emergency is over.*destroy it/s)
    expect(of('Drivers')).toMatch(/has been put right.*Look at it again.* \/referrals\//s)
    expect(of('your system')).toMatch(/^your system: Task\/\S+ changed\. Read it with your token\./)
    expect(heard.join()).not.toMatch(/Mill Row|Halina/)
    await dana.press('Take it back')
    const again = await told(cast, 'data request taken back')
    for (const name of ['Cleo', 'Drivers', 'your system']) expect(again.some(line => line.startsWith(name))).toBe(true)
  })

  it('is the name of a volunteer too, who is seen again under another name and not for how it is spelled', async () => {
    const { cast, dana, first } = await aScene()
    const { db } = house.platform
    const { volunteerId } = await aVolunteer(house.platform, cast.placeId, cast.hub, {
      name: 'Halina Nowak',
      phone: '020 7946 0123',
    })
    await db.asHouse(
      cast.placeId,
      tx =>
        tx.sql`update volunteers.volunteer set identity_seen_on = '2026-11-01', identity_seen_by = 'Amira', identity_seen_how = 'passport' where place_id = ${tx.placeId} and volunteer_id = ${volunteerId}`,
    )
    const seen = () =>
      db.asHouse(cast.placeId, async tx => {
        const [row] = await tx.sql<{ name: string; seen: boolean }[]>`
          select p.name, v.identity_seen_on is not null as seen from volunteers.volunteer v join people.person p using (place_id, person_id)
          where place_id = ${tx.placeId} and volunteer_id = ${volunteerId}`
        return row
      })
    for (const [wanted, expected] of [
      ['Halina Nowack', { name: 'Halina Nowack', seen: true }],
      ['Halina Kowalska', { name: 'Halina Kowalska', seen: false }],
    ] as const) {
      const id = await asks(cast, first.helpRequestId, 'name', wanted)
      await dana.open(`/${cast.slug}/data-requests/${id}`)
      await dana.press('Answer', { state: 'done', answer: 'Put right.' })
      expect(await seen()).toEqual(expected)
    }
    await dana.press('Take it back')
    expect(await seen()).toEqual({ name: 'Halina Nowack', seen: true })
  })

  it('is refused where it cannot stand there, and says so before anybody presses', async () => {
    const { cast, dana, first } = await aScene()
    const id = await asks(cast, first.helpRequestId, 'email', 'nobody at all')
    await dana.open(`/${cast.slug}/data-requests/${id}`)
    expect(dana.words()).toContain('That is no e-mail address. Ask them, or refuse it and say why.')
    await dana.press('Answer', { state: 'done', answer: 'Put right.' })
    expect(dana.errors()[0]).toContain('That is no e-mail address.')
  })
})
