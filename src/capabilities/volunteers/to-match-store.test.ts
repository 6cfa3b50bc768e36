import { describe, expect, it } from 'vitest'
import { aCast } from '../../../test/support/cast.ts'
import { useHouse } from '../../../test/support/house.ts'
import { anyTime } from './free-at.ts'
import { aVolunteer } from './testing.ts'
import { listVolunteersById, readWeighed } from './to-match-store.ts'

const house = useHouse('2026-11-16T10:00:00Z')

describe('volunteers read to be weighed', () => {
  it('are the same as read in full, whatever is held and whatever is not known', async () => {
    const cast = await aCast(house)
    const made = []
    for (let one = 0; one < 6; one += 1)
      made.push(
        await aVolunteer(house.platform, cast.placeId, cast.hub, {
          name: `Person${one} Weighed`,
          phone: `07700 90050${one}`,
          activities: one % 2 ? ['shopping'] : ['shopping', 'phone call', 'lift'],
          languages: one % 3 ? [] : ['pl', 'ar'],
          freeAt: one % 2 ? anyTime : 5,
          hasCar: one === 4,
        }),
      )
    const ids = made.map(({ volunteerId }) => volunteerId as string)
    await house.platform.db.asHouse(cast.placeId, async tx => {
      const [first, second, third] = ids
      await tx.sql`update volunteers.volunteer set position = point(400123.5, 299999.25), identity_seen_on = '2026-11-01', identity_seen_by = 'Amira', identity_seen_how = 'passport'
        where place_id = ${tx.placeId} and volunteer_id = ${first ?? ''}`
      await tx.sql`update volunteers.volunteer set state = 'paused', paused_until = '2026-12-24' where place_id = ${tx.placeId} and volunteer_id = ${second ?? ''}`
      for (const [level, decision, until] of [
        ['basic', 'accepted', '2027-01-01'],
        ['enhanced', 'not accepted', '2028-02-29'],
      ] as const)
        await tx.sql`
          insert into volunteers.held_check (place_id, check_id, volunteer_id, level, workforce, certificate_on, seen_on, seen_by, counts_until, decision, recorded_at)
          values (${tx.placeId}, gen_random_uuid(), ${first ?? ''}, ${level}, ${level === 'basic' ? 'not applicable' : 'adult'}, '2025-01-01', '2025-02-01', 'Amira', ${until}, ${decision}, ${tx.now})`
      for (const [training, until] of [
        ['hygiene', null],
        ['lifting', '2027-03-01'],
      ] as const)
        await tx.sql`
          insert into volunteers.training_done (place_id, training_id, volunteer_id, training, done_on, counts_until, recorded_by, recorded_at)
          values (${tx.placeId}, gen_random_uuid(), ${third ?? ''}, ${training}, '2026-01-01', ${until}, 'Amira', ${tx.now})`
      await tx.sql`
        insert into volunteers.reference_asked (place_id, reference_id, volunteer_id, referee_name, relationship, asked_by, answered_at, answer, recorded_by)
        values (${tx.placeId}, gen_random_uuid(), ${third ?? ''}, 'Referee', 'a friend', 'Amira', ${tx.now}, 'recommends', 'Amira')`
      const lines = await tx.sql<{ says: string }[]>`
        select says from volunteers.public_to_weigh where place_id = ${tx.placeId} and volunteer_id = any(${ids}::uuid[]) order by volunteer_id`
      const weighed = lines.map(({ says }) => readWeighed(says))
      const full = await listVolunteersById(tx, ids)
      expect(weighed).toHaveLength(6)
      for (const [at, one] of weighed.entries()) {
        const inOrder = <T>(list: readonly T[]) =>
          [...list].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
        const same = {
          ...full[at],
          checks: inOrder(full[at]?.checks ?? []),
          trainings: inOrder(full[at]?.trainings ?? []),
        }
        // Only that it was seen is read, not on which day.
        const { identitySeenOn, ...weighed } = one
        expect(same).toMatchObject({ ...weighed, checks: inOrder(one.checks), trainings: inOrder(one.trainings) })
        expect(identitySeenOn === null).toBe(full[at]?.identitySeenOn === null)
      }
    })
  })
})
