import type { FeedRecord } from '../read-feed.ts'
import type { Table } from './read-table.ts'

/** Which column of a table means what, and the rows as records that the reader of feeds takes. Pure. */

export const tableFields = {
  id: 'Its id there',
  name: 'Name of the service',
  description: 'What it is',
  organisation: 'Organisation',
  charityNumber: 'Charity number',
  url: 'Website',
  email: 'E-mail',
  phone: 'Phone',
  address: 'Address',
  town: 'Town',
  postcode: 'Postcode',
  cost: 'What it costs',
  eligibility: 'Who it is for',
  minimumAge: 'Youngest age',
  maximumAge: 'Oldest age',
  times: 'Opening times',
  categories: 'Kinds of help',
  languages: 'Languages',
  access: 'How to start',
  status: 'Whether it is running',
  assuredOn: 'Last checked on',
} as const
export type TableField = keyof typeof tableFields
export const isTableField = (text: unknown): text is TableField =>
  typeof text === 'string' && Object.hasOwn(tableFields, text)

/** By heading: the field each column is, or '' for one that is left out. */
export type ColumnMapping = Readonly<Record<string, TableField | ''>>

// The surest first: each field is looked for in this order, and a column is taken once.
const guesses: readonly [TableField, RegExp][] = [
  ['charityNumber', /charity.*(no|num|reg|id)|reg.*charity/],
  ['postcode', /post ?code|zip|^pcode$/],
  ['email', /e-?mail/],
  ['phone', /phone|tel\b|telephone|mobile|^number$/],
  ['url', /web|url|site\b|link|www/],
  ['minimumAge', /(min|youngest|from|lower).*age|age.*(min|from)/],
  ['maximumAge', /(max|oldest|to|upper).*age|age.*(max|\bto\b)/],
  ['assuredOn', /(last|date).*(check|review|updated|verified|assured)|(check|review|verified|updated).*(on|date)/],
  ['organisation', /organi[sz]ation|provider|charity|run by|who runs|group name/],
  [
    'name',
    /^(service|activity|project|name|title|group|club|what)( ?(name|title))?$|name of (service|group|activity)|service name/,
  ],
  ['description', /descri|about|detail|summary|what (is|do)|information|notes/],
  ['cost', /cost|price|fee|charge|£/],
  ['eligibility', /eligib|who (is it )?for|who can|audience|target|suitable/],
  ['times', /open|time|when|day|hours|schedule/],
  ['categories', /categor|type|theme|kind|topic|tag|subject/],
  ['languages', /language/],
  ['access', /referral|how to|access|book|join/],
  ['status', /^(status|active|running)$/],
  ['town', /town|city|area|village|locality/],
  ['address', /address|venue|location|where|street/],
  ['id', /^(id|ref|reference|no|uid|number|key)\.?$|(service|record|unique).*(id|ref)/],
  ['name', /name|title/],
]

/** A first mapping by the headings, for somebody to look through. */
export function guessMapping(headings: readonly string[]): Record<string, TableField | ''> {
  const mapping: Record<string, TableField | ''> = Object.fromEntries(headings.map(heading => [heading, '' as const]))
  const taken = new Set<TableField>()
  for (const [field, words] of guesses) {
    if (taken.has(field)) continue
    const heading = headings.find(each => mapping[each] === '' && words.test(each.toLowerCase().trim()))
    if (heading === undefined) continue
    mapping[heading] = field
    taken.add(field)
  }
  return mapping
}

/** Of anything, that which is a mapping of these headings; a field named for two columns stays with the first, but for those that may be joined. */
export function readMapping(given: unknown, headings: readonly string[]): Record<string, TableField | ''> {
  const source = typeof given === 'object' && given !== null ? (given as Record<string, unknown>) : {}
  return Object.fromEntries(
    headings.map(heading => {
      const field = Object.hasOwn(source, heading) ? source[heading] : ''
      return [heading, isTableField(field) ? field : '']
    }),
  )
}

