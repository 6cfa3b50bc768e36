/** What the page of one referral says: before the answer, while it is in hand, after it ended, and to those who follow it. */
import { type FieldView, fieldView } from '../../design/form.ts'
import type { Notice, PageModel } from '../../design/page.ts'
import { inWords } from '../../design/time-in-words.ts'
import type { Action, ErrorItem, SummaryCard, SummaryRow, Timeline, Tone } from '../../design/view-models.ts'
import { needKinds } from '../../kernel/need-kind.ts'
import type { Actor } from '../../platform/auth/actor.ts'
import type { VisitedPlace } from '../../platform/http/route.ts'
import { fieldsInWords, sharedFieldCodes } from '../organisations/index.ts'
import { telephone } from '../places/index.ts'
import { urgencies } from '../requests/index.ts'
import { sayReferralFact } from './facts.ts'
import { isLive, nextReferralState } from './referral.ts'
import { stateTagOf } from './roughly.ts'
import { type Helped, isInHand, type SeenReferral } from './see-referral.ts'
import { toldFollower, toldHelper } from './what-became-of-it.ts'
import { couldNotReasons, declineReasons, learnsIfYes, nextSteps, reachWords } from './words.ts'

/** Everything a page is made from. */
export interface Look {
  readonly seen: SeenReferral
  readonly actor: Actor
  readonly place: VisitedPlace
  readonly now: Date
  /** What was typed, kept after an error. */
  readonly values: Readonly<Record<string, unknown>>
  readonly errors: readonly ErrorItem[]
  readonly notice: Notice | null
  /** Where its buttons lead, when not below the referral itself: the link it is answered by. */
  readonly at?: string
}

/** A form that says why: reasons to choose from, and words. */
export interface ReasonForm {
  readonly action: string
  readonly fields: readonly FieldView[]
  readonly open: boolean
}

export type AnswerPage = PageModel & {
  description: string
  facts: SummaryCard
  learns: string
  yes: Action
  no: ReasonForm
}

export type HelpingPage = PageModel & {
  next: string
  ways: SummaryCard
  know: string | null
  description: string
  facts: SummaryCard
  story: string
  /** What stays back, in a sentence. */
  notTold: string | null
  onBehalf: string | null
  buttons: readonly Action[]
  notNeeded: Action
  couldNot: ReasonForm
  waiting: ReasonForm
  /** What it waits for, when it does. */
  waitsFor: string | null
  timeline: Timeline
}

export type ReferralPage = PageModel & {
  description: string
  facts: SummaryCard
  happened: readonly string[]
  takeBack: Action | null
  wholeStory: string | null
  /** To print for an organisation that has no mail, and to write its answer down. */
  letter: string | null
  timeline: Timeline
}

const pathOf = ({ place, seen, at }: Look): string => at ?? `/${place.slug}/referrals/${seen.referral.referralId}`

const reasonForm = (
  look: Look,
  action: string,
  label: string,
  reasons: Readonly<Record<string, string>>,
): ReasonForm => ({
  action: `${pathOf(look)}/${action}`,
  open: look.errors.length > 0,
  fields: [
    fieldView(
      {
        kind: 'radios',
        name: 'reasonCode',
        label,
        options: Object.entries(reasons).map(([value, text]) => ({ value, text })),
      },
      look.values,
      look.errors,
    ),
    fieldView(
      {
        kind: 'textarea',
        name: 'reason',
        label: 'Anything that would help us ask better next time',
        hint: 'Do not write who it is about.',
        optional: true,
        rows: 3,
        limit: 500,
      },
      look.values,
      look.errors,
    ),
  ],
})

const rowsOf = (rows: readonly (SummaryRow | null)[]): SummaryRow[] => rows.filter(row => row !== null)

/** What, roughly where, when: all there is to know before a yes. */
const plainFacts = ({ seen, place, now }: Look): SummaryRow[] => {
  const { referral, need, where, sender } = seen
  return rowsOf([
    need && { key: 'What', value: needKinds[need.kind].label },
    need && { key: 'Where', value: where ?? `Somewhere in ${place.name}` },
    need && { key: 'When', value: urgencies[need.urgency].label },
    { key: 'Asked by', value: `${referral.sentByName}, ${sender.name}, ${inWords(referral.sentAt, now)}` },
  ])
}

