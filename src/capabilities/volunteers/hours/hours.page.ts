import { Type } from 'typebox'
import { dateValues, type FormView, form, readDate } from '../../../design/form.ts'
import type { Notice, PageModel } from '../../../design/page.ts'
import { dateAt, dateInWords, inWords } from '../../../design/time-in-words.ts'
import type { Action, EmptyState, ErrorItem } from '../../../design/view-models.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import { perform } from '../../../platform/command.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import {
  errorsOf,
  notFound,
  page,
  privateView,
  type Reply,
  redirect,
  type Visit,
} from '../../../platform/http/route.ts'
import { typedLine, typedText } from '../../../platform/http/typed.ts'
import { findPerson } from '../../people/index.ts'
import { findOwnVolunteer } from '../access.ts'
import { hoursInWords } from '../hours-in-words.ts'
import { askWhyThisVolunteer, mayLookAtVolunteer } from '../reason-to-look.ts'
import { findVolunteer, type KnownVolunteer } from '../volunteer-store.ts'
import { giveHours, sayThanks, takeHoursBack } from './give-hours.ts'
import { listHours, listThanks } from './hours-store.ts'

/** Hours and thanks: `/:place/volunteer/my-details/hours` for the volunteer, `/:place/volunteers/:volunteerId/hours` for whoever looks after them. */

type Line = { day: string; time: string; note: string; saidBy: string; takeBack: Action }

type HoursModel = PageModel & {
  total: string
  lines: readonly Line[]
  noHours: EmptyState
  give: FormView
  thanks: readonly { from: string; said: string; when: string }[]
  noThanks: EmptyState
  sayThanks: FormView | null
}

/** Reads a time as people write it: "2", "2.5", "1:30", "45 min". Minutes, or null. */
export const readHours = (typed: string): number | null => {
  const text = typed.toLowerCase().replace(/\s+/g, '')
  const clock = /^(\d{1,2})(?::|h)([0-5]\d)(?:m|min)?$/.exec(text)
  const hours = /^(\d{1,2}(?:[.,]\d{1,2})?)(?:h|hours?)?$/.exec(text)
  const minutes = /^(\d{1,4})(?:m|min|minutes?)$/.exec(text)
  const read = clock
    ? Number(clock[1]) * 60 + Number(clock[2])
    : hours
      ? Math.round(Number(hours[1]?.replace(',', '.')) * 60)
      : minutes
        ? Number(minutes[1])
        : 0
  return read >= 1 && read <= 24 * 60 ? read : null
}

const notices: Readonly<Record<string, Notice>> = {
  hours: { tone: 'done', message: 'Written down. Thank you.' },
  back: { tone: 'done', message: 'Taken back.' },
  thanked: { tone: 'done', message: 'They read it on their page, and are told by mail or a call.' },
}

const noticeOf = (done: unknown): Notice | null =>
  typeof done === 'string' && Object.hasOwn(notices, done) ? (notices[done] ?? null) : null

/** Whose hours: the visitor's own, or one of a volunteer they look after. */
interface Whose {
  readonly own: boolean
  readonly here: string
  readonly backHref: string
  find(tx: PlaceTx): Promise<KnownVolunteer | null>
}

const mine = ({ place }: Visit): Whose => ({
  own: true,
  here: `/${place.slug}/volunteer/my-details/hours`,
  backHref: `/${place.slug}/volunteer/my-details`,
  find: findOwnVolunteer,
})

const theirs = ({ place, params }: Visit): Whose => ({
  own: false,
  here: `/${place.slug}/volunteers/${params.volunteerId}/hours`,
  backHref: `/${place.slug}/volunteers/${params.volunteerId}`,
  find: tx => findVolunteer(tx, params.volunteerId ?? ''),
})

const nobody = ({ place }: Visit, whose: Whose): Reply =>
  whose.own
    ? redirect(`/${place.slug}/volunteer/sign-in`)
    : notFound('We cannot find that volunteer, or they are not yours to see.')

