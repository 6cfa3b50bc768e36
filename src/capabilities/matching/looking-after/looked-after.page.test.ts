import { describe, expect, it } from 'vitest'
import { aCast, ask, type Cast, worked } from '../../../../test/support/cast.ts'
import { useHouse } from '../../../../test/support/house.ts'
import type { Actor } from '../../../platform/auth/actor.ts'
import { startSession } from '../../../platform/auth/session.ts'
import { perform } from '../../../platform/command.ts'
import { aVisitor, type Visitor } from '../../requests/testing.ts'
import { aVolunteer } from '../../volunteers/testing.ts'
import { offerToThese } from '../asking/decide-on-task.ts'
import { putTask } from '../testing.ts'

const house = useHouse('2026-11-16T10:00:00Z')
const db = () => house.platform.db

const aStart = async (): Promise<Cast> => {
  house.setClock('2026-11-16T10:00:00Z')
  return aCast(house)
}

/** Somebody who signed in just now: a session lasts a working day, and the clock of these tests runs on. */
const opens = async (cast: Cast, who: Actor, path: string): Promise<Visitor> => {
  const visitor = aVisitor(() => house.web)
  const { personId, organisationId } = who
  visitor.cookies.set(
    'session',
    await db().asHouse(cast.placeId, tx =>
      startSession(tx, { personId: personId ?? '', organisationId: organisationId ?? '' }),
    ),
  )
  await visitor.open(`/${cast.slug}/volunteers${path}`)
  return visitor
}
const amira = (cast: Cast, path = '') => opens(cast, cast.amira, path)

let count = 0
const signUp = async (cast: Cast, name: string, more: Parameters<typeof aVolunteer>[3] = {}) => {
  count += 1
  return aVolunteer(house.platform, cast.placeId, cast.hub, {
    name,
    phone: `07700 9${String(count).padStart(5, '0')}`,
    email: null,
    ...more,
  } as never)
}

const set = (cast: Cast, volunteerId: string, what: string) =>
  db().asHouse(cast.placeId, tx =>
    tx.sql.unsafe(
      `update volunteers.volunteer set ${what} where place_id = '${cast.placeId}' and volunteer_id = '${volunteerId}'`,
    ),
  )

/** Somebody the rules would ask: seen, recommended twice, near. */
const able = async (cast: Cast, name: string, more: Parameters<typeof aVolunteer>[3] = {}) => {
  const made = await signUp(cast, name, more)
  await set(
    cast,
    made.volunteerId,
    `identity_seen_on = '2026-11-01', identity_seen_by = 'Amira', identity_seen_how = 'passport', position = point(401000, 300500)`,
  )
  await db().asHouse(
    cast.placeId,
    tx => tx.sql`
      insert into volunteers.reference_asked (place_id, reference_id, volunteer_id, referee_name, relationship, asked_by, answered_at, answer, recorded_by)
      select ${tx.placeId}, gen_random_uuid(), ${made.volunteerId}, 'Referee ' || n, 'a friend', 'Amira', ${tx.now}, 'recommends', 'Amira' from generate_series(1, 2) n`,
  )
  return made
}

const names = (visitor: Visitor): string[] =>
  [...visitor.at.page.querySelectorAll('.kil-results h2 a')].map(link => (link.textContent ?? '').trim())

/** The figures of a page: what each says, and its number. */
const figures = (visitor: Visitor): Record<string, string> =>
  Object.fromEntries(
    [...visitor.at.page.querySelectorAll('.kil-counts__says')].map(one => [
      (one.querySelector('.kil-number__says')?.textContent ?? '').trim(),
      (one.querySelector('.kil-number')?.textContent ?? '').trim(),
    ]),
  )
const figure = (visitor: Visitor, begins: string): string => {
  const found = Object.entries(figures(visitor)).find(([says]) => says.includes(begins))
  if (!found) throw new Error(`no figure says "${begins}": ${JSON.stringify(figures(visitor))}`)
  return found[1]
}

const looksFor = async (cast: Cast, typed: string, who = cast.amira): Promise<Visitor> => {
  const visitor = await opens(cast, who, '')
  await visitor.press('Look', { q: typed })
  return visitor
}

