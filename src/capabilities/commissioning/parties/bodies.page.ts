/** `/:place/commissioning/bodies`: the bodies that take part in agreements as public registers know them, written down and put right by a commissioner. */
import { Type } from 'typebox'
import { type Field, form } from '../../../design/form.ts'
import { type Happenings, noticeOf } from '../../../design/happened.ts'
import type { ErrorItem } from '../../../design/view-models.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
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
import { chosen, typedLine, typedText } from '../../../platform/http/typed.ts'
import { parsePostcode } from '../../places/index.ts'
import { addParty, changeParty } from './know-party.ts'
import type { Party } from './party.ts'
import { listParties, listPartiesById } from './party-store.ts'
import { orgIdParts, registers } from './register-numbers.ts'

const path = '/:place/commissioning/bodies'
const happenings: Happenings = {
  added: { message: 'Written down. It can be chosen in agreements and pools.' },
  saved: { message: 'Saved. It is in open data the next time an agreement is published.' },
}

const sizes = { micro: 'Under 10 people', small: 'Under 50', medium: 'Under 250', large: '250 or more' }
const kinds = {
  isVcse: 'Is it a voluntary, community or social enterprise?',
  isMutual: 'Is it a public service mutual?',
  isSupportedEmployer: 'Is it mainly there to give work to disabled or disadvantaged people?',
} as const
type Kind = keyof typeof kinds

const listPage = page({
  method: 'GET',
  path,
  allow: 'commissioning.lead',
  query: Type.Object({ done: Type.Optional(Type.Unknown()) }),
  async handle({ platform, place, actor, query }) {
    const parties = await platform.db.as(actor, listParties)
    const here = `/${place.slug}/commissioning/bodies`
    return privateView('commissioning/parties/bodies.njk', {
      page: {
        title: 'Bodies in agreements',
        kind: 'staff',
        backHref: `/${place.slug}/commissioning`,
        ...noticeOf(happenings, query.done),
      },
      add: { text: 'Add one that does not work on this platform', href: `${here}/new`, look: 'other' as const },
      bodies: parties.map(({ partyId, name, orgIds, postcode }) => ({
        name,
        href: `${here}/${partyId}`,
        numbers: orgIds.join(', '),
        lacks: [...(orgIds.length === 0 ? ['no number in a register'] : []), ...(postcode ? [] : ['no postcode'])].join(
          ', ',
        ),
      })),
    })
  },
})

const fields: readonly Field[] = [
  { kind: 'text', name: 'name', label: 'Its name, as registers have it', autocomplete: 'off' },
  ...registers.map(
    ({ list, called, like }): Field => ({
      kind: 'text',
      name: list,
      label: called,
      hint: `Like ${like}`,
      width: 20,
      optional: true,
    }),
  ),
  {
    kind: 'text',
    name: 'others',
    label: 'Numbers in other registers',
    hint: 'With the code of the list from org-id.guide before each, a space between: GB-EDU-100000',
    optional: true,
  },
  { kind: 'text', name: 'address', label: 'Address, without its postcode', autocomplete: 'off', optional: true },
  { kind: 'postcode', name: 'postcode', label: 'Postcode', autocomplete: 'off', optional: true },
  { kind: 'text', name: 'website', label: 'Website', autocomplete: 'off', optional: true },
  {
    kind: 'radios',
    name: 'size',
    label: 'How many people work there?',
    hint: 'Procurement Act 2023, section 123: small and medium-sized is under 250 people, with limits of turnover or balance sheet.',
    options: Object.entries(sizes).map(([value, text]) => ({ value, text })),
    optional: true,
  },
  ...Object.entries(kinds).map(
    ([name, label]): Field => ({
      kind: 'radios',
      name,
      label,
      inline: true,
      options: [
        { value: 'yes', text: 'Yes' },
        { value: 'no', text: 'No' },
      ],
      optional: true,
    }),
  ),
]

const valuesOf = (party: Party): Record<string, string> => {
  const known = new Map(
    party.orgIds.flatMap(orgId => (orgIdParts(orgId) ? [[orgIdParts(orgId)?.scheme ?? '', orgId]] : [])),
  )
  const listed = registers.map(({ list }) => list)
  return {
    name: party.name,
    ...Object.fromEntries(listed.map(list => [list, known.get(list)?.slice(list.length + 1) ?? ''])),
    others: party.orgIds.filter(orgId => !listed.includes(orgIdParts(orgId)?.scheme ?? '')).join(' '),
    address: party.address ?? '',
    postcode: party.postcode ?? '',
    website: party.website ?? '',
    size: party.size ?? '',
    ...Object.fromEntries(
      (Object.keys(kinds) as Kind[]).map(name => [name, party[name] === null ? '' : party[name] ? 'yes' : 'no']),
    ),
  }
}

