import { tellSubscribers } from '../capabilities/exchange/index.ts'
import {
  VolunteerAccepted,
  VolunteerDone,
  VolunteerInContact,
  VolunteerOngoing,
} from '../capabilities/matching/index.ts'
import {
  ContactMade,
  CouldNotHelp,
  HelpDone,
  HelpNotNeeded,
  HelpOngoing,
  HelpWaiting,
  ReferralAccepted,
  ReferralDeclined,
  ReferralExpired,
  ReferralRecalled,
  ReferralSent,
} from '../capabilities/referrals/index.ts'
import { NeedClosed, NeedReturnedToTriage } from '../capabilities/requests/index.ts'
import type { Fact } from '../platform/facts/fact.ts'
import { type Act, journey } from '../platform/facts/journey.ts'
import { once } from './notices.ts'

const tell = (fact: Fact<{ needId: string; referralId?: string }>, act: Act) =>
  act(tellSubscribers, { needId: fact.data.needId, referralId: fact.data.referralId ?? null, sentFor: once(fact) })

const step = 'tell the systems that asked'

/** A referral changed → the systems of whoever it concerns are told its id, and nothing else. */
export const systemsHear = journey('systems hear')
  .on(ReferralSent, step, tell)
  .on(ReferralAccepted, step, tell)
  .on(ReferralDeclined, step, tell)
  .on(ReferralExpired, step, tell)
  .on(ReferralRecalled, step, tell)
  .on(ContactMade, step, tell)
  .on(HelpOngoing, step, tell)
  .on(HelpWaiting, step, tell)
  .on(HelpDone, step, tell)
  .on(CouldNotHelp, step, tell)
  .on(HelpNotNeeded, step, tell)
  .on(VolunteerAccepted, step, tell)
  .on(VolunteerInContact, step, tell)
  .on(VolunteerOngoing, step, tell)
  .on(VolunteerDone, step, tell)
  .on(NeedReturnedToTriage, step, tell)
  .on(NeedClosed, step, tell)
