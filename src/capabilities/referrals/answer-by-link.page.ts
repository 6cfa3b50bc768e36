/**
 * `/:place/answer/:answerLink`, from a mail: a question and its answer, for an organisation without an account. Looking changes nothing, since mail scanners follow links;
 * only a press does. After it the next link is in the address, and the old one opens nothing any more.
 */
import { type Static, Type } from 'typebox'
import type { PageModel } from '../../design/page.ts'
import { isAboutFields, isRefusal, type Refusal, refuse } from '../../kernel/refusal.ts'
import { addressLimit, guess } from '../../platform/auth/attempts.ts'
import { perform } from '../../platform/command.ts'
import { errorsOf, page, type Reply, redirect, type Visit, view } from '../../platform/http/route.ts'
import { ringUs } from '../places/index.ts'
import { type AnsweredFor, answerLinkPath, readAnswerLink } from './answer-by-link.ts'
import { answerPage, helpingPage, type Look } from './referral-model.ts'
import { findReferral } from './referral-store.ts'
import { seeReferral } from './see-referral.ts'
import { isStep, stepInput, steps } from './steps.ts'

const Params = Type.Object({ answerLink: Type.String({ maxLength: 100 }) })
type LinkVisit = Visit<Static<typeof Params>, Record<string, unknown>>

const headers = { 'x-robots-tag': 'noindex', 'referrer-policy': 'no-referrer' }
const wrongLink = refuse('wrong-link', '')

const open = ({ platform, actor, params, remoteAddress }: LinkVisit) =>
  guess<AnsweredFor>(
    platform.db,
    actor,
    [{ subject: `address ${remoteAddress}`, limit: addressLimit }],
    ({ refused }) => refused === 'wrong-link',
    async () => (await platform.db.asHouse(actor.placeId, tx => readAnswerLink(tx, params.answerLink))) ?? wrongLink,
  )

/** The one page for every link that opens nothing, whatever the reason: it tells nobody which. */
const closed = ({ place }: LinkVisit): Reply => {
  const model: PageModel & { sentences: readonly string[] } = {
    page: { title: 'This link opens nothing any more', oneThing: true },
    sentences: [
      'It may have been used already: each link is for one answer. Or its time is over, or a part of it is missing.',
      `If you have something to tell us, ${ringUs(place)}.`,
    ],
  }
  return view('referrals/link-closed.njk', model, { status: 404, headers })
}

const draw = async (visit: LinkVisit, who: AnsweredFor, refusal: Refusal | null): Promise<Reply> => {
  const { platform, place, params, body } = visit
  const { seen, now } = await platform.db.as(who.actor, async tx => ({
    seen: await seeReferral(tx, who.referralId),
    now: tx.now,
  }))
  if (isRefusal(seen)) return closed(visit)
  const look: Look = {
    seen,
    actor: who.actor,
    place,
    now,
    at: `/${place.slug}/answer/${params.answerLink}`,
    values: body,
    errors: refusal && isAboutFields(refusal) ? errorsOf(refusal) : [],
    notice: refusal && !isAboutFields(refusal) ? { tone: 'attention', message: refusal.message } : null,
  }
  const options = { status: refusal ? 422 : 200, headers }
  if (seen.helped) return view('referrals/helping.njk', helpingPage(look, seen.helped), options)
  return seen.referral.state === 'sent' ? view('referrals/answer.njk', answerPage(look), options) : closed(visit)
}

export const answerLinkRoute = page({
  method: 'GET',
  path: '/:place/answer/:answerLink',
  allow: 'anyone',
  params: Params,
  async handle(given) {
    const visit = given as unknown as LinkVisit
    const who = await open(visit)
    return isRefusal(who) ? closed(visit) : draw(visit, who, null)
  },
})

export const answerLinkStep = page({
  method: 'POST',
  path: '/:place/answer/:answerLink/:step',
  allow: 'anyone',
  params: Type.Object({ ...Params.properties, step: Type.String({ maxLength: 20 }) }),
  async handle(given) {
    const visit = given as unknown as Visit<Static<typeof Params> & { step: string }, Record<string, unknown>>
    const { platform, place, params, body } = visit
    const who = await open(visit)
    if (isRefusal(who) || !isStep(params.step)) return closed(visit)
    const answer = await perform(platform.db, who.actor, steps[params.step], stepInput(who.referralId, body))
    if (isRefusal(answer)) return draw(visit, who, answer)
    const next = await platform.db.asHouse(place.placeId, async tx => {
      const referral = await findReferral(tx, who.referralId, 'read')
      return referral ? answerLinkPath(tx, referral) : null
    })
    const isOver = ['no', 'done', 'could-not', 'not-needed'].includes(params.step)
    return redirect(`/${place.slug}${isOver || !next ? '/answered' : next}`)
  },
})

export const answeredRoute = page({
  method: 'GET',
  path: '/:place/answered',
  allow: 'anyone',
  async handle() {
    const model: PageModel & { sentences: readonly string[] } = {
      page: { title: 'Thank you for answering', oneThing: true },
      sentences: ['Whoever asked you is being told. You do not need to do anything more.'],
    }
    return view('referrals/link-closed.njk', model, { headers })
  },
})
