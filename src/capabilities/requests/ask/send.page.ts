/** The end of asking for help: check the answers, send them once, write down the reference and the code. */

import type { CheckAnswers } from '../../../design/form.ts'
import type { PageModel } from '../../../design/page.ts'
import type { ErrorItem, SummaryRow } from '../../../design/view-models.ts'
import { needKinds } from '../../../kernel/need-kind.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import { anyone } from '../../../platform/auth/actor.ts'
import { unsealCode } from '../../../platform/auth/reference.ts'
import { perform } from '../../../platform/command.ts'
import { errorsOf, page, privateView, type Reply, redirect, type VisitedPlace } from '../../../platform/http/route.ts'
import { triageOrganisationOf } from '../../organisations/index.ts'
import { phoneOf, ringUs } from '../../places/index.ts'
import { urgencies } from '../words.ts'
import { type Answers, communicationInWords, urgencyFor } from './answers.ts'
import { asAnyone, askPath, beganAgain, ringInstead } from './ask-for-help.ts'
import { askCookie, draftCookie, dropDraft, findDraft, type Sent } from './draft.ts'
import { firstUnanswered, questionAt } from './questions.ts'
import { sendAnswers } from './send-answers.ts'

const contactWords = {
  phone: 'Phone call',
  text: 'Text message',
  email: 'E-mail',
  letter: 'Letter',
  'through me': 'Through you',
} as const

/** The answers as rows, each with the question that changes it. */
export const answerRows = (answers: Answers, askAt: (path: string) => string): CheckAnswers['sections'] => {
  const row = (path: string, key: string, value: string): SummaryRow[] =>
    questionAt(path)?.applies(answers) ? [{ key, value, change: `${askAt(path)}?change=yes` }] : []
  const { asker, kinds = [], where, contact, contactBy } = answers
  const home =
    where === 'rather not' || !where ? 'You would rather not say' : `${where.address}\n${where.postcode}`.trim()
  const reached = [contact?.phone, contact?.email, contact?.address].filter(Boolean).join('\n')
  const soon = kinds.map(kind => {
    const urgency = urgencyFor(answers, kind)
    const label = urgency ? urgencies[urgency].label : 'Not answered'
    return answers.urgency === 'it differs' ? `${needKinds[kind].label}: ${label.toLowerCase()}` : label
  })
  const isForSomeone = answers.who === 'someone else'
  return [
    {
      title: 'What is needed',
      rows: [
        ...row('who', 'Who needs help', isForSomeone ? 'Someone else' : 'You'),
        ...row('needs', 'Help with', kinds.map(kind => needKinds[kind].asks).join('\n')),
        ...row(
          answers.urgency === 'it differs' ? 'how-soon-each' : 'how-soon',
          'How soon',
          [...new Set(soon)].join('\n'),
        ),
        ...row('story', 'In your own words', answers.story || 'Nothing more'),
      ],
    },
    {
      title: isForSomeone ? 'About them' : 'About you',
      rows: [
        ...row('name', 'Name', answers.name ?? ''),
        ...row('where', 'Home', home),
        ...row('reach', 'How to reach', contactWords[contactBy ?? 'phone']),
        ...row('contact', contactBy === 'letter' ? 'Letters to' : 'Number or address', reached),
        ...row('talking', 'Good to know', communicationInWords(answers) ?? 'Nothing special'),
        ...row(
          'share',
          'May we share this',
          answers.share === 'yes' ? 'Yes, with a local organisation or a volunteer who says they can help' : 'No',
        ),
      ],
    },
    ...(isForSomeone
      ? [
          {
            title: 'About you',
            rows: [
              ...row('permission', 'They agree that you ask', 'Yes'),
              ...row(
                'about-you',
                'Your details',
                asker ? [asker.name, asker.relationship, asker.contact].join('\n') : '',
              ),
            ],
          },
        ]
      : []),
  ]
}

const checkView = (place: VisitedPlace, answers: Answers, errors: readonly ErrorItem[] = []): Reply => {
  const isForSomeone = answers.who === 'someone else'
  return privateView('design/check-answers.njk', {
    page: { title: 'Check your answers', backHref: askPath(place, 'share'), errors },
    check: {
      sections: answerRows(answers, path => askPath(place, path)),
      says:
        answers.share === 'yes'
          ? `When you send this, somebody looks at it and asks who near ${isForSomeone ? 'them' : 'you'} can help. Nobody who is asked sees who it is before they say yes.`
          : 'When you send this, somebody looks at it and gets in touch. We pass nothing on.',
      action: askPath(place, 'check'),
      button: 'Send',
    } satisfies CheckAnswers,
  } as PageModel)
}

