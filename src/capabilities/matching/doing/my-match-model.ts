/** What the page of one thing that a volunteer said yes to says: where it stands, what comes next, and what can be said about it now. */
import { dateValues, type FieldView, fieldView } from '../../../design/form.ts'
import type { Notice, PageModel } from '../../../design/page.ts'
import { dateAt, exactDate, exactTime, inWords } from '../../../design/time-in-words.ts'
import type { Action, ErrorItem, SummaryCard, SummaryRow } from '../../../design/view-models.ts'
import type { Refusal } from '../../../kernel/refusal.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { errorsOf, type VisitedPlace } from '../../../platform/http/route.ts'
import { ringUs, telephone } from '../../places/index.ts'
import { concernLink } from '../../safeguarding/index.ts'
import { activities } from '../../volunteers/index.ts'
import { type Asked, askedRows, overRows, readAsked } from '../asking/offer.page.ts'
import { hasBegun, isLiveMatch, isNotNeeded, nextMatchState } from '../match.ts'
import { findMatch, listReceipts, listVisits, type Receipt } from '../match-store.ts'
import { listOffersTo } from '../offer-store.ts'
import type { Match, Visit as PlannedVisit } from '../task.ts'
import { needsHour, whenOfVisit } from '../times.ts'
import { couldNotReasons, matchStates, paidByYou, paidHows } from '../words.ts'
import { atHour, hourFields, hourValues } from './hour-form.ts'
import { cannotReadNow, type Details } from './read-details.ts'
import { asOfVisit, plannedVisit } from './what-is-next.ts'

