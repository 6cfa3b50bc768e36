import { Type } from 'typebox'
import { type FormView, form, readDate } from '../../design/form.ts'
import { type Happenings, noticeOf } from '../../design/happened.ts'
import type { Link, PageModel } from '../../design/page.ts'
import { dateAt, dateInWords, exactTime } from '../../design/time-in-words.ts'
import type { Action, ErrorItem, StateTag, SummaryCard } from '../../design/view-models.ts'
import { isRefusal, type Refusal } from '../../kernel/refusal.ts'
import { type Command, perform } from '../../platform/command.ts'
import type { PlaceTx } from '../../platform/db/database.ts'
import { errorsOf, page, privateView, type Reply, redirect, type Visit } from '../../platform/http/route.ts'
import { chosen, typedLine } from '../../platform/http/typed.ts'
import type { Person } from '../people/index.ts'
import { findOwnVolunteer } from './access.ts'
import { comeBack, leaveVolunteering, pauseVolunteering, sayWhoItWas, whoItWas } from './change-volunteering.ts'
import { findOwn, homeOf } from './own-volunteering.ts'
import type { Volunteer } from './volunteer.ts'
import { whatTheySaid } from './what-they-said.ts'
import { undoDays } from './words.ts'

/** `/:place/volunteer/my-details`: what a volunteer said, what they do next; changing it, a pause, and stopping. */

type MyDetails = PageModel & {
  nextStep: { title: string; sentences: readonly string[]; link: Link | null } | null
  again: FormView | null
  says: SummaryCard
  more: readonly Link[]
  actions: readonly Action[]
  rests: readonly Action[]
  pause: FormView | null
  stopWords: string
  stop: Action | null
}

/** What is next for a volunteer: a title, sentences, and a page below the place where it is done. */
export interface NextThing {
  /** What kind of thing it is, in a few words. */
  readonly kind: string
  readonly title: string
  readonly sentences: readonly string[]
  readonly link: { readonly text: string; readonly path: string } | null
}

/** Says what is next for a volunteer. What they were asked is known further up the house, so it is handed in by whoever mounts these pages. */
export type SayNext = (tx: PlaceTx, volunteerId: string) => Promise<NextThing>

/** What has just been done; what can be taken back says so at once. */
const happenings = (home: string): Happenings => ({
  changed: { message: 'We have changed it. It counts from now on.' },
  paused: {
    message: 'Nobody asks you until then.',
    detail: 'What you said yes to still counts: tell us if you cannot.',
    undo: { text: 'Ask me again from now on', action: `${home}/resume`, look: 'other' },
  },
  back: { message: 'Good to have you back. We may ask you again from now on.' },
  left: {
    message: 'You have stopped. Nobody asks you any more.',
    detail: `You can take it back for ${undoDays} days. Thank you for what you gave.`,
    undo: { text: 'Take it back', action: `${home}/come-back`, look: 'other' },
  },
  settled: { message: 'Thank you. That is settled.' },
})

/** Rests that take one press, in days. */
const rests = { '7': 'Rest for a week', '30': 'Rest for 30 days' } as const

const stateOf = (volunteer: Volunteer, now: Date): StateTag => {
  if (volunteer.state === 'left') return { word: 'Stopped', tone: 'stopped' }
  if (volunteer.state === 'paused' && volunteer.pausedUntil && volunteer.pausedUntil > dateAt(now))
    return { word: `Resting until ${dateInWords(volunteer.pausedUntil, now)}`, tone: 'waiting' }
  return { word: 'We may ask you', tone: 'underway' }
}

/** What a volunteer told us, in rows. */
const rowsOf = (volunteer: Volunteer, person: Person): SummaryCard['rows'] => [
  { key: 'Name', value: person.name },
  { key: 'Phone', value: person.phone ?? 'None' },
  { key: 'E-mail', value: person.email ?? 'None' },
  { key: 'Postcode', value: person.postcode ?? 'Not known' },
  ...whatTheySaid(volunteer),
]

