import { Type } from 'typebox'
import { type FieldView, type FormView, fieldView, form, readDate } from '../../../design/form.ts'
import type { Link, Notice, PageModel } from '../../../design/page.ts'
import { dateAt, dayMonthYear, inWords } from '../../../design/time-in-words.ts'
import type { Action, EmptyState, ErrorItem, StateTag, SummaryRow } from '../../../design/view-models.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import { audit } from '../../../platform/audit/audit.ts'
import { type Actor, isAllowed } from '../../../platform/auth/actor.ts'
import { perform } from '../../../platform/command.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { errorsOf, notFound, page, type Reply, redirect, type Visit, view } from '../../../platform/http/route.ts'
import { chosen, ticked, typedLine, typedText } from '../../../platform/http/typed.ts'
import { findOrganisation, listOrganisations } from '../../organisations/index.ts'
import { listPeople } from '../../people/index.ts'
import { findOwnVolunteer } from '../access.ts'
import { trainingsOf } from '../checks/trainings.ts'
import { listVolunteers } from '../volunteer-store.ts'
import { activities, activityCodes, placementStates, type RoleKind, roleKinds } from '../words.ts'
import { closeRole, isOpen, mostAbout, openRole, type RoleInput, reopenRole, trainingLabels } from './change-role.ts'
import { mostWords, movePlacement, moves, sayInterested } from './placements.ts'
import {
  findRole,
  listOpenRoles,
  listPlacementsOf,
  listPlacementsOfRole,
  listRolesOf,
  type Placement,
  type Role,
} from './role-store.ts'

/** `/:place/roles`: what regular people can step into; opened, closed and answered by the organisations. */

const looksAfter = (actor: Actor): boolean => isAllowed(actor, 'volunteer.look-after')

const pounds = (pence: number): string => `£${(pence / 100).toFixed(2)}`

const stateOf = (role: Role, now: Date): StateTag => {
  if (!isOpen(role, dateAt(now))) return { word: 'Closed', tone: 'stopped' }
  if (role.taken >= role.places) return { word: 'Full', tone: 'done' }
  return { word: 'Open', tone: 'underway' }
}

const summaryOf = (role: Role): string =>
  [
    roleKinds[role.kind],
    role.hoursAWeek === null ? '' : `${role.hoursAWeek} hours a week`,
    role.payInPencePerHour === null ? '' : `${pounds(role.payInPencePerHour)} an hour`,
    role.whereItIs,
  ]
    .filter(Boolean)
    .join(' · ')

type RoleLine = { title: string; href: string; summary: string; organisation: string; about: string; state: StateTag }

type RolesModel = PageModel & {
  intro: string
  groups: readonly { title: string; roles: readonly RoleLine[] }[]
  own: readonly RoleLine[]
  empty: EmptyState
  openOne: Link | null
  signUp: Link | null
}

const mostShown = 240

const lineOf = (role: Role, organisation: string, slug: string, now: Date): RoleLine => ({
  title: role.title,
  href: `/${slug}/roles/${role.roleId}`,
  summary: summaryOf(role),
  organisation,
  about: role.about.length > mostShown ? `${role.about.slice(0, mostShown).trimEnd()} …` : role.about,
  state: stateOf(role, now),
})

const rolesPage = page({
  method: 'GET',
  path: '/:place/roles',
  allow: 'anyone',
  async handle({ platform, place, actor }) {
    const now = platform.clock()
    const { open, own, names } = await platform.db.as(actor, async tx => ({
      open: await listOpenRoles(tx, dateAt(now)),
      own: looksAfter(actor) && actor.organisationId ? await listRolesOf(tx, actor.organisationId) : [],
      names: new Map((await listOrganisations(tx)).map(({ organisationId, name }) => [organisationId as string, name])),
    }))
    const line = (role: Role) => lineOf(role, names.get(role.organisationId) ?? '', place.slug, now)
    const model: RolesModel = {
      page: { title: 'Roles, jobs and training places', backHref: `/${place.slug}` },
      intro: `What organisations in ${place.name} are looking for somebody for, regularly.`,
      groups: (Object.keys(roleKinds) as RoleKind[]).flatMap(kind => {
        const roles = open.filter(role => role.kind === kind).map(line)
        return roles.length > 0 ? [{ title: `${roleKinds[kind]}s`, roles }] : []
      }),
      own: own.filter(role => !open.some(({ roleId }) => roleId === role.roleId)).map(line),
      empty: {
        title: 'Nothing is open just now',
        sentences: ['Sign up, and we tell you when something near you opens.'],
      },
      openOne: looksAfter(actor)
        ? { text: 'Open a role, a job or a training place', href: `/${place.slug}/roles/open` }
        : null,
      signUp: actor.kind === 'anyone' ? { text: 'Offer to help', href: `/${place.slug}/volunteer` } : null,
    }
    return view('volunteers/roles/roles.njk', model)
  },
})

type PlacementLine = {
  name: string
  href: string
  state: StateTag
  since: string
  words: string
  says: string
  move: FormView | null
}

