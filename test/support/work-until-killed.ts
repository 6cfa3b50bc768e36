import { tellNextSteps } from '../../src/capabilities/matching/looking-after/next-steps-job.ts'
import { journeys } from '../../src/journeys.ts'
import type { PlaceId } from '../../src/kernel/ids.ts'
import { readConfig } from '../../src/platform/config.ts'
import { parseDatabaseUrl } from '../../src/platform/db/address.ts'
import type { Database, PlaceTx } from '../../src/platform/db/database.ts'
import { deliverAll } from '../../src/platform/facts/deliver.ts'
import { openMail, sendNotices } from '../../src/platform/notify/send.ts'
import { openPlatform, root } from '../../src/platform/platform.ts'

/**
 * A process of its own that delivers what a place has undelivered, or tells its volunteers their next step, and kills itself (SIGKILL: no clean-up of any kind) at its
 * nth transaction, before or after the commit. Arguments: database address, place, moment, n, before|after, deliver|next-steps. Exit 0 when it got to the end first.
 */
const [url = '', placeId = '', now = '', nth = '0', when = 'after', what = 'deliver'] = process.argv.slice(2)
const config = readConfig({ KEEPITLOCAL_DEMO: 'on' }, root, 'test')
const platform = await openPlatform(config, parseDatabaseUrl(url), () => new Date(now), 2)

let transactions = 0
const die = () => process.kill(process.pid, 'SIGKILL')
/** A transaction as it is, or the one at which this process dies. */
const mortally =
  <Where>(open: <T>(where: Where, work: (tx: PlaceTx) => Promise<T>) => Promise<T>) =>
  async <T>(where: Where, work: (tx: PlaceTx) => Promise<T>): Promise<T> => {
    transactions++
    const last = transactions === Number(nth)
    const answer = await open(where, async tx => {
      const done = await work(tx)
      if (last && when === 'before') {
        die()
        await new Promise(() => {})
      }
      return done
    })
    if (last) {
      die()
      await new Promise(() => {})
    }
    return answer
  }
const mortal: Database = { ...platform.db, as: mortally(platform.db.as), asHouse: mortally(platform.db.asHouse) }
if (what === 'deliver') {
  await deliverAll(mortal, journeys, placeId as PlaceId)
  await sendNotices(mortal, openMail(config), placeId as PlaceId, 'place')
} else await tellNextSteps({ db: mortal }, placeId as PlaceId)
await platform.db.close()
