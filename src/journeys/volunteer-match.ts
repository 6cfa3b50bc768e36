import {
  askForCallBack,
  confirmByRule,
  endOffersTo,
  endTasksOfRequest,
  endTaskUnshared,
  FirstVisitMade,
  HourAgreed,
  hideFromVolunteers,
  keepApart,
  MatchConfirmed,
  MatchFellThrough,
  NoContactSaid,
  NoVolunteerLeft,
  noteCallsMade,
  PutToVolunteers,
  RoundUnanswered,
  releaseUncovered,
  releaseWhoLeft,
  tellConfirmed,
  tellFollowers,
  tellOthersFilled,
  tellResidentOfVolunteer,
  unmetReasons,
  VisitMade,
  VisitMissed,
  VolunteerAccepted,
  VolunteerDone,
  VolunteerInContact,
  VolunteerOngoing,
  VolunteersTakenBack,
} from '../capabilities/matching/index.ts'
import { SharingEnded } from '../capabilities/people/index.ts'
import {
  AddressHidden,
  ConsentWithdrawn,
  markContactMade,
  markNeedAccepted,
  markNeedAsked,
  markNeedDone,
  markNeedOngoing,
  NeedClosed,
  returnNeedToTriage,
  ToldByHand,
  tellResident,
} from '../capabilities/requests/index.ts'
import {
  CheckExpired,
  CheckUndone,
  IdentityToSeeAgain,
  IdentityUndone,
  TrainingExpired,
  TrainingUndone,
  VolunteerLeft,
  VolunteerPaused,
} from '../capabilities/volunteers/index.ts'
import type { Fact } from '../platform/facts/fact.ts'
import { journey } from '../platform/facts/journey.ts'
import { once, toResident } from './notices.ts'

type About = { taskId: string; needId: string; helpRequestId: string }

const ofVolunteer = (fact: Fact<About & { matchId: string }>, subject: string, ...sentences: string[]) => ({
  matchId: fact.data.matchId,
  sentFor: once(fact),
  subject,
  sentences,
})

const toFollowers = (fact: Fact<About>, subject: string, ...sentences: string[]) => ({
  taskId: fact.data.taskId,
  sentFor: once(fact),
  subject,
  sentences,
})

/**
 * A need is put to volunteers → one says yes first → it is confirmed → they see who it is near the time → it happens → staff ring → we learn what changed.
 *
 * Read downwards it is the diagram. A round without a yes leads to the next; nobody left, a "could not" and a "somebody else, please" go back to triage. None of
 * them closes a need.
 */
