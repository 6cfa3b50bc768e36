import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { useHouse } from '../../../../../test/support/house.ts'
import { processorMilliseconds } from '../../../../../test/support/processor-time.ts'
import type { PlaceId } from '../../../../kernel/ids.ts'
import { isRefusal } from '../../../../kernel/refusal.ts'
import { perform } from '../../../../platform/command.ts'
import { houseActor } from '../../../../platform/db/database.ts'
import { getListedService } from '../../index.ts'
import { addTestPlace, done, feedService, importTestFeed } from '../../testing.ts'
import { joinPublishers, lookForDuplicates, sayNotTheSame, takeDecisionBack } from './decide-duplicate.ts'
import { listDuplicates } from './duplicate-store.ts'
import { type ComparedEntry, findDuplicates, findSamePublishers } from './find-duplicates.ts'
import { mergeEntries, undoMerge } from './merge-entries.ts'

const entry = (id: string, name: string, more: Partial<ComparedEntry> = {}): ComparedEntry => ({
  id,
  name,
  description: null,
  source: 'a',
  publisherId: null,
  publisherName: null,
  numbers: [],
  postcodes: [],
  phones: [],
  emails: [],
  pages: [],
  ...more,
})
/** Entries of all kinds, so that words have a rarity. */
const crowd = Array.from({ length: 200 }, (_, index) =>
  entry(
    `x${index}`,
    `${['Lunch', 'Tea', 'Advice', 'Walking', 'Music'][index % 5]} ${['club', 'hour', 'clinic', 'circle'][index % 4]} number${index}`,
    {
      postcodes: [`ZZ${index % 40} 1AA`],
    },
  ),
)
const found = (...entries: ComparedEntry[]) => findDuplicates([...crowd, ...entries])

describe('finding duplicates', () => {
  it('proposes the same thing from two feeds, with reasons as data', () => {
    const [proposal, ...more] = found(
      entry('1', 'Harbour Bereavement Café', { postcodes: ['ZZ1 4AB'], phones: ['01632 960001'], source: 'a' }),
      entry('2', 'Harbor bereavement cafe', { postcodes: ['ZZ1 4AB'], phones: ['+44 1632 960 001'], source: 'b' }),
    )
    expect(more).toEqual([])
    expect(proposal).toMatchObject({ firstId: '1', secondId: '2' })
    expect(proposal?.reasons.map(({ key }) => key)).toEqual(
      expect.arrayContaining(['similar name', 'same postcode', 'same phone']),
    )
  })
  it('does not take what one organisation does twice, or in two places, for one thing', () => {
    const of = {
      publisherId: 'p',
      publisherName: 'Ferry Trust',
      numbers: ['charity 1'],
      phones: ['01632 960001'],
      emails: ['a@ferry.example'],
    }
    expect(found(entry('1', 'Baby massage Tuesday', of), entry('2', 'Baby massage Thursday', of))).toEqual([])
    expect(found(entry('1', 'Under 5s play', of), entry('2', 'Under 8s play', of))).toEqual([])
    expect(found(entry('1', 'Debt clinic', of), entry('2', 'Choir', of))).toEqual([])
    expect(
      found(
        entry('1', 'Tai Chi', { publisherName: 'Tide Works' }),
        entry('2', 'Tai Chi', { publisherName: 'Northgate Hall' }),
      ),
    ).toEqual([])
  })
  it('gives the same answer in whatever order entries come, and never pairs one with itself', () => {
    const arbitrary = fc.uniqueArray(
      fc.record({
        id: fc.uuid(),
        name: fc.constantFrom('Harbour Café', 'Harbour Cafe', 'Debt advice', 'Choir', ''),
        at: fc.constantFrom('ZZ1 4AB', 'ZZ1 4AD'),
      }),
      { selector: each => each.id, maxLength: 12 },
    )
    fc.assert(
      fc.property(arbitrary, list => {
        const entries = list.map(({ id, name, at }) => entry(id, name, { postcodes: [at] }))
        const pairs = (of: ComparedEntry[]) =>
          findDuplicates([...crowd, ...of])
            .map(each => `${each.firstId} ${each.secondId} ${each.score}`)
            .sort()
        expect(pairs(entries)).toEqual(pairs([...entries].reverse()))
        for (const pair of findDuplicates(entries)) expect(pair.firstId < pair.secondId).toBe(true)
      }),
      { numRuns: 20 },
    )
  })
  it('takes about twice as long for twice as many entries, not four times', async () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, index) =>
        entry(`e${index}`, `Club ${index % Math.ceil(count / 3)} ${['tea', 'choir', 'advice'][index % 3]}`, {
          postcodes: [`ZZ${index % Math.ceil(count / 20)} 1AA`],
          phones: [`0163296${index % Math.ceil(count / 2)}`],
        }),
      )
    const millisecondsFor = (count: number) => {
      const entries = many(count)
      return processorMilliseconds(() => findDuplicates(entries))
    }
    await millisecondsFor(500)
    // The best of three, since other work on the machine only ever makes it slower. Comparing every pair would take 16 times as long.
    const best = async (count: number) =>
      Math.min(await millisecondsFor(count), await millisecondsFor(count), await millisecondsFor(count))
    expect((await best(4000)) / (await best(1000))).toBeLessThan(10)
  })
  it('finds publishers by number, and keeps apart those with different numbers', () => {
    const publisher = (id: string, name: string, numbers: string[]) => ({ id, name, numbers, emails: [], pages: [] })
    expect(
      findSamePublishers([
        publisher('1', 'Ferry Trust', ['charity 7']),
        publisher('2', 'The Ferry Trust Ltd', ['charity 7']),
      ]).length,
    ).toBe(1)
    expect(
      findSamePublishers([publisher('1', 'Ferry Trust', ['charity 7']), publisher('2', 'Ferry Trust', ['charity 8'])]),
    ).toEqual([])
    expect(findSamePublishers([publisher('1', '', []), publisher('2', '', [])])).toEqual([])
  })
})

