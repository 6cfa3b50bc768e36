import { describe, expect, it } from 'vitest'
import { aCast, ask, type Cast, worked } from '../../../test/support/cast.ts'
import { useHouse } from '../../../test/support/house.ts'
import { actorForSession } from '../../actor.ts'
import { capabilities } from '../../capabilities.ts'
import type { Actor } from '../../platform/auth/actor.ts'
import { anyone } from '../../platform/auth/actor.ts'
import { startSession } from '../../platform/auth/session.ts'
import { perform } from '../../platform/command.ts'
import { houseActor } from '../../platform/db/database.ts'
import { addMember, roles } from '../organisations/index.ts'
import { addAccount } from '../people/index.ts'
import { changePlace } from '../places/index.ts'
import { bearerOf } from '../requests/index.ts'
import { aVisitor, type Visitor } from '../requests/testing.ts'
import { bearerOfVolunteer } from '../volunteers/index.ts'
import { aVolunteer } from '../volunteers/testing.ts'
import { raiseConcern } from './raise-concern.ts'
import { remindLeads } from './tell-leads.ts'
import { decideConcern, putBackConcern, reopenConcern, takeConcern } from './work-on-concern.ts'

const house = useHouse()

/** Stands in every concern of these tests: nobody but a lead may ever read it. */
const SECRET = 'Quetzalwort'

/** Somebody with these roles in one of the cast's organisations. */
const member = async (
  cast: Cast,
  name: string,
  held: readonly string[],
  organisationId = cast.hub,
  email = `${name.toLowerCase()}@example.org`,
) => {
  const { db } = house.platform
  const account = { name, email, password: 'a long password' }
  const { personId } = worked(await perform(db, houseActor(cast.placeId), addAccount, account))
  worked(await perform(db, houseActor(cast.placeId), addMember, { organisationId, personId, roles: [...held] }))
  return db.asHouse(cast.placeId, async tx => {
    const actor = await actorForSession(tx, { personId, organisationId })
    if (!actor) throw new Error('no actor')
    return { actor, personId, token: await startSession(tx, { personId, organisationId }) }
  })
}

const aLead = async () => {
  house.setClock('2026-11-16T10:00:00Z')
  const cast = await aCast(house)
  const lead = await member(cast, 'Dee', ['safeguarding lead'])
  // Of the same organisation as the lead, with every role but that one.
  const others = Object.keys(roles).filter(role => role !== 'safeguarding lead')
  return { cast, lead, colleague: await member(cast, 'Olu', others) }
}

const visitor = (token?: string): Visitor => {
  const made = aVisitor(() => house.web)
  if (token) made.cookies.set('session', token)
  return made
}

const raise = async (cast: Cast, more: Partial<Parameters<typeof raiseConcern.run>[1]> = {}, actor?: Actor) =>
  worked(
    await perform(house.platform.db, actor ?? anyone(cast.placeId), raiseConcern, {
      says: `Her nephew holds her bank card, ${SECRET}.`,
      whereabouts: `12 Mill Row, ${SECRET}`,
      reachAt: `${SECRET}@example.org`,
      inDangerNow: false,
      about: null,
      ...more,
    }),
  )

const notices = (cast: Cast) =>
  house.platform.db.asHouse(
    cast.placeId,
    tx => tx.sql<{ toAddress: string; subject: string; body: string; linkPath: string | null; channel: string }[]>`
      select to_address, subject, body, link_path, channel from platform.notice where place_id = ${tx.placeId} order by created_at`,
  )