export const volunteerMatch = journey('volunteer match')
  .on(PutToVolunteers, 'tell the resident', (fact, act) =>
    act(
      tellResident,
      toResident(
        fact,
        'We are asking volunteers near you',
        'We are asking people near you who offer their time. They are told what is needed and roughly where, not who you are.',
        'As soon as one says yes we tell you their first name and when they come. You do not need to do anything.',
      ),
    ),
  )
  .on(RoundUnanswered, 'tell those who follow it', (fact, act) =>
    act(
      tellFollowers,
      toFollowers(
        fact,
        'No volunteer has said yes yet',
        'Nobody who was asked has said yes. Where the rules ask by themselves the next are asked now; where you choose, choose whom to ask next.',
      ),
    ),
  )
  .on(NoVolunteerLeft, 'bring the need back to triage', (fact, act) =>
    act(returnNeedToTriage, { needId: fact.data.needId, because: 'no volunteer' }),
  )
  .on(NoVolunteerLeft, 'tell those who follow it', (fact, act) =>
    act(
      tellFollowers,
      toFollowers(
        fact,
        'No volunteer is left to ask',
        `What stood in the way: ${unmetReasons[fact.data.because].label.toLowerCase()}. The need is back with you: ask an organisation, or change what would make it possible and ask volunteers again.`,
      ),
    ),
  )
  .on(NoVolunteerLeft, 'tell the resident', (fact, act) =>
    act(
      tellResident,
      toResident(
        fact,
        'We are looking further',
        'No volunteer near you could take this, so we are finding out who else can help. You do not need to do anything.',
      ),
    ),
  )
  .on(VolunteersTakenBack, 'bring the need back to triage', (fact, act) =>
    fact.data.because === 'need closed'
      ? undefined
      : act(returnNeedToTriage, {
          needId: fact.data.needId,
          because: ['consent withdrawn', 'sharing stopped'].includes(fact.data.because)
            ? 'sharing stopped'
            : 'volunteers taken back',
        }),
  )
  .on(VolunteerAccepted, 'mark the need as accepted', (fact, act) =>
    act(markNeedAccepted, { needId: fact.data.needId }),
  )
  .on(VolunteerAccepted, 'tell the others', (fact, act) => act(tellOthersFilled, { taskId: fact.data.taskId }))
  .on(VolunteerAccepted, 'confirm where the rules may', (fact, act) =>
    act(confirmByRule, { matchId: fact.data.matchId }),
  )
  .on(VolunteerAccepted, 'tell those who follow it', (fact, act) =>
    act(
      tellFollowers,
      toFollowers(
        fact,
        'A volunteer said yes',
        'A volunteer said yes. Where you confirm by yourselves, look at it and confirm.',
      ),
    ),
  )
  .on(MatchConfirmed, 'tell the volunteer', (fact, act) =>
    act(tellConfirmed, { matchId: fact.data.matchId, sentFor: once(fact) }),
  )
  .on(MatchConfirmed, 'tell the resident who', (fact, act) =>
    act(
      tellResidentOfVolunteer,
      ofVolunteer(
        fact,
        '{name} can help you',
        '{name}, a volunteer near you, said yes: {when}.',
        '{name} sees your name and how to reach you from a day before coming. If you would rather have somebody else, tell us on your page or ring us: you need not say why.',
        'Nobody from us will ever ask for your bank card or your PIN.',
      ),
    ),
  )
  .on(HourAgreed, 'tell the resident when', (fact, act) =>
    fact.data.isConfirmed
      ? act(
          tellResidentOfVolunteer,
          ofVolunteer(
            fact,
            'When {name} comes',
            '{name}, who helps you, comes then: {when}.',
            'If that does not suit you, tell us on your page or ring us, and another time is found.',
          ),
        )
      : undefined,
  )
  .on(VolunteerInContact, 'mark contact as made', (fact, act) => act(markContactMade, { needId: fact.data.needId }))
  .on(FirstVisitMade, 'ask staff to ring', (fact, act) => act(askForCallBack, { matchId: fact.data.matchId }))
  .on(ToldByHand, 'note the calls that were made', (fact, act) =>
    act(noteCallsMade, { sentFor: fact.data.sentFor, by: fact.actorName }),
  )
  .on(VolunteerOngoing, 'mark the need as ongoing', (fact, act) => act(markNeedOngoing, { needId: fact.data.needId }))
  .on(VolunteerOngoing, 'tell those who follow it', (fact, act) =>
    act(
      tellFollowers,
      toFollowers(fact, 'A volunteer helps regularly', 'The first visit has taken place, and the next is planned.'),
    ),
  )
  .on(VisitMade, 'note that it goes on', (fact, act) => act(markNeedOngoing, { needId: fact.data.needId }))
  .on(VisitMissed, 'tell those who follow it', (fact, act) =>
    act(
      tellFollowers,
      toFollowers(
        fact,
        'A visit did not happen',
        fact.data.said
          ? 'The volunteer says that a visit did not happen. The next is planned.'
          : 'Nobody said whether a visit happened. Ring the resident, or the volunteer. The next is planned.',
      ),
    ),
  )
  .on(VolunteerDone, 'mark the need as done', (fact, act) => act(markNeedDone, { needId: fact.data.needId }))
  .on(VolunteerDone, 'tell those who follow it', (fact, act) =>
    act(
      tellFollowers,
      toFollowers(
        fact,
        'A volunteer has done it',
        'The volunteer says the help was given. We are asking the resident how it went.',
      ),
    ),
  )
  .on(VolunteerDone, 'ask the resident how it went', (fact, act) =>
    act(
      tellResidentOfVolunteer,
      ofVolunteer(
        fact,
        'How did it go?',
        '{name} says this is done. Please tell us how it went, in your own words: it helps the next person.',
      ),
    ),
  )
  .on(MatchFellThrough, 'bring the need back, or ask others', async (fact, act) => {
    const because = (
      {
        'could not': 'volunteer could not',
        left: 'volunteer could not',
        released: 'volunteer released',
        refused: 'volunteer refused',
      } as const
    )[fact.data.because]
    await act(returnNeedToTriage, { needId: fact.data.needId, because })
    if (fact.data.asksOthers) await act(markNeedAsked, { needId: fact.data.needId, of: 'volunteers' })
  })
  .on(MatchFellThrough, 'tell those who follow it', (fact, act) =>
    act(
      tellFollowers,
      toFollowers(
        fact,
        'A volunteer will not be doing it',
        fact.data.asksOthers
          ? 'It fell through, and others are being asked.'
          : 'It fell through. The need is back with you.',
      ),
    ),
  )
  .on(MatchFellThrough, 'tell the resident', (fact, act) =>
    fact.data.because === 'refused'
      ? act(
          tellResidentOfVolunteer,
          ofVolunteer(
            fact,
            'We are finding somebody else',
            'You asked for somebody else. The volunteer is told only that they are not needed any more, and no longer sees who you are. The two of you are not brought together again.',
          ),
        )
      : act(
          tellResidentOfVolunteer,
          ofVolunteer(
            fact,
            'We are finding somebody else',
            'The volunteer cannot come after all. We are finding somebody else and tell you as soon as we have. You do not need to do anything.',
          ),
        ),
  )
  .on(NeedClosed, 'end what volunteers were asked', (fact, act) =>
    act(endTasksOfRequest, {
      helpRequestId: fact.data.helpRequestId,
      needId: fact.data.needId,
      because: 'need closed',
    }),
  )
  .on(SharingEnded, 'take back what rested on it', (fact, act) =>
    fact.data.toVolunteer ? act(endTaskUnshared, { matchId: fact.data.forId }) : undefined,
  )
  .on(ConsentWithdrawn, 'take back what rested on it', (fact, act) =>
    act(endTasksOfRequest, {
      helpRequestId: fact.data.helpRequestId,
      needId: null,
      because: 'consent withdrawn',
      ...(fact.data.consentIds && { consentIds: fact.data.consentIds }),
    }),
  )
  .on(AddressHidden, 'hide where they live from volunteers', (fact, act) =>
    act(hideFromVolunteers, { helpRequestId: fact.data.helpRequestId }),
  )
  .on(VolunteerPaused, 'take back what waits for their answer', (fact, act) =>
    act(endOffersTo, { volunteerId: fact.data.volunteerId }),
  )
  .on(VolunteerLeft, 'take back what waits for their answer', (fact, act) =>
    act(endOffersTo, { volunteerId: fact.data.volunteerId }),
  )
  .on(VolunteerLeft, 'find somebody else for what they had in hand', (fact, act) =>
    act(releaseWhoLeft, { volunteerId: fact.data.volunteerId }),
  )
  .on(NoContactSaid, 'take apart who must not meet', (fact, act) =>
    act(keepApart, { personA: fact.data.personA, personB: fact.data.personB }),
  )
  .on(CheckUndone, 'release them from what needed it', (fact, act) =>
    act(releaseUncovered, { volunteerId: fact.data.volunteerId }),
  )
  .on(CheckExpired, 'release them from what needed it', (fact, act) =>
    act(releaseUncovered, { volunteerId: fact.data.volunteerId }),
  )
  .on(TrainingUndone, 'release them from what needed it', (fact, act) =>
    act(releaseUncovered, { volunteerId: fact.data.volunteerId }),
  )
  .on(TrainingExpired, 'release them from what needed it', (fact, act) =>
    act(releaseUncovered, { volunteerId: fact.data.volunteerId }),
  )
  .on(IdentityToSeeAgain, 'release them from what needed it', (fact, act) =>
    act(releaseUncovered, { volunteerId: fact.data.volunteerId }),
  )
  .on(IdentityUndone, 'release them from what needed it', (fact, act) =>
    act(releaseUncovered, { volunteerId: fact.data.volunteerId }),
  )
