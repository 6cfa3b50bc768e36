import type { Field } from '../../../design/form.ts'
import { attendingWords, costWords } from '../words.ts'
import type { EntryField } from './entry-content.ts'
import type { RowField } from './entry-form.ts'
import { bankHolidays, days, everies, rowKinds, schools } from './schedule-rows.ts'

/** Which boxes the form of an entry has, in which order, and what stands beside them. */

const options = (words: Readonly<Record<string, string>>) =>
  Object.entries(words).map(([value, text]) => ({ value, text }))

/** Sections of the form in the order people think of them. */
export const sections: readonly { title: string; fields: readonly EntryField[] }[] = [
  { title: 'What it is', fields: ['name', 'alternateName', 'description', 'terms', 'status', 'alert'] },
  { title: 'How to reach you', fields: ['phones', 'email', 'url', 'contacts'] },
  {
    title: 'How people use it',
    fields: ['attending', 'access', 'applicationProcess', 'waitTime', 'requiredDocuments'],
  },
  { title: 'Where', fields: ['locations', 'serviceAreas'] },
  { title: 'When', fields: ['schedules'] },
  {
    title: 'Who it is for',
    fields: ['eligibility', 'minimumAge', 'maximumAge', 'languages', 'interpretation', 'accreditations'],
  },
  { title: 'What it costs', fields: ['cost', 'fees', 'costOptions'] },
]

export const rowTitles: Readonly<Record<RowField, { one: string; hint: string; add: string }>> = {
  phones: { one: 'Phone', hint: 'Numbers people can ring.', add: 'Add another phone' },
  contacts: {
    one: 'Person or desk to ask for',
    hint: 'Leave empty if anybody who answers can help.',
    add: 'Add somebody to ask for',
  },
  costOptions: { one: 'Price', hint: 'If there are different prices, one each.', add: 'Add another price' },
  locations: {
    one: 'Place',
    hint: 'Where people come to. Leave empty if nobody comes to you.',
    add: 'Add another place',
  },
  schedules: {
    one: 'Opening time',
    hint: 'One for each time of day: open in the morning and again in the evening is two. Add days on which it is closed or different as well.',
    add: 'Add another time',
  },
}

export const simple: Partial<Record<EntryField, Omit<Field, 'name' | 'label'> & { label?: string }>> = {
  name: { kind: 'text', label: 'Name of the service', hint: 'What people know it as', autocomplete: 'off' } as never,
  alternateName: { kind: 'text', optional: true, autocomplete: 'off' } as never,
  description: {
    kind: 'textarea',
    rows: 8,
    hint: 'What happens, for whom, and what makes it easy to come. Plain words.',
  } as never,
  status: { kind: 'radios' } as never,
  alert: {
    kind: 'textarea',
    rows: 2,
    optional: true,
    hint: 'Like “Closed in August while the kitchen is mended.”',
  } as never,
  email: { kind: 'email', label: 'E-mail people can write to', optional: true, autocomplete: 'off' } as never,
  url: { kind: 'text', optional: true, hint: 'Like www.example.org', autocomplete: 'off', spellcheck: false } as never,
  attending: { kind: 'checkboxes', options: options(attendingWords) } as never,
  access: {
    kind: 'textarea',
    rows: 3,
    optional: true,
    hint: 'One way a line, like “Drop in” or “Ring first”',
  } as never,
  applicationProcess: { kind: 'textarea', rows: 3, optional: true } as never,
  waitTime: { kind: 'text', optional: true, hint: 'Like “About two weeks”', autocomplete: 'off' } as never,
  requiredDocuments: { kind: 'textarea', rows: 3, optional: true, hint: 'One thing a line' } as never,
  serviceAreas: {
    kind: 'textarea',
    rows: 3,
    optional: true,
    hint: 'One a line: the whole place, a town, a neighbourhood. People outside are told that it is not for them.',
  } as never,
  cost: { kind: 'radios', options: [...options(costWords)], orElse: { value: '', text: 'Not said' } } as never,
  fees: {
    kind: 'textarea',
    rows: 2,
    optional: true,
    hint: 'In a sentence, like “£2 a session, free for carers”',
  } as never,
  eligibility: { kind: 'textarea', rows: 3, optional: true, hint: 'Like “Anyone over 60 who lives here”' } as never,
  minimumAge: { kind: 'text', width: 3, inputmode: 'numeric', optional: true, autocomplete: 'off' } as never,
  maximumAge: { kind: 'text', width: 3, inputmode: 'numeric', optional: true, autocomplete: 'off' } as never,
  languages: { kind: 'textarea', rows: 2, optional: true, label: 'Languages spoken', hint: 'One a line' } as never,
  interpretation: {
    kind: 'textarea',
    rows: 2,
    optional: true,
    hint: 'Like “British Sign Language if you ask a week before”',
  } as never,
  accreditations: { kind: 'textarea', rows: 2, optional: true } as never,
}

