/** `/:place/commissioning/competitions/:competitionId/bid`: an organisation's own bid: answers, price, promises; afterwards its scores with the reasons. */
import { Type } from 'typebox'
import { type Field, type FormView, form } from '../../../design/form.ts'
import { type Happenings, noticeOf } from '../../../design/happened.ts'
import type { PageModel } from '../../../design/page.ts'
import { exactTime } from '../../../design/time-in-words.ts'
import type { Action, ErrorItem, StateTag } from '../../../design/view-models.ts'
import { isRefusal, type Refusal } from '../../../kernel/refusal.ts'
import { perform } from '../../../platform/command.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import {
  errorsOf,
  notFound,
  page,
  privateView,
  type Reply,
  redirect,
  type Visit,
} from '../../../platform/http/route.ts'
import { typedLine, typedText } from '../../../platform/http/typed.ts'
import { pounds, readPounds } from '../money.ts'
import { type Body, dayOf, wholeOf } from './act.ts'
import { listAgreedMarks } from './assess-store.ts'
import { type Bid, findBidOf } from './bid-store.ts'
import { competitionOnly, noCompetition } from './competition.page.ts'
import { type Competition, nowInWords, type Question, takesBids } from './competition.ts'
import { findCompetition, listQuestions } from './competition-store.ts'
import { neighbourhoodsOf } from './neighbourhoods.ts'
import { promiseInWords } from './promise.ts'
import { addPromise, dropPromise, handInBid, missingToHandIn, saveDraft, takeBidBack } from './write-bid.ts'

type OneVisit = Visit<{ competitionId: string }, { done?: unknown }>

type BidModel = PageModel & {
  says: readonly string[]
  missing: readonly string[]
  answers: readonly { title: string; asks: string; answer: string; mark: string | null; because: string }[] | null
  price: string | null
  draft: FormView | null
  promises: readonly { says: string; drop: Action | null }[]
  promise: FormView | null
  handIn: Action | null
  takeBack: Action | null
}

const happenings: Happenings = {
  saved: { message: 'Saved. It is not handed in yet.' },
  promised: { message: 'Added to your bid.' },
  dropped: { message: 'Taken out of your bid.' },
  'handed-in': { message: 'Handed in. It stays sealed until bids close; until then you can take it back.' },
  back: { message: 'Taken back. Hand it in again before bids close, or leave it.' },
}

/** What a promise is asked for, wherever one is made or changed. */
export const promiseFields = async (tx: PlaceTx): Promise<Field[]> => [
  {
    kind: 'text',
    name: 'what',
    label: 'What do you promise?',
    hint: 'What people will see happen. No value in pounds.',
  },
  {
    kind: 'text',
    name: 'howMany',
    label: 'How many?',
    hint: 'Leave it empty for what cannot be counted: you tell it as a story then.',
    width: 5,
    inputmode: 'numeric',
    optional: true,
  },
  {
    kind: 'text',
    name: 'unit',
    label: 'Of what?',
    hint: 'Like: apprentices, evenings, people',
    width: 20,
    optional: true,
  },
  { kind: 'text', name: 'forWhom', label: 'For whom?', hint: 'Like: young people who left school without a job' },
  {
    kind: 'select',
    name: 'neighbourhoodId',
    label: 'In which neighbourhood?',
    options: await neighbourhoodsOf(tx),
    choose: 'The whole place',
    optional: true,
  },
  { kind: 'date', name: 'dueOn', label: 'By when?' },
]

/** A promise as it was typed; or what is wrong with the day. */
export const promiseTyped = (body: Body) => {
  const due = dayOf(body, 'dueOn', 'the day by when')
  if ('wrong' in due) return due
  const howMany = typedLine(body.howMany) === '' ? null : wholeOf(body.howMany)
  return {
    what: typedLine(body.what),
    howMany,
    unit: typedLine(body.unit) || null,
    forWhom: typedLine(body.forWhom),
    neighbourhoodId: typedLine(body.neighbourhoodId) || null,
    dueOn: due.on,
  }
}