describe('raising a concern', () => {
  it('asks first whether somebody is in danger, and says whom to ring before anything else', async () => {
    const { cast } = await aLead()
    const me = visitor()
    await me.open(`/${cast.slug}/concern`)
    expect(me.words()).toMatch(/^Is somebody in danger now\? If anyone is in danger now, ring ?999/)
    expect(me.at.page.querySelector('main textarea')).toBeNull()
    await me.follow('Yes, somebody is in danger now')
    expect(me.words()).toMatch(/^Ring 999 first: do not wait for us .*999.*press 55.*What have you seen or heard/)
  })

  it('needs no account and no name: what is wrong is enough; a reference comes back', async () => {
    const { cast, lead } = await aLead()
    const me = visitor()
    await me.open(`/${cast.slug}/concern`)
    await me.follow('No, but I am worried')
    await me.press('Tell a safeguarding lead', { says: '' })
    expect([me.at.status, me.errors()]).toEqual([422, ['Say what worries you, in up to 4,000 characters']])
    await me.press('Tell a safeguarding lead', { says: `Her nephew holds her card, ${SECRET}.` })
    expect(me.words()).toMatch(/Reference \w{3}-\w{3} Thank you for telling us .*looks at it within the hour/)
    const dee = visitor(lead.token)
    await dee.open(`/${cast.slug}/concerns`)
    expect(dee.words()).toMatch(/Open Concern \w{3}-\w{3} Waits for you Raised just now, to be looked at by 11 am/)
    await dee.follow(`Concern ${/Reference (\S{7})/.exec(me.words())?.[1]}`)
    expect(dee.words()).toContain(`Her nephew holds her card, ${SECRET}.`)
  })

  it('is told to the leads by a mail that says nothing of it', async () => {
    const { cast } = await aLead()
    await raise(cast, { inDangerNow: true })
    expect(await notices(cast)).toEqual([
      {
        channel: 'email',
        toAddress: 'dee@example.org',
        subject: 'A concern waits for you',
        body: 'A concern waits for you. Please look at it within the hour.',
        linkPath: '/concerns',
      },
    ])
  })

  it('is honest where nobody is a lead, and asks that somebody become one', async () => {
    const cast = await aCast(house)
    const settings = { triageOrganisationId: cast.hub }
    worked(await perform(house.platform.db, houseActor(cast.placeId), changePlace, { settings }))
    const me = visitor()
    await me.open(`/${cast.slug}/concern?danger=no`)
    await me.press('Tell a safeguarding lead', { says: SECRET })
    expect(me.words()).toContain('nobody here is safeguarding lead yet')
    const mails = await notices(cast)
    expect(mails).toMatchObject([
      { toAddress: 'hub@example.org', subject: 'A concern waits, and nobody here is safeguarding lead' },
    ])
    expect(JSON.stringify(mails)).not.toContain(SECRET)
  })

  it('keeps what was typed after a mistake, and takes any address for what it is about', async () => {
    const { cast } = await aLead()
    const me = visitor()
    for (const about of ['need:x', 'volunteer', 'nothing:0190a0a0-0000-4000-8000-000000000000', '%00', 'need:%FF'])
      expect([await me.open(`/${cast.slug}/concern?danger=no&about=${about}`), me.at.status][1]).toBeLessThan(500)
    await me.open(`/${cast.slug}/concern?danger=no`)
    await me.press('Tell a safeguarding lead', { says: '', whereabouts: 'By the canal' })
    expect(me.at.page.querySelector('input[name=whereabouts]')?.getAttribute('value')).toBe('By the canal')
    await me.post(`/${cast.slug}/concern`, { says: 'x'.repeat(4001) })
    expect(me.at.status).toBe(422)
  })
})

