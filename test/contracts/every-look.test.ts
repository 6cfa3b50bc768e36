import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findSession } from '../../src/platform/auth/session.ts'
import { listPagesToVisit, type PageToVisit } from '../browser/every-page.ts'
import { type DemoHouse, openDemoHouse } from '../support/demo-house.ts'

/** A resident or volunteer of the demo, with every id that a line about them may carry, and what on a page would give them away and nobody else. */
interface Shown {
  readonly ids: readonly string[]
  readonly tells: readonly string[]
}

/** Pages of the demo alone: whom a newcomer may be, and the mail that would have gone out. No such page is there in a real place. */
const onlyInTheDemo = ['/:place/sign-in', '/:place/mailbox']

let house: DemoHouse
let pages: PageToVisit[]
let everybody: Shown[]

beforeAll(async () => {
  house = await openDemoHouse()
  pages = (await listPagesToVisit(house)).filter(({ route }) => !onlyInTheDemo.includes(route))
  everybody = await listEverybody()
}, 300_000)
afterAll(() => house?.close())

/** Everybody but those who have an account: what staff are called is shown to whoever works with them. Of whoever was forgotten there is only the word that says so. */
const listEverybody = () =>
  house.platform.db.asHouse(house.place.placeId, async tx => {
    const rows = await tx.sql<{ tells: (string | null)[]; ids: string[] }[]>`
      select array[name, phone, email, split_part(address, E'\n', 1)] as tells, array[p.person_id]
        || array(select volunteer_id from volunteers.volunteer v where v.place_id = p.place_id and v.person_id = p.person_id)
        || array(select help_request_id from requests.help_request r where r.place_id = p.place_id and r.person_id = p.person_id) as ids
      from people.person p
      where place_id = ${tx.placeId} and p.name <> 'deleted' and not exists (select from people.sign_in s where s.place_id = p.place_id and s.person_id = p.person_id)
        and not exists (select from organisations.membership m where m.place_id = p.place_id and m.person_id = p.person_id)`
    const count = new Map<string | null, number>()
    for (const { tells } of rows) for (const tell of tells) count.set(tell, (count.get(tell) ?? 0) + 1)
    return rows.map(({ ids, tells }) => ({
      ids,
      // Whom a household or a name is shared with is not given away by it.
      tells: tells.filter((tell): tell is string => tell !== null && tell.length > 5 && count.get(tell) === 1),
    }))
  })

/** Every line so far of somebody other than the house. */
const listLines = () =>
  house.platform.db.asHouse(
    house.place.placeId,
    tx => tx.sql<{ line: string; recordId: string | null; personId: string | null }[]>`
      select lane || ' ' || seq as line, record_id, person_id from platform.audit_line where place_id = ${tx.placeId} and actor_kind <> 'house'`,
  )

/** Whose session it is: the ids of what they came in for. */
const subjectOf = async (token: string | null): Promise<string[]> =>
  token ? Object.values((await house.platform.db.asHouse(house.place.placeId, tx => findSession(tx, token))) ?? {}) : []

/** True where the words stand by themselves: "1 Long Lane" does not stand in "11 Long Lane". */
const stands = (tell: string, text: string): boolean => {
  const within = (at: number) => /[\p{L}\p{N}]/u.test(text[at] ?? ' ')
  for (let at = text.indexOf(tell); at >= 0; at = text.indexOf(tell, at + 1))
    if (!within(at - 1) && !within(at + tell.length)) return true
  return false
}

/** What a page gives away of people about whom no line was written. */
const shownUnwritten = (html: string, written: ReadonlySet<string | null>): string[] => {
  const text = html.replaceAll('&#39;', "'").replaceAll('&amp;', '&')
  return everybody
    .filter(({ ids }) => !ids.some(id => written.has(id)))
    .flatMap(({ tells }) => tells.filter(tell => stands(tell, text)).slice(0, 1))
}

describe('whoever is shown on a page', () => {
  it('has a line in the audit trail by whoever looked', async () => {
    const wrong: string[] = []
    let lines = await listLines()
    let shown = 0
    for (const { path, token, as } of pages) {
      const answer = await fetch(`${house.address}${path}`, {
        headers: token ? { cookie: `session=${token}` } : {},
        redirect: 'manual',
      })
      const html = await answer.text()
      const before = new Set(lines.map(({ line }) => line))
      lines = await listLines()
      const subject = await subjectOf(token)
      const theirs = lines.filter(
        ({ line, personId }) => !before.has(line) && (personId === null || subject.includes(personId)),
      )
      const unwritten = shownUnwritten(html, new Set([...subject, ...theirs.map(({ recordId }) => recordId)]))
      shown += theirs.length
      if (unwritten.length) wrong.push(`${path} as ${as} shows ${unwritten.join(', ')}`)
    }
    expect(wrong).toEqual([])
    expect(shown).toBeGreaterThan(100)
  }, 300_000)

  it('would be found without one, on a page that shows a name, a number or where somebody lives', () => {
    const [somebody] = everybody.filter(({ tells }) => tells.length === 4)
    if (!somebody) throw new Error('nobody in the demo has a name, a number, mail and an address of their own')
    for (const tell of somebody.tells) {
      expect(shownUnwritten(`<p>${tell}</p>`, new Set())).toEqual([tell])
      expect(shownUnwritten(`<p>${tell}</p>`, new Set([somebody.ids.at(-1) ?? '']))).toEqual([])
    }
  })
})
