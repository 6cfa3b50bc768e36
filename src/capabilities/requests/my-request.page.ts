/** "What is happening", for whoever holds a reference and its code. */

import { Type } from 'typebox'
import { type FormView, form } from '../../design/form.ts'
import type { Link, Notice, PageModel } from '../../design/page.ts'
import type { Action, ErrorItem, Steps } from '../../design/view-models.ts'
import { needKinds } from '../../kernel/need-kind.ts'
import { isRefusal } from '../../kernel/refusal.ts'
import type { Actor } from '../../platform/auth/actor.ts'
import { guess } from '../../platform/auth/attempts.ts'
import { guessedAt } from '../../platform/auth/reference.ts'
import { endSession, sessionCookie } from '../../platform/auth/session.ts'
import { perform } from '../../platform/command.ts'
import type { PlaceTx } from '../../platform/db/database.ts'
import { listFacts } from '../../platform/facts/fact.ts'
import {
  errorsOf,
  page,
  privateView,
  type Reply,
  redirect,
  type Visit,
  type VisitedPlace,
} from '../../platform/http/route.ts'
import { typedLine } from '../../platform/http/typed.ts'
import { canText, findPerson, listConsents, listReachedByText, sendCodeTo } from '../people/index.ts'
import { phoneOf, ringUs, type Telephone } from '../places/index.ts'
import { concernLink } from '../safeguarding/index.ts'
import { followRequest } from './follow-request.ts'
import type { HelpRequest, Need } from './help-request.ts'
import { findHelpRequest, listNeedsOf } from './help-request-store.ts'
import { cannotMove } from './need.ts'
import { stepsOf } from './what-is-happening.ts'

/** The pages of one request, below its place. */
export const myRequestPath = (place: VisitedPlace, path = ''): string =>
  `/${place.slug}/my-request${path && `/${path}`}`

/** The request whose code the visitor holds; null for anybody else. */
export const heldRequestId = (actor: Actor): string | null =>
  actor.kind === 'bearer' && actor.permissions.has('request.follow') ? (actor.holderIds[0] ?? null) : null

/** The request a visitor holds, and whether its details may be shared. */
export const findHeldRequest = async (
  tx: PlaceTx,
): Promise<{ request: HelpRequest; needs: Need[]; shares: boolean } | null> => {
  const helpRequestId = heldRequestId(tx.actor)
  const request = helpRequestId ? await findHelpRequest(tx, helpRequestId) : null
  if (!request) return null
  return {
    request,
    needs: await listNeedsOf(tx, request.helpRequestId),
    shares: (await listConsents(tx, request.helpRequestId)).some(consent => consent.withdrawnAt === null),
  }
}

const happened = (place: VisitedPlace): Readonly<Record<string, Notice>> => ({
  'written-down': {
    tone: 'done',
    message: 'Your reference and code are no longer on this device.',
    detail: 'Come back here with them at any time.',
  },
  finished: { tone: 'done', message: 'You have finished. Nothing is shown on this device any more.' },
  ended: { tone: 'information', message: `Enter your reference and code to open this page, or ${ringUs(place)}.` },
  'no-longer-needed': {
    tone: 'done',
    message: 'Thank you for telling us. We have stopped.',
    detail: 'If you need help again, ask again: we are glad to.',
  },
  'stopped-sharing': {
    tone: 'done',
    message: 'We no longer share your details.',
    detail: 'Whoever could see them lost sight of them at once, and is told to delete what they wrote down.',
  },
  'somebody-else': {
    tone: 'done',
    message: 'We are finding somebody else.',
    detail: 'The two of you are not brought together again. You do not need to do anything.',
  },
  told: { tone: 'done', message: 'Thank you for telling us how it went. It helps the next person.' },
})

const noticeFor = (place: VisitedPlace, done: unknown): Notice | null => {
  const all = happened(place)
  return typeof done === 'string' && Object.hasOwn(all, done) ? (all[done] ?? null) : null
}

