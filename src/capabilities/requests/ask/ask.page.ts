/** Asking for help: the safeguarding question first, then one question a page. What is asked is in `questions.ts`. */

import { Type } from 'typebox'
import { form } from '../../../design/form.ts'
import type { Notice } from '../../../design/page.ts'
import type { ErrorItem } from '../../../design/view-models.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { notFound, page, privateView, type Reply, redirect, type VisitedPlace } from '../../../platform/http/route.ts'
import { chosen } from '../../../platform/http/typed.ts'
import { newSecret } from '../../../platform/platform.ts'
import { triageOrganisationOf } from '../../organisations/index.ts'
import { ringUs, sayOfPostcode, whereaboutsOf } from '../../places/index.ts'
import type { Answers } from './answers.ts'
import { asAnyone, askPath, beganAgain, ringInstead } from './ask-for-help.ts'
import { askCookie, type Draft, draftCookie, findDraft, holdDraft, keepDraft } from './draft.ts'
import type { Posted, Question, Read } from './question.ts'
import { firstUnanswered, questionAfter, questionAt, questionBefore } from './questions.ts'

const Lax = Type.Object({ began: Type.Optional(Type.Unknown()), change: Type.Optional(Type.Unknown()) })

const dangerPage = (place: VisitedPlace, errors: readonly ErrorItem[] = [], notice?: Notice): Reply => {
  const title = 'Is anyone in danger now?'
  return privateView('design/question.njk', {
    page: { title, backHref: `/${place.slug}`, errors, ...(notice && { notice }) },
    form: form({
      action: askPath(place),
      fields: [
        {
          kind: 'radios',
          name: 'danger',
          label: title,
          hint: 'Someone is hurt or very ill, is being threatened, or is afraid to be at home. Or a child or an adult is being harmed or neglected.',
          options: [
            { value: 'yes', text: 'Yes, or I am worried that someone is' },
            { value: 'no', text: 'No' },
          ],
        },
      ],
      errors,
      titleIsLabel: true,
    }),
  } as never)
}

const beganAgainNotice = (place: VisitedPlace): Notice => ({
  tone: 'attention',
  message: 'Please begin here again.',
  detail: `We keep answers for 4 hours on the device where they were given, and only if it allows cookies. Anything you have just sent us is kept. If this keeps happening, ${ringUs(place)}.`,
})

const sentNotice = (place: VisitedPlace): Notice => ({
  tone: 'information',
  message: 'The request you made on this device was sent.',
  link: { text: 'See its reference again', href: askPath(place, 'sent') },
})

const startPage = page({
  method: 'GET',
  path: '/:place/ask',
  allow: 'anyone',
  query: Lax,
  async handle(visit) {
    const { place, query, cookies } = visit
    if (!triageOrganisationOf(place)) return ringInstead(place)
    const draft = await asAnyone(visit, tx => findDraft(tx, cookies[askCookie]))
    const notice = query.began === 'again' ? beganAgainNotice(place) : draft?.sent ? sentNotice(place) : undefined
    return dangerPage(place, [], notice)
  },
})

const startAnswer = page({
  method: 'POST',
  path: '/:place/ask',
  allow: 'anyone',
  async handle(visit) {
    const { place, body, cookies } = visit
    if (!triageOrganisationOf(place)) return ringInstead(place)
    const danger = chosen(body.danger, ['yes', 'no'])
    if (danger === 'yes') return redirect(askPath(place, 'danger'))
    if (!danger)
      return dangerPage(place, [{ field: 'danger', message: 'Say whether anyone is in danger now: yes or no' }])
    const held = cookies[askCookie]
    return asAnyone(visit, async tx => {
      const draft = held ? await holdDraft(tx, held) : null
      if (!held || !draft || draft.sent) {
        const token = newSecret()
        await keepDraft(tx, token, { answers: { danger } })
        return redirect(askPath(place, 'who'), [draftCookie(token)])
      }
      // Answers that were kept without this one came with a form sent too late: they are the reader's own, just now.
      const isOwn = draft.answers.danger === undefined
      await keepDraft(tx, held, { answers: { ...draft.answers, danger } })
      const isBegun = !isOwn && Object.keys(draft.answers).length > 1
      return redirect(askPath(place, isBegun ? 'begun' : 'who'), [draftCookie(held)])
    })
  },
})

type Extra = { posted?: Posted; errors?: readonly ErrorItem[]; insists?: string; isChange: boolean }

const showQuestion = (place: VisitedPlace, question: Question, answers: Answers, extra: Extra): Reply => {
  const { posted, errors = [], insists, isChange } = extra
  const before = questionBefore(question, answers)
  const fields = question.fields(answers)
  const title = question.title(answers)
  const here = askPath(place, question.path)
  return privateView('design/question.njk', {
    page: {
      title,
      backHref: isChange ? askPath(place, 'check') : askPath(place, before?.path),
      errors,
    },
    form: form({
      action: isChange ? `${here}?change=yes` : here,
      fields,
      values: posted ?? question.values(answers),
      errors,
      ...(insists && { hidden: { insists } }),
      titleIsLabel: fields.length === 1,
      instead: { text: 'Stop and forget my answers', href: askPath(place, 'stop') },
    }),
  } as never)
}

