import { type Basis, type Purpose, type SharedField, sharedFieldCodes } from '../sharing-words.ts'
import { type AssuranceLevel, assuranceLevels } from '../words.ts'

/** The levels, from least to most known. */
export const levelOrder = Object.keys(assuranceLevels) as AssuranceLevel[]

/** What a level says of an organisation, in a sentence. */
export const levelSays: Readonly<Record<AssuranceLevel, string>> = {
  informal: 'it is an informal group',
  constituted: 'it has a constitution, and we have seen no registration, insurance and safeguarding policy',
  registered: 'it is registered and insured, and has a safeguarding policy',
  contracted: 'it works under a contract',
}

/** Kinds of evidence: what was seen, whether it ends, and what its number looks like. */
export const evidenceKinds = {
  constitution: { label: 'Constitution or governing document', ends: false, reference: null },
  'charity number': {
    label: 'Charity number',
    ends: false,
    // Charity Commission for England and Wales: 6 or 7 digits, with a subsidiary after a hyphen; OSCR: SC and 6; Charity Commission for Northern Ireland: NIC and 6 (registers as of 2026).
    reference: {
      shape: /^(\d{6,7}(-\d{1,3})?|SC\d{6}|NIC\d{6})$/,
      mend: 'Enter a charity number like 1123456, SC012345 or NIC101234',
    },
  },
  'company number': {
    label: 'Company number',
    ends: false,
    // Companies House, "Uniform Resource Identifiers": 8 characters, digits, or two letters (one for some societies) before them.
    reference: {
      shape: /^(\d{8}|[A-Z]{2}\d{6}|[A-Z]\d{7}|R\d{7})$/,
      mend: 'Enter a company number like 01234567 or SC123456',
    },
  },
  'public body': { label: 'Public body', ends: false, reference: null },
  insurance: { label: 'Public liability insurance', ends: true, reference: null },
  'safeguarding policy': { label: 'Safeguarding policy', ends: true, reference: null },
  contract: { label: 'Contract or grant agreement', ends: true, reference: null },
  'met them': { label: 'We have met them or spoken with them', ends: false, reference: null },
  'known before': { label: 'Known when the place was set up', ends: false, reference: null },
} as const satisfies Readonly<
  Record<string, { label: string; ends: boolean; reference: { shape: RegExp; mend: string } | null }>
>

export type EvidenceKind = keyof typeof evidenceKinds

/** Something that was seen of an organisation; no file is kept. */
export interface Evidence {
  readonly evidenceId: string
  readonly organisationId: string
  readonly kind: EvidenceKind
  /** The number it is registered under, or the number of the policy. */
  readonly reference: string
  /** The level it stands for by itself, where that was settled before evidence was written down. */
  readonly vouchesFor: AssuranceLevel | null
  readonly seenBy: string
  readonly seenOn: string
  /** Its last day; null where it does not end. */
  readonly untilOn: string | null
  readonly note: string
  readonly recordedAt: Date
  readonly endedAt: Date | null
  readonly endedBy: string | null
  readonly endedBecause: string | null
}

/**
 * What each level asks for: of every list one. Our own table, from what funders and councils ask of small groups (domain rules 3.11: a constitution, a registration, insurance,
 * a safeguarding policy); a public body answers for itself.
 */
export const levelAsks: Readonly<Record<AssuranceLevel, readonly (readonly EvidenceKind[])[]>> = {
  informal: [],
  constituted: [['constitution', 'charity number', 'company number', 'public body']],
  registered: [
    ['charity number', 'company number', 'public body'],
    ['insurance', 'public body'],
    ['safeguarding policy', 'public body'],
  ],
  contracted: [
    ['charity number', 'company number', 'public body'],
    ['insurance', 'public body'],
    ['safeguarding policy', 'public body'],
    ['contract'],
  ],
}

type Seen = Pick<Evidence, 'kind' | 'vouchesFor' | 'seenOn' | 'untilOn' | 'endedAt'>

/** True while evidence counts: seen, not taken back, not past its last day. */
export const counts = ({ seenOn, untilOn, endedAt }: Seen, on: string): boolean =>
  endedAt === null && seenOn <= on && (untilOn === null || untilOn >= on)

