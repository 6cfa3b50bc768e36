import type { FastifyInstance } from 'fastify'
import { askWhatIsDue } from '../../src/capabilities/directory/freshness/ask-organisations.ts'
import { percent, shareOf } from '../../src/capabilities/directory/freshness/overview.ts'
import { listEntriesToKeep, listStandings } from '../../src/capabilities/directory/freshness/overview-store.ts'
import { addTestPlace, importTestFeed, signedInAs } from '../../src/capabilities/directory/testing.ts'
import { chance } from '../../src/kernel/chance.ts'
import type { PlaceId } from '../../src/kernel/ids.ts'
import { deliverAll } from '../../src/platform/facts/deliver.ts'
import { type Mail, openMail, sendNotices } from '../../src/platform/notify/send.ts'
import type { Platform } from '../../src/platform/platform.ts'

/**
 * A year in the life of a directory, day by day: the real job asks, the mail goes out through the real sender into the mailbox, whoever reacts opens the links in
 * it over HTTP and presses what they would press, and an editor does what the page of editors offers. Nobody reaches into the database but to look.
 */

export interface YearHouse {
  readonly platform: Platform
  readonly web: FastifyInstance
  setClock(at: Date): void
  commandLine(...words: string[]): Promise<{ code: number; out: string; err: string }>
}

export interface YearOptions {
  readonly entries: number
  readonly organisations: number
  /** Share of organisations that never answer anything, mail or call. */
  readonly silent: number
  readonly days: number
  readonly seed: number
  /** Calls an editor makes in a working week. */
  readonly callsAWeek: number
}

export interface Year {
  readonly entries: number
  /** Of organisations that never answer. */
  readonly entriesOfTheSilent: number
  readonly assured: number
  readonly marked: number
  readonly unmarked: number
  /** On the worst day looked at: every seventh. */
  readonly mostUnmarked: number
  readonly share: string
  readonly shareAtStart: string
  readonly mails: number
  readonly mostMailsToOneAddress: number
  /** Two mails to one address within three days: there must be none. */
  readonly mailsTooClose: number
  readonly linksPressed: number
  readonly cameBack: number
  readonly calls: number
  readonly stillToRing: number
  /** Pages of unassured entries that do not say so where the public reads them. */
  readonly pagesWithoutWarning: number
  readonly seconds: number
}

const day = 86_400_000
const uuid = (group: string, n: number) => `0d0d0d0d-${group}-4000-8000-${String(n).padStart(12, '0')}`
const slug = 'yearton'
const startsAt = new Date('2027-01-04T09:00:00Z')