type OpenPage = PageModel & { form: FormView; codeHref: string; ring: string; phone: Telephone | null }

const openView = (
  place: VisitedPlace,
  posted: Readonly<Record<string, unknown>>,
  errors: readonly ErrorItem[],
  notice: Notice | null,
): Reply => {
  const model: OpenPage = {
    page: {
      title: 'See what is happening with a request',
      backHref: `/${place.slug}`,
      errors,
      ...(notice && { notice }),
    },
    form: form({
      action: myRequestPath(place),
      fields: [
        {
          kind: 'text',
          name: 'reference',
          label: 'Reference',
          hint: 'Like 7KM-4QX',
          width: 10,
          autocomplete: 'off',
          spellcheck: false,
        },
        {
          kind: 'text',
          name: 'code',
          label: 'Code',
          hint: '6 numbers',
          width: 10,
          inputmode: 'numeric',
          autocomplete: 'off',
          spellcheck: false,
        },
      ],
      // The code is not shown again after an error: someone may be looking on.
      values: { reference: typedLine(posted.reference).slice(0, 40) },
      errors,
      button: 'See what is happening',
    }),
    codeHref: myRequestPath(place, 'code'),
    ring: ringUs(place),
    phone: phoneOf(place),
  }
  return privateView('requests/open-request.njk', model)
}

type HappeningPage = PageModel & {
  needs: readonly { heading: string; steps: Steps; actions: readonly Action[] }[]
  links: readonly Link[]
  /** For whoever wants texts and has not proved the number: the number, and the press that sends a code to it. */
  toProve: { phone: string; send: Action } | null
  finish: Action
  ring: string
  phone: Telephone | null
  reference: string
}

const happeningPage = page({
  method: 'GET',
  path: '/:place/my-request',
  allow: 'anyone',
  query: Type.Object({ done: Type.Optional(Type.Unknown()) }),
  async handle({ platform, place, actor, query }) {
    const notice = noticeFor(place, query.done)
    if (!heldRequestId(actor)) return openView(place, {}, [], notice)
    const found = await platform.db.as(actor, async tx => {
      const held = await findHeldRequest(tx)
      return (
        held && {
          ...held,
          facts: await listFacts(tx, held.request.journeyId),
          phone: canText({ platform, place }) ? await phoneToProve(tx, held.request) : null,
          now: tx.now,
        }
      )
    })
    if (!found) return openView(place, {}, [], happened(place).ended ?? null)
    const { request, needs, shares, facts, now, phone: toProve } = found
    const reader = { now, shares, isForSomeone: request.onBehalfName !== null }
    const several = needs.length > 1
    const model: HappeningPage = {
      page: { title: 'What is happening', caption: `Reference ${request.reference}`, ...(notice && { notice }) },
      needs: needs.map(need => ({
        heading: needKinds[need.kind].asks,
        steps: stepsOf(need, facts, reader),
        actions: actionsFor(place, need, facts.some(toldAbout(need)), several),
      })),
      links: [
        ...(shares && request.state === 'open'
          ? [{ text: 'Stop sharing details', href: myRequestPath(place, 'stop-sharing') }]
          : []),
        { text: 'Who may see what, and taking it back', href: myRequestPath(place, 'who-may-see') },
        { text: 'Who has looked at these details', href: myRequestPath(place, 'who-has-looked') },
        { text: 'Everything held about you', href: myRequestPath(place, 'everything-held') },
        { text: 'What we keep, and for how long', href: `/${place.slug}/privacy` },
        concernLink(place.slug, { kind: 'person', id: request.personId }),
      ],
      toProve: toProve
        ? {
            phone: toProve,
            send: { text: 'Send the code', look: 'other', action: myRequestPath(place, 'prove-number') },
          }
        : null,
      finish: { text: 'Finish', action: myRequestPath(place, 'finish'), look: 'other' },
      ring: ringUs(place),
      phone: phoneOf(place),
      reference: request.reference,
    }
    return privateView('requests/my-request.njk', model)
  },
})

