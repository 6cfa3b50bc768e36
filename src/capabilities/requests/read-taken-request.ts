import type { Static } from 'typebox'
import type { Field } from '../../design/form.ts'
import type { ErrorItem } from '../../design/view-models.ts'
import { type NeedKind, needKindCodes, needKinds } from '../../kernel/need-kind.ts'
import { chosen, typedLine, typedText } from '../../platform/http/typed.ts'
import { type ContactBy, identifyingParts, type Person, readEmail, readPhone } from '../people/index.ts'
import type { Whereabouts } from '../places/index.ts'
import type { HelpRequestInput } from './make-help-request.ts'
import { type Urgency, urgencies } from './words.ts'

/** How many needs fit on the page; more are taken as a second request for the same person. */
export const needRows = [1, 2, 3, 4] as const

type Posted = Readonly<Record<string, unknown>>
type Taken = Omit<Static<typeof HelpRequestInput>, 'triagedByOrganisationId'>

const urgencyCodes = Object.keys(urgencies) as Urgency[]
const contactWays: readonly ContactBy[] = ['phone', 'text', 'email', 'letter']

/** What the page asks about one need. */
export const needFields = (row: number): Field[] => [
  {
    kind: 'select',
    name: `need${row}Kind`,
    label: row === 1 ? 'What do they need?' : 'What else do they need?',
    options: needKindCodes.map(value => ({ value, text: needKinds[value].asks })),
  },
  {
    kind: 'select',
    name: `need${row}Urgency`,
    label: 'How soon?',
    options: urgencyCodes.map(value => ({ value, text: urgencies[value].label })),
  },
  {
    kind: 'textarea',
    name: `need${row}Description`,
    label: 'In one sentence, naming nobody',
    hint: 'An organisation reads this before it says yes. Like: a woman in her 70s needs food for the weekend.',
    optional: true,
    limit: 500,
    rows: 2,
  },
]

/** What the page asks about the person. */
export const personFields: readonly Field[] = [
  { kind: 'text', name: 'name', label: 'Their name', autocomplete: 'off', spellcheck: false },
  { kind: 'phone', name: 'phone', label: 'Phone', autocomplete: 'off', optional: true },
  { kind: 'email', name: 'email', label: 'E-mail', autocomplete: 'off', optional: true },
  {
    kind: 'radios',
    name: 'contactBy',
    label: 'How do they want to hear from us?',
    inline: true,
    options: [
      { value: 'phone', text: 'A call' },
      { value: 'text', text: 'A text' },
      { value: 'email', text: 'E-mail' },
      { value: 'letter', text: 'A letter' },
    ],
  },
  {
    kind: 'postcode',
    name: 'postcode',
    label: 'Postcode',
    hint: 'Or its first part',
    autocomplete: 'off',
    optional: true,
  },
  { kind: 'textarea', name: 'address', label: 'Address', rows: 2, autocomplete: 'off', optional: true },
  {
    kind: 'text',
    name: 'communicationNeeds',
    label: 'What should we know before ringing?',
    hint: 'Like: speaks Polish, hard of hearing, ring after 4',
    optional: true,
  },
]

/** What the page asks about whoever asks for somebody else. */
export const onBehalfFields: readonly Field[] = [
  {
    kind: 'radios',
    name: 'permission',
    label: 'Has the person said that they may ask for them?',
    options: [
      { value: 'yes', text: 'Yes, they know and agree' },
      { value: 'no', text: 'No, or not yet' },
    ],
  },
  { kind: 'text', name: 'askerName', label: 'Name of whoever is asking', autocomplete: 'off', spellcheck: false },
  { kind: 'text', name: 'relationship', label: 'How do they know them?', hint: 'Like: daughter, neighbour, nurse' },
  {
    kind: 'text',
    name: 'askerContact',
    label: 'How can we reach whoever is asking?',
    hint: 'A phone number or an e-mail address',
    autocomplete: 'off',
    spellcheck: false,
  },
]

/** The fields as the page goes, so that what is to be mended is listed from top to bottom. */
const pageOrder: readonly string[] = [
  'danger',
  ...needRows.slice(0, 1).flatMap(row => needFields(row).map(({ name }) => name)),
  'story',
  ...needRows.slice(1).flatMap(row => needFields(row).map(({ name }) => name)),
  'takenHow',
  'forWhom',
  ...onBehalfFields.map(({ name }) => name),
  ...personFields.map(({ name }) => name),
  'consent',
]

/** What was taken down, ready for the command; or every field that is wrong, each with its mend. */
export type ReadTaken = { readonly taken: Taken } | { readonly errors: readonly ErrorItem[] }

/**
 * Reads the page a call handler fills in while somebody is on the phone.
 * @param known the person, when the request is for somebody already known; their details stand as they are.
 * @param whereabouts of the postcode as typed; null when none was typed.
 * @param keepPostcode true when the postcode was sent a second time, so that one we do not know is kept as it is.
 */
