import { fileOf, type Publishing, tableNames } from './data-package.ts'
import { type ParameterName, parameters } from './query.ts'
import { type Resource, resources } from './resources.ts'
import { type Dialect, type Json, schemaOf, shapeNames } from './shapes.ts'

/** The OpenAPI 3.1 document of a published API, made from the same shapes, parameters and lists that answer. Pure. */

const ref = (shape: string): string => `#/components/schemas/${shape}`
const refTo = (shape: string): Json => ({ $ref: ref(shape) })
const oneOf = (shapes: readonly string[]): Json =>
  shapes.length === 1 ? refTo(shapes[0] ?? '') : { anyOf: shapes.map(refTo) }
const answered = (description: string, schema: Json, type = 'application/json'): Json => ({
  description,
  headers: { 'Access-Control-Allow-Origin': { schema: { type: 'string', const: '*' } } },
  content: { [type]: { schema } },
})
const refused = (description: string): Json => answered(description, refTo('problem'))

const PAGE: Json = {
  total_items: { type: 'integer', minimum: 0, description: 'How many there are on all pages.' },
  total_pages: { type: 'integer', minimum: 0 },
  page_number: { type: 'integer', minimum: 1 },
  size: { type: 'integer', minimum: 0, description: 'How many there are on this page.' },
  first_page: { type: 'boolean' },
  last_page: { type: 'boolean' },
  empty: { type: 'boolean' },
}
const PROBLEM: Json = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['title', 'message'],
      properties: { title: { type: 'string' }, message: { type: 'string' } },
    },
  },
}

const parametersIn = (names: readonly ParameterName[]): Json[] =>
  names.map(name => ({
    name,
    in: 'query',
    required: false,
    description: parameters[name].about,
    schema: parameters[name].schema,
  }))

function pathsOf(resource: Resource): Record<string, Json> {
  const { name, one, listShapes, shapes } = resource
  const page: Json = {
    type: 'object',
    additionalProperties: false,
    required: [...Object.keys(PAGE), 'contents'],
    properties: { ...PAGE, contents: { type: 'array', items: oneOf(listShapes) } },
  }
  const list = answered('One page of the list; with format=ndjson all of it, one object a line.', page)
  Object.assign(list.content as Json, { 'application/x-ndjson': { schema: { type: 'string' } } })
  return {
    [`/${name}`]: {
      get: {
        operationId: `list_${name}`,
        summary: `The list of ${name.replaceAll('_', ' ')}. Parameters are cumulative.`,
        parameters: parametersIn(resource.parameters),
        responses: { 200: list, 400: refused('A parameter could not be read, or names what is not here.') },
      },
    },
    [`/${name}/{id}`]: {
      get: {
        operationId: `get_${name}`,
        summary: `One ${one}, with everything that belongs to it.`,
        parameters: [
          { name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } },
          ...parametersIn(resource.parametersOfOne),
        ],
        responses: {
          200: answered(`The ${one}.`, oneOf(shapes)),
          ...(name === 'services' && { 308: { description: 'It was merged into the service at Location.' } }),
          404: refused(`There is no ${one} with this id.`),
        },
      },
    },
  }
}

/** @param root the address everything lies below, without a slash at its end. */
export function openApiOf(dialect: Dialect, root: string, { placeName, licence }: Publishing, version: string): Json {
  const standard = dialect === 'ORUK 3.0' ? 'Open Referral UK 3.0' : 'Human Services Data Specification 3.1'
  const rootSchema: Json = {
    type: 'object',
    required: ['version', 'profile', 'openapi_url'],
    properties: {
      version: { type: 'string' },
      profile: { type: 'string', format: 'uri' },
      openapi_url: { type: 'string', format: 'uri' },
    },
  }
  const dataPackage: Json =
    dialect === 'ORUK 3.0'
      ? {}
      : {
          '/datapackage.json': {
            get: {
              operationId: 'get_data_package',
              summary: 'Everything as tables: a Frictionless tabular data package, whose CSV files lie beside it.',
              responses: { 200: answered('The description of the tables.', { type: 'object' }) },
            },
          },
          '/tables/{file}': {
            get: {
              operationId: 'get_table',
              summary: 'One table of the data package.',
              parameters: [
                {
                  name: 'file',
                  in: 'path',
                  required: true,
                  schema: { type: 'string', enum: tableNames.map(table => fileOf(table).slice(7)) },
                },
              ],
              responses: {
                200: answered('The table.', { type: 'string' }, 'text/csv'),
                404: refused('There is no such table.'),
              },
            },
          },
          '/datapackage.zip': {
            get: {
              operationId: 'get_data_package_in_one_file',
              summary: 'The same data package in one file.',
              responses: {
                200: answered(
                  'The package.',
                  { type: 'string', contentMediaType: 'application/zip' },
                  'application/zip',
                ),
              },
            },
          },
        }
  return {
    openapi: '3.1.0',
    info: {
      title: `Services in ${placeName}: ${standard}`,
      version,
      description:
        'What organisations of the place offer residents, open to everybody without a key. Reading is all there is: nothing can be written here.',
      ...(licence && { license: licence }),
    },
    servers: [{ url: root }],
    paths: {
      '/': {
        get: {
          operationId: 'get_root',
          summary: 'Which standard this is and where this document lies.',
          responses: { 200: answered('About this API.', rootSchema) },
        },
      },
      ...Object.fromEntries(resources.flatMap(resource => Object.entries(pathsOf(resource)))),
      ...dataPackage,
    },
    components: {
      schemas: {
        problem: PROBLEM,
        ...Object.fromEntries(shapeNames(dialect).map(name => [name, schemaOf(dialect, name, ref)])),
      },
    },
  }
}
