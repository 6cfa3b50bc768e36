import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { acceptReferral } from '../../src/capabilities/referrals/index.ts'
import { findNeed } from '../../src/capabilities/requests/index.ts'
import { askOrganisation } from '../../src/capabilities/triage/index.ts'
import { aVolunteer } from '../../src/capabilities/volunteers/testing.ts'
import { perform } from '../../src/platform/command.ts'
import { aCast, ask, worked } from '../support/cast.ts'
import { useHouse } from '../support/house.ts'

const house = useHouse()

const workUntilKilled = (what: 'deliver' | 'next-steps', place: string, nth: number, when: 'before' | 'after') =>
  new Promise<string>(resolve => {
    const { host, port, database, user, password } = house.owner
    const url = `postgres://${encodeURIComponent(user)}:${encodeURIComponent(password)}@/${database}?host=${encodeURIComponent(host)}&port=${port}`
    const file = join(import.meta.dirname, '..', 'support', 'work-until-killed.ts')
    const line = [file, url, place, house.platform.clock().toISOString(), String(nth), when, what]
    const child = spawn(process.execPath, line, { stdio: ['ignore', 'ignore', 'inherit'] })
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
      ends.push(await workUntilKilled('deliver', cast.placeId, nth, nth % 2 ? 'before' : 'after'))
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

describe('telling next steps in a process that is killed', () => {
  it('leaves nobody out and tells nobody twice, killed before or after any commit', async () => {
    const cast = await aCast(house)
    const made = await Promise.all(
      Array.from({ length: 5 }, (_, nth) =>
        aVolunteer(house.platform, cast.placeId, cast.hub, { name: `Volunteer ${nth}`, phone: `0770090010${nth}` }),
      ),
    )
    const ends: string[] = []
    for (let nth = 1; ends.at(-1) !== 'exit 0' && nth < 20; nth++)
      ends.push(await workUntilKilled('next-steps', cast.placeId, nth, nth % 2 ? 'before' : 'after'))
    expect(ends.filter(end => end === 'SIGKILL').length).toBeGreaterThan(2)
    expect(ends.at(-1)).toBe('exit 0')
    const told = await house.platform.db.asHouse(
      cast.placeId,
      tx => tx.sql<{ volunteerId: string; steps: number; notices: number }[]>`
        select volunteer_id, count(*)::int as steps, (select count(*)::int from platform.notice n where n.place_id = s.place_id and n.about_id = s.volunteer_id) as notices
        from volunteers.next_step s where place_id = ${tx.placeId} and kind <> 'welcome' group by place_id, volunteer_id`,
    )
    expect(told.map(({ volunteerId }) => volunteerId).sort()).toEqual(
      made.map(each => each.volunteerId as string).sort(),
    )
    for (const { steps, notices } of told) expect([steps, notices]).toEqual([1, 1])
  }, 240_000)
})
