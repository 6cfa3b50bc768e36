import { beforeAll, describe, expect, it } from 'vitest'
import { aCast, type Cast, worked } from '../../../../test/support/cast.ts'
import { useHouse } from '../../../../test/support/house.ts'
import { aMember } from '../../../../test/support/member.ts'
import { newId } from '../../../kernel/ids.ts'
import { type Actor, anyone } from '../../../platform/auth/actor.ts'
import { perform } from '../../../platform/command.ts'
import { houseActor } from '../../../platform/db/database.ts'
import { addOrganisation } from '../../organisations/index.ts'
import { aVisitor, type Visitor } from '../../requests/testing.ts'
import { keepCouncil } from '../network/keep-council.ts'
import { figurePeers, listPeerFigures, saveResults } from './assessment-store.ts'
import { giveOurView, giveView } from './give-view.ts'
import { closeAssessment, openAssessment, scorePrinciple, shareAssessment } from './keep-assessment.ts'
import { keepChallenge, remindOfReviews } from './keep-challenge.ts'
import { addOurEvidence } from './keep-evidence.ts'
import { ourOwn } from './rubric.ts'

const house = useHouse('2026-11-16T10:00:00Z')

interface Council {
  councilId: string
  organisationId: string
  champion: Actor
  visitor: Visitor
}

let places = 0
const aCouncil = async (cast: Cast, organisationId?: string): Promise<Council> => {
  const { db } = house.platform
  const lead = houseActor(cast.placeId)
  const n = ++places
  const own =
    organisationId ??
    worked(
      await perform(db, lead, addOrganisation, {
        ...{ name: `Council office ${n}`, kind: 'council', assuranceLevel: 'contracted', about: 'A council.' },
        ...{ email: `office${n}@example.org`, phone: null, postcode: null, position: null, helpsWith: [] },
        ...{ neighbourhoodIds: null, takesReferrals: false },
      }),
    ).organisationId
  const { councilId } = worked(
    await perform(db, lead, keepCouncil, {
      ...{ councilId: null, name: `Council ${n}`, area: null, about: null, website: null, organisationId: own },
      ...{ joinedOn: null, leftOn: null },
    }),
  )
  const { actor, session } = await aMember(house.platform, cast.placeId, own, `Champion ${n}`, ['champion'])
  const visitor = aVisitor(() => house.web)
  visitor.cookies.set('session', session)
  return { councilId, organisationId: own, champion: actor, visitor }
}

const aRound = async ({ councilId, champion }: Council, name = 'Autumn', closesOn = '2027-12-01'): Promise<string> =>
  worked(await perform(house.platform.db, champion, openAssessment, { councilId, name, closesOn })).assessmentId

const score = async ({ champion }: Council, assessmentId: string, level: number) => {
  for (let principle = 1; principle <= 6; principle++)
    worked(await perform(house.platform.db, champion, scorePrinciple, { assessmentId, principle, level, says: null }))
}

const share = async (council: Council, level: number): Promise<string> => {
  const assessmentId = await aRound(council)
  await score(council, assessmentId, level)
  worked(await perform(house.platform.db, council.champion, closeAssessment, { assessmentId }))
  worked(await perform(house.platform.db, council.champion, shareAssessment, { assessmentId, shared: true }))
  return assessmentId
}