const Path = Type.Object({ question: Type.String({ maxLength: 40 }) })

const questionPage = page({
  method: 'GET',
  path: '/:place/ask/:question',
  allow: 'anyone',
  params: Path,
  query: Lax,
  async handle(visit) {
    const { place, params, query, cookies } = visit
    const question = questionAt(params.question)
    if (!question) return notFound()
    if (!triageOrganisationOf(place)) return ringInstead(place)
    const draft = await asAnyone(visit, tx => findDraft(tx, cookies[askCookie]))
    const elsewhere = notHere(place, draft, question)
    if (elsewhere || !draft || draft.sent) return elsewhere ?? redirect(beganAgain(place))
    return showQuestion(place, question, draft.answers, { isChange: query.change === 'yes' })
  },
})

/** Where somebody belongs who opens a question whose turn it is not; null when it is. */
const notHere = (place: VisitedPlace, draft: Draft | null, question: Question): Reply | null => {
  if (!draft) return redirect(beganAgain(place))
  if (draft.sent) return redirect(askPath(place, 'sent'))
  const { answers } = draft
  if (answers.danger !== 'no') return redirect(askPath(place))
  const open = firstUnanswered(answers)
  for (let before = questionBefore(question, answers); before; before = questionBefore(before, answers))
    if (before === open) return redirect(askPath(place, open.path))
  return question.applies(answers) ? null : redirect(askPath(place, open?.path ?? 'check'))
}

const questionAnswer = page({
  method: 'POST',
  path: '/:place/ask/:question',
  allow: 'anyone',
  params: Path,
  query: Lax,
  async handle(visit) {
    const { place, params, query, body, cookies } = visit
    const question = questionAt(params.question)
    if (!question) return notFound()
    if (!triageOrganisationOf(place)) return ringInstead(place)
    const isChange = query.change === 'yes'
    const held = cookies[askCookie]
    return asAnyone(visit, async tx => {
      const draft = held ? await holdDraft(tx, held) : null
      if (!held || !draft) return keepWhatCameLate(tx, place, question, body)
      const elsewhere = notHere(place, draft, question)
      if (elsewhere || draft.sent) return elsewhere ?? redirect(askPath(place, 'sent'))
      const { answers } = draft
      if (question.path === 'permission' && chosen(body.permission, ['no'])) {
        // Whatever was said of them before goes with it.
        await keepDraft(tx, held, { answers: { danger: 'no', who: 'someone else' } })
        return redirect(askPath(place, 'ask-them-first'))
      }
      const read = await considerPostcode(tx, place, question.read(body, answers), question, body)
      if ('errors' in read)
        return showQuestion(place, question, answers, {
          posted: body,
          errors: read.errors,
          isChange,
          ...(read.insists && { insists: read.insists }),
        })
      await keepDraft(tx, held, { answers: read.answers })
      const next = isChange ? firstUnanswered(read.answers) : questionAfter(question, read.answers)
      return redirect(askPath(place, next?.path ?? 'check') + (isChange && next ? '?change=yes' : ''), [
        draftCookie(held),
      ])
    })
  },
})

/** A page filled in for longer than a draft is kept: what it holds opens a new draft, so that nobody types a story twice. */
const keepWhatCameLate = async (
  tx: PlaceTx,
  place: VisitedPlace,
  question: Question,
  posted: Posted,
): Promise<Reply> => {
  const read = question.applies({}) ? question.read(posted, {}) : null
  if (!read || 'errors' in read) return redirect(beganAgain(place))
  const token = newSecret()
  await keepDraft(tx, token, { answers: read.answers })
  return redirect(beganAgain(place), [draftCookie(token)])
}

/** Shows what the gazetteer says of a postcode before it is used; sent a second time unchanged, it is used all the same. */
const considerPostcode = async (
  tx: PlaceTx,
  place: VisitedPlace,
  read: Read,
  question: Question,
  posted: Posted,
): Promise<Read & { insists?: string }> => {
  if (question.path !== 'where' || 'errors' in read) return read
  const { where } = read.answers
  if (typeof where !== 'object') return read
  const whereabouts = await whereaboutsOf(tx, where.postcode)
  const { shown, isPostcode } = whereabouts
  const message = sayOfPostcode(whereabouts, place)
  if (!isPostcode)
    return { errors: [{ field: 'postcode', message: message ?? 'Enter a postcode like ZZ1 4AB, or the first part' }] }
  if (message && posted.insists !== shown)
    return {
      errors: [{ field: 'postcode', message: `${message} To use it as it is, press Continue again.` }],
      insists: shown,
    }
  return { answers: { ...read.answers, where: { ...where, postcode: shown } } }
}

/** Every page from the first question to the last. */
export const askRoutes = [startPage, startAnswer, questionPage, questionAnswer]
