import { describe, expect, it } from 'vitest'
import { worked } from '../../../../test/support/cast.ts'
import { entriesOf, formIn, proposalIn } from '../../../../test/support/entries.ts'
import { useHouse } from '../../../../test/support/house.ts'
import { perform } from '../../../platform/command.ts'
import { houseActor } from '../../../platform/db/database.ts'
import { mergeEntries, mergesMeetFeed, undoMerge } from '../feeds/duplicates/merge-entries.ts'
import { publishListedService } from '../publish-listed-service.ts'
import { feedService, importTestFeed } from '../testing.ts'
import { lockImports } from '../write-lock-store.ts'
import { asSeenNow, decideProposal } from './decide-proposal.ts'

const house = useHouse()
const { aScene, get, post, edit, decide, live } = entriesOf(house)

const editPath = (entry: string) => `/directory/entries/${entry}/edit`

describe('two people at one entry', () => {
  it('who change different fields at the very same moment both get their way', async () => {
    const scene = await aScene()
    const shown = (await get(scene, editPath(scene.entry), scene.cookies.ben)).body
    const fields = ['fees', 'waitTime', 'eligibility', 'accreditations', 'interpretation', 'alert']
    const answers = await Promise.all(
      fields.map(field =>
        post(
          scene,
          editPath(scene.entry),
          { ...formIn(shown), do: 'send', [field]: `What ${field} says` },
          scene.cookies.ben,
        ),
      ),
    )
    expect(answers.map(({ statusCode }) => statusCode)).toEqual(fields.map(() => 303))
    expect(new Set(answers.map(proposalIn)).size).toBe(1)
    await decide(scene, proposalIn(answers[0] as never))
    expect(await live(scene)).toMatchObject(Object.fromEntries(fields.map(field => [field, `What ${field} says`])))
  })

  it('who change the same field: one is first, the other sees both values and chooses, and nothing typed is lost', async () => {
    const scene = await aScene()
    const shown = (await get(scene, editPath(scene.entry), scene.cookies.ben)).body
    const send = (fees: string) =>
      post(
        scene,
        editPath(scene.entry),
        { ...formIn(shown), do: 'send', fees, waitTime: `Wait of ${fees}` },
        scene.cookies.ben,
      )
    const answers = await Promise.all(['£5', '£6', '£7', '£8'].map(send))
    expect(answers.filter(({ statusCode }) => statusCode === 303)).toHaveLength(1)
    const losers = answers.filter(({ statusCode }) => statusCode === 422)
    expect(losers).toHaveLength(3)
    const lost = losers[0]?.body ?? ''
    expect(lost).toContain('Changed by somebody else while you were writing')
    expect(lost).toContain('href="#choose-fees"')
    const theirs = formIn(lost)
    const typed = String(theirs.fees)
    expect(['£5', '£6', '£7', '£8']).toContain(typed)
    const notChosen = await post(scene, editPath(scene.entry), { ...theirs, do: 'send' }, scene.cookies.ben)
    expect(notChosen.statusCode).toBe(422)
    const mine = await post(
      scene,
      editPath(scene.entry),
      { ...formIn(notChosen.body), do: 'send', 'choose-fees': 'mine', 'choose-waitTime': 'now' },
      scene.cookies.ben,
    )
    expect(mine.statusCode).toBe(303)
    await decide(scene, proposalIn(mine))
    const now = await live(scene)
    expect(now?.fees).toBe(typed)
    expect(now?.waitTime).not.toBe(`Wait of ${typed}`)
  })

  it('who check the same thing at once decide it once', async () => {
    const scene = await aScene()
    const proposalId = proposalIn(await edit(scene, { fees: '£5' }))
    const path = `/directory/proposals/${proposalId}`
    const form = formIn((await get(scene, path, scene.faridaCookie)).body)
    const answers = await Promise.all([
      post(scene, path, { ...form, decision: 'approve' }, scene.faridaCookie),
      post(scene, path, { ...form, decision: 'refuse', words: 'No.' }, scene.faridaCookie),
      post(scene, path, { ...form, decision: 'approve' }, scene.faridaCookie),
    ])
    expect(answers.filter(({ statusCode }) => statusCode === 303)).toHaveLength(1)
    expect(answers.filter(({ body }) => body.includes('Farida has decided this already'))).toHaveLength(2)
  })

  it('one who changes what was sent while another decides: what is decided on is what was seen', async () => {
    const scene = await aScene()
    const proposalId = proposalIn(await edit(scene, { fees: '£5' }))
    const path = `/directory/proposals/${proposalId}`
    const form = formIn((await get(scene, path, scene.faridaCookie)).body)
    await edit(scene, { fees: '£500' })
    const stale = await post(scene, path, { ...form, decision: 'approve', words: 'Fine with me' }, scene.faridaCookie)
    expect(stale.statusCode).toBe(422)
    expect(stale.body).toContain('was changed while you were looking at it')
    expect(stale.body).toContain('£500')
    expect(stale.body).toContain('Fine with me')
    expect((await live(scene))?.fees).toBe('£2')
    await post(scene, path, { ...formIn(stale.body), decision: 'approve' }, scene.faridaCookie)
    expect((await live(scene))?.fees).toBe('£500')
  })

  it('one of whom is the editor: a change that was overtaken is shown with all three values, and not ticked', async () => {
    const scene = await aScene()
    const proposalId = proposalIn(await edit(scene, { fees: '£5', waitTime: 'None' }))
    await edit(scene, { fees: '£6' }, scene.faridaCookie)
    const shown = (await get(scene, `/directory/proposals/${proposalId}`, scene.faridaCookie)).body
    expect(shown).toContain('Changed by somebody else since this was sent')
    expect(formIn(shown).fields).toBe('waitTime')
    await decide(scene, proposalId, { words: 'The other is newer.' })
    expect(await live(scene)).toMatchObject({ fees: '£6', waitTime: 'None' })
  })
})

