/** `/:place/commissioning/agreements`: the agreements somebody takes part in, and writing one down. */
import { Type } from 'typebox'
import { type Field, form, readDate } from '../../../design/form.ts'
import type { PageModel } from '../../../design/page.ts'
import { pageAsked, pagesOf } from '../../../design/pages.ts'
import { exactDate } from '../../../design/time-in-words.ts'
import type { Action, EmptyState, ErrorItem, StateTag } from '../../../design/view-models.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import { perform } from '../../../platform/command.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { errorsOf, page, type Reply, redirect, type Visit, view } from '../../../platform/http/route.ts'
import { chosen, typedLine, typedText } from '../../../platform/http/typed.ts'
import { listOrganisations } from '../../organisations/index.ts'
import { categories, categoryField } from '../category.ts'
import { pounds, sum } from '../money.ts'
import { listParties, listPartiesById } from '../parties/party-store.ts'
import { agreementKinds } from './agreement.ts'
import { countAgreements, listAgreements } from './agreement-store.ts'
import { stateOf, termInWords } from './agreement-words.ts'
import { usualYears } from './term.ts'
import { writeAgreement } from './write-agreement.ts'

type AgreementsModel = PageModel & {
  agreements: readonly { title: string; href: string; state: StateTag; who: string; says: string }[]
  actions: readonly Action[]
  pagination: Record<string, unknown> | null
  empty: EmptyState
}

/** A page of a place with ten years of them is drawn in well under 100 ms. */
const perPage = 50

const agreementsPage = page({
  method: 'GET',
  path: '/:place/commissioning/agreements',
  allow: 'commissioning.take-part',
  query: Type.Object({ page: Type.Optional(Type.Unknown()) }),
  async handle({ platform, place, actor, query }) {
    const now = platform.clock()
    const model = await platform.db.as(actor, async (tx): Promise<AgreementsModel> => {
      const total = await countAgreements(tx)
      const { page, last } = pageAsked(query.page, total, perPage)
      const agreements = await listAgreements(tx, (page - 1) * perPage, perPage)
      const partyIds = [...new Set(agreements.flatMap(({ parties }) => parties.map(({ partyId }) => partyId)))]
      const names = new Map((await listPartiesById(tx, partyIds)).map(({ partyId, name }) => [partyId, name]))
      const lead = actor.permissions.has('commissioning.lead')
      return {
        page: { title: 'Agreements', kind: 'staff', ...(last > 1 && { caption: `Page ${page} of ${last}` }) },
        pagination: pagesOf(total, perPage, page, number => `/${place.slug}/commissioning/agreements?page=${number}`),
        agreements: agreements.map(agreement => ({
          title: agreement.title,
          href: `/${place.slug}/commissioning/agreements/${agreement.reference}`,
          state: stateOf(agreement, now),
          who: agreement.parties
            .filter(({ role }) => role === 'supplier')
            .map(({ partyId }) => names.get(partyId) ?? '')
            .join(', '),
          says: `${termInWords(agreement.startsOn, agreement.endsOn)}, until ${exactDate(agreement.endsOn)}. ${pounds(sum(agreement.years.map(year => year.amountInPence)))} in all.`,
        })),
        actions: lead ? [{ text: 'Write an agreement down', href: `/${place.slug}/commissioning/agreements/new` }] : [],
        empty: {
          title: 'No agreements yet',
          sentences: [
            lead
              ? 'Write one down: it stays a draft until it is signed.'
              : 'When your organisation takes part in one, it stands here.',
          ],
        },
      }
    })
    return view('commissioning/agreements/agreements.njk', model)
  },
})

