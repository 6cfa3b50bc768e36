import {
  agreeMark,
  declareInterest,
  handInMarks,
  markBid,
  nameAssessor,
  unsealBids,
} from '../src/capabilities/commissioning/social-value/assess.ts'
import { listBids } from '../src/capabilities/commissioning/social-value/bid-store.ts'
import { carryInAgreement } from '../src/capabilities/commissioning/social-value/carry.ts'
import { listQuestions } from '../src/capabilities/commissioning/social-value/competition-store.ts'
import {
  judgePromise,
  reportPromise,
  sayToPromise,
} from '../src/capabilities/commissioning/social-value/follow-promises.ts'
import {
  addQuestion,
  openCompetition,
  openToBids,
} from '../src/capabilities/commissioning/social-value/open-competition.ts'
import { listPromises } from '../src/capabilities/commissioning/social-value/promise-store.ts'
import { decideProposal, proposeQuestion } from '../src/capabilities/commissioning/social-value/propose.ts'
import { publishScores } from '../src/capabilities/commissioning/social-value/publish-scores.ts'
import { listSuggestions } from '../src/capabilities/commissioning/social-value/question-store.ts'
import { addPromise, handInBid, saveDraft } from '../src/capabilities/commissioning/social-value/write-bid.ts'
import { dateAt } from '../src/design/time-in-words.ts'
import { type Actor, anyone } from '../src/platform/auth/actor.ts'
import { type Command, perform } from '../src/platform/command.ts'
import { days, later } from './story.ts'
import { done, found, type Stage } from './tell.ts'

type Promised = readonly [what: string, howMany: number | null, unit: string | null, forWhom: string, dueIn: number]
interface Told {
  readonly who: Actor
  readonly pounds: number
  readonly answers: readonly string[]
  readonly promises: readonly Promised[]
}

