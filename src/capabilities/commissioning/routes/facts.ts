/** What is told to the chooser, read from an address bar or the command line: each fact a short text, absent while nobody has answered. */

import { categories } from '../category.ts'
import { readPounds } from '../money.ts'

const choices = {
  nation: { england: 'England', elsewhere: 'Wales, Scotland or Northern Ireland' },
  buyer: {
    council: 'A council or combined authority',
    parish: 'A parish or town council',
    central: 'Central government, or one of its bodies',
    icb: 'An integrated care board',
    'nhs-trust': 'An NHS trust or NHS foundation trust',
    'nhs-england': 'NHS England',
    nhs: 'Another NHS body',
    fire: 'A fire and rescue authority',
    police: 'A police body',
    school: 'A school',
    utility: 'A utility',
    other: 'Another public body',
  },
  form: { grant: 'A grant', contract: 'A contract', pool: 'A pool of money of a council and an NHS body' },
  owed: { yes: 'Yes', no: 'No' },
  what: categories,
  light: { yes: 'Yes', no: 'No' },
  health: { yes: 'Yes, wholly or mainly', no: 'No' },
  concession: { yes: 'Yes', no: 'No' },
  vat: { with: 'With VAT', without: 'Without VAT' },
  rate: { '20': '20 %', '5': '5 %', '0': 'No VAT on it' },
  bidders: { anyone: 'Anyone: it is advertised', few: 'A few that we ask', one: 'One, without asking others' },
  area: {
    none: 'No',
    uk: 'The whole United Kingdom',
    own: 'Our own area',
    bordering: 'Our own area and the counties or London boroughs that border it',
    county: 'The whole county or London borough that we are inside',
    combined: 'The areas of all of us who buy together, with what borders them',
    'one-county': 'One county or London borough',
  },
  sme: { yes: 'Yes', no: 'No' },
  vcse: { yes: 'Yes', no: 'No' },
  joint: { yes: 'Yes', no: 'No' },
  inside: { yes: 'Yes', no: 'No' },
  mutual: { yes: 'Yes', no: 'No' },
  existing: { yes: 'Yes', no: 'No' },
  only: { yes: 'Yes', no: 'No' },
  choice: { yes: 'Yes', no: 'No' },
  satisfied: { yes: 'Yes', no: 'No' },
  changed: { yes: 'Yes', no: 'No' },
  known: { yes: 'Yes', no: 'No' },
} as const

export type FactName = keyof typeof choices
export const factNames = Object.keys(choices) as FactName[]
export const choicesOf = (name: FactName): Readonly<Record<string, string>> => choices[name]

/** The question each fact answers. */
export const questions: Readonly<Record<FactName | 'on' | 'value' | 'years', string>> = {
  nation: 'Where is the body that buys?',
  buyer: 'What kind of body buys?',
  on: 'On what day does the procurement begin?',
  form: 'Grant, contract or pool?',
  owed: 'Is a service owed in return, so that you could insist on it?',
  what: 'What is it mostly?',
  light: 'Is it a light touch service: social, education, community or other services to people?',
  health: 'Is it health care to people?',
  concession: 'Is it a concession: paid by those who use it, at the supplier’s own risk?',
  value: 'How much could be paid in all, over the whole life with extensions?',
  vat: 'Is that with VAT or without?',
  rate: 'Which VAT would there be on it?',
  years: 'For how many years, with extensions?',
  bidders: 'Who may bid?',
  area: 'Shall it be kept for suppliers of an area?',
  sme: 'Kept for small and medium-sized enterprises?',
  vcse: 'Kept for voluntary, community and social enterprises?',
  joint: 'Do several authorities buy together?',
  inside: 'Is your area wholly inside one county or London borough?',
  mutual: 'Kept for public service mutuals?',
  existing: 'Is somebody providing this service now?',
  only: 'Is that provider the only one that could?',
  choice: 'Do people choose their provider, from any number of them?',
  satisfied: 'Does that provider do it well, and is likely to go on so?',
  changed: 'Does the service change considerably?',
  known: 'Can the most suitable provider be found without a competition?',
}

export type Facts = Partial<Record<FactName, string>> & {
  /** The day the procurement begins. */
  readonly on?: string
  /** In pence, as told: with or without VAT as `vat` says. */
  readonly valueInPence?: number
  readonly years?: number
}

export interface FactError {
  readonly field: string
  readonly message: string
}

const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) &&
  !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) &&
  new Date(`${text}T00:00:00Z`).toISOString().startsWith(text)

/** Reads facts from short texts; what is empty is not told, and what makes no sense comes back as an error with its mend. */
export const readFacts = (given: Readonly<Record<string, unknown>>): { facts: Facts; errors: FactError[] } => {
  const facts: Record<string, string | number> = {}
  const errors: FactError[] = []
  const text = (name: string): string => {
    const value = Array.isArray(given[name]) ? given[name][0] : given[name]
    return typeof value === 'string' ? value.trim().slice(0, 60) : ''
  }
  for (const name of factNames) {
    const value = text(name)
    if (value === '') continue
    if (Object.hasOwn(choices[name], value)) facts[name] = value
    else
      errors.push({
        field: name,
        message: `${questions[name]} Choose one of: ${Object.keys(choices[name]).join(', ')}.`,
      })
  }
  const on = text('on')
  if (on !== '') {
    if (isDay(on)) facts.on = on
    else errors.push({ field: 'on', message: 'Write the day like 2026-01-01.' })
  }
  const value = text('value')
  if (value !== '') {
    const pence = readPounds(value)
    if (pence === null)
      errors.push({ field: 'value', message: 'Write the amount in pounds and pence, like 207,720 or 207719.99.' })
    else facts.valueInPence = pence
  }
  const years = text('years')
  if (years !== '') {
    if (/^\d{1,2}(\.\d{1,2})?$/.test(years) && Number(years) > 0) facts.years = Number(years)
    else errors.push({ field: 'years', message: 'Write the years as a number, like 5 or 2.5.' })
  }
  return { facts: facts as Facts, errors }
}
