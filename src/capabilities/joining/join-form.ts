/** The one short form by which a group joins: what it asks, and how it is read. */
import type { Static } from 'typebox'
import type { Field } from '../../design/form.ts'
import type { ErrorItem } from '../../design/view-models.ts'
import { needKindCodes, needKinds } from '../../kernel/need-kind.ts'
import { chosen, ticked, typedLine, typedText } from '../../platform/http/typed.ts'
import { type OrganisationKind, organisationKinds } from '../organisations/index.ts'
import { readEmail, readPhone } from '../people/index.ts'
import type { Neighbourhood } from '../places/index.ts'
import type { GroupInput } from './join.ts'

// Those who join by themselves are small groups first.
const kinds: readonly OrganisationKind[] = [
  'mutual aid',
  'faith group',
  ...(Object.keys(organisationKinds) as OrganisationKind[]).filter(
    kind => kind !== 'mutual aid' && kind !== 'faith group',
  ),
]

/** The fields of the form; `byPhone` when a coordinator fills it in with somebody who may have no e-mail. */
export const joinFields = (neighbourhoods: readonly Neighbourhood[], byPhone: boolean): Field[] => [
  {
    kind: 'text',
    name: 'name',
    label: byPhone ? 'What is the group called?' : 'What is your group called?',
    autocomplete: 'organization',
  },
  {
    kind: 'select',
    name: 'kind',
    label: 'What is it?',
    choose: 'Choose one',
    options: kinds.map(value => ({ value, text: organisationKinds[value] })),
  },
  {
    kind: 'textarea',
    name: 'about',
    label: byPhone ? 'Whom does it help, and how?' : 'Whom do you help, and how?',
    hint: 'One or two sentences, like: we cook for older people in our street on Sundays.',
    limit: 1000,
    rows: 3,
  },
  {
    kind: 'checkboxes',
    name: 'neighbourhoodIds',
    label: byPhone ? 'Where does it help?' : 'Where do you help?',
    options: neighbourhoods.map(({ neighbourhoodId, name }) => ({ value: neighbourhoodId, text: name })),
    orElse: { value: 'everywhere', text: 'Everywhere here' },
  },
  {
    kind: 'checkboxes',
    name: 'helpsWith',
    label: byPhone ? 'What could it be asked for?' : 'What could you be asked for?',
    hint: 'Nothing, when you only pass on who needs help.',
    optional: true,
    options: needKindCodes.map(value => ({ value, text: needKinds[value].label })),
  },
  {
    kind: 'text',
    name: 'speaksFor',
    label: byPhone ? 'Their name' : 'Your name',
    autocomplete: byPhone ? 'off' : 'name',
    spellcheck: false,
  },
  {
    kind: 'email',
    name: 'email',
    label: byPhone ? 'Their e-mail address' : 'Your e-mail address',
    hint: byPhone
      ? 'They get a link there that works once. Leave it empty when they have none: you read out how they sign in.'
      : 'We send a link there that works once. No e-mail? Ring us, and we fill this in with you.',
    ...(byPhone && { optional: true, autocomplete: 'off' }),
  },
  {
    kind: 'phone',
    name: 'phone',
    label: byPhone ? 'Their phone number' : 'Your phone number',
    ...(byPhone ? { autocomplete: 'off' } : {}),
    optional: true,
  },
]

/** The form as typed, ready for the command; or what is to be mended. */
export const readJoinForm = (
  body: Readonly<Record<string, unknown>>,
  neighbourhoods: readonly Neighbourhood[],
  byPhone: boolean,
): { readonly group: Static<typeof GroupInput> } | { readonly errors: readonly ErrorItem[] } => {
  const errors: ErrorItem[] = []
  const wrong = (field: string, message: string) => {
    errors.push({ field, message })
  }
  const name = typedLine(body.name)
  if (name.length < 2 || name.length > 120) wrong('name', 'Enter the name of the group, of 2 to 120 characters')
  const kind = chosen(body.kind, kinds)
  if (!kind) wrong('kind', 'Choose what it is')
  const about = typedText(body.about)
  if (!about || about.length > 1000) wrong('about', 'Say whom the group helps, in up to 1,000 characters')
  const everywhere = ticked(body.neighbourhoodIds, ['everywhere']).length > 0 || neighbourhoods.length === 0
  const where = ticked(
    body.neighbourhoodIds,
    neighbourhoods.map(({ neighbourhoodId }) => neighbourhoodId as string),
  )
  if (!everywhere && where.length === 0) wrong('neighbourhoodIds', 'Choose where the group helps, or everywhere')
  const speaksFor = typedLine(body.speaksFor)
  if (!speaksFor || speaksFor.length > 120) wrong('speaksFor', 'Enter a name, up to 120 characters')
  const typedEmail = typedLine(body.email)
  const email = typedEmail ? readEmail(typedEmail) : null
  if (email && 'message' in email) wrong('email', email.message)
  if (!email && !byPhone) wrong('email', 'Enter your e-mail address, or ring us to join on the phone')
  const typedPhone = typedLine(body.phone)
  const phone = typedPhone ? readPhone(typedPhone) : null
  if (phone && 'message' in phone) wrong('phone', phone.message)
  if (!email && !phone && byPhone) wrong('phone', 'Enter their phone number, or their e-mail address')
  if (errors.length || !kind) return { errors }
  return {
    group: {
      name,
      kind,
      about,
      speaksFor,
      email: email && 'email' in email ? email.email : null,
      phone: phone && 'phone' in phone ? phone.phone : null,
      helpsWith: ticked(body.helpsWith, needKindCodes),
      neighbourhoodIds: everywhere ? null : where,
    },
  }
}
