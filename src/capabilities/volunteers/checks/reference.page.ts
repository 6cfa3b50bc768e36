/**
 * `/:place/reference/:token`, from a mail: one question to somebody who knows a volunteer. Looking changes nothing, since mail scanners follow links; only a press
 * does. No sign-in.
 */
import { Type } from 'typebox'
import { form } from '../../../design/form.ts'
import type { ErrorItem } from '../../../design/view-models.ts'
import { isRefusal, type Refusal } from '../../../kernel/refusal.ts'
import { addressLimit, guess } from '../../../platform/auth/attempts.ts'
import { perform } from '../../../platform/command.ts'
import { errorsOf, page, type Reply, redirect, type Visit, view } from '../../../platform/http/route.ts'
import { chosen, typedText } from '../../../platform/http/typed.ts'
import { phoneOf } from '../../places/index.ts'
import { answerReference, readReferenceLink } from './references.ts'
import { referenceAnswers } from './words.ts'

const params = Type.Object({ token: Type.String() })
const headers = { 'x-robots-tag': 'noindex', 'cache-control': 'no-store' }

type TokenVisit = Visit<{ token: string }>

const lookUp = ({ platform, actor, params, remoteAddress }: TokenVisit) =>
  guess(
    platform.db,
    actor,
    [{ subject: `address ${remoteAddress}`, limit: addressLimit }],
    ({ refused }) => refused === 'not-our-link',
    () => platform.db.as(actor, tx => readReferenceLink(tx, params.token)),
  )

const says = (visit: TokenVisit, title: string, sentences: readonly string[], status = 200): Reply => {
  const phone = phoneOf(visit.place)
  return view(
    'design/say.njk',
    {
      page: { title, oneThing: true },
      sentences,
      phones: phone ? [{ lead: 'Something to add? Ring', ...phone }] : [],
      actions: [],
      more: [],
    },
    { status, headers },
  )
}

const closed = (visit: TokenVisit, { refused, message }: Refusal): Reply =>
  refused === 'not-our-link'
    ? says(visit, 'This link opens nothing', [message], 404)
    : says(
        visit,
        refused === 'too-many-attempts' ? 'Please wait' : 'This link has ended',
        [message],
        refused === 'too-many-attempts' ? 429 : 410,
      )

const show = async (visit: TokenVisit, errors: readonly ErrorItem[] = []): Promise<Reply> => {
  const found = await lookUp(visit)
  if (isRefusal(found)) return closed(visit, found)
  const { reference, volunteerName } = found
  const { place, params, body } = visit
  if (reference.answeredAt)
    return says(visit, 'Thank you', [
      'We have your answer, and have deleted your e-mail address. There is nothing more to do.',
    ])
  return view(
    'design/question.njk',
    {
      page: { title: `Do you recommend ${volunteerName} as a volunteer?`, caption: place.name, oneThing: true, errors },
      form: form({
        action: `/${place.slug}/reference/${params.token}`,
        fields: [
          {
            kind: 'radios',
            name: 'answer',
            label: `They would like to help people in ${place.name}, and said that you know them`,
            hint: `${reference.refereeName}, only the people who look after volunteers read this. ${volunteerName} is not told what you say.`,
            options: Object.entries(referenceAnswers).map(([value, { asks }]) => ({ value, text: asks })),
          },
          {
            kind: 'textarea',
            name: 'words',
            label: 'Is there anything we should know?',
            hint: 'If somebody is in danger now, ring 999 first.',
            optional: true,
            limit: 1000,
            rows: 3,
          },
        ],
        values: body,
        errors,
        button: 'Send my answer',
      }),
    },
    { status: errors.length ? 422 : 200, headers },
  )
}

const referenceByLink = page({
  method: 'GET',
  path: '/:place/reference/:token',
  allow: 'anyone',
  params,
  handle: visit => show(visit as unknown as TokenVisit),
})

const answerByLink = page({
  method: 'POST',
  path: '/:place/reference/:token',
  allow: 'anyone',
  params,
  async handle(given) {
    const visit = given as unknown as TokenVisit
    const { platform, actor, place, params, body } = visit
    const found = await lookUp(visit)
    if (isRefusal(found)) return closed(visit, found)
    const done = await perform(platform.db, actor, answerReference, {
      token: params.token,
      answer: chosen(body.answer, Object.keys(referenceAnswers)) ?? '',
      words: typedText(body.words),
    })
    // Answered a moment ago in another window: the page says thank you.
    if (!isRefusal(done) || done.refused === 'used') return redirect(`/${place.slug}/reference/${params.token}`)
    return done.refused === 'wrong-input' ? show(visit, errorsOf(done)) : closed(visit, done)
  },
})

export const referenceRoutes = [referenceByLink, answerByLink]
