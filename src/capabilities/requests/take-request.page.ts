import { Type } from 'typebox'
import { type FieldView, fieldView } from '../../design/form.ts'
import type { PageModel } from '../../design/page.ts'
import { exactTime } from '../../design/time-in-words.ts'
import type { Action, ErrorItem, SummaryCard } from '../../design/view-models.ts'
import { isUuid } from '../../kernel/ids.ts'
import { needKinds } from '../../kernel/need-kind.ts'
import { isRefusal } from '../../kernel/refusal.ts'
import { unsealCode } from '../../platform/auth/reference.ts'
import { perform } from '../../platform/command.ts'
import {
  errorsOf,
  notFound,
  page,
  type Reply,
  redirect,
  type Visit,
  type VisitedPlace,
  view,
} from '../../platform/http/route.ts'
import { chosen, typedLine } from '../../platform/http/typed.ts'
import { newSecret } from '../../platform/platform.ts'
import { triageOrganisationOf } from '../organisations/index.ts'
import { findPerson, type Person } from '../people/index.ts'
import { listNeighbourhoods, placeSettings, type Telephone, type Whereabouts, whereaboutsOf } from '../places/index.ts'
import { hearBy } from './hear-by.ts'
import { findHelpRequest, listNeedsOf } from './help-request-store.ts'
import { needFields, needRows, onBehalfFields, personFields, readTakenRequest } from './read-taken-request.ts'
import { say } from './say.ts'
import { findTaken, takeRequest } from './take-request.ts'
import { personRows } from './tell-story.ts'
import { consentWording } from './words.ts'

type TakeModel = PageModel & {
  action: string
  /** Unseen fields: what the form was opened for, and what was said about the postcode. */
  hidden: readonly { name: string; value: string }[]
  danger: FieldView
  dangerHref: string
  takenHow: FieldView
  needs: readonly { fields: readonly FieldView[]; number: number; open: boolean }[]
  story: FieldView
  forWhom: FieldView
  onBehalf: readonly FieldView[]
  onBehalfOpen: boolean
  known: SummaryCard | null
  person: readonly FieldView[]
  readOut: string
  consent: FieldView
}

type TakenModel = PageModel & {
  reference: string
  code: string
  name: string
  heardBy: string
  needs: readonly Action[]
  /** The request's own page, for those who decide about requests. */
  requestHref: string | null
  /** Where whoever only passes needs on sees what becomes of them. */
  startHref: string
  anotherHref: string
}

type Posted = Readonly<Record<string, unknown>>

const takenCookie = 'taken'
/** Long enough to read a reference out twice and to press "refresh". */
const takenSeconds = 15 * 60

const tokenShape = /^[\w-]{22}$/

