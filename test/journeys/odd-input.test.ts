import { readdirSync, readFileSync } from 'node:fs'
import type { LightMyRequestResponse } from 'fastify'
import { expect, test } from 'vitest'
import { actorForSession } from '../../src/actor.ts'
import { addMember, roles } from '../../src/capabilities/organisations/index.ts'
import { addAccount } from '../../src/capabilities/people/index.ts'
import { capabilities } from '../../src/capabilities.ts'
import { startSession } from '../../src/platform/auth/session.ts'
import { perform } from '../../src/platform/command.ts'
import { houseActor } from '../../src/platform/db/database.ts'
import type { Route } from '../../src/platform/http/route.ts'
import { worked } from '../support/cast.ts'
import { entriesOf, formIn, type Scene } from '../support/entries.ts'
import { useHouse } from '../support/house.ts'

/**
 * Every registered door with everything odd that can be sent through it: no input gives a fault. Which names a page reads is found in the source
 * and in its own form, so that a new page is tried without being listed anywhere.
 */

const house = useHouse()
const entries = entriesOf(house)

/** Every name that some page reads out of an address or a form. */
const names = [
  ...new Set(
    readdirSync(new URL('../../src', import.meta.url), { recursive: true, encoding: 'utf8' })
      .filter(path => path.endsWith('.ts') && !path.endsWith('.test.ts'))
      .flatMap(path => [
        ...readFileSync(new URL(`../../src/${path}`, import.meta.url), 'utf8').matchAll(
          /\b(?:query|body|given|form|asked)(?:\.|\[')([\w-]+)/g,
        ),
      ])
      .flatMap(match => match[1] ?? []),
  ),
]

const oddValues = [
  '',
  '-1',
  '99999999999999999999999',
  'é\u{1f600}\u202e﷽',
  "'; drop table directory.listed_service; --",
  '%ED%A0%80',
  '__proto__',
  '<script>alert(1)</script>',
  '2026-02-31',
  '00000000-0000-4000-8000-000000000000',
  'x'.repeat(5000),
]

const encodedValues = oddValues.map(value => encodeURIComponent(value))

/** ODD_INPUT=all sends every odd value under every name to every door (a minute and more); otherwise each door gets a part of them, another part each. */
const everything = process.env.ODD_INPUT === 'all'

/** Odd values under every name, another one under each; all repeated; and as other languages write lists and objects. */
const oddQueries = (all: readonly string[], turn: number): string[] => [
  ...encodedValues
    .slice(0, everything ? undefined : 2)
    .map((_, by) => all.map((name, at) => `${name}=${encodedValues[(at + by + turn) % oddValues.length]}`).join('&')),
  all.map(name => `${name}=a&${name}=b&${name}=1`).join('&'),
  all.map(name => `${name}[]=a&${name}[x]=b&${name}=%ED%A0%80%C0%80`).join('&'),
  `q=${'word '.repeat(20_000)}`,
  `near=${'Z'.repeat(100_000)}`,
  '&&==&%&%zz=%&__proto__=1&constructor[prototype]=1&q',
]

const someOf = <T>(all: readonly T[], turn: number): readonly T[] =>
  everything ? all : [0, 1, 2].flatMap(by => all[(turn * 3 + by) % all.length] ?? [])

const oddParameters = [
  '..%2f..',
  '%ED%A0%80',
  '%F0%9F%98%80',
  '-1',
  "'",
  'x'.repeat(190),
  '__proto__',
  '%20',
  '%0d%0ax:y',
]

const oddBodies: readonly { type?: string; payload: string }[] = [
  { type: 'application/json', payload: '{"decision":{"a":[1]},"words":["x"],"__proto__":{}}' },
  { type: 'application/json', payload: '[1,null,{"x":"\\u0000"}]' },
  { type: 'application/json', payload: 'null' },
  { type: 'application/json', payload: '"text"' },
  { type: 'application/json', payload: '{"broken"' },
  { type: 'text/plain', payload: 'words' },
  { type: 'application/xml', payload: '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>' },
  { payload: 'nothing said of what it is' },
  { type: 'multipart/form-data', payload: 'no boundary' },
  {
    type: 'multipart/form-data; boundary=b',
    payload: '--b\r\nContent-Disposition: form-data; name="file"; filename="x.csv"\r\n\r\na,b\r\n',
  },
  {
    type: 'multipart/form-data; boundary=b',
    payload: '--b\r\nContent-Disposition: form-data; name="__proto__"\r\n\r\nx\r\n--b--\r\n',
  },
  {
    type: 'multipart/form-data; boundary=b',
    payload:
      '--b\r\nContent-Disposition: form-data; name="file"; filename="../../x\u0000.csv"\r\nContent-Type: text/csv\r\n\r\n\u0000\r\n--b--\r\n',
  },
  { type: 'application/x-www-form-urlencoded; charset=utf-16', payload: 'words=%00' },
]

/** Somebody with every role there is, so that no door is shut before what is behind it was tried. */
const everyRole = async (scene: Scene): Promise<string> => {
  const { db } = house.platform
  const lead = houseActor(scene.placeId)
  const { personId } = worked(
    await perform(db, lead, addAccount, { name: 'Odile', email: 'odile@example.org', password: 'a long password' }),
  )
  const organisationId = scene.kitchen
  worked(await perform(db, lead, addMember, { organisationId, personId, roles: Object.keys(roles) }))
  return db.asHouse(scene.placeId, async tx => {
    expect(await actorForSession(tx, { personId, organisationId })).not.toBeNull()
    return `session=${await startSession(tx, { personId, organisationId })}`
  })
}

test('no door gives a fault, whatever is sent through it', { timeout: 240_000 }, async () => {
  const scene = await entries.aScene()
  const cookie = await everyRole(scene)
  const faults = new Map<string, string>()
  const slow = new Map<string, number>()
  const send = async (route: Route, what: string, ask: () => Promise<LightMyRequestResponse>) => {
    const from = performance.now()
    const answer = await ask()
    const seconds = (performance.now() - from) / 1000
    if (seconds > 5) slow.set(`${route.method} ${route.path} ${what.slice(0, 200)}`, seconds)
    if (answer.statusCode >= 500) faults.set(`${route.method} ${route.path}`, what.slice(0, 200))
    return answer
  }
  const samples: Record<string, string> = {
    serviceId: scene.entry,
    entryId: scene.entry,
    organisationId: scene.kitchen,
    id: scene.entry,
    question: 'who',
    file: 'services.ndjson',
    part: '1',
    postcode: 'ZZ1 4AB',
  }
  for (const [turn, route] of capabilities.flatMap(capability => capability.routes).entries()) {
    const withParameters = (value?: string) =>
      route.path
        .replace(':place', scene.slug)
        .replace(/:(\w+)/g, (_, name: string) => value ?? encodeURIComponent(samples[name] ?? scene.entry))
    const url = withParameters()
    const headers = { cookie }
    const get = (address: string) => house.web.inject({ url: address, headers })
    if (/:\w/.test(route.path.replace('/:place', '')))
      for (const odd of someOf(oddParameters, turn))
        await send(route, odd, () => house.web.inject({ method: route.method, url: withParameters(odd), headers }))
    for (const method of someOf(['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'POST', 'HEAD'] as const, turn))
      await send(route, method, () => house.web.inject({ method, url, headers, payload: 'x' }))
    if (route.method === 'GET') {
      for (const query of oddQueries(names, turn)) await send(route, query, () => get(`${url}?${query}`))
      continue
    }
    const shown = await get(url)
    const all = [...new Set([...names, ...Object.keys(shown.statusCode === 200 ? formIn(shown.body) : {})])]
    for (const payload of oddQueries(all, turn)) {
      const type = 'application/x-www-form-urlencoded'
      await send(route, payload, () =>
        house.web.inject({ method: 'POST', url, headers: { ...headers, 'content-type': type }, payload }),
      )
    }
    for (const { type, payload } of someOf(oddBodies, turn))
      await send(route, payload, () =>
        house.web.inject({
          method: 'POST',
          url,
          headers: { ...headers, ...(type && { 'content-type': type }) },
          payload,
        }),
      )
  }
  expect([...faults]).toEqual([])
  expect([...slow]).toEqual([])
})