export type MatchModel = PageModel & {
  what: string
  facts: SummaryCard
  next: string
  details: SummaryCard | null
  know: string | null
  story: string
  show: Action | null
  contact: Action | null
  /** When they come, where that is left open. */
  hour: { title: string; action: string; fields: readonly FieldView[]; open: boolean } | null
  visit: {
    title: string
    isAhead: boolean
    open: boolean
    action: string
    hidden: { visitId: string }
    fields: readonly FieldView[]
  } | null
  /** From when it can be said to be done, before that. */
  notYet: string | null
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

/** What a press led to, shown on the page that answers it. */
export interface Shown {
  readonly notice?: Notice
  readonly refusal?: Refusal
  /** Which form was sent and refused. */
  readonly form?: string
  readonly details?: Details
}

/** Everything the page of a match is drawn from, all of it the volunteer's to see. */
export interface LoadedMatch {
  readonly match: Match
  readonly asked: Asked
  readonly visits: readonly PlannedVisit[]
  readonly receipts: readonly Receipt[]
  readonly band: string
  readonly now: Date
}

/** A match of this volunteer; null when it is not theirs, or nothing. */
export const loadMatch = async (tx: PlaceTx, matchId: string, volunteerId: string): Promise<LoadedMatch | null> => {
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

/** True while there is a time ahead at which it can be done, of what leaves the hour open. */
const canStillSay = ({ match, asked, visits, now }: Pick<LoadedMatch, 'match' | 'asked' | 'visits' | 'now'>): boolean =>
  isLiveMatch(match.state) &&
  needsHour(asked) &&
  whenOfVisit(asked, plannedVisit(visits, match.matchId)?.startsAt).endsAt.getTime() - now.getTime() >
    asked.minutes * 60_000

const nextFor = ({ match, asked, visits, now }: LoadedMatch): string => {
  const planned = plannedVisit(visits, match.matchId)
  const isUnsaid = needsHour(asked) && !match.agreedAt
  if (match.state === 'accepted')
    return isUnsaid
      ? 'Say when you come. We confirm it and tell you.'
      : 'We confirm it and tell you. There is nothing for you to do until then.'
  if (!isLiveMatch(match.state)) return 'There is nothing more for you to do. Thank you.'
  const when = match.agreedAt ?? (planned ? planned.startsAt : asked.startsAt)
  const early = cannotReadNow(match, now)
  if (early)
    return early.refused === 'details-over'
      ? `${early.message} Say whether it is done${canStillSay({ match, asked, visits, now }) ? ', or when you come instead' : ''}.`
      : early.message
  return match.contactMadeAt
    ? `Give the help ${inWords(when, now)}, then say here that it is done.`
    : 'Get in touch with them, then say so here. Then give the help, and say here when it is done.'
}

/** As many visits as are listed one by one: after a year of every week the page would be nothing else. */
const mostVisits = 4

/** The visits that were, the latest first. */
const visitRows = (visits: readonly PlannedVisit[]): SummaryRow[] => {
  const past = visits
    .filter(({ state }) => state !== 'planned')
    .sort((a, b) => b.startsAt.getTime() - a.startsAt.getTime())
  const earlier = past.slice(mostVisits)
  const done = earlier.filter(({ state }) => state === 'done').length
  return [
    ...past.slice(0, mostVisits).map(one => ({ key: 'Visit', value: `${exactTime(one.startsAt)}: ${one.state}` })),
    ...(earlier.length > 0
      ? [{ key: 'Earlier visits', value: `${earlier.length}: ${done === earlier.length ? 'all' : done} done` }]
      : []),
  ]
}

export const myMatchModel = (
  loaded: LoadedMatch,
  place: VisitedPlace,
  shown: Shown,
  body: Readonly<Record<string, unknown>>,
): MatchModel => {
  const { match, asked, visits, receipts, now } = loaded
  const here = `/${place.slug}/my-volunteering/${match.matchId}`
  const errors: ErrorItem[] = shown.refusal
    ? errorsOf(shown.refusal).map(({ field, message }) => atHour({ field: field || 'form', message }))
    : []
  const fields = (name: string, list: readonly Parameters<typeof fieldView>[0][]) =>
    list.map(field =>
      // What was agreed is most often what it took.
      fieldView(
        field,
        shown.form === name ? body : { minutes: String(asked.minutes), ...dateValues('spentOn', dateAt(now)) },
        shown.form === name ? errors : [],
      ),
    )
  const can = (action: Parameters<typeof nextMatchState>[1]) => nextMatchState(match.state, action) !== null
  const planned = plannedVisit(visits, match.matchId)
  const isLive = isLiveMatch(match.state)
  const mayBeDone = can('finish') && hasBegun(match, asked, now)
  return {
    page: {
      title: activities[asked.activity].label,
      state: {
        word: matchStates[match.state].toVolunteer,
        tone: isLive ? 'agreed' : match.state === 'done' ? 'done' : 'stopped',
      },
      backHref: `/${place.slug}/my-volunteering`,
      errors,
      ...(shown.notice && { notice: shown.notice }),
    },
    what: asked.what,
    facts: {
      rows: [
        ...(isNotNeeded(match.state) ? overRows : askedRows)(
          asOfVisit(asked, isLive ? planned : undefined, isLive ? match.agreedAt : null),
          loaded.band,
        ),
        ...visitRows(visits),
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
    hour: canStillSay(loaded)
      ? {
          title: match.agreedAt ? 'Come at another time' : 'Say when you come',
          action: `${here}/hour`,
          open: shown.form === 'hour' || !match.agreedAt,
          fields: hourFields('When do you come?').map(field =>
            fieldView(
              field,
              shown.form === 'hour' ? body : hourValues(match.agreedAt, whenOfVisit(asked, planned?.startsAt), now),
              shown.form === 'hour' ? errors : [],
            ),
          ),
        }
      : null,
    visit:
      asked.every && planned && can('continue')
        ? {
            title: `The visit of ${exactTime(planned.startsAt)}`,
            // Before it the question would be read as one about the last; whoever went on another day can still say so.
            isAhead: planned.startsAt > now,
            open: shown.form === 'visit',
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
    notYet: can('finish') && !mayBeDone ? `You can say that it is done ${inWords(asked.startsAt, now)}.` : null,
    done: mayBeDone
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
      match.confirmedAt && (isLive || match.state === 'done')
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
                options: paidHows.map(value => ({ value, text: paidByYou[value] })),
              },
            ]),
          }
        : null,
    receipts: receipts.map(
      ({ spentInPence, shop, paidHow, spentOn }) =>
        `£${(spentInPence / 100).toFixed(2)} at ${shop}, ${exactDate(spentOn)}: ${paidHow}`,
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
}
