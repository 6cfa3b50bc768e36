/**
 * How many mails a second leave the house: `sendAllNotices` over NOTICES (default 1,000) in two places, to a mail server on this machine, a thread of its own that takes everything
 * and keeps nothing. So it is what our part of a mail costs (its row locked, the mail made and handed over on a connection of its own, the row written); a server far away adds its
 * own time to each, because they leave one after the other.
 *
 * Prints JSON: mails a second by the clock, and the processor time of each mail: of the sending thread, of its whole process with the mail server, and of the database's processes
 * (Linux; null elsewhere). One mail leaves after the other, so on a machine that waits for nobody 1,000 over the milliseconds of all three is about what leaves in a second.
 */
import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { loadavg } from 'node:os'
import { isMainThread, parentPort, Worker } from 'node:worker_threads'
import { SMTPServer } from 'smtp-server'
import { newId } from '../src/kernel/ids.ts'
import { readConfig } from '../src/platform/config.ts'
import type { DatabaseAddress } from '../src/platform/db/address.ts'
import { connect } from '../src/platform/db/connection.ts'
import { writeNotices } from '../src/platform/notify/notice.ts'
import { openMail, sendAllNotices } from '../src/platform/notify/send.ts'
import { openPlatform, root } from '../src/platform/platform.ts'
import { aCast } from '../test/support/cast.ts'
import type { TestHouse } from '../test/support/house.ts'
import { freshDatabase, testServer } from '../test/support/scratch.ts'

const serve = (): void => {
  let taken = 0
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    // Who calls is nobody's question here, and nothing that answers names is there to ask.
    disableReverseLookup: true,
    onData(stream, _session, done) {
      stream.on('end', () => {
        taken += 1
        done()
      })
      stream.resume()
    },
  })
  smtp.listen(0, '127.0.0.1', () => parentPort?.postMessage((smtp.server.address() as AddressInfo).port))
  parentPort?.on('message', () => parentPort?.postMessage(taken))
}

/** Processor seconds of the database's processes that serve us; null where there is no /proc. */
const databaseSeconds = async (owner: DatabaseAddress): Promise<number | null> => {
  const asOwner = connect(owner, 1)
  try {
    const rows = await asOwner<{ pid: number }[]>`
      select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`
    const ticks = rows.map(({ pid }) => {
      const fields = (readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1] ?? '').split(' ')
      return Number(fields[11]) + Number(fields[12])
    })
    return ticks.reduce((sum, each) => sum + each, 0) / 100
  } catch {
    return null
  } finally {
    await asOwner.end()
  }
}

const measure = async (notices: number): Promise<void> => {
  const server = new Worker(new URL(import.meta.url))
  const answer = () => new Promise<number>((resolve, reject) => server.once('message', resolve).once('error', reject))
  const port = await answer()
  const { owner, drop } = await freshDatabase()
  const now = new Date('2026-11-16T10:00:00Z')
  const config = { ...readConfig({ PORT: '0' }, root, 'bench'), smtpUrl: `smtp://127.0.0.1:${port}` }
  const platform = await openPlatform(config, owner, () => now)
  const mail = openMail(config)
  try {
    const house = { platform } as unknown as TestHouse
    const places = [await aCast(house), await aCast(house)]
    for (const [at, { placeId }] of places.entries())
      await platform.db.asHouse(placeId, tx =>
        writeNotices(
          tx,
          Array.from({ length: Math.ceil((notices - at) / places.length) }, (_, nth) => ({
            aboutId: newId(),
            holderIds: [],
            sentFor: `news ${nth}`,
            // What somebody waits for and what may wait, as they come.
            atNight: nth % 4 === 0 ? ('answer' as const) : ('waits' as const),
            channel: 'email' as const,
            toName: `Somebody ${nth}`,
            toAddress: `somebody${nth}@example.org`,
            subject: 'You can start here: a first step for you',
            body: 'Thank you for offering to help.\n\nHere is what you can do next, and what happens then. '.repeat(4),
            link: { words: 'See it', path: '/my-volunteering' },
          })),
        ),
      )
    const inDatabaseBefore = await databaseSeconds(owner)
    const [started, used, usedByAll] = [performance.now(), process.threadCpuUsage(), process.cpuUsage()]
    await sendAllNotices(platform.db, mail, places)
    const { user, system } = process.threadCpuUsage(used)
    const all = process.cpuUsage(usedByAll)
    const wallSeconds = (performance.now() - started) / 1000
    const inDatabase = await databaseSeconds(owner)
    const arrived = answer()
    server.postMessage('how many')
    const taken = await arrived
    if (taken !== notices) throw new Error(`${notices} were to leave, and ${taken} arrived.`)
    const processorSeconds = (user + system) / 1e6
    const each = (seconds: number) => Number(((1000 * seconds) / notices).toFixed(2))
    console.log(
      JSON.stringify({
        notices,
        wallSeconds: Number(wallSeconds.toFixed(2)),
        mailsASecond: Math.round(notices / wallSeconds),
        processorSeconds: Number(processorSeconds.toFixed(2)),
        mailsAProcessorSecond: Math.round(notices / processorSeconds),
        millisecondsOfProcessorEach: {
          sendingThread: each(processorSeconds),
          processWithMailServer: each((all.user + all.system) / 1e6),
          database: inDatabase === null || inDatabaseBefore === null ? null : each(inDatabase - inDatabaseBefore),
        },
        load: loadavg().map(each => Math.round(each * 10) / 10),
      }),
    )
  } finally {
    mail.close()
    await platform.db.close()
    await drop()
    await (await testServer()).embedded?.stop()
    await server.terminate()
  }
}

if (isMainThread) {
  const notices = Number(process.env.NOTICES ?? 1000)
  if (!(Number.isInteger(notices) && notices > 1)) throw new Error('NOTICES has to be a whole number from 2 on.')
  await measure(notices)
} else serve()