const house = useHouse('2026-11-22T12:00:00Z')
let placeId: PlaceId
const id = (number: number) => feedService(number, {}).id
const as = () => houseActor(placeId)
const stored = (number: number) => house.platform.db.asHouse(placeId, tx => getListedService(tx, id(number)))
const rows = () =>
  house.platform.db.asHouse(placeId, async tx => [
    await tx.sql`select service_id, name, description, email, detail, publisher_id, publisher_before, merged_into, field_sources, content_hash, status
      from directory.listed_service where place_id = ${placeId} order by service_id`,
    await tx.sql`select * from directory.service_location where place_id = ${placeId} order by service_id, location_id`,
    await tx.sql`select * from directory.service_term where place_id = ${placeId} order by service_id, term_id`,
    await tx.sql`select * from directory.own_version where place_id = ${placeId}`,
  ])
const merge = async (survivor: number, absorbed: number, taken: string[]) =>
  done(
    await perform(house.platform.db, as(), mergeEntries, { survivorId: id(survivor), absorbedId: id(absorbed), taken }),
  )

describe('merging', () => {
  const council = (more: object = {}) => [
    feedService(1, {
      name: 'Ferry Pantry',
      email: 'old@ferry.example',
      description: 'Food.',
      postcode: 'ZZ1 4AB',
      ...more,
    }),
  ]
  const charity = (more: object = {}) => [
    feedService(2, {
      name: 'Ferry Food Pantry',
      email: 'pantry@ferry.example',
      description: 'A larder for all.',
      ...more,
    }),
    feedService(3, { name: 'Pantry at the Ferry', description: 'Third.' }),
  ]
  beforeAll(async () => {
    placeId = await addTestPlace(house, 'merging')
    await importTestFeed(house, 'merging', council(), '--source', 'council')
    await importTestFeed(house, 'merging', charity(), '--source', 'charity')
  })

  it('shows the chosen words, says whose they are, and undoing restores both exactly', async () => {
    const before = await rows()
    const { mergeId } = await merge(1, 2, ['email', 'description'])
    expect(await stored(1)).toMatchObject({
      name: 'Ferry Pantry',
      email: 'pantry@ferry.example',
      description: 'A larder for all.',
    })
    const [said] = await house.platform.db.asHouse(
      placeId,
      tx =>
        tx.sql`select field_sources ->> 'email' as email, field_sources ->> 'name' as name from directory.listed_service where service_id = ${id(1)}`,
    )
    expect(said).toMatchObject({ email: expect.stringContaining('charity'), name: null })
    const again = await perform(house.platform.db, as(), mergeEntries, {
      survivorId: id(3),
      absorbedId: id(2),
      taken: [],
    })
    expect(isRefusal(again) && again.refused).toBe('merged-already')
    done(await perform(house.platform.db, as(), undoMerge, { mergeId }))
    expect(await rows()).toEqual(before)
    const twice = await perform(house.platform.db, as(), undoMerge, { mergeId })
    expect(isRefusal(twice) && twice.refused).toBe('undone-already')
  })
  it('keeps a merge when either feed comes again: what they say new flows into the survivor', async () => {
    const { mergeId } = await merge(1, 2, ['email'])
    await importTestFeed(house, 'merging', council({ name: 'Ferry Pantry and Larder' }), '--source', 'council')
    expect(await stored(1)).toMatchObject({ name: 'Ferry Pantry and Larder', email: 'pantry@ferry.example' })
    await importTestFeed(house, 'merging', charity({ email: 'new@ferry.example' }), '--source', 'charity')
    expect(await stored(1)).toMatchObject({ name: 'Ferry Pantry and Larder', email: 'new@ferry.example' })
    const { out } = await importTestFeed(
      house,
      'merging',
      council({ name: 'Ferry Pantry and Larder' }),
      '--source',
      'council',
    )
    expect(out).toContain('0 added, 0 changed, 1 unchanged')
    done(await perform(house.platform.db, as(), undoMerge, { mergeId }))
    expect(await stored(1)).toMatchObject({ name: 'Ferry Pantry and Larder', email: 'old@ferry.example' })
    expect(await stored(2)).toMatchObject({ email: 'new@ferry.example' })
  })
  it('resolves chains, lets news of the last flow to the first, and makes no circle', async () => {
    const first = await merge(2, 3, ['description'])
    const second = await merge(1, 2, ['description'])
    expect((await stored(1))?.description).toBe('Third.')
    const answer = await house.web.inject({ url: `/merging/services/${id(3)}` })
    expect([answer.statusCode, answer.headers.location]).toEqual([303, `/merging/services/${id(1)}`])
    const circle = await perform(house.platform.db, as(), mergeEntries, {
      survivorId: id(3),
      absorbedId: id(1),
      taken: [],
    })
    expect(isRefusal(circle) && circle.refused).toBe('merged-already')
    await importTestFeed(
      house,
      'merging',
      [
        ...charity({ email: 'new@ferry.example' }).slice(0, 1),
        feedService(3, { name: 'Pantry at the Ferry', description: 'News.' }),
      ],
      '--source',
      'charity',
    )
    expect((await stored(1))?.description).toBe('News.')
    done(await perform(house.platform.db, as(), undoMerge, { mergeId: first.mergeId }))
    expect((await stored(1))?.description).toBe('A larder for all.')
    done(await perform(house.platform.db, as(), undoMerge, { mergeId: second.mergeId }))
    expect((await stored(1))?.description).toBe('Food.')
  })
  it('remembers "not the same", also when it looks again', async () => {
    await importTestFeed(
      house,
      'merging',
      [feedService(5, { name: 'Harbour Bereavement Café', postcode: 'ZZ1 4AB', email: 'h@x.example' })],
      '--source',
      'one',
    )
    await importTestFeed(
      house,
      'merging',
      [
        feedService(6, {
          name: 'Harbour Bereavement Cafe',
          postcode: 'ZZ1 4AB',
          email: 'h@x.example',
          organization: { id: id(905), name: 'Organisation 5' },
        }),
      ],
      '--source',
      'two',
    )
    await importTestFeed(
      house,
      'merging',
      Array.from({ length: 60 }, (_, n) => feedService(20 + n, { name: `Thing${n} for people${n}` })),
      '--source',
      'crowd',
    )
    const look = async () => done(await perform(house.platform.db, as(), lookForDuplicates, {}))
    expect((await look()).added).toBe(1)
    const [pair] = await house.platform.db.asHouse(placeId, tx => listDuplicates(tx, 'open'))
    expect([pair?.firstName, pair?.secondName]).toEqual(['Harbour Bereavement Café', 'Harbour Bereavement Cafe'])
    done(await perform(house.platform.db, as(), sayNotTheSame, { duplicateId: pair?.duplicateId ?? '' }))
    expect(await look()).toEqual({ added: 0, open: 0 })
    done(await perform(house.platform.db, as(), takeDecisionBack, { duplicateId: pair?.duplicateId ?? '' }))
    expect((await look()).open).toBe(1)
  })
  it('joins publishers of one number, also for what is imported later, and parts them again', async () => {
    const of = (number: number, name: string) => ({
      id: id(number),
      name,
      organization_identifiers: [{ identifier_type: 'Charity number', identifier: '1100' }],
    })
    const feed = [
      feedService(7, { name: 'Choir of the sea', organization: of(907, 'Sea Trust') }),
      feedService(8, { name: 'Advice desk', organization: of(908, 'The Sea Trust CIO') }),
    ]
    await importTestFeed(house, 'merging', feed, '--source', 'sea')
    await perform(house.platform.db, as(), lookForDuplicates, {})
    const pairs = await house.platform.db.asHouse(placeId, tx => listDuplicates(tx, 'open'))
    const pair = pairs.find(({ kind }) => kind === 'publisher')
    const before = await rows()
    done(
      await perform(house.platform.db, as(), joinPublishers, { duplicateId: pair?.duplicateId ?? '', intoId: id(907) }),
    )
    expect((await stored(8))?.publisher?.name).toBe('Sea Trust')
    await importTestFeed(
      house,
      'merging',
      [feed[0], { ...(feed[1] as object), description: 'Now longer.' }],
      '--source',
      'sea',
    )
    expect((await stored(8))?.publisher?.name).toBe('Sea Trust')
    await importTestFeed(house, 'merging', feed, '--source', 'sea')
    done(await perform(house.platform.db, as(), takeDecisionBack, { duplicateId: pair?.duplicateId ?? '' }))
    expect((await stored(8))?.publisher?.name).toBe('The Sea Trust CIO')
    expect(await rows()).toEqual(before)
  })
})