/** What was typed; numbers as their registers write them, or at which field they have another shape. */
const read = (body: Readonly<Record<string, unknown>>) => {
  const errors: ErrorItem[] = []
  const numbers = registers.flatMap(({ list, called, like, read }) => {
    const typed = typedLine(body[list])
    if (typed === '') return []
    const number = read(typed.startsWith(`${list}-`) ? typed.slice(list.length + 1) : typed)
    if (number === null) errors.push({ field: list, message: `${called}: write it like ${like}` })
    return number === null ? [] : [`${list}-${number}`]
  })
  const postcode = typedLine(body.postcode)
  const parsed = parsePostcode(postcode)
  const isIt = (name: Kind) => ({ yes: true, no: false })[typedLine(body[name])] ?? null
  return {
    errors,
    facts: {
      name: typedLine(body.name),
      orgIds: [...numbers, ...typedLine(body.others).split(' ').filter(Boolean)],
      address: typedText(body.address).replace(/\n+/g, ', ') || null,
      postcode: postcode === '' ? null : parsed.kind === 'unit' ? parsed.postcode : postcode,
      website: typedLine(body.website) || null,
      size: chosen(body.size, Object.keys(sizes)) as never,
      isVcse: isIt('isVcse'),
      isMutual: isIt('isMutual'),
      isSupportedEmployer: isIt('isSupportedEmployer'),
    },
  }
}

const showForm = (
  { place, body }: Pick<Visit, 'place' | 'body'>,
  party: Party | null,
  errors: readonly ErrorItem[] = [],
): Reply => {
  const here = `/${place.slug}/commissioning/bodies`
  return privateView('design/question.njk', {
    page: {
      title: party ? party.name : 'Add a body',
      ...(party && { titleIsContent: true }),
      kind: 'staff',
      backHref: here,
      errors,
    },
    form: form({
      action: party ? `${here}/${party.partyId}` : `${here}/new`,
      fields,
      values: errors.length > 0 ? body : party ? valuesOf(party) : {},
      // What is wrong with other registers' numbers is told where they are typed.
      errors: errors.map(each => (each.field === 'orgIds' ? { ...each, field: 'others' } : each)),
      button: 'Save it',
    }),
  })
}

const onlyParty = Type.Object({ partyId: Type.String({ format: 'uuid' }) })
const partyOf = async ({ platform, actor, params }: Visit): Promise<Party | undefined> =>
  (await platform.db.as(actor, tx => listPartiesById(tx, [params.partyId ?? ''])))[0]
const unknown = 'We do not know that body.'

export const bodiesRoutes = [
  listPage,
  page({
    method: 'GET',
    path: `${path}/new`,
    allow: 'commissioning.lead',
    handle: async visit => showForm(visit, null),
  }),
  page({
    method: 'POST',
    path: `${path}/new`,
    allow: 'commissioning.lead',
    async handle(visit) {
      const { errors, facts } = read(visit.body)
      if (errors.length > 0) return showForm(visit, null, errors)
      const answer = await perform(visit.platform.db, visit.actor, addParty, facts)
      return isRefusal(answer)
        ? showForm(visit, null, errorsOf(answer))
        : redirect(`/${visit.place.slug}/commissioning/bodies?done=added`)
    },
  }),
  page({
    method: 'GET',
    path: `${path}/:partyId`,
    allow: 'commissioning.lead',
    params: onlyParty,
    async handle(visit) {
      const party = await partyOf(visit as never)
      return party ? showForm(visit, party) : notFound(unknown)
    },
  }),
  page({
    method: 'POST',
    path: `${path}/:partyId`,
    allow: 'commissioning.lead',
    params: onlyParty,
    async handle(visit) {
      const party = await partyOf(visit as never)
      if (!party) return notFound(unknown)
      const { errors, facts } = read(visit.body)
      if (errors.length > 0) return showForm(visit, party, errors)
      const answer = await perform(visit.platform.db, visit.actor, changeParty, { partyId: party.partyId, ...facts })
      return isRefusal(answer)
        ? showForm(visit, party, errorsOf(answer))
        : redirect(`/${visit.place.slug}/commissioning/bodies?done=saved`)
    },
  }),
]
