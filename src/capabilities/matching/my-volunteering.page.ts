/** `/:place/my-volunteering`: what a volunteer was asked, what they have in hand and their next step; and one page for each thing they said yes to. */
import { type Static, Type } from 'typebox'
import { type FieldView, fieldView, readDate } from '../../design/form.ts'
import type { Link, Notice, PageModel } from '../../design/page.ts'
import { byWhen, exactTime, inWords } from '../../design/time-in-words.ts'
import type { Action, EmptyState, ErrorItem, StateTag, SummaryCard, SummaryRow } from '../../design/view-models.ts'
import { isRefusal, type Refusal } from '../../kernel/refusal.ts'
import { perform } from '../../platform/command.ts'
import type { PlaceTx } from '../../platform/db/database.ts'
import {
  errorsOf,
  notFound,
  page,
  privateView,
  type Reply,
  redirect,
  type Visit,
  type VisitedPlace,
} from '../../platform/http/route.ts'
import { chosen, typedLine, typedText } from '../../platform/http/typed.ts'
import { ringUs, telephone } from '../places/index.ts'
import { concernLink } from '../safeguarding/index.ts'
import { activities, findNextStep, heldVolunteerId, type NextStep } from '../volunteers/index.ts'
import { isLiveMatch, nextMatchState } from './match.ts'
import { findMatch, listMatchesOfVolunteer, listReceipts, listVisits, type Receipt } from './match-store.ts'
import { type Asked, askedRows, readAsked, toSignIn } from './offer.page.ts'
import { listOffersTo } from './offer-store.ts'
import { cannotReadNow, type Details, readDetails } from './read-details.ts'
import {
  recordReceipt,
  recordVolunteerContact,
  reportVisit,
  reportVolunteerCouldNot,
  reportVolunteerDone,
} from './report-match.ts'
import { whenInWords } from './send-offers.ts'
import type { Match, Offer, Visit as PlannedVisit } from './task.ts'
import { couldNotReasons, matchStates, offerStates, paidHows } from './words.ts'

interface Line {
  readonly href: string
  readonly title: string
  readonly when: string
  readonly tag: StateTag
  readonly says: string
}

type MineModel = PageModel & {
  nextStep: string
  nextStepLink: Link | null
  asked: readonly Line[]
  inHand: readonly Line[]
  before: readonly Line[]
  empty: EmptyState
  changeHref: string
  ring: string
}

const mostOffers = 40

const mine = page({
  method: 'GET',
  path: '/:place/my-volunteering',
  allow: 'anyone',
  async handle({ platform, actor, place }) {
    const volunteerId = heldVolunteerId(actor)
    if (!volunteerId) return toSignIn(place)
    const found = await platform.db.as(actor, async tx => {
      const offers = await listOffersTo(tx, volunteerId, mostOffers)
      const matches = await listMatchesOfVolunteer(tx, volunteerId)
      const asked = new Map<string, Asked>()
      for (const { taskId } of [...offers, ...matches]) {
        const one = asked.has(taskId) ? null : await readAsked(tx, taskId)
        if (one) asked.set(taskId, one)
      }
      return { offers, matches, asked, now: tx.now, step: await findNextStep(tx, volunteerId) }
    })
    const { offers, matches, asked, now, step } = found
    const offerLine = (offer: Offer): Line[] => {
      const about = asked.get(offer.taskId)
      const open = offer.state === 'sent'
      return about
        ? [
            {
              href: `/${place.slug}/offers/${offer.offerId}`,
              title: activities[about.activity].label,
              when: whenInWords(about),
              tag: {
                word: offerStates[offer.state].toVolunteer,
                tone: open ? 'attention' : offer.state === 'in reserve' ? 'waiting' : 'stopped',
              },
              says: open ? `Please answer ${byWhen(offer.answerBy, now)}.` : `Asked ${inWords(offer.sentAt, now)}.`,
            },
          ]
        : []
    }
    const matchLine = (match: Match): Line[] => {
      const about = asked.get(match.taskId)
      return about
        ? [
            {
              href: `/${place.slug}/my-volunteering/${match.matchId}`,
              title: activities[about.activity].label,
              when: whenInWords(about),
              tag: {
                word: matchStates[match.state].toVolunteer,
                tone: isLiveMatch(match.state) ? 'agreed' : 'stopped',
              },
              says: cannotReadNow(match, now)?.message ?? 'You can see who it is and how to reach them now.',
            },
          ]
        : []
    }
    const waiting = offers.filter(({ state }) => state === 'sent')
    const live = matches.filter(({ state }) => isLiveMatch(state))
    const model: MineModel = {
      page: { title: 'Your volunteering' },
      ...(nextStepOf(waiting, live, asked, now) ?? toldStep(place, step)),
      asked: [...waiting, ...offers.filter(({ state }) => state === 'in reserve')].flatMap(offerLine),
      inHand: live.flatMap(matchLine),
      before: [
        ...matches.filter(({ state }) => !isLiveMatch(state)).flatMap(matchLine),
        ...offers.filter(({ state }) => !['sent', 'in reserve', 'yes'].includes(state)).flatMap(offerLine),
      ],
      empty: {
        title: 'Nobody near you needs you just now',
        sentences: ['We ask you as soon as somebody does. You do not need to look here: we tell you.'],
        tone: 'good',
      },
      changeHref: `/${place.slug}/volunteer/my-details`,
      ring: ringUs(place),
    }
    return privateView('matching/my-volunteering.njk', model)
  },
})

