import { csvLine } from '../../../kernel/csv.ts'
import { madeId } from '../read-fields.ts'
import { type Field, type Json, type StandardKind, shapeOf } from './shapes.ts'

/**
 * HSDS 3.1 as tables: a Frictionless tabular data package (specs.frictionlessdata.io, 2017) with one CSV file for each kind of thing. Primary keys are
 * unique and foreign keys hold, also where a feed uses one id for two things. Pure; who writes the rows where is in package-files.ts.
 */

/** What a place says of the data it publishes. */
export type Publishing = { placeName: string; licence?: { name: string; url: string } }

/** The tables, with the file names of the standard's own package. */
const tables = {
  organization: 'organizations',
  service: 'services',
  location: 'locations',
  service_at_location: 'service_at_location',
  taxonomy: 'taxonomies',
  taxonomy_term: 'taxonomy_terms',
  attribute: 'attributes',
  organization_identifier: 'organization_identifiers',
  address: 'addresses',
  accessibility: 'accessibility',
  contact: 'contacts',
  phone: 'phones',
  schedule: 'schedules',
  service_area: 'service_areas',
  language: 'languages',
  funding: 'funding',
  cost_option: 'cost_options',
  required_document: 'required_documents',
  url: 'url',
  unit: 'units',
  service_capacity: 'service_capacity',
  metadata: 'metadata',
} as const satisfies Partial<Record<StandardKind, string>>
export type Table = keyof typeof tables
export const tableNames = Object.keys(tables) as Table[]
/** Where the file of a table lies, below datapackage.json. */
export const fileOf = (table: Table): string => `tables/${tables[table]}.csv`

/** Columns that hold the id of a row of another table. */
const refersTo: Readonly<Record<string, Table>> = {
  organization_id: 'organization',
  service_id: 'service',
  location_id: 'location',
  service_at_location_id: 'service_at_location',
  contact_id: 'contact',
  taxonomy_id: 'taxonomy',
  taxonomy_term_id: 'taxonomy_term',
  unit_id: 'unit',
  parent_id: 'taxonomy_term',
}

const isTable = (type: string): type is Table => type in tables
const columnsOf = (table: Table): Field[] => shapeOf('HSDS 3.1', table).filter(({ type }) => !isTable(type))

const columnTypes: Readonly<Record<string, Json>> = {
  text: { type: 'string' },
  uuid: { type: 'string', format: 'uuid' },
  email: { type: 'string', format: 'email' },
  uri: { type: 'string', format: 'uri' },
  number: { type: 'number' },
  date: { type: 'date' },
  instant: { type: 'datetime', format: 'any' },
  // A day may end at 24:00, which is no time of Frictionless.
  time: { type: 'string', constraints: { pattern: '([01][0-9]|2[0-4]):[0-5][0-9]' } },
}

function columnOf({ name, type, isRequired, oneOf }: Field): Json {
  const { constraints, ...column } = columnTypes[type] ?? {}
  const limits = {
    ...(constraints as Json | undefined),
    ...(isRequired && { required: true }),
    ...(name === 'id' && { unique: true }),
    ...(oneOf && { enum: oneOf }),
  }
  return { name, ...column, ...(Object.keys(limits).length > 0 && { constraints: limits }) }
}

/** datapackage.json. */
export function descriptorOf({ placeName, licence }: Publishing, madeAt: Date): Json {
  return {
    profile: 'tabular-data-package',
    name: 'human_services_data',
    title: `Services in ${placeName}`,
    description:
      'What organisations of the place offer residents, in the tables of the Human Services Data Specification 3.1.',
    homepage: 'https://docs.openreferral.org/',
    version: '3.1.0',
    created: madeAt.toISOString(),
    ...(licence && { licenses: [{ title: licence.name, path: licence.url }] }),
    resources: tableNames.map(table => ({
      profile: 'tabular-data-resource',
      name: table,
      path: fileOf(table),
      format: 'csv',
      mediatype: 'text/csv',
      encoding: 'utf-8',
      schema: {
        fields: columnsOf(table).map(columnOf),
        missingValues: [''],
        primaryKey: 'id',
        foreignKeys: columnsOf(table).flatMap(({ name }) => {
          const resource = refersTo[name]
          // A table refers to itself by no name.
          return resource
            ? [{ fields: name, reference: { resource: resource === table ? '' : resource, fields: 'id' } }]
            : []
        }),
      },
    })),
  }
}

export const headOf = (table: Table): string => csvLine(columnsOf(table).map(({ name }) => name))

/** Kinds that many services share: a second time they are the same thing. */
const shared = new Set<Table>(['organization', 'location', 'taxonomy', 'taxonomy_term', 'unit'])
/** Kinds whose ids come from feeds: a second time they are another thing, and get another id. */
const ofFeeds = new Set<Table>(['contact', 'schedule', 'service_area', 'language', 'cost_option'])

/** Cuts objects of the standard into lines of its tables. It remembers the ids it has seen, and nothing else. */
export function tableCutter(): (table: Table, object: Json) => { table: Table; line: string }[] {
  const seen = new Map<Table, Set<unknown>>()
  function* cut(table: Table, object: Json, owner: Json): Generator<{ table: Table; line: string }> {
    let row = { ...object, ...owner }
    if (shared.has(table) || ofFeeds.has(table)) {
      const ids = seen.get(table) ?? new Set()
      seen.set(table, ids)
      if (ids.has(row.id) && shared.has(table)) return
      for (let again = 0; ids.has(row.id); again++)
        row = { ...row, id: madeId(String(row.service_id ?? ''), table, String(object.id), String(again)) }
      ids.add(row.id)
    }
    yield { table, line: csvLine(columnsOf(table).map(({ name }) => row[name])) }
    for (const { name, type, isList } of shapeOf('HSDS 3.1', table)) {
      if (!isTable(type)) continue
      const own =
        refersTo[`${table}_id`] === table && shapeOf('HSDS 3.1', type).some(field => field.name === `${table}_id`)
      const mine = own && !shared.has(type) ? { [`${table}_id`]: row.id } : {}
      const parts = (isList ? object[name] : object[name] && [object[name]]) as Json[] | undefined
      for (const part of parts ?? []) yield* cut(type, part, mine)
    }
  }
  return (table, object) => [...cut(table, object, {})]
}
