/** The Answer page: one referral, for the organisation that was asked and for those who follow it. */

import { type Static, Type } from 'typebox'
import type { Notice } from '../../design/page.ts'
import { isAboutFields, isRefusal, type Refusal } from '../../kernel/refusal.ts'
import type { Permission } from '../../platform/auth/actor.ts'
import { type Command, perform } from '../../platform/command.ts'
import { errorsOf, notFound, page, type Reply, redirect, type Visit, view } from '../../platform/http/route.ts'
import { chosen, typedText } from '../../platform/http/typed.ts'
import {
  acceptReferral,
  declineReferral,
  recallReferral,
  recordContact,
  reportCouldNot,
  reportDone,
  reportNotNeeded,
  reportOngoing,
  reportWaiting,
} from './answer-referral.ts'
import { askWhyThisReferral, mayLookAtReferral } from './reason-to-look.ts'
import { answerPage, helpingPage, type Look, referralPage } from './referral-model.ts'
import { isTooLate } from './roughly.ts'
import { type SeenReferral, seeReferral } from './see-referral.ts'
import { couldNotReasons, type DoneCode, declineReasons, doneWords } from './words.ts'

const Params = Type.Object({ referralId: Type.String({ format: 'uuid' }) })
type ReferralVisit = Visit<Static<typeof Params>, Record<string, unknown>>

/** Draws a referral as it stands now for whoever looks; after a refusal, with what was refused and why. */
const draw = async (visit: ReferralVisit, refusal: Refusal | null, done: unknown): Promise<Reply> => {
  const { platform, actor, place, params, body } = visit
  const { seen, now } = await platform.db.as(actor, async tx => ({
    seen: (await mayLookAtReferral(tx, params.referralId)) ? await seeReferral(tx, params.referralId) : null,
    now: tx.now,
  }))
  if (!seen) return askWhyThisReferral(place, params.referralId, `/${place.slug}/referrals/${params.referralId}`)
  if (isRefusal(seen)) return notFound(seen.message)
  const look: Look = {
    seen,
    actor,
    place,
    now,
    values: body,
    errors: refusal && isAboutFields(refusal) ? errorsOf(refusal) : [],
    notice: refusal && !isAboutFields(refusal) ? { tone: 'attention', message: refusal.message } : justDone(seen, done),
  }
  const status = { status: refusal ? 422 : 200 }
  if (seen.helped) return view('referrals/helping.njk', helpingPage(look, seen.helped), status)
  const mayAnswer = seen.side === 'asked' && actor.permissions.has('referral.answer')
  return mayAnswer && seen.referral.state === 'sent' && !isTooLate(seen.referral, now)
    ? view('referrals/answer.njk', answerPage(look), status)
    : view('referrals/referral.njk', referralPage(look), status)
}

/** What this person has just done, where it still stands. */
const justDone = ({ referral, side }: SeenReferral, code: unknown): Notice | null => {
  if (typeof code !== 'string' || !Object.hasOwn(doneWords, code)) return null
  const { state, message, detail } = doneWords[code as DoneCode]
  const isTheirs = (code === 'taken-back') === (side === 'follows')
  return isTheirs && state === referral.state ? { tone: 'done', message, detail } : null
}

export const referralRoute = page({
  method: 'GET',
  path: '/:place/referrals/:referralId',
  allow: 'signed-in',
  params: Params,
  query: Type.Object({ done: Type.Optional(Type.Unknown()) }),
  handle: visit => draw(visit as unknown as ReferralVisit, null, visit.query.done),
})

/** A button of the page: has a command done and comes back, saying what happened. */
const step = <Input extends { referralId: string }>(
  code: DoneCode,
  allow: Permission,
  command: Command<Input, unknown>,
  inputOf: (visit: ReferralVisit) => Input,
) =>
  page({
    method: 'POST',
    path: `/:place/referrals/:referralId/${code}`,
    allow,
    params: Params,
    async handle(given) {
      const visit = given as unknown as ReferralVisit
      const { platform, actor, place, params } = visit
      const answer = await perform(platform.db, actor, command, inputOf(visit))
      return isRefusal(answer)
        ? draw(visit, answer, undefined)
        : redirect(`/${place.slug}/referrals/${params.referralId}?done=${code}`)
    },
  })

const alone = ({ params }: ReferralVisit) => ({ referralId: params.referralId })

const reasonCodes = Object.keys({ ...declineReasons, ...couldNotReasons })

const withReason = ({ params, body }: ReferralVisit) => ({
  referralId: params.referralId,
  reasonCode: chosen(body.reasonCode, reasonCodes) ?? '',
  reason: typedText(body.reason),
})

export const referralSteps = [
  step('yes', 'referral.answer', acceptReferral, alone),
  step('no', 'referral.answer', declineReferral, withReason),
  step('in-touch', 'referral.answer', recordContact, alone),
  step('helping', 'referral.answer', reportOngoing, alone),
  step('waiting', 'referral.answer', reportWaiting, ({ params, body }) => ({
    referralId: params.referralId,
    because: typedText(body.because),
  })),
  step('done', 'referral.answer', reportDone, alone),
  step('could-not', 'referral.answer', reportCouldNot, withReason),
  step('not-needed', 'referral.answer', reportNotNeeded, alone),
  step('taken-back', 'referral.send', recallReferral, alone),
]
