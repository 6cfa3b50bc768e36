import { beforeAll, describe, expect, it } from 'vitest'
import { useHouse } from '../../../../test/support/house.ts'
import type { PlaceId } from '../../../kernel/ids.ts'
import { listMailbox } from '../../../platform/notify/send.ts'
import { addTestPlace, feedService, importTestFeed } from '../testing.ts'
import { askWhatIsDue } from './ask-organisations.ts'

const house = useHouse('2026-11-02T09:30:00Z')
let placeId: PlaceId
const slug = 'askton'

const run = async () => {
  await askWhatIsDue(house.platform, placeId)
  await house.deliver(placeId)
}
const mails = (to = '') => house.platform.db.asHouse(placeId, tx => listMailbox(tx, 200, to))
const linksIn = (body: string) =>
  [...body.matchAll(/(\S.*?) \(.*?\): http:\/\/[^/]+(\/\S+)/g)].map(([, name, path]) => ({ name, path: path ?? '' }))
const entry = (n: number, more: object) => feedService(n, { name: `Entry ${n}`, ...more })
const idOf = (n: number) => feedService(n, {}).id
const row = async (n: number) => {
  const [found] = await house.platform.db.asHouse(
    placeId,
    tx => tx.sql<{ assuredOn: string | null; doubtfulBecause: string | null; status: string }[]>`
      select assured_on, doubtful_because, status from directory.listed_service where place_id = ${tx.placeId} and service_id = ${idOf(n)}`,
  )
  return found
}
const publicPage = async (n: number) => (await house.web.inject(`/${slug}/services/${idOf(n)}`)).body
const post = (url: string, payload: Record<string, string>) =>
  house.web.inject({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(payload).toString(),
  })

beforeAll(async () => {
  placeId = await addTestPlace(house, slug)
  const kitchen = { id: '0c0c0c0c-0000-4000-8000-000000000001', name: 'Kitchen', email: 'kitchen@example.org' }
  await importTestFeed(house, slug, [
    entry(1, { organization: kitchen, assured_date: '2025-12-20' }),
    entry(2, { organization: kitchen, assured_date: '2025-12-01', email: 'Kitchen@example.org' }),
    entry(3, { organization: kitchen, assured_date: '2026-10-01' }),
    entry(4, { email: 'four@example.org' }),
    entry(5, {}),
    entry(6, { email: 'six@example.org', status: 'inactive' }),
  ])
})

