import { OutcomeRecorded } from '../capabilities/outcomes/index.ts'
import { SharingEnded } from '../capabilities/people/index.ts'
import {
  ContactMade,
  CouldNotHelp,
  endReferralsOfRequest,
  endReferralUnshared,
  HelpDone,
  HelpNotNeeded,
  HelpOngoing,
  ReferralAccepted,
  ReferralDeclined,
  ReferralExpired,
  ReferralRecalled,
  ReferralSent,
  tellAskedOrganisation,
  tellSender,
  withdrawDetails,
} from '../capabilities/referrals/index.ts'
import {
  ConsentWithdrawn,
  closeNeed,
  closingReasons,
  HelpRequestMade,
  markContactMade,
  markNeedAccepted,
  markNeedAsked,
  markNeedDone,
  markNeedOngoing,
  NeedClosed,
  returnNeedToTriage,
  tellResident,
} from '../capabilities/requests/index.ts'
import { NeedTriaged } from '../capabilities/triage/index.ts'
import type { Fact } from '../platform/facts/fact.ts'
import { journey } from '../platform/facts/journey.ts'
import { once, toResident } from './notices.ts'

type About = { referralId: string; needId: string; helpRequestId: string; organisationName: string }

const toSender = (fact: Fact<About>, subject: string, ...sentences: string[]) => ({
  referralId: fact.data.referralId,
  sentFor: once(fact),
  subject,
  sentences,
})

/**
 * A resident asks for help → someone decides → an organisation says yes → it happens → we learn what changed.
 *
 * Read downwards it is the diagram. A no, a silence and a "could not" go back to triage; none of them closes a need.
 */