describe('the list of volunteers', () => {
  it('finds somebody by a part of their name, their phone however it is typed, their e-mail and their reference', async () => {
    const cast = await aStart()
    const one = await signUp(cast, 'Ångström O’Neil', { phone: '01632 960 111', email: 'neil_o@example.org' })
    await signUp(cast, 'Kit Vale')
    for (const typed of [
      'neil',
      'ång o’n',
      '01632960111',
      '+44 1632 960111',
      '960 111',
      'neil_o@',
      one.reference,
      one.reference.toLowerCase(),
    ]) {
      const found = await looksFor(cast, typed)
      expect(decodeURIComponent(found.at.path), 'no address says whom somebody looked for').not.toContain(typed)
      expect({ typed, names: names(found) }).toEqual({ typed, names: ['Ångström O’Neil'] })
    }
    for (const typed of ['%', '_', '\\', "';--", '0', 'nobody', '🦊'])
      expect((await looksFor(cast, typed)).at.status).toBe(200)
    expect((await looksFor(cast, '%%%')).words()).toContain('Nobody fits all of that')
  })

  it('is narrowed by state, check, what they can do and where, and each can be taken away again', async () => {
    const cast = await aStart()
    const ready = await able(cast, 'Ready Rosa', { activities: ['lift'] })
    const paused = await signUp(cast, 'Paused Pia')
    const gone = await signUp(cast, 'Gone Gil')
    await set(cast, paused.volunteerId, `state = 'paused', paused_until = '2026-12-24'`)
    await set(cast, gone.volunteerId, `state = 'left', left_at = '2026-11-15T10:00:00Z'`)
    expect(names(await amira(cast))).toEqual(['Paused Pia', 'Ready Rosa'])
    expect(names(await amira(cast, '?state=paused'))).toEqual(['Paused Pia'])
    expect(names(await amira(cast, '?state=active'))).toEqual(['Ready Rosa'])
    expect(names(await amira(cast, '?state=left'))).toEqual(['Gone Gil'])
    expect(names(await amira(cast, '?check=not-seen'))).toEqual(['Paused Pia'])
    expect(names(await amira(cast, '?can=lift'))).toEqual(['Ready Rosa'])
    expect(names(await amira(cast, '?where=unknown&sort=name'))).toEqual(['Paused Pia', 'Ready Rosa'])
    const both = await amira(cast, '?can=lift&state=paused')
    expect(both.words()).toContain('Nobody fits all of that')
    await both.follow('Take away ✕ Lifts')
    expect(names(both)).toEqual(['Paused Pia'])
    for (const [check, on, fits] of [
      ['held', '2027-11-01', true],
      ['soon', '2026-12-01', true],
      ['ended', '2026-11-15', true],
      ['ended', '2026-11-16', false],
    ] as const) {
      await db().asHouse(cast.placeId, async tx => {
        await tx.sql`delete from volunteers.held_check where place_id = ${tx.placeId}`
        await tx.sql`
          insert into volunteers.held_check (place_id, check_id, volunteer_id, level, workforce, certificate_on, seen_on, seen_by, counts_until, decision, recorded_at)
          values (${tx.placeId}, gen_random_uuid(), ${ready.volunteerId}, 'basic', 'not applicable', '2025-01-01', '2025-01-01', 'Amira', ${on}, 'accepted', ${tx.now})`
      })
      expect({ check, on, names: names(await amira(cast, `?check=${check}`)) }).toEqual({
        check,
        on,
        names: fits ? ['Ready Rosa'] : [],
      })
    }
    for (const query of [
      '?state=x',
      '?where=1',
      '?page=0',
      '?page=-1',
      '?page=99',
      '?sort=x&weeks=y',
      '?found=x&found=y',
      '?show[]=x',
    ])
      expect([200, 303]).toContain((await amira(cast, query)).at.status)
  })

  it('is shown by fifty, and by no other organisation', async () => {
    const cast = await aStart()
    for (let n = 1; n <= 53; n += 1) await signUp(cast, `Volunteer ${String(n).padStart(2, '0')}`)
    const first = await amira(cast, '?sort=name')
    expect(first.words()).toContain('53 volunteers, 1 to 50 shown.')
    expect(names(first)).toHaveLength(50)
    await first.follow('Next')
    expect(names(first)).toEqual(['Volunteer 51', 'Volunteer 52', 'Volunteer 53'])
    expect(first.at.path).toContain('sort=name&page=2')
    const others = await opens(cast, cast.ben, '')
    expect(others.words()).toContain('Nobody has signed up yet')
    const mine = await looksFor(cast, 'Volunteer 01')
    expect(names(mine)).toEqual(['Volunteer 01'])
    // Somebody else's address is that of their own list, without a search.
    const { path } = mine.at
    const theirs = await opens(cast, cast.ben, path.slice(path.indexOf('?')))
    expect(theirs.words()).toContain('Nobody has signed up yet')
    expect((await looksFor(cast, 'Volunteer', cast.ben)).words()).not.toContain('Volunteer 01')
    expect((await opens(cast, cast.ben, '/how-it-goes')).words()).toContain('Nobody has signed up yet')
    expect((await opens(cast, cast.ben, '/not-asked')).words()).not.toContain('Volunteer 0')
  })
})

