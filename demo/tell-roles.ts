import { closeRole, openRole } from '../src/capabilities/volunteers/roles/change-role.ts'
import { movePlacement, sayInterested } from '../src/capabilities/volunteers/roles/placements.ts'
import { listPlacementsOf } from '../src/capabilities/volunteers/roles/role-store.ts'
import { dateAt } from '../src/design/time-in-words.ts'
import { chance, seedOf } from '../src/kernel/chance.ts'
import { perform } from '../src/platform/command.ts'
import type { Cast, Happening } from './happening.ts'
import { postcodesIn } from './map.ts'
import { ahead } from './moments.ts'
import { type DemoRole, roles } from './roles.ts'
import { done, found } from './tell.ts'

/** Opens Larkmere's roles, and lives what became of those who were interested. */
export const roleStories = (cast: Cast): Happening[] => roles.flatMap(role => roleStory(cast, role))

const roleStory = ({ stage, now, volunteers }: Cast, role: DemoRole): Happening[] => {
  const { db, placeId } = stage
  const coordinator = found(stage.members, role.by)
  let roleId = ''
  const open = async (): Promise<string[]> => {
    const { kind, title, about, activities, trainings = [], whereItIs, hoursAWeek, places } = role
    const input = {
      ...{ kind, title, about, whereItIs, hoursAWeek, places },
      activities: [...activities],
      trainings: [...trainings],
      postcode: chance(seedOf(title)).pick(postcodesIn(role.near)).postcode,
      payInPencePerHour: role.payInPencePerHour ?? null,
      openUntil: role.openFor === undefined ? null : dateAt(ahead(role.openFor, 12)(now)),
    }
    roleId = done(await perform(db, coordinator, openRole, input)).roleId
    return [roleId]
  }
  const close = async (): Promise<string[]> => {
    done(await perform(db, coordinator, closeRole, { roleId }))
    return [roleId]
  }
  const show = async (who: string): Promise<string[]> => {
    done(await perform(db, found(volunteers, who).actor, sayInterested, { roleId }))
    return []
  }
  const answer = async (who: string, to: 'started' | 'ended' | 'not this time', words: string): Promise<string[]> => {
    const { volunteerId } = found(volunteers, who)
    const placements = await db.asHouse(placeId, tx => listPlacementsOf(tx, [volunteerId]))
    const placementId = placements.find(each => each.roleId === roleId)?.placementId ?? ''
    done(await perform(db, coordinator, movePlacement, { placementId, to, words }))
    return []
  }
  return [
    { at: role.opened(now), happens: open },
    ...(role.closed ? [{ at: role.closed(now), happens: close }] : []),
    ...(role.interests ?? []).flatMap(({ who, said, answered = [] }) => [
      { at: said(now), happens: () => show(who) },
      ...answered.map(([moment, to, words]) => ({ at: moment(now), happens: () => answer(who, to, words) })),
    ]),
  ]
}
