import { describe, expect, it } from 'vitest'
import { aCast, ask, type Cast, worked } from '../../../../test/support/cast.ts'
import { useHouse } from '../../../../test/support/house.ts'
import { actorForSession } from '../../../actor.ts'
import { startSession } from '../../../platform/auth/session.ts'
import { perform } from '../../../platform/command.ts'
import { houseActor } from '../../../platform/db/database.ts'
import { addMember } from '../../organisations/index.ts'
import { addAccount } from '../../people/index.ts'
import { bearerOf, sayNoLongerNeeded } from '../../requests/index.ts'
import { aVisitor, type Visitor } from '../../requests/testing.ts'
import { raiseConcern } from '../../safeguarding/raise-concern.ts'
import { afterWaiting, daysBetween, monthsLater, needsReminder, timeLeft } from '../clock.ts'
import { remindOfDataRequests } from './work-on-data-request.ts'

const house = useHouse()

const member = async (cast: Cast, name: string, role: string) => {
  const { db } = house.platform
  const account = { name, email: `${name.toLowerCase()}@example.org`, password: 'a long password' }
  const { personId } = worked(await perform(db, houseActor(cast.placeId), addAccount, account))
  worked(await perform(db, houseActor(cast.placeId), addMember, { organisationId: cast.hub, personId, roles: [role] }))
  const visitor = aVisitor(() => house.web)
  const signIn = async () => {
    const token = await db.asHouse(cast.placeId, tx => startSession(tx, { personId, organisationId: cast.hub }))
    visitor.cookies.set('session', token)
  }
  await signIn()
  return Object.assign(visitor, { signIn })
}

const resident = async (cast: Cast, helpRequestId: string): Promise<Visitor> => {
  const visitor = aVisitor(() => house.web)
  visitor.cookies.set(
    'session',
    await house.platform.db.asHouse(cast.placeId, async tx => {
      const token = await startSession(tx, { helpRequestId })
      expect(await actorForSession(tx, { helpRequestId } as never)).not.toBeNull()
      return token
    }),
  )
  return visitor
}

const aScene = async () => {
  house.setClock('2026-11-16T10:00:00Z')
  const cast = await aCast(house)
  const made = await ask(house, cast)
  return {
    cast,
    made,
    me: await resident(cast, made.helpRequestId),
    lead: await member(cast, 'Dana', 'data protection lead'),
  }
}

const told = (cast: Cast) =>
  house.platform.db.asHouse(cast.placeId, async tx =>
    (
      await tx.sql<{ line: string }[]>`
        select to_address || ': ' || subject as line from platform.notice where place_id = ${tx.placeId} and sent_for like 'data request%' order by created_at, to_address`
    ).map(({ line }) => line),
  )

describe('the clock of a right', () => {
  it('is one calendar month, stands while we wait, and reminds at 7 days, at 1, on the day, and every day once it is overdue', () => {
    expect(monthsLater('2026-01-31', 1)).toBe('2026-02-28')
    expect(monthsLater('2026-11-16', 1)).toBe('2026-12-16')
    expect(monthsLater('2026-12-31', 2)).toBe('2027-02-28')
    expect(daysBetween('2026-12-30', '2027-01-02')).toBe(3)
    expect(afterWaiting('2026-12-16', new Date('2026-11-20T10:00:00Z'), new Date('2026-11-27T09:00:00Z'))).toBe(
      '2026-12-23',
    )
    const at = (on: string) => new Date(`${on}T10:00:00Z`)
    expect(needsReminder('2026-12-16', null, at('2026-12-08'))).toBe(false)
    expect(needsReminder('2026-12-16', null, at('2026-12-09'))).toBe(true)
    expect(needsReminder('2026-12-16', at('2026-12-09'), at('2026-12-14'))).toBe(false)
    expect(needsReminder('2026-12-16', at('2026-12-09'), at('2026-12-15'))).toBe(true)
    expect(needsReminder('2026-12-16', at('2026-12-15'), at('2026-12-16'))).toBe(true)
    expect(needsReminder('2026-12-16', at('2026-12-16'), at('2026-12-16'))).toBe(false)
    expect(needsReminder('2026-12-16', at('2026-12-16'), at('2026-12-17'))).toBe(true)
    expect(needsReminder('2026-12-16', at('2026-12-17'), at('2026-12-17'))).toBe(false)
    expect(needsReminder('2026-12-16', at('2026-12-17'), at('2026-12-18'))).toBe(true)
    expect(timeLeft('2026-12-16', at('2026-12-18'))).toEqual({ word: '2 days overdue', tone: 'overdue' })
  })
})