type RoleModel = PageModel & {
  about: string
  rows: readonly SummaryRow[]
  interest: Action | null
  signUp: readonly Link[]
  yours: { state: StateTag; words: string } | null
  staff: { placements: readonly PlacementLine[]; empty: EmptyState; press: Action } | null
}

const notices: Readonly<Record<string, Notice>> = {
  opened: { tone: 'done', message: 'It is open. Everybody in the place can see it.' },
  closed: { tone: 'done', message: 'It is closed.', detail: 'Whoever is interested stays below: please answer them.' },
  interested: {
    tone: 'done',
    message: 'They know that you are interested.',
    detail: 'They see your name and how to reach you, and answer within a week. If they do not, tell us.',
  },
  moved: { tone: 'done', message: 'Written down, and they are told.' },
}

const noticeOf = (done: unknown): Notice | null =>
  typeof done === 'string' && Object.hasOwn(notices, done) ? (notices[done] ?? null) : null

const moveWords = { started: 'They have started', ended: 'It has ended', 'not this time': 'Not this time' } as const

const rowsOf = (role: Role, visit: Visit, organisationName: string): SummaryRow[] => {
  const { place, platform } = visit
  const row = (key: string, value: string): SummaryRow[] => (value ? [{ key, value }] : [])
  return [
    ...row('What it is', roleKinds[role.kind]),
    ...row('With', organisationName),
    ...row('Where', role.whereItIs),
    ...row('Hours a week', role.hoursAWeek === null ? '' : String(role.hoursAWeek)),
    ...row('Pay', role.payInPencePerHour === null ? '' : `${pounds(role.payInPencePerHour)} an hour`),
    ...row('You would', role.activities.map(code => activities[code].label).join(', ')),
    ...row(
      role.kind === 'training place' ? 'You learn' : 'Training first',
      trainingLabels(role.trainings, place.settings).join(', '),
    ),
    ...row('People wanted', role.places === 1 ? '1' : `${role.places}, ${role.taken} taken`),
    ...row('Open until', role.openUntil ? dayMonthYear(role.openUntil) : ''),
    ...row('Opened', inWords(role.openedAt, platform.clock())),
  ]
}

const placementLines = async (
  tx: PlaceTx,
  visit: Visit,
  role: Role,
  posted: { placementId: string; errors: readonly ErrorItem[] } | null,
): Promise<PlacementLine[]> => {
  const { place, platform } = visit
  const placements = await listPlacementsOfRole(tx, role.roleId)
  const volunteers = await listVolunteers(
    tx,
    placements.map(({ volunteerId }) => volunteerId),
  )
  const people = await listPeople(
    tx,
    volunteers.map(({ personId }) => personId),
  )
  const line = async (placement: Placement): Promise<PlacementLine[]> => {
    const volunteer = volunteers.find(({ volunteerId }) => volunteerId === placement.volunteerId)
    const person = people.find(({ personId }) => personId === volunteer?.personId)
    if (!volunteer || !person) return []
    await audit(tx, 'looked at who and where', person.personId)
    const ways = moves[placement.state]
    const errors = posted?.placementId === placement.placementId ? posted.errors : []
    return [
      {
        name: person.name,
        href:
          volunteer.organisationId === role.organisationId ? `/${place.slug}/volunteers/${volunteer.volunteerId}` : '',
        state: { word: placementStates[placement.state].label, tone: placementStates[placement.state].tone },
        since: inWords(placement.since, platform.clock()),
        words: placement.words,
        says: [person.phone, person.email].filter(Boolean).join(' · '),
        move:
          ways.length === 0
            ? null
            : form({
                action: `/${place.slug}/roles/${role.roleId}/move`,
                hidden: { placementId: placement.placementId },
                fields: [
                  {
                    kind: 'radios',
                    name: `to-${placement.placementId}`,
                    label: `What became of it: ${person.name}`,
                    options: ways.map(to => ({ value: to, text: moveWords[to as keyof typeof moveWords] })),
                  },
                  {
                    kind: 'textarea',
                    name: `words-${placement.placementId}`,
                    label: 'What you say to them',
                    hint: 'They read it. Needed for "not this time".',
                    rows: 2,
                    limit: mostWords,
                  },
                ],
                errors,
                button: 'Write it down and tell them',
              }),
      },
    ]
  }
  const lines: PlacementLine[] = []
  for (const placement of placements) lines.push(...(await line(placement)))
  return lines
}

