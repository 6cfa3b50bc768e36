import { listPlaces, type Place } from './capabilities/places/index.ts'
import { capabilities } from './capabilities.ts'
import { journeys } from './journeys.ts'
import type { JourneyId, PlaceId } from './kernel/ids.ts'
import { readConfig } from './platform/config.ts'
import { applicationLogin } from './platform/db/address.ts'
import { deliverAll, deliverJourney } from './platform/facts/deliver.ts'
import { deliveryQueue } from './platform/facts/fact.ts'
import { type Job, workJobs } from './platform/jobs/queue.ts'
import { noticeQueue } from './platform/notify/notice.ts'
import { carriedFor, openMail, sendAllNotices } from './platform/notify/send.ts'
import { findDatabase, openPlatform, root } from './platform/platform.ts'
import { version } from './platform/version.ts'

/** The jobs process: runs journeys, sends mail, and does what the clock asks for. */
const config = readConfig(process.env, root, version)
const { owner, release } = await findDatabase(config)
const platform = await openPlatform(config, owner, undefined, 6)
const mail = openMail(config)

const everyPlace = async (work: (placeId: PlaceId, place: Place) => Promise<unknown>) => {
  for (const place of await platform.db.national(listPlaces)) await work(place.placeId, place)
}

/** What nothing carries waits here until there is a mail server; texts are rung about. */
const sendMail = async () => {
  const places = await platform.db.national(listPlaces)
  await sendAllNotices(
    platform.db,
    mail,
    places.map(place => ({ ...place, carries: carriedFor(config, Boolean(place.settings.demoSignIns)) })),
  )
}

const jobs: Job[] = [
  {
    queue: deliveryQueue,
    // Woken for one journey by the fact's own transaction; every minute, for whatever a killed process left.
    cron: '* * * * *',
    async run({ placeId, journeyId }) {
      if (placeId && journeyId) await deliverJourney(platform.db, journeys, placeId as PlaceId, journeyId as JourneyId)
      else await everyPlace(id => deliverAll(platform.db, journeys, id))
    },
  },
  {
    queue: noticeQueue,
    cron: '* * * * *',
    run: sendMail,
  },
  ...capabilities.flatMap(capability =>
    (capability.jobs ?? []).map(
      (job): Job => ({
        queue: job.queue,
        ...(job.cron && { cron: job.cron }),
        run: ({ placeId }) =>
          placeId ? job.run(platform, placeId as PlaceId) : everyPlace(id => job.run(platform, id)),
      }),
    ),
  ),
]

const say = (error: unknown, queue: string) =>
  process.stderr.write(`job ${queue}: ${(error as Error).stack ?? JSON.stringify(error)}\n`)

// What a killed process left is done before anything new is waited for.
await everyPlace(placeId => deliverAll(platform.db, journeys, placeId))
  .then(sendMail)
  .catch(error => say(error, 'catching up'))
const working = await workJobs(applicationLogin(owner), jobs, say)

const stop = async () => {
  await working.stop()
  mail.close()
  await platform.db.close()
  await release()
  process.exit(0)
}
process.once('SIGTERM', stop)
process.once('SIGINT', stop)
process.send?.('working')