describe('everything held about you', () => {
  it('is ready at one press where nobody has to look, and never tells whether somebody was worried', async () => {
    const { cast, made, me } = await aScene()
    const { db } = house.platform
    const leader = await member(cast, 'Sasha', 'safeguarding lead')
    worked(
      await perform(db, bearerOf(cast.placeId, made.helpRequestId), raiseConcern, {
        says: 'Quetzalwort frightens her.',
        whereabouts: '',
        reachAt: '',
        inDangerNow: false,
        about: { kind: 'person', id: made.personId },
      }),
    )
    await me.open(`/${cast.slug}/my-request`)
    await me.follow('Everything held about you')
    await me.press('Show me everything')
    expect(me.words()).toContain('Halina Nowak')
    expect(me.words()).toContain('Records of the safeguarding leads, if there are any')
    expect(me.words()).not.toContain('Quetzalwort')
    await me.follow('Keep it for another program')
    expect(JSON.parse(me.at.html)).toMatchObject({ format: 'keepitlocal/subject-access/1', personIds: [made.personId] })
    const [path] = (
      await db.asHouse(
        cast.placeId,
        tx =>
          tx.sql<
            { path: string }[]
          >`select link_path as path from platform.notice where place_id = ${tx.placeId} and sent_for = 'data request safeguarding'`,
      )
    ).map(row => row.path)
    await leader.open(`/${cast.slug}${path}`)
    expect(leader.words()).toContain('Quetzalwort')
    // That a lead was asked would tell that there is something to ask about.
    await me.open(`/${cast.slug}/my-request/everything-held`)
    expect(me.words()).not.toContain('Sasha')
    await leader.press('Decide', { shows: 'yes' })
    await me.open(`/${cast.slug}/my-request/everything-held`)
    expect(me.words()).toContain('Quetzalwort')
    expect(me.words()).not.toContain('Sasha')
    house.setClock('2026-12-20T10:00:00Z')
    await me.open(`/${cast.slug}/my-request/everything-held/copy.json`)
    expect(me.at.status).toBe(404)
  })

  it('waits for a person where somebody else has written down the same name and number', async () => {
    const { cast, made, me, lead } = await aScene()
    await ask(house, cast)
    await me.open(`/${cast.slug}/my-request/everything-held`)
    await me.press('Show me everything')
    expect(me.words()).not.toContain('12 Mill Row')
    expect(me.words()).toContain('We answer')
    expect(await told(cast)).toEqual(['dana@example.org: Somebody asks about what is held about them'])
    await lead.open(`/${cast.slug}/data-requests`)
    expect(lead.words()).toContain('30 days left')
    await lead.follow(lead.at.page.querySelector('.kil-results a')?.textContent?.trim() ?? '')
    // The code proves one request; the answer would reach whatever stands under that name and number.
    const page = lead.at.path
    await lead.press('Answer', { state: 'done', answer: 'Here it is.' })
    expect(lead.errors()[0]).toContain('how you know that it is they')
    await lead.open(page)
    await lead.press('Write down who', { said: made.reference, identitySeen: 'They came in with their passport.' })
    await lead.press('Answer', { state: 'done', answer: 'Here it is.' })
    expect(lead.at.status).toBe(200)
    await me.open(`/${cast.slug}/my-request/everything-held`)
    expect(me.words()).toContain('12 Mill Row')
    const other = aVisitor(() => house.web)
    await other.open(`/${cast.slug}/my-request/everything-held`)
    expect(other.at.path).toContain('/my-request?done=ended')
    expect(made.reference).not.toBe('')
  })
})

describe('a data request by phone', () => {
  it('is written down, waits while something is asked, is reminded of, and is refused to whoever is not the lead', async () => {
    const { cast, made, lead } = await aScene()
    const ben = aVisitor(() => house.web)
    ben.cookies.set('session', cast.cookies.ben.replace('session=', ''))
    await ben.open(`/${cast.slug}/data-requests/new`)
    await ben.press('Write it down', { kind: 'access' })
    expect(ben.errors()).toHaveLength(3)
    await ben.press('Write it down', {
      kind: 'access',
      askedByName: 'Halina Nowak',
      askedContact: 'halina@example.org',
      askedHow: 'by phone',
      says: 'What do you have?',
    })
    expect(ben.words()).toContain('Written down')
    await ben.open(`/${cast.slug}/data-requests`)
    expect(ben.at.status).toBe(403)
    await lead.open(`/${cast.slug}/data-requests`)
    await lead.follow(lead.at.page.querySelector('.kil-results a')?.textContent?.trim() ?? '')
    const path = lead.at.path
    await lead.press('Answer', { state: 'done', answer: 'Here it is.' })
    expect(lead.errors()[0]).toContain('Say first whom it is about')
    await lead.open(path)
    await lead.press('Ask them', { askedThem: 'Which year do you mean?' })
    expect(lead.words()).toContain('the clock stands')
    house.setClock('2026-11-26T10:00:00Z')
    await lead.signIn()
    await lead.press('They have answered')
    expect(lead.words()).toContain('26 December 2026')
    await lead.press('Write down who', { said: made.reference, identitySeen: 'They knew the code.' })
    await lead.follow('See the copy')
    expect(lead.words()).toContain('12 Mill Row')
    house.setClock('2026-12-19T10:00:00Z')
    await lead.signIn()
    await remindOfDataRequests(house.platform, cast.placeId)
    await remindOfDataRequests(house.platform, cast.placeId)
    expect((await told(cast)).filter(line => line.includes('due in 7 days'))).toHaveLength(1)
    await lead.open(path)
    await lead.press('Answer', { state: 'done', answer: 'We sent it.' })
    expect((await told(cast)).at(-1)).toContain('halina@example.org: Our answer')
  })
})