const showRole = async (
  visit: Visit,
  roleId: string,
  errors: readonly ErrorItem[] = [],
  placementId = '',
): Promise<Reply> => {
  const { platform, place, actor, query } = visit
  const now = platform.clock()
  const found = await platform.db.as(actor, async tx => {
    const role = await findRole(tx, roleId)
    if (!role) return null
    const isOurs = looksAfter(actor) && actor.organisationId === role.organisationId
    const volunteer = await findOwnVolunteer(tx)
    return {
      role,
      organisation: await findOrganisation(tx, role.organisationId),
      volunteer,
      placement: volunteer
        ? (await listPlacementsOf(tx, [volunteer.volunteerId])).find(other => other.roleId === roleId)
        : undefined,
      placements: isOurs ? await placementLines(tx, visit, role, { placementId, errors }) : null,
    }
  })
  if (!found) return notFound('There is no such role.')
  const { role, organisation, volunteer, placement, placements } = found
  const canAsk = isOpen(role, dateAt(now)) && role.taken < role.places
  const isAsked = placement?.state === 'interested' || placement?.state === 'started'
  const notice = noticeOf(query.done)
  const here = `/${place.slug}/roles/${roleId}`
  const model: RoleModel = {
    page: {
      title: role.title,
      caption: roleKinds[role.kind],
      state: stateOf(role, now),
      backHref: `/${place.slug}/roles`,
      errors,
      ...(notice && { notice }),
    },
    about: role.about,
    rows: rowsOf(role, visit, organisation?.name ?? ''),
    interest:
      volunteer && volunteer.state !== 'left' && canAsk && !isAsked
        ? { text: 'I am interested', action: `${here}/interested` }
        : null,
    signUp:
      !volunteer && !placements && canAsk
        ? [
            { text: 'Offer to help first: it takes three minutes', href: `/${place.slug}/volunteer` },
            { text: 'Signed up already? Open your page', href: `/${place.slug}/volunteer/sign-in` },
          ]
        : [],
    yours: placement
      ? {
          state: { word: placementStates[placement.state].label, tone: placementStates[placement.state].tone },
          words: placement.words,
        }
      : null,
    staff: placements && {
      placements,
      empty: {
        title: 'Nobody has said yet that they are interested',
        sentences: ['We tell you by mail when somebody does.'],
      },
      press: isOpen(role, dateAt(now))
        ? { text: 'Close it', action: `${here}/close`, look: 'other' }
        : { text: 'Open it again', action: `${here}/reopen` },
    },
  }
  return view('volunteers/roles/role.njk', model, {
    status: errors.length > 0 ? 422 : 200,
    headers: actor.kind === 'anyone' ? {} : { 'cache-control': 'no-store' },
  })
}

const params = Type.Object({ roleId: Type.String({ format: 'uuid' }) })

const rolePage = page({
  method: 'GET',
  path: '/:place/roles/:roleId',
  allow: 'anyone',
  params,
  query: Type.Object({ done: Type.Optional(Type.Unknown()) }),
  handle: visit => showRole(visit as unknown as Visit, visit.params.roleId),
})

const interested = page({
  method: 'POST',
  path: '/:place/roles/:roleId/interested',
  allow: 'anyone',
  params,
  async handle(visit) {
    const { platform, place, actor } = visit
    const { roleId } = visit.params
    const answer = await perform(platform.db, actor, sayInterested, { roleId })
    if (!isRefusal(answer)) return redirect(`/${place.slug}/roles/${roleId}?done=interested`)
    return answer.refused === 'sign-up-first'
      ? redirect(`/${place.slug}/volunteer/sign-in`)
      : showRole(visit as unknown as Visit, roleId, errorsOf(answer))
  },
})

const move = page({
  method: 'POST',
  path: '/:place/roles/:roleId/move',
  allow: 'volunteer.look-after',
  params,
  async handle(visit) {
    const { platform, place, actor, body } = visit
    const { roleId } = visit.params
    const placementId = typedLine(body.placementId)
    const to = chosen(body[`to-${placementId}`], Object.keys(moveWords) as (keyof typeof moveWords)[])
    const wrong = to ? [] : [{ field: `to-${placementId}`, message: 'Choose what became of it' }]
    if (!to) return showRole(visit as unknown as Visit, roleId, wrong, placementId)
    const answer = await perform(platform.db, actor, movePlacement, {
      placementId,
      to,
      words: typedText(body[`words-${placementId}`]),
    })
    return isRefusal(answer)
      ? showRole(
          visit as unknown as Visit,
          roleId,
          errorsOf(answer).map(({ field, message }) => ({
            field: field === 'words' ? `words-${placementId}` : field,
            message,
          })),
          placementId,
        )
      : redirect(`/${place.slug}/roles/${roleId}?done=moved`)
  },
})

const press = (path: 'close' | 'reopen', command: typeof closeRole, done: string) =>
  page({
    method: 'POST',
    path: `/:place/roles/:roleId/${path}`,
    allow: 'volunteer.look-after',
    params,
    async handle(visit) {
      const { platform, place, actor } = visit
      const { roleId } = visit.params
      const answer = await perform(platform.db, actor, command, { roleId })
      return isRefusal(answer)
        ? showRole(visit as unknown as Visit, roleId, errorsOf(answer))
        : redirect(`/${place.slug}/roles/${roleId}?done=${done}`)
    },
  })

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

export const roleRoutes = [
  rolesPage,
  openPage,
  openAnswer,
  rolePage,
  interested,
  move,
  press('close', closeRole, 'closed'),
  press('reopen', reopenRole, 'opened'),
]