const fed = (more: Record<string, unknown> = {}) =>
  feedService(1, {
    name: 'Fed lunch',
    description: 'What the feed says.',
    fees_description: '£1',
    phones: [{ id: '0a0a0a0a-0000-4000-8000-000000000801', number: '01632 960 101' }],
    postcode: 'ZZ1 4AA',
    ...more,
  })
const ENTRY = '0a0a0a0a-0000-4000-8000-000000000001'

const imported = async (scene: { slug: string }, more: Record<string, unknown> = {}) => {
  const answer = await importTestFeed(house, scene.slug, [fed(more)], '--source', 'the feed')
  expect(answer.code, answer.err).toBe(0)
}

describe('a feed that changes an entry that was edited here', () => {
  const editFed = (scene: Parameters<typeof edit>[0], changes: Record<string, string>) =>
    edit(scene, changes, scene.faridaCookie, ENTRY)

  it('does not write over it: what it newly says is proposed, once; the other fields follow it', async () => {
    const scene = await aScene()
    await imported(scene)
    await editFed(scene, { fees: 'Free since May' })
    await imported(scene)
    expect((await live(scene, ENTRY))?.fees).toBe('Free since May')
    expect((await get(scene, '/directory/proposals', scene.faridaCookie)).body).toContain('Nothing waits to be checked')
    await imported(scene, { description: 'A new description.' })
    expect(await live(scene, ENTRY)).toMatchObject({ fees: 'Free since May', description: 'A new description.' })
    expect((await get(scene, '/directory/proposals', scene.faridaCookie)).body).toContain('Nothing waits to be checked')
    await imported(scene, { description: 'A new description.', fees_description: '£3' })
    await imported(scene, { description: 'Newer.', fees_description: '£3' })
    expect((await live(scene, ENTRY))?.fees).toBe('Free since May')
    const list = (await get(scene, '/directory/proposals', scene.faridaCookie)).body
    expect(list.match(/The feed now says/g)).toHaveLength(1)
    const proposalId = /proposals\/([0-9a-f-]{36})"/.exec(list)?.[1] ?? ''
    await decide(scene, proposalId)
    expect((await live(scene, ENTRY))?.fees).toBe('£3')
    await imported(scene, { description: 'Newer.', fees_description: '£4' })
    expect((await live(scene, ENTRY))?.fees).toBe('£4')
  })

  it('is asked about no more once its words were not taken, until it says something new', async () => {
    const scene = await aScene()
    await imported(scene)
    await editFed(scene, { fees: 'Free' })
    await imported(scene, { fees_description: '£3' })
    const first =
      /proposals\/([0-9a-f-]{36})"/.exec((await get(scene, '/directory/proposals', scene.faridaCookie)).body)?.[1] ?? ''
    await decide(scene, first, { decision: 'refuse', words: 'It is free, we rang.' })
    await imported(scene, { fees_description: '£3', description: 'Something else.' })
    expect((await get(scene, '/directory/proposals', scene.faridaCookie)).body).toContain('Nothing waits to be checked')
    await imported(scene, { fees_description: '£5' })
    expect((await get(scene, '/directory/proposals', scene.faridaCookie)).body).toContain('The feed now says')
  })

  it('while a change to it waits: both are kept, and whoever checks sees what changed meanwhile', async () => {
    const scene = await aScene()
    await imported(scene)
    await house.platform.db.asHouse(
      scene.placeId,
      tx =>
        tx.sql`update directory.publisher set organisation_id = ${scene.kitchen} where place_id = ${tx.placeId} and external_id is not null`,
    )
    const proposalId = proposalIn(await edit(scene, { fees: '£5', waitTime: 'None' }, scene.cookies.ben, ENTRY))
    const form = formIn((await get(scene, `/directory/proposals/${proposalId}`, scene.faridaCookie)).body)
    await imported(scene, { fees_description: '£2' })
    const stale = await post(
      scene,
      `/directory/proposals/${proposalId}`,
      { ...form, decision: 'approve' },
      scene.faridaCookie,
    )
    expect(stale.statusCode).toBe(422)
    expect(stale.body).toContain('Changed by somebody else since this was sent')
    await decide(scene, proposalId, { fields: ['fees', 'waitTime'] })
    expect(await live(scene, ENTRY)).toMatchObject({ fees: '£5', waitTime: 'None' })
    const history = (await get(scene, `/directory/entries/${ENTRY}/history`, scene.faridaCookie)).body
    expect(history).toContain('The feed changed it')
  })

  it('at the very moment somebody approves a change loses neither', async () => {
    const scene = await aScene()
    await imported(scene)
    const form = formIn((await get(scene, editPath(ENTRY), scene.faridaCookie)).body)
    await Promise.all([
      imported(scene, { description: 'From the feed.' }),
      post(scene, editPath(ENTRY), { ...form, do: 'send', fees: 'From Farida' }, scene.faridaCookie),
      post(scene, editPath(ENTRY), { ...form, do: 'send', waitTime: 'From Farida too' }, scene.faridaCookie),
    ])
    await imported(scene, { description: 'From the feed again.' })
    expect(await live(scene, ENTRY)).toMatchObject({
      description: 'From the feed again.',
      fees: 'From Farida',
      waitTime: 'From Farida too',
    })
  })
})

