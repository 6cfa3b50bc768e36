/** What an organisation is asked: unanswered first, then in hand, then ended. */
import type { PageModel } from '../../design/page.ts'
import { inWords } from '../../design/time-in-words.ts'
import type { Action, EmptyState, StateTag } from '../../design/view-models.ts'
import { needKinds } from '../../kernel/need-kind.ts'
import { notFound, page, view } from '../../platform/http/route.ts'
import { findOrganisation } from '../organisations/index.ts'
import { urgencies } from '../requests/index.ts'
import { isTooLate, stateTagOf } from './roughly.ts'
import { type InboxLine, isInHand, listInbox } from './see-referral.ts'
import { nextSteps } from './words.ts'

/** One line of the list. */
interface Row {
  readonly href: string
  readonly title: string
  readonly state: StateTag
  readonly description: string
  readonly facts: readonly string[]
  readonly next: string | null
  readonly answer: Action | null
}

type InboxPage = PageModel & {
  unanswered: readonly Row[]
  /** Time is up, and the clock has not come round to end them yet. */
  late: readonly Row[]
  inHand: readonly Row[]
  ended: readonly Row[]
  /** True when only the newest ended ones are shown. */
  more: boolean
  empty: EmptyState
}

const most = 150
const mostEnded = 50

export const inboxRoute = page({
  method: 'GET',
  path: '/:place/referrals',
  allow: 'referral.answer',
  async handle({ platform, place, actor }) {
    const { lines, organisation, now } = await platform.db.as(actor, async tx => {
      const organisation = await findOrganisation(tx, actor.organisationId ?? '')
      return { organisation, lines: organisation ? await listInbox(tx, organisation, most) : [], now: tx.now }
    })
    if (!organisation) return notFound()
    const rowOf = rowIn(place.slug, now)
    const ended = lines.filter(({ referral }) => referral.state !== 'sent' && !isInHand(referral))
    const model: InboxPage = {
      page: { title: 'What you are asked', caption: organisation.name, kind: 'staff' },
      unanswered: lines.filter(({ referral }) => referral.state === 'sent' && !isTooLate(referral, now)).map(rowOf),
      late: lines.filter(({ referral }) => isTooLate(referral, now)).map(rowOf),
      inHand: lines.filter(({ referral }) => isInHand(referral)).map(rowOf),
      ended: ended.slice(0, mostEnded).map(rowOf),
      more: ended.length > mostEnded || lines.length === most,
      empty: {
        title: 'Nobody is waiting for your answer',
        sentences: [`When someone asks for your help, it stands here and a message goes to ${organisation.email}.`],
        tone: 'good',
      },
    }
    return view('referrals/referrals-inbox.njk', model)
  },
})

const rowIn =
  (slug: string, now: Date) =>
  ({ referral, need, where, name }: InboxLine): Row => {
    const { state, endedAt } = referral
    const what = need ? `${needKinds[need.kind].label}, ${urgencies[need.urgency].label.toLowerCase()}` : null
    const href = `/${slug}/referrals/${referral.referralId}`
    const title = name ?? what ?? shorten(referral.description)
    return {
      href,
      title,
      state: stateTagOf(referral, 'asked', now),
      description:
        name === null && what === null && referral.description.length <= mostInATitle ? '' : referral.description,
      facts: [
        ...(name !== null && what ? [what] : []),
        ...(where ? [where] : []),
        endedAt ? `Ended ${inWords(endedAt, now)}` : `Asked by ${referral.sentByName} ${inWords(referral.sentAt, now)}`,
      ],
      next: isInHand(referral) ? nextSteps[state as keyof typeof nextSteps] : null,
      answer: state === 'sent' && !isTooLate(referral, now) ? { text: 'Answer', href, about: title } : null,
    }
  }

const mostInATitle = 90

const shorten = (text: string): string =>
  text.length <= mostInATitle ? text : `${text.slice(0, mostInATitle).replace(/\s+\S*$/, '')} …`
