/**
 * The question as a letter, for an organisation that has neither account nor mail: printed by whoever asked, answered by reading its code out on the telephone. Whoever
 * hears the code writes the answer down; who did is in the story and in the audit trail.
 */
import { type Static, Type } from 'typebox'
import { type FieldView, fieldView } from '../../design/form.ts'
import type { PageModel } from '../../design/page.ts'
import { exactTime } from '../../design/time-in-words.ts'
import type { SummaryRow } from '../../design/view-models.ts'
import { readLetterCode } from '../../kernel/letter-code.ts'
import { needKinds } from '../../kernel/need-kind.ts'
import { isAboutFields, isRefusal, type Refusal, refuse } from '../../kernel/refusal.ts'
import { accountLimit, guess } from '../../platform/auth/attempts.ts'
import { perform } from '../../platform/command.ts'
import { errorsOf, notFound, page, type Reply, redirect, type Visit, view } from '../../platform/http/route.ts'
import { chosen, typedText } from '../../platform/http/typed.ts'
import { ringUs } from '../places/index.ts'
import { urgencies } from '../requests/index.ts'
import { type AnsweredFor, letterCodeOf, readLetter } from './answer-by-link.ts'
import { isLive } from './referral.ts'
import { isInHand, seeReferral } from './see-referral.ts'
import { isStep, stepInput, steps } from './steps.ts'
import { couldNotReasons, declineReasons, learnsIfYes } from './words.ts'

const Params = Type.Object({ referralId: Type.String({ format: 'uuid' }) })
type LetterVisit = Visit<Static<typeof Params>, Record<string, unknown>>

type LetterPage = PageModel & {
  to: string
  intro: string
  description: string
  rows: readonly SummaryRow[]
  learns: string
  code: string
  ring: string
  action: string
  fields: readonly FieldView[]
}

/** What they may answer on the telephone, where it stands now. */
const answers = {
  sent: { yes: 'Yes, they can help', no: 'No, they cannot take it' },
  inHand: {
    'in-touch': 'They have been in touch',
    helping: 'They are helping regularly',
    waiting: 'It has to wait',
    done: 'It is done',
    'could-not': 'They could not do it',
    'not-needed': 'It is no longer needed',
  },
} as const

const draw = async (visit: LetterVisit, refusal: Refusal | null): Promise<Reply> => {
  const { platform, actor, place, params, body } = visit
  const found = await platform.db.as(actor, async tx => {
    const seen = await seeReferral(tx, params.referralId)
    return isRefusal(seen) ? seen : { seen, code: await letterCodeOf(tx, seen.referral) }
  })
  if (isRefusal(found)) return notFound(found.message)
  const { seen, code } = found
  const { referral, organisation, sender, need, where } = seen
  if (seen.side !== 'follows' || !isLive(referral.state)) return notFound('There is nothing to answer any more.')
  const held = isInHand(referral)
  const choices = held ? answers.inHand : answers.sent
  const reasons = held ? couldNotReasons : declineReasons
  const errors = refusal
    ? isAboutFields(refusal)
      ? errorsOf(refusal)
      : [{ field: 'code', message: refusal.message }]
    : []
  const items = (words: Readonly<Record<string, string>>) =>
    Object.entries(words).map(([value, text]) => ({ value, text }))
  const fields = [
    { kind: 'text', name: 'code', label: 'The code on their letter', hint: 'Six letters and numbers' },
    { kind: 'radios', name: 'step', label: 'What do they say?', options: items(choices) },
    { kind: 'radios', name: 'reasonCode', label: 'If it is a no: why?', optional: true, options: items(reasons) },
    {
      kind: 'textarea',
      name: 'reason',
      label: 'In their words',
      hint: 'What it waits for, or anything more about why. Do not write who it is about.',
      optional: true,
      rows: 2,
      limit: 500,
    },
  ] as const
  const model: LetterPage = {
    page: {
      title: `A letter to ${organisation.name}`,
      kind: 'staff',
      backHref: `/${place.slug}/referrals/${referral.referralId}`,
      errors,
    },
    to: organisation.name,
    intro: held
      ? `You said that you can help. When something has happened, please tell ${sender.name}.`
      : `${referral.sentByName} of ${sender.name} asks whether you can help.`,
    description: referral.description,
    rows: [
      ...(need ? [{ key: 'What', value: needKinds[need.kind].label }] : []),
      ...(need ? [{ key: 'Where', value: where ?? `Somewhere in ${place.name}` }] : []),
      ...(need ? [{ key: 'When', value: urgencies[need.urgency].label }] : []),
      ...(held ? [] : [{ key: 'Please answer by', value: exactTime(referral.answerBy) }]),
    ],
    learns: learnsIfYes(seen.fields),
    code: `${code.slice(0, 3)} ${code.slice(3)}`,
    ring: sender.phone ? `ring ${sender.name} on ${sender.phone}` : ringUs(place),
    action: `/${place.slug}/referrals/${referral.referralId}/letter`,
    fields: fields.map(field => fieldView(field as never, body, errors)),
  }
  return view('referrals/letter.njk', model, { status: refusal ? 422 : 200 })
}

export const letterRoute = page({
  method: 'GET',
  path: '/:place/referrals/:referralId/letter',
  allow: 'referral.send',
  params: Params,
  handle: visit => draw(visit as unknown as LetterVisit, null),
})

const wrongCode = refuse(
  'wrong-code',
  'This is not the code of a letter that can still be answered. Ask them to read it again.',
  'code',
)

export const answerLetterRoute = page({
  method: 'POST',
  path: '/:place/referrals/:referralId/letter',
  allow: 'referral.send',
  params: Params,
  async handle(given) {
    const visit = given as unknown as LetterVisit
    const { platform, actor, place, params, body } = visit
    const code = readLetterCode(typedText(body.code), 6)
    const step = chosen(body.step, Object.keys(steps)) ?? ''
    if (!isStep(step)) return draw(visit, refuse('no-answer', 'Choose what they say', 'step'))
    // Only for what the actor follows, and slowed down like any guess: the code says which letter they hold, and that nobody has answered since.
    const who = await guess<AnsweredFor>(
      platform.db,
      actor,
      [{ subject: `letter ${params.referralId}`, limit: accountLimit }],
      ({ refused }) => refused === 'wrong-code',
      async () =>
        (code &&
          (await platform.db.as(actor, async tx => {
            const seen = await seeReferral(tx, params.referralId)
            return isRefusal(seen) || seen.side !== 'follows' ? null : readLetter(tx, params.referralId, code)
          }))) ||
        wrongCode,
    )
    if (isRefusal(who)) return draw(visit, who)
    const input = stepInput(who.referralId, { ...body, because: body.reason })
    const answer = await perform(platform.db, who.actor, steps[step], input)
    return isRefusal(answer) ? draw(visit, answer) : redirect(`/${place.slug}/referrals/${params.referralId}`)
  },
})
