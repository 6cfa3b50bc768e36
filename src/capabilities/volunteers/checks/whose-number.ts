import type { Action } from '../../../design/view-models.ts'

/** What is pressed on the page of a volunteer after ringing their number. */

/** One press that writes down that their number was rung and is theirs, or takes that back. */
export const provePress = (here: string, provedAt: Date | null): Action => ({
  text: provedAt ? 'Take back that the number is theirs' : 'I rang, it is them',
  action: `${here}/phone`,
  hidden: { isThem: provedAt ? 'no' : 'yes' },
  look: 'other',
})

/** What whoever they ring says of another sign-up with their name and number; the words of `whoItWas`, for somebody who asks. */
export const whoItWasPresses = (here: string, otherId: string): Action[] =>
  Object.entries({
    me: 'It was them: keep them once',
    'somebody I know': 'Somebody else: keep both',
    'nobody I know': 'Nobody they know: remove it',
  }).map(([was, text]) => ({ text, action: `${here}/who-it-was`, hidden: { was, otherId }, look: 'other' }))