const aNeed = async (cast: Cast): Promise<string> => {
  const made = await ask(house, cast)
  await house.deliver(cast.placeId)
  return made.needIds[0] ?? ''
}

describe('how volunteering is going', () => {
  it('says who waits unheard, whose promise is late, and who did not answer, each with the list behind it', async () => {
    const cast = await aStart()
    const unheard = await able(cast, 'Unheard Uma')
    const promised = await able(cast, 'Promised Pat')
    const silent = await able(cast, 'Silent Sid')
    const story = (volunteerId: string, askAgainOn: string) =>
      db().asHouse(
        cast.placeId,
        tx => tx.sql`
          insert into volunteers.next_step (place_id, next_step_id, volunteer_id, kind, says, ask_again_on, told_at)
          values (${tx.placeId}, gen_random_uuid(), ${volunteerId}, 'no need now', '{"title":"No need","sentences":["None."]}', ${askAgainOn}, ${new Date(tx.now.getTime() + 1000)})`,
      )
    await story(promised.volunteerId, '2026-11-17')
    await story(silent.volunteerId, '2026-12-24')
    const taskId = await putTask(house.platform, cast.amira, await aNeed(cast), { offersBy: 'coordinator' })
    worked(await perform(db(), cast.amira, offerToThese, { taskId, volunteerIds: [silent.volunteerId] }))
    await db().asHouse(
      cast.placeId,
      tx => tx.sql`update matching.offer set state = 'no answer' where place_id = ${tx.placeId}`,
    )
    const soon = await amira(cast, '/how-it-goes')
    expect(figure(soon, 'told nothing yet but the welcome')).toBe('0')
    expect(soon.words()).toContain('1 person in all wait for a first next step')
    house.advance({ days: 2 })
    const later = await amira(cast, '/how-it-goes')
    expect(figure(later, 'told nothing yet but the welcome, of 3 who may be asked')).toBe('1')
    expect(figure(later, 'by a day that has passed, of 2 who hold')).toBe('1')
    expect(figure(later, 'had no answer in time, of 1 sent (100 in 100)')).toBe('1')
    for (const [link, name] of [
      ['unheard', 'Unheard Uma'],
      ['late', 'Promised Pat'],
      ['no-answer', 'Silent Sid'],
    ] as const)
      expect(names(await amira(cast, `?show=${link}`))).toEqual([name])
    expect(unheard.volunteerId).not.toBe('')
  })

  it('says how evenly people are asked, and how much there was to spread', async () => {
    const cast = await aStart()
    const asked = await able(cast, 'Asked Ann')
    for (const name of ['B B', 'C C', 'D D']) await able(cast, name)
    const taskId = await putTask(house.platform, cast.amira, await aNeed(cast), { offersBy: 'coordinator' })
    worked(await perform(db(), cast.amira, offerToThese, { taskId, volunteerIds: [asked.volunteerId] }))
    const page = await amira(cast, '/how-it-goes')
    expect(figure(page, 'last 30 days: 1 of 4 who may be asked today')).toBe('25%')
    expect(figure(page, 'is the Gini of these offers')).toBe('0.75')
    expect(page.words()).toContain('With one offer for 4 people it cannot be below 0.75')
    expect(figure(page, 'went to the one person asked most, a tenth of all: 1 of 1')).toBe('100 in 100')
    house.advance({ days: 31 })
    expect(figure(await amira(cast, '/how-it-goes'), 'last 30 days: 0 of 4')).toBe('0%')
  })

  it('counts hours and thanks, and who gave without being thanked', async () => {
    const cast = await aStart()
    const one = await able(cast, 'Giving Gus')
    const visitor = await amira(cast, `/${one.volunteerId}/hours`)
    await visitor.press('Write it down', { hours: '1:30' })
    const before = await amira(cast, '/how-it-goes')
    expect(figure(before, 'hours were written down for the last 90 days, given by 1 person')).toBe('2')
    expect(before.words()).toContain('To the minute: 1 hour 30 minutes.')
    expect(figure(before, 'were not thanked here in these, of 1 who gave')).toBe('1')
    expect(names(await amira(cast, '?show=not-thanked'))).toEqual(['Giving Gus'])
    await visitor.press('Thank them', { says: 'You made her week.' })
    const after = await amira(cast, '/how-it-goes')
    expect(figure(after, 'thanks were said in the last 90 days, to 1 person')).toBe('1')
    expect(figure(after, 'were not thanked here in these')).toBe('0')
    expect((await amira(cast, '?show=not-thanked')).words()).toContain('Everybody who gave time was thanked')
  })
})

