import { beforeAll, describe, expect, it } from 'vitest'
import { aCast, type Cast, worked } from '../../../../test/support/cast.ts'
import { useHouse } from '../../../../test/support/house.ts'
import { aMember } from '../../../../test/support/member.ts'
import { perform } from '../../../platform/command.ts'
import { houseActor } from '../../../platform/db/database.ts'
import { aVisitor, type Visitor } from '../../requests/testing.ts'
import { principles, recommendationGroups } from '../published.ts'
import { keepCouncil } from './keep-council.ts'
import { keepEntry, removeEntry } from './keep-entry.ts'

const house = useHouse('2026-11-16T10:00:00Z')

describe('the network', () => {
  let cast: Cast
  let convenor: Visitor
  let champion: Visitor
  let anyone: Visitor
  let other: Visitor
  beforeAll(async () => {
    cast = await aCast(house)
    const signedIn = (session: string) => {
      const visitor = aVisitor(() => house.web)
      visitor.cookies.set('session', session)
      return visitor
    }
    anyone = aVisitor(() => house.web)
    convenor = signedIn((await aMember(house.platform, cast.placeId, cast.kitchen, 'Cora', ['convenor'])).session)
    champion = signedIn((await aMember(house.platform, cast.placeId, cast.hub, 'Chidi', ['champion'])).session)
    other = signedIn((await aMember(house.platform, cast.placeId, cast.drivers, 'Otto', ['champion'])).session)
  })

  it('shows the six principles and the ten recommendations word for word, with where and when they were published', async () => {
    await anyone.open(`/${cast.slug}/practice`)
    const listed = [...anyone.at.page.querySelectorAll('main ol li')].map(one => one.textContent)
    expect(listed).toEqual([
      ...principles.map(({ words }) => words),
      ...recommendationGroups.flatMap(({ recommendations }) => recommendations.map(({ words }) => words)),
    ])
    expect(recommendationGroups.map(({ recommendations }) => recommendations.length)).toEqual([4, 4, 2])
    expect(anyone.words()).toContain('Tuesday 3 March 2020')
    expect(anyone.words()).toContain('Tuesday 10 November 2020')
  })

  it('takes a council from an empty network to a whole public record, kept by its own champions', async () => {
    await anyone.open(`/${cast.slug}/network`)
    expect(anyone.words()).toContain('No council has joined yet')
    await convenor.open(`/${cast.slug}/network`)
    await convenor.follow('Add a council')
    await convenor.press('Add the council', { name: 'X' })
    expect(convenor.errors()[0]).toContain('2 to 120')
    await convenor.press('Add the council', {
      name: 'Northmere Council',
      organisationId: cast.hub,
      website: 'not an address',
    })
    expect(convenor.errors()[0]).toContain('https://')
    await convenor.press('Add the council', {
      website: '',
      'joinedOn-day': '3',
      'joinedOn-month': '3',
      'joinedOn-year': '2020',
    })
    const path = convenor.at.path.split('?')[0] ?? ''
    expect(convenor.words()).toContain('Not recorded yet')

    await champion.open(path)
    await champion.follow('Add an endorsement')
    await champion.press('Save')
    expect(champion.errors()).toEqual(['Choose how they were endorsed', 'Say who endorsed them', 'Enter the day'])
    await champion.press('Save', {
      sort: 'cabinet',
      title: 'The cabinet',
      'fromOn-day': '3',
      'fromOn-month': '3',
      'fromOn-year': '2020',
      document: 'https://example.org/minutes',
      documentTitle: 'Minutes, item 7',
    })
    // The signed page as a file: known by how it begins, fetched by everybody, and gone with its entry.
    await champion.follow('Change or remove')
    const entry = champion.at.path.split('?')[0] ?? ''
    const send = (bytes: Buffer, name = 'Signed page.pdf') =>
      house.web.inject({
        method: 'POST',
        url: `${entry}/document`,
        headers: {
          'content-type': 'multipart/form-data; boundary=edge',
          cookie: `session=${champion.cookies.get('session')}`,
        },
        payload: Buffer.concat([
          Buffer.from(
            `--edge\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: application/pdf\r\n\r\n`,
          ),
          bytes,
          Buffer.from('\r\n--edge--\r\n'),
        ]),
      })
    const page = Buffer.from('%PDF-1.7 We endorse the six principles.')
    expect((await send(Buffer.from('<script>alert(1)</script>'))).body).toContain('Choose a PDF, or a picture')
    expect((await send(Buffer.alloc(6_000_000, '%PDF-'))).statusCode).toBe(413)
    const fetched = () => house.web.inject({ url: `${entry}/document.file` })
    expect((await fetched()).statusCode).toBe(404)
    expect((await send(page)).statusCode).toBe(303)
    const file = await fetched()
    expect([file.statusCode, file.headers['content-type'], file.rawPayload.equals(page)]).toEqual([
      200,
      'application/pdf',
      true,
    ])
    expect(file.headers['content-disposition']).toBe("attachment; filename*=UTF-8''Signed%20page.pdf")
    expect(file.headers['x-content-type-options']).toBe('nosniff')
    await champion.open(path)
    expect(champion.words()).toContain('Signed page.pdf, put here on')
    await champion.follow('Change or remove')
    await champion.press('Take it out of the record')
    expect((await fetched()).statusCode).toBe(404)
    await champion.press('Put it back')
    expect((await fetched()).statusCode).toBe(200)
    await champion.open(path)
    for (const [sort, title] of [
      ['cabinet', 'Councillor Ada Quill'],
      ['senior team', 'Jonas Reed'],
    ] as const) {
      await champion.follow('Add a champion')
      await champion.press('Save', { sort, title, 'fromOn-day': '1', 'fromOn-month': '4', 'fromOn-year': '2020' })
    }
    await champion.follow('Add a conversation')
    await champion.press('Save', {
      title: 'The old library',
      says: 'Small groups cannot wait 90 days to be paid.',
      howMany: '1,240',
      'fromOn-day': '2',
      'fromOn-month': '5',
      'fromOn-year': '2021',
    })
    await champion.follow('Add a pilot')
    await champion.press('Save', {
      title: 'Make it Local',
      says: 'Care by those who live near',
      businesses: 'One\nTwo\nThree\n\nFour',
      equalities: 'Five\nSix\nSeven',
      'fromOn-day': '2',
      'fromOn-month': '5',
      'fromOn-year': '2021',
    })
    await champion.follow('Add a commitment')
    await champion.press('Save', {
      title: 'Pay small groups within ten days',
      sort: 'open',
      'fromOn-day': '2',
      'fromOn-month': '5',
      'fromOn-year': '2026',
      'untilOn-day': '1',
      'untilOn-month': '5',
      'untilOn-year': '2026',
    })
    expect(champion.errors()[0]).toContain('cannot end before')
    await champion.press('Save', { 'untilOn-month': '6' })

    await anyone.open(path)
    for (const words of [
      'Endorsed Tuesday 3 March 2020',
      'Councillor Ada Quill, since',
      'Jonas Reed, since',
      '1,240 people came',
      '4 community businesses and 3 equalities organisations: One, Two, Three, Four, Five, Six, Seven.',
      'Late',
    ])
      expect(anyone.words()).toContain(words)
    expect(anyone.at.page.querySelector('a[href="https://example.org/minutes"]')?.textContent).toContain(
      'Minutes, item 7',
    )
    expect(anyone.words()).not.toContain('Change or remove')
    await anyone.open(`/${cast.slug}/network`)
    expect(anyone.words()).toContain('champions in cabinet and senior team')
  })

  it('takes an entry out and puts it back', async () => {
    await champion.open(`/${cast.slug}/network`)
    await champion.follow('Northmere')
    const path = champion.at.path
    await champion.follow('Change or remove: Make it Local')
    await champion.press('Take it out of the record')
    expect(champion.words()).toContain('Taken out of the record')
    expect(champion.words()).not.toContain('Make it Local')
    await champion.press('Put it back')
    await anyone.open(path)
    expect(anyone.words()).toContain('Make it Local')
  })

  it('tracks the ten recommendations with owner, action and evidence, and takes a change back', async () => {
    await champion.open(`/${cast.slug}/network`)
    await champion.follow('Northmere')
    await champion.follow('See each with its owner')
    await champion.follow('Change: 4. Follow')
    const form = champion.at.path
    await champion.press('Save', { state: 'done' })
    expect(champion.errors()[0]).toContain('who owns this')
    await champion.press('Save', { state: 'done', owner: 'Head of procurement' })
    expect(champion.errors()[0]).toContain('what shows that it is done')
    await champion.press('Save', { state: 'done', evidence: 'Ten in a hundred of every score since 2021.' })
    expect(champion.words()).toContain('Ten in a hundred')
    await champion.press('Undo')
    expect(champion.words()).not.toContain('Ten in a hundred')
    await champion.open(form)
    await champion.press('Save', { state: 'under way', owner: 'Head of procurement' })
    await anyone.open(form.replace(/\/4$/, ''))
    expect(anyone.words()).toContain('Owner: Head of procurement')
  })

  it('lets nobody write in another council’s record', async () => {
    await anyone.open(`/${cast.slug}/network`)
    await anyone.follow('Northmere')
    const path = anyone.at.path
    const entryId = anyone.at.page.querySelector('#pilot li')?.id.replace('entry-', '') ?? ''
    for (const [visitor, status] of [
      [other, 404],
      [anyone, 200],
    ] as const)
      for (const page of ['change', 'add/pilot', 'recommendations/3']) {
        await visitor.open(`${path}/${page}`)
        expect([visitor.at.status, visitor.at.path.includes('sign-in') || visitor.at.status === 404]).toEqual([
          status,
          true,
        ])
      }
    await other.open(`/${cast.slug}/network/new`)
    expect(other.at.status).toBe(403)
    const councilId = path.split('/').at(-1) ?? ''
    const stranger = await aMember(house.platform, cast.placeId, cast.drivers, 'Stella', ['champion'])
    const refusedTo = await perform(house.platform.db, stranger.actor, keepCouncil, {
      ...{ councilId, name: 'Mine', area: null, about: null, website: null, organisationId: cast.drivers },
      ...{ joinedOn: null, leftOn: null },
    })
    expect(refusedTo).toMatchObject({ refused: 'not-yours' })
    expect(await perform(house.platform.db, stranger.actor, removeEntry, { entryId })).toMatchObject({
      refused: 'not-yours',
    })
    expect(await perform(house.platform.db, cast.ben, removeEntry, { entryId })).toMatchObject({
      refused: 'not-allowed',
    })
  })

  it('pages through many councils and finds one by its name', async () => {
    const many = await aCast(house)
    const lead = houseActor(many.placeId)
    for (let n = 1; n <= 55; n++) {
      const { councilId } = worked(
        await perform(house.platform.db, lead, keepCouncil, {
          ...{ councilId: null, name: `Council ${String(n).padStart(3, '0')}`, area: n === 7 ? 'Fens' : null },
          ...{
            about: null,
            website: null,
            organisationId: null,
            joinedOn: '2020-03-03',
            leftOn: n === 1 ? '2024-01-01' : null,
          },
        }),
      )
      if (n === 7)
        worked(
          await perform(house.platform.db, lead, keepEntry, {
            ...{ entryId: null, councilId, kind: 'endorsement', title: 'The leader', post: null, sort: 'signed' },
            ...{ fromOn: '2020-03-03', untilOn: null, says: null, learned: null, howMany: null, document: null },
            ...{ documentTitle: null, partners: [] },
          }),
        )
    }
    await anyone.open(`/${many.slug}/network`)
    expect(anyone.words()).toContain('55 councils')
    await anyone.follow('The next page')
    expect(anyone.words()).toContain('Council 055')
    expect(anyone.words()).toContain('Left Monday 1 January 2024')
    await anyone.press('Find', { q: 'fens' })
    expect(anyone.words()).toContain('1 council with “fens”')
    expect(anyone.words()).toContain('Council 007')
    await anyone.open(`/${many.slug}/network?q=%00%25_&page=999999999999`)
    expect([200, 400]).toContain(anyone.at.status)
    await anyone.open(`/${many.slug}/network?q=a%25&page=-1`)
    expect(anyone.words()).toContain('No council found')
  })
})
