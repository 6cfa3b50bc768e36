import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll } from 'vitest'
import { openApp } from '../../src/app.ts'
import { listPlaces } from '../../src/capabilities/places/index.ts'
import { runCommandLine } from '../../src/command-line.ts'
import { journeys } from '../../src/journeys.ts'
import type { PlaceId } from '../../src/kernel/ids.ts'
import { readConfig } from '../../src/platform/config.ts'
import { applicationLogin, type DatabaseAddress } from '../../src/platform/db/address.ts'
import { connect } from '../../src/platform/db/connection.ts'
import { deliverAll } from '../../src/platform/facts/deliver.ts'
import { openMail, sendNotices } from '../../src/platform/notify/send.ts'
import { openPlatform, type Platform, root } from '../../src/platform/platform.ts'
import { freshDatabase } from './scratch.ts'

/** A whole house for one test file: its own database, the web application in memory, the command line, and a clock that can be moved. */
export interface TestHouse {
  readonly platform: Platform
  /** Where its database is, as the owner. */
  readonly owner: DatabaseAddress
  readonly web: FastifyInstance
  /** Where "now" is; set it to live on another day. */
  setClock(at: Date | string): void
  /** Moves the clock forward. */
  advance(span: { days?: number; hours?: number; minutes?: number }): void
  /** Runs everything the jobs process would: journeys, then mail. */
  deliver(placeId: PlaceId): Promise<void>
  /** Runs the command line, in process. */
  commandLine(...words: string[]): Promise<{ code: number; out: string; err: string }>
  /** The application's login without any role or place: what an attacker's SQL would be. */
  login(): ReturnType<typeof connect>
}

/** Opens a house before the tests of a file and closes it after them. */
export const useHouse = (startAt = '2026-11-16T10:00:00Z'): TestHouse => {
  const house = {} as TestHouse & Record<string, unknown>
  const closers: (() => Promise<unknown>)[] = []
  beforeAll(async () => {
    const { owner, drop } = await freshDatabase()
    let now = new Date(startAt)
    const config = readConfig(
      {
        PORT: '0',
        TOMBSTONES_FILE: join(tmpdir(), `tombstones-${owner.database}.jsonl`),
        KEEPITLOCAL_DEMO: 'on',
        HOUSE_SECRET: 'the secret of a house made for tests',
        FEEDS_ALSO_FROM: '127.0.0.1:*',
      },
      root,
      'test',
    )
    const platform = await openPlatform(config, owner, () => new Date(now), 4)
    const web = await openApp(platform, { limits: null })
    const mail = openMail(config)
    closers.push(
      () => web.close(),
      () => platform.db.close(),
      () => drop(),
    )
    Object.assign(house, {
      platform,
      owner,
      web,
      setClock(at: Date | string) {
        now = new Date(at)
      },
      advance({ days = 0, hours = 0, minutes = 0 }: { days?: number; hours?: number; minutes?: number }) {
        now = new Date(now.getTime() + ((days * 24 + hours) * 60 + minutes) * 60_000)
      },
      async deliver(placeId: PlaceId) {
        await deliverAll(platform.db, journeys, placeId)
        const place = (await platform.db.national(listPlaces)).find(other => other.placeId === placeId)
        await sendNotices(platform.db, mail, placeId, place?.slug ?? '')
      },
      async commandLine(...words: string[]) {
        let out = ''
        let err = ''
        const code = await runCommandLine(words, {
          platform,
          out: (text: string) => {
            out += `${text}\n`
          },
          err: (text: string) => {
            err += `${text}\n`
          },
          isTty: false,
        })
        return { code, out, err }
      },
      login() {
        const sql = connect(applicationLogin(owner), 1)
        closers.unshift(() => sql.end())
        return sql
      },
    } satisfies TestHouse)
  })
  afterAll(async () => {
    for (const close of closers.splice(0)) await close()
  })
  return house
}
