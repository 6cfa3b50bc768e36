import { type FieldView, fieldView, readDate } from '../../../design/form.ts'
import type { PageModel } from '../../../design/page.ts'
import type { ErrorItem } from '../../../design/view-models.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import { perform } from '../../../platform/command.ts'
import { errorsOf, page, type Reply, redirect, type Visit, view } from '../../../platform/http/route.ts'
import { chosen, ticked, typedLine, typedText } from '../../../platform/http/typed.ts'
import { trainingsOf } from '../checks/trainings.ts'
import { activities, activityCodes, type RoleKind, roleKinds } from '../words.ts'
import { mostAbout, openRole, type RoleInput } from './change-role.ts'

/** `/:place/roles/open`: opening a role. */

type OpenModel = PageModel & { action: string; fields: readonly FieldView[]; button: string }

const showOpen = (visit: Visit, posted: Readonly<Record<string, unknown>>, errors: readonly ErrorItem[]): Reply => {
  const { place } = visit
  const draw = (field: Parameters<typeof fieldView>[0]) => fieldView(field, posted, errors)
  const model: OpenModel = {
    page: { title: 'Open a role, a job or a training place', kind: 'staff', backHref: `/${place.slug}/roles`, errors },
    action: `/${place.slug}/roles/open`,
    fields: (
      [
        {
          kind: 'radios',
          name: 'kind',
          label: 'What is it?',
          options: Object.entries(roleKinds).map(([value, text]) => ({ value, text })),
        },
        { kind: 'text', name: 'title', label: 'In a few words', hint: 'Like: driver for the Tuesday lunch club' },
        {
          kind: 'textarea',
          name: 'about',
          label: 'What it is about',
          hint: 'What they would do, with whom, and what they get from it.',
          rows: 6,
          limit: mostAbout,
        },
        {
          kind: 'checkboxes',
          name: 'activities',
          label: 'What they would do',
          hint: 'Volunteers who can do one of these are told. None means everybody.',
          options: activityCodes.map(code => ({ value: code, text: activities[code].label })),
        },
        {
          kind: 'checkboxes',
          name: 'trainings',
          label: 'Training',
          hint: 'What it asks for first; for a training place, what it gives.',
          options: trainingsOf(place.settings).map(({ code, label }) => ({ value: code, text: label })),
        },
        { kind: 'text', name: 'whereItIs', label: 'Where', optional: true },
        {
          kind: 'postcode',
          name: 'postcode',
          label: 'Postcode',
          optional: true,
          hint: 'So that people near it are told.',
          autocomplete: 'off',
        },
        { kind: 'text', name: 'hoursAWeek', label: 'Hours a week', optional: true, inputmode: 'decimal', width: 4 },
        {
          kind: 'text',
          name: 'pay',
          label: 'Pay for an hour',
          optional: true,
          prefix: '£',
          inputmode: 'decimal',
          width: 5,
          hint: 'Only a paid job or a care role.',
        },
        { kind: 'text', name: 'places', label: 'How many people are wanted?', inputmode: 'numeric', width: 4 },
        {
          kind: 'date',
          name: 'openUntil',
          label: 'Last day to say one is interested',
          optional: true,
          hint: 'Like 27 3 2027',
        },
      ] as const
    ).map(draw),
    button: 'Open it',
  }
  return view('volunteers/roles/open-role.njk', model, { status: errors.length > 0 ? 422 : 200 })
}

/** Reads the form; numbers as people write them. */
export const readRole = (
  posted: Readonly<Record<string, unknown>>,
  settings: Readonly<Record<string, unknown>>,
): { role: RoleInput } | { errors: ErrorItem[] } => {
  const errors: ErrorItem[] = []
  const wrong = (field: string, message: string) => void errors.push({ field, message })
  const number = (field: string, shape: RegExp, message: string): number | null => {
    const typed = typedLine(posted[field])
    if (typed === '') return null
    if (shape.test(typed)) return Number(typed)
    wrong(field, message)
    return null
  }
  const kind = chosen(posted.kind, Object.keys(roleKinds) as RoleKind[])
  if (!kind) wrong('kind', 'Choose what it is')
  const title = typedLine(posted.title)
  if (title === '' || title.length > 120) wrong('title', 'Say in a few words what it is, in 1 to 120 characters')
  const about = typedText(posted.about)
  if (about.length > mostAbout) wrong('about', `Keep it to ${mostAbout.toLocaleString('en-GB')} characters`)
  const whereItIs = typedLine(posted.whereItIs)
  if (whereItIs.length > 180) wrong('whereItIs', 'Keep where it is to 180 characters')
  const postcode = typedLine(posted.postcode)
  if (postcode.length > 10) wrong('postcode', 'Enter a postcode like ZZ1 4AB')
  const hoursAWeek = number('hoursAWeek', /^\d{1,3}(\.\d)?$/, 'Enter hours a week, like 2 or 2.5')
  if (hoursAWeek !== null && (hoursAWeek < 0.5 || hoursAWeek > 168))
    wrong('hoursAWeek', 'Enter hours a week, from 0.5 to 168')
  const pay = number('pay', /^\d{1,3}(\.\d{2})?$/, 'Enter the pay for an hour in pounds, like 12.60')
  if (pay === 0) wrong('pay', 'Leave the pay empty when there is none')
  const places =
    typedLine(posted.places) === '' ? 1 : number('places', /^\d{1,4}$/, 'Enter how many people are wanted, 1 to 1000')
  if (places !== null && (places < 1 || places > 1000)) wrong('places', 'Enter how many people are wanted, 1 to 1000')
  const until = readDate(posted, 'openUntil', 'the last day')
  if ('message' in until) wrong('openUntil', until.message)
  if (errors.length > 0 || !kind) return { errors }
  return {
    role: {
      kind,
      title,
      about,
      activities: ticked(posted.activities, activityCodes),
      trainings: ticked(
        posted.trainings,
        trainingsOf(settings).map(({ code }) => code),
      ),
      whereItIs,
      postcode: postcode || null,
      hoursAWeek,
      payInPencePerHour: pay === null ? null : Math.round(pay * 100),
      places: places ?? 1,
      openUntil: 'on' in until ? until.on : null,
    },
  }
}

const openPage = page({
  method: 'GET',
  path: '/:place/roles/open',
  allow: 'volunteer.look-after',
  handle: async visit => showOpen(visit as unknown as Visit, { places: '1' }, []),
})

const openAnswer = page({
  method: 'POST',
  path: '/:place/roles/open',
  allow: 'volunteer.look-after',
  async handle(visit) {
    const { platform, place, actor, body } = visit
    const read = readRole(body, place.settings)
    if ('errors' in read) return showOpen(visit as unknown as Visit, body, read.errors)
    const answer = await perform(platform.db, actor, openRole, read.role)
    return isRefusal(answer)
      ? showOpen(visit as unknown as Visit, body, errorsOf(answer))
      : redirect(`/${place.slug}/roles/${answer.roleId}?done=opened`)
  },
})

export const openRoleRoutes = [openPage, openAnswer]
