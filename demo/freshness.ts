import { askWhatIsDue } from '../src/capabilities/directory/freshness/ask-organisations.ts'
import { answerByLink } from '../src/capabilities/directory/freshness/still-right.ts'
import { weekOf } from '../src/capabilities/directory/learning/how-it-went.ts'
import { addSearches, type SearchCount } from '../src/capabilities/directory/learning/searches-store.ts'
import { chance } from '../src/kernel/chance.ts'
import { needKindCodes } from '../src/kernel/need-kind.ts'
import { anyone } from '../src/platform/auth/actor.ts'
import { perform } from '../src/platform/command.ts'
import type { Config } from '../src/platform/config.ts'
import { listMailbox } from '../src/platform/notify/send.ts'
import type { Platform } from '../src/platform/platform.ts'
import { neighbourhoods } from './map.ts'
import { sendMail } from './notices.ts'
import { addressOf } from './organisations.ts'
import { days, later } from './story.ts'
import { done, type Stage } from './tell.ts'

/** How Larkmere's directory was kept these three months: who was asked, who answered what, who is silent, and whose mail came back. */

/** Asked on these days before today. */
const asked = [84, 70, 56, 42, 28, 14, 1]

/** Their mail server says that there is nobody of that name. */
const gone = new Set([addressOf('Seagull Parcels'), addressOf('Skerby Reading Room')])

/** Who answered, days after the first mail, and what about which of their entries; all others are silent still. */
const answers = [
  { by: 'Signal Street Law Centre', after: 3, answer: 'right', words: '' },
  { by: 'Marsh End Residents', after: 8, answer: 'right', words: '' },
  { by: 'Nurse on the Line', after: 2, answer: 'stopped', words: 'The line closed at Easter.' },
  { by: 'Larkmere Befrienders', after: 12, answer: 'changed', words: 'We ring on Tuesdays now, not on Fridays.' },
  { by: 'Larkmere Council', after: 20, answer: 'right', words: '' },
] as const

/** Lives those months: asks, sends and answers, each at its moment. */
export const keepDirectory = async (
  { db, clock, placeId }: Stage,
  platform: Platform,
  config: Config,
  slug: string,
  now: Date,
): Promise<void> => {
  const first = asked[0] ?? 0
  for (const [at, ago] of asked.entries()) {
    const morning = new Date(
      later(now, -ago * days)
        .toISOString()
        .replace(/T.*/, 'T09:23:00Z'),
    )
    await clock.at(morning, () => askWhatIsDue(platform, placeId))
    await sendMail(config, db, placeId, slug, gone)
    const until = asked[at + 1] ?? 0
    for (const { by, after, answer, words } of answers) {
      if (first - after > ago || first - after <= until) continue
      const links = (await db.asHouse(placeId, tx => listMailbox(tx, 50, addressOf(by)))).flatMap(({ body }) =>
        [...body.matchAll(/\/still-right\/([\w-]+)/g)].map(([, link]) => link ?? ''),
      )
      const [link] = links
      if (!link) throw new Error(`${by} was never asked.`)
      await clock.at(later(now, -(first - after) * days), async () =>
        done(await perform(db, anyone(placeId), answerByLink, { link, answer, words })),
      )
    }
  }
}

/** What people of Larkmere looked for these eight weeks, and what came of it: fewer lifts from Gorsemoor than are asked for, as elsewhere in this story. */
export const countPastSearches = async ({ db, placeId }: Stage, now: Date): Promise<void> => {
  const chances = chance(1_066)
  const counts = new Map<string, SearchCount>()
  for (let n = 0; n < 900; n++) {
    const weekOn = weekOf(
      later(now, -chances.between(0, 55) * days)
        .toISOString()
        .slice(0, 10),
    )
    const neighbourhood = chances.isTrue(0.35) ? 'not said' : chances.pick(neighbourhoods).name
    const kind = chances.weighted([
      ...needKindCodes.map(code => [code, code === 'lift' ? 3 : 2] as const),
      ['not understood', 1] as const,
    ])
    const isPoor = chances.isTrue(neighbourhood === 'Gorsemoor' ? 0.55 : kind === 'not understood' ? 0.6 : 0.12)
    const found = isPoor ? chances.pick(['nothing', 'some words', 'far away', 'only unchecked'] as const) : 'good'
    const key = JSON.stringify([weekOn, neighbourhood, kind, found])
    counts.set(key, { weekOn, neighbourhood, kind, found, searches: (counts.get(key)?.searches ?? 0) + 1 })
  }
  const words = ['lift', 'hospital', 'gardening', 'dentist', 'damp', 'nappies', 'carer', 'bus'].map((word, at) => ({
    weekOn: weekOf(
      later(now, -7 * days)
        .toISOString()
        .slice(0, 10),
    ),
    word,
    searches: 18 - 2 * at,
  }))
  await db.asHouse(placeId, tx => addSearches(tx, [...counts.values()], words))
}