describe('a concern is for the leads alone', () => {
  const seenBy = (actor: Actor, concernId: string) =>
    house.platform.db.as(actor, async tx => ({
      concerns: (await tx.sql`select 1 from safeguarding.concern`).length,
      facts: (
        await tx.sql`select 1 from platform.fact where record_id = ${concernId} or journey_id = ${concernId} or kind like 'concern%'`
      ).length,
      looks: (
        await tx.sql`select 1 from platform.audit_line where record_id = ${concernId} or action like 'safeguarding%'`
      ).length,
      notices: (await tx.sql`select 1 from platform.notice where about_id = ${concernId}`).length,
      grants: (
        await tx.sql`select 1 from platform.record_grant where record_id = ${concernId} or basis_id = ${concernId}`
      ).length,
    }))
  const nothing = { concerns: 0, facts: 0, looks: 0, notices: 0, grants: 0 }

  it('and for no member of their own organisation, whatever other roles they have: no row through SQL', async () => {
    const { cast, lead, colleague } = await aLead()
    const { helpRequestId, personId } = await ask(house, cast)
    const { concernId } = await raise(cast, { about: { kind: 'person', id: personId } }, colleague.actor)
    for (const actor of [
      colleague.actor,
      cast.amira,
      cast.ben,
      anyone(cast.placeId),
      bearerOf(cast.placeId, helpRequestId),
    ])
      expect(await seenBy(actor, concernId)).toEqual(nothing)
    expect(await seenBy(lead.actor, concernId)).toMatchObject({ concerns: 1, facts: 1 })
    const changed = await house.platform.db.as(
      colleague.actor,
      tx => tx.sql`update safeguarding.concern set decision = 'x'`,
    )
    expect(changed.count).toBe(0)
  })

  it('nor through any page, list, timeline, search or JSON', async () => {
    const { cast, colleague } = await aLead()
    const { helpRequestId, personId, needIds } = await ask(house, cast)
    const about = { kind: 'need', id: needIds[0] ?? '' }
    const { concernId, reference } = await raise(cast, { about })
    await raise(cast, { about: { kind: 'person', id: personId } })
    await house.deliver(cast.placeId)
    const samples: Record<string, string> = {
      needId: needIds[0] ?? '',
      helpRequestId,
      personId,
      organisationId: cast.hub,
      concernId,
      volunteerId: concernId,
    }
    const olu = visitor(colleague.token)
    const paths = capabilities
      .flatMap(({ routes }) => routes)
      .filter(({ method }) => method === 'GET')
      .map(({ path }) =>
        path.replace(':place', cast.slug).replace(/:(\w+)/g, (_, name: string) => samples[name] ?? concernId),
      )
    for (const path of [...paths, `/${cast.slug}/find?q=${SECRET}`, `/${cast.slug}/worklist?q=${SECRET}`]) {
      const answer = await house.web.inject({ url: path, headers: { cookie: `session=${colleague.token}` } })
      const shown = answer.body.replaceAll(`q=${SECRET}`, '').replaceAll(`value="${SECRET}"`, '')
      expect([path, answer.statusCode < 500]).toEqual([path, true])
      expect([path, shown.includes(reference), /nephew|Mill Row, Quetz|A concern waits/.test(shown)]).toEqual([
        path,
        false,
        false,
      ])
    }
    for (const path of ['/concerns', `/concerns/${concernId}`]) {
      await olu.open(`/${cast.slug}${path}`)
      expect([403, 404]).toContain(olu.at.status)
    }
    await olu.open(`/${cast.slug}/worklist`)
    expect(olu.at.html).not.toContain('/concerns')
  }, 60_000)

  it('from the moment somebody becomes a lead, and no longer than they are one', async () => {
    const { cast, lead, colleague } = await aLead()
    await raise(cast)
    const as = (role: string) =>
      house.platform.db.asHouse(cast.placeId, async tx => {
        await tx.sql`update organisations.membership set roles = ${[role]} where place_id = ${tx.placeId} and person_id in (${lead.personId}, ${colleague.personId})`
        return Promise.all(
          [lead, colleague].map(({ personId }) => actorForSession(tx, { personId, organisationId: cast.hub })),
        )
      })
    const count = async (actor: Actor | null | undefined) =>
      actor ? (await house.platform.db.as(actor, tx => tx.sql`select 1 from safeguarding.concern`)).length : -1
    const [oldLead] = await as('coordinator')
    expect(await count(oldLead)).toBe(0)
    const [, newLead] = await as('safeguarding lead')
    expect(await count(newLead)).toBe(1)
  })

  it('and never of another place', async () => {
    const { cast } = await aLead()
    const elsewhere = await aLead()
    await raise(cast)
    const seen = await house.platform.db.as(elsewhere.lead.actor, tx => tx.sql`select 1 from safeguarding.concern`)
    expect(seen).toHaveLength(0)
    const dee = visitor(elsewhere.lead.token)
    await dee.open(`/${elsewhere.cast.slug}/concerns`)
    expect(dee.words()).toContain('No concern waits')
  })
})

