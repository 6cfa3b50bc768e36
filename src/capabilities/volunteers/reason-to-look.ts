/** Why somebody looks at a volunteer who does nothing with them now. */
import { audit } from '../../platform/audit/audit.ts'
import type { PlaceTx } from '../../platform/db/database.ts'
import { askingWhy, type LookToExplain, whyLookNow } from '../people/index.ts'
import { findVolunteer } from './volunteer-store.ts'

/** What the audit trail calls looking at a volunteer. */
export const lookedAtVolunteer = 'looked at a volunteer'

/** How the audit trail calls saying why. */
export const saidWhy = 'volunteers.give-reason'

const notTheirs = 'We cannot find that volunteer, or they are not yours to see.'

const lookAtVolunteer: LookToExplain = {
  kind: 'volunteer',
  saysWhy: saidWhy,
  allow: 'volunteer.see',
  reasons: {
    'they rang': 'They got in touch',
    'asks them': 'I am about to ask whether they would help again',
    complaint: 'A complaint or a question about what they did',
    check: 'I was asked to check what was written down',
    other: 'Something else',
  },
  notTheirs,
  isTheirs: async (tx, volunteerId) => (await findVolunteer(tx, volunteerId)) !== null,
}

/** Whether somebody may look at all that is known of a volunteer now, or is to say why first. Writes the line of their look, with the reason. */
export const mayLookAtVolunteer = async (tx: PlaceTx, volunteerId: string): Promise<boolean> => {
  const why = await whyLookNow(tx, lookAtVolunteer, volunteerId)
  if (why) await audit(tx, lookedAtVolunteer, volunteerId, why)
  return why !== null
}

export const { routes: whyVolunteerRoutes, ask: askWhyThisVolunteer } = askingWhy(lookAtVolunteer, {
  home: '/volunteers',
  param: 'volunteerId',
  title: 'Why do you look at this volunteer?',
  label: 'They do nothing with you now. Why do you look?',
  back: '/volunteers',
})
