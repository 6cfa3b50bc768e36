import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { acceptReferral } from '../../src/capabilities/referrals/index.ts'
import { findNeed } from '../../src/capabilities/requests/index.ts'
import { askOrganisation } from '../../src/capabilities/triage/index.ts'
import { perform } from '../../src/platform/command.ts'
import { aCast, ask, worked } from '../support/cast.ts'
import { useHouse } from '../support/house.ts'

const house = useHouse()

const deliverUntilKilled = (place: string, nth: number, when: 'before' | 'after') =>
  new Promise<string>(resolve => {
    const { host, port, database, user, password } = house.owner
    const url = `postgres://${encodeURIComponent(user)}:${encodeURIComponent(password)}@/${database}?host=${encodeURIComponent(host)}&port=${port}`
    const file = join(import.meta.dirname, '..', 'support', 'deliver-until-killed.ts')
    const child = spawn(process.execPath, [file, url, place, house.platform.clock().toISOString(), String(nth), when], {
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    child.on('exit', (code, signal) => resolve(signal ?? `exit ${code}`))
  })

describe('a journey whose process is killed', () => {
  it('goes on where it stood after kill -9 before or after any commit, losing nothing and doing nothing twice', async () => {
    const cast = await aCast(house)
    const made = await ask(house, cast)
    const needId = made.needIds[0] ?? ''
    const question = {
      needId,
      organisationId: cast.kitchen,
      listedServiceId: null,
      basis: 'consent',
      basisGround: '',
      consentGivenHow: null,
    }
    const { referralId } = worked(await perform(house.platform.db, cast.amira, askOrganisation, question))
    worked(await perform(house.platform.db, cast.ben, acceptReferral, { referralId }))

    const ends: string[] = []
    // Each run gets a little further before it dies, by turns before and after the commit, so that the deaths fall between ever other steps.
    for (let nth = 1; ends.at(-1) !== 'exit 0' && nth < 60; nth++)
      ends.push(await deliverUntilKilled(cast.placeId, nth, nth % 2 ? 'before' : 'after'))
    expect(ends.filter(end => end === 'SIGKILL').length).toBeGreaterThan(6)
    expect(ends.at(-1)).toBe('exit 0')

    await house.platform.db.asHouse(cast.placeId, async tx => {
      expect((await findNeed(tx, needId, 'read'))?.state).toBe('accepted')
      const [left] = await tx.sql<
        { n: number }[]
      >`select count(*)::int as n from platform.undelivered_fact where place_id = ${tx.placeId}`
      expect(left?.n).toBe(0)
      const mail = await tx.sql<{ subject: string; to: string }[]>`
        select subject, to_address as to from platform.mailbox_message where place_id = ${tx.placeId}`
      expect(mail.map(({ subject, to }) => `${to}: ${subject.replace(/^.{7}: /, '')}`).sort()).toEqual([
        'halina@example.org: Someone near you can help',
        'halina@example.org: We have your request',
        'hub@example.org: Kitchen said yes',
        'kitchen@example.org: Can you help? Food, in the next two days',
      ])
      const twice = await tx.sql`
        select fact_id, step from platform.journey_step where place_id = ${tx.placeId} group by fact_id, step having count(*) > 1`
      expect(twice).toHaveLength(0)
    })
  }, 240_000)
})
