import { type Role, roles } from '../../../organisations/index.ts'

/** What a coordinator hands on besides what they hold: the daily work of an organisation. */
const ofCoordinators: readonly Role[] = ['coordinator', 'call handler', 'link worker']

/**
 * The roles somebody may give: a coordinator those of their organisation's daily work, and each role they hold themselves. What reaches over the whole place, or to
 * concerns about somebody's safety, is given by those who hold it: nobody gives more than they may.
 */
export const mayGive = (held: readonly Role[]): Role[] =>
  (Object.keys(roles) as Role[]).filter(
    role => held.includes(role) || (held.includes('coordinator') && ofCoordinators.includes(role)),
  )

/** True when somebody holding `by` may change what another does from `from` to `to`: whatever comes or goes is theirs to give. */
export const mayChange = (by: readonly Role[], from: readonly Role[], to: readonly Role[]): boolean => {
  const givable = mayGive(by)
  return (Object.keys(roles) as Role[]).every(
    role => from.includes(role) === to.includes(role) || givable.includes(role),
  )
}
