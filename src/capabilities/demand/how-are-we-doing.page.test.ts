import { beforeAll, describe, expect, it } from 'vitest'
import { aCast, ask, type Cast, worked } from '../../../test/support/cast.ts'
import { useHouse } from '../../../test/support/house.ts'
import { startSession } from '../../platform/auth/session.ts'
import { perform } from '../../platform/command.ts'
import { houseActor } from '../../platform/db/database.ts'
import { addMember } from '../organisations/index.ts'
import { recordOutcome } from '../outcomes/index.ts'
import { addAccount } from '../people/index.ts'
import { listNeighbourhoods, setNeighbourhoods } from '../places/index.ts'
import { squareBoundary } from '../places/testing.ts'
import { expireReferrals } from '../referrals/expire-referrals-job.ts'
import { acceptReferral, declineReferral, reportCouldNot, reportDone } from '../referrals/index.ts'
import { bearerOf, sayNoLongerNeeded } from '../requests/index.ts'
import { askOrganisation, closeWithoutHelp } from '../triage/index.ts'

const house = useHouse()
const toldAt = Date.parse('2026-11-16T08:00:00Z')
const now = '2026-11-20T08:00:00Z'
let cast: Cast
let wards: readonly { neighbourhoodId: string; name: string }[]
const needIds: string[] = []

const db = () => house.platform.db

/** A new need; what follows happens so many minutes after it was told. */
const told = async (neighbourhood: number, at = toldAt) => {
  house.setClock(new Date(at))
  const made = await ask(house, cast, {
    person: {
      name: 'Halina Nowak',
      phone: null,
      email: 'halina@example.org',
      contactBy: 'email',
      address: '12 Mill Row',
      postcode: 'ZZ1 4AB',
      position: null,
      neighbourhoodId: wards[neighbourhood]?.neighbourhoodId ?? null,
      neighbourhoodName: wards[neighbourhood]?.name ?? null,
      communicationNeeds: null,
    },
  })
  const needId = made.needIds[0] ?? ''
  needIds.push(needId)
  const after = async <Answer>(minutes: number, work: () => Promise<Answer>): Promise<Answer> => {
    house.setClock(new Date(at + minutes * 60_000))
    const answer = await work()
    await house.deliver(cast.placeId)
    return answer
  }
  const asked = (minutes: number, organisationId: string) =>
    after(minutes, async () => {
      const sent = await perform(db(), cast.amira, askOrganisation, {
        ...{ needId, organisationId, listedServiceId: null },
        ...{ basis: 'consent', basisGround: '', consentGivenHow: null },
      })
      return worked(sent).referralId
    })
  const outcome = (minutes: number, difference: string) =>
    after(minutes, async () =>
      worked(
        await perform(db(), cast.amira, recordOutcome, { needId, difference, inTheirWords: '', toldBy: 'the helper' }),
      ),
    )
  return { needId, helpRequestId: made.helpRequestId, after, asked, outcome }
}