/** How far an organisation is known on a day ('YYYY-MM-DD'): the highest level that everything seen of it adds up to. */
export const levelOn = (evidence: readonly Seen[], on: string): AssuranceLevel => {
  const valid = evidence.filter(each => counts(each, on))
  const has = (kinds: readonly EvidenceKind[]) => valid.some(({ kind }) => kinds.includes(kind))
  const added = levelOrder.findLast(level => levelAsks[level].every(has)) ?? 'informal'
  const vouched = valid.flatMap(({ vouchesFor }) => vouchesFor ?? [])
  return [added, ...vouched].reduce((most, level) => (isAtLeast(level, most) ? level : most))
}

/** What is still to be seen for a level; in each list one of them. */
export const missingFor = (evidence: readonly Seen[], level: AssuranceLevel, on: string): (readonly EvidenceKind[])[] =>
  levelAsks[level].filter(kinds => !evidence.some(each => counts(each, on) && kinds.includes(each.kind)))

const isAtLeast = (level: AssuranceLevel, least: AssuranceLevel): boolean =>
  levelOrder.indexOf(level) >= levelOrder.indexOf(least)

/** What may be shared with organisations of a level, for a purpose, from a day on. */
export interface LevelScope {
  readonly level: AssuranceLevel
  readonly purpose: Purpose
  readonly fromOn: string
  readonly fields: readonly SharedField[]
  /** What may allow it besides an emergency, which no table limits. */
  readonly bases: readonly Basis[]
  readonly why: string
  readonly decidedBy: string
  /** Null of the table the software comes with. */
  readonly decidedAt: Date | null
}

const shipped = (
  level: AssuranceLevel,
  purpose: Purpose,
  fields: readonly SharedField[],
  basesOf: readonly Basis[],
  why: string,
): LevelScope => ({
  level,
  purpose,
  fromOn: '2026-11-01',
  fields,
  bases: basesOf,
  why,
  decidedBy: 'the table the software comes with',
  decidedAt: null,
})

const allButStory = sharedFieldCodes.filter(field => field !== 'story')

/** The table the software comes with; a place decides otherwise, level by level, from a day on. Our own rule: nothing published sets it. */
export const shippedScopes: readonly LevelScope[] = [
  shipped(
    'informal',
    'help',
    allButStory,
    ['consent'],
    'Neighbours can ring and knock; the story stays with those who answer for how they keep it.',
  ),
  shipped('constituted', 'help', sharedFieldCodes, ['consent'], 'There are rules, and somebody who answers for them.'),
  shipped(
    'registered',
    'help',
    sharedFieldCodes,
    ['consent', 'public task', 'sharing agreement'],
    'A regulator, an insurer and a safeguarding policy stand behind them.',
  ),
  shipped(
    'contracted',
    'help',
    sharedFieldCodes,
    ['consent', 'public task', 'sharing agreement'],
    'A contract says what they do with what they are told.',
  ),
  shipped('informal', 'protect', [], [], 'Concerns go to those who are trained for them.'),
  shipped('constituted', 'protect', [], [], 'Concerns go to those who are trained for them.'),
  shipped(
    'registered',
    'protect',
    sharedFieldCodes,
    ['safeguarding', 'public task', 'sharing agreement', 'consent'],
    'They have a safeguarding policy.',
  ),
  shipped(
    'contracted',
    'protect',
    sharedFieldCodes,
    ['safeguarding', 'public task', 'sharing agreement', 'consent'],
    'They have a safeguarding policy and a contract.',
  ),
]

/** What holds for a level and purpose on a day: what the place decided last (of one day, what stands first in the list), else the table the software comes with. Nothing where neither says. */
export const scopeOn = (
  decided: readonly LevelScope[],
  level: AssuranceLevel,
  purpose: Purpose,
  on: string,
): LevelScope | null => {
  const holding = (scopes: readonly LevelScope[]) =>
    scopes
      .filter(scope => scope.level === level && scope.purpose === purpose && scope.fromOn <= on)
      .sort((a, b) => b.fromOn.localeCompare(a.fromOn))[0]
  return holding(decided) ?? shippedScopes.find(scope => scope.level === level && scope.purpose === purpose) ?? null
}
