import type { AddressInfo } from 'node:net'
import type { ParsedMail } from 'mailparser'
import { simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aCast, type Cast, worked } from '../../../../test/support/cast.ts'
import { useHouse } from '../../../../test/support/house.ts'
import { aMember } from '../../../../test/support/member.ts'
import type { Actor } from '../../../platform/auth/actor.ts'
import { anyone } from '../../../platform/auth/actor.ts'
import { perform } from '../../../platform/command.ts'
import { openMail, sendNotices } from '../../../platform/notify/send.ts'
import { heldNow } from '../../../platform/personal/held.ts'
import { aVisitor, type Visitor } from '../../requests/testing.ts'
import { keepBulletin, sendBulletin } from './keep-bulletin.ts'
import { keepStory, publishStory } from './keep-story.ts'
import { consentPath, recordStoryConsent, withdrawByLink, withdrawForThem } from './story-consent.ts'
import { askForBulletin, confirmBulletin, leaveBulletin } from './subscribe.ts'
import { forgetBulletinMail, writeBulletinsJob } from './write-bulletins-job.ts'

const house = useHouse('2026-11-16T10:00:00Z')
const arrived: ParsedMail[] = []
let whenArrived: (mail: ParsedMail, count: number) => Promise<void> | void = () => {}
const smtp = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  async onData(stream, _session, done) {
    const mail = await simpleParser(stream)
    arrived.push(mail)
    await whenArrived(mail, arrived.length)
    done()
  },
})
const to = (mail: ParsedMail) => /[^<\s"]+@[^>\s"]+/.exec([mail.to].flat()[0]?.text ?? '')?.[0] ?? ''

interface Place {
  cast: Cast
  convenor: Actor
  visitor: Visitor
}

const aPlace = async (): Promise<Place> => {
  const cast = await aCast(house)
  const { actor, session } = await aMember(house.platform, cast.placeId, cast.hub, 'Cora', ['convenor'])
  const visitor = aVisitor(() => house.web)
  visitor.cookies.set('session', session)
  return { cast, convenor: actor, visitor }
}

const aStory = async ({ convenor }: Place, title: string, more: { body?: string; contact?: string } = {}) => {
  const { db } = house.platform
  const { storyId } = worked(
    await perform(db, convenor, keepStory, {
      ...{ storyId: null, kind: 'story', title, summary: `About ${title}.`, byLine: 'Halina' },
      ...{ body: more.body ?? 'They came with soup.', principles: [2], councilIds: [], neighbourhoodIds: [] },
    }),
  )
  const { consentId } = worked(
    await perform(db, convenor, recordStoryConsent, {
      ...{ storyId, name: 'Halina', contact: more.contact ?? 'halina@example.org', how: 'signed a form' },
      givenOn: '2026-11-15',
    }),
  )
  worked(await perform(db, convenor, publishStory, { storyId }))
  return { storyId, consentId }
}

const readers = async ({ cast }: Place, count: number): Promise<void> => {
  const { db } = house.platform
  for (let n = 0; n < count; n++)
    worked(await perform(db, anyone(cast.placeId), askForBulletin, { email: `reader${n}@example.org` }))
  const paths = await db.asHouse(
    cast.placeId,
    tx => tx.sql<{ linkPath: string }[]>`
      select link_path from platform.notice where place_id = ${tx.placeId} and sent_for like 'confirm bulletin%'`,
  )
  for (const { linkPath } of paths)
    worked(await perform(db, anyone(cast.placeId), confirmBulletin, { link: linkPath.split('/').at(-1) ?? '' }))
  house.advance({ minutes: 1 })
}

const aBulletin = async ({ convenor }: Place, storyIds: string[]): Promise<string> => {
  const { db } = house.platform
  const draft = { bulletinId: null, subject: 'What worked in November', opening: 'Good morning.', storyIds }
  const { bulletinId } = worked(await perform(db, convenor, keepBulletin, draft))
  worked(await perform(db, convenor, sendBulletin, { bulletinId }))
  return bulletinId
}

