import { journeys } from '../../src/journeys.ts'
import type { PlaceId } from '../../src/kernel/ids.ts'
import { readConfig } from '../../src/platform/config.ts'
import { parseDatabaseUrl } from '../../src/platform/db/address.ts'
import type { Database } from '../../src/platform/db/database.ts'
import { deliverAll } from '../../src/platform/facts/deliver.ts'
import { openMail, sendNotices } from '../../src/platform/notify/send.ts'
import { openPlatform, root } from '../../src/platform/platform.ts'

/**
 * A process of its own that delivers what a place has undelivered and kills itself (SIGKILL: no clean-up of any kind) at its nth transaction, before
 * or after the commit. Arguments: database address, place, moment, n, before|after. Exit 0 when it got to the end first.
 */
const [url = '', placeId = '', now = '', nth = '0', when = 'after'] = process.argv.slice(2)
const config = readConfig({ KEEPITLOCAL_DEMO: 'on' }, root, 'test')
const platform = await openPlatform(config, parseDatabaseUrl(url), () => new Date(now), 2)

let transactions = 0
const die = () => process.kill(process.pid, 'SIGKILL')
const mortal: Database = {
  ...platform.db,
  async asHouse(place, work) {
    transactions++
    const last = transactions === Number(nth)
    const answer = await platform.db.asHouse(place, async tx => {
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
  },
}
await deliverAll(mortal, journeys, placeId as PlaceId)
await sendNotices(mortal, openMail(config), placeId as PlaceId, 'place')
await platform.db.close()