const show = async (
  visit: Visit,
  whose: Whose,
  posted: Readonly<Record<string, unknown>> | null = null,
  errors: readonly ErrorItem[] = [],
): Promise<Reply> => {
  const { platform, actor, query } = visit
  const now = platform.clock()
  const found = await platform.db.as(actor, async tx => {
    const volunteer = await whose.find(tx)
    if (volunteer && !whose.own && !(await mayLookAtVolunteer(tx, volunteer.volunteerId)))
      return askWhyThisVolunteer(visit.place, volunteer.volunteerId, whose.here)
    const person = volunteer && (await findPerson(tx, volunteer.personId))
    return volunteer && person
      ? {
          person,
          hours: await listHours(tx, volunteer.volunteerId),
          thanks: await listThanks(tx, volunteer.volunteerId),
        }
      : null
  })
  if (!found) return nobody(visit, whose)
  if ('kind' in found) return found
  const notice = noticeOf(query.done)
  const values = posted ?? dateValues('givenOn', dateAt(now))
  const model: HoursModel = {
    page: {
      title: whose.own ? 'Your hours, and thanks' : `Hours and thanks: ${found.person.name}`,
      kind: whose.own ? 'resident' : 'staff',
      backHref: whose.backHref,
      errors,
      ...(notice && { notice }),
    },
    total: hoursInWords(found.hours.total),
    lines: found.hours.lines.map(line => ({
      day: dateInWords(line.givenOn, now),
      time: hoursInWords(line.minutes),
      note: line.note,
      saidBy: line.saidBy,
      takeBack: {
        text: 'Take it back',
        about: `${hoursInWords(line.minutes)}, ${dateInWords(line.givenOn, now)}`,
        action: `${whose.here}/take-back`,
        hidden: { hoursId: line.hoursId },
        look: 'other',
      },
    })),
    noHours: {
      title: 'No hours are written down yet',
      sentences: ['Write them down when you like: it helps to show what volunteers give.'],
    },
    give: form({
      action: whose.here,
      fields: [
        { kind: 'date', name: 'givenOn', label: 'Which day?', hint: 'Like 27 3 2027' },
        {
          kind: 'text',
          name: 'hours',
          label: 'How long?',
          hint: 'Like 2, 1.5 or 45 min',
          width: 5,
          autocomplete: 'off',
        },
        { kind: 'text', name: 'note', label: 'What for', optional: true, hint: 'No name of anybody you helped.' },
      ],
      values,
      errors,
      button: 'Write it down',
    }),
    thanks: found.thanks.map(({ fromName, says, saidAt }) => ({
      from: fromName,
      said: says,
      when: inWords(saidAt, now),
    })),
    noThanks: {
      title: 'No thanks are written down yet',
      sentences: [whose.own ? 'That says nothing of what you give.' : 'A word of yours costs a minute.'],
    },
    sayThanks: whose.own
      ? null
      : form({
          action: `${whose.here}/thanks`,
          fields: [
            {
              kind: 'textarea',
              name: 'says',
              label: 'Say thank you',
              hint: 'They read it in your words, with your name.',
              rows: 3,
              limit: 500,
            },
          ],
          values,
          errors,
          button: 'Thank them',
        }),
  }
  return privateView('volunteers/hours/hours.njk', model)
}

/** The pages of one side; the other side has the same below another address. */
const routesFor = (
  path: '/:place/volunteer/my-details/hours' | '/:place/volunteers/:volunteerId/hours',
  whoseIs: (visit: Visit) => Whose,
) => {
  const isOwn = path.includes('my-details')
  const door = {
    allow: isOwn ? ('anyone' as const) : ('volunteer.look-after' as const),
    ...(isOwn ? {} : { params: Type.Object({ volunteerId: Type.String({ format: 'uuid' }) }) }),
  }
  return [
    page({
      method: 'GET',
      path,
      ...door,
      query: Type.Object({ done: Type.Optional(Type.Unknown()) }),
      handle: given => show(given as unknown as Visit, whoseIs(given as unknown as Visit)),
    }),
    page({
      method: 'POST',
      path,
      ...door,
      async handle(given) {
        const visit = given as unknown as Visit
        const { platform, actor, body } = visit
        const whose = whoseIs(visit)
        const volunteer = await platform.db.as(actor, whose.find)
        if (!volunteer) return nobody(visit, whose)
        const on = readDate(body, 'givenOn', 'the day')
        const minutes = readHours(typedLine(body.hours))
        const errors = [
          ...('on' in on ? [] : [{ field: 'givenOn', message: 'message' in on ? on.message : 'Enter the day' }]),
          ...(minutes === null ? [{ field: 'hours', message: 'Enter how long, like 2, 1.5 or 45 min' }] : []),
        ]
        if (!('on' in on) || minutes === null) return show(visit, whose, body, errors)
        const answer = await perform(platform.db, actor, giveHours, {
          volunteerId: volunteer.volunteerId,
          givenOn: on.on,
          minutes,
          note: typedLine(body.note),
          aboutId: null,
        })
        return isRefusal(answer) ? show(visit, whose, body, errorsOf(answer)) : redirect(`${whose.here}?done=hours`)
      },
    }),
    page({
      method: 'POST',
      path: `${path}/take-back`,
      ...door,
      async handle(given) {
        const visit = given as unknown as Visit
        const { platform, actor, body } = visit
        const whose = whoseIs(visit)
        const volunteer = await platform.db.as(actor, whose.find)
        if (!volunteer) return nobody(visit, whose)
        const input = { volunteerId: volunteer.volunteerId, hoursId: typedLine(body.hoursId) }
        const answer = await perform(platform.db, actor, takeHoursBack, input)
        return isRefusal(answer) ? show(visit, whose, null, errorsOf(answer)) : redirect(`${whose.here}?done=back`)
      },
    }),
  ]
}

const thank = page({
  method: 'POST',
  path: '/:place/volunteers/:volunteerId/hours/thanks',
  allow: 'volunteer.look-after',
  params: Type.Object({ volunteerId: Type.String({ format: 'uuid' }) }),
  async handle(given) {
    const visit = given as unknown as Visit
    const { platform, actor, body, params } = visit
    const whose = theirs(visit)
    const input = { volunteerId: params.volunteerId ?? '', says: typedText(body.says), aboutId: null }
    const answer = await perform(platform.db, actor, sayThanks, input)
    if (!isRefusal(answer)) return redirect(`${whose.here}?done=thanked`)
    return show(visit, whose, { ...body, ...dateValues('givenOn', dateAt(platform.clock())) }, errorsOf(answer))
  },
})

export const hoursRoutes = [
  ...routesFor('/:place/volunteer/my-details/hours', mine),
  ...routesFor('/:place/volunteers/:volunteerId/hours', theirs),
  thank,
]