describe('being forgotten', () => {
  it('shows first what would go, undoes nothing by looking, and leaves a certificate', async () => {
    const { cast, made, me, lead } = await aScene()
    await perform(house.platform.db, bearerOf(cast.placeId, made.helpRequestId), sayNoLongerNeeded, {
      needId: made.needIds[0] ?? '',
    })
    await house.deliver(cast.placeId)
    await me.open(`/${cast.slug}/my-request/everything-held`)
    await me.press('Ask us to forget you')
    await lead.open(`/${cast.slug}/data-requests`)
    await lead.follow(lead.at.page.querySelector('.kil-results a')?.textContent?.trim() ?? '')
    await lead.press('Write down who', { said: made.reference, identitySeen: 'They came in with their passport.' })
    await lead.follow('See what would be forgotten')
    expect(lead.words()).toContain('You, and how to reach you: 1 found, 1 erased')
    expect(lead.words()).toContain('A line of the audit trail:')
    expect(lead.words()).toMatch(/kept\. Kept because: /)
    // No name of a table, and nothing yet as if it were done.
    expect(lead.words()).not.toMatch(/\b(people|requests|platform|rights|matching|referrals)\.[a-z_]+|\w_\w|Erased\./)
    await lead.press('Forget them now', { because: '' })
    expect(lead.errors()).toHaveLength(1)
    const name = () =>
      house.platform.db.asHouse(
        cast.placeId,
        tx => tx.sql`select name from people.person where place_id = ${tx.placeId} and person_id = ${made.personId}`,
      )
    expect(await name()).toEqual([{ name: 'Halina Nowak' }])
    await lead.press('Forget them now', { because: 'They asked, and nothing is at work.' })
    expect(lead.words()).toContain('Certificate of what was forgotten')
    expect(lead.words()).toContain('You, and how to reach you: 1 found, 1 erased')
    expect(lead.words()).not.toMatch(/\b(people|requests|platform|rights|matching|referrals)\.[a-z_]+|\w_\w/)
    expect(await name()).toEqual([{ name: 'deleted' }])
  })
})

describe('something to be put right', () => {
  it('is put right with the answer, or refused with what they say against it beside it', async () => {
    const { cast, made, me, lead } = await aScene()
    await me.open(`/${cast.slug}/my-request/everything-held`)
    await me.press('Ask for it to be put right', { field: 'name', was: 'Nowak', wanted: 'Halina Nowakowska' })
    await me.press('Ask for it to be put right', { field: 'other', wanted: 'I never said that.' })
    const answer = async (what: string, state: string) => {
      await lead.open(`/${cast.slug}/data-requests`)
      for (const href of [...lead.at.page.querySelectorAll('.kil-results a')].map(a => a.getAttribute('href') ?? '')) {
        await lead.open(href)
        if (lead.words().includes(what)) break
      }
      await lead.press('Answer', { state, answer: `It is ${state}.` })
    }
    await answer('Halina Nowakowska', 'done')
    await answer('I never said that.', 'refused')
    await me.open(`/${cast.slug}/my-request/everything-held`)
    await me.press('Keep this beside it', { disagreement: 'It is still wrong.' })
    expect(me.words()).toContain('It is still wrong.')
    const [person] = await house.platform.db.asHouse(
      cast.placeId,
      tx =>
        tx.sql<
          { name: string }[]
        >`select name from people.person where place_id = ${tx.placeId} and person_id = ${made.personId}`,
    )
    expect(person?.name).toBe('Halina Nowakowska')
  })
})

describe('what will be forgotten', () => {
  it('is counted before it is, and a hold is put with its reason and ended', async () => {
    const { cast, made, lead } = await aScene()
    await lead.open(`/${cast.slug}/forgetting`)
    expect(lead.words()).toContain('help request that came to nothing')
    const hold = {
      what: 'request',
      said: made.reference,
      ground: 'legal',
      because: 'A claim',
      'untilOn-day': '1',
      'untilOn-month': '2',
    }
    await lead.press('Hold it', { ...hold, 'untilOn-year': '2020' })
    expect(lead.errors()).toHaveLength(1)
    await lead.press('Hold it', { ...hold, 'untilOn-year': '2027' })
    expect(lead.words()).toMatch(/Request \S{7} What for A claim or a law Why A claim Put by Dana/)
    await lead.press('End this hold')
    expect(lead.words()).toContain('Nothing is held.')
  })
})