const draftFields = (questions: readonly Question[]): Field[] => [
  ...questions.map(
    ({ number, asks, points }): Field => ({
      kind: 'textarea',
      name: `answer-${number}`,
      label: `${number}. ${asks}`,
      hint: `${points} of 100 points`,
      limit: 4000,
      rows: 5,
    }),
  ),
  { kind: 'text', name: 'price', label: 'Price in all, without VAT', prefix: '£', width: 10, inputmode: 'decimal' },
  {
    kind: 'checkboxes',
    name: 'mayName',
    label: 'If you do not win',
    options: [{ value: 'yes', text: 'Our name may be published with our scores' }],
    optional: true,
  },
]

const valuesOf = (bid: Bid | null, questions: readonly Question[]): Body => ({
  ...Object.fromEntries(
    questions.map(({ questionId, number }) => [`answer-${number}`, bid?.answers[questionId] ?? '']),
  ),
  price: bid?.priceInPence ? (bid.priceInPence / 100).toFixed(2) : '',
  mayName: bid?.mayName ? ['yes'] : [],
})

const stateOf = (bid: Bid | null, competition: Competition, now: Date): StateTag => {
  if (!bid) return { word: 'Not begun', tone: 'waiting' }
  if (bid.state === 'draft')
    return takesBids(competition, now)
      ? { word: 'Draft, not handed in', tone: 'attention' }
      : { word: 'Was not handed in', tone: 'stopped' }
  return { word: 'Handed in', tone: 'done' }
}

type Asked = { of: 'draft' | 'promise' | 'page'; errors: readonly ErrorItem[]; values: Body }

const show = (visit: OneVisit, asked: Asked | null = null): Promise<Reply> => {
  const { platform, place, actor, params, query } = visit
  return platform.db.as(actor, async (tx): Promise<Reply> => {
    const competition = await findCompetition(tx, params.competitionId)
    const { organisationId } = actor
    if (!competition || !organisationId) return notFound(noCompetition)
    const bid = await findBidOf(tx, competition.competitionId, organisationId)
    const isOpen = takesBids(competition, tx.now)
    if (organisationId === competition.buyerOrganisationId || (!bid && !isOpen && !asked))
      return notFound('Your organisation has no bid in this competition.')
    const here = `/${place.slug}/commissioning/competitions/${competition.competitionId}`
    const questions = await listQuestions(tx, competition.competitionId)
    const neighbourhoods = await neighbourhoodsOf(tx)
    const isDraft = isOpen && bid?.state !== 'handed in'
    const agreed = bid && competition.state === 'published' ? await listAgreedMarks(tx, [bid.marksId]) : []
    const of = (which: Asked['of']) => (asked?.of === which ? { errors: asked.errors, values: asked.values } : null)
    const missing = isDraft && bid ? await missingToHandIn(tx, bid) : []
    const model: BidModel = {
      page: {
        title: 'Our bid',
        caption: competition.title,
        kind: 'staff',
        backHref: here,
        state: stateOf(bid, competition, tx.now),
        errors: asked?.errors ?? [],
        ...noticeOf(happenings, query.done),
      },
      says: [
        isOpen
          ? `Bids close on ${exactTime(competition.closesAt)}. Until then nobody but ${actor.organisationName ?? 'you'} sees this.`
          : competition.state === 'stopped'
            ? nowInWords(competition, tx.now)
            : `Bids closed on ${exactTime(competition.closesAt)}.`,
        ...(bid?.letter ? [`Your bid is called bid ${bid.letter}.`] : []),
      ],
      missing: bid ? missing : [],
      draft: isDraft
        ? form({
            action: `${here}/bid`,
            fields: draftFields(questions),
            values: of('draft')?.values ?? valuesOf(bid, questions),
            errors: of('draft')?.errors ?? [],
            button: 'Save the draft',
          })
        : null,
      answers: isDraft
        ? null
        : questions.map(({ questionId, number, about, asks, points }) => {
            const mark = agreed.find(each => each.questionId === questionId)
            return {
              title: `Question ${number}, ${about}, ${points} points`,
              asks,
              answer: bid?.answers[questionId] ?? '',
              mark: mark ? `${mark.mark} of 5` : null,
              because: mark?.because ?? '',
            }
          }),
      price: isDraft || !bid?.priceInPence ? null : pounds(bid.priceInPence),
      promises: (bid?.promises ?? []).map(each => ({
        says: promiseInWords(each, neighbourhoods),
        drop: isDraft
          ? {
              text: 'Take it out',
              action: `${here}/bid/drop-promise`,
              hidden: { promiseId: each.promiseId },
              look: 'other' as const,
              about: { content: each.what },
            }
          : null,
      })),
      promise: isDraft
        ? form({
            action: `${here}/bid/promises`,
            fields: await promiseFields(tx),
            ...(of('promise') ?? {}),
            button: 'Add the promise',
          })
        : null,
      handIn:
        isDraft && bid && missing.length === 0 ? { text: 'Hand the bid in', action: `${here}/bid/hand-in` } : null,
      takeBack:
        isOpen && bid?.state === 'handed in'
          ? { text: 'Take it back to change it', action: `${here}/bid/take-back`, look: 'other' }
          : null,
    }
    return privateView('commissioning/social-value/bid.njk', model)
  })
}