export const residentRequest = journey('resident request')
  .on(HelpRequestMade, 'answer at once', (fact, act) =>
    act(tellResident, {
      ...toResident(
        fact,
        'We have your request',
        'We have what you told us. Someone will look at it and find out who near you can help.',
        'You do not need to do anything. If someone is in danger, call 999.',
      ),
      atNight: 'answer',
    }),
  )
  .on(NeedTriaged, 'tell the resident what was decided', (fact, act) =>
    fact.data.decision === 'signpost'
      ? act(
          tellResident,
          toResident(
            fact,
            'A service that can help',
            `${fact.data.serviceName} can help with this. You can get in touch with them yourself; we have not passed your details on.`,
          ),
        )
      : undefined,
  )
  .on(ReferralSent, 'mark the need as asked', (fact, act) =>
    act(markNeedAsked, { needId: fact.data.needId, of: 'organisation' }),
  )
  .on(ReferralSent, 'ask the organisation', (fact, act) =>
    act(tellAskedOrganisation, { referralId: fact.data.referralId, sentFor: once(fact) }),
  )
  .on(ReferralAccepted, 'mark the need as accepted', (fact, act) => act(markNeedAccepted, { needId: fact.data.needId }))
  .on(ReferralAccepted, 'tell the sender', (fact, act) =>
    act(
      tellSender,
      toSender(
        fact,
        `${fact.data.organisationName} said yes`,
        `${fact.data.organisationName} said yes and now sees who it is. They will get in touch.`,
      ),
    ),
  )
  .on(ReferralAccepted, 'tell the resident', (fact, act) =>
    act(
      tellResident,
      toResident(
        fact,
        'Someone near you can help',
        `${fact.data.organisationName} has said yes. They will get in touch with you.`,
      ),
    ),
  )
  .on(ReferralDeclined, 'bring the need back to triage', (fact, act) =>
    act(returnNeedToTriage, { needId: fact.data.needId, because: 'declined' }),
  )
  .on(ReferralDeclined, 'tell the sender', (fact, act) =>
    act(
      tellSender,
      toSender(
        fact,
        `${fact.data.organisationName} cannot take this`,
        `${fact.data.organisationName} said no. The need is back with you and the next best organisation is ready to be asked.`,
      ),
    ),
  )
  .on(ReferralExpired, 'bring the need back to triage', (fact, act) =>
    act(returnNeedToTriage, { needId: fact.data.needId, because: 'expired' }),
  )
  .on(ReferralExpired, 'tell the sender', (fact, act) =>
    act(
      tellSender,
      toSender(
        fact,
        `${fact.data.organisationName} has not answered`,
        `${fact.data.organisationName} did not answer in time. The need is back with you and the next best organisation is ready to be asked.`,
      ),
    ),
  )
  .on(ReferralRecalled, 'bring the need back to triage', (fact, act) =>
    act(returnNeedToTriage, { needId: fact.data.needId, because: fact.data.because ? 'sharing stopped' : 'recalled' }),
  )
  .on(ContactMade, 'mark contact as made', (fact, act) => act(markContactMade, { needId: fact.data.needId }))
  .on(ContactMade, 'tell the sender', (fact, act) =>
    act(
      tellSender,
      toSender(
        fact,
        `${fact.data.organisationName} has been in touch`,
        `${fact.data.organisationName} has been in touch with them.`,
      ),
    ),
  )
  .on(HelpOngoing, 'mark the need as ongoing', (fact, act) => act(markNeedOngoing, { needId: fact.data.needId }))
  .on(HelpOngoing, 'tell the sender', (fact, act) =>
    act(
      tellSender,
      toSender(
        fact,
        `${fact.data.organisationName} is helping regularly`,
        `${fact.data.organisationName} is helping and will go on helping.`,
      ),
    ),
  )
  .on(HelpDone, 'mark the need as done', (fact, act) => act(markNeedDone, { needId: fact.data.needId }))
  .on(HelpDone, 'tell the sender', (fact, act) =>
    act(
      tellSender,
      toSender(
        fact,
        `${fact.data.organisationName} has done it`,
        `${fact.data.organisationName} says the help was given. We are asking the resident how it went.`,
      ),
    ),
  )
  .on(HelpDone, 'ask the resident how it went', (fact, act) =>
    act(
      tellResident,
      toResident(
        fact,
        'How did it go?',
        `${fact.data.organisationName} says this is done. Please tell us how it went, in your own words: it helps the next person.`,
      ),
    ),
  )
  .on(CouldNotHelp, 'bring the need back to triage', (fact, act) =>
    act(returnNeedToTriage, { needId: fact.data.needId, because: 'could not' }),
  )
  .on(CouldNotHelp, 'tell the sender', (fact, act) =>
    act(
      tellSender,
      toSender(
        fact,
        `${fact.data.organisationName} could not do it`,
        `${fact.data.organisationName} could not do it after all. The need is back with you and the next best organisation is ready to be asked.`,
      ),
    ),
  )
  .on(HelpNotNeeded, 'close the need', (fact, act) =>
    act(closeNeed, { needId: fact.data.needId, reason: 'no longer needed' }),
  )
  .on(HelpNotNeeded, 'tell the sender', (fact, act) =>
    act(
      tellSender,
      toSender(fact, 'No longer needed', `${fact.data.organisationName} has stopped: it is no longer needed.`),
    ),
  )
  .on(OutcomeRecorded, 'close the need as helped', (fact, act) =>
    act(closeNeed, { needId: fact.data.needId, reason: 'helped' }),
  )
  .on(NeedClosed, 'end what is still being asked', (fact, act) =>
    act(endReferralsOfRequest, {
      helpRequestId: fact.data.helpRequestId,
      needId: fact.data.needId,
      because: 'need closed',
    }),
  )
  .on(NeedClosed, 'withdraw the details from the helper', (fact, act) =>
    act(withdrawDetails, { needId: fact.data.needId }),
  )
  .on(NeedClosed, 'tell the resident', (fact, act) =>
    fact.data.reason === 'signposted'
      ? undefined
      : act(tellResident, toResident(fact, 'This is finished', closingReasons[fact.data.reason].toResident)),
  )
  .on(SharingEnded, 'take back what rested on it', (fact, act) =>
    fact.data.toVolunteer
      ? undefined
      : act(endReferralUnshared, { referralId: fact.data.forId, because: fact.data.because }),
  )
  .on(ConsentWithdrawn, 'take back what rested on it', (fact, act) =>
    act(endReferralsOfRequest, {
      helpRequestId: fact.data.helpRequestId,
      needId: null,
      because: 'consent withdrawn',
      ...(fact.data.consentIds && { consentIds: fact.data.consentIds }),
    }),
  )
