import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openApp } from '../../src/app.ts'
import { capabilities } from '../../src/capabilities.ts'
import { startSession } from '../../src/platform/auth/session.ts'
import { connect } from '../../src/platform/db/connection.ts'
import type { Route } from '../../src/platform/http/route.ts'
import { type Canary, plantCanaries } from '../support/canaries.ts'
import { useHouse } from '../support/house.ts'
import { saidTables } from '../support/said-tables.ts'
import { oracleOf } from '../support/sight-oracle.ts'
import { type Looker, type SightStory, tellSightStory } from '../support/sight-story.ts'

/**
 * The search through every door: an unmistakable word stands in every personal column of every row of the story. Everybody asks for every page, list and file there
 * is, with the true ids of everything, and what comes back is searched for words of rows that the story does not let them see.
 */

const house = useHouse()
let story: SightStory
let canaries: Map<string, Canary>
let web: FastifyInstance
let lookers: readonly (Looker & { cookie: string })[]
const logged: string[] = []
const write = process.stdout.write

const routes: readonly Route[] = capabilities.flatMap(capability => [...capability.routes])
/** The mail that went out, for whoever tries the demo; in a place that sends mail it is not there. */
const forDemo = ['/:place/mailbox']

/** What pages show on purpose although the row is not theirs to read, and why. */
const meant: readonly { who: RegExp; path: RegExp; of: RegExp; because: string }[] = [
  {
    who: /^(?!nobody|who left)/,
    path: /./,
    of: /^people\.person\.name of staff|^platform\.audit_words\.words/,
    because: 'staff are named for what they did at work, to whoever may read that it was done',
  },
  {
    who: /^volunteer/,
    path: /\/(offers|my-volunteering)/,
    of: /^matching\.task\.what/,
    because: 'what is asked stands in the task; volunteers see the offer it was put to them in',
  },
  {
    who: /^safeguarding lead/,
    path: /\/no-contact$/,
    of: /^people\.person\.name of volunteer/,
    because: 'a lead keeps apart two people they need not look after, and has to be sure which',
  },
  {
    who: /^coordinator of a mutual-aid group here/,
    path: /\/referrals\/:referralId$/,
    of: /^(requests\.help_request\.on_behalf_\w+|other said) of accepted by a mutual-aid group$/,
    because:
      'the yes it was given covers who asked for them; the row has the story too, which an informal group is never told, so the house reads it and tells the rest',
  },
]

/** Those whose sight differs: of the volunteers and residents, one for each thing that may go wrong. */
const wanted =
  /^(?!volunteer|resident).* here|^(nobody|coordinator of the hub) .*elsewhere|^resident: accepted|^volunteer: (offered|details read|details over|somebody else).* here/

beforeAll(async () => {
  story = await tellSightStory(house)
  const asOwner = connect(house.owner, 1)
  canaries = await plantCanaries(asOwner, saidTables)
  await asOwner.end()
  const { db } = house.platform
  lookers = await Promise.all(
    story.lookers
      .filter(({ name }) => wanted.test(name))
      .map(async looker => ({
        ...looker,
        cookie: looker.subject
          ? `session=${await db.asHouse(looker.placeId, tx => startSession(tx, looker.subject as never))}`
          : '',
      })),
  )
  // The log is read where it is written; what the tests say themselves is not.
  process.stdout.write = (chunk: string | Uint8Array) =>
    String(chunk).startsWith('{"level"') ? logged.push(String(chunk)) > 0 : write.call(process.stdout, chunk)
  web = await openApp(house.platform, { limits: null, logger: true })
}, 300_000)
afterAll(async () => {
  process.stdout.write = write
  await web?.close()
})

/**
 * The files that tell of people, each with whom it goes to: the copy of everything held, to whoever it is about; the trail of who looked, to those who answer for the place's data.
 * One that tells of a resident to an organisation asks mayDisclose as pages and FHIR do, and then stands here with its own test.
 */
const tellsOfPeople = [
  '/:place/audit.csv',
  ...['html', 'json'].flatMap(as => [
    `/:place/my-request/everything-held/copy.${as}`,
    `/:place/data-requests/:dataRequestId/copy.${as}`,
  ]),
]

/** The words of the story that stand in a text, with whether somebody may see where they come from. */
const wordsIn = (text: string, looker: Looker): { word: string; of: string; may: boolean }[] => {
  const oracle = oracleOf(story)
  return [...new Set(text.toLowerCase().match(/zc[bcdfghjklm]{6}|zq[bdfghjklmn]{7}/g))].flatMap(word => {
    const canary = canaries.get(word)
    if (canary)
      return {
        word,
        of: `${canary.table}.${canary.column} of ${oracle.stateOf(canary.sight, canary.row)}`,
        may: oracle.maySee(canary.sight, canary.row, looker),
      }
    const said = story.words.get(`Z${word.slice(1)}`)
    const states = said?.recordIds.map(id => story.records.get(id)?.state)
    return said
      ? {
          word,
          of: `${said.field} said of ${states?.[0]}`,
          may: said.recordIds.some(id => oracle.seesRecord(id, looker)),
        }
      : []
  })
}