const path = '/:place/commissioning/competitions/:competitionId/bid'

const bidPage = page({
  method: 'GET',
  path,
  allow: 'commissioning.take-part',
  params: competitionOnly,
  query: Type.Object({ done: Type.Optional(Type.Unknown()) }),
  handle: visit => show(visit as unknown as OneVisit),
})

const answered = async (visit: OneVisit, of: Asked['of'], done: string, answer: unknown | Refusal): Promise<Reply> =>
  isRefusal(answer)
    ? show(visit, { of, errors: errorsOf(answer), values: visit.body })
    : redirect(`/${visit.place.slug}/commissioning/competitions/${visit.params.competitionId}/bid?done=${done}`)

const post = (below: string, handle: (visit: OneVisit) => Promise<Reply>) =>
  page({
    method: 'POST',
    path: `${path}${below}`,
    allow: 'commissioning.take-part',
    params: competitionOnly,
    handle: given => handle({ ...given, query: {} } as unknown as OneVisit),
  })

const saveAnswer = post('', async visit => {
  const { platform, actor, body, params } = visit
  const questions = await platform.db.as(actor, tx => listQuestions(tx, params.competitionId))
  const answers = questions.map(({ questionId, number }) => ({
    questionId,
    number,
    answer: typedText(body[`answer-${number}`]),
  }))
  const long = answers.filter(({ answer }) => answer.length > 4000)
  const typed = typedLine(body.price)
  const priceInPence = typed === '' ? null : readPounds(typed)
  const errors = [
    ...long.map(({ number }) => ({
      field: `answer-${number}`,
      message: `Answer question ${number} in up to 4,000 characters.`,
    })),
    ...(typed !== '' && !priceInPence
      ? [{ field: 'price', message: 'Enter the price in pounds, like 48,000 or 4,250.50.' }]
      : []),
  ]
  if (errors.length) return show(visit, { of: 'draft', errors, values: body })
  const answer = await perform(platform.db, actor, saveDraft, {
    competitionId: params.competitionId,
    priceInPence,
    mayName: [body.mayName].flat().includes('yes'),
    answers: answers.map(({ questionId, answer }) => ({ questionId, answer })),
  })
  return answered(visit, 'draft', 'saved', answer)
})

const promiseAnswer = post('/promises', async visit => {
  const { platform, actor, body, params } = visit
  const typed = promiseTyped(body)
  if ('wrong' in typed) return show(visit, { of: 'promise', errors: [typed.wrong], values: body })
  const answer = await perform(platform.db, actor, addPromise, { competitionId: params.competitionId, ...typed })
  return answered(visit, 'promise', 'promised', answer)
})

const dropAnswer = post('/drop-promise', async visit => {
  const { platform, actor, body, params } = visit
  const answer = await perform(platform.db, actor, dropPromise, {
    competitionId: params.competitionId,
    promiseId: typedLine(body.promiseId),
  })
  return answered(visit, 'page', 'dropped', answer)
})

const handInAnswer = post('/hand-in', async visit => {
  const { platform, actor, params } = visit
  return answered(
    visit,
    'page',
    'handed-in',
    await perform(platform.db, actor, handInBid, { competitionId: params.competitionId }),
  )
})

const takeBackAnswer = post('/take-back', async visit => {
  const { platform, actor, params } = visit
  return answered(
    visit,
    'page',
    'back',
    await perform(platform.db, actor, takeBidBack, { competitionId: params.competitionId }),
  )
})

export const bidRoutes = [bidPage, saveAnswer, promiseAnswer, dropAnswer, handInAnswer, takeBackAnswer]
