/** The form for putting a need to volunteers: what is asked at once, and the parts that are closed over what they say now. */
import type { Static } from 'typebox'
import type { Field } from '../../../design/form.ts'
import { distanceInWords, distanceMetres } from '../../places/index.ts'
import {
  activities,
  activitiesFor,
  activityCodes,
  type CheckAnswer,
  cannotManageReasons,
  checkLevels,
  contacts,
  languageCodes,
  languagesSpoken,
  qualifyingServices,
  type Training,
  withChildren,
} from '../../volunteers/index.ts'
import { whenInWords } from '../send-offers.ts'
import { askedElsewheres, everies } from '../words.ts'
import type { PutInput } from './put-to-volunteers.ts'
import { sharingPart } from './sharing-part.ts'
import { type KnownOfNeed, type PutPart, type YesPart, yesses } from './usual-answers.ts'

type Put = Static<typeof PutInput>

const options = (of: Readonly<Record<string, { label: string; hint?: string }>>) =>
  Object.entries(of).map(([value, { label, hint }]) => ({ value, text: label, ...(hint && { hint }) }))

const plain = (of: Readonly<Record<string, string>>) => Object.entries(of).map(([value, text]) => ({ value, text }))

const clockField = (name: string, label: string, hint: string): Field => ({
  kind: 'text',
  name,
  label,
  hint,
  width: 5,
  autocomplete: 'off',
})

/** What is asked of every need. */
export const firstFields = ({ need }: KnownOfNeed): { what: Field; together: Field[] } => {
  const likely = activitiesFor(need.kind)
  const ordered = [...likely, ...activityCodes.filter(code => !likely.includes(code))]
  return {
    what: {
      kind: 'textarea',
      name: 'what',
      label: 'What is needed',
      hint: 'Everyone who is asked reads this. Name nobody, and leave out the street and the phone number.',
      limit: 500,
      rows: 2,
    },
    together: [
      {
        kind: 'select',
        name: 'activity',
        label: 'What a volunteer would do',
        options: [
          ...(need.kind === 'other' ? [{ value: '', text: 'Choose one' }] : []),
          ...ordered.map(value => ({ value, text: activities[value].label })),
        ],
      },
      {
        kind: 'text',
        name: 'minutes',
        label: 'How long it takes',
        width: 3,
        inputmode: 'numeric',
        suffix: 'minutes',
        autocomplete: 'off',
      },
    ],
  }
}

const whenPart = (put: Put): PutPart => {
  const [startsAt, endsAt] = [new Date(put.startsAt), new Date(put.endsAt)]
  const { minutes } = put
  const isKnown = [startsAt.getTime(), endsAt.getTime(), minutes].every(Number.isFinite)
  return {
    name: 'when',
    title: 'When',
    says: isKnown
      ? `${whenInWords({ startsAt, endsAt, minutes, every: put.every as never })}${put.every ? '' : ', once'}`
      : 'Not known yet',
    fields: [
      { kind: 'date', name: 'startsOn', label: 'First day it can be done' },
      clockField('startsTime', 'From what time', 'Like 14:00 or 2 pm'),
      { kind: 'date', name: 'endsOn', label: 'Last day it can be done' },
      clockField('endsTime', 'Until what time', 'Like 17:00 or 5 pm'),
      {
        kind: 'radios',
        name: 'every',
        label: 'Does it come again?',
        options: [{ value: 'once', text: 'Once' }, ...options(everies)],
        inline: true,
      },
    ],
  }
}

const wherePart = (put: Put, { need, hidesAddress, staffed }: KnownOfNeed, roughly: string | null): PutPart => {
  const meets = staffed.find(({ organisationId }) => organisationId === put.meetAtOrganisationId)
  const how = Object.hasOwn(contacts, put.circumstances.contact)
    ? contacts[put.circumstances.contact as keyof typeof contacts].label
    : 'How they meet is not said yet'
  const where = meets
    ? `at ${meets.name}`
    : hidesAddress
      ? 'where is not chosen yet'
      : roughly
        ? `roughly ${roughly}`
        : 'we do not know where'
  return {
    name: 'where',
    title: 'Where',
    says: put.activity === 'phone call' && put.circumstances.contact === 'phone' ? how : `${how}, ${where}`,
    fields: [
      { kind: 'radios', name: 'contact', label: 'How do they meet?', options: options(contacts) },
      {
        kind: 'select',
        name: 'meetAtOrganisationId',
        label: 'Where do they meet?',
        ...(hidesAddress && { hint: 'Nobody may be told where they live, so they meet where there are staff.' }),
        options: [
          ...(hidesAddress ? [] : [{ value: 'home', text: 'Where they live, or as they agree' }]),
          ...staffed.map(({ organisationId, name, position }) => ({
            value: organisationId as string,
            text: `At ${name}${position && need.near ? `, ${distanceInWords(distanceMetres(position, need.near))} from them` : ''}`,
          })),
        ],
      },
    ],
  }
}