/** The number of whoever wants texts and has not read a code on it yet. */
const phoneToProve = async (tx: PlaceTx, { personId, onBehalfContact }: HelpRequest): Promise<string | null> => {
  const person = onBehalfContact ? null : await findPerson(tx, personId)
  if (person?.contactBy !== 'text' || !person.phone) return null
  return (await listReachedByText(tx, [personId])).has(personId) ? null : person.phone
}

/** Sends a code to the number of the request that is open here: typed in, it proves that texts reach whoever asked. */
const proveAnswer = page({
  method: 'POST',
  path: '/:place/my-request/prove-number',
  allow: 'request.follow',
  async handle(visit) {
    const { platform, place, actor } = visit
    const phone = await platform.db.as(actor, async tx => {
      const held = await findHeldRequest(tx)
      return held && phoneToProve(tx, held.request)
    })
    const sent =
      phone && canText(visit as Visit)
        ? await sendCodeTo(
            visit as Visit,
            { opens: 'request', at: '/my-request/code' },
            { channel: 'text', reach: phone },
          )
        : null
    return sent && !isRefusal(sent) ? sent : redirect(myRequestPath(place))
  },
})

const toldAbout =
  (need: Need) =>
  ({ kind, data }: { kind: string; data: Readonly<Record<string, unknown>> }): boolean =>
    ['outcome-recorded', 'need-closed'].includes(kind) && data.needId === need.needId

const actionsFor = (place: VisitedPlace, need: Need, isOver: boolean, several: boolean): Action[] => {
  if (isOver) return []
  const about = several ? `for ${needKinds[need.kind].label.toLowerCase()}` : undefined
  const path = (page: string) => myRequestPath(place, `needs/${need.needId}/${page}`)
  const tells: Action = { text: 'How did it go?', href: path('outcome'), ...(about && { about }) }
  const ends: Action = {
    text: 'No longer needed',
    href: path('no-longer-needed'),
    look: 'other',
    ...(about && { about }),
  }
  const who: Action = {
    text: 'Who is coming, and when',
    href: path('volunteer'),
    look: 'other',
    ...(about && { about }),
  }
  const isComing = need.askedOf === 'volunteers' && ['accepted', 'in contact', 'ongoing'].includes(need.state)
  const canTell = ['in contact', 'ongoing', 'done'].includes(need.state)
  return [
    ...(isComing ? [who] : []),
    ...(canTell ? [tells] : []),
    ...(need.state !== 'done' && cannotMove(need.state, 'close') === null ? [ends] : []),
  ]
}

const openAnswer = page({
  method: 'POST',
  path: '/:place/my-request',
  allow: 'anyone',
  async handle({ platform, place, actor, body, cookies, remoteAddress }) {
    const reference = typedLine(body.reference)
    const code = typedLine(body.code)
    const opened = await guess(
      platform.db,
      actor,
      guessedAt(reference, remoteAddress),
      ({ refused }) => refused.startsWith('wrong-reference'),
      () => perform(platform.db, actor, followRequest, { reference, code }),
    )
    if (isRefusal(opened)) return openView(place, body, errorsOf(opened), null)
    const held = cookies[sessionCookie]
    if (held) await platform.db.as(actor, tx => endSession(tx, held))
    return redirect(myRequestPath(place), [{ name: sessionCookie, value: opened.token }])
  },
})

const finish = page({
  method: 'POST',
  path: '/:place/my-request/finish',
  allow: 'anyone',
  async handle({ platform, place, actor, cookies }) {
    const held = cookies[sessionCookie]
    const there = `${myRequestPath(place)}?done=finished`
    // Somebody who works here and pressed an old button stays signed in.
    if (!held || actor.kind === 'person') return redirect(there)
    await platform.db.as(actor, tx => endSession(tx, held))
    return redirect(there, [{ name: sessionCookie, value: null }])
  },
})

/** Opening, reading and closing one's own request. */
export const myRequestRoutes = [happeningPage, openAnswer, proveAnswer, finish]
