/** A council comes into the network, or what is said about it changes. */
import { Type } from 'typebox'
import { dateValues, type Field, form, readDate } from '../../../design/form.ts'
import type { ErrorItem } from '../../../design/view-models.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import { isAllowed } from '../../../platform/auth/actor.ts'
import { perform } from '../../../platform/command.ts'
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
import { listOrganisations, type Organisation } from '../../organisations/index.ts'
import { readWebAddress } from '../web-address.ts'
import { type Council, keeps } from './council.ts'
import { findCouncil } from './council-store.ts'
import { keepCouncil } from './keep-council.ts'

const fieldsFor = (convenes: boolean, organisations: readonly Organisation[]): Field[] => [
  { kind: 'text', name: 'name', label: 'Name of the council' },
  { kind: 'text', name: 'area', label: 'Area', hint: 'Like: North West England', optional: true },
  {
    kind: 'textarea',
    name: 'about',
    label: 'Why it keeps it local, in its own words',
    limit: 2000,
    optional: true,
  },
  { kind: 'text', name: 'website', label: 'Its own page about this', optional: true, spellcheck: false },
  ...(convenes
    ? ([
        { kind: 'date', name: 'joinedOn', label: 'Joined the network on', optional: true },
        { kind: 'date', name: 'leftOn', label: 'Left it on', optional: true },
        {
          kind: 'select',
          name: 'organisationId',
          label: 'Its organisation here',
          hint: 'People of this organisation with the role of champion keep the council’s record and assess it.',
          options: [
            { value: '', text: 'None yet: only you keep its record' },
            ...organisations.map(({ organisationId, name }) => ({ value: organisationId, text: name })),
          ],
          optional: true,
        },
      ] satisfies Field[])
    : []),
]

type FormVisit = Visit<{ councilId?: string }>

const draw = async (visit: FormVisit, council: Council | null, errors: readonly ErrorItem[] = []): Promise<Reply> => {
  const { platform, place, actor, body } = visit
  const organisations = (await platform.db.as(actor, listOrganisations)).filter(({ trust }) => trust === 'known')
  const back = `/${place.slug}/network${council ? `/councils/${council.councilId}` : ''}`
  const known = council && {
    ...council,
    ...(council.joinedOn && dateValues('joinedOn', council.joinedOn)),
    ...(council.leftOn && dateValues('leftOn', council.leftOn)),
  }
  return privateView('design/question.njk', {
    page: {
      title: council ? `Change what is said about ${council.name}` : 'Add a council',
      kind: 'staff',
      backHref: back,
      errors,
    },
    form: form({
      action: council ? `${back}/change` : `${back}/new`,
      fields: fieldsFor(isAllowed(actor, 'network.convene'), organisations),
      values: errors.length ? body : { ...known },
      errors,
      button: council ? 'Save' : 'Add the council',
      instead: { text: 'Leave it as it is', href: back },
    }),
  })
}

const answer = async (visit: FormVisit, council: Council | null): Promise<Reply> => {
  const { platform, place, actor, body } = visit
  const website = readWebAddress(body.website)
  const dates = {
    joinedOn: readDate(body, 'joinedOn', 'the day it joined'),
    leftOn: readDate(body, 'leftOn', 'the day it left'),
  }
  const errors = [
    ...('message' in website ? [{ field: 'website', message: website.message }] : []),
    ...Object.entries(dates).flatMap(([field, date]) => ('message' in date ? [{ field, message: date.message }] : [])),
  ]
  const on = (date: (typeof dates)['leftOn']) => ('on' in date ? date.on : null)
  const kept = errors.length
    ? null
    : await perform(platform.db, actor, keepCouncil, {
        councilId: council?.councilId ?? null,
        name: typedLine(body.name),
        area: typedLine(body.area) || null,
        about: typedText(body.about) || null,
        website: 'address' in website ? website.address : null,
        organisationId: typedLine(body.organisationId) || null,
        joinedOn: on(dates.joinedOn),
        leftOn: on(dates.leftOn),
      })
  if (!kept) return draw(visit, council, errors)
  if (isRefusal(kept)) return draw(visit, council, errorsOf(kept))
  return redirect(`/${place.slug}/network/councils/${kept.councilId}?done=kept`)
}

const params = Type.Object({ councilId: Type.String({ format: 'uuid' }) })

const theirs = async ({ platform, actor, params }: FormVisit): Promise<Council | null> => {
  const council = await platform.db.as(actor, tx => findCouncil(tx, params.councilId ?? ''))
  return council && keeps(actor, council) ? council : null
}

const missing = 'There is no such council, or its record is not yours to keep.'

export const councilFormRoutes = [
  page({
    method: 'GET',
    path: '/:place/network/new',
    allow: 'network.convene',
    handle: visit => draw(visit as FormVisit, null),
  }),
  page({
    method: 'POST',
    path: '/:place/network/new',
    allow: 'network.convene',
    handle: visit => answer(visit as FormVisit, null),
  }),
  page({
    method: 'GET',
    path: '/:place/network/councils/:councilId/change',
    allow: 'practice.record',
    params,
    async handle(given) {
      const visit = given as unknown as FormVisit
      const council = await theirs(visit)
      return council ? draw(visit, council) : notFound(missing)
    },
  }),
  page({
    method: 'POST',
    path: '/:place/network/councils/:councilId/change',
    allow: 'practice.record',
    params,
    async handle(given) {
      const visit = given as unknown as FormVisit
      const council = await theirs(visit)
      return council ? answer(visit, council) : notFound(missing)
    },
  }),
]
