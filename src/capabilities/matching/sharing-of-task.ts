import { sharedFieldCodes } from '../organisations/index.ts'
import type { Sharing } from '../people/index.ts'
import type { Task } from './task.ts'

/** What a volunteer who does a task is to be told, and what was settled to allow it: asked again at their yes, when it is confirmed and at every look. */
export const sharingOfTask = ({
  personId,
  helpRequestId,
  organisationId,
  basis,
  basisGround,
  consentId,
}: Task): Sharing => ({
  personId,
  aboutId: helpRequestId,
  from: organisationId,
  to: organisationId,
  toVolunteer: true,
  purpose: 'help',
  fields: sharedFieldCodes,
  claim: { basis, ground: basisGround, basisId: consentId },
})