const split = (text: string): string[] => text.split(/[;|\n]|,(?![^(]*\))/).flatMap(part => part.trim() || [])

/** A spreadsheet takes the first 0 off a telephone number: the ten digits of a British one get it back. */
export function phoneOf(text: string): { number: string; mended: boolean } {
  const bare = text.replace(/[\s()-]/g, '').replace(/\.0$/, '')
  return /^[1-37-9]\d{8,9}$/.test(bare) ? { number: `0${bare}`, mended: true } : { number: text, mended: false }
}

/** The rows as records of a feed, each with what had to be mended to read it; the numbers are the lines of the sheet. */
export function recordsOf(table: Table, mapping: ColumnMapping): FeedRecord[] {
  const columns = new Map<TableField, number[]>()
  for (const [index, heading] of table.headings.entries()) {
    const field = mapping[heading]
    if (field) columns.set(field, [...(columns.get(field) ?? []), index])
  }
  const organisationAt = columns.get('organisation')?.[0]
  // Merged cells leave an organisation in the first of its rows only.
  const blanks =
    organisationAt === undefined ? 0 : table.rows.filter(({ cells }) => cells[organisationAt] === '').length
  const fillDown =
    organisationAt !== undefined && blanks >= table.rows.length * 0.25 && table.rows[0]?.cells[organisationAt] !== ''
  let organisation = ''
  return table.rows.map(({ line, cells }) => {
    const mends: string[] = []
    const all = (field: TableField): string[] => (columns.get(field) ?? []).flatMap(index => cells[index] || [])
    const one = (field: TableField, by = ' '): string | undefined => all(field).join(by) || undefined
    const own = one('organisation', ', ')
    if (own) organisation = own
    else if (fillDown && organisation) mends.push('organisation taken from the row above (merged cells)')
    const by = own ?? (fillDown ? organisation || undefined : undefined)
    const phones = all('phone')
      .flatMap(text => split(text.replace(/\s+or\s+|\//g, ';')))
      .map(text => {
        const { number, mended } = phoneOf(text)
        if (mended) mends.push('phone got its first 0 back')
        return { number }
      })
    const name = one('name') ?? (by && !columns.has('name') ? by : undefined)
    const charityNumber = one('charityNumber')
    const place = all('address').length + all('town').length + all('postcode').length > 0
    const status = one('status')?.toLowerCase()
    const value = {
      id: one('id'),
      name,
      description: one('description', '\n\n'),
      url: one('url'),
      email: one('email'),
      status:
        status === undefined || /^(y(es)?|true|open|running|1|live|current)$/.test(status)
          ? 'active'
          : /^(no?|false|0|not running)$/.test(status)
            ? 'inactive'
            : status,
      fees_description: one('cost'),
      eligibility_description: one('eligibility', '\n'),
      minimum_age: one('minimumAge'),
      maximum_age: one('maximumAge'),
      application_process: one('access', '\n'),
      assured_date: one('assuredOn'),
      phones,
      languages: all('languages')
        .flatMap(split)
        .map(each => ({ name: each })),
      schedules: all('times').map(description => ({ description })),
      attributes: all('categories')
        .flatMap(split)
        .map(each => ({ taxonomy_term: { name: each, taxonomy: 'Kind of help' } })),
      ...(by && {
        organization: {
          name: by,
          ...(charityNumber && {
            organization_identifiers: [{ identifier_type: 'Charity number', identifier: charityNumber }],
          }),
        },
      }),
      ...(place && {
        service_at_locations: [
          {
            location: {
              location_type: 'physical',
              addresses: [
                {
                  address_1: one('address', ', '),
                  city: one('town', ', '),
                  postal_code: one('postcode'),
                  country: 'GB',
                },
              ],
            },
          },
        ],
      }),
    }
    return {
      number: line,
      value,
      ...(mends.length > 0 && { mends: [...new Set(mends)] }),
      ...(!columns.has('id') && { isWithoutIds: true as const }),
    }
  })
}
