import { exactDate } from '../../design/time-in-words.ts'
import type { Action } from '../../design/view-models.ts'
import { typedLine } from '../../platform/http/typed.ts'
import { undoDays } from './words.ts'

/** A day as it is carried from one press to the next. */
export const dayLike = /^\d{4}-\d{2}-\d{2}$/

/** A moment as it is carried to the press that takes back what was done then. */
const momentLike = /^\d{4}-\d{2}-\d{2}T[\d:.]{8,12}Z$/

/** What the page of a volunteer says was done for them, each with the press that takes it back. */
export const doneForThem = (home: string, was: unknown) => {
  const before = dayLike.test(typedLine(was)) ? typedLine(was) : null
  const changed = momentLike.test(typedLine(was)) ? typedLine(was) : ''
  const changeBack = (text: string): Action => ({ text, action: `${home}/take-change-back`, hidden: { of: changed } })
  const again = (text: string): Action => ({ text, action: `${home}/pause`, hidden: { again: before ?? '' } })
  return {
    changed: {
      message: 'Changed. It counts from now on.',
      detail: 'If they have an e-mail address, they are told that you did it for them.',
      ...(changed && { undo: changeBack('Take the change back') }),
    },
    'change-taken-back': {
      message: 'Taken back: it stands as it was before.',
      ...(changed && { undo: changeBack('Change it again') }),
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
