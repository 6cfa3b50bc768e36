import { type ChildProcess, fork } from 'node:child_process'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { listPlaces } from './capabilities/places/index.ts'
import { eraseAgain } from './capabilities/rights/index.ts'
import type { Config } from './platform/config.ts'
import { migrate } from './platform/db/migrate.ts'
import { findDatabase, openPlatform, root } from './platform/platform.ts'
import { queueNames } from './queues.ts'

interface DemoSignIn {
  name: string
  email: string
  password: string
  role: string
  organisation: string
}

/** Somebody of the demo who needs no account: a volunteer, a resident. */
interface DemoCode {
  name: string
  role: string
  path: string
  reference: string
  code: string
}

/** What to tell whoever chose a port that something else has. */
export const portTaken = (port: number): string =>
  `Port ${port} is already in use: stop what runs there, or choose another, as in PORT=8090 script/server.`

const isPortFree = ({ port, host }: Config): Promise<boolean> =>
  new Promise(resolve => {
    const probe = createServer()
    probe.once('error', error => resolve((error as { code?: string }).code !== 'EADDRINUSE'))
    probe.listen(port, host, () => probe.close(() => resolve(true)))
  })

const say = (text: string) => void process.stdout.write(`${text}\n`)

/**
 * Makes everything ready and keeps the web and the jobs processes running until told to stop. One that dies is started again; one that says it
 * cannot run at all (exit code 78, EX_CONFIG) stops the whole.
 * @returns the exit code.
 */
export const serve = async (config: Config): Promise<number> => {
  const startedAt = Date.now()
  if (!(await isPortFree(config))) {
    process.stderr.write(`${portTaken(config.port)}\n`)
    return 1
  }
  const { owner, release } = await findDatabase(config)
  // Until the two processes run there is nothing to wind down but the database: an interrupted first start leaves no server behind.
  const interrupted = () => void release('now').then(() => process.exit(130))
  process.once('SIGINT', interrupted)
  process.once('SIGTERM', interrupted)
  const applied = await migrate(owner, root, queueNames)
  if (applied.length) say(`Database ready (${applied.length} migrations applied).`)
  const platform = await openPlatform(config, owner, undefined, 4)
  let places = await platform.db.national(listPlaces)
  // Nothing here yet, or only a demo whose making was interrupted: loadDemo clears that away and starts anew.
  if (config.demo && places.every(({ settings }) => settings.demo === 'loading')) {
    say('Making the demo place, up to a minute, once ...')
    const { loadDemo } = await import('../demo/load.ts')
    await loadDemo(config, owner, say)
    places = await platform.db.national(listPlaces)
  }
  // A database that was put back from a backup has people in it who were erased since.
  for (const { placeId } of places) await eraseAgain(platform, placeId)
  await platform.db.close()
  process.off('SIGINT', interrupted)
  process.off('SIGTERM', interrupted)

  let stopping = false
  const children = new Set<ChildProcess>()
  let finish: (code: number) => void = () => {}
  const finished = new Promise<number>(resolve => {
    finish = resolve
  })
  const keepRunning = (file: string, onMessage: (message: unknown) => void, wait = 200) => {
    const child = fork(join(import.meta.dirname, file), { stdio: 'inherit' })
    children.add(child)
    const bornAt = Date.now()
    child.on('message', onMessage)
    // The pipe between us breaks when it is killed; its exit says all there is to say.
    child.on('error', () => {})
    child.on('exit', code => {
      children.delete(child)
      if (stopping) return
      if (code === 78) return stop(1)
      const nextWait = Date.now() - bornAt > 60_000 ? 200 : Math.min(wait * 2, 10_000)
      say(`${file} stopped (${code}); starting it again.`)
      setTimeout(() => !stopping && keepRunning(file, onMessage, nextWait), wait)
    })
  }
  const stop = (code: number) => {
    if (stopping) return
    stopping = true
    for (const child of children) child.kill('SIGTERM')
    const wait = setInterval(() => {
      if (children.size) return
      clearInterval(wait)
      void release().then(() => {
        if (code === 0) say('Stopped.')
        finish(code)
      })
    }, 20)
    setTimeout(() => {
      for (const child of children) child.kill('SIGKILL')
    }, 8_000).unref()
  }
  process.once('SIGINT', () => stop(0))
  process.once('SIGTERM', () => stop(0))

  let announced = false
  keepRunning('worker.ts', () => {})
  keepRunning('main.ts', message => {
    const { listening } = message as { listening?: number }
    if (!listening || announced) return
    announced = true
    announce(listening)
  })
  const announce = (port: number) => {
    const base = config.port === port ? config.publicUrl : config.publicUrl.replace(/:0$/, `:${port}`)
    say('')
    say(`Keep it Local is running, ${((Date.now() - startedAt) / 1000).toFixed(1)} s after starting.`)
    for (const place of places) {
      say(`\n  ${place.name}: ${base}/${place.slug}`)
      const signIns = (place.settings.demoSignIns ?? []) as DemoSignIn[]
      if (signIns.length) say('  Demo sign-ins (all invented):')
      for (const { name, email, password, role, organisation } of signIns)
        say(`    ${email.padEnd(34)} ${password.padEnd(18)} ${name}, ${role}, ${organisation}`)
      const codes = (place.settings.demoCodes ?? []) as DemoCode[]
      if (codes.length) say('  And without an account, by reference and code:')
      for (const { name, role, path, reference, code } of codes)
        say(`    ${`${base}/${place.slug}${path}`.padEnd(53)} ${reference}  ${code}  ${name}, ${role}`)
      if (config.smtpUrl) continue
      say(
        config.demo && signIns.length
          ? `  Mail that would have been sent: ${base}/${place.slug}/mailbox`
          : '  No mail server is set, so mail reaches nobody: set SMTP_URL.',
      )
    }
    if (places.length === 0) say(`\n  No place yet. Make one: script/keepitlocal place add SLUG --name "NAME"`)
    say('\nPress Ctrl+C to stop.')
  }
  return finished
}
