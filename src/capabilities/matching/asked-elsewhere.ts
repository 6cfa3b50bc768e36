/** Where the law of another nation decides which check is needed: nobody is asked to help before somebody has asked there. */
import { type Refusal, refuse } from '../../kernel/refusal.ts'
import type { CheckAnswer } from '../volunteers/index.ts'
import type { Task } from './task.ts'

type Answered = Pick<Task, 'askedElsewhere' | 'askedElsewhereSays'> & { readonly offersBy: string }

/** Why nobody may be asked yet; null where somebody may. What is needed elsewhere is not among the checks the rules can look up, so whoever looked at it chooses. */
export const cannotAskBefore = (
  { askElsewhere }: Pick<CheckAnswer, 'askElsewhere'>,
  { askedElsewhere, askedElsewhereSays, offersBy }: Answered,
): Refusal | null => {
  if (!askElsewhere) return null
  if (!askedElsewhere)
    return refuse(
      'ask-elsewhere',
      `${askElsewhere} Then write down here what was answered: nobody is asked to help before.`,
      'askedElsewhere',
    )
  if (!askedElsewhereSays)
    return refuse(
      'who-answered',
      'Write down who answered, when and what, in up to 300 characters.',
      'askedElsewhereSays',
    )
  return askedElsewhere === 'needed' && offersBy === 'rules'
    ? refuse(
        'yours-to-look-at',
        'The rules cannot look up the check that is needed here. Look at it yourself, then tick whom to ask.',
        'askedElsewhere',
      )
    : null
}
