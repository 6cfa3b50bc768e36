/** What a council does about what its peers found: one action each, with who sees to it, by when, and where it stands. */
import { Type } from 'typebox'
import { newId } from '../../../kernel/ids.ts'
import { refuse } from '../../../kernel/refusal.ts'
import { command } from '../../../platform/command.ts'
import { type ChallengeAction, listActions, saveAction } from './challenge-action-store.ts'
import { roundToRead } from './keep-challenge.ts'

export type { ChallengeAction }
export { listActions }

export const actionStates = { 'to do': 'To do', 'under way': 'Under way', done: 'Done', 'let go': 'Let go' } as const

/** Writes an action into the plan, or changes one; the council's own champions alone. */
export const keepAction = command({
  name: 'practice.keep-action',
  allow: 'practice.assess',
  input: Type.Object({
    assessmentId: Type.String({ format: 'uuid' }),
    actionId: Type.Union([Type.String({ format: 'uuid' }), Type.Null()]),
    what: Type.String({ minLength: 3, maxLength: 500, mend: 'Say what you will do, in 3 to 500 characters' }),
    owner: Type.String({ minLength: 2, maxLength: 120, mend: 'Say who sees to it' }),
    dueOn: Type.String({ format: 'date', mend: 'Enter by when' }),
    state: Type.Enum(Object.keys(actionStates) as (keyof typeof actionStates)[], { mend: 'Choose where it stands' }),
    actionSays: Type.String({ maxLength: 1000, mend: 'Say it in up to 1,000 characters' }),
  }),
  async run(tx, { assessmentId, actionId, actionSays, ...input }) {
    const seen = await roundToRead(tx, assessmentId)
    if (!seen?.own) return refuse('no-such-assessment', 'There is no such assessment, or it is another council’s.')
    const { challenge } = seen
    if (!challenge) return refuse('no-visit', 'Plan the visit first: the plan is about what your peers found.')
    if (input.dueOn < challenge.visitOn)
      return refuse('before', 'What is done about a visit is done after it.', 'dueOn')
    if (input.state === 'let go' && actionSays === '') return refuse('why', 'Say why it was let go.', 'actionSays')
    const before =
      actionId === null ? null : (await listActions(tx, challenge.challengeId)).find(each => each.actionId === actionId)
    if (actionId !== null && !before) return refuse('no-such-action', 'This stands in no plan any more.')
    await saveAction(tx, challenge, {
      ...(input as Omit<ChallengeAction, 'actionId' | 'says'>),
      actionId: before?.actionId ?? newId(),
      says: actionSays,
    })
    return { recordId: challenge.councilId }
  },
})