const show = async (
  sayNext: SayNext,
  visit: Visit,
  posted: Readonly<Record<string, unknown>> = {},
  errors: readonly ErrorItem[] = [],
): Promise<Reply> => {
  const { platform, place, actor, query } = visit
  const found = await platform.db.as(actor, async tx => {
    const own = await findOwn(tx)
    return own && { ...own, next: await sayNext(tx, own.volunteer.volunteerId) }
  })
  if (!found) return redirect(`/${place.slug}/volunteer/sign-in`)
  const { volunteer, person, next } = found
  const now = platform.clock()
  const home = homeOf(visit)
  const hasLeft = volunteer.state === 'left'
  const isPaused = volunteer.state === 'paused' && (volunteer.pausedUntil ?? '') > dateAt(now)
  const [second] = found.again
  const model: MyDetails = {
    page: {
      title: 'Your details',
      caption: `Reference ${volunteer.reference}`,
      state: stateOf(volunteer, now),
      errors,
      ...noticeOf(happenings(home), query.done),
    },
    nextStep: hasLeft
      ? null
      : { ...next, link: next.link && { text: next.link.text, href: `/${place.slug}${next.link.path}` } },
    again:
      second && !hasLeft
        ? form({
            action: `${home}/who-it-was`,
            hidden: { otherId: second.volunteerId },
            fields: [
              {
                kind: 'radios',
                name: 'was',
                label: 'Was that you?',
                hint: `Somebody with your name and your phone number or e-mail address signed up ${exactTime(second.signedUpAt)}. Until we know, only the first of the two is asked.`,
                options: Object.entries(whoItWas).map(([value, text]) => ({ value, text })),
              },
            ],
            errors,
            button: 'Tell us',
          })
        : null,
    says: { title: 'What you told us', rows: rowsOf(volunteer, person) },
    more: [
      ...(hasLeft ? [] : [{ text: 'What you are asked and have in hand', href: `/${place.slug}/my-volunteering` }]),
      { text: 'Your hours, and thanks', href: `${home}/hours` },
      { text: 'Who has looked at your details', href: `${home}/who-has-looked` },
      { text: 'Roles, jobs and training places', href: `/${place.slug}/roles` },
    ],
    actions: hasLeft
      ? [{ text: 'Start again', action: `${home}/come-back` }]
      : [
          { text: 'Change what I told you', href: `${home}/change` },
          ...(isPaused ? [{ text: 'End the rest now', action: `${home}/resume`, look: 'other' as const }] : []),
        ],
    rests:
      hasLeft || isPaused
        ? []
        : Object.entries(rests).map(([days, text]) => ({
            text,
            action: `${home}/pause`,
            hidden: { days },
            look: 'other',
          })),
    pause: hasLeft
      ? null
      : form({
          action: `${home}/pause`,
          fields: [
            {
              kind: 'date',
              name: 'until',
              label: 'Rest until',
              hint: 'Nobody asks you before that day. Like 27 3 2027.',
            },
          ],
          values: posted,
          errors,
          button: 'Rest until then',
        }),
    stopWords: hasLeft
      ? `You stopped ${volunteer.leftAt ? exactTime(volunteer.leftAt) : ''}. ${undoDays} days later we delete what you told us and what we wrote down about you; the hours you gave stay counted, without your name.`
      : `All offers end at once. You can take it back for ${undoDays} days; then we delete what you told us and what we wrote down about you. The hours you gave stay counted, without your name.`,
    stop: hasLeft ? null : { text: 'Stop volunteering', action: `${home}/stop`, look: 'danger' },
  }
  return privateView('volunteers/my-details.njk', model)
}

/** One press that changes the visitor's own volunteering. */
const press = <Input extends { volunteerId: string }>(
  showing: (visit: Visit, posted: Readonly<Record<string, unknown>>, errors: readonly ErrorItem[]) => Promise<Reply>,
  path: string,
  done: string,
  command: Command<Input, unknown>,
  read: (visit: Visit) => Omit<Input, 'volunteerId'> | Refusal,
) =>
  page({
    method: 'POST',
    path: `/:place/volunteer/my-details/${path}`,
    allow: 'anyone',
    async handle(given) {
      const visit = given as unknown as Visit
      const { platform, place, actor, body } = visit
      const own = await platform.db.as(actor, findOwnVolunteer)
      if (!own) return redirect(`/${place.slug}/volunteer/sign-in`)
      const input = read(visit)
      const answer = isRefusal(input)
        ? input
        : await perform(platform.db, actor, command, { volunteerId: own.volunteerId, ...input } as unknown as Input)
      return isRefusal(answer) ? showing(visit, body, errorsOf(answer)) : redirect(`${homeOf(visit)}?done=${done}`)
    },
  })

const nothingMore = () => ({})

const readPause = ({ body, platform }: Visit): { until: string } | Refusal => {
  const days = chosen(body.days, Object.keys(rests) as (keyof typeof rests)[])
  if (days) return { until: dateAt(new Date(platform.clock().getTime() + Number(days) * 86_400_000)) }
  const read = readDate(body, 'until', 'the day the pause ends')
  if ('on' in read) return { until: read.on }
  const message = 'message' in read ? read.message : 'Enter the day until which nobody should ask you'
  return { refused: 'wrong-date', message, field: 'until' }
}

const readWhoItWas = ({ body }: Visit): { was: keyof typeof whoItWas; otherId: string } | Refusal => {
  const was = chosen(body.was, Object.keys(whoItWas) as (keyof typeof whoItWas)[])
  return was
    ? { was, otherId: typedLine(body.otherId) }
    : { refused: 'not-chosen', message: 'Choose who it was', field: 'was' }
}

/** The pages of one's own volunteering. */
export const myDetailsRoutes = (sayNext: SayNext) => {
  const showing = (visit: Visit, posted?: Readonly<Record<string, unknown>>, errors?: readonly ErrorItem[]) =>
    show(sayNext, visit, posted, errors)
  return [
    page({
      method: 'GET',
      path: '/:place/volunteer/my-details',
      allow: 'anyone',
      query: Type.Object({ done: Type.Optional(Type.Unknown()) }),
      handle: visit => showing(visit as unknown as Visit),
    }),
    press(showing, 'pause', 'paused', pauseVolunteering, readPause),
    press(showing, 'resume', 'back', pauseVolunteering, () => ({ until: null })),
    press(showing, 'stop', 'left', leaveVolunteering, nothingMore),
    press(showing, 'come-back', 'back', comeBack, nothingMore),
    press(showing, 'who-it-was', 'settled', sayWhoItWas, readWhoItWas),
  ]
}