describe('an entry that is looked at by several people at once', () => {
  it('is shown to all of them, whatever changed it a moment ago, and keeps each version once', async () => {
    const scene = await aScene()
    await imported(scene)
    const paths = [editPath(ENTRY), `/directory/entries/${ENTRY}/history`]
    const first = await Promise.all(Array.from({ length: 12 }, () => get(scene, editPath(ENTRY), scene.faridaCookie)))
    expect(first.map(({ statusCode }) => statusCode)).toEqual(first.map(() => 200))
    for (const description of ['Once.', 'Twice.', 'Three times.']) {
      const [, ...looks] = await Promise.all([
        imported(scene, { description }),
        ...Array.from({ length: 12 }, (_, at) => get(scene, paths[at % 2] ?? '', scene.faridaCookie)),
      ])
      expect(looks.map(({ statusCode }) => statusCode)).toEqual(looks.map(() => 200))
    }
    const seen = await get(scene, editPath(ENTRY), scene.faridaCookie)
    expect(seen.body).toContain('Three times.')
    const versions = await house.platform.db.asHouse(
      scene.placeId,
      tx => tx.sql<{ said: string }[]>`
        select content ->> 'description' as said from directory.entry_version
        where place_id = ${tx.placeId} and service_id = ${ENTRY} order by version`,
    )
    expect(versions.at(-1)?.said).toBe('Three times.')
    expect(new Set(versions.map(({ said }) => said)).size).toBe(versions.length)
  })
})

