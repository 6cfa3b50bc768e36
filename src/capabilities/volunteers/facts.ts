import { exactDate } from '../../design/time-in-words.ts'
import { factKind } from '../../platform/facts/fact.ts'
import { hoursInWords } from './hours-in-words.ts'
import { type NextStepKind, nextStepKinds, type PlacementState, placementStates } from './words.ts'

/** Somebody offered their time. */
export const VolunteerSignedUp = factKind<{ volunteerId: string; how: 'web' | 'by somebody for them' }>(
  'volunteer-signed-up',
  data => `Signed up as a volunteer${data.how === 'web' ? '' : ', written down by somebody for them'}.`,
)

/** Said for them, by phone or at the door, and done by whoever looks after them; not there where they did it themselves. */
type SaidForThem = { forThem?: true }
const forThem = (data: SaidForThem): string => (data.forThem ? ', done for them as they asked' : '')

/** They changed what they do, where, when or how they are reached; or took the last change back. */
export const VolunteerChanged = factKind<{ volunteerId: string; takenBack?: true } & SaidForThem>(
  'volunteer-changed',
  data => `${data.takenBack ? 'Took back the last change of' : 'Changed'} what they told us${forThem(data)}.`,
)

/** Somebody rang their number and it is them; or that was taken back. */
export const PhoneProved = factKind<{ volunteerId: string; takenBack?: true }>('volunteer-phone-proved', data =>
  data.takenBack ? 'Took back that their phone number is theirs.' : 'Their number was rung, and it is them.',
)

/** They are not to be asked until a day. */
export const VolunteerPaused = factKind<{ volunteerId: string; until: string } & SaidForThem>(
  'volunteer-paused',
  data => `Asked for a pause until ${exactDate(data.until)}${forThem(data)}.`,
)

/** They may be asked again. */
export const VolunteerBack = factKind<{ volunteerId: string } & SaidForThem>(
  'volunteer-back',
  data => `May be asked again${forThem(data)}.`,
)

/** They stopped: every offer ends at once. */
export const VolunteerLeft = factKind<{ volunteerId: string } & SaidForThem>(
  'volunteer-left',
  data => `Stopped volunteering${forThem(data)}.`,
)

/** They were told what to do next. */
export const NextStepTold = factKind<{ volunteerId: string; nextStepId: string; step: NextStepKind }>(
  'next-step-told',
  data => `Was told a next step: ${nextStepKinds[data.step].toLowerCase()}.`,
)

/** Hours somebody gave were written down. */
export const HoursGiven = factKind<{ volunteerId: string; minutes: number }>(
  'hours-given',
  data => `Gave ${hoursInWords(data.minutes)}.`,
)

/** Somebody said thank you. */
export const ThanksSaid = factKind<{ volunteerId: string }>('thanks-said', () => 'Was thanked.')

/** A role, job or training place can be taken. */
export const RoleOpened = factKind<{ roleId: string }>('role-opened', () => 'A role was opened.')

/** It can no longer be taken. */
export const RoleClosed = factKind<{ roleId: string }>('role-closed', () => 'A role was closed.')

/** Somebody's interest in a role moved on. */
export const PlacementMoved = factKind<{
  volunteerId: string
  roleId: string
  placementId: string
  to: PlacementState
}>('placement-moved', data => `A role: ${placementStates[data.to].label.toLowerCase()}.`)
