import { exactDate } from '../../design/time-in-words.ts'
import type { Action } from '../../design/view-models.ts'
import { typedLine } from '../../platform/http/typed.ts'
import { undoDays } from './words.ts'

/** A day as it is carried from one press to the next. */
export const dayLike = /^\d{4}-\d{2}-\d{2}$/

/** What the page of a volunteer says was done for them, each with the press that takes it back. */
export const doneForThem = (home: string, was: unknown) => {
  const before = dayLike.test(typedLine(was)) ? typedLine(was) : null
  const again = (text: string): Action => ({ text, action: `${home}/pause`, hidden: { again: before ?? '' } })
  return {
    changed: {
      message: 'Changed. It counts from now on.',
      detail: 'If they have an e-mail address, they are told that you did it for them.',
      undo: { text: 'Take the change back', action: `${home}/take-change-back` },
    },
    'change-taken-back': {
      message: 'Taken back: it stands as it was before.',
      undo: { text: 'Change it again', action: `${home}/take-change-back` },
    },
    paused: {
      message: 'Paused. Nobody asks them until then.',
      detail: 'What they said yes to stays theirs.',
      undo: before
        ? again(`Pause until ${exactDate(before)} again`)
        : { text: 'Take the pause back', action: `${home}/resume` },
    },
    back: {
      message: 'They may be asked again.',
      ...(before && { undo: again(`Pause until ${exactDate(before)} again`) }),
    },
    stopped: {
      message: 'They have stopped. Nobody asks them any more.',
      detail: `It can be taken back for ${undoDays} days.`,
      undo: { text: 'Take it back', action: `${home}/come-back` },
    },
    'come-back': {
      message: 'They volunteer again, and may be asked.',
      undo: { text: 'Take it back', action: `${home}/stop` },
    },
  }
}