describe('the library', () => {
  let mail: ReturnType<typeof openMail>
  const send = ({ cast }: Place) => sendNotices(house.platform.db, mail, cast.placeId, cast.slug)
  /** Sends what waits already, so that a test sees its own mail alone. */
  const clear = async (place: Place) => {
    whenArrived = () => {}
    await send(place)
    arrived.length = 0
  }
  beforeAll(async () => {
    await new Promise<void>(resolve => smtp.listen(0, '127.0.0.1', resolve))
    const { port } = smtp.server.address() as AddressInfo
    mail = openMail({
      ...house.platform.config,
      smtpUrl: `smtp://127.0.0.1:${port}`,
      publicUrl: 'https://here.example',
    })
  })
  afterAll(async () => {
    mail.close()
    await new Promise<void>(resolve => smtp.close(() => resolve()))
  })

  it('publishes a story only with consent, is searched by words and principle, and forgets it everywhere when that is taken back', async () => {
    const place = await aPlace()
    const { visitor, cast } = place
    const me = aVisitor(() => house.web)
    await me.open(`/${cast.slug}/library`)
    expect(me.words()).toContain('No story yet')
    await visitor.open(`/${cast.slug}/library`)
    await visitor.follow('Write a story')
    await visitor.press('Save the draft', { title: 'The net loft' })
    expect(visitor.errors()).toEqual(['Choose what it is'])
    await visitor.press('Save the draft', { kind: 'story', title: 'The net loft' })
    expect(visitor.words()).toContain('Before it can be published')
    await visitor.press('Save', {
      summary: 'How a kitchen fed a street.',
      body: 'First there were parsnips.\n\nThen there was soup.',
      principles: ['2', '5'],
    })
    expect(visitor.words()).not.toContain('Choose at least one principle')
    await visitor.press('Write the consent down', { name: 'Halina', contact: 'halina@example.org' })
    expect(visitor.errors()).toEqual(['Choose how they agreed'])
    await visitor.press('Write the consent down', { how: 'signed a form' })
    await visitor.press('Publish')
    expect(visitor.words()).toContain('Everybody can read it')

    await me.open(`/${cast.slug}/library?q=parsnip&principle=5`)
    expect(me.words()).toContain('1 piece')
    await me.open(`/${cast.slug}/library?q=parsnip&principle=1`)
    expect(me.words()).toContain('Nothing fits')
    await me.open(`/${cast.slug}/library?q=%22the%22+%26+!&where=nowhere&kind=x&page=-4`)
    expect(me.at.status).toBe(200)
    await me.open(`/${cast.slug}/library`)
    await me.follow('The net loft')
    const story = me.at.path
    expect(me.words()).toContain('parsnips')

    await clear(place)
    const path = await house.platform.db.asHouse(cast.placeId, async tx => {
      const [row] = await tx.sql<{ consentId: string }[]>`
        select consent_id from practice.story_consent where place_id = ${tx.placeId}`
      return consentPath(tx, { consentId: row?.consentId ?? '' })
    })
    await me.open(`/${cast.slug}${path}`)
    await me.press('Take the story back')
    expect(me.words()).toContain('It was in no bulletin that has been sent')
    await me.open(story)
    expect([me.at.status, me.words().includes('parsnips')]).toEqual([404, false])
    await me.open(`/${cast.slug}/library?q=parsnip`)
    expect(me.words()).toContain('Nothing fits')
    expect((await house.web.inject({ url: `/${cast.slug}/api/library` })).json()).toMatchObject({ stories: [] })
    await visitor.open(`${story}/edit`)
    expect(visitor.words()).not.toContain('soup')
    await send(place)
    expect(arrived.map(({ subject }) => subject)).toEqual(['Your story has been taken back'])
    const held = await house.platform.db.asHouse(
      cast.placeId,
      tx => tx.sql`
        select from practice.story where place_id = ${tx.placeId} and (title || summary || body) ~ 'parsnip|net loft|soup'
        union all select from practice.published_story where place_id = ${tx.placeId}
        union all select from platform.notice where place_id = ${tx.placeId} and (subject || body) ~ 'parsnip|net loft'`,
    )
    expect(held).toHaveLength(0)
  })

  it('signs people up by two steps, says the same whoever is known, and lets them leave with the one press of a mail program', async () => {
    const place = await aPlace()
    const { cast } = place
    const me = aVisitor(() => house.web)
    await me.open(`/${cast.slug}/bulletin`)
    await me.press('Sign up', { email: 'nobody' })
    expect(me.errors()).toEqual(['Enter an e-mail address like name@example.org'])
    await me.press('Sign up', { email: 'Zoe@Example.org' })
    const said = me.words()
    await me.press('Sign up', { email: 'zoe@example.org' })
    expect(me.words()).toBe(said)
    await clear(place)
    const [asked] = await house.platform.db.asHouse(
      cast.placeId,
      tx => tx.sql<{ n: number; linkPath: string }[]>`
        select count(*)::int as n, min(link_path) as link_path from platform.notice where place_id = ${tx.placeId} and sent_for like 'confirm bulletin%'`,
    )
    expect(asked?.n).toBe(1)
    const first = await aStory(place, 'The first')
    const draft = { bulletinId: null, subject: 'One', opening: '', storyIds: [first.storyId] }
    const { bulletinId } = worked(await perform(house.platform.db, place.convenor, keepBulletin, draft))
    expect(await perform(house.platform.db, place.convenor, sendBulletin, { bulletinId })).toMatchObject({
      refused: 'no-readers',
    })
    await me.open(`/${cast.slug}${asked?.linkPath}`)
    await me.press('Yes, send it to me')
    expect(me.words()).toContain('You get the bulletin')
    house.advance({ minutes: 1 })
    worked(await perform(house.platform.db, place.convenor, sendBulletin, { bulletinId }))
    await writeBulletinsJob(house.platform, cast.placeId)
    await send(place)
    const [notice] = await house.platform.db.asHouse(
      cast.placeId,
      tx => tx.sql<{ leavePath: string; sentAt: Date | null }[]>`
        select leave_path, sent_at from platform.notice where place_id = ${tx.placeId} and sent_for = 'bulletin'`,
    )
    expect(notice?.sentAt).toBeInstanceOf(Date)
    await me.open(`/${cast.slug}${notice?.leavePath}`)
    expect(me.words()).toContain('One press')
    const oneClick = await house.web.inject({
      method: 'POST',
      url: `/${cast.slug}${notice?.leavePath}`,
      headers: { 'content-type': 'multipart/form-data; boundary=b' },
      payload: '--b\r\ncontent-disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n',
    })
    expect([oneClick.statusCode, oneClick.headers.location]).toEqual([200, undefined])
    const again = await house.web.inject({
      method: 'POST',
      url: `/${cast.slug}${notice?.leavePath}`,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: 'List-Unsubscribe=One-Click',
    })
    expect(again.statusCode).toBe(200)
    const held = await house.platform.db.asHouse(
      cast.placeId,
      tx => tx.sql`
        select from practice.subscriber where place_id = ${tx.placeId}
        union all select from platform.notice where place_id = ${tx.placeId} and lower(to_address) = 'zoe@example.org'`,
    )
    expect(held).toHaveLength(0)
    await me.open(`/${cast.slug}${asked?.linkPath}`)
    expect(me.words()).toContain('opens nothing')
  })

  it('says in each bulletin where a mail program leaves with one press', async () => {
    const place = await aPlace()
    await readers(place, 2)
    const { storyId } = await aStory(place, 'The minibus')
    await clear(place)
    const bulletinId = await aBulletin(place, [storyId])
    await writeBulletinsJob(house.platform, place.cast.placeId)
    await send(place)
    expect(arrived).toHaveLength(2)
    const [one] = arrived
    const header = (name: string) => String(one?.headerLines.find(({ key }) => key === name)?.line ?? '')
    expect(header('list-unsubscribe-post')).toBe('List-Unsubscribe-Post: List-Unsubscribe=One-Click')
    expect(header('list-unsubscribe').replace(/\s+/g, ' ')).toMatch(
      new RegExp(`^List-Unsubscribe: <https://here.example/${place.cast.slug}/bulletin/leave/[\\w-]+>$`),
    )
    expect(one?.text).toContain('The minibus')
    expect(one?.text).toContain(`/library/${storyId}`)
    expect(one?.text).toMatch(/Leave this bulletin: https:/)
    // Thirty days later nobody knows any more to whom it went.
    house.advance({ days: 31 })
    expect(
      await house.platform.db.asHouse(place.cast.placeId, async tx =>
        forgetBulletinMail(tx, tx.now, 10, false, await heldNow(tx)),
      ),
    ).toBe(1)
    const left = await house.platform.db.asHouse(
      place.cast.placeId,
      tx => tx.sql`
        select from platform.notice where place_id = ${tx.placeId} and about_id = ${bulletinId} and to_address like '%@%'`,
    )
    expect(left).toHaveLength(0)
  })

  it('holds no word of a story in what leaves after its consent was taken back, and nothing for who left, while a bulletin is going out', async () => {
    house.setClock('2026-11-16T11:00:00Z')
    const place = await aPlace()
    const { db } = house.platform
    const { cast } = place
    await readers(place, 12)
    const kept = await aStory(place, 'The minibus')
    const taken = await aStory(place, 'Zebedee and the parsnips')
    await clear(place)
    const bulletinId = await aBulletin(place, [taken.storyId, kept.storyId])
    // Half is written; the rest is written after the taking back.
    let lots = 0
    const cut = new Error('killed')
    const half = {
      db: {
        ...db,
        asHouse: ((placeId, work) => {
          if (lots++ === 2) throw cut
          return db.asHouse(placeId, work)
        }) as typeof db.asHouse,
      },
    }
    await expect(writeBulletinsJob(half, cast.placeId, 6)).rejects.toBe(cut)

    let withdrawn: Promise<unknown> = Promise.resolve()
    let goneAt = Number.POSITIVE_INFINITY
    whenArrived = async (_mail, count) => {
      if (count !== 2) return
      const link = await db.asHouse(cast.placeId, async tx => (await consentPath(tx, taken)).split('/').at(-1) ?? '')
      // Not awaited: the mail that is leaving at this moment is waited for by whoever takes back.
      withdrawn = perform(db, anyone(cast.placeId), withdrawByLink, { link }).then(answer => {
        worked(answer)
        goneAt = arrived.length
      })
    }
    await send(place)
    await withdrawn
    whenArrived = () => {}
    await writeBulletinsJob(house.platform, cast.placeId, 6)
    await send(place)
    const bulletins = arrived.filter(({ subject }) => subject === 'What worked in November')
    expect(new Set(bulletins.map(to)).size).toBe(12)
    expect(bulletins).toHaveLength(12)
    expect(goneAt).toBeLessThan(12)
    const after = arrived.slice(goneAt).filter(({ subject }) => subject === 'What worked in November')
    expect(after.length).toBeGreaterThanOrEqual(6)
    for (const each of after) {
      expect(each.text).not.toMatch(/Zebedee|parsnip/)
      expect(each.text).not.toContain(taken.storyId)
      expect(each.text).toContain('The minibus')
    }
    expect(bulletins.slice(0, 2).every(({ text }) => text?.includes('Zebedee'))).toBe(true)
    // Nothing of it is kept of those that left before, and the person is told where it was.
    const copies = await db.asHouse(
      cast.placeId,
      tx => tx.sql`
        select from platform.notice where place_id = ${tx.placeId} and (subject || body || more_links::text) ~ 'Zebedee|parsnip'`,
    )
    expect(copies).toHaveLength(0)
    expect(arrived.find(({ subject }) => subject === 'Your story has been taken back')?.text).toContain(
      '“What worked in November”',
    )
    const me = aVisitor(() => house.web)
    await me.open(`/${cast.slug}/bulletin/past/${bulletinId}`)
    expect(me.words()).toContain('One story of this bulletin is not published any more')
    expect(me.words()).not.toContain('Zebedee')
  })

  it('sends nothing more to who leaves while it is going out, written to already or not', async () => {
    const place = await aPlace()
    const { db } = house.platform
    const { cast } = place
    await readers(place, 8)
    const { storyId } = await aStory(place, 'The minibus')
    await clear(place)
    await aBulletin(place, [storyId])
    const leaveAs = async (email: string) => {
      const [row] = await db.asHouse(
        cast.placeId,
        tx => tx.sql<{ leavePath: string }[]>`
          select leave_path from platform.notice where place_id = ${tx.placeId} and to_address = ${email} and leave_path is not null`,
      )
      const link = row?.leavePath.split('/').at(-1)
      if (link) worked(await perform(db, anyone(cast.placeId), leaveBulletin, { link }))
    }
    let lots = 0
    const half = {
      db: {
        ...db,
        asHouse: ((placeId, work) => {
          if (lots++ === 3) throw new Error('killed')
          return db.asHouse(placeId, work)
        }) as typeof db.asHouse,
      },
    }
    await expect(writeBulletinsJob(half, cast.placeId, 2)).rejects.toThrow('killed')
    const written = await db.asHouse(
      cast.placeId,
      tx => tx.sql<{ toAddress: string }[]>`
        select to_address from platform.notice where place_id = ${tx.placeId} and leave_path is not null order by created_at, to_address`,
    )
    expect(written).toHaveLength(4)
    const leaver = written.at(-1)?.toAddress ?? ''
    let leaving: Promise<void> | null = null
    whenArrived = async (each, count) => {
      if (count === 1 && to(each) !== leaver) leaving = leaveAs(leaver)
      if (leaving) await leaving
    }
    await send(place)
    whenArrived = () => {}
    // Two processes at once write it to the end.
    await Promise.all([
      writeBulletinsJob(house.platform, cast.placeId, 2),
      writeBulletinsJob(house.platform, cast.placeId, 3),
    ])
    await send(place)
    const got = arrived.filter(({ subject }) => subject === 'What worked in November').map(to)
    expect(got).toHaveLength(leaving ? 7 : 8)
    expect(new Set(got).size).toBe(got.length)
    expect(got.includes(leaver)).toBe(leaving === null)
    expect(leaving).not.toBeNull()
  })

  it('lets those who keep a story take its consent back for somebody, and nobody else', async () => {
    const place = await aPlace()
    const { db } = house.platform
    const { consentId, storyId } = await aStory(place, 'A call', { contact: '020 7946 0123' })
    const other = await aMember(house.platform, place.cast.placeId, place.cast.kitchen, 'Otto', ['champion'])
    expect(await perform(db, other.actor, withdrawForThem, { consentId })).toMatchObject({ refused: 'no-such-story' })
    expect(await perform(db, place.cast.ben, withdrawForThem, { consentId })).toMatchObject({ refused: 'not-allowed' })
    const stranger = aVisitor(() => house.web)
    stranger.cookies.set('session', other.session)
    await stranger.open(`/${place.cast.slug}/library/${storyId}/edit`)
    expect(stranger.at.status).toBe(404)
    await place.visitor.open(`/${place.cast.slug}/library/${storyId}/edit`)
    await place.visitor.press('They have taken it back')
    expect(place.visitor.words()).toContain('Taken back everywhere')
    await place.visitor.open(`/${place.cast.slug}/library`)
    expect(place.visitor.words()).not.toContain('A call')
  })
})