describe('whoever was not asked for weeks', () => {
  it('is listed with the reason the rules themselves give', async () => {
    const cast = await aStart()
    await set(cast, (await able(cast, 'Away Abe')).volunteerId, 'position = point(440000, 300500)')
    await able(cast, 'Other Oli', { activities: ['online'] })
    await able(cast, 'Early Eve', { freeAt: 1 })
    await set(
      cast,
      (await able(cast, 'Unseen Udo')).volunteerId,
      'identity_seen_on = null, identity_seen_by = null, identity_seen_how = null',
    )
    await able(cast, 'Ready Rex')
    house.advance({ days: 40 })
    await able(cast, 'New Nan')
    await putTask(house.platform, cast.amira, await aNeed(cast), { offersBy: 'coordinator' })
    const list = await amira(cast, '/not-asked?weeks=4')
    expect(list.words()).not.toContain('New Nan')
    const whys = Object.fromEntries(
      [...list.at.page.querySelectorAll('.kil-results > li')].map(one => [
        (one.querySelector('h2 a')?.textContent ?? '').trim(),
        (one.querySelector('.kil-tag')?.textContent ?? '').replace(/\s+/g, ' ').trim(),
      ]),
    )
    expect(whys).toEqual({
      'Away Abe': 'No need near them',
      'Early Eve': 'The times did not fit',
      'Other Oli': 'No need for what they can do',
      'Ready Rex': 'Could have been asked: others were first',
      'Unseen Udo': 'Nobody has seen who they are',
    })
    expect(names(await amira(cast, '/not-asked?weeks=4&why=identity'))).toEqual(['Unseen Udo'])
    expect(figure(await amira(cast, '/how-it-goes'), 'were not for 4 weeks, of 5 who')).toBe('5')
    expect((await amira(cast, '/not-asked?weeks=8')).words()).toContain('Everybody who may be asked was')
  })

  it('is given a next step by one press, once a day, or put among the calls to make', async () => {
    const cast = await aStart()
    const { volunteerId } = await able(cast, 'Idle Ida')
    house.advance({ days: 40 })
    const list = await amira(cast, '/not-asked')
    await list.press('Give them a next step')
    expect(list.words()).toContain('They have been told a next step')
    expect(list.words()).toContain('A group near you: Drivers')
    await list.press('Give them a next step')
    expect(list.errors()).toEqual([
      'They were told a next step within the last day. Ring them if there is something to add.',
    ])
    await list.press('Put on the calls to make')
    expect(list.words()).toContain('It is among the calls to make.')
    await list.press('Put on the calls to make')
    await list.open(`/${cast.slug}/calls`)
    expect(list.words().match(/do they still want to help/g)).toHaveLength(1)
    expect(list.words()).toContain('Idle Ida')
    const others = await opens(cast, cast.ben, '/not-asked')
    await others.post(`/${cast.slug}/volunteers/not-asked/next-step`, { volunteerId })
    expect(others.at.status).toBe(422)
  })
})