const checkPage = page({
  method: 'GET',
  path: '/:place/ask/check',
  allow: 'anyone',
  async handle(visit) {
    const { place, cookies } = visit
    if (!triageOrganisationOf(place)) return ringInstead(place)
    const draft = await asAnyone(visit, tx => findDraft(tx, cookies[askCookie]))
    if (!draft) return redirect(beganAgain(place))
    if (draft.sent) return redirect(askPath(place, 'sent'))
    const open = firstUnanswered(draft.answers)
    if (draft.answers.danger !== 'no') return redirect(askPath(place))
    return open ? redirect(askPath(place, open.path)) : checkView(place, draft.answers)
  },
})

const send = page({
  method: 'POST',
  path: '/:place/ask/check',
  allow: 'anyone',
  async handle(visit) {
    const { platform, place, cookies } = visit
    const triagedByOrganisationId = triageOrganisationOf(place)
    if (!triagedByOrganisationId) return ringInstead(place)
    const token = cookies[askCookie]
    if (!token) return redirect(beganAgain(place))
    const sent = await perform(platform.db, anyone(place.placeId), sendAnswers, { token, triagedByOrganisationId })
    if (!isRefusal(sent)) return redirect(askPath(place, 'sent'), [draftCookie(token)])
    const draft = await asAnyone(visit, tx => findDraft(tx, token))
    if (!draft || draft.sent || firstUnanswered(draft.answers)) return redirect(askPath(place, 'check'))
    return checkView(place, draft.answers, errorsOf(sent))
  },
})

/** For how long the code is shown again to the browser that sent the request: a phone that reloads the page must not lose it. */
const codeShownMinutes = 10

type SentPage = PageModel & {
  reference: string
  /** Null once it is no longer shown. */
  code: string | null
  isAgain: boolean
  nextSteps: readonly string[]
  hearBy: Date
  ring: string
  phone: { says: string; href: string } | null
  comeBackHref: string
  writtenDown: { text: string; action: string }
}

const nextStepsAfter = ({ share, forSomeone }: Sent): string[] => {
  const you = forSomeone ? 'them' : 'you'
  return share
    ? [
        'Somebody reads what you told us and decides whom to ask.',
        `We ask a local organisation, or volunteers near ${you}. They do not see who ${forSomeone ? 'they are' : 'you are'} until they say yes.`,
        `When one says yes, they get in touch with ${you}. If they cannot, we ask the next. You do not need to do anything.`,
      ]
    : [
        'Somebody reads what you told us.',
        `They get in touch and tell ${you} about services nearby. Nothing is passed on.`,
      ]
}

const sentPage = page({
  method: 'GET',
  path: '/:place/ask/sent',
  allow: 'anyone',
  async handle(visit) {
    const { platform, place, cookies } = visit
    const token = cookies[askCookie]
    const draft = await asAnyone(visit, tx => findDraft(tx, token))
    if (!token || !draft) return redirect(`/${place.slug}/my-request`)
    if (!draft.sent) return redirect(askPath(place, 'check'))
    const { sent } = draft
    const sinceMinutes = (platform.clock().getTime() - Date.parse(sent.sentAt)) / 60_000
    const model: SentPage = {
      page: { title: 'We have your request' },
      reference: sent.reference,
      code: sinceMinutes < codeShownMinutes ? unsealCode(sent.sealedCode, token) : null,
      isAgain: sinceMinutes >= codeShownMinutes,
      nextSteps: nextStepsAfter(sent),
      hearBy: new Date(sent.hearBy),
      ring: ringUs(place),
      phone: phoneOf(place),
      comeBackHref: `/${place.slug}/my-request`,
      writtenDown: { text: 'I have written them down', action: askPath(place, 'written-down') },
    }
    return privateView('requests/ask/sent.njk', model)
  },
})

const writtenDown = page({
  method: 'POST',
  path: '/:place/ask/written-down',
  allow: 'anyone',
  async handle(visit) {
    const { place, cookies } = visit
    const token = cookies[askCookie]
    if (token)
      await asAnyone(visit, async tx => {
        // An answer that was never sent is not thrown away by a press on an old page.
        if ((await findDraft(tx, token))?.sent) await dropDraft(tx, token)
      })
    return redirect(`/${place.slug}/my-request?done=written-down`)
  },
})

/** From "Check your answers" to the reference and the code. */
export const sendRoutes = [checkPage, send, sentPage, writtenDown]