describe('an assessment', () => {
  let cast: Cast
  beforeAll(async () => {
    cast = await aCast(house)
  })

  it('shows first where the council, community organisations and residents see it differently, and what has changed since last time', async () => {
    const council = await aCouncil(cast, cast.hub)
    const { visitor } = council
    await visitor.open(`/${cast.slug}/practice`)
    await visitor.follow('How far do we live them?')
    expect(visitor.words()).toContain('No assessment yet')
    await visitor.press('Open it and ask everybody', {
      name: 'Autumn',
      'closesOn-day': '1',
      'closesOn-month': '1',
      'closesOn-year': '2020',
    })
    expect(visitor.errors()[0]).toContain('day after today')
    await visitor.press('Open it and ask everybody', { 'closesOn-year': '2027' })
    const round = visitor.at.path.split('?')[0] ?? ''
    const assessmentId = round.split('/').at(-1) ?? ''
    expect(visitor.words()).toContain('Nothing to compare yet')
    expect(visitor.words()).toContain(ourOwn)

    // Organisations were asked by mail; their people say it, change it, and nobody reads what one said.
    const asked = await house.platform.db.asHouse(
      cast.placeId,
      tx => tx.sql<{ toName: string }[]>`
        select to_name from platform.notice where place_id = ${tx.placeId} and about_id = ${assessmentId} order by to_name`,
    )
    expect(asked.map(({ toName }) => toName)).toEqual(['Drivers', 'Kitchen'])
    const ben = aVisitor(() => house.web)
    ben.cookies.set('session', cast.cookies.ben.replace('session=', ''))
    await ben.open(`/${cast.slug}/practice`)
    await ben.follow('Say it for your organisation')
    await ben.press('This is how we see it')
    expect(ben.errors()[0]).toContain('at least one question')
    await ben.press('This is how we see it', { p1: '1', p2: '2', p6: '1' })
    await ben.press('Change what we say', { p1: '2' })
    expect(ben.words()).toContain('Thank you. It counts.')

    // Residents, without an account; the form counts once and the browser remembers.
    const resident = aVisitor(() => house.web)
    await resident.open(`/${cast.slug}/practice`)
    await resident.follow('How does Council')
    const form = resident.at
    const fields = {
      p1: '1',
      p6: '1',
      viewId: form.page.querySelector('input[name="viewId"]')?.getAttribute('value') ?? '',
    }
    await resident.press('Send my answers', { p1: '1', p6: '1' })
    expect(resident.words()).toContain('Your answers count')
    await aVisitor(() => house.web).post(form.path, fields)
    await resident.open(form.path)
    expect(resident.words()).toContain('Your answers count')
    await visitor.open(round)
    expect(visitor.words()).toContain('1 answer so far')
    for (let n = 0; n < 6; n++)
      worked(
        await perform(house.platform.db, anyone(cast.placeId), giveView, {
          ...{ assessmentId, viewId: newId(), levels: [1, 2, 0, 0, 0, 1] },
        }),
      )
    const kept = await house.platform.db.asHouse(
      cast.placeId,
      tx => tx.sql<{ n: number; columns: string }[]>`
        select count(*)::int as n, (select string_agg(attname, ' ' order by attnum) from pg_attribute where attrelid = 'practice.view_given'::regclass and attnum > 0) as columns
        from practice.view_given where place_id = ${tx.placeId} and voice = 'residents'`,
    )
    expect(kept[0]).toEqual({ n: 7, columns: 'place_id view_id assessment_id voice organisation_id levels given_on' })

    await visitor.open(round)
    await visitor.press('Close this assessment')
    expect(visitor.errors()[0]).toContain('principles 1, 2, 3, 4, 5, 6')
    await visitor.follow('Say where you stand')
    await visitor.press('Save')
    expect(visitor.errors()[0]).toContain('level that can be seen')
    await visitor.press('Save', { level: '4', says: 'One budget with the surgery.' })
    await score(council, assessmentId, 3)
    await visitor.open(round)
    expect(visitor.words()).toContain('What they say is shown once the assessment is closed')
    expect(visitor.words()).toContain('7 answers so far')
    expect(visitor.words()).not.toContain('residents say')
    await visitor.press('Close this assessment')
    expect(visitor.words()).toContain('What each voice says stands from now on')
    const [first] = [...visitor.at.page.querySelectorAll('#gap li')].map(one => one.textContent?.replace(/\s+/g, ' '))
    expect(first).toContain('The council says 3, residents say 1: 2 levels apart')
    expect([...visitor.at.page.querySelectorAll('main section[id]')].map(({ id }) => id)[0]).toBe('gap')
    expect(
      await perform(house.platform.db, cast.ben, giveOurView, { assessmentId, levels: [1, 1, 1, 1, 1, 1] }),
    ).toMatchObject({ refused: 'over' })
    await visitor.press('Open it again')
    await visitor.press('Close this assessment')

    house.advance({ minutes: 1 })
    const second = await aRound(council, 'Spring')
    await score(council, second, 2)
    await visitor.open(`/${cast.slug}/practice/assessments/${second}`)
    expect(visitor.words()).toContain('What has changed since Autumn')
    expect(visitor.words()).toContain('Down from 3 to 2')
    worked(await perform(house.platform.db, council.champion, closeAssessment, { assessmentId: second }))
  })

  it('attaches what the place counts live and dated, documents and words, and takes them away again', async () => {
    const council = await aCouncil(cast)
    const assessmentId = await aRound(council)
    const { visitor } = council
    await visitor.open(`/${cast.slug}/practice/assessments/${assessmentId}/principles/4`)
    await visitor.press('Add evidence')
    expect(visitor.errors()[0]).toContain('Choose a measure')
    await visitor.press('Add evidence', { measure: 'met locally' })
    await visitor.press('Add evidence', { title: 'Minutes', address: 'javascript:alert(1)' })
    expect(visitor.errors()[0]).toContain('https://')
    await visitor.press('Add evidence', { title: 'Minutes', address: 'https://example.org/minutes' })
    await visitor.press('Add evidence', { evidence: 'Ask at the net loft.' })
    await visitor.open(`/${cast.slug}/practice/assessments/${assessmentId}`)
    expect(visitor.words()).toMatch(/Today, \w+ \d+ November 2026: .*needs that came to an end were taken on/)
    expect(visitor.words()).toMatch(/On \w+ \d+ November 2026: /)
    expect(visitor.words()).toContain('Ask at the net loft.')
    await visitor.open(`/${cast.slug}/practice/assessments/${assessmentId}/principles/4`)
    await visitor.press('Take it away')
    await visitor.press('Put it back')
    expect(visitor.words()).toContain('Share of needs that local groups')
  })

  it('gives links for so many residents and no more, each form once', async () => {
    const council = await aCouncil(cast)
    const assessmentId = await aRound(council)
    const { visitor } = council
    await visitor.open(`/${cast.slug}/practice/assessments/${assessmentId}/residents`)
    await visitor.press('Make a link', { name: 'Village hall', most: 'many' })
    expect(visitor.errors()[0]).toContain('from 1 to 10,000')
    await visitor.press('Make a link', { most: '2' })
    const href =
      [...visitor.at.page.querySelectorAll('main li a')]
        .find(one => one.textContent?.startsWith('Open'))
        ?.getAttribute('href') ?? ''
    const words = []
    for (let n = 0; n < 3; n++) {
      const resident = aVisitor(() => house.web)
      await resident.open(href)
      await resident.press('Send my answers', { p1: '4' })
      words.push(resident.at.status === 422 ? resident.errors()[0] : resident.words())
    }
    expect(words[1]).toContain('Your answers count')
    expect(words[2]).toContain('2 people have used this link')
    await visitor.open(`/${cast.slug}/practice/assessments/${assessmentId}/residents`)
    expect(visitor.words()).toContain('2 of 2 have used it')
    const stranger = aVisitor(() => house.web)
    await stranger.open(`${href.slice(0, -3)}abc`)
    expect(stranger.at.status).toBe(404)
  })

  it('compares with nobody below five other councils, in the page, the query and the rows themselves', async () => {
    const here = await aCast(house)
    const { db } = house.platform
    const councils: Council[] = []
    for (let n = 0; n < 5; n++) {
      const council = await aCouncil(here)
      councils.push(council)
      await share(council, (n % 4) + 1)
    }
    const figures = (council: Council, as: Actor = council.champion) =>
      db.as(as, tx => listPeerFigures(tx, council.councilId))
    for (const council of councils) expect(await figures(council)).toEqual([])
    const [first] = councils
    if (!first) throw new Error('no council')
    // Four peers: their scores, results and figures are there for the house, and no row of them for the application's role, whichever champion or visitor asks in SQL.
    const readBy = (who: Actor) =>
      db.as(who, async tx => ({
        scores: await tx.sql`select from practice.council_score where council_id <> ${first.councilId}`,
        results: await tx.sql`select from practice.voice_result where council_id <> ${first.councilId}`,
        figures: await tx.sql`select from practice.peer_figure`,
      }))
    for (const who of [first.champion, anyone(here.placeId), here.ben])
      expect(await readBy(who)).toEqual({ scores: [], results: [], figures: [] })
    await expect(db.as(first.champion, tx => tx.sql`select from practice.view_given`)).rejects.toThrow(
      /permission denied/,
    )
    const there = await db.asHouse(
      here.placeId,
      tx =>
        tx.sql`select from practice.council_score where place_id = ${tx.placeId} and council_id <> ${first.councilId}`,
    )
    expect(there).toHaveLength(4 * 6)
    await first.visitor.open(`/${here.slug}/practice/assessments`)
    await first.visitor.follow('Autumn')
    expect(first.visitor.words()).toContain('Nothing is compared with fewer than five other councils')

    const sixth = await aCouncil(here)
    const assessmentId = await share(sixth, 4)
    const own = await figures(first)
    expect(own).toHaveLength(6)
    expect(own[0]).toMatchObject({ peers: 5, voice: 'council', middle: 3 })
    await first.visitor.open(first.visitor.at.path)
    expect(first.visitor.words()).toContain('of 5 councils')
    // Nobody reads another's figures, results or scores, and the app role cannot read a row of fewer even if one stood there.
    expect(await figures(first, sixth.champion)).toEqual([])
    const seen = await db.as(first.champion, async tx => ({
      results:
        await tx.sql`select from practice.voice_result where place_id = ${tx.placeId} and council_id <> ${first.councilId}`,
      scores:
        await tx.sql`select from practice.council_score where place_id = ${tx.placeId} and council_id <> ${first.councilId}`,
      others:
        await tx.sql`select from practice.peer_figure where place_id = ${tx.placeId} and council_id <> ${first.councilId}`,
    }))
    expect(Object.values(seen).map(rows => rows.length)).toEqual([0, 0, 0])
    await expect(
      db.asHouse(
        here.placeId,
        tx => tx.sql`
        update practice.peer_figure set peers = 4 where place_id = ${tx.placeId}`,
      ),
    ).rejects.toThrow(/peer_figure_peers_check/)
    await expect(
      db.asHouse(here.placeId, tx =>
        saveResults(tx, { assessmentId, councilId: sixth.councilId }, [
          { principle: 1, voice: 'residents', level: 2, answers: 4 },
        ]),
      ),
    ).rejects.toThrow(/check/)
    worked(await perform(db, sixth.champion, shareAssessment, { assessmentId, shared: false }))
    expect(await figures(first)).toEqual([])
    await db.asHouse(here.placeId, figurePeers)
    expect(await figures(first)).toEqual([])
  })

  it('lets peers into the round they visit about and into no other', async () => {
    house.setClock('2026-11-20T10:00:00Z')
    const here = await aCast(house)
    const { db } = house.platform
    const [host, peer, other] = [await aCouncil(here), await aCouncil(here), await aCouncil(here)]
    const nothing = { plan: null, reviewOn: null, reviewSays: null }
    const visited = async (assessmentId: string, { councilId }: Council, findings: string) =>
      worked(
        await perform(db, host.champion, keepChallenge, {
          ...{ assessmentId, visitingCouncilId: councilId, visitors: 'They', visitOn: '2026-12-15', findings },
          ...nothing,
        }),
      )
    const first = await aRound(host)
    await score(host, first, 3)
    await visited(first, peer, 'The villages hear last.')
    worked(await perform(db, host.champion, closeAssessment, { assessmentId: first }))
    const second = await aRound(host, 'Spring')
    await score(host, second, 1)
    await visited(second, other, 'Between us.')
    for (const path of ['', '/challenge']) {
      await peer.visitor.open(`/${here.slug}/practice/assessments/${first}${path}`)
      expect(peer.visitor.at.status).toBe(200)
      await peer.visitor.open(`/${here.slug}/practice/assessments/${second}${path}`)
      expect(peer.visitor.at.status).toBe(404)
    }
    expect(
      await perform(db, peer.champion, keepChallenge, {
        ...{ assessmentId: second, visitingCouncilId: null, visitors: 'We', visitOn: null, findings: 'Ours.' },
        ...nothing,
      }),
    ).toMatchObject({ refused: 'no-such-assessment' })
  })

  it('lets peers in for their visit, and reminds of the review after ten months, once each time', async () => {
    house.setClock('2026-11-20T10:00:00Z')
    const here = await aCast(house)
    const { db } = house.platform
    const [host, peer, other] = [await aCouncil(here), await aCouncil(here), await aCouncil(here)]
    const assessmentId = await aRound(host)
    await score(host, assessmentId, 3)
    const round = `/${here.slug}/practice/assessments/${assessmentId}`
    for (const visitor of [peer.visitor, other.visitor]) {
      await visitor.open(round)
      expect(visitor.at.status).toBe(404)
    }
    await host.visitor.open(`${round}/challenge`)
    await host.visitor.press('Save')
    expect(host.visitor.errors()[0]).toBe('Say who visits.')
    await host.visitor.press('Save', {
      visitingCouncilId: peer.councilId,
      visitors: 'Their cabinet member and two groups',
      ...{ 'visitOn-day': '15', 'visitOn-month': '12', 'visitOn-year': '2026' },
      ...{ 'reviewOn-day': '', 'reviewOn-month': '', 'reviewOn-year': '' },
    })
    expect(host.visitor.words()).toContain('Due Friday 15 October 2027')
    // What is done about it: each with who, by when and where it stands; peers read it and change nothing.
    await host.visitor.press('Add it', { what: 'Meet in the villages', owner: '', 'dueOn-year': '2025' })
    expect(host.visitor.errors()).toEqual(['Say who sees to it'])
    await host.visitor.press('Add it', { owner: 'Head of communities' })
    expect(host.visitor.errors()).toEqual(['What is done about a visit is done after it.'])
    await host.visitor.press('Add it', { 'dueOn-year': '2027', 'dueOn-month': '3', 'dueOn-day': '1' })
    expect(host.visitor.words()).toContain('0 of 1 done.It is looked at together on Friday 15 October 2027')
    expect(host.visitor.words()).toContain('Head of communities, by Monday 1 March 2027.')
    await host.visitor.follow('Change it')
    await host.visitor.press('Save it', { state: 'let go' })
    expect(host.visitor.errors()).toEqual(['Say why it was let go.'])
    await host.visitor.press('Save it', { state: 'done', actionSays: 'Four villages, every month.' })
    expect(host.visitor.words()).toContain('1 of 1 done.')
    await peer.visitor.post(`${round}/challenge`, { do: 'action', what: 'Ours', owner: 'Us', state: 'to do' })
    expect(peer.visitor.errors()).not.toEqual([])
    await peer.visitor.open(`${round}/challenge`)
    expect(peer.visitor.words()).toContain('Four villages, every month.')
    expect(peer.visitor.words()).not.toContain('Add an action')
    await peer.visitor.press('Save', { findings: 'The villages hear last.' })
    expect(peer.visitor.words()).toContain('The villages hear last.')
    await peer.visitor.open(round)
    expect(peer.visitor.words()).toContain('The council says 3')
    expect(await perform(db, peer.champion, closeAssessment, { assessmentId })).toMatchObject({
      refused: 'no-such-assessment',
    })
    expect(
      await perform(db, other.champion, keepChallenge, {
        ...{ assessmentId, visitingCouncilId: null, visitors: 'We', visitOn: null, findings: 'x', plan: null },
        ...{ reviewOn: null, reviewSays: null },
      }),
    ).toMatchObject({ refused: 'no-such-assessment' })

    const told = () =>
      db.asHouse(here.placeId, async tx =>
        (
          await tx.sql<{ subject: string; toAddress: string }[]>`
            select subject, to_address from platform.notice where place_id = ${tx.placeId} and sent_for like 'peer review%' order by created_at`
        ).map(({ subject, toAddress }) => `${toAddress}: ${subject}`),
      )
    for (const [day, count] of [
      ['2027-09-10', 0],
      ['2027-09-20', 1],
      ['2027-09-21', 1],
      ['2027-10-09', 2],
      ['2027-10-15', 3],
      ['2027-11-15', 3],
    ] as const) {
      house.setClock(`${day}T09:00:00Z`)
      await remindOfReviews(house.platform, here.placeId)
      expect([day, (await told()).length]).toEqual([day, count])
    }
    expect((await told())[0]).toContain(host.champion.name.toLowerCase().replace(' ', '.'))
  })

  it('lets community organisations put evidence to what they say: live and dated, named only where they choose it, gone when they take it away', async () => {
    house.setClock('2026-11-20T10:00:00Z')
    const here = await aCast(house)
    const council = await aCouncil(here)
    const assessmentId = await aRound(council)
    const ben = aVisitor(() => house.web)
    ben.cookies.set('session', here.cookies.ben.replace('session=', ''))
    const ours = `/${here.slug}/practice/our-view`
    const round = `/${here.slug}/practice/assessments/${assessmentId}`
    await ben.open(ours)
    await ben.press('Add evidence', { evidence: 'Nine weeks to an answer.' })
    expect(ben.errors()).toEqual(['Choose which principle it is about'])
    await ben.press('Add evidence', { principle: '6', evidence: '' })
    expect(ben.errors()).toEqual(['Choose a measure, give the address of a document, or say it in words.'])
    await ben.press('Add evidence', { principle: '6', evidence: 'Nine weeks to an answer.' })
    await ben.press('Add evidence', { principle: '6', measure: 'first yes', named: 'yes' })
    expect(ben.words()).toContain('Today, Friday 20 November 2026')
    await council.visitor.open(round)
    expect(council.visitor.words()).toContain(
      'Nine weeks to an answer.Added Friday 20 November 2026 by a community organisation.',
    )
    expect(council.visitor.words()).toContain('Added Friday 20 November 2026 by Kitchen.')
    // Live while it is open, and what it said on its day beside it.
    expect(council.visitor.words()).toContain('Today, Friday 20 November 2026')
    expect(council.visitor.words()).toContain('On Friday 20 November 2026:')
    await ben.open(ours)
    await ben.press('Take it away')
    await council.visitor.open(round)
    expect(council.visitor.words().includes('Nine weeks')).not.toBe(council.visitor.words().includes('by Kitchen'))
    // Nobody takes away, or adds for, another.
    await council.visitor.post(ours, {
      do: 'evidence',
      assessment: assessmentId,
      principle: '1',
      evidence: 'We are good.',
    })
    expect(council.visitor.at.status).not.toBe(303)
    const seen = await house.platform.db.as(
      council.champion,
      tx => tx.sql`select 1 from practice.evidence where place_id = ${tx.placeId}`,
    )
    expect(seen).toEqual([])
    house.setClock('2027-12-05T10:00:00Z')
    expect(
      await perform(house.platform.db, here.ben, addOurEvidence, {
        ...{ assessmentId, principle: 1, measure: null, title: null, says: 'Too late.', address: null, isNamed: false },
      }),
    ).toMatchObject({ refused: 'over' })
  })
})