const showForm = async (
  visit: Visit<never, never>,
  personId: string | null,
  posted: Posted | null,
  errors: readonly ErrorItem[] = [],
): Promise<Reply> => {
  const { platform, place, actor } = visit
  const known = personId ? await findKnown(visit, personId) : null
  if (personId && !known) return notFound('We do not know that person, or they are not yours to see.')
  const neighbourhoods = known ? await platform.db.as(actor, listNeighbourhoods) : []
  const values: Posted = posted ?? { takenHow: 'phone', forWhom: 'themselves' }
  const draw = (field: Parameters<typeof fieldView>[0]) => fieldView(field, values, errors)
  const isOpen = (row: number) =>
    ['Kind', 'Urgency', 'Description'].some(part => typedLine(values[`need${row}${part}`]) !== '')
  const once = typedLine(values.once)
  const postcode = typedLine(values.postcode)
  const model: TakeModel = {
    page: {
      title: known ? `Take a new request for ${known.name}` : 'Take a request',
      kind: 'staff',
      backHref: known
        ? `/${place.slug}/people/${known.personId}`
        : `/${place.slug}/${actor.permissions.has('worklist.see') ? 'worklist' : 'start'}`,
      ...(errors.length && { errors }),
    },
    action: `/${place.slug}/requests/take`,
    hidden: [
      { name: 'once', value: tokenShape.test(once) ? once : newSecret() },
      ...(known ? [{ name: 'personId', value: known.personId }] : []),
      ...(errors.some(({ field }) => field === 'postcode') ? [{ name: 'postcodeSaid', value: postcode }] : []),
    ],
    dangerHref: `/${place.slug}/requests/take/danger`,
    danger: draw({
      kind: 'radios',
      name: 'danger',
      label: 'Is anyone in danger now?',
      hint: 'Hurt or very ill, threatened, afraid to be at home, or a child or adult being harmed or neglected.',
      inline: true,
      options: [
        { value: 'no', text: 'No' },
        { value: 'yes', text: 'Yes, or they are worried that someone is' },
      ],
    }),
    takenHow: draw({
      kind: 'radios',
      name: 'takenHow',
      label: 'Where are they?',
      inline: true,
      options: [
        { value: 'phone', text: 'On the phone' },
        { value: 'in person', text: 'With me' },
      ],
    }),
    needs: needRows.map(row => ({ number: row, open: isOpen(row), fields: needFields(row).map(draw) })),
    story: draw({
      kind: 'textarea',
      name: 'story',
      label: 'What they tell you, in their words',
      hint: 'Only those who may see who it is read this.',
      optional: true,
      limit: 4000,
      rows: 6,
    }),
    forWhom: draw({
      kind: 'radios',
      name: 'forWhom',
      label: 'Who is it for?',
      inline: true,
      options: [
        { value: 'themselves', text: 'Themselves' },
        { value: 'someone else', text: 'Someone else' },
      ],
    }),
    onBehalf: onBehalfFields.map(draw),
    onBehalfOpen: chosen(values.forWhom, ['someone else']) !== null,
    known: known && {
      title: 'Who it is for',
      rows: personRows(
        known,
        neighbourhoods.find(({ neighbourhoodId }) => neighbourhoodId === known.neighbourhoodId)?.name ?? null,
      ),
      actions: [],
    },
    person: known ? [] : personFields.map(draw),
    readOut: consentWording,
    consent: draw({
      kind: 'radios',
      name: 'consent',
      label: 'What did they answer?',
      inline: true,
      options: [
        { value: 'yes', text: 'They said yes' },
        { value: 'no', text: 'They said no' },
      ],
    }),
  }
  return view('requests/take-request.njk', model, { status: errors.length ? 422 : 200 })
}

/** A person already known, when whoever takes the request may see them. */
const findKnown = ({ platform, actor }: Visit<never, never>, personId: string): Promise<Person | null> =>
  platform.db.as(actor, async tx => (isUuid(personId) ? findPerson(tx, personId) : null))

/** What to do when someone is in danger: nothing is written down. */
const dangerStop = (place: VisitedPlace): Reply => {
  const { emergencyPhone, safeguardingPhone } = placeSettings(place.settings)
  const line = (lead: string, phone: Telephone) => ({ lead, ...phone })
  return say(
    { title: 'Stop: this does not go on the list', kind: 'staff', backHref: `/${place.slug}/requests/take` },
    {
      phones: [
        line('In danger now', emergencyPhone ?? { says: '999', href: 'tel:999' }),
        ...(safeguardingPhone ? [line('Worried about somebody’s safety', safeguardingPhone)] : []),
      ],
      sentences: [
        'Ring now, or stay on the line while they ring. Nothing you typed was saved.',
        'When the danger is dealt with and they still need everyday help, take the request then.',
      ],
      actions: [{ text: 'Start again', href: `/${place.slug}/requests/take`, look: 'other' }],
    },
  )
}

/** Nobody is written down who has not agreed to it. */
const permissionStop = (place: VisitedPlace): Reply => {
  const { safeguardingPhone } = placeSettings(place.settings)
  return say(
    { title: 'They need to agree first', kind: 'staff', backHref: `/${place.slug}/requests/take` },
    {
      sentences: [
        'Nothing was saved: we do not write anything down about somebody who does not know of it.',
        'Ask whoever is calling to talk to them first and to ring back, or to let them ring themselves.',
        'If they cannot agree and you fear for them, use the number for worries about safety.',
      ],
      phones: safeguardingPhone ? [{ lead: 'Worried about somebody’s safety', ...safeguardingPhone }] : [],
      actions: [{ text: 'Start again', href: `/${place.slug}/requests/take`, look: 'other' }],
    },
  )
}

