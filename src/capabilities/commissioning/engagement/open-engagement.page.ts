/** `/:place/commissioning/engagement/new`: opening one, of its own accord or from a gap. */
import { Type } from 'typebox'
import { type Field, form } from '../../../design/form.ts'
import type { ErrorItem } from '../../../design/view-models.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import { perform } from '../../../platform/command.ts'
import { errorsOf, page, type Reply, redirect, type Visit, view } from '../../../platform/http/route.ts'
import { chosen, typedLine, typedText } from '../../../platform/http/typed.ts'
import { categories, categoryField } from '../category.ts'
import { typedCpv } from '../cpv.ts'
import { type FromGap, fromGap, hrefFromGap, readGap } from '../gaps/engagement-from-gap.ts'
import { readPounds } from '../money.ts'
import { typedDays } from '../typed-days.ts'
import { openEngagement } from './engage.ts'

type Asked = { errors: readonly ErrorItem[]; values: Readonly<Record<string, unknown>> }

const newFields: readonly Field[] = [
  { kind: 'text', name: 'title', label: 'What is it called?', hint: 'The title of what may be bought or funded.' },
  {
    kind: 'textarea',
    name: 'about',
    label: 'What do you want to find out, and what might be bought or funded?',
    limit: 4000,
    rows: 5,
  },
  {
    kind: 'textarea',
    name: 'process',
    label: 'How can somebody take part?',
    hint: 'Where, when and by what. Offer ways that small groups can manage.',
    limit: 4000,
    rows: 4,
  },
  categoryField,
  {
    kind: 'text',
    name: 'cpvCode',
    label: 'CPV code',
    hint: 'Eight digits, like 85300000 for social services.',
    width: 10,
    optional: true,
  },
  { kind: 'text', name: 'contactName', label: 'Who answers questions?', autocomplete: 'off' },
  { kind: 'email', name: 'contactEmail', label: 'Their e-mail address', autocomplete: 'off' },
  { kind: 'date', name: 'opensOn', label: 'First day' },
  { kind: 'date', name: 'closesOn', label: 'Last day' },
  {
    kind: 'text',
    name: 'value',
    label: 'What may be paid in all, with VAT',
    prefix: '£',
    width: 10,
    inputmode: 'decimal',
    optional: true,
  },
  { kind: 'date', name: 'plannedFromOn', label: 'It might begin', optional: true },
  { kind: 'date', name: 'plannedUntilOn', label: 'It might end', optional: true },
  {
    kind: 'checkboxes',
    name: 'suits',
    label: 'Whom would it suit?',
    options: [
      { value: 'sme', text: 'Small and medium-sized enterprises' },
      { value: 'vcse', text: 'Voluntary, community and social enterprises' },
    ],
    optional: true,
  },
]

type NewVisit = Visit<never, { gap?: unknown }>

/** What the gap in the address tells, as it stands now; null where it names none, or nothing is missing there any more. */
const gapIn = ({ platform, actor, query }: NewVisit): Promise<FromGap | null> => {
  const gap = readGap(query.gap)
  return gap ? platform.db.as(actor, tx => fromGap(tx, gap)) : Promise.resolve(null)
}

const showNew = async (visit: NewVisit, asked: Asked | null): Promise<Reply> => {
  const here = `/${visit.place.slug}/commissioning/engagement`
  const errors = asked?.errors ?? []
  const gap = readGap(visit.query.gap)
  const values = asked?.values ?? (await gapIn(visit)) ?? {}
  return view(
    'design/question.njk',
    {
      page: {
        title: 'Open an engagement',
        kind: 'staff',
        backHref: gap ? `/${visit.place.slug}/commissioning/gaps?days=${gap.days}` : here,
        ...(errors.length && { errors }),
      },
      form: form({
        action: gap ? hrefFromGap(visit.place.slug, gap) : `${here}/new`,
        fields: newFields,
        values: values as Readonly<Record<string, unknown>>,
        errors,
        button: 'Open it for everybody to read',
      }),
    },
    { status: errors.length ? 422 : 200 },
  )
}

const newQuery = Type.Object({ gap: Type.Optional(Type.Unknown()) })

const newPage = page({
  method: 'GET',
  path: '/:place/commissioning/engagement/new',
  allow: 'commissioning.lead',
  query: newQuery,
  handle: visit => showNew(visit as never, null),
})

const dayNames = {
  opensOn: 'the first day',
  closesOn: 'the last day',
  plannedFromOn: 'when it might begin',
  plannedUntilOn: 'when it might end',
}

const newAnswer = page({
  method: 'POST',
  path: '/:place/commissioning/engagement/new',
  allow: 'commissioning.lead',
  query: newQuery,
  async handle(visit) {
    const { platform, actor, place, body } = visit
    const { wrong, on } = typedDays(body, dayNames)
    const value = typedLine(body.value)
    const valueInPence = value === '' ? null : readPounds(value)
    if (value !== '' && valueInPence === null)
      wrong.push({ field: 'value', message: 'Write the amount in pounds, like 250,000' })
    if (wrong.length) return showNew(visit as never, { errors: wrong, values: body })
    const suits: readonly unknown[] = [body.suits].flat()
    const gap = await gapIn(visit as never)
    const answer = await perform(platform.db, actor, openEngagement, {
      title: typedLine(body.title),
      about: typedText(body.about),
      process: typedText(body.process),
      category: (chosen(body.category, Object.keys(categories)) ?? '') as never,
      cpvCode: typedCpv(body.cpvCode),
      contactName: typedLine(body.contactName),
      contactEmail: typedLine(body.contactEmail),
      opensOn: on('opensOn'),
      closesOn: on('closesOn'),
      valueInPence,
      plannedFromOn: on('plannedFromOn') || null,
      plannedUntilOn: on('plannedUntilOn') || null,
      suitsSme: suits.includes('sme'),
      suitsVcse: suits.includes('vcse'),
      neighbourhoodIds: gap?.neighbourhoodIds ? [...gap.neighbourhoodIds] : null,
      cameFrom: gap ? { ...gap.cameFrom } : null,
    })
    return isRefusal(answer)
      ? showNew(visit as never, { errors: errorsOf(answer), values: body })
      : redirect(`/${place.slug}/commissioning/engagement/${answer.engagementId}?done=opened`)
  },
})

export const openEngagementRoutes = [newPage, newAnswer]