/** Runs the year and gives its figures. */
export const liveAYear = async (house: YearHouse, options: YearOptions): Promise<Year> => {
  const { platform, web } = house
  const { db } = platform
  const started = performance.now()
  const chances = chance(options.seed)
  house.setClock(startsAt)
  const placeId = await addTestPlace(house, slug)
  const editor = await signedInAs(house, placeId, 'Farida Noor', ['directory editor'])
  const organisations = Array.from({ length: options.organisations }, (_, n) => ({
    n,
    email: n % 40 === 7 ? null : `office@o${n}.example.org`,
    // Spread evenly, so that they have that share of the entries too.
    silent: Math.floor((n + 1) * options.silent) > Math.floor(n * options.silent),
    bounces: n % 37 === 5,
  }))
  await importTestFeed(house, slug, feedOf(organisations, options, chances))
  const bouncing = new Set(organisations.flatMap(({ bounces, email }) => (bounces && email ? [email] : [])))
  const mail = mailThatBounces(openMail(platform.config), bouncing)
  const silent = new Map(organisations.flatMap(({ email, silent }) => (email ? [[email, silent] as const] : [])))

  const standing = (now: Date) =>
    db.asHouse(placeId, async tx => shareOf('All', await listStandings(tx, iso(now)), now))
  const atStart = await standing(startsAt)
  const toDo = new Map<number, string[]>()
  const mailsTo = new Map<string, Date[]>()
  let [linksPressed, calls, mostUnmarked] = [0, 0, 0]
  for (let n = 0; n < options.days; n++) {
    const now = new Date(startsAt.getTime() + n * day)
    house.setClock(now)
    await askWhatIsDue(platform, placeId)
    const sent = await sendNotices(db, mail, placeId, slug)
    for (const { toAddress, body } of sent === 0 ? [] : await arrivedAt(platform, placeId, now)) {
      mailsTo.set(toAddress, [...(mailsTo.get(toAddress) ?? []), now])
      // Most who react do so within days; some wait for the next mail, which is why there is one.
      if (silent.get(toAddress) !== false || chances.next() < 0.25) continue
      const on = n + (chances.next() < 0.7 ? chances.whole(0, 5) : chances.whole(6, 30))
      toDo.set(on, [...(toDo.get(on) ?? []), ...linksIn(body)])
    }
    for (const path of toDo.get(n) ?? []) {
      const page = await web.inject(path)
      if (page.statusCode !== 200) throw new Error(`${path} answered ${page.statusCode}`)
      if (!page.body.includes('value="right"')) continue
      const luck = chances.next()
      await press(
        web,
        path,
        luck < 0.88
          ? { answer: 'right' }
          : luck < 0.97
            ? { answer: 'changed', words: 'We close at 3.' }
            : { answer: 'stopped' },
      )
      linksPressed++
    }
    if (n % 7 === 2)
      calls += await makeCalls(house, placeId, await editor(), options, silentEntries(organisations, options), chances)
    if (n % 30 === 29) await deliverAll(db, [], placeId)
    if (n % 7 === 6) mostUnmarked = Math.max(mostUnmarked, (await standing(now)).unmarked)
  }
  const now = platform.clock()
  const end = await standing(now)
  const { stale, stillToRing } = await db.asHouse(placeId, async tx => ({
    stale: await listEntriesToKeep(tx, 'stale', iso(now), 0, options.entries),
    stillToRing: (await listEntriesToKeep(tx, 'ring', iso(now), 0, options.entries)).length,
  }))
  let pagesWithoutWarning = 0
  for (const { serviceId } of stale) {
    const { body } = await web.inject(`/${slug}/services/${serviceId}`)
    if (!/Not checked since|Not known when it was last checked|Reported as doubtful/.test(body)) pagesWithoutWarning++
  }
  const gaps = [...mailsTo.values()].flatMap(times => times.slice(1).map((at, n) => at.getTime() - Number(times[n])))
  return {
    entries: end.entries,
    entriesOfTheSilent: silentEntries(organisations, options).size,
    assured: end.assured,
    marked: end.marked,
    unmarked: end.unmarked,
    mostUnmarked,
    share: percent(end.assured, end.entries),
    shareAtStart: percent(atStart.assured, atStart.entries),
    mails: [...mailsTo.values()].reduce((sum, times) => sum + times.length, 0),
    mostMailsToOneAddress: Math.max(...[...mailsTo.values()].map(times => times.length)),
    mailsTooClose: gaps.filter(gap => gap < 3 * day).length,
    linksPressed,
    cameBack: await countCameBack(platform, placeId),
    calls,
    stillToRing,
    pagesWithoutWarning,
    seconds: Math.round((performance.now() - started) / 100) / 10,
  }
}

const iso = (at: Date) => at.toISOString().slice(0, 10)

type Organisation = { n: number; email: string | null; silent: boolean; bounces: boolean }

const organisationOf = (entry: number, { organisations }: YearOptions) => entry % organisations

