import {
  addEvidence,
  closeAssessment,
  giveOurView,
  giveView,
  keepChallenge,
  openAssessment,
  scorePrinciple,
  shareAssessment,
} from '../src/capabilities/practice/index.ts'
import { dateAt } from '../src/design/time-in-words.ts'
import { chance } from '../src/kernel/chance.ts'
import { newId } from '../src/kernel/ids.ts'
import type { Actor } from '../src/platform/auth/actor.ts'
import { anyone } from '../src/platform/auth/actor.ts'
import { perform } from '../src/platform/command.ts'
import { days, later } from './story.ts'
import { done, type Stage } from './tell.ts'

/** Where the council saw itself, with why, and where groups and residents saw it: [council, groups, residents]. */
const lastYear: readonly (readonly [number, number, number])[] = [
  [2, 2, 1],
  [2, 2, 2],
  [2, 1, 2],
  [2, 2, 2],
  [3, 1, 2],
  [3, 1, 1],
]
const thisYear: readonly (readonly [number, number, number])[] = [
  [3, 2, 2],
  [3, 3, 2],
  [2, 2, 2],
  [2, 2, 2],
  [3, 2, 3],
  [3, 1, 2],
]

const why = [
  'One budget with the surgery for help at home since the spring.',
  'Two neighbourhoods decide how small help is given. The villages do not yet.',
  'We know the share and its definition. It does not change yet how we buy.',
  'The welfare fund pays early; everything else waits for a threshold.',
  'Small groups are paid within ten days, and three have the keys of their buildings.',
  'Since last year a short form for small sums, and three-year grants are the rule.',
]

const near = (level: number, by: number): number => Math.min(4, Math.max(1, level + by))

/** Two rounds: one closed a year ago with a visit of peers, and one that is open now, in which groups see the sixth principle otherwise than the council does. */
export const tellAssessments = async (
  { db, clock, placeId, members }: Stage,
  { councilId, champion }: { councilId: string; champion: Actor },
  now: Date,
): Promise<void> => {
  const dice = chance(606)
  const groups = new Map<string, Actor>()
  for (const actor of members.values())
    if (actor.permissions.has('practice.view') && actor.organisationId !== champion.organisationId)
      groups.set(actor.organisationId ?? '', actor)

  const round = async (name: string, openedAt: Date, closesIn: number, levels: typeof lastYear, residents: number) => {
    const closesOn = dateAt(later(openedAt, closesIn * days))
    const { assessmentId } = await clock.at(openedAt, async () =>
      done(await perform(db, champion, openAssessment, { councilId, name, closesOn })),
    )
    const someDay = () => later(openedAt, (0.1 + 0.8 * dice.next()) * Math.min(closesIn, 20) * days)
    for (const [at, [council]] of levels.entries())
      await clock.at(someDay(), async () =>
        done(
          await perform(db, champion, scorePrinciple, {
            ...{ assessmentId, principle: at + 1, level: council, says: why[at] ?? null },
          }),
        ),
      )
    for (const actor of groups.values())
      await clock.at(someDay(), async () =>
        done(
          await perform(db, actor, giveOurView, {
            assessmentId,
            levels: levels.map(([, group]) => (dice.next() < 0.1 ? 0 : near(group, dice.pick([0, 0, 0, 1, -1])))),
          }),
        ),
      )
    for (let n = 0; n < residents; n++)
      await clock.at(someDay(), async () =>
        done(
          await perform(db, anyone(placeId), giveView, {
            ...{ assessmentId, viewId: newId() },
            levels: levels.map(([, , resident]) =>
              dice.next() < 0.2 ? 0 : near(resident, dice.pick([0, 0, 0, 0, 1, -1])),
            ),
          }),
        ),
      )
    return assessmentId
  }

  const lastOpened = later(now, -340 * days)
  const last = await round('Last autumn', lastOpened, 40, lastYear, 31)
  await clock.at(later(lastOpened, 41 * days), async () => {
    done(await perform(db, champion, closeAssessment, { assessmentId: last }))
    done(await perform(db, champion, shareAssessment, { assessmentId: last, shared: true }))
  })
  await clock.at(later(lastOpened, 60 * days), async () =>
    done(
      await perform(db, champion, keepChallenge, {
        ...{
          assessmentId: last,
          visitingCouncilId: null,
          visitors: 'Two cabinet members and three groups from other places',
        },
        ...{ visitOn: dateAt(later(now, -290 * days)), reviewOn: null, reviewSays: null },
        findings: 'You pay well and late. Groups hear of a contract when it is published, and the villages hear last.',
        plan: 'Ten-day payment by spring (head of finance). Ask before writing, every time, from summer (head of commissioning).',
      }),
    ),
  )

  const open = await round('This autumn', later(now, -24 * days), 45, thisYear, 38)
  await clock.at(later(now, -3 * days), async () => {
    const evidence = (
      principle: number,
      of: {
        measure?: 'met locally' | 'first reply' | 'known outcome'
        says?: string
        title?: string
        address?: string
      },
    ) =>
      perform(db, champion, addEvidence, {
        ...{ assessmentId: open, principle, measure: of.measure ?? null, title: of.title ?? null },
        ...{ says: of.says ?? null, address: of.address ?? null },
      }).then(done)
    await evidence(1, { measure: 'known outcome' })
    await evidence(2, { measure: 'met locally' })
    await evidence(4, { measure: 'first reply' })
    await evidence(6, { title: 'The short form', address: 'https://example.org/larkmere/short-form' })
    await evidence(5, { says: 'Three groups have leases of 25 years now; ask Marek at the net loft.' })
  })
}