const nothingNow = 'There is nothing for you to do now. We tell you as soon as somebody near you needs what you do.'

const nextStepOf = (
  waiting: readonly Offer[],
  live: readonly Match[],
  asked: ReadonlyMap<string, Asked>,
  now: Date,
): Pick<MineModel, 'nextStep' | 'nextStepLink'> | null => {
  const [offer] = waiting
  if (offer)
    return { nextStep: `Somebody near you needs an answer ${byWhen(offer.answerBy, now)}.`, nextStepLink: null }
  const soonest = live
    .map(match => ({ match, about: asked.get(match.taskId) }))
    .sort((a, b) => (a.about?.startsAt.getTime() ?? 0) - (b.about?.startsAt.getTime() ?? 0))[0]
  return soonest?.about
    ? {
        nextStep: `${activities[soonest.about.activity].label}, ${inWords(soonest.match.detailsFrom ?? soonest.about.startsAt, now)}: see what is next below.`,
        nextStepLink: null,
      }
    : null
}

/** What they were told to do next, with the page where it is done. */
const toldStep = (place: VisitedPlace, step: NextStep | null): Pick<MineModel, 'nextStep' | 'nextStepLink'> => ({
  nextStep: step ? `${step.says.title}. ${step.says.sentences.join(' ')}` : nothingNow,
  nextStepLink: step?.says.link ? { text: step.says.link.words, href: `/${place.slug}${step.says.link.path}` } : null,
})

const Params = Type.Object({ matchId: Type.String({ format: 'uuid' }) })
type MatchVisit = Visit<Static<typeof Params>, Record<string, unknown>>

type MatchModel = PageModel & {
  what: string
  facts: SummaryCard
  next: string
  details: SummaryCard | null
  know: string | null
  story: string
  show: Action | null
  contact: Action | null
  visit: { title: string; action: string; hidden: { visitId: string }; fields: readonly FieldView[] } | null
  done: { title: string; action: string; fields: readonly FieldView[] } | null
  receipt: { action: string; fields: readonly FieldView[]; open: boolean } | null
  receipts: readonly string[]
  couldNot: { action: string; fields: readonly FieldView[]; open: boolean } | null
  concern: { readonly text: string; readonly href: string }
  ring: string
}

const detailRows = (details: Details): SummaryRow[] => {
  const tel = details.phone ? telephone(details.phone)?.href : undefined
  return [
    { key: 'Name', value: details.name },
    ...(details.phone ? [{ key: 'Phone', value: details.phone, ...(tel && { href: tel }) }] : []),
    ...(details.address ? [{ key: 'Where they live', value: details.address }] : []),
    ...(details.meetAt ? [{ key: 'You meet at', value: details.meetAt }] : []),
    ...(details.onBehalfName
      ? [
          {
            key: 'Asked for them',
            value: [details.onBehalfName, details.onBehalfContact].filter(part => part).join('\n'),
          },
        ]
      : []),
  ]
}