beforeAll(async () => {
  cast = await aCast(house)
  worked(
    await perform(db(), houseActor(cast.placeId), setNeighbourhoods, {
      boundaries: ['North', 'South', 'East'].map((name, at) =>
        squareBoundary(`N${at}`, name, { x: 400_000 + at * 1000, y: 300_000 }),
      ) as never,
    }),
  )
  wards = await db().asHouse(cast.placeId, listNeighbourhoods)
  const reports = { accept: acceptReferral, done: reportDone } as const
  const by = (actor: Cast['ben'], referralId: string, what: keyof typeof reports) => async () =>
    worked(await perform(db(), actor, reports[what], { referralId }))

  // Told long ago and never replied to: outside the last 30 days, but silence has no age.
  await told(0, toldAt - 40 * 86_400_000)
  // 1: reply 10, yes 40, done 100, and we know what changed.
  const one = await told(0)
  const r1 = await one.asked(10, cast.kitchen)
  await one.after(40, by(cast.ben, r1, 'accept'))
  await one.after(100, by(cast.ben, r1, 'done'))
  await one.outcome(200, 'better')
  // 2: reply 20, yes 60, done 300; what changed could not be found out.
  const two = await told(0)
  const r2 = await two.asked(20, cast.kitchen)
  await two.after(60, by(cast.ben, r2, 'accept'))
  await two.after(300, by(cast.ben, r2, 'done'))
  await two.outcome(400, 'not known')
  // 3: reply 60, a no at 90, asked again at 120, yes 150, done 1000, nothing told yet.
  const three = await told(1)
  const r3 = await three.asked(60, cast.kitchen)
  await three.after(90, async () =>
    worked(await perform(db(), cast.ben, declineReferral, { referralId: r3, reasonCode: 'full', reason: '' })),
  )
  const r3b = await three.asked(120, cast.drivers)
  await three.after(150, by(cast.cleo, r3b, 'accept'))
  await three.after(1000, by(cast.cleo, r3b, 'done'))
  // 4: reply 30, silence, nobody asked since.
  const four = await told(1)
  await four.asked(30, cast.kitchen)
  await four.after(400, () => expireReferrals(house.platform, cast.placeId))
  // 5: reply 45, yes 50, could not at 80, closed because nobody could help at 200.
  const five = await told(1)
  const r5 = await five.asked(45, cast.kitchen)
  await five.after(50, by(cast.ben, r5, 'accept'))
  await five.after(80, async () =>
    worked(await perform(db(), cast.ben, reportCouldNot, { referralId: r5, reasonCode: 'nobody free', reason: '' })),
  )
  await five.after(200, async () =>
    worked(
      await perform(db(), cast.amira, closeWithoutHelp, {
        ...{ needId: five.needId, reason: 'nobody could help', note: '' },
      }),
    ),
  )
  // 6: nobody has replied.
  await told(2)
  // 7: no longer needed before anybody replied.
  const seven = await told(2)
  const resident = {
    ...bearerOf(cast.placeId, seven.helpRequestId),
    permissions: new Set(['request.follow'] as const),
  }
  await seven.after(25, async () => worked(await perform(db(), resident, sayNoLongerNeeded, { needId: seven.needId })))
  // 8: reply 100, closed because it was asked twice.
  const eight = await told(2)
  await eight.after(100, async () =>
    worked(
      await perform(db(), cast.amira, closeWithoutHelp, { needId: eight.needId, reason: 'asked twice', note: '' }),
    ),
  )
  // 9: reply 15, still being asked; told just before now, from nowhere known.
  const nine = await told(9, Date.parse(now) - 30 * 60_000)
  await nine.asked(15, cast.kitchen)
  house.setClock(now)
}, 60_000)

/** A session begun now: those of the cast end long before the story does. */
const session = (of: Cast, { personId, organisationId }: Pick<Cast['amira'], 'personId' | 'organisationId'>) =>
  db().asHouse(
    of.placeId,
    async tx => `session=${await startSession(tx, { personId: personId ?? '', organisationId: organisationId ?? '' })}`,
  )

const get = async (path: string, cookie?: string, of = cast) =>
  house.web.inject({ url: `/${of.slug}${path}`, headers: { cookie: cookie ?? (await session(of, of.amira)) } })