/** Entries as a directory that nobody kept has them: a quarter checked within a year, a quarter never, the rest years ago. */
const feedOf = (organisations: readonly Organisation[], options: YearOptions, chances: ReturnType<typeof chance>) =>
  Array.from({ length: options.entries }, (_, n) => {
    const { n: by, email } = organisations[organisationOf(n, options)] as Organisation
    const age = n % 4 === 0 ? chances.whole(1, 360) : n % 4 === 1 ? null : chances.whole(366, 1400)
    return {
      id: uuid('0001', n),
      name: `Service ${n}`,
      status: 'active',
      organization: { id: uuid('0002', by), name: `Organisation ${by}`, ...(email && { email }) },
      ...(age !== null && { assured_date: iso(new Date(startsAt.getTime() - age * day)) }),
    }
  })

const silentEntries = (organisations: readonly Organisation[], options: YearOptions): ReadonlySet<string> =>
  new Set(
    Array.from({ length: options.entries }, (_, n) => n).flatMap(n =>
      organisations[organisationOf(n, options)]?.silent ? [uuid('0001', n)] : [],
    ),
  )

/** A mail server that knows some addresses are gone; everybody else's mail arrives. */
const mailThatBounces = (mail: Mail, bouncing: ReadonlySet<string>): Mail => ({
  async send(tx, notice, placeSlug) {
    if (bouncing.has(notice.toAddress))
      throw Object.assign(new Error('550 5.1.1 no such mailbox'), { command: 'RCPT TO', responseCode: 550 })
    return mail.send(tx, notice, placeSlug)
  },
  close: () => mail.close(),
})

const arrivedAt = (platform: Platform, placeId: PlaceId, now: Date) =>
  platform.db.asHouse(
    placeId,
    tx => tx.sql<{ toAddress: string; body: string }[]>`
      select to_address, body from platform.mailbox_message where place_id = ${tx.placeId} and arrived_at = ${now}`,
  )

const linksIn = (body: string): string[] =>
  [...body.matchAll(/https?:\/\/[^/\s]+(\/\S+\/still-right\/\S+)/g)].map(([, path]) => path ?? '')

const press = (web: FastifyInstance, url: string, payload: Record<string, string>, cookie = '') =>
  web.inject({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...(cookie && { cookie }) },
    payload: new URLSearchParams(payload).toString(),
  })

/**
 * An editor works down the list of those to ring, an organisation a call: one call does for all its entries, as the list says. Those who are silent do not pick up
 * either; half of the others do.
 */
const makeCalls = async (
  { platform, web }: YearHouse,
  placeId: PlaceId,
  cookie: string,
  { callsAWeek }: YearOptions,
  silent: ReadonlySet<string>,
  chances: ReturnType<typeof chance>,
): Promise<number> => {
  const today = iso(platform.clock())
  const list = await platform.db.asHouse(placeId, tx => listEntriesToKeep(tx, 'ring', today, 0, 1000))
  // Those who told us something first: they are waiting for it.
  const told = (entry: (typeof list)[number]) => entry.reasons.some(({ reason }) => reason.startsWith('said'))
  const organisations = Map.groupBy(
    list.toSorted((a, b) => Number(told(b)) - Number(told(a))),
    ({ publisherName, serviceId }) => publisherName ?? serviceId,
  )
  const calls = [...organisations.values()].slice(0, callsAWeek)
  for (const theirs of calls) {
    const answered = !theirs.some(({ serviceId }) => silent.has(serviceId)) && chances.next() < 0.5
    for (const { serviceId } of answered ? theirs : theirs.slice(0, 1)) {
      const pressed = await press(
        web,
        `/${slug}/directory/freshness/${serviceId}`,
        { do: answered ? 'right' : 'no-answer', show: 'ring' },
        cookie,
      )
      if (pressed.statusCode !== 303) throw new Error(`“I rang” answered ${pressed.statusCode}`)
    }
  }
  return calls.length
}

const countCameBack = async (platform: Platform, placeId: PlaceId): Promise<number> => {
  const [row] = await platform.db.asHouse(
    placeId,
    tx => tx.sql<{ n: number }[]>`
      select count(*)::int as n from directory.reason_to_check where place_id = ${tx.placeId} and reason = 'mail came back'`,
  )
  return row?.n ?? 0
}