const minutesField = (label: string) => ({
  kind: 'text' as const,
  name: 'minutes',
  label,
  width: 4 as const,
  inputmode: 'numeric' as const,
  suffix: 'minutes',
  autocomplete: 'off',
})

const noteField = (hint: string) => ({
  kind: 'textarea' as const,
  name: 'note',
  label: 'Anything we should know',
  hint,
  optional: true,
  rows: 2,
  limit: 300,
})

interface Shown {
  readonly notice?: Notice
  readonly refusal?: Refusal
  /** Which form was sent and refused. */
  readonly form?: string
  readonly details?: Details
}

interface LoadedMatch {
  readonly match: Match
  readonly asked: Asked
  readonly visits: readonly PlannedVisit[]
  readonly receipts: readonly Receipt[]
  readonly band: string
  readonly now: Date
}

const loadMatch = async (tx: PlaceTx, matchId: string, volunteerId: string): Promise<LoadedMatch | null> => {
  const match = await findMatch(tx, matchId, 'read')
  const asked = match?.volunteerId === volunteerId ? await readAsked(tx, match.taskId) : null
  if (!match || !asked) return null
  const offers = await listOffersTo(tx, volunteerId, 200)
  return {
    match,
    asked,
    visits: await listVisits(tx, [matchId]),
    receipts: await listReceipts(tx, matchId),
    band: offers.find(({ taskId }) => taskId === match.taskId)?.distanceBand ?? 'not known',
    now: tx.now,
  }
}

const nextFor = ({ match, asked, visits, now }: LoadedMatch): string => {
  const planned = visits.find(({ state }) => state === 'planned')
  if (match.state === 'accepted') return 'We confirm it and tell you. There is nothing for you to do until then.'
  if (!isLiveMatch(match.state)) return 'There is nothing more for you to do. Thank you.'
  const when = planned ? planned.startsAt : asked.startsAt
  const early = cannotReadNow(match, now)
  if (early) return early.message
  return match.contactMadeAt
    ? `Give the help ${inWords(when, now)}, then say here that it is done.`
    : 'Get in touch with them, then say so here. Then give the help, and say here when it is done.'
}

