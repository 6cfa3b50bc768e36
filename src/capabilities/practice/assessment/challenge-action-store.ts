import type { PlaceTx } from '../../../platform/db/database.ts'
import type { Challenge } from './assessment-store.ts'

export interface ChallengeAction {
  readonly actionId: string
  readonly what: string
  readonly owner: string
  readonly dueOn: string
  readonly state: 'to do' | 'under way' | 'done' | 'let go'
  /** What came of it, or why it was let go. */
  readonly says: string
}

/** The plan, what is due first at the top. */
export const listActions = (tx: PlaceTx, challengeId: string): Promise<ChallengeAction[]> =>
  tx.sql<ChallengeAction[]>`
    select action_id, what, owner, due_on, state, says from practice.challenge_action
    where place_id = ${tx.placeId} and challenge_id = ${challengeId} order by due_on, action_id limit 200`

/** Writes an action, or what it became. */
export const saveAction = (
  tx: PlaceTx,
  { challengeId, councilId }: Pick<Challenge, 'challengeId' | 'councilId'>,
  { actionId, what, owner, dueOn, state, says }: ChallengeAction,
): Promise<void> =>
  tx.house(async () => {
    await tx.sql`
      insert into practice.challenge_action (place_id, action_id, challenge_id, council_id, what, owner, due_on, state, says, changed_at, changed_by)
      values (${tx.placeId}, ${actionId}, ${challengeId}, ${councilId}, ${what}, ${owner}, ${dueOn}, ${state}, ${says}, ${tx.now}, ${tx.actor.name})
      on conflict (place_id, action_id) do update set what = excluded.what, owner = excluded.owner, due_on = excluded.due_on, state = excluded.state, says = excluded.says,
        changed_at = excluded.changed_at, changed_by = excluded.changed_by`
  })
