/**
 * Sends REQUESTS (default 10,000) made-up requests, drawn by SEED (default 5), to every door of the demo, as everybody the demo knows and as nobody: ids of every table where they do
 * not belong, odd words under every name a page reads, wrong methods, types, bodies, cookies and headers.
 *
 * Prints JSON: answers by status, the slowest, and what must not be: faults (5xx), error answers with a stack trace, and error answers with personal data (any value of any
 * column that the manifests call personal) of somebody other than the asker that the request did not hold itself. Ends with 1 when there was one.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { openApp } from '../src/app.ts'
import { capabilities } from '../src/capabilities.ts'
import { chance } from '../src/kernel/chance.ts'
import type { Actor } from '../src/platform/auth/actor.ts'
import { openDemoHouse } from '../test/support/demo-house.ts'
import { dropFilled } from '../test/support/scratch.ts'

const requests = Number(process.env.REQUESTS ?? 10_000)
const seed = Number(process.env.SEED ?? 5)
const drawn = chance(seed)

const names = [
  ...new Set(
    readdirSync(new URL('../src', import.meta.url), { recursive: true, encoding: 'utf8' })
      .filter(path => path.endsWith('.ts') && !path.endsWith('.test.ts'))
      .flatMap(path => [
        ...readFileSync(new URL(`../src/${path}`, import.meta.url), 'utf8').matchAll(
          /\b(?:query|body|given|form|asked)(?:\.|\[')([\w-]+)/g,
        ),
      ])
      .flatMap(match => match[1] ?? []),
  ),
]
const odd = [
  ...['', '0', '-1', '1e309', 'NaN', '99999999999999999999999', 'true', 'null', '[]', '{}', '__proto__', 'constructor'],
  ...[
    "'; drop table people.person; --",
    "' or '1'='1",
    '<script>alert(1)</script>',
    '{{7*7}}',
    '$(7*7)',
    '../../etc/passwd',
  ],
  ...[
    '\u202eé\u{1f600}﷽',
    '\ud800',
    '=HYPERLINK("http://x")',
    '2026-02-31',
    '2024-02-29',
    '24:61',
    'ZZ1 4AB',
    'zz99 9zz',
  ],
  ...[
    '00000000-0000-0000-0000-000000000000',
    '00000000-0000-4000-8000-00000000000g',
    '%00',
    '%',
    'a\r\nset-cookie: b=c',
  ],
  ...[
    'x'.repeat(201),
    'y'.repeat(5000),
    'word '.repeat(2000),
    '1'.repeat(400),
    'https://evil.example/',
    '//evil.example',
  ],
]
const types = [
  ...['application/x-www-form-urlencoded', 'application/x-www-form-urlencoded; charset=utf-16', 'application/json'],
  ...[
    'application/fhir+json',
    'application/xml',
    'text/plain',
    'multipart/form-data',
    'multipart/form-data; boundary=b',
    'x',
  ],
]

interface Asker {
  readonly name: string
  readonly token: string
  /** What is held of themselves, and may be shown to them. */
  readonly own: readonly string[]
}
const demo = await openDemoHouse()
// As it runs for a place: without the demo's list of sign-ins.
const web = await openApp({ ...demo.platform, config: { ...demo.platform.config, demo: false } }, { limits: null })
const { placeId, slug } = demo.place
const found: { faults: string[]; traces: string[]; leaks: string[] } = { faults: [], traces: [], leaks: [] }
try {
  const { ids, personal, askers, subjects, requestsThere, volunteers } = await demo.platform.db.asHouse(
    placeId,
    async tx => {
      const columns = await tx.sql<{ schema: string; table: string; column: string; type: string }[]>`
      select table_schema as schema, table_name as table, column_name as column, data_type as type from information_schema.columns
      where table_schema = any(${capabilities.map(({ name }) => name)})`
      const values = async (schema: string, table: string, column: string, most: number) =>
        (
          await tx.sql<{ value: string }[]>`
          select distinct ${tx.sql(column)}::text as value from ${tx.sql(`${schema}.${table}`)}
          where place_id = ${placeId} and ${tx.sql(column)} is not null limit ${most}`
        ).map(({ value }) => value)
      const ids = new Set<string>()
      const personal = new Set<string>()
      for (const { schema, table, column, type } of columns) {
        const sight = capabilities.find(({ name }) => name === schema)?.tables?.[`${schema}.${table}`]
        if (!sight) continue
        if (type === 'uuid' && /_id$/.test(column) && column !== 'place_id')
          for (const id of await values(schema, table, column, 3)) ids.add(id)
        if (sight.personal?.includes(column) && type === 'text')
          for (const value of await values(schema, table, column, 10_000)) if (value.length > 7) personal.add(value)
      }
      // The asker's own organisation stands on every page of theirs, and no organisation's name tells of a person.
      for (const name of await values('organisations', 'organisation', 'name', 10_000)) personal.delete(name)
      const subjects = await tx.sql<
        { email: string }[]
      >`select email from people.sign_in where place_id = ${placeId} order by email`
      const requestsThere = await tx.sql<{ id: string }[]>`
      select help_request_id as id from requests.help_request where place_id = ${placeId} order by made_at limit 3`
      const volunteers = await tx.sql<{ volunteerId: string; personId: string }[]>`
      select volunteer_id, person_id from volunteers.volunteer where place_id = ${placeId} order by volunteer_id limit 3`
      const askers: Asker[] = [{ name: '', token: '', own: [] }]
      return { ids: [...ids], personal, askers, subjects, requestsThere, volunteers }
    },
  )
  const add = async ({ actor, token }: { actor: Actor; token: string }) => {
    const [held] = await demo.platform.db.asHouse(
      placeId,
      tx => tx.sql<Record<string, unknown>[]>`
        select * from people.person where place_id = ${placeId} and person_id = ${actor.personId}::uuid`,
    )
    const own = Object.values(held ?? {}).filter(value => typeof value === 'string')
    askers.push({ name: actor.name, token, own: [actor.name, ...own] })
  }
  for (const { email } of subjects) await add(await demo.signedInAs(email))
  for (const { id } of requestsThere) await add(await demo.bearer(id))
  for (const volunteer of volunteers) await add(await demo.volunteer(volunteer))
  process.stderr.write(
    `${ids.length} ids, ${personal.size} personal values, ${askers.length} askers, ${names.length} names\n`,
  )

  const value = () => (drawn.isTrue(0.4) ? drawn.pick(ids) : drawn.pick(odd)).toWellFormed()
  const pairs = () =>
    Array.from({ length: drawn.whole(0, 8) }, () => {
      const name = drawn.isTrue(0.9) ? drawn.pick(names) : drawn.pick([...odd.slice(10, 20), 'a[b]', 'x[]'])
      return `${encodeURIComponent(name.toWellFormed())}=${encodeURIComponent(value())}`
    }).join('&')
  const routes = capabilities.flatMap(({ routes }) => routes)
  const statuses = new Map<number, number>()
  const times: { ms: number; what: string }[] = []
  const asked = { pages: 0, forms: 0 }
  for (let turn = 0; turn < requests; turn += 1) {
    const route = drawn.pick(routes)
    const asker = drawn.pick(askers)
    const path = route.path
      .replace(':place', drawn.isTrue(0.97) ? slug : encodeURIComponent(value().slice(0, 100)))
      .replace(/:\w+/g, () => encodeURIComponent((drawn.isTrue(0.7) ? drawn.pick(ids) : value()).slice(0, 300)))
    const query = drawn.isTrue(0.4) ? `?${pairs()}` : ''
    const method = drawn.isTrue(0.9)
      ? route.method
      : drawn.pick(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'] as const)
    const type = drawn.isTrue(0.7) ? types[0] : drawn.pick(types)
    const payload = type?.includes('json')
      ? drawn.pick([
          '{',
          'null',
          '[]',
          '{"a":{"__proto__":1}}',
          JSON.stringify({ [drawn.pick(names)]: value() }),
          '"x"',
        ])
      : pairs()
    const headers = {
      cookie: drawn.isTrue(0.95) ? `session=${asker.token}` : `session=${value().replace(/[^\x21-\x7e]/g, '')}`,
      ...(method !== 'GET' && method !== 'HEAD' && { 'content-type': type ?? '' }),
      ...(drawn.isTrue(0.1) && {
        accept: drawn.pick(['application/json', 'application/fhir+json', 'text/*', '*/*;q=x', '']),
      }),
      ...(drawn.isTrue(0.05) && { host: 'evil.example', 'x-forwarded-host': 'evil.example' }),
      ...(drawn.isTrue(0.05) && { 'if-match': value().replace(/[^\x20-\x7e]/g, ''), 'x-request-id': 'a' }),
      ...(drawn.isTrue(0.05) && { 'accept-language': 'x'.repeat(200), referer: 'http://evil.example/%' }),
    }
    const what = `${method} ${path.slice(0, 150)}${query.slice(0, 150)}`
    const started = performance.now()
    const sends = method !== 'GET' && method !== 'HEAD'
    asked[sends ? 'forms' : 'pages'] += 1
    const answer = await web.inject({ method, url: path + query, headers, ...(sends && { payload }) })
    times.push({ ms: performance.now() - started, what })
    statuses.set(answer.statusCode, (statuses.get(answer.statusCode) ?? 0) + 1)
    if (answer.statusCode >= 500) found.faults.push(what)
    if (answer.statusCode < 400) continue
    if (
      /\bat \S+ \((?:file:|node:|\/)|\bat (?:file|node):|\.[jt]s:\d+:\d+|node_modules|PostgresError/.test(answer.body)
    )
      found.traces.push(what)
    const sent = decodeURIComponent(
      `${path}${query}${sends ? payload : ''}`.replaceAll('+', ' ').replace(/%(?![0-9a-f]{2})/gi, '%25'),
    )
    // A form that is shown again stands on a page which its reader may see; what is wrong with it is the error.
    const said =
      answer.statusCode === 422 && answer.body.includes('<form')
        ? (answer.body.match(/govuk-error-summary__body[\s\S]*?<\/ul>|govuk-error-message[\s\S]*?<\/p>/g) ?? []).join(
            '\n',
          )
        : answer.body
    for (const each of personal)
      if (said.includes(each) && !asker.own.includes(each) && !sent.includes(each))
        found.leaks.push(`${what}: ${each} to ${asker.name || 'nobody'}`)
  }
  times.sort((a, b) => a.ms - b.ms)
  const at = (share: number) => Math.round(times[Math.floor((times.length - 1) * share)]?.ms ?? 0)
  process.stdout.write(
    `${JSON.stringify(
      {
        requests,
        seed,
        doors: routes.length,
        ...asked,
        statuses: Object.fromEntries([...statuses].sort(([a], [b]) => a - b)),
        faults: found.faults.length,
        stackTraces: found.traces.length,
        personalDataInErrors: found.leaks.length,
        milliseconds: { middle: at(0.5), p99: at(0.99), longest: at(1), longestOf: times.at(-1)?.what },
      },
      null,
      2,
    )}\n`,
  )
  for (const [kind, all] of Object.entries(found))
    for (const each of new Set(all)) process.stderr.write(`${kind}: ${each}\n`)
} finally {
  await web.close()
  await demo.close()
  await dropFilled()
}
if (Object.values(found).some(all => all.length > 0)) process.exitCode = 1