const show = async (visit: MatchVisit, shown: Shown = {}): Promise<Reply> => {
  const { platform, actor, place, params, body } = visit
  const volunteerId = heldVolunteerId(actor)
  if (!volunteerId) return toSignIn(place)
  const loaded = await platform.db.as(actor, tx => loadMatch(tx, params.matchId, volunteerId))
  if (!loaded) return notFound('We cannot find that, or it is not yours to see.')
  const { match, asked, visits, receipts, now } = loaded
  const here = `/${place.slug}/my-volunteering/${match.matchId}`
  const errors: ErrorItem[] = shown.refusal
    ? errorsOf(shown.refusal).map(({ field, message }) => ({ field: field || 'form', message }))
    : []
  const fields = (name: string, list: readonly Parameters<typeof fieldView>[0][]) =>
    list.map(field => fieldView(field, shown.form === name ? body : {}, shown.form === name ? errors : []))
  const can = (action: Parameters<typeof nextMatchState>[1]) => nextMatchState(match.state, action) !== null
  const planned = visits.find(({ state }) => state === 'planned')
  const model: MatchModel = {
    page: {
      title: activities[asked.activity].label,
      state: {
        word: matchStates[match.state].toVolunteer,
        tone: isLiveMatch(match.state) ? 'agreed' : match.state === 'done' ? 'done' : 'stopped',
      },
      backHref: `/${place.slug}/my-volunteering`,
      errors,
      ...(shown.notice && { notice: shown.notice }),
    },
    what: asked.what,
    facts: {
      rows: [
        ...askedRows(asked, loaded.band),
        ...visits.map(one => ({
          key: one.state === 'planned' ? 'Next visit' : 'Visit',
          value: `${exactTime(one.startsAt)}${one.state === 'planned' ? '' : `: ${one.state}`}`,
        })),
      ],
    },
    next: nextFor(loaded),
    details: shown.details
      ? {
          title: `Hidden again ${inWords(shown.details.until, now)}`,
          rows: detailRows(shown.details),
        }
      : null,
    know: shown.details?.communicationNeeds ?? null,
    story: shown.details?.story ?? '',
    show:
      !shown.details && cannotReadNow(match, now) === null
        ? { text: 'Show who it is and how to reach them', action: `${here}/details` }
        : null,
    contact: can('contact') ? { text: 'I have been in touch', action: `${here}/in-touch`, look: 'other' } : null,
    visit:
      asked.every && planned && can('continue')
        ? {
            title: `The visit of ${exactTime(planned.startsAt)}`,
            action: `${here}/visit`,
            hidden: { visitId: planned.visitId },
            fields: fields('visit', [
              {
                kind: 'radios',
                name: 'happened',
                label: 'Did it happen?',
                options: [
                  { value: 'yes', text: 'Yes' },
                  { value: 'no', text: 'No' },
                ],
              },
              minutesField('How many minutes did you give?'),
              noteField('Never write a card number or a PIN.'),
            ]),
          }
        : null,
    done: can('finish')
      ? {
          title: asked.every ? 'The regular help has come to its end' : 'It is done',
          action: `${here}/done`,
          fields: fields('done', [
            minutesField('How many minutes did you give?'),
            noteField('Never write a card number or a PIN.'),
          ]),
        }
      : null,
    receipt:
      match.confirmedAt && (isLiveMatch(match.state) || match.state === 'done')
        ? {
            action: `${here}/receipt`,
            open: shown.form === 'receipt',
            fields: fields('receipt', [
              {
                kind: 'text',
                name: 'spent',
                label: 'How much, as the receipt says',
                width: 5,
                inputmode: 'decimal',
                prefix: '£',
                autocomplete: 'off',
              },
              { kind: 'text', name: 'shop', label: 'Which shop', autocomplete: 'off' },
              { kind: 'date', name: 'spentOn', label: 'Day of the receipt' },
              {
                kind: 'radios',
                name: 'paidHow',
                label: 'How was it paid?',
                hint: 'Never with their card, and never with their PIN.',
                options: paidHows.map(value => ({ value, text: `${value[0]?.toUpperCase()}${value.slice(1)}` })),
              },
            ]),
          }
        : null,
    receipts: receipts.map(
      ({ spentInPence, shop, paidHow, spentOn }) =>
        `£${(spentInPence / 100).toFixed(2)} at ${shop}, ${spentOn}: ${paidHow}`,
    ),
    couldNot: can('give up')
      ? {
          action: `${here}/could-not`,
          open: shown.form === 'could-not',
          fields: fields('could-not', [
            {
              kind: 'radios',
              name: 'reasonCode',
              label: 'Why can you not do it?',
              options: Object.entries(couldNotReasons).map(([value, text]) => ({ value, text })),
            },
            {
              kind: 'textarea',
              name: 'reason',
              label: 'Anything that helps us find somebody else',
              optional: true,
              rows: 2,
              limit: 500,
            },
          ]),
        }
      : null,
    concern: concernLink(place.slug, { kind: 'match', id: match.matchId }),
    ring: ringUs(place),
  }
  return privateView('matching/match.njk', model)
}

const doneWords: Readonly<Record<string, Notice>> = {
  'in-touch': { tone: 'done', message: 'Written down: you have been in touch.' },
  visit: { tone: 'done', message: 'Written down. The next visit is planned.' },
  done: { tone: 'done', message: 'Written down: it is done. Thank you.', detail: 'You no longer see who it was.' },
  receipt: { tone: 'done', message: 'The receipt is written down.' },
  'could-not': {
    tone: 'done',
    message: 'Thank you for telling us.',
    detail: 'We are finding somebody else. You do not need to do anything, and no longer see who it was.',
  },
}