/** Before the answer: what, roughly where, when, what they learn if they say yes; yes or no. */
export const answerPage = (look: Look): AnswerPage => ({
  page: { ...head(look, 'Can you help?'), oneThing: true },
  description: look.seen.referral.description,
  facts: { rows: plainFacts(look) },
  learns: learnsIfYes(look.seen.fields),
  yes: { text: 'Yes, we can help', action: `${pathOf(look)}/yes` },
  no: reasonForm(look, 'no', 'Why can you not take this?', declineReasons),
})

/** While they have it in hand: who it is, how to reach them, what they told us, and what to say when something happened. */
export const helpingPage = (look: Look, { person, request, fields }: Helped): HelpingPage => {
  const { referral, need } = look.seen
  const { state } = referral
  const path = pathOf(look)
  const button = (text: string, step: string, look: 'main' | 'other'): Action => ({
    text,
    action: `${path}/${step}`,
    look,
  })
  const isFirst = state === 'accepted'
  const buttons = [
    ...(nextReferralState(state, 'contact') ? [button('I have been in touch', 'in-touch', 'main')] : []),
    button('It is done', 'done', isFirst ? 'other' : 'main'),
    ...(nextReferralState(state, 'continue') ? [button('We are helping regularly', 'helping', 'other')] : []),
  ]
  return {
    page: head(look, person.name),
    next: nextSteps[state as keyof typeof nextSteps],
    ways: { title: 'How to reach them', rows: [...waysToReach(person), ...waysToReachWhoAsked(request)] },
    know: person.communicationNeeds,
    description: referral.description,
    facts: {
      rows: rowsOf([
        need && { key: 'What', value: needKinds[need.kind].label },
        need && { key: 'When', value: `${urgencies[need.urgency].label}, asked ${inWords(need.askedAt, look.now)}` },
        { key: 'Asked by', value: `${referral.sentByName}, ${look.seen.sender.name}` },
        { key: 'Reference', value: request.reference },
      ]),
    },
    story: request.story,
    notTold: notTold(fields),
    onBehalf: request.onBehalfName
      ? `${request.onBehalfName}${request.onBehalfRelationship ? ` (${request.onBehalfRelationship})` : ''} asked for them.`
      : null,
    buttons,
    notNeeded: button('It is no longer needed', 'not-needed', 'other'),
    waitsFor: referral.waitingBecause,
    waiting: {
      action: `${path}/waiting`,
      open: false,
      fields: [
        fieldView(
          { kind: 'textarea', name: 'because', label: 'What does it wait for?', rows: 2, limit: 500 },
          look.values,
          look.errors,
        ),
      ],
    },
    couldNot: reasonForm(look, 'could-not', 'Why could it not be done?', couldNotReasons),
    timeline: timelineOf(look),
  }
}

/** What is not shared with them, where anything stays back. */
const notTold = (fields: readonly string[]): string | null => {
  const kept = sharedFieldCodes.filter(field => !fields.includes(field))
  return kept.length === 0
    ? null
    : `Not shared with you: ${fieldsInWords(kept)}. If you need it to help, ring whoever asked you.`
}