export const rowBoxes: Readonly<Record<RowField, readonly (Omit<Field, 'name'> & { box: string })[]>> = {
  phones: [
    { box: 'number', kind: 'phone', label: 'Number', autocomplete: 'off' },
    { box: 'extension', kind: 'text', label: 'Extension', width: 5, optional: true, autocomplete: 'off' },
    { box: 'description', kind: 'text', label: 'What it is for', optional: true, autocomplete: 'off' },
  ] as never,
  contacts: [
    { box: 'name', kind: 'text', label: 'Name', optional: true, autocomplete: 'off' },
    { box: 'title', kind: 'text', label: 'What they do', optional: true, autocomplete: 'off' },
    { box: 'email', kind: 'email', label: 'Their e-mail', optional: true, autocomplete: 'off' },
    {
      box: 'phones',
      kind: 'text',
      label: 'Their phone',
      hint: 'Several with commas between them',
      optional: true,
      autocomplete: 'off',
    },
  ] as never,
  costOptions: [
    { box: 'option', kind: 'text', label: 'For whom or what', optional: true, autocomplete: 'off' },
    {
      box: 'amount',
      kind: 'text',
      label: 'Price',
      prefix: '£',
      width: 5,
      inputmode: 'decimal',
      optional: true,
      autocomplete: 'off',
    },
    { box: 'note', kind: 'text', label: 'More about the price', optional: true, autocomplete: 'off' },
  ] as never,
  locations: [
    {
      box: 'private',
      kind: 'checkboxes',
      label: 'Is the address private?',
      hint: 'For a refuge, or somebody’s home. Then nobody sees the address, the postcode or how far it is; you can still read and change it here.',
      options: [{ value: 'yes', text: 'Keep this address private' }],
    },
    {
      box: 'name',
      kind: 'text',
      label: 'Name of the place',
      hint: 'Like “Chapel hall”',
      optional: true,
      autocomplete: 'off',
    },
    { box: 'address', kind: 'textarea', rows: 3, label: 'Address', optional: true, autocomplete: 'off' },
    { box: 'town', kind: 'text', label: 'Town', optional: true, autocomplete: 'off', width: 20 },
    { box: 'postcode', kind: 'postcode', label: 'Postcode', hint: 'Like ZZ1 4AB', optional: true, autocomplete: 'off' },
    {
      box: 'accessibility',
      kind: 'textarea',
      rows: 3,
      label: 'Getting in',
      hint: 'One thing a line, like “Step-free from the street” or “No lift”',
      optional: true,
    },
  ] as never,
  schedules: [
    { box: 'kind', kind: 'select', label: 'What this is', options: options(rowKinds), choose: 'Choose' },
    { box: 'days', kind: 'checkboxes', label: 'Days', options: options(days) },
    {
      box: 'opens',
      kind: 'text',
      label: 'From',
      hint: 'Like 9:30 or 2 pm',
      width: 5,
      optional: true,
      autocomplete: 'off',
    },
    {
      box: 'closes',
      kind: 'text',
      label: 'Until',
      hint: 'Like 17:00; after midnight is the next day',
      width: 5,
      optional: true,
      autocomplete: 'off',
    },
    { box: 'every', kind: 'select', label: 'How often', options: options(everies), choose: 'Choose' },
    {
      box: 'from',
      kind: 'text',
      label: 'First day',
      hint: 'Like 26/11/2026. For every 2 weeks: a day it takes place',
      width: 10,
      optional: true,
      autocomplete: 'off',
    },
    { box: 'until', kind: 'text', label: 'Last day', width: 10, optional: true, autocomplete: 'off' },
    { box: 'school', kind: 'select', label: 'School terms', options: options(schools), choose: 'All year' },
    { box: 'bankHolidays', kind: 'select', label: 'Bank holidays', options: options(bankHolidays), choose: 'Not said' },
    { box: 'note', kind: 'textarea', rows: 2, label: 'In words', hint: 'What the boxes cannot say', optional: true },
  ] as never,
}
