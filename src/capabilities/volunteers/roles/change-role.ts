import { type Static, Type } from 'typebox'
import { dateAt } from '../../../design/time-in-words.ts'
import { type JourneyId, newId } from '../../../kernel/ids.ts'
import { type Refusal, refuse } from '../../../kernel/refusal.ts'
import { command } from '../../../platform/command.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { record } from '../../../platform/facts/fact.ts'
import { whereaboutsOf } from '../../places/index.ts'
import { trainingsOf } from '../checks/trainings.ts'
import { RoleClosed, RoleOpened } from '../facts.ts'
import { activityCodes, type RoleKind, roleKinds } from '../words.ts'
import { findRole, insertRole, type Role, saveRoleClosed } from './role-store.ts'

/** Kinds for which pay may be said. */
export const paidKinds: readonly RoleKind[] = ['paid job', 'care role']

export const mostAbout = 2000

export const RoleInput = Type.Object({
  kind: Type.Enum(Object.keys(roleKinds) as RoleKind[], { mend: 'Choose what it is' }),
  title: Type.String({ minLength: 1, maxLength: 120, mend: 'Say in a few words what it is' }),
  about: Type.String({ maxLength: mostAbout, mend: `Keep it to ${mostAbout.toLocaleString('en-GB')} characters` }),
  activities: Type.Array(Type.Enum(activityCodes), { uniqueItems: true }),
  trainings: Type.Array(Type.String({ maxLength: 60 }), { uniqueItems: true, maxItems: 40 }),
  whereItIs: Type.String({ maxLength: 200, mend: 'Keep where it is to 200 characters' }),
  postcode: Type.Union([Type.String({ maxLength: 10 }), Type.Null()], { mend: 'Enter a postcode like ZZ1 4AB' }),
  hoursAWeek: Type.Union([Type.Number({ minimum: 0.5, maximum: 168 }), Type.Null()], {
    mend: 'Enter hours a week, like 2 or 2.5',
  }),
  payInPencePerHour: Type.Union([Type.Integer({ minimum: 1, maximum: 100_000 }), Type.Null()], {
    mend: 'Enter the pay for an hour, like 12.60',
  }),
  places: Type.Integer({ minimum: 1, maximum: 1000, mend: 'Enter how many people are wanted, 1 to 1000' }),
  openUntil: Type.Union([Type.String({ format: 'date' }), Type.Null()], { mend: 'Enter a real date' }),
})
export type RoleInput = Static<typeof RoleInput>

/** A role is nobody's story: its facts are about the role itself. */
const about = (roleId: string) => ({ recordId: roleId, journeyId: roleId as JourneyId })

/** Opens a role, a job or a training place for everybody to see; of the organisation that whoever opens it acts for. */
export const openRole = command({
  name: 'volunteers.open-role',
  allow: 'volunteer.look-after',
  input: RoleInput,
  async run(tx, input) {
    const organisationId = tx.actor.organisationId
    if (!organisationId) return refuse('no-organisation', 'Only an organisation opens roles.')
    const kind = input.kind as RoleKind
    if (input.payInPencePerHour !== null && !paidKinds.includes(kind))
      return refuse('not-paid', 'Only a paid job or a care role has pay. Leave it empty', 'pay')
    if (input.openUntil !== null && input.openUntil < dateAt(tx.now))
      return refuse('past', 'Choose today or a later day', 'openUntil')
    const where = input.postcode ? await whereaboutsOf(tx, input.postcode) : null
    if (where && !where.isPostcode)
      return refuse('postcode', where.message ?? 'Enter a postcode like ZZ1 4AB', 'postcode')
    const roleId = newId()
    await insertRole(tx, {
      ...input,
      kind,
      activities: input.activities as Role['activities'],
      whereItIs: [input.whereItIs, where?.shown].filter(Boolean).join(', '),
      position: where?.position ?? null,
      roleId,
      organisationId,
    })
    await record(tx, RoleOpened, about(roleId), { roleId })
    return { recordId: roleId, roleId }
  },
})

/** A role to change: of one's own organisation. */
export const accessRole = async (tx: PlaceTx, roleId: string): Promise<Role | Refusal> => {
  const role = await findRole(tx, roleId, 'lock')
  return role && role.organisationId === tx.actor.organisationId
    ? role
    : refuse('no-such-role', 'There is no such role, or another organisation opened it.')
}

/** Closes a role: nobody can say any more that they are interested. Those who are, stay on its list. */
export const closeRole = command({
  name: 'volunteers.close-role',
  allow: 'volunteer.look-after',
  input: Type.Object({ roleId: Type.String({ format: 'uuid' }) }),
  async run(tx, { roleId }) {
    const role = await accessRole(tx, roleId)
    if ('refused' in role) return role
    if (role.closedAt) return { recordId: roleId }
    await saveRoleClosed(tx, roleId, tx.now)
    await record(tx, RoleClosed, about(roleId), { roleId })
    return { recordId: roleId }
  },
})

/** Opens it again; a last day that has passed goes. */
export const reopenRole = command({
  name: 'volunteers.reopen-role',
  allow: 'volunteer.look-after',
  input: Type.Object({ roleId: Type.String({ format: 'uuid' }) }),
  async run(tx, { roleId }) {
    const role = await accessRole(tx, roleId)
    if ('refused' in role) return role
    if (!isOpen(role, dateAt(tx.now))) {
      await saveRoleClosed(tx, roleId, null)
      await record(tx, RoleOpened, about(roleId), { roleId })
    }
    return { recordId: roleId }
  },
})

/** Whether somebody can say today that they are interested. */
export const isOpen = (role: Pick<Role, 'closedAt' | 'openUntil'>, today: string): boolean =>
  role.closedAt === null && (role.openUntil === null || role.openUntil >= today)

/** The words of trainings, as the place calls them. */
export const trainingLabels = (codes: readonly string[], settings: Readonly<Record<string, unknown>>): string[] => {
  const known = trainingsOf(settings)
  return codes.map(code => known.find(training => training.code === code)?.label ?? code)
}
