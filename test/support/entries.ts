import { expect } from 'vitest'
import { actorForSession } from '../../src/actor.ts'
import { getListedService, publishListedService } from '../../src/capabilities/directory/index.ts'
import { loadTestPostcodes } from '../../src/capabilities/directory/testing.ts'
import { addMember } from '../../src/capabilities/organisations/index.ts'
import { addAccount } from '../../src/capabilities/people/index.ts'
import type { Actor } from '../../src/platform/auth/actor.ts'
import { startSession } from '../../src/platform/auth/session.ts'
import { perform } from '../../src/platform/command.ts'
import { houseActor } from '../../src/platform/db/database.ts'
import { aCast, type Cast, worked } from './cast.ts'
import type { TestHouse } from './house.ts'

/** Everybody who has to do with an entry: the kitchen whose it is (Ben), and Farida, who keeps the directory right. */
export type Scene = Cast & { entry: string; farida: Actor; faridaCookie: string }

type Body = Record<string, string | readonly string[]>

/** Pages of entries as their people use them, in a house. */
export function entriesOf(house: TestHouse) {
  let postcodes: Promise<void> | null = null

  /** A place whose kitchen has an entry, and somebody who keeps the directory right. */
  async function aScene(more: Record<string, unknown> = {}): Promise<Scene> {
    postcodes ??= loadTestPostcodes(house)
    await postcodes
    const cast = await aCast(house)
    const { db } = house.platform
    const lead = houseActor(cast.placeId)
    const { serviceId } = worked(
      await perform(db, lead, publishListedService, {
        organisationId: cast.kitchen,
        name: 'Community lunch',
        description: 'A hot lunch at a long table.',
        phone: '01632 960 001',
        fees: '£2',
        terms: ['Food'],
        locations: [{ postcode: 'ZZ1 4AB', addressLines: ['1 Quay Street'], town: 'Ferry' }],
        schedules: [{ byday: 'MO,TH', opensAtTime: '12:00', closesAtTime: '14:00' }],
        assuredOn: '2026-05-01',
        ...more,
      }),
    )
    const { personId } = worked(
      await perform(db, lead, addAccount, { name: 'Farida', email: 'farida@example.org', password: 'a long password' }),
    )
    worked(await perform(db, lead, addMember, { organisationId: cast.hub, personId, roles: ['directory editor'] }))
    const { farida, faridaCookie } = await db.asHouse(cast.placeId, async tx => ({
      farida: await actorForSession(tx, { personId, organisationId: cast.hub }),
      faridaCookie: `session=${await startSession(tx, { personId, organisationId: cast.hub })}`,
    }))
    if (!farida) throw new Error('no editor')
    return { ...cast, entry: serviceId, farida, faridaCookie }
  }

  const get = (scene: Pick<Scene, 'slug'>, path: string, cookie = '') =>
    house.web.inject({ url: `/${scene.slug}${path}`, headers: { cookie } })

  const post = (scene: Pick<Scene, 'slug'>, path: string, body: Body, cookie = '') =>
    house.web.inject({
      method: 'POST',
      url: `/${scene.slug}${path}`,
      headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams(
        Object.entries(body).flatMap(([name, value]): [string, string][] =>
          typeof value === 'string' ? [[name, value]] : value.map(each => [name, each]),
        ),
      ).toString(),
    })

  /** The form of a page, filled in as it stands and as `changes` say, sent. */
  async function fillIn(scene: Scene, path: string, changes: Body, cookie: string) {
    const shown = await get(scene, path, cookie)
    expect(shown.statusCode).toBe(200)
    return post(scene, path, { ...formIn(shown.body), ...changes }, cookie)
  }

  return {
    aScene,
    get,
    post,
    fillIn,
    edit: (scene: Scene, changes: Body, cookie = scene.cookies.ben, entry = scene.entry) =>
      fillIn(scene, `/directory/entries/${entry}/edit`, { do: 'send', ...changes }, cookie),
    decide: (scene: Scene, proposalId: string, changes: Body = {}) =>
      fillIn(scene, `/directory/proposals/${proposalId}`, { decision: 'approve', ...changes }, scene.faridaCookie),
    live: (scene: Scene, entry = scene.entry) =>
      house.platform.db.asHouse(scene.placeId, tx => getListedService(tx, entry)),
    /** What mail was written to an address, newest last. */
    mailTo: (scene: Scene, address: string) =>
      house.platform.db.asHouse(
        scene.placeId,
        tx => tx.sql<{ subject: string; body: string; linkPath: string | null }[]>`
          select subject, body, link_path from platform.notice where place_id = ${tx.placeId} and to_address = ${address} order by created_at, notice_id`,
      ),
  }
}

/** The proposal a redirect leads to. */
export const proposalIn = (answer: { headers: { location?: unknown } }): string => {
  const found = /proposals\/([0-9a-f-]{36})/.exec(String(answer.headers.location))?.[1]
  if (!found) throw new Error(`no proposal in ${String(answer.headers.location)}`)
  return found
}

const plain = (text: string) =>
  text
    .replace(/&quot;|&#34;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&lt;|&#60;/g, '<')
    .replace(/&gt;|&#62;/g, '>')
    .replace(/&amp;|&#38;/g, '&')

/** What a browser would send of the page's form, were its button pressed now. */
export function formIn(html: string): Record<string, string | string[]> {
  const body: Record<string, string | string[]> = {}
  const add = (name: string, value: string) => {
    const before = body[name]
    body[name] = before === undefined ? value : [...(Array.isArray(before) ? before : [before]), value]
  }
  const main = html.slice(html.indexOf('<main'))
  for (const [tag] of main.matchAll(/<input\b[^>]*>/g)) {
    const attribute = (name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1]
    const name = attribute('name')
    if (!name) continue
    if (['checkbox', 'radio'].includes(attribute('type') ?? '') && !/\bchecked\b/.test(tag)) continue
    add(name, plain(attribute('value') ?? ''))
  }
  for (const [, attributes, text] of main.matchAll(/<textarea\b([^>]*)>([\s\S]*?)<\/textarea>/g))
    add(/\bname="([^"]*)"/.exec(attributes ?? '')?.[1] ?? '', plain(text ?? ''))
  for (const [, attributes, options] of main.matchAll(/<select\b([^>]*)>([\s\S]*?)<\/select>/g))
    add(
      /\bname="([^"]*)"/.exec(attributes ?? '')?.[1] ?? '',
      plain(/<option value="([^"]*)" selected/.exec(options ?? '')?.[1] ?? ''),
    )
  return body
}