/** The ways to reach somebody, the one they asked for first. */
const waysToReach = ({
  contactBy,
  phone,
  email,
  address,
  postcode,
  addressIsHidden,
}: Helped['person']): SummaryRow[] => {
  const number = phone === null ? undefined : telephone(phone)
  const tel = number?.href
  const home = [address, postcode].filter(part => part).join('\n')
  const byPhone = phone && { key: reachWords.phone.does, value: phone, ...(tel && { href: tel }) }
  const byText = phone && { key: reachWords.text.does, value: phone, ...(tel && { href: tel.replace('tel:', 'sms:') }) }
  const byMail = email && {
    key: reachWords.email.does,
    value: email,
    href: mailTo(email),
  }
  const hidden = addressIsHidden ? ' (hidden: tell nobody)' : ''
  const atHome = home && {
    key: `${contactBy === 'letter' ? reachWords.letter.does : 'Where they live'}${hidden}`,
    value: home,
  }
  const order = {
    phone: [byPhone, byMail, atHome],
    text: [byText, byPhone, byMail, atHome],
    email: [byMail, byPhone, atHome],
    letter: [atHome, byPhone, byMail],
  }
  return [
    { key: 'Best way', value: reachWords[contactBy].asked },
    ...order[contactBy].filter(way => typeof way === 'object' && way !== null),
  ]
}

const waysToReachWhoAsked = ({ onBehalfName, onBehalfContact }: Helped['request']): SummaryRow[] => {
  if (!onBehalfName || !onBehalfContact) return []
  const href = onBehalfContact.includes('@') ? mailTo(onBehalfContact) : telephone(onBehalfContact)?.href
  return [{ key: `Or ${onBehalfName}, who asked for them`, value: onBehalfContact, ...(href && { href }) }]
}

const mailTo = (email: string): string => `mailto:${encodeURIComponent(email).replace('%40', '@')}`

/** After it ended, or for those who follow it: what happened and what happens next. Nothing of who it is. */
export const referralPage = (look: Look): ReferralPage => {
  const { seen, actor, place } = look
  const mayTakeBack =
    seen.side === 'follows' &&
    actor.permissions.has('referral.send') &&
    nextReferralState(seen.referral.state, 'recall')
  return {
    page: {
      ...head(look, titleOf(look)),
      ...(seen.side === 'follows' && { kind: 'staff' as const }),
    },
    description: seen.referral.description,
    facts: { rows: plainFacts(look) },
    happened: seen.side === 'asked' ? toldHelper(look) : toldFollower(look),
    takeBack: mayTakeBack
      ? {
          text: 'Take it back',
          action: `${pathOf(look)}/taken-back`,
          look: 'danger',
          about: `from ${seen.organisation.name}`,
        }
      : null,
    letter:
      seen.side === 'follows' && isLive(seen.referral.state) && look.actor.permissions.has('referral.send')
        ? `${pathOf(look)}/letter`
        : null,
    wholeStory: seen.side === 'follows' && seen.need ? `/${place.slug}/needs/${seen.referral.needId}` : null,
    timeline: timelineOf(look),
  }
}

const head = (look: Look, title: string): PageModel['page'] => {
  const { seen, place, errors, notice, actor } = look
  return {
    title,
    state: stateTagOf(seen.referral, seen.side, look.now),
    errors,
    ...(notice && { notice }),
    backHref:
      seen.side === 'asked' && actor.permissions.has('referral.answer')
        ? `/${place.slug}/referrals`
        : `/${place.slug}/start`,
  }
}

const titleOf = ({ seen, actor }: Look): string => {
  if (seen.side === 'follows') return `What ${seen.organisation.name} was asked`
  const isOpen = seen.referral.state === 'sent' || isInHand(seen.referral)
  return isOpen && !actor.permissions.has('referral.answer') ? 'Asked of your organisation' : 'What you were asked'
}

const factTones: Readonly<Record<string, Tone>> = {
  'referral-sent': 'waiting',
  'referral-accepted': 'agreed',
  'referral-declined': 'stopped',
  'referral-expired': 'overdue',
  'referral-recalled': 'stopped',
  'contact-made': 'underway',
  'help-ongoing': 'underway',
  'help-done': 'done',
  'could-not-help': 'stopped',
  'help-not-needed': 'stopped',
}

const timelineOf = ({ seen }: Look): Timeline => ({
  caption: 'What happened',
  facts: seen.facts.flatMap(fact => {
    const sentence = sayReferralFact(fact)
    const tone = factTones[fact.kind]
    return sentence ? [{ at: fact.recordedAt, actor: fact.actorName, sentence, ...(tone && { tone }) }] : []
  }),
})