const takePage = page({
  method: 'GET',
  path: '/:place/requests/take',
  allow: 'request.take',
  query: Type.Object({ person: Type.Optional(Type.String({ maxLength: 36 })) }),
  handle: visit => showForm(visit as never, visit.query.person ?? null, null),
})

const dangerPage = page({
  method: 'GET',
  path: '/:place/requests/take/danger',
  allow: 'request.take',
  handle: async ({ place }) => dangerStop(place),
})

const takeRoute = page({
  method: 'POST',
  path: '/:place/requests/take',
  allow: 'request.take',
  async handle(visit) {
    const { platform, place, actor, body } = visit
    if (chosen(body.danger, ['yes'])) return dangerStop(place)
    if (chosen(body.forWhom, ['someone else']) && chosen(body.permission, ['no'])) return permissionStop(place)
    const personId = typedLine(body.personId) || null
    // The command itself looks people up as the house: only whoever may see a person may take a request for them.
    const known = personId ? await findKnown(visit as never, personId) : null
    if (personId && !known) return notFound('We do not know that person, or they are not yours to see.')
    const once = typedLine(body.once)
    const token = tokenShape.test(once) ? once : newSecret()
    const cookie = { name: takenCookie, value: token, maxAgeSeconds: takenSeconds }
    const postcode = typedLine(body.postcode).slice(0, 100)
    const whereabouts: Whereabouts | null =
      postcode && !known ? await platform.db.as(actor, tx => whereaboutsOf(tx, postcode)) : null
    const read = readTakenRequest(body, known, whereabouts, typedLine(body.postcodeSaid) === postcode)
    if ('errors' in read) return showForm(visit as never, personId, body, read.errors)
    const answer = await perform(platform.db, actor, takeRequest, {
      token,
      request: { ...read.taken, triagedByOrganisationId: triageOrganisationOf(place) ?? actor.organisationId ?? '' },
    })
    if (isRefusal(answer)) return showForm(visit as never, personId, body, errorsOf(answer))
    return redirect(`/${place.slug}/requests/taken`, [cookie])
  },
})

const takenPage = page({
  method: 'GET',
  path: '/:place/requests/taken',
  allow: 'request.take',
  async handle({ platform, place, actor, cookies }) {
    const token = cookies[takenCookie] ?? ''
    const base = `/${place.slug}`
    const found = await platform.db.as(actor, async tx => {
      const kept = await findTaken(tx, token)
      if (!kept) return null
      const request = await findHelpRequest(tx, kept.helpRequestId)
      const person = request && (await findPerson(tx, request.personId))
      if (!person) return null
      return { request, person, needs: await listNeedsOf(tx, request.helpRequestId), sealedCode: kept.sealedCode }
    })
    if (!found)
      return notFound(
        'The reference and code are shown only right after a request was taken. The request itself is on the worklist.',
      )
    const { request, person, needs } = found
    const decides = actor.permissions.has('request.triage')
    const soonest = needs
      .map(({ urgency }) => hearBy(urgency, request.madeAt))
      .sort((a, b) => a.getTime() - b.getTime())[0]
    const model: TakenModel = {
      page: {
        title: 'Say it slowly',
        kind: 'staff',
        notice: { tone: 'done', message: `The request for ${person.name} is taken.` },
      },
      reference: request.reference,
      code: unsealCode(found.sealedCode, token),
      name: request.onBehalfName ?? person.name,
      heardBy: exactTime(soonest ?? request.madeAt),
      needs: (decides ? needs : []).map(({ needId, kind }, index) => ({
        text: `Find who can help: ${needKinds[kind].label.toLowerCase()}`,
        href: `${base}/needs/${needId}`,
        ...(index > 0 && { look: 'other' as const }),
      })),
      requestHref: decides ? `${base}/requests/${request.helpRequestId}` : null,
      startHref: `${base}/start`,
      anotherHref: `${base}/requests/take?person=${person.personId}`,
    }
    return view('requests/taken.njk', model)
  },
})

/** Taking a request down for somebody, and reading its reference out. */
export const takeRequestRoutes = [takePage, dangerPage, takeRoute, takenPage]
