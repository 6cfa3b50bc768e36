/** What each kind of entry in a council's record is called, asked and shown as. */
import { dateValues, type Field } from '../../../design/form.ts'
import type { CouncilEntry, EntryKind, partnerKinds } from './council.ts'

/** How principles are endorsed: no way is prescribed. */
export const endorsedHows = {
  signed: 'Signed by the leader or cabinet member and the chief executive',
  cabinet: 'A decision of the cabinet',
  'full council': 'A decision of the full council',
  other: 'Another way',
} as const

export const championSeats = { cabinet: 'In the cabinet', 'senior team': 'In the senior management team' } as const

export const commitmentStates = { open: 'Not done yet', kept: 'Kept', 'not kept': 'Not kept' } as const

/** The columns an entry's form may hold, each with its box; dates have three. */
export interface EntryKindWords {
  /** 'A champion' */
  readonly one: string
  readonly many: string
  readonly add: string
  /** What its section says while it is empty. */
  readonly none: string
  readonly fields: readonly (Field & { readonly needed?: string; readonly called?: string })[]
}

const options = (words: Readonly<Record<string, string>>) =>
  Object.entries(words).map(([value, text]) => ({ value, text }))

const documentFields = (what: string): EntryKindWords['fields'] => [
  {
    kind: 'text',
    name: 'document',
    label: `Address of ${what}`,
    hint: 'Where everybody can read it, like https://democracy.example.gov.uk/minutes',
    optional: true,
    spellcheck: false,
  },
  { kind: 'text', name: 'documentTitle', label: 'What the document is called', optional: true },
]

export const entryKinds: Readonly<Record<EntryKind, EntryKindWords>> = {
  endorsement: {
    one: 'Endorsement of the principles',
    many: 'How the principles were endorsed',
    add: 'Add an endorsement',
    none: 'No endorsement is recorded yet.',
    fields: [
      {
        kind: 'radios',
        name: 'sort',
        label: 'How were the principles endorsed?',
        options: options(endorsedHows),
        needed: 'Choose how they were endorsed',
      },
      { kind: 'text', name: 'title', label: 'Who endorsed them?', needed: 'Say who endorsed them' },
      { kind: 'date', name: 'fromOn', label: 'When?', called: 'the day of the endorsement', needed: 'Enter the day' },
      { kind: 'textarea', name: 'says', label: 'The words of the endorsement', limit: 4000, optional: true },
      ...documentFields('the decision or signed page'),
    ],
  },
  champion: {
    one: 'Champion',
    many: 'Champions',
    add: 'Add a champion',
    none: 'No champion is named yet.',
    fields: [
      {
        kind: 'radios',
        name: 'sort',
        label: 'Where do they sit?',
        options: options(championSeats),
        needed: 'Choose where they sit',
      },
      { kind: 'text', name: 'title', label: 'Name', autocomplete: 'off', needed: 'Enter their name' },
      { kind: 'text', name: 'post', label: 'Post', hint: 'Like: cabinet member for communities', optional: true },
      {
        kind: 'date',
        name: 'fromOn',
        label: 'Champion since',
        called: 'the first day',
        needed: 'Enter since when',
      },
      { kind: 'date', name: 'untilOn', label: 'Until', called: 'the last day', optional: true },
    ],
  },
  conversation: {
    one: 'Community conversation',
    many: 'Conversations with the community',
    add: 'Add a conversation',
    none: 'No conversation with the community is recorded yet.',
    fields: [
      { kind: 'text', name: 'title', label: 'Where, and with whom?', needed: 'Say where it was, and with whom' },
      { kind: 'date', name: 'fromOn', label: 'When?', called: 'the day', needed: 'Enter the day' },
      { kind: 'text', name: 'howMany', label: 'How many came?', width: 4, inputmode: 'numeric', optional: true },
      { kind: 'textarea', name: 'says', label: 'What was heard?', limit: 4000, needed: 'Say what was heard' },
      { kind: 'textarea', name: 'learned', label: 'What changed because of it?', limit: 4000, optional: true },
      ...documentFields('notes'),
    ],
  },
  pilot: {
    one: 'Pilot',
    many: 'Pilots',
    add: 'Add a pilot',
    none: 'No pilot is recorded yet.',
    fields: [
      { kind: 'text', name: 'title', label: 'Name of the pilot', needed: 'Enter its name' },
      { kind: 'textarea', name: 'says', label: 'What does it test?', limit: 4000, needed: 'Say what it tests' },
      { kind: 'date', name: 'fromOn', label: 'Began', called: 'the first day', needed: 'Enter when it began' },
      { kind: 'date', name: 'untilOn', label: 'Ended', called: 'the last day', optional: true },
      {
        kind: 'textarea',
        name: 'businesses',
        label: 'Community businesses in it',
        hint: 'One a line',
        rows: 4,
        optional: true,
      },
      {
        kind: 'textarea',
        name: 'equalities',
        label: 'Equalities organisations in it',
        hint: 'One a line',
        rows: 3,
        optional: true,
      },
      {
        kind: 'textarea',
        name: 'others',
        label: 'Other organisations in it',
        hint: 'One a line',
        rows: 3,
        optional: true,
      },
      { kind: 'textarea', name: 'learned', label: 'What was learned?', limit: 4000, optional: true },
      ...documentFields('its report'),
    ],
  },
  commitment: {
    one: 'Commitment',
    many: 'Commitments',
    add: 'Add a commitment',
    none: 'No commitment is recorded yet.',
    fields: [
      { kind: 'text', name: 'title', label: 'What has the council promised?', needed: 'Say what was promised' },
      { kind: 'date', name: 'fromOn', label: 'Promised on', called: 'the day', needed: 'Enter when it was promised' },
      { kind: 'date', name: 'untilOn', label: 'To be done by', called: 'the last day', optional: true },
      {
        kind: 'radios',
        name: 'sort',
        label: 'How does it stand?',
        options: options(commitmentStates),
        needed: 'Choose how it stands',
      },
      { kind: 'textarea', name: 'learned', label: 'What has happened since?', limit: 4000, optional: true },
      ...documentFields('a document'),
    ],
  },
}

/** The boxes of the form for an entry that is there. */
export const entryValues = (entry: CouncilEntry): Record<string, unknown> => ({
  ...entry,
  howMany: entry.howMany ?? '',
  ...dateValues('fromOn', entry.fromOn),
  ...(entry.untilOn && dateValues('untilOn', entry.untilOn)),
  ...Object.fromEntries(
    Object.entries(partnerFields).map(([field, kind]) => [
      field,
      entry.partners
        .filter(partner => partner.kind === kind)
        .map(({ name }) => name)
        .join('\n'),
    ]),
  ),
})

/** The boxes of a pilot's form that name who takes part. */
export const partnerFields = {
  businesses: 'community business',
  equalities: 'equalities organisation',
  others: 'other',
} as const satisfies Record<string, keyof typeof partnerKinds>

/** The words for an entry's `sort`. */
export const sortWords = ({ kind, sort }: Pick<CouncilEntry, 'kind' | 'sort'>): string | null => {
  const words: Readonly<Record<string, string>> =
    kind === 'endorsement'
      ? endorsedHows
      : kind === 'champion'
        ? championSeats
        : kind === 'commitment'
          ? commitmentStates
          : {}
  return sort === null ? null : (words[sort] ?? null)
}
