import { describe, expect, it } from 'vitest'
import { aCast, type Cast, worked } from '../../../../test/support/cast.ts'
import { useHouse } from '../../../../test/support/house.ts'
import { actorForSession } from '../../../actor.ts'
import type { Actor } from '../../../platform/auth/actor.ts'
import { startSession } from '../../../platform/auth/session.ts'
import { perform } from '../../../platform/command.ts'
import { houseActor } from '../../../platform/db/database.ts'
import { addMember } from '../../organisations/index.ts'
import { addAccount } from '../../people/index.ts'
import { findListedService } from '../listed-service-store.ts'
import { publishListedService } from '../publish-listed-service.ts'
import { loadTestPostcodes } from '../testing.ts'

const house = useHouse()
let postcodes: Promise<void> | null = null

type Scene = Cast & { entry: string; farida: Actor; faridaCookie: string }

/** A place whose kitchen has an entry, and somebody who keeps the directory right. */
async function aScene(): Promise<Scene> {
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

const get = (scene: Scene, path: string, cookie = '') =>
  house.web.inject({ url: `/${scene.slug}${path}`, headers: { cookie } })

const post = (scene: Scene, path: string, body: Record<string, string | readonly string[]>, cookie = '') =>
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

const unescaped = (text: string) =>
  text
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')

/** What a browser would send of the page's form, were its button pressed now. */
function formIn(html: string): Record<string, string | string[]> {
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
    const isTicked = /\bchecked\b/.test(tag)
    if (['checkbox', 'radio'].includes(attribute('type') ?? '') && !isTicked) continue
    add(name, unescaped(attribute('value') ?? ''))
  }
  for (const [, attributes, text] of main.matchAll(/<textarea\b([^>]*)>([\s\S]*?)<\/textarea>/g))
    add(/\bname="([^"]*)"/.exec(attributes ?? '')?.[1] ?? '', unescaped(text ?? ''))
  for (const [, attributes, options] of main.matchAll(/<select\b([^>]*)>([\s\S]*?)<\/select>/g))
    add(
      /\bname="([^"]*)"/.exec(attributes ?? '')?.[1] ?? '',
      unescaped(/<option value="([^"]*)" selected/.exec(options ?? '')?.[1] ?? ''),
    )
  return body
}

const edit = async (scene: Scene, changes: Record<string, string | string[]>, cookie = scene.cookies.ben) => {
  const path = `/directory/entries/${scene.entry}/edit`
  const shown = await get(scene, path, cookie)
  expect(shown.statusCode).toBe(200)
  return post(scene, path, { ...formIn(shown.body), do: 'send', ...changes }, cookie)
}
const idIn = (location: unknown) => /proposals\/([0-9a-f-]{36})/.exec(String(location))?.[1] ?? ''
const decide = async (scene: Scene, proposalId: string, changes: Record<string, string | string[]> = {}) => {
  const path = `/directory/proposals/${proposalId}`
  const shown = await get(scene, path, scene.faridaCookie)
  expect(shown.statusCode).toBe(200)
  return post(scene, path, { ...formIn(shown.body), decision: 'approve', ...changes }, scene.faridaCookie)
}
const live = (scene: Scene) => house.platform.db.asHouse(scene.placeId, tx => findListedService(tx, scene.entry))

describe('an organisation’s own entries', () => {
  it('are changed by sending in what they should say: people see the last approved version until somebody has checked it', async () => {
    const scene = await aScene()
    expect((await get(scene, '/directory/entries', scene.cookies.ben)).body).toContain('Community lunch')
    const sent = await edit(scene, { description: 'A hot lunch for everyone.', fees: 'Free for all' })
    expect(sent.statusCode).toBe(303)
    const proposalId = idIn(sent.headers.location)
    expect((await get(scene, `/services/${scene.entry}`)).body).toContain('A hot lunch at a long table.')
    expect((await get(scene, '/directory/proposals', scene.faridaCookie)).body).toContain('Community lunch')
    const shown = (await get(scene, `/directory/proposals/${proposalId}`, scene.faridaCookie)).body
    expect(shown).toContain('<mark class="kil-mark">everyone.</mark>')
    const approved = await decide(scene, proposalId)
    expect(approved.headers.location).toBe(`/${scene.slug}/directory/proposals?done=approve`)
    const now = await live(scene)
    expect(now).toMatchObject({
      description: 'A hot lunch for everyone.',
      fees: 'Free for all',
      assuredOn: '2026-05-01',
    })
    expect(now?.locations[0]?.point).toEqual({ x: 331609, y: 390000 })
    expect((await get(scene, `/services/${scene.entry}`)).body).toContain('A hot lunch for everyone.')
  })

  it('that nothing was changed in say so', async () => {
    const scene = await aScene()
    const sent = await edit(scene, {})
    expect(sent.statusCode).toBe(422)
    expect(sent.body).toContain('Nothing was changed')
  })
})