describe('an entry that is published here', () => {
  it('is not written over by a feed that has a copy of it, nor is the organisation whose it is; the report says so', async () => {
    const scene = await aScene()
    const before = await live(scene)
    const copy = feedService(7, {
      name: 'Lunch, as somebody copied it',
      organization: { id: scene.kitchen, name: 'Somebody else', email: 'else@feed.example' },
      id: scene.entry,
    })
    const other = { ...copy, id: feedService(8, {}).id, name: 'Another lunch' }
    const { code, out } = await importTestFeed(house, scene.slug, [copy, other], '--source', 'a neighbour')
    expect([code, out]).toEqual([0, expect.stringContaining('published here by its own organisation')])
    expect(await live(scene)).toEqual(before)
    const [publisher] = await house.platform.db.asHouse(
      scene.placeId,
      tx => tx.sql<{ name: string; email: string }[]>`
        select name, email from directory.publisher where place_id = ${tx.placeId} and publisher_id = ${scene.kitchen}`,
    )
    expect(publisher?.name).toBe(before?.publisher?.name)
    expect(publisher?.email).not.toBe('else@feed.example')
  })
})

describe('an entry that is joined with another one', () => {
  it('keeps what is approved at the very moment it is joined', async () => {
    const scene = await aScene()
    const { db } = house.platform
    const { serviceId: absorbedId } = worked(
      await perform(db, houseActor(scene.placeId), publishListedService, {
        organisationId: scene.kitchen,
        name: 'Lunch for all',
        description: 'The same lunch.',
        locations: [],
        schedules: [],
      }),
    )
    const proposalId = proposalIn(await edit(scene, { fees: '£5' }))
    let joining: Promise<unknown> = Promise.resolve()
    await db.asHouse(scene.placeId, async tx => {
      const seen = await asSeenNow(tx, proposalId)
      if (!seen) throw new Error('nothing to decide on')
      worked(await decideProposal.run(tx, { ...seen, decision: 'approve', words: '' }))
      const input = { survivorId: scene.entry, absorbedId, taken: ['description'] }
      joining = perform(db, scene.farida, mergeEntries, input)
      // Time to read the entry as it was, were it not waiting for its turn.
      await Promise.race([joining, new Promise(resolve => setTimeout(resolve, 300))])
    })
    worked(await joining)
    expect(await live(scene)).toMatchObject({ fees: '£5', description: 'The same lunch.' })
  })

  it('can be made two again while an import writes it: the one waits for the other, and neither fails', async () => {
    const scene = await aScene()
    const { db } = house.platform
    const organisationId = scene.kitchen
    const other = {
      organisationId,
      name: 'Lunch for all',
      description: 'The same lunch.',
      locations: [],
      schedules: [],
    }
    const { serviceId: absorbedId } = worked(await perform(db, houseActor(scene.placeId), publishListedService, other))
    const both = { survivorId: scene.entry, absorbedId, taken: [] }
    const { mergeId } = worked(await perform(db, scene.farida, mergeEntries, both))
    let undoing: Promise<unknown> = Promise.resolve()
    await db.asHouse(scene.placeId, async tx => {
      await lockImports(tx)
      await tx.sql`update directory.listed_service set changed_at = ${tx.now} where place_id = ${tx.placeId} and service_id = ${absorbedId}`
      undoing = perform(db, scene.farida, undoMerge, { mergeId }).catch(error => error)
      await Promise.race([undoing, new Promise(resolve => setTimeout(resolve, 300))])
      await mergesMeetFeed(tx, [absorbedId])
    })
    expect(await undoing).toMatchObject({ absorbedId })
  })
})
