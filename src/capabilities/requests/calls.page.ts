/** Calls to make: what waits to be told by phone or letter, because mail would not reach them. */

import { Type } from 'typebox'
import type { Link, Notice, PageModel } from '../../design/page.ts'
import { clockInWords } from '../../design/time-in-words.ts'
import type { Action, EmptyState } from '../../design/view-models.ts'
import { isRefusal } from '../../kernel/refusal.ts'
import { isAllowed } from '../../platform/auth/actor.ts'
import { perform } from '../../platform/command.ts'
import { page, redirect, type Visit, view } from '../../platform/http/route.ts'
import { typedLine } from '../../platform/http/typed.ts'
import { quietHours } from '../../platform/notify/quiet-hours.ts'
import { telephone } from '../places/index.ts'
import { type CallToMake, listCallsToMake, tellByHand } from './tell-by-hand.ts'

type CallsPage = PageModel & {
  calls: readonly {
    id: string
    does: string
    name: string
    reach: { says: string; href: string | null }
    reference: string
    since: Date
    /** Said in the night: when it may be made. */
    notBefore: string | null
    know: readonly string[]
    says: readonly { at: Date; subject: string; words: string }[]
    told: Action
    /** Where what a volunteer answers is written down. */
    answers: Link | null
  }[]
  /** True when more wait than are shown. */
  more: boolean
  empty: EmptyState
}

const most = 50

const morning = clockInWords({ hour: quietHours.toMinute / 60, minute: quietHours.toMinute % 60 })

const callsView = async ({ platform, place, actor }: Visit, notice: Notice | null, status = 200) => {
  const { calls, more } = await platform.db.as(actor, tx => listCallsToMake(tx, most))
  const model: CallsPage = {
    page: { title: 'Calls to make', kind: 'staff', ...(notice && { notice }) },
    calls: calls.map(call => callIn(place.slug, call, isAllowed(actor, 'volunteer.look-after'))),
    more,
    empty: {
      title: 'Nobody waits for a call',
      sentences: ['Everyone who wants to hear by phone or letter has been told what there is to tell.'],
      tone: 'good',
    },
  }
  return view('requests/calls.njk', model, { status })
}

const callIn = (slug: string, call: CallToMake, looksAfter: boolean): CallsPage['calls'][number] => {
  const isLetter = call.channel === 'letter'
  const tel = isLetter ? undefined : telephone(call.toAddress)
  return {
    id: call.notices[0]?.noticeId ?? '',
    does: isLetter ? 'Write to' : call.wantsText ? 'Text or ring' : 'Ring',
    name: call.toName,
    reach: { says: call.toAddress, href: tel?.href ?? null },
    reference: call.reference,
    since: call.notices[0]?.createdAt ?? new Date(0),
    notBefore: call.isForTheMorning ? `It is night: not before ${morning}` : null,
    know: [
      ...(call.isVolunteer ? ['They are a volunteer, not somebody who asked for help.'] : []),
      ...(call.wantsText ? ['They asked for a text message.'] : []),
      ...(call.communicationNeeds ? [call.communicationNeeds] : []),
    ],
    says: call.notices.map(({ createdAt, subject, body }, index) => ({
      at: createdAt,
      subject,
      words: withoutWhatComesAgain(
        body,
        call.notices.slice(index + 1).map(later => later.body),
      ),
    })),
    answers:
      call.isVolunteer && looksAfter
        ? {
            text: 'Write down what they answer',
            href: `/${slug}/volunteers/${call.notices[0]?.aboutId ?? ''}/offers`,
          }
        : null,
    told: {
      text: isLetter ? 'I have posted it' : 'I have told them',
      about: `to ${call.toName}`,
      action: `/${slug}/calls`,
      hidden: { noticeIds: call.notices.map(({ noticeId }) => noticeId).join(' ') },
    },
  }
}

/** Notices to one person repeat who they are to and their reference; said in one call, each sentence is said once, the last time. */
const withoutWhatComesAgain = (body: string, later: readonly string[]): string => {
  const again = new Set(later.flatMap(text => text.split('\n\n')))
  return body
    .split('\n\n')
    .filter(paragraph => !again.has(paragraph))
    .join('\n\n')
}

const callsPage = page({
  method: 'GET',
  path: '/:place/calls',
  allow: 'request.triage',
  query: Type.Object({ done: Type.Optional(Type.Unknown()) }),
  handle: visit =>
    callsView(
      visit as Visit,
      visit.query.done === 'told' ? { tone: 'done', message: 'Written down: they have been told.' } : null,
    ),
})

const callsAnswer = page({
  method: 'POST',
  path: '/:place/calls',
  allow: 'request.triage',
  async handle(visit) {
    const { platform, place, actor, body } = visit
    const noticeIds = typedLine(body.noticeIds)
      .split(' ')
      .filter(id => id !== '')
    const answer = await perform(platform.db, actor, tellByHand, { noticeIds })
    return isRefusal(answer)
      ? callsView(visit as Visit, { tone: 'attention', message: answer.message }, 422)
      : redirect(`/${place.slug}/calls?done=told`)
  },
})

export const callsRoutes = [callsPage, callsAnswer]