/** What can be bid for in Larkmere: one that was won, with promises that were kept and not; one that is being marked; one open for bids; one open for questions. */
export const tellCompetitions = async (
  { db, clock, placeId, members }: Stage,
  engagementId: string,
  now: Date,
): Promise<void> => {
  const helen = found(members, 'Helen Marchetti')
  const priya = found(members, 'Priya Nair')
  const rukhsana = found(members, 'Rukhsana Mirza')
  const nadia = found(members, 'Nadia Rahman')
  const ben = found(members, 'Ben Castellano')
  const margot = found(members, 'Margot Ellery')
  const sunita = found(members, 'Sunita Ghale')
  const resident = anyone(placeId)
  const on = (ago: number) => dateAt(later(now, -ago * days))
  const at = <Input, Answer>(ago: number, who: Actor, what: Command<Input, Answer>, input: Input): Promise<Answer> =>
    clock.at(later(now, -ago * days), async () => done(await perform(db, who, what, input)))

  const open = (
    ago: number,
    asksFor: number,
    closesIn: number,
    words: { title: string; about: string },
    from: string | null,
  ) =>
    at(ago, helen, openCompetition, {
      ...{ ...words, engagementId: from, socialValue: 30, quality: 40, price: 30 },
      ...{ questionsUntilOn: on(ago - asksFor), closesOn: on(ago - closesIn) },
    })
  const propose = (ago: number, competitionId: string, who: Actor, words: string, why = '') =>
    at(ago, who, proposeQuestion, { competitionId, words, why })
  const decide = async (
    ago: number,
    competitionId: string,
    decision: 'asked' | 'joined' | 'not asked',
    because: string,
    asked: { asks?: string; points?: number } = {},
  ) => {
    const [first] = await db.as(helen, tx => listSuggestions(tx, competitionId))
    const questions = await db.as(helen, tx => listQuestions(tx, competitionId))
    const joined = questions.findLast(({ about }) => about === 'social value')?.questionId ?? null
    await at(ago, helen, decideProposal, {
      ...{ competitionId, suggestionId: first?.suggestionId ?? '', decision, hidesWords: false, because },
      ...{ asks: asked.asks ?? '', points: asked.points ?? null, questionId: decision === 'joined' ? joined : null },
    })
  }
  const ask = (ago: number, competitionId: string, asks: string, points: number) =>
    at(ago, helen, addQuestion, { competitionId, about: 'quality', asks, points })
  const bid = async (ago: number, competitionId: string, { who, pounds, answers, promises }: Told) => {
    const questions = await db.as(who, tx => listQuestions(tx, competitionId))
    await at(ago, who, saveDraft, {
      ...{ competitionId, priceInPence: pounds * 100, mayName: false },
      answers: questions.map(({ questionId }, nth) => ({ questionId, answer: answers[nth] ?? '' })),
    })
    for (const [what, howMany, unit, forWhom, dueIn] of promises)
      await at(ago, who, addPromise, {
        competitionId,
        what,
        howMany,
        unit,
        forWhom,
        neighbourhoodId: null,
        dueOn: on(-dueIn),
      })
  }
  const assess = async (ago: number, competitionId: string, who: Actor) => {
    await at(ago, helen, nameAssessor, { competitionId, personId: who.personId ?? '' })
    await at(ago, who, declareInterest, { competitionId, hasConflict: false, says: '' })
  }

  const { competitionId: hall } = await open(
    170,
    28,
    75,
    {
      title: 'The market hall, warm in winter',
      about:
        'Whoever is cold or alone finds a warm room, a hot drink and somebody to talk to in the market hall, six days a week from November to March.',
    },
    null,
  )
  await propose(
    165,
    hall,
    sunita,
    'How will people from the streets around the hall help to run it?',
    'It should be theirs, not something done for them.',
  )
  await propose(
    160,
    hall,
    resident,
    'Will somebody learn something there that gets them work?',
    'My son has been at home for two years.',
  )
  await propose(158, hall, resident, 'Could young people be paid to work there?')
  await propose(150, hall, margot, 'Will you take part in the county’s award for volunteering?')
  await decide(148, hall, 'asked', 'Three groups said the same at the Hub.', {
    asks: 'How will people from the streets around the hall help to run it?',
    points: 18,
  })
  await decide(148, hall, 'asked', 'Work for young people is what we hear of most.', {
    asks: 'How will somebody learn something here that gets them work, and be paid?',
    points: 12,
  })
  await decide(147, hall, 'joined', 'It stands in the question about learning and work.')
  await decide(147, hall, 'not asked', 'An award tells us little about the hall, and small groups cannot do the paper.')
  await ask(146, hall, 'What does a day in the hall look like, from the door to closing?', 25)
  await ask(146, hall, 'What do you do when more people come than there is room for?', 15)
  await at(140, helen, openToBids, { competitionId: hall })
  const told: Told[] = [
    {
      ...{ who: ben, pounds: 38_400 },
      answers: [
        'The kettle is on at eight. Two people are at the door, one who knows the place and one who learns it. Lunch at twelve for whoever is there.',
        'We open the net loft, and walk over together.',
        'A table of twelve decides what happens: eight of them live within five minutes of the hall.',
        'Four people a winter learn in the kitchen, are paid for it and leave with a certificate.',
      ],
      promises: [
        [
          'Paid places to learn in the kitchen',
          4,
          'places',
          'people from Northgate who have been without work for a year',
          30,
        ],
        [
          'Evenings that people from the streets around run by themselves',
          20,
          'evenings',
          'everybody who comes to the hall',
          -8,
        ],
        ['What the hall changed, told by those who come', null, null, 'everybody who comes to the hall', -40],
      ],
    },
    {
      ...{ who: margot, pounds: 36_900 },
      answers: [
        'Befrienders sit at every table, all day.',
        'We ring round and find a second room.',
        'Whoever comes twice is asked to help.',
        'We have no paid places.',
      ],
      promises: [['Befrienders at the tables every day', 60, 'befrienders', 'people who come alone', 60]],
    },
    {
      ...{ who: sunita, pounds: 41_250 },
      answers: [
        'Neighbours open it, neighbours close it.',
        'Our own front rooms are open too.',
        'It is run by the street and nobody else.',
        'Two of us would learn to keep the books.',
      ],
      promises: [['Neighbours with a key', 12, 'neighbours', 'the streets around the hall', 45]],
    },
  ]
  for (const [nth, each] of told.entries()) {
    await bid(110 - nth, hall, each)
    await at(105 - nth, each.who, handInBid, { competitionId: hall })
  }
  await at(94, helen, unsealBids, { competitionId: hall })
  for (const who of [helen, priya, rukhsana]) await assess(93, hall, who)
  const questions = await db.as(helen, tx => listQuestions(tx, hall))
  const bids = await db.as(helen, tx => listBids(tx, hall))
  const of = (who: Actor): string =>
    bids.find(({ organisationId }) => organisationId === who.organisationId)?.bidId ?? ''
  const marks: readonly (readonly [Actor, readonly (readonly number[])[]])[] = [
    [
      ben,
      [
        [4, 5, 4],
        [4, 4, 4],
        [4, 4, 3],
        [5, 5, 5],
      ],
    ],
    [
      margot,
      [
        [4, 4, 4],
        [3, 3, 3],
        [3, 3, 3],
        [0, 1, 0],
      ],
    ],
    [
      sunita,
      [
        [3, 3, 3],
        [3, 4, 3],
        [5, 5, 5],
        [2, 2, 2],
      ],
    ],
  ]
  const reasons = [
    'Does not answer it.',
    'Says that it should be, not how.',
    'Some of it; we do not see who does it.',
    'Answers it.',
    'Answers it well: who, when, how many.',
    'They know these streets, and it shows.',
  ]
  for (const [nth, assessor] of [helen, priya, rukhsana].entries()) {
    for (const [who, given] of marks)
      await at(92 - nth, assessor, markBid, {
        ...{ competitionId: hall, bidId: of(who) },
        marks: questions.map(({ questionId }, at) => ({
          questionId,
          mark: given[at]?.[nth] ?? 0,
          because: reasons[given[at]?.[nth] ?? 0] ?? '',
        })),
      })
    await at(92 - nth, assessor, handInMarks, { competitionId: hall })
  }
  for (const [who, given] of marks)
    for (const [at_, three] of given.entries())
      if (new Set(three).size > 1)
        await at(88, priya, agreeMark, {
          ...{
            competitionId: hall,
            bidId: of(who),
            questionId: questions[at_]?.questionId ?? '',
            mark: [...three].sort()[1] ?? 0,
          },
          because: 'We talked it over: what it promises carries it, not how well it is written.',
        })
  await at(86, helen, publishScores, { competitionId: hall, lotBid: '', lotSays: '' })
  const year = now.getUTCFullYear()
  await at(84, helen, carryInAgreement, {
    ...{
      competitionId: hall,
      reference: 'new',
      startsOn: `${year}-11-01`,
      endsOn: `${year + 5}-03-31`,
      shortBecause: '',
    },
  })
  const promises = await db.as(ben, tx => listPromises(tx, hall))
  const promise = (nth: number) => promises[nth]?.promiseId ?? ''
  const report = (ago: number, nth: number, howMany: number | null, says: string) =>
    at(ago, ben, reportPromise, { promiseId: promise(nth), happenedOn: on(ago), howMany, says })
  const judge = (ago: number, nth: number, stands: 'kept' | 'in part' | 'not kept', says: string) =>
    at(ago, helen, judgePromise, { promiseId: promise(nth), stands, says })
  // In the order they are due: the stories were due 40 days ago, the evenings 8, the places are not yet.
  await report(44, 0, null, 'Somebody who had not spoken to anybody since spring now opens up on Saturdays.')
  await judge(35, 0, 'kept', 'We sat at the long table and heard it.')
  await report(30, 1, 9, 'Music on Fridays, and the homework table.')
  await report(9, 1, 5, 'The boiler was out for a week.')
  await judge(
    6,
    1,
    'in part',
    'Fourteen of twenty, and the boiler was ours to mend. The other six come by the end of January.',
  )
  await report(12, 2, 2, 'Two have begun, one in the kitchen and one at the door.')
  await at(1, resident, sayToPromise, { promiseId: promise(2), words: 'I see one of them every morning. She is good.' })

  const { competitionId: meals } = await open(
    64,
    28,
    61,
    {
      title: 'Meals for people who cannot cook',
      about: 'Whoever cannot cook eats a hot meal every day, and sees somebody who asks how they are.',
    },
    null,
  )
  await propose(60, meals, ben, 'How will you notice that somebody is not well, and whom do you tell?')
  await decide(40, meals, 'asked', 'It is what families ask us.', {
    asks: 'How will you notice that somebody is not well, and whom do you tell?',
    points: 30,
  })
  await ask(39, meals, 'How does the meal arrive hot?', 40)
  await at(35, helen, openToBids, { competitionId: meals })
  for (const [nth, who] of [nadia, margot].entries()) {
    await bid(20, meals, {
      who,
      pounds: 52_000 + nth * 1_400,
      answers: [
        'In boxes that keep it hot for an hour.',
        'Whoever brings it stays five minutes, and rings the family or 111.',
      ],
      promises: [['Five minutes at every door', 365, 'days', 'everybody who gets a meal', 400]],
    })
    await at(10, who, handInBid, { competitionId: meals })
  }
  await at(2, helen, unsealBids, { competitionId: meals })
  for (const who of [helen, priya]) await assess(1, meals, who)

  const { competitionId: benches } = await open(
    40,
    20,
    60,
    {
      title: 'Benches and what is around them',
      about: 'People can sit down every 200 metres on the way to the shops, and like to.',
    },
    null,
  )
  await propose(35, benches, sunita, 'Who decides where a bench stands?')
  await decide(25, benches, 'asked', 'Everybody asked this.', {
    asks: 'Who decides where a bench stands, and how do you ask them?',
    points: 30,
  })
  await ask(24, benches, 'How long does a bench last, and who mends it?', 40)
  await at(15, helen, openToBids, { competitionId: benches })
  await bid(3, benches, {
    who: nadia,
    pounds: 18_000,
    answers: ['Twenty years; the men’s shed.', ''],
    promises: [['Benches made by the men’s shed', 12, 'benches', 'people who walk to the shops', 300]],
  })

  const { competitionId: home } = await open(
    6,
    24,
    66,
    {
      title: 'Coming home from hospital: the first evening',
      about:
        'Nobody comes home to a cold, dark flat. Somebody is at the door, puts the heating on and stays for a cup of tea.',
    },
    engagementId,
  )
  await propose(5, home, margot, 'How will you find people who live close by to do it?')
  await propose(4, home, resident, 'Which awards has your organisation won?')
  await decide(3, home, 'asked', 'Close by is what the hospital asked for too.', {
    asks: 'How will you find people who live close by, and look after them?',
    points: 20,
  })
  await decide(3, home, 'not asked', 'Awards tell us who had time to apply for them.')
  await propose(
    2,
    home,
    resident,
    'Will the same person come again the next day?',
    'My mother was afraid of so many faces.',
  )
  await propose(1, home, sunita, 'What do you pay the people who go?')
}
