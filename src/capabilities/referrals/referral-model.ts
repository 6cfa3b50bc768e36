/** What the page of one referral says: before the answer, while it is in hand, after it ended, and to those who follow it. */
import { type FieldView, fieldView } from '../../design/form.ts'
import type { Notice, PageModel } from '../../design/page.ts'
import { byWhen, inWords } from '../../design/time-in-words.ts'
import type { Action, ErrorItem, SummaryCard, SummaryRow, Timeline, Tone } from '../../design/view-models.ts'
import { needKinds } from '../../kernel/need-kind.ts'
import type { Actor } from '../../platform/auth/actor.ts'
import type { VisitedPlace } from '../../platform/http/route.ts'
import { telephone } from '../places/index.ts'
import { urgencies } from '../requests/index.ts'
import { sayReferralFact } from './facts.ts'
import { nextReferralState } from './referral.ts'
import { isTooLate, stateTagOf } from './roughly.ts'
import { type Helped, isInHand, type SeenReferral } from './see-referral.ts'
import { couldNotReasons, declineReasons, learnsIfYes, nextSteps, type ReferralState, reachWords } from './words.ts'

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
  onBehalf: string | null
  buttons: readonly Action[]
  notNeeded: Action
  couldNot: ReasonForm
  timeline: Timeline
}

export type ReferralPage = PageModel & {
  description: string
  facts: SummaryCard
  happened: readonly string[]
  takeBack: Action | null
  wholeStory: string | null
  timeline: Timeline
}

const pathOf = ({ place, seen }: Look): string => `/${place.slug}/referrals/${seen.referral.referralId}`

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
  page: head(look, 'Can you help?'),
  description: look.seen.referral.description,
  facts: { rows: plainFacts(look) },
  learns: learnsIfYes,
  yes: { text: 'Yes, we can help', action: `${pathOf(look)}/yes` },
  no: reasonForm(look, 'no', 'Why can you not take this?', declineReasons),
})

/** While they have it in hand: who it is, how to reach them, what they told us, and what to say when something happened. */
export const helpingPage = (look: Look, { person, request }: Helped): HelpingPage => {
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
    ways: { title: 'How to reach them', rows: waysToReach(person) },
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
    onBehalf: request.onBehalfName
      ? [
          `${request.onBehalfName}${request.onBehalfRelationship ? ` (${request.onBehalfRelationship})` : ''} asked for them.`,
          request.onBehalfContact ? `To reach ${request.onBehalfName}: ${request.onBehalfContact}.` : '',
        ]
          .join(' ')
          .trim()
      : null,
    buttons,
    notNeeded: button('It is no longer needed', 'not-needed', 'other'),
    couldNot: reasonForm(look, 'could-not', 'Why could it not be done?', couldNotReasons),
    timeline: timelineOf(look),
  }
}

/** The ways to reach somebody, the one they asked for first. */
const waysToReach = ({ contactBy, phone, email, address, postcode }: Helped['person']): SummaryRow[] => {
  const number = phone === null ? undefined : telephone(phone)
  const tel = number?.href
  const home = [address, postcode].filter(part => part).join('\n')
  const byPhone = phone && { key: reachWords.phone.does, value: phone, ...(tel && { href: tel }) }
  const byText = phone && { key: reachWords.text.does, value: phone, ...(tel && { href: tel.replace('tel:', 'sms:') }) }
  const byMail = email && {
    key: reachWords.email.does,
    value: email,
    href: `mailto:${encodeURIComponent(email).replace('%40', '@')}`,
  }
  const atHome = home && { key: contactBy === 'letter' ? reachWords.letter.does : 'Where they live', value: home }
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

/** To the organisation that was asked, when there is nothing (more) for this person to do. */
const toldHelper = ({ seen, now, actor }: Look): string[] => {
  const { referral, sender } = seen
  const { state, reasonCode, answeredAt } = referral
  const by = referral.answeredByName ?? 'Somebody here'
  const ring = sender.phone ? `ring ${sender.name} on ${sender.phone}` : `write to ${sender.name} at ${sender.email}`
  if (isTooLate(referral, now) || state === 'expired')
    return [
      `The time to answer ended ${byWhen(referral.answerBy, now).replace(/^by/, 'at')}. ${sender.name} is asking someone else.`,
      `If you can still help, ${ring}.`,
    ]
  if (state === 'sent' || isInHand(referral))
    return [
      state === 'sent' ? 'This waits for an answer.' : `${by} said yes.`,
      `${actor.organisationName ?? 'Your organisation'} has people who answer and see who it is: its coordinators and link workers. Your role does not include that.`,
    ]
  const hadSeen = answeredAt !== null && state !== 'declined'
  const hidden = hadSeen ? 'You no longer see who this was.' : 'You were not shown who this is.'
  const because = reasonIn(reasonCode)
  const said: Readonly<
    Record<Exclude<ReferralState, 'sent' | 'accepted' | 'in contact' | 'ongoing' | 'expired'>, string>
  > = {
    done: 'You did it. Thank you. The person is being asked how it went.',
    'could not': `You could not do it${because}. ${sender.name} is finding someone else.`,
    declined: `${by} said no${because}. ${sender.name} is asking someone else.`,
    recalled: `${sender.name} has taken this back. Nothing more is needed from you.`,
    'not needed': 'This is no longer needed. Nothing more is needed from you.',
  }
  return [said[state as keyof typeof said], hidden]
}

/** To whoever sent it or follows it. */
const toldFollower = ({ seen, now }: Look): string[] => {
  const { referral, organisation } = seen
  const { state, answerBy, reason, reasonCode } = referral
  const { name } = organisation
  const because = reasonIn(reasonCode)
  const words = reason ? [`They wrote: “${reason}”`] : []
  const isBack = 'The need is waiting for you to ask somebody else.'
  if (isTooLate(referral, now))
    return [`${name} did not answer ${byWhen(answerBy, now)}.`, `Their time is up. ${isBack}`]
  const said: Readonly<Record<ReferralState, readonly string[]>> = {
    sent: [
      `${name} has been asked and has until ${byWhen(answerBy, now).replace(/^by /, '')}. They do not see who it is until they say yes.`,
      'If they cannot, the need comes back and the next best organisation is ready to be asked.',
    ],
    accepted: [`${name} said yes and sees who it is. They will get in touch.`],
    'in contact': [`${name} has been in touch with them.`],
    ongoing: [`${name} is helping and will go on helping.`],
    done: [`${name} has done it.`, 'The person is being asked how it went.'],
    'could not': [`${name} could not do it after all${because}.`, ...words, isBack],
    declined: [`${name} said no${because}.`, ...words, isBack],
    expired: [`${name} did not answer in time.`, isBack],
    recalled: [`This was taken back from ${name}.`, 'They no longer see it.'],
    'not needed': ['It is no longer needed.'],
  }
  return [...said[state]]
}

/** ", because …" where a reason was chosen. */
const reasonIn = (code: string | null): string => {
  const text = code && ({ ...declineReasons, ...couldNotReasons } as Readonly<Record<string, string>>)[code]
  return text && code !== 'other' ? `: “${text}”` : ''
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
