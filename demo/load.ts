import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sqlClient from 'postgres'
import { changePlace, findPlaceBySlug } from '../src/capabilities/places/index.ts'
import { runCommandLine } from '../src/command-line.ts'
import { journeys } from '../src/journeys.ts'
import { chance } from '../src/kernel/chance.ts'
import { perform } from '../src/platform/command.ts'
import type { Config } from '../src/platform/config.ts'
import type { DatabaseAddress } from '../src/platform/db/address.ts'
import { houseActor } from '../src/platform/db/database.ts'
import { deliverAll } from '../src/platform/facts/deliver.ts'
import type { Platform } from '../src/platform/platform.ts'
import { tellAssessments } from './assessments.ts'
import { storyClock } from './clock.ts'
import { tellCommissioning } from './commissioning.ts'
import { tellEntries } from './entries.ts'
import { tellExchange } from './exchange.ts'
import { tellFeeds } from './feeds.ts'
import { forgetHalfMade } from './forget.ts'
import { countPastSearches, keepDirectory } from './freshness.ts'
import { tellJoining } from './joining.ts'
import { tellLibrary } from './library.ts'
import { makeCalls, sendMail } from './notices.ts'
import { pastStories, withdrawing } from './past-stories.ts'
import { tellNetwork } from './practice.ts'
import { openQuietly } from './quiet-platform.ts'
import { tellRights } from './rights.ts'
import { setStage, slug } from './stage.ts'
import { done, tellStories } from './tell.ts'
import { tellVolunteering, volunteeredCount } from './tell-volunteering.ts'
import { todaysCount, todaysStories } from './todays-stories.ts'

const requests = 300
const seed = 1_865

/**
 * Makes Larkmere, a fictional harbour town, through our own commands: its people, services and the requests of the last 60 days up to now.
 *
 * Loading it twice does nothing. A loading that was cut short is recognised by the setting `demo: 'loading'`, taken out again and begun anew.
 * @param say told a line at a time how far it is.
 * @param now when the last of the 60 days ends.
 */
export const loadDemo = async (
  config: Config,
  owner: DatabaseAddress,
  say: (text: string) => void,
  now = new Date(),
): Promise<void> => {
  const clock = storyClock()
  const platform = await openQuietly(config, owner, clock)
  const { db } = platform
  const startedAt = Date.now()
  try {
    const already = await db.national(tx => findPlaceBySlug(tx, slug))
    if (already && already.settings.demo !== 'loading') return say(`${already.name} is here already.`)
    if (already) {
      say('  The last loading of the demo was cut short: clearing it away and starting again.')
      await forgetHalfMade(owner, already.placeId)
    }
    const stage = await setStage(platform, clock, now, line(platform, say))
    say(
      `  Larkmere has 9 neighbourhoods, 600 postcodes, 14 organisations and 150 services, ${inSeconds(startedAt)} so far.`,
    )
    await keepDirectory(stage, platform, config, slug, now)
    await countPastSearches(stage, now)
    const past = withdrawing(pastStories(seed, requests - todaysCount - volunteeredCount, now))
    const stories = [...past, ...todaysStories(seed, past.length, now)]
    const [withCode] = await Promise.all([
      tellVolunteering(stage, platform, { seed, first: stories.length, now }),
      tellStories(stage, stories, async told => {
        if ([20, 100].includes(told)) await analyze(owner)
        if (told % 60 === 0) say(`  ${told} of ${requests} requests, ${inSeconds(startedAt)} so far.`)
      }),
    ])
    await tellEntries(stage, now)
    await tellFeeds(stage, platform, now)
    await tellExchange(stage, platform, now)
    await tellJoining(stage, now)
    await tellRights(stage, now)
    const practice = await tellNetwork(stage, now)
    await tellAssessments(stage, practice, now)
    await tellLibrary(stage, platform, practice, now)
    await tellCommissioning(stage, now)
    // What nobody's story is waiting for: the services that were published.
    await deliverAll(db, journeys, stage.placeId)
    await Promise.all([makeCalls(stage, chance(seed), now), sendMail(config, db, stage.placeId, slug)])
    await analyze(owner)
    done(
      await perform(db, houseActor(stage.placeId), changePlace, { settings: { demo: 'loaded', demoCodes: withCode } }),
    )
    say(`  Larkmere is ready, ${inSeconds(startedAt)}.`)
  } finally {
    await db.close()
  }
}

const inSeconds = (since: number): string => `${((Date.now() - since) / 1000).toFixed(0)} s`

/** Tells the planner what is in the tables now; they grow from nothing in seconds, faster than the server looks by itself. */
const analyze = async (owner: DatabaseAddress): Promise<void> => {
  const sql = sqlClient({ ...owner, max: 1, onnotice: () => {} })
  await sql`analyze`
  await sql.end({ timeout: 5 })
}

/** Runs one line of our command line with a file made for it. */
const line =
  (platform: Platform, say: (text: string) => void) =>
  async (file: string, content: string, ...words: string[]): Promise<void> => {
    const folder = await mkdtemp(join(tmpdir(), 'larkmere-'))
    try {
      const path = join(folder, file)
      await writeFile(path, content)
      const told: string[] = []
      const tell = (text: string) => void told.push(text)
      const code = await runCommandLine([...words.slice(0, 2), path, ...words.slice(2)], {
        platform,
        out: tell,
        err: tell,
        isTty: false,
      })
      if (code !== 0) {
        say(told.join('\n'))
        throw new Error(`Larkmere’s ${file} could not be imported.`)
      }
    } finally {
      await rm(folder, { recursive: true })
    }
  }