describe('measures of needs carried through real commands', () => {
  it('are exact, each with its denominator', async () => {
    const answer = await get('/api/measures?days=30')
    expect(answer.statusCode).toBe(200)
    const body = answer.json()
    expect(body).toMatchObject({
      place: cast.slug,
      asOf: '2026-11-20T08:00:00.000Z',
      period: { days: 30, fromOn: '2026-10-22', toOn: '2026-11-20' },
      needs: 9,
      silence: { needs: 2, longestMinutes: 44 * 1440, longestSince: '2026-10-07T08:00:00.000Z' },
      waits: {
        firstReply: { of: 9, counted: 7, stillWaiting: 1, endedWithout: 1, medianMinutes: 30, ninetiethMinutes: 76 },
        firstYes: { of: 9, counted: 4, stillWaiting: 3, endedWithout: 2, medianMinutes: 55 },
        done: { of: 9, counted: 3, stillWaiting: 3, endedWithout: 3, medianMinutes: 300, ninetiethMinutes: 860 },
      },
      knownOutcome: { needs: 1, of: 3, couldNotFindOut: 1, notToldYet: 1 },
      reRouted: { needs: 1, of: 6, afterNo: 1, afterSilence: 0, afterCouldNot: 0, cameBackOnly: 2 },
      noTaker: { needs: 2, of: 5, notSettled: 2, endedOtherwise: 2 },
      kinds: [{ kind: 'food', label: 'Food', needs: 9 }],
      requests: { total: 9, by: 'day' },
    })
    expect(body.waits.firstReply.within[0]).toEqual({ minutes: 60, needs: 6 })
    expect(body.requests.days).toHaveLength(30)
    expect(body.requests.days.filter((day: { requests: number }) => day.requests > 0)).toEqual([
      { on: '2026-11-16', requests: 8 },
      { on: '2026-11-20', requests: 1 },
    ])
    // Two of two in one ward, and so few that no number by neighbourhood can be shown.
    expect(body.noTaker.neighbourhoods).toEqual(
      ['East', 'North', 'South'].map((name, at) => ({
        ...{ code: ['N2', 'N0', 'N1'][at], name },
        noTaker: { needs: null, says: 'not shown' },
        taker: { needs: null, says: expect.stringMatching(/^(not shown|fewer than 5)$/) },
      })),
    )
  })

  it('look back as far as they are asked to', async () => {
    expect((await get('/api/measures?days=all')).json()).toMatchObject({
      needs: 10,
      period: { days: null, fromOn: null },
    })
    expect((await get('/api/measures')).json().needs).toBe(9)
    house.setClock('2026-11-23T08:00:00Z')
    // Seven days from Tuesday 17 November: the eight of the Monday are out.
    expect((await get('/api/measures?days=7')).json()).toMatchObject({ needs: 1, silence: { needs: 2 } })
    house.setClock(now)
  })

  it.each(['?days=8', '?days=7&days=30', '?days=%27%3B--', `?days=${'9'.repeat(300)}`])(
    'refuse %s with the choices there are',
    async query => {
      const [answer, page] = [await get(`/api/measures${query}`), await get(`/how-are-we-doing${query}`)]
      expect([answer.statusCode, page.statusCode]).toEqual([400, 400])
      expect(answer.json().error.message).toBe('Choose days from 7, 30, 90, all.')
      expect(page.body).toContain('Choose one of the four spans of days. These are the last 30 days.')
    },
  )

  it('name nobody, no need and no organisation', async () => {
    const said = [
      (await get('/api/measures?days=all')).body,
      (await get('/how-are-we-doing?days=all')).body.replace(/<header[\s\S]*<\/header>/, ''),
      (await house.commandLine('measures', '--place', cast.slug)).out,
    ].join()
    for (const word of ['Halina', 'Nowak', 'Mill Row', 'Kitchen', 'Drivers', ...needIds])
      expect(said).not.toContain(word)
  })

  it('belong to the place alone', async () => {
    const other = await aCast(house)
    expect((await get('/api/measures?days=all', undefined, other)).json()).toMatchObject({
      ...{ needs: 0, silence: { needs: 0 }, waits: { done: { of: 0, medianMinutes: null } } },
    })
    const { body } = await get('/how-are-we-doing?days=all', undefined, other)
    expect(body).toContain('Nothing to count yet')
    expect(body).toContain('Nobody is waiting for a first reply.')
    expect((await get('/api/measures', other.cookies.amira)).statusCode).toBe(403)
  })
})