const parametersOf = ({ path }: Route) =>
  [...path.matchAll(/:(\w+)/g)].map(match => match[1] ?? '').filter(name => name !== 'place')

/** True ids for a parameter, another handful for everybody and every door. */
const idsFor = (name: string, turn: number): readonly string[] => {
  const all = story.named.get(name) ?? story.named.get('needId') ?? []
  return all.length <= 2 ? all : [0, 1].map(at => all[(turn * 2 + at) % all.length] ?? '')
}

const addressesOf = (route: Route, slug: string, turn: number): string[] => {
  const [first, ...rest] = parametersOf(route)
  const path = route.path.replace(':place', slug).replace('*', 'x')
  if (!first) return [path]
  return idsFor(first, turn).map(id =>
    rest.reduce(
      (address, name) => address.replace(`:${name}`, idsFor(name, turn)[0] ?? 'x'),
      path.replace(`:${first}`, id),
    ),
  )
}

const ask = (
  address: string,
  cookie: string,
  more: { post?: Record<string, string> } = {},
): Promise<LightMyRequestResponse> =>
  web.inject({
    method: more.post ? 'POST' : 'GET',
    url: address,
    headers: { cookie, ...(more.post && { 'content-type': 'application/x-www-form-urlencoded' }) },
    ...(more.post && { payload: new URLSearchParams(more.post).toString() }),
  })

