import { keepCouncil, keepEntry, keepStep } from '../src/capabilities/practice/index.ts'
import { dateAt } from '../src/design/time-in-words.ts'
import type { Actor } from '../src/platform/auth/actor.ts'
import { perform } from '../src/platform/command.ts'
import { houseActor } from '../src/platform/db/database.ts'
import { announced, foundingCouncils, foundingPilots } from './founding-councils.ts'
import { days, later } from './story.ts'
import { done, found, type Stage } from './tell.ts'

type Entry = Parameters<(typeof keepEntry)['run']>[1]

const entry = (
  of: Pick<Entry, 'councilId' | 'kind' | 'title' | 'fromOn'> & { readonly [Key in keyof Entry]?: Entry[Key] },
): Entry => ({
  ...{ entryId: null, post: null, sort: null, untilOn: null, says: null, learned: null, howMany: null },
  ...{ document: null, documentTitle: null, partners: [] },
  ...of,
})

/** Larkmere convenes a network: the eleven that founded it, as published, and its own council with a whole record. */
export const tellNetwork = async (stage: Stage, now: Date): Promise<{ councilId: string; champion: Actor }> => {
  const { db, clock, placeId, organisationIds, members } = stage
  const house = houseActor(placeId)
  const keep = (of: Parameters<typeof entry>[0]) => perform(db, house, keepEntry, entry(of)).then(done)
  const councils = new Map<string, string>()
  await clock.at(later(now, -410 * days), async () => {
    for (const { name, area, about = null } of foundingCouncils) {
      const { councilId } = done(
        await perform(db, house, keepCouncil, {
          ...{ councilId: null, name, area, about, website: null, organisationId: null },
          ...{ joinedOn: announced.on, leftOn: null },
        }),
      )
      councils.set(name, councilId)
      await keep({
        ...{ councilId, kind: 'endorsement', sort: 'other', fromOn: announced.on },
        title: 'Announced as one of the eleven that have endorsed the six principles',
        ...{ document: announced.href, documentTitle: announced.title },
      })
    }
    for (const pilot of foundingPilots)
      await keep({
        ...{ councilId: found(councils, pilot.council), kind: 'pilot', title: pilot.title, fromOn: pilot.on },
        ...{ says: `${pilot.says} As told on the day given here (“${pilot.toldIn}”).`, learned: pilot.learned },
        partners: [
          ...unnamed('Community business', 'community business', pilot.businesses),
          ...unnamed('Equalities organisation', 'equalities organisation', pilot.equalities),
        ],
      })
  })
  const champion = found(members, 'Rosalind Achterberg')
  return clock.at(later(now, -380 * days), () => tellLarkmere())

  async function tellLarkmere() {
    const ago = (many: number) => dateAt(later(now, -many * days))
    const { councilId } = done(
      await perform(db, house, keepCouncil, {
        councilId: null,
        name: 'Larkmere Council',
        area: 'Larkmere',
        about:
          'In the winter of the long storm it was neighbours, a kitchen and a minibus that reached people first. We want what we buy, and how we buy it, to make more of that.',
        website: null,
        organisationId: found(organisationIds, 'Larkmere Council'),
        joinedOn: ago(370),
        leftOn: null,
      }),
    )
    const own = (of: Omit<Parameters<typeof entry>[0], 'councilId'>) =>
      perform(db, champion, keepEntry, entry({ ...of, councilId } as Parameters<typeof entry>[0])).then(done)
    await own({
      ...{ kind: 'endorsement', sort: 'cabinet', title: 'The cabinet of Larkmere Council', fromOn: ago(370) },
      says: 'The cabinet endorses the six Keep it Local principles, and asks for a report each year on how far we live them.',
      ...{ document: 'https://example.org/larkmere/cabinet/minutes', documentTitle: 'Minutes, item 9' },
    })
    await own({
      ...{ kind: 'champion', sort: 'cabinet', title: 'Councillor Rosalind Achterberg', fromOn: ago(370) },
      post: 'Cabinet member for communities',
    })
    await own({
      ...{ kind: 'champion', sort: 'senior team', title: 'Piers Oyelaran', fromOn: ago(370), untilOn: ago(120) },
      post: 'Director of resources',
    })
    await own({
      ...{ kind: 'champion', sort: 'senior team', title: 'Helen Marchetti', fromOn: ago(119) },
      post: 'Head of commissioning',
    })
    await own({
      ...{ kind: 'conversation', title: 'The old net loft, with 14 groups and whoever came', fromOn: ago(340) },
      ...{ howMany: 63, says: 'Groups wait 70 days to be paid, and are asked for the same figures four times a year.' },
      learned: 'Small groups are paid within ten days, and report once a year.',
    })
    await own({
      ...{ kind: 'conversation', title: 'Skerby village hall', fromOn: ago(90), howMany: 22 },
      says: 'The villages hear last. Nobody asked them what the transport contract should do.',
    })
    await own({
      ...{ kind: 'pilot', title: 'Care by those who live near', fromOn: ago(200) },
      says: 'Two neighbourhoods choose how the small help at home is given, with the council’s money.',
      partners: [
        { name: 'Old Quay Kitchen', kind: 'community business' },
        { name: 'Larkmere Wheels', kind: 'community business' },
        { name: 'Northgate Neighbours', kind: 'other' },
      ],
      learned: 'People ring the kitchen, not the council. So the kitchen has the budget now.',
    })
    await own({
      ...{ kind: 'commitment', title: 'Pay groups of fewer than ten people within ten days', sort: 'kept' },
      ...{ fromOn: ago(330), untilOn: ago(200), learned: 'Since the spring the middle payment took 6 days.' },
    })
    await own({
      ...{ kind: 'commitment', title: 'Agree every new grant for three years or longer', sort: 'open' },
      ...{ fromOn: ago(330), untilOn: ago(-60) },
    })
    await own({
      ...{ kind: 'commitment', title: 'Hold a conversation in each village', sort: 'open' },
      ...{ fromOn: ago(330), untilOn: ago(20), learned: 'One of three so far.' },
    })
    const steps: [number, 'under way' | 'done', string, string, string | null, number | null][] = [
      [1, 'under way', 'Director of adult care', 'One budget with the surgery for help at home.', null, -90],
      [2, 'under way', 'Head of commissioning', 'Two neighbourhoods decide; two more from spring.', null, -150],
      [
        3,
        'done',
        'Head of procurement',
        'Kept the short form of the storm winter.',
        'One page, since last year.',
        null,
      ],
      [7, 'under way', 'Head of estates', 'A new policy is being written with the groups.', null, 30],
      [9, 'done', 'Directory editor', 'The directory says who is where.', '150 services, checked every year.', null],
    ]
    for (const [number, state, owner, action, evidence, byIn] of steps)
      done(
        await perform(db, champion, keepStep, {
          ...{ councilId, number, state, owner, action, evidence, document: null },
          byOn: byIn === null ? null : ago(byIn),
        }),
      )
    return { councilId, champion }
  }
}

const unnamed = (name: string, kind: 'community business' | 'equalities organisation', count: number) =>
  Array.from({ length: count }, (_, at) => ({ name: `${name} ${at + 1} (name not published)`, kind }))