const matchPage = page({
  method: 'GET',
  path: '/:place/my-volunteering/:matchId',
  allow: 'anyone',
  params: Params,
  query: Type.Object({ done: Type.Optional(Type.Unknown()) }),
  handle: visit => {
    const { done } = visit.query
    const notice = typeof done === 'string' && Object.hasOwn(doneWords, done) ? doneWords[done] : undefined
    return show(visit as unknown as MatchVisit, notice ? { notice } : {})
  },
})

/** Looking is a press and not a link: it is written down, and no scanner of mails does it. The answer is drawn at once and kept by no browser. */
const detailsRoute = page({
  method: 'POST',
  path: '/:place/my-volunteering/:matchId/details',
  allow: 'anyone',
  params: Params,
  async handle(given) {
    const visit = given as unknown as MatchVisit
    const { platform, actor, place, params } = visit
    if (!heldVolunteerId(actor)) return toSignIn(place)
    const answer = await perform(platform.db, actor, readDetails, { matchId: params.matchId })
    return isRefusal(answer)
      ? show(visit, { refusal: { ...answer, field: 'form' } })
      : show(visit, { details: answer.details })
  },
})

const step = (name: string, act: (visit: MatchVisit) => Promise<unknown>) =>
  page({
    method: 'POST',
    path: `/:place/my-volunteering/:matchId/${name}` as `/:place${string}`,
    allow: 'anyone',
    params: Params,
    async handle(given) {
      const visit = given as unknown as MatchVisit
      const { actor, place, params } = visit
      if (!heldVolunteerId(actor)) return toSignIn(place)
      const answer = await act(visit)
      return isRefusal(answer)
        ? show(visit, { refusal: answer, form: name })
        : redirect(`/${place.slug}/my-volunteering/${params.matchId}?done=${name}`)
    },
  })

const wholeNumber = (given: unknown): number | null => {
  const typed = typedLine(given)
  return /^\d{1,5}$/.test(typed) ? Number(typed) : null
}

const pence = (given: unknown): number => {
  const typed = typedLine(given).replace(/^£/, '')
  return /^\d{1,5}(\.\d{1,2})?$/.test(typed) ? Math.round(Number(typed) * 100) : 0
}

export const myVolunteeringRoutes = [
  mine,
  matchPage,
  detailsRoute,
  step('in-touch', ({ platform, actor, params }) => perform(platform.db, actor, recordVolunteerContact, params)),
  step('visit', ({ platform, actor, params, body }) => {
    const happened = chosen(body.happened, ['yes', 'no'] as const)
    return perform(platform.db, actor, reportVisit, {
      matchId: params.matchId,
      visitId: typedLine(body.visitId),
      happened: happened === null ? (null as never) : happened === 'yes',
      minutes: wholeNumber(body.minutes),
      note: typedText(body.note),
    })
  }),
  step('done', ({ platform, actor, params, body }) =>
    perform(platform.db, actor, reportVolunteerDone, {
      matchId: params.matchId,
      minutes: wholeNumber(body.minutes) ?? 0,
      note: typedText(body.note),
    }),
  ),
  step('receipt', ({ platform, actor, params, body }) => {
    const spentOn = readDate(body, 'spentOn', 'the day of the receipt')
    return perform(platform.db, actor, recordReceipt, {
      matchId: params.matchId,
      spentInPence: pence(body.spent),
      shop: typedLine(body.shop),
      paidHow: chosen(body.paidHow, paidHows) ?? ('' as never),
      spentOn: 'on' in spentOn && spentOn.on ? spentOn.on : 'not known',
    }).then(answer =>
      // The box on the page is in pounds.
      isRefusal(answer) && answer.errors
        ? {
            ...answer,
            errors: answer.errors.map(error => (error.field === 'spentInPence' ? { ...error, field: 'spent' } : error)),
          }
        : answer,
    )
  }),
  step('could-not', ({ platform, actor, params, body }) =>
    perform(platform.db, actor, reportVolunteerCouldNot, {
      matchId: params.matchId,
      reasonCode: typedLine(body.reasonCode) as never,
      reason: typedText(body.reason),
    }),
  ),
]