describe('asking organisations whether their entries are still right', () => {
  it('lets what has just been listed settle before anybody gets mail', async () => {
    await run()
    expect(await mails()).toEqual([])
  })

  it('writes one mail to an address, about all that is due there or soon will be, each with its link', async () => {
    house.advance({ days: 14 })
    await run()
    await run()
    const sent = await mails()
    expect(sent.map(({ toAddress }) => toAddress).sort()).toEqual(['four@example.org', 'kitchen@example.org'])
    const kitchen = sent.find(({ toAddress }) => toAddress.startsWith('kitchen'))
    expect(kitchen?.subject).toBe('are your 2 entries in the askton directory still right?')
    expect(linksIn(kitchen?.body ?? '').map(({ name }) => name)).toEqual(['Entry 1', 'Entry 2'])
    expect(kitchen?.body).toContain('Entry 1 (last checked in December 2025)')
  })

  it('puts what nobody can be asked about on the list of those to ring, and says nothing against it in public', async () => {
    expect(await row(5)).toMatchObject({ doubtfulBecause: null })
    const [reason] = await house.platform.db.asHouse(
      placeId,
      tx =>
        tx.sql`select reason from directory.reason_to_check where place_id = ${tx.placeId} and service_id = ${idOf(5)}`,
    )
    expect(reason).toEqual({ reason: 'no address' })
  })

  it('shows the entry as the public reads it, and looking changes nothing', async () => {
    const [mail] = await mails('kitchen@example.org')
    const { path } = linksIn(mail?.body ?? '')[0] ?? { path: '' }
    const page = await house.web.inject(path)
    expect(page.statusCode).toBe(200)
    expect(page.headers['x-robots-tag']).toBe('noindex')
    for (const words of [
      'Entry 1',
      'Kitchen',
      'Checked in December 2025',
      'Everything is right',
      'Something has changed',
    ])
      expect(page.body).toContain(words)
    expect(page.body).not.toContain('Whoever reads')
    expect((await row(1))?.assuredOn).toBe('2025-12-20')
    expect((await house.web.inject(`${path}?lang=ar`)).body).toContain('كل شيء صحيح')
  })

  it('takes “everything is right” once, with a row, a fact and an audit line; a second use says what was done', async () => {
    const [mail] = await mails('kitchen@example.org')
    const { path } = linksIn(mail?.body ?? '')[0] ?? { path: '' }
    const pressed = await post(path, { answer: 'right' })
    expect([pressed.statusCode, pressed.headers.location]).toEqual([303, path])
    expect((await row(1))?.assuredOn).toBe('2026-11-16')
    const kept = await house.platform.db.asHouse(placeId, async tx => ({
      assurances:
        await tx.sql`select how, by_name, assured_on from directory.assurance where place_id = ${tx.placeId} and service_id = ${idOf(1)} and how = 'link'`,
      facts: (
        await tx.sql`select 1 from platform.fact where record_id = ${idOf(1)} and kind = 'directory.service-assured'`
      ).count,
      audit: (
        await tx.sql`select 1 from platform.audit_line where record_id = ${idOf(1)} and action = 'said that an entry is right: link'`
      ).count,
    }))
    expect(kept).toEqual({
      assurances: [{ how: 'link', byName: 'Whoever reads kitchen@example.org', assuredOn: '2026-11-16' }],
      facts: 1,
      audit: 1,
    })
    house.advance({ days: 2 })
    const again = await post(path, { answer: 'stopped' })
    expect(again.statusCode).toBe(303)
    const page = (await house.web.inject(path)).body
    expect(page).toContain('Somebody with this link said on 16 November 2026 that everything is right.')
    expect((await row(1))?.doubtfulBecause).toBeNull()
    expect(await publicPage(1)).toContain('Checked this month')
  })

  it('passes on what has changed, and tells the public until it is put right', async () => {
    const [mail] = await mails('kitchen@example.org')
    const { path } = linksIn(mail?.body ?? '')[1] ?? { path: '' }
    const empty = await post(path, { answer: 'changed', words: ' ' })
    expect(empty.statusCode).toBe(422)
    expect(empty.body).toContain('Say what has changed')
    expect((await post(path, { answer: 'changed', words: 'We close at 3 now.' })).statusCode).toBe(303)
    expect((await row(2))?.doubtfulBecause).toBe('said changed')
    expect(await publicPage(2)).toContain('Reported as doubtful: they told us that something has changed')
  })

  it('opens nothing for a link that is forged, cut short, or of another place', async () => {
    const [mail] = await mails('four@example.org')
    const { path } = linksIn(mail?.body ?? '')[0] ?? { path: '' }
    for (const wrong of [
      `${path}x`,
      path.slice(0, -1),
      `/${slug}/still-right/x`,
      `/${slug}/still-right/${'a'.repeat(48)}`,
    ]) {
      expect((await house.web.inject(wrong)).statusCode, wrong).toBe(404)
      expect((await post(wrong, { answer: 'right' })).statusCode, wrong).toBe(404)
    }
    await addTestPlace(house, 'otherton')
    expect((await house.web.inject(path.replace(slug, 'otherton'))).statusCode).toBe(404)
    expect((await post(path, { answer: 'burn it' })).statusCode).toBe(303)
    expect((await row(4))?.assuredOn).toBeNull()
  })

  it('writes again after two weeks and four, then asks for a call, and never more', async () => {
    const sent = async () => (await mails('four@example.org')).length
    for (const [days, expected] of [
      [11, 1],
      [1, 2],
      [13, 2],
      [1, 3],
      [13, 3],
    ] as const) {
      house.advance({ days })
      await run()
      expect(await sent(), `after ${days} more days`).toBe(expected)
    }
    house.advance({ days: 1 })
    await run()
    const reasons = await house.platform.db.asHouse(
      placeId,
      tx =>
        tx.sql`select reason from directory.reason_to_check where place_id = ${tx.placeId} and service_id = ${idOf(4)} and ended_at is null`,
    )
    expect([...reasons]).toEqual([{ reason: 'no answer' }])
    house.advance({ days: 60 })
    await run()
    expect(await sent()).toBe(3)
    expect(await publicPage(4)).toContain('Not known when it was last checked')
  })

  it('ends a link after three months, and says what to do', async () => {
    const [mail] = await mails('four@example.org')
    const { path } = linksIn(mail?.body ?? '')[0] ?? { path: '' }
    const page = await house.web.inject(path)
    expect(page.statusCode).toBe(410)
    expect(page.body).toContain('This link has ended')
    expect((await post(path, { answer: 'right' })).statusCode).toBe(410)
  })

  it('keeps a newer check against an older one of the feed, and takes a newer one from it; a modified date is no check', async () => {
    const kitchen = { id: '0c0c0c0c-0000-4000-8000-000000000001', name: 'Kitchen', email: 'kitchen@example.org' }
    await importTestFeed(house, slug, [
      entry(1, { organization: kitchen, assured_date: '2026-01-20', description: 'Edited.' }),
      entry(2, { organization: kitchen, assured_date: '2027-02-01', description: 'Checked.' }),
      entry(4, { email: 'four@example.org', last_modified: '2027-02-01T10:00:00Z', description: 'Edited.' }),
    ])
    expect((await row(1))?.assuredOn).toBe('2026-11-16')
    expect(await row(2)).toMatchObject({ assuredOn: '2027-02-01', doubtfulBecause: null })
    expect((await row(4))?.assuredOn).toBeNull()
  })
})
