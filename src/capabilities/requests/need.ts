import { type Refusal, refuse } from '../../kernel/refusal.ts'
import type { ClosingReason, NeedState } from './words.ts'

/** Something that happens to a need. */
export type NeedAction = 'ask' | 'accept' | 'contact' | 'continue' | 'finish' | 'return' | 'close'

// One row per state: what may happen there and where it leads. What is not in the table is refused.
const moves: Readonly<Record<NeedState, Partial<Record<NeedAction, NeedState>>>> = {
  waiting: { ask: 'asked', close: 'closed' },
  asked: { accept: 'accepted', return: 'waiting', close: 'closed' },
  accepted: { contact: 'in contact', continue: 'ongoing', finish: 'done', return: 'waiting', close: 'closed' },
  'in contact': { continue: 'ongoing', finish: 'done', return: 'waiting', close: 'closed' },
  ongoing: { continue: 'ongoing', finish: 'done', return: 'waiting', close: 'closed' },
  done: { close: 'closed' },
  closed: {},
}

/** Where a need goes from `state` by `action`; null when that cannot happen there. */
export const nextNeedState = (state: NeedState, action: NeedAction): NeedState | null => moves[state][action] ?? null

/** A need that is closed stays closed: a resident who needs help again asks again, so that both can be counted. */
export const cannotMove = (state: NeedState, action: NeedAction): Refusal | null =>
  nextNeedState(state, action)
    ? null
    : refuse(
        'need-has-moved-on',
        state === 'closed' ? 'This need is closed already.' : 'This need has moved on meanwhile. Look at it again.',
      )

/** Closing as helped is only for what was done; every other reason may close a need that is still open. */
export const cannotCloseAs = (state: NeedState, reason: ClosingReason): Refusal | null =>
  reason === 'helped' && !['done', 'ongoing', 'in contact', 'accepted'].includes(state)
    ? refuse('not-helped-yet', 'Nobody has helped with this yet, so it cannot be closed as helped.')
    : null