describe('working on a concern', () => {
  it('is taken, decided and closed by a lead, and can be opened again', async () => {
    const { cast, lead } = await aLead()
    const { concernId } = await raise(cast)
    const dee = visitor(lead.token)
    await dee.open(`/${cast.slug}/concerns/${concernId}`)
    await dee.press('I am looking at it now')
    expect(dee.words()).toContain('You are looking at it')
    await dee.press('Put it back for another lead')
    expect(dee.words()).toContain('Waits for you')
    await dee.press('Write it down', { decision: '' })
    expect(dee.errors()).toEqual(['Write down what was decided, and why'])
    await dee.press('Write it down', { decision: 'Told the council’s team.', close: 'yes' })
    expect(dee.words()).toMatch(/Closed.*What was decided Told the council’s team\./)
    expect(dee.words()).toMatch(/Closed it\..*Wrote down what was decided\..*Raised\./)
    await dee.press('Open it again')
    expect(dee.words()).toContain('You are looking at it')
  })

  it('is in the list however many others wait', async () => {
    const { cast, lead } = await aLead()
    for (let one = 0; one < 201; one += 1) await raise(cast, { inDangerNow: one < 200 })
    const { reference } = await raise(cast)
    const dee = visitor(lead.token)
    await dee.open(`/${cast.slug}/concerns`)
    expect(dee.words()).toContain(reference)
  })

  it('is by one lead at a time', async () => {
    const { cast, lead } = await aLead()
    const other = await member(cast, 'Eli', ['safeguarding lead'], cast.kitchen)
    const { concernId } = await raise(cast)
    const { db } = house.platform
    const both = await Promise.all([lead, other].map(({ actor }) => perform(db, actor, takeConcern, { concernId })))
    expect(both.filter(answer => 'refused' in answer)).toMatchObject([{ refused: 'somebody-else' }])
  })

  it('shows the leads who the person is until it is closed, and tells nobody that they looked', async () => {
    const { cast } = await aLead()
    const lead = await member(cast, 'Eli', ['safeguarding lead'], cast.kitchen)
    const { personId, helpRequestId } = await ask(house, cast)
    const { concernId } = await raise(cast, { about: { kind: 'person', id: personId } })
    const dee = visitor(lead.token)
    await dee.open(`/${cast.slug}/concerns/${concernId}`)
    expect(dee.words()).toContain('Halina Nowak')
    const { db } = house.platform
    const lines = await db.as(
      bearerOf(cast.placeId, helpRequestId),
      tx => tx.sql`select 1 from platform.audit_line where person_id = ${lead.personId}`,
    )
    expect(lines).toHaveLength(0)
    worked(await perform(db, lead.actor, decideConcern, { concernId, decision: 'Safe.', close: true }))
    const seen = () => db.as(lead.actor, tx => tx.sql`select 1 from people.person where person_id = ${personId}`)
    expect(await seen()).toHaveLength(0)
    // Nor a lead of the organisation that decides on her request, which sees her row for that.
    const fay = visitor((await member(cast, 'Fay', ['safeguarding lead'], cast.hub)).token)
    await fay.open(`/${cast.slug}/concerns/${concernId}`)
    expect(fay.words()).toContain('Safe.')
    expect(fay.words()).not.toContain('Nowak')
    worked(await perform(db, lead.actor, reopenConcern, { concernId }))
    expect(await seen()).toHaveLength(1)
    await fay.open(`/${cast.slug}/concerns/${concernId}`)
    expect(fay.words()).toContain('Nowak')
  })

  it('shows the leads the resident of a need and a volunteer, wherever it was raised, and nobody for an id that is nothing', async () => {
    const { cast } = await aLead()
    const lead = await member(cast, 'Eli', ['safeguarding lead'], cast.kitchen)
    const { needIds } = await ask(house, cast)
    const { volunteerId } = await aVolunteer(house.platform, cast.placeId, cast.hub, { name: 'Sam Ito' })
    const seenFrom = async (kind: string, id: string, by?: Actor) => {
      const { concernId } = await raise(cast, { about: { kind, id } }, by)
      await house.deliver(cast.placeId)
      const eli = visitor(lead.token)
      await eli.open(`/${cast.slug}/concerns/${concernId}`)
      return [/Halina Nowak, who asked for help/.test(eli.words()), /Sam Ito, who volunteers/.test(eli.words())]
    }
    expect(await seenFrom('need', needIds[0] ?? '')).toEqual([true, false])
    const sam = await house.platform.db.asHouse(cast.placeId, async tx => {
      const [row] = await tx.sql<{ personId: string }[]>`
        select person_id from volunteers.volunteer where place_id = ${tx.placeId} and volunteer_id = ${volunteerId}`
      return row?.personId ?? ''
    })
    expect(await seenFrom('volunteer', volunteerId, bearerOfVolunteer(cast.placeId, volunteerId, sam))).toEqual([
      false,
      true,
    ])
    expect(await seenFrom('volunteer', needIds[0] ?? '')).toEqual([false, false])
    expect(await seenFrom('match', needIds[0] ?? '')).toEqual([false, false])
  })

  it('that nobody looks at is reminded of each hour, and whoever triages is told to reach a lead', async () => {
    const { cast } = await aLead()
    const settings = { triageOrganisationId: cast.hub }
    worked(await perform(house.platform.db, houseActor(cast.placeId), changePlace, { settings }))
    await raise(cast)
    const remind = () => remindLeads(house.platform, cast.placeId)
    const told = async () => (await notices(cast)).map(({ toAddress, subject }) => [toAddress, subject])
    const waits = ['dee@example.org', 'A concern waits for you']
    const nobodyLooks = ['hub@example.org', 'A concern waits, and no safeguarding lead has looked']
    house.advance({ minutes: 59 })
    await remind()
    expect(await told()).toEqual([waits])
    house.advance({ minutes: 1 })
    await remind()
    await remind()
    expect(await told()).toEqual([waits, waits])
    house.advance({ minutes: 59 })
    await remind()
    expect(await told()).toEqual([waits, waits])
    house.advance({ minutes: 1 })
    await remind()
    expect(await told()).toEqual([waits, waits, waits, nobodyLooks])
    expect(JSON.stringify(await notices(cast))).not.toContain(SECRET)
  })

  it('is not reminded of while somebody looks, and is at once after it was put back', async () => {
    const { cast, lead } = await aLead()
    const { concernId } = await raise(cast)
    const { db } = house.platform
    house.advance({ minutes: 60 })
    await remindLeads(house.platform, cast.placeId)
    worked(await perform(db, lead.actor, takeConcern, { concernId }))
    house.advance({ hours: 3 })
    await remindLeads(house.platform, cast.placeId)
    expect(await notices(cast)).toHaveLength(2)
    worked(await perform(db, lead.actor, putBackConcern, { concernId }))
    await remindLeads(house.platform, cast.placeId)
    const [, , again] = await notices(cast)
    expect(again?.body).toContain('nobody is looking at it')
  })

  it('tells two leads of one name apart', async () => {
    const { cast, lead } = await aLead()
    const other = await member(cast, 'Dee', ['safeguarding lead'], cast.kitchen, 'dee2@example.org')
    const { concernId } = await raise(cast)
    const { db } = house.platform
    worked(await perform(db, lead.actor, takeConcern, { concernId }))
    expect(await perform(db, other.actor, takeConcern, { concernId })).toMatchObject({ refused: 'somebody-else' })
    const [mine, theirs] = [visitor(lead.token), visitor(other.token)]
    await mine.open(`/${cast.slug}/concerns/${concernId}`)
    expect(mine.words()).toContain('You are looking at it')
    await theirs.open(`/${cast.slug}/concerns/${concernId}`)
    expect(theirs.words()).toContain('Dee is looking at it')
    expect(theirs.words()).toMatch(/Who has looked at this concern (Dee, last just now ?){2}$/)
  })
})