const elsewhereFields: readonly Field[] = [
  {
    kind: 'select',
    name: 'askedElsewhere',
    label: 'What was answered about the check?',
    hint: 'The law of another nation decides here. Ask there first.',
    options: [{ value: '', text: 'Nobody has asked yet' }, ...plain(askedElsewheres)],
  },
  {
    kind: 'textarea',
    name: 'askedElsewhereSays',
    label: 'Who answered, when and what',
    optional: true,
    rows: 2,
    limit: 300,
  },
]

const checkPart = ({ circumstances }: Put, check: CheckAnswer | null, isElsewhere: boolean): PutPart => {
  const cannot = circumstances.cannotManageBecause as keyof typeof cannotManageReasons | null
  const service = circumstances.qualifyingService as keyof typeof qualifyingServices | null
  const children = circumstances.withChildren as keyof typeof withChildren | null | undefined
  const said = [
    ...(Object.keys(yesses) as YesPart[]).filter(name => circumstances[name]).map(name => yesses[name]),
    ...(cannot ? [`They cannot manage it themselves, ${cannotManageReasons[cannot].toLowerCase()}`] : []),
    ...(service ? [qualifyingServices[service]] : []),
    ...(children ? [withChildren[children]] : []),
  ]
  return {
    name: 'check',
    title: 'The check it needs',
    says: [
      ...(check ? [check.askElsewhere ? 'Ask elsewhere' : checkLevels[check.level].label] : []),
      said.length ? said.join('. ') : 'Nothing is said about them that would ask for more',
    ].join('. '),
    fields: [
      {
        kind: 'select',
        name: 'cannotManageBecause',
        label: 'Can they manage this themselves?',
        options: [
          { value: 'none', text: 'Yes, or it is merely handy' },
          ...plain(cannotManageReasons).map(({ value, text }) => ({ value, text: `No: ${text.toLowerCase()}` })),
        ],
      },
      {
        kind: 'select',
        name: 'qualifyingService',
        label: 'Do they receive a health or social care service?',
        options: [{ value: 'none', text: 'None that we know of' }, ...plain(qualifyingServices)],
      },
      {
        kind: 'select',
        name: 'withChildren',
        label: 'Is any of it done with people under 18?',
        hint: 'Leave it where children are merely there too.',
        options: [{ value: 'none', text: 'No' }, ...plain(withChildren)],
      },
      { kind: 'checkboxes', name: 'circumstances', label: 'Is any of this so?', options: plain(yesses) },
      ...(isElsewhere ? elsewhereFields : []),
    ],
  }
}

const whoPart = (put: Put, trainings: readonly Training[], check: CheckAnswer | null): PutPart => {
  const wanted = trainings.filter(({ code }) => put.trainings.includes(code) || check?.minimum.trainings.includes(code))
  return {
    name: 'who',
    title: 'Who would suit',
    says: [
      ['English', ...put.languages.map(code => languagesSpoken[code as keyof typeof languagesSpoken] ?? code)].join(
        ' and ',
      ),
      put.needsCar || put.activity === 'lift' ? 'with a car' : 'with or without a car',
      wanted.length
        ? `trained in ${wanted.map(({ label }) => label.split(':')[0]?.toLowerCase()).join(' and ')}`
        : 'no training asked for',
    ].join(', '),
    fields: [
      { kind: 'checkboxes', name: 'needsCar', label: 'Is a car needed?', options: [{ value: 'yes', text: 'Yes' }] },
      {
        kind: 'checkboxes',
        name: 'trainings',
        label: 'Trainings the volunteer must have',
        hint: 'Those that go with what they would do are asked for by themselves.',
        options: trainings.map(({ code, label }) => ({ value: code, text: label })),
      },
      {
        kind: 'checkboxes',
        name: 'languages',
        label: 'Which languages must the volunteer speak, besides English?',
        options: languageCodes.map(value => ({ value, text: languagesSpoken[value] })),
      },
    ],
  }
}

/** The parts of the form, over what stands in it now. */
export const putParts = (
  put: Put,
  known: KnownOfNeed,
  of: {
    check: CheckAnswer | null
    permitted: boolean
    trainings: readonly Training[]
    /** Whether the law of another nation decides on the check. */
    isElsewhere: boolean
    /** The neighbourhood, or another word for roughly where. */
    roughly: string | null
  },
): PutPart[] => [
  whenPart(put),
  wherePart(put, known, of.roughly),
  whoPart(put, of.trainings, of.check),
  checkPart(put, of.check, of.isElsewhere),
  sharingPart(put, of.permitted),
]