export const readTakenRequest = (
  posted: Posted,
  known: Person | null,
  whereabouts: Whereabouts | null,
  keepPostcode: boolean,
): ReadTaken => {
  const errors: ErrorItem[] = []
  const wrong = (field: string, message: string): void => {
    errors.push({ field, message })
  }
  const line = (field: string, longest: number, called: string): string => {
    const typed = typedLine(posted[field])
    if (typed.length > longest) wrong(field, `Keep ${called} to ${longest} characters`)
    return typed
  }
  const text = (field: string, longest: number, called: string): string => {
    const typed = typedText(posted[field])
    if (typed.length > longest) wrong(field, `Keep ${called} to ${longest.toLocaleString('en-GB')} characters`)
    return typed
  }

  if (!chosen(posted.danger, ['no'])) wrong('danger', 'Ask whether anyone is in danger now, and choose yes or no')
  const takenHow = chosen(posted.takenHow, ['phone', 'in person'])
  if (!takenHow) wrong('takenHow', 'Choose whether they are on the phone or with you')
  const person = known ? knownPerson(known) : readPerson()
  const needs = readNeeds()
  const story = text('story', 4000, 'their story')
  const onBehalf = readOnBehalf()
  const consent = chosen(posted.consent, ['yes', 'no'])
  if (!consent) wrong('consent', 'Read the words out, and choose what they answered')

  if (errors.length || !takenHow || !consent)
    return { errors: errors.sort((a, b) => pageOrder.indexOf(a.field) - pageOrder.indexOf(b.field)) }
  return {
    taken: {
      needs,
      story,
      person,
      personId: known?.personId ?? null,
      onBehalf,
      consent:
        consent === 'no'
          ? null
          : onBehalf
            ? 'given for them by someone who asked them'
            : takenHow === 'phone'
              ? 'said on the phone'
              : 'said in person',
      takenHow,
    },
  }

  function readPerson(): Taken['person'] {
    const name = line('name', 120, 'the name')
    if (!name) wrong('name', 'Enter their name, or what they want to be called')
    const contactBy = chosen(posted.contactBy, contactWays)
    if (!contactBy) wrong('contactBy', 'Choose how they want to hear from us')
    const typedPhone = typedLine(posted.phone)
    const phone = typedPhone ? readPhone(typedPhone) : null
    if (phone && 'message' in phone) wrong('phone', phone.message)
    if (!typedPhone && (contactBy === 'phone' || contactBy === 'text'))
      wrong('phone', `Enter the phone number they want ${contactBy === 'phone' ? 'to be called' : 'a text'} on`)
    const typedEmail = typedLine(posted.email)
    const email = typedEmail ? readEmail(typedEmail) : null
    if (email && 'message' in email) wrong('email', email.message)
    if (!typedEmail && contactBy === 'email') wrong('email', 'Enter the e-mail address they want to be written to at')
    const address = text('address', 500, 'the address')
    if (!address && contactBy === 'letter') wrong('address', 'Enter the address the letter goes to')
    if (whereabouts && !whereabouts.isPostcode)
      wrong('postcode', whereabouts.message ?? 'Enter a postcode like ZZ1 4AB, or its first part, like ZZ1')
    else if (whereabouts && !whereabouts.position && !keepPostcode)
      wrong('postcode', `${whereabouts.message ?? 'We do not know that postcode.'} Send it again to keep it as it is.`)
    return {
      name,
      phone: phone && 'phone' in phone ? phone.phone : null,
      email: email && 'email' in email ? email.email : null,
      contactBy: contactBy ?? 'phone',
      address: address || null,
      postcode: whereabouts?.isPostcode ? whereabouts.shown.slice(0, 10) : null,
      position: whereabouts?.position ?? null,
      neighbourhoodId: whereabouts?.neighbourhoodId ?? null,
      neighbourhoodName: whereabouts?.neighbourhoodName ?? null,
      communicationNeeds: line('communicationNeeds', 500, 'this') || null,
    }
  }

  function readNeeds(): Taken['needs'] {
    const read: Taken['needs'] = []
    const kinds = new Set<NeedKind>()
    for (const row of needRows) {
      const typed = typedLine(posted[`need${row}Kind`])
      const kind = chosen(typed, needKindCodes)
      const description = text(`need${row}Description`, 500, 'the sentence')
      const urgency = chosen(posted[`need${row}Urgency`], urgencyCodes)
      if (!typed && !description && !urgency && row > 1) continue
      if (!kind) {
        wrong(`need${row}Kind`, 'Choose what they need')
        continue
      }
      if (kinds.has(kind)) wrong(`need${row}Kind`, 'This is chosen twice: put both into one sentence')
      kinds.add(kind)
      if (!urgency)
        wrong(`need${row}Urgency`, `Choose how soon they need help with ${needKinds[kind].label.toLowerCase()}`)
      const [named] = identifyingParts(person, description)
      if (named)
        wrong(`need${row}Description`, `Take out "${named}": whoever is asked must not be able to tell who this is`)
      read.push({ kind, urgency: urgency ?? 'this week', description: description || null })
    }
    return read
  }

  function readOnBehalf(): Taken['onBehalf'] {
    const forWhom = chosen(posted.forWhom, ['themselves', 'someone else'])
    if (!forWhom) wrong('forWhom', 'Choose whether they ask for themselves or for someone else')
    if (forWhom !== 'someone else') return null
    if (!chosen(posted.permission, ['yes'])) wrong('permission', 'Ask whether the person has agreed to this')
    const name = line('askerName', 120, 'the name')
    if (!name) wrong('askerName', 'Enter the name of whoever is asking')
    const relationship = line('relationship', 120, 'this')
    if (!relationship) wrong('relationship', 'Say how they know them, like daughter or neighbour')
    const typed = typedLine(posted.askerContact)
    const email = readEmail(typed)
    const phone = readPhone(typed)
    const contact = 'email' in email ? email.email : 'phone' in phone ? phone.phone : null
    if (!contact) wrong('askerContact', 'Enter a phone number like 020 7946 0123, or an e-mail like name@example.org')
    return { name, relationship, contact: contact ?? '' }
  }
}

const knownPerson = ({ personId: _, ...person }: Person): Taken['person'] => ({ ...person, neighbourhoodName: null })