const factsOf = (cast: Cast, kind: string) =>
  db().asHouse(
    cast.placeId,
    tx => tx.sql<{ data: Record<string, unknown>; actorName: string }[]>`
      select data, actor_name from platform.fact where place_id = ${tx.placeId} and kind = ${kind} order by seq`,
  )

describe('what somebody says by phone', () => {
  it('is changed for them by whoever looks after them, said so in their story, told them where they were reached, and taken back', async () => {
    const cast = await aStart()
    const one = await able(cast, 'Phoning Phil', { email: 'phil@example.org', limits: 'No stairs.' })
    const visitor = await amira(cast, `/${one.volunteerId}`)
    await visitor.follow('Change what they told us')
    await visitor.press('Change it, as they asked', {
      limits: 'No dogs.',
      email: 'elsewhere@example.org',
      within: '8000',
    })
    expect(visitor.words()).toContain('Changed. It counts from now on.')
    expect(visitor.words()).toContain('No dogs.')
    expect(visitor.words()).toContain('Changed what they told us, done for them as they asked.')
    expect(await factsOf(cast, 'volunteer-changed')).toMatchObject([{ actorName: 'Amira', data: { forThem: true } }])
    const told = () =>
      db().asHouse(
        cast.placeId,
        tx => tx.sql<{ toAddress: string; body: string }[]>`
          select to_address, body from platform.notice where place_id = ${tx.placeId} and subject = 'Done, as you asked' order by created_at`,
      )
    expect(await told()).toMatchObject([{ toAddress: 'phil@example.org' }])
    await visitor.press('Take the change back')
    expect(visitor.words()).toContain('Taken back: it stands as it was before.')
    expect(visitor.words()).toMatch(/phil@example.org.*No stairs\./)
    await visitor.press('Change it again')
    expect(visitor.words()).toContain('No dogs.')
    house.advance({ days: 15 })
    await (await amira(cast)).open(`/${cast.slug}/volunteers/${one.volunteerId}`)
    const later = await amira(cast, `/${one.volunteerId}`)
    await later.post(`/${cast.slug}/volunteers/${one.volunteerId}/take-change-back`, {})
    expect(later.errors()).toEqual(['There is no change of the last 14 days to take back.'])
  })

  it('takes back no change but the one that is meant, however long the page was left open', async () => {
    const cast = await aStart()
    const one = await able(cast, 'Changing Chris', { email: 'chris@example.org' })
    const visitor = await amira(cast, `/${one.volunteerId}`)
    await visitor.follow('Change what they told us')
    await visitor.press('Change it, as they asked', { limits: 'No dogs.' })
    house.advance({ minutes: 1 })
    const again = await amira(cast, `/${one.volunteerId}/change`)
    await again.press('Change it, as they asked', { limits: 'No stairs.' })
    await visitor.press('Take the change back')
    expect(visitor.errors()).toEqual(['It was changed again since. Look at what they say now, and change that.'])
    expect((await amira(cast, `/${one.volunteerId}`)).words()).toContain('No stairs.')
  })

  it('pauses, ends a pause, stops and starts again, each taken back by one press', async () => {
    const cast = await aStart()
    const one = await able(cast, 'Resting Rae')
    const visitor = await amira(cast, `/${one.volunteerId}`)
    await visitor.follow('A pause, or stopping')
    await visitor.press('Pause, as they asked', {})
    expect(visitor.errors()).toHaveLength(1)
    await visitor.press('Pause, as they asked', { 'until-day': '24', 'until-month': '12', 'until-year': '2026' })
    expect(visitor.words()).toContain('Paused until Thursday 24 December 2026')
    await visitor.press('Take the pause back')
    expect(visitor.words()).toContain('They may be asked again.')
    await visitor.open(`/${cast.slug}/volunteers/${one.volunteerId}/rest`)
    await visitor.press('Pause, as they asked', { 'until-day': '24', 'until-month': '12', 'until-year': '2026' })
    await visitor.open(`/${cast.slug}/volunteers/${one.volunteerId}/rest`)
    await visitor.press('End the pause now')
    await visitor.press('Pause until Thursday 24 December 2026 again')
    expect(visitor.words()).toContain('Paused until Thursday 24 December 2026')
    await visitor.open(`/${cast.slug}/volunteers/${one.volunteerId}/rest`)
    await visitor.press('They stop volunteering')
    expect(visitor.words()).toContain('They have stopped.')
    expect((await factsOf(cast, 'volunteer-left')).at(-1)).toMatchObject({
      actorName: 'Amira',
      data: { forThem: true },
    })
    await visitor.press('Take it back')
    expect(visitor.words()).toContain('They volunteer again')
  })

  it('is nobody else’s to do', async () => {
    const cast = await aStart()
    const one = await able(cast, 'Hers Only')
    for (const path of ['change', 'rest', 'offers'])
      expect((await opens(cast, cast.ben, `/${one.volunteerId}/${path}`)).at.status).toBe(404)
    const ben = await opens(cast, cast.ben, '')
    for (const path of ['pause', 'resume', 'stop', 'come-back', 'take-change-back', 'offers', 'offers/could-not']) {
      await ben.post(`/${cast.slug}/volunteers/${one.volunteerId}/${path}`, {
        again: '2026-12-24',
        offerId: one.volunteerId,
        answer: 'yes',
      })
      expect({ path, status: ben.at.status }).toEqual({ path, status: 404 })
    }
    expect(names(await amira(cast, '?state=active'))).toEqual(['Hers Only'])
  })

  it('answers an offer: yes, no with a reason, yes after all, and cannot after all', async () => {
    const cast = await aStart()
    const one = await able(cast, 'Ringing Rob')
    const taskId = await putTask(house.platform, cast.amira, await aNeed(cast), { offersBy: 'coordinator' })
    worked(await perform(db(), cast.amira, offerToThese, { taskId, volunteerIds: [one.volunteerId] }))
    const state = () =>
      db().asHouse(
        cast.placeId,
        async tx =>
          (
            await tx.sql<
              { state: string; noBecause: string | null }[]
            >`select state, no_because from matching.offer where place_id = ${tx.placeId}`
          )[0],
      )
    const visitor = await amira(cast, `/${one.volunteerId}/offers`)
    expect(visitor.words()).not.toMatch(/Halina|Nowak|Mill Row/)
    const reason =
      [...visitor.at.page.querySelectorAll('select')]
        .map(box => box.getAttribute('name') ?? '')
        .find(name => name.startsWith('reasonCode')) ?? ''
    await visitor.press('They say no', { [reason]: 'too far' })
    expect(visitor.words()).toContain('Written down: they said no.')
    expect(await state()).toEqual({ state: 'no', noBecause: 'too far' })
    await visitor.press('They say yes after all')
    expect(visitor.words()).toContain('Written down: they said yes, and it is theirs.')
    expect(await state()).toMatchObject({ state: 'yes' })
    await visitor.press('They cannot do it after all')
    expect(visitor.words()).toContain('Written down: they cannot do it after all.')
    expect((await factsOf(cast, 'answered-for-them')).map(({ data, actorName }) => [data.answer, actorName])).toEqual([
      ['no', 'Amira'],
      ['yes', 'Amira'],
      ['could not', 'Amira'],
    ])
    await visitor.open(`/${cast.slug}/volunteers/${one.volunteerId}`)
    expect(visitor.words()).toContain('Said yes to an offer, done for them as they asked.')
    await visitor.post(`/${cast.slug}/volunteers/${one.volunteerId}/offers`, { answer: 'maybe' })
    expect(visitor.errors()).toEqual(['Choose what they answered'])
  })
})