describe('the page "How are we doing"', () => {
  it('says each figure in words, with its denominator, and gives every picture its table', async () => {
    const answer = await get('/how-are-we-doing')
    expect(answer.statusCode).toBe(200)
    const text = answer.body
      .replace(/<svg[\s\S]*?<\/svg>/g, '')
      .replace(/<[^>]+>/g, ' ')
      .replace(/\s+/g, ' ')
    for (const sentence of [
      '7 of 9 needs asked for since 22 October 2026. 1 still waits for it and 1 ended without a reply: they are not counted.',
      'Half had a first reply within 30 minutes, nine in ten within 1 hour 16 minutes.',
      'Half had a yes from an organisation within 55 minutes',
      'So many still wait that the real wait is longer than this.',
      'We know what changed for 1 of 3 needs asked for since 22 October 2026 and done or closed as helped. 1 is not told yet; 1 could not be found out.',
      '1 of 6 needs that an organisation was asked about',
      '2 of 5 needs told since 22 October 2026 found nobody to take them on. Not counted: 2 still being decided or asked, 2 that ended for another reason.',
      '2 waiting now for a first reply by a person',
      '44 days is about how long the longest has waited',
    ])
      expect(text).toContain(sentence)
    const pictures = answer.body.match(/<figure/g)?.length
    expect(pictures).toBe(8)
    expect(answer.body.match(/<svg[^>]*class="kil-(chart|map)/g)).toHaveLength(8)
    expect(answer.body.match(/<table/g)?.length).toBeGreaterThanOrEqual(8)
    expect(answer.body).toContain(`href="/${cast.slug}/worklist"`)
    expect(answer.body).toMatch(/aria-current="page"><strong>Last 30 days/)
  })

  it('is in the header of those who may see it and closed to the others', async () => {
    expect((await get('/how-are-we-doing')).body).toMatch(
      /<a class="kil-nav__link" href="[^"]*\/how-are-we-doing" aria-current="page">/,
    )
    const nobody = await house.web.inject({ url: `/${cast.slug}/how-are-we-doing` })
    expect([nobody.statusCode, nobody.headers.location]).toEqual([
      303,
      `/${cast.slug}/sign-in?next=%2F${cast.slug}%2Fhow-are-we-doing`,
    ])
    const handler = await signedInAs('call handler')
    expect((await get('/how-are-we-doing', handler)).statusCode).toBe(403)
    expect((await get('/api/measures', handler)).statusCode).toBe(403)
    const commissioner = await get('/how-are-we-doing', await signedInAs('commissioner'))
    expect(commissioner.statusCode).toBe(200)
    expect(commissioner.body).not.toContain('Open the worklist')
  })

  it('says when nobody asked in the chosen days', async () => {
    house.setClock('2027-03-01T08:00:00Z')
    const { body } = await get('/how-are-we-doing?days=7', await signedInAs('link worker'))
    house.setClock(now)
    expect(body).toContain('Nobody asked for help in these days')
    expect(body).toContain('waiting now for a first reply')
  })
})

describe('keepitlocal measures', () => {
  it('says the same in sentences and as the same JSON', async () => {
    const { out, code } = await house.commandLine('measures', '--place', cast.slug, '--days', '30')
    expect(code).toBe(0)
    expect(out).toContain('Half had a first reply within 30 minutes')
    expect(out).toContain('2 needs are waiting for a first reply by a person. The longest has waited 44 days.')
    const printed = await house.commandLine('measures', '--place', cast.slug, '--days', '30', '--json')
    expect(JSON.parse(printed.out)).toEqual((await get('/api/measures?days=30')).json())
  })

  it.each([
    [[], /Which place\?/],
    [['--place', 'nowhere'], /There is no place “nowhere”/],
    [['--place', 'x', '--days', '0'], /whole number from 1 to 3660/],
    [['--place', 'x', '--days', 'soon'], /whole number from 1 to 3660/],
    [['--plaice', 'x'], /Unknown option/],
    [['somewhere'], /Unexpected argument/],
  ])('says what is wrong with %j', async (words, message) => {
    const { code, err, out } = await house.commandLine('measures', ...words)
    expect([code > 0, out]).toEqual([true, ''])
    expect(err).toMatch(message)
  })
})

const signedInAs = async (role: string): Promise<string> => {
  const lead = houseActor(cast.placeId)
  const email = `${role.replace(' ', '.')}@example.org`
  const { personId } = worked(
    await perform(db(), lead, addAccount, { name: `The ${role}`, email, password: 'a long password' }),
  )
  worked(await perform(db(), lead, addMember, { organisationId: cast.hub, personId, roles: [role] }))
  return session(cast, { personId, organisationId: cast.hub })
}
