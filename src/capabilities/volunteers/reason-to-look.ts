/** Why somebody looks at a volunteer who does nothing with them now. */
import { dateAt } from '../../design/time-in-words.ts'
import type { JourneyId } from '../../kernel/ids.ts'
import { audit } from '../../platform/audit/audit.ts'
import type { PlaceTx } from '../../platform/db/database.ts'
import type { ExplainsLook } from '../../platform/explains-look.ts'
import { listFacts } from '../../platform/facts/fact.ts'
import { askingWhy, type LookToExplain, whyLookNow } from '../people/index.ts'
import { listHeldChecks, listTrainingsDone } from './checks/checks-store.ts'
import { listPlacementsOf } from './roles/role-store.ts'
import type { Volunteer } from './volunteer.ts'
import { findVolunteer } from './volunteer-store.ts'

/** What the audit trail calls looking at a volunteer. */
export const lookedAtVolunteer = 'looked at a volunteer'

/** How the audit trail calls saying why. */
export const saidWhy = 'volunteers.give-reason'

/** Whoever looks after volunteers sees to what ends so many days ahead. Our own choice. */
const seenToAheadDays = 30

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

/** True while a volunteer waits for somebody here: nobody has seen yet who they are. */
const waitsToBeSeen = ({ state, identitySeenOn }: Volunteer): boolean => state !== 'left' && identitySeenOn === null

/** Something that was checked or learned ends soon, or ended lately. */
const endsSoon = async (tx: PlaceTx, volunteerId: string, since: Date): Promise<boolean> => {
  const from = dateAt(since)
  const to = dateAt(new Date(tx.now.getTime() + seenToAheadDays * 86_400_000))
  const ends = [...(await listHeldChecks(tx, [volunteerId])), ...(await listTrainingsDone(tx, [volunteerId]))]
  return ends.some(({ countsUntil }) => countsUntil !== null && countsUntil >= from && countsUntil <= to)
}

export const volunteersExplain: ExplainsLook = {
  volunteer: async (tx, volunteerId, since) => {
    const volunteer = await findVolunteer(tx, volunteerId)
    if (!volunteer) return false
    if (waitsToBeSeen(volunteer)) return true
    if ((await listFacts(tx, volunteer.journeyId as JourneyId)).some(({ recordedAt }) => recordedAt >= since))
      return true
    const placements = await listPlacementsOf(tx, [volunteerId])
    if (placements.some(({ state, since: at }) => state === 'interested' || state === 'started' || at >= since))
      return true
    return endsSoon(tx, volunteerId, since)
  },
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
