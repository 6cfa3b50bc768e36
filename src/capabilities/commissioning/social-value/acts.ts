/** Everything the buyer and its assessors can do with a competition, by the name it has in its address. */
import { dateValues, type Field } from '../../../design/form.ts'
import { dateAt } from '../../../design/time-in-words.ts'
import { perform } from '../../../platform/command.ts'
import { chosen, typedLine, typedText } from '../../../platform/http/typed.ts'
import { isLedBy } from './access-competition.ts'
import { type Act, dayOf, wholeOf } from './act.ts'
import { assessActs } from './assess-acts.ts'
import { countHandedIn } from './bid-store.ts'
import { carryAct } from './carry.ts'
import { type Competition, isClosed } from './competition.ts'
import { listQuestions } from './competition-store.ts'
import { addQuestion, changeWeights, dropQuestion, openToBids, stopCompetition } from './open-competition.ts'
import { leastSocialValue } from './scoring.ts'

const isAsking = ({ state }: Competition) => state === 'asking'

/** The three weights, as a form asks for them. */
export const weightFields: readonly Field[] = [
  {
    kind: 'text',
    name: 'socialValue',
    label: 'Social value',
    hint: `At least ${leastSocialValue} %. That is our own rule; the government asks as much of its own departments (PPN 002, 13 February 2025), and councils choose.`,
    width: 3,
    inputmode: 'numeric',
    suffix: '%',
  },
  { kind: 'text', name: 'quality', label: 'Quality', width: 3, inputmode: 'numeric', suffix: '%' },
  {
    kind: 'text',
    name: 'price',
    label: 'Price',
    hint: 'The three add to 100 %.',
    width: 3,
    inputmode: 'numeric',
    suffix: '%',
  },
]

const preparing: Readonly<Record<string, Act>> = {
  question: {
    title: 'Add a question of our own',
    button: 'Add it',
    done: 'question',
    may: (tx, competition) => isAsking(competition) && isLedBy(tx, competition),
    fields: async () => [
      {
        kind: 'radios',
        name: 'about',
        label: 'What is it about?',
        options: [
          { value: 'quality', text: 'Quality' },
          { value: 'social value', text: 'Social value' },
        ],
      },
      { kind: 'textarea', name: 'asks', label: 'What are bidders asked?', limit: 1000, rows: 3 },
      {
        kind: 'text',
        name: 'points',
        label: 'What is it worth, in points?',
        hint: 'The points of all questions about quality add to its percent, and those about social value to its.',
        width: 3,
        inputmode: 'numeric',
      },
    ],
    act: ({ platform, actor }, { competitionId }, body) =>
      perform(platform.db, actor, addQuestion, {
        competitionId,
        about: (chosen(body.about, ['quality', 'social value']) ?? '') as never,
        asks: typedText(body.asks),
        points: wholeOf(body.points),
      }),
  },
  'drop-question': {
    title: 'Take a question out',
    button: 'Take it out',
    done: 'dropped',
    may: (tx, competition) => isAsking(competition) && isLedBy(tx, competition),
    says: () => ['Whoever proposed it reads why.'],
    fields: async (tx, { competitionId }) => [
      {
        kind: 'radios',
        name: 'questionId',
        label: 'Which question?',
        options: (await listQuestions(tx, competitionId)).map(({ questionId, number, asks }) => ({
          value: questionId,
          text: `${number}. ${asks}`,
        })),
      },
      { kind: 'textarea', name: 'because', label: 'Why is it not asked?', limit: 1000, rows: 2 },
    ],
    act: ({ platform, actor }, { competitionId }, body) =>
      perform(platform.db, actor, dropQuestion, {
        competitionId,
        questionId: typedLine(body.questionId),
        because: typedText(body.because),
      }),
  },
  weights: {
    title: 'Change weights, points or the closing',
    button: 'Change it for everybody to read',
    done: 'weights',
    may: async (tx, competition) =>
      isLedBy(tx, competition) &&
      (isAsking(competition) || (competition.state === 'bidding' && !isClosed(competition, tx.now))) &&
      (await countHandedIn(tx, competition.competitionId)) === 0,
    says: () => [
      'You can change this until the first bid is handed in. What it was before, and why it changed, stays to be read.',
    ],
    fields: async (tx, { competitionId }) => [
      ...weightFields,
      ...(await listQuestions(tx, competitionId)).map(
        ({ number, asks, about }): Field => ({
          kind: 'text',
          name: `points-${number}`,
          label: `Points for question ${number}, ${about}`,
          hint: asks,
          width: 3,
          inputmode: 'numeric',
        }),
      ),
      { kind: 'date', name: 'closesOn', label: 'Bids close at 12 noon on' },
      { kind: 'textarea', name: 'because', label: 'Why does it change?', limit: 1000, rows: 2 },
    ],
    values: async (tx, { competitionId, priceWeight, qualityWeight, socialWeight, closesAt }) => ({
      ...{ price: String(priceWeight), quality: String(qualityWeight), socialValue: String(socialWeight) },
      ...Object.fromEntries(
        (await listQuestions(tx, competitionId)).map(({ number, points }) => [`points-${number}`, String(points)]),
      ),
      ...dateValues('closesOn', dateAt(closesAt)),
    }),
    async act({ platform, actor }, { competitionId }, body) {
      const closes = dayOf(body, 'closesOn', 'the day bids close')
      if ('wrong' in closes) return [closes.wrong]
      const questions = await platform.db.as(actor, tx => listQuestions(tx, competitionId))
      const points = questions.map(({ questionId, number }) => ({
        questionId,
        number,
        points: wholeOf(body[`points-${number}`]),
      }))
      const wrong = points.filter(each => !(each.points >= 1 && each.points <= 100))
      if (wrong.length)
        return wrong.map(({ number }) => ({
          field: `points-${number}`,
          message: `Enter what question ${number} is worth: whole points from 1 to 100.`,
        }))
      return perform(platform.db, actor, changeWeights, {
        competitionId,
        ...weightsTyped(body),
        points: points.map(({ questionId, points }) => ({ questionId, points })),
        closesOn: closes.on,
        because: typedText(body.because),
      })
    },
  },
  'open-to-bids': {
    title: 'Open it for bids',
    button: 'Open it for bids',
    done: 'bidding',
    may: (tx, competition) => isAsking(competition) && isLedBy(tx, competition),
    says: () => [
      'From now on the questions stay as they are, and organisations write their bids.',
      'Nobody but the bidder sees a bid before it closes: not you either.',
    ],
    act: ({ platform, actor }, { competitionId }) => perform(platform.db, actor, openToBids, { competitionId }),
  },
  stop: {
    title: 'Stop the competition',
    button: 'Stop it',
    done: 'stopped',
    may: (tx, competition) => !['published', 'stopped'].includes(competition.state) && isLedBy(tx, competition),
    says: () => ['Nothing comes of it then. Why stays for everybody to read.'],
    fields: async () => [{ kind: 'textarea', name: 'because', label: 'Why is it stopped?', limit: 1000, rows: 2 }],
    act: ({ platform, actor }, { competitionId }, body) =>
      perform(platform.db, actor, stopCompetition, { competitionId, because: typedText(body.because) }),
  },
}

/** The three weights as they were typed. */
export const weightsTyped = (body: Readonly<Record<string, unknown>>) => ({
  price: wholeOf(body.price),
  quality: wholeOf(body.quality),
  socialValue: wholeOf(body.socialValue),
})

export const acts: Readonly<Record<string, Act>> = { ...preparing, ...assessActs, agreement: carryAct }