/** Where an answer would put words into an address: where it leads, and the links on it, but not those that ring or write to somebody. */
const addressesIn = ({ headers, body }: LightMyRequestResponse): string =>
  [String(headers.location ?? ''), ...[...body.matchAll(/(?:href|action|src)="([^"]*)"/g)].map(match => match[1] ?? '')]
    .filter(address => !/^(mailto|tel|sms):/.test(address))
    .join('\n')

describe('the search through every door', () => {
  it('has a word in the columns that tell of a person, in every state', () => {
    const columns = new Set([...canaries.values()].map(({ table, column }) => `${table}.${column}`))
    for (const column of [
      'people.person.name',
      'people.person.phone',
      'people.person.address',
      'requests.help_request.story',
      'requests.need.description',
      'referrals.referral.description',
      'safeguarding.concern.says',
      'safeguarding.concern.decision',
      'matching.task.what',
      'outcomes.outcome.in_their_words',
      'triage.triage_decision.reason',
      'platform.notice.body',
      'volunteers.hours_given.note',
    ])
      expect([...columns]).toContain(column)
  })

  it('finds nobody’s words on any page, list or file but where they may be seen', async () => {
    const leaks = new Set<string>()
    const oracle = oracleOf(story)
    const before = process.cpuUsage()
    let asked = 0
    let found = 0
    const opened = new Set<string>()
    const slugs = story.places.map(({ slug }) => slug)
    for (const [at, looker] of lookers.entries())
      for (const [turn, route] of routes.entries()) {
        if (route.method !== 'GET' || forDemo.includes(route.path)) continue
        const own = story.places.findIndex(({ placeId }) => placeId === looker.placeId)
        // Whoever is of the other place tries both: ids of here at home, and the doors here.
        for (const slug of own === 0 ? [slugs[0]] : slugs)
          for (const address of addressesOf(route, slug ?? '', at + turn)) {
            const answer = await ask(address, looker.cookie)
            asked += 1
            if (answer.statusCode >= 500) leaks.add(`${looker.name}: ${route.path} gave ${answer.statusCode}`)
            if (answer.statusCode === 200) opened.add(route.path)
            // Of a concern not even that there is one: neither its words nor its id, but for whoever asked with it.
            for (const id of story.named.get('concernId') ?? [])
              if (answer.body.includes(id) && !address.includes(id) && !oracle.seesRecord(id, looker))
                leaks.add(`${looker.name}: ${route.path} has the id of a concern`)
            // A file or an answer for a program tells of nobody, whoever fetches it: what is shared of somebody goes where mayDisclose is asked, and nowhere else.
            if (
              answer.statusCode === 200 &&
              !/^text\/html/.test(String(answer.headers['content-type'])) &&
              !tellsOfPeople.includes(route.path)
            )
              for (const { of } of wordsIn(answer.body, looker))
                leaks.add(`${looker.name}: ${route.path} is a file or an answer for programs that tells ${of}`)
            for (const { of, may } of wordsIn(`${JSON.stringify(answer.headers)}\n${answer.body}`, looker)) {
              found += 1
              if (!may && !meant.some(one => one.who.test(looker.name) && one.path.test(route.path) && one.of.test(of)))
                leaks.add(`${looker.name}: ${route.path} tells ${of}`)
            }
            for (const { of } of wordsIn(addressesIn(answer), looker))
              leaks.add(`${looker.name}: ${route.path} has ${of} in an address`)
          }
      }
    const { user, system } = process.cpuUsage(before)
    console.log(
      `${Math.round((user + system) / 1e6)} s of processor time here: ${asked} pages, lists and files asked for by ${lookers.length} people, ${opened.size} of ${routes.filter(({ method }) => method === 'GET').length} doors opened; ${found} words found where they may be, of ${canaries.size}`,
    )
    expect([...leaks].sort()).toEqual([])
    expect(found).toBeGreaterThan(500)
    expect(opened.size).toBeGreaterThan(80)
  }, 600_000)

  it('gives nothing away in what it says to forms filled in badly, with ids of what is not theirs in every field', async () => {
    const leaks = new Set<string>()
    const oracle = oracleOf(story)
    let sent = 0
    const slug = story.places[0]?.slug ?? ''
    const names = [
      ...new Set(routes.flatMap(parametersOf)),
      'id',
      'ids',
      'organisationId',
      'reference',
      'code',
      'email',
      'words',
      'decision',
    ]
    for (const [at, looker] of lookers
      .filter(({ name }) =>
        /^(nobody signed in|coordinator (who was|of the hub elsewhere)|volunteer: details over|resident: accepted|who left)/.test(
          name,
        ),
      )
      .entries())
      for (const [turn, route] of routes.entries()) {
        if (route.method !== 'POST' || /sign-out|finish|ask|stop-sharing/.test(route.path)) continue
        // Only what is not theirs: what is theirs they might truly do.
        const strange = (name: string) =>
          idsFor(name, at + turn).find(id => !oracle.seesRecord(id, looker)) ?? '00000000-0000-4000-8000-000000000000'
        const parameters = parametersOf(route)
        const address = parameters.reduce(
          (path, name) => path.replace(`:${name}`, strange(name)),
          route.path.replace(':place', slug).replace('*', 'x'),
        )
        const post = Object.fromEntries(names.map(name => [name, strange(name)]))
        const answer = await ask(address, looker.cookie, { post })
        sent += 1
        if (answer.statusCode >= 500) leaks.add(`${looker.name}: ${route.path} gave ${answer.statusCode}`)
        for (const { of, may } of wordsIn(`${JSON.stringify(answer.headers)}\n${answer.body}`, looker))
          if (!may && !meant.some(one => one.who.test(looker.name) && one.path.test(route.path) && one.of.test(of)))
            leaks.add(`${looker.name}: POST ${route.path} tells ${of}`)
      }
    console.log(`${sent} forms sent`)
    expect([...leaks].sort()).toEqual([])
    expect(sent).toBeGreaterThan(300)
  }, 300_000)

  it('tells in no notice what whoever it is for may not see, and in none a word of a concern', async () => {
    const leaks = new Set<string>()
    let read = 0
    for (const { placeId } of story.places) {
      const notices = await house.platform.db.asHouse(
        placeId,
        tx => tx.sql<{ holderIds: string[]; text: string; sentFor: string }[]>`
          select holder_ids || array(select o.organisation_id from organisations.organisation o
              where o.place_id = ${placeId} and o.email = regexp_replace(to_address, '^zc[a-z]{6}[.]', '')) as holder_ids, concat_ws(' ', to_name, subject, body, link_words, link_path, more_links::text) as text, sent_for from platform.notice where place_id = ${placeId}`,
      )
      for (const { holderIds, text, sentFor } of notices) {
        read += 1
        for (const word of new Set(text.toLowerCase().match(/zq[bdfghjklmn]{7}/g))) {
          const said = story.words.get(`Z${word.slice(1)}`)
          if (!said) continue
          const what = `${said.field} of ${story.records.get(said.recordIds[0] ?? '')?.state} in "${sentFor.replace(/[0-9a-f-]{36}/g, '…')}"`
          if (said.field === 'concern') leaks.add(what)
          // Each of those who may read or deliver it, and there is somebody.
          const sees = (holder: string) => said.recordIds.some(id => story.records.get(id)?.parties.has(holder))
          if (holderIds.length === 0 || !holderIds.every(sees)) leaks.add(what)
        }
      }
    }
    expect([...leaks].sort()).toEqual([])
    expect(read).toBeGreaterThan(100)
  })

  it('writes nobody’s words into the log', () => {
    const text = logged.join('')
    expect(text).toContain('/:place/')
    const words = new Set(text.toLowerCase().match(/zc[bcdfghjklm]{6}|zq[bdfghjklmn]{7}/g))
    expect([...words].filter(word => canaries.has(word) || story.words.has(`Z${word.slice(1)}`))).toEqual([])
  })
})