const newFields = async (tx: PlaceTx): Promise<Field[]> => {
  const organisations = await listOrganisations(tx)
  const parties = await listParties(tx)
  const known = new Set(organisations.map(({ organisationId }) => organisationId as string))
  return [
    { kind: 'text', name: 'title', label: 'What is it called?' },
    {
      kind: 'textarea',
      name: 'purpose',
      label: 'What is it for?',
      hint: 'In words everybody in it would use. Not a list of tasks: what should be different for people here.',
      limit: 4000,
      rows: 5,
    },
    {
      kind: 'radios',
      name: 'kind',
      label: 'What kind of agreement is it?',
      options: Object.entries(agreementKinds).map(([value, text]) => ({ value, text })),
    },
    categoryField,
    {
      kind: 'checkboxes',
      name: 'supplierIds',
      label: 'Who does it?',
      options: [
        ...organisations.map(({ organisationId, name }) => ({ value: organisationId as string, text: name })),
        ...parties
          .filter(({ organisationId }) => !organisationId || !known.has(organisationId))
          .map(({ partyId, name }) => ({ value: partyId, text: name })),
      ],
    },
    { kind: 'date', name: 'startsOn', label: 'First day' },
    {
      kind: 'date',
      name: 'endsOn',
      label: 'Last day',
      hint: `${usualYears} years is usual here. Under three, say why below.`,
    },
    { kind: 'date', name: 'extendableUntilOn', label: 'It may be extended until', optional: true },
    {
      kind: 'textarea',
      name: 'shortBecause',
      label: 'Why is it for less than three years?',
      hint: 'Only where it is.',
      rows: 2,
      limit: 1000,
      optional: true,
    },
  ]
}

type Asked = { errors: readonly ErrorItem[]; values: Readonly<Record<string, unknown>> }

const showNew = async (visit: Visit<never, never>, asked: Asked | null): Promise<Reply> => {
  const { platform, place, actor } = visit
  const errors = asked?.errors ?? []
  const here = `/${place.slug}/commissioning/agreements`
  const fields = await platform.db.as(actor, newFields)
  return view(
    'design/question.njk',
    {
      page: { title: 'Write an agreement down', kind: 'staff', backHref: here, ...(errors.length && { errors }) },
      form: form({ action: `${here}/new`, fields, values: asked?.values ?? {}, errors, button: 'Write it down' }),
    },
    { status: errors.length ? 422 : 200 },
  )
}

const newPage = page({
  method: 'GET',
  path: '/:place/commissioning/agreements/new',
  allow: 'commissioning.lead',
  handle: visit => showNew(visit as never, null),
})

const newAnswer = page({
  method: 'POST',
  path: '/:place/commissioning/agreements/new',
  allow: 'commissioning.lead',
  async handle(visit) {
    const { platform, actor, place, body } = visit
    const dates = {
      startsOn: readDate(body, 'startsOn', 'the first day'),
      endsOn: readDate(body, 'endsOn', 'the last day'),
      extendableUntilOn: readDate(body, 'extendableUntilOn', 'the day it may be extended to'),
    }
    const wrong = Object.entries(dates).flatMap(([field, read]) =>
      'message' in read ? [{ field, message: read.message }] : [],
    )
    if (wrong.length) return showNew(visit as never, { errors: wrong, values: body })
    const on = (read: (typeof dates)['startsOn']) => ('on' in read ? read.on : '')
    const all: readonly unknown[] = Array.isArray(body.supplierIds) ? body.supplierIds : [body.supplierIds]
    const answer = await perform(platform.db, actor, writeAgreement, {
      title: typedLine(body.title),
      purpose: typedText(body.purpose),
      kind: chosen(body.kind, Object.keys(agreementKinds)) ?? '',
      category: (chosen(body.category, Object.keys(categories)) ?? '') as never,
      cpvCode: null,
      supplierIds: all.filter((id): id is string => typeof id === 'string'),
      startsOn: on(dates.startsOn),
      endsOn: on(dates.endsOn),
      extendableUntilOn: on(dates.extendableUntilOn) || null,
      shortBecause: typedText(body.shortBecause) || null,
      engagementId: null,
      noEngagementBecause: null,
      neighbourhoodIds: null,
    })
    return isRefusal(answer)
      ? showNew(visit as never, { errors: errorsOf(answer), values: body })
      : redirect(`/${place.slug}/commissioning/agreements/${answer.reference}?done=written`)
  },
})

export const agreementsRoutes = [agreementsPage, newPage, newAnswer]
