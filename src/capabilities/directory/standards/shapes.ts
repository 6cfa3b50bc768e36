/**
 * The shapes of what we publish: every object of HSDS 3.1 (openreferral/specification, 3.1-dev, 2024-10-10) with the fields we fill, and which of them
 * Open Referral UK 3.0 keeps (OpenReferralUK/uk-profile, 2024-10-10). One table is the guard of every answer (`shaped` lets nothing else out), the
 * OpenAPI document and the tables of the data package.
 */

export type Dialect = 'ORUK 3.0' | 'HSDS 3.1'
export type Json = Record<string, unknown>

/** 'text!' is required; a kind's name is one such object, with [] a list of them; 'a|b' is one of these words. */
const kinds = {
  taxonomy: { id: 'uuid!', name: 'text!', description: 'text!', uri: 'uri', version: 'text' },
  taxonomy_term: {
    id: 'uuid!',
    code: 'text',
    name: 'text!',
    description: 'text!',
    parent_id: 'uuid',
    taxonomy: 'text',
    taxonomy_detail: 'taxonomy',
    taxonomy_id: 'uuid',
    term_uri: 'uri',
  },
  attribute: {
    id: 'uuid!',
    link_id: 'uuid',
    taxonomy_term_id: 'uuid',
    link_type: 'text',
    link_entity: 'text',
    taxonomy_term: 'taxonomy_term',
  },
  metadata: {
    id: 'uuid!',
    resource_id: 'uuid',
    resource_type: 'text',
    last_action_date: 'date!',
    last_action_type: 'text!',
    field_name: 'text!',
    previous_value: 'text!',
    replacement_value: 'text!',
    updated_by: 'text!',
  },
  organization_identifier: {
    id: 'uuid!',
    organization_id: 'uuid',
    identifier_scheme: 'text',
    identifier_type: 'text!',
    identifier: 'text!',
  },
  organization: {
    id: 'uuid!',
    name: 'text!',
    description: 'text!',
    email: 'email',
    website: 'uri',
    logo: 'text',
    uri: 'uri',
    organization_identifiers: 'organization_identifier[]',
    attributes: 'attribute[]',
  },
  phone: {
    id: 'uuid!',
    service_id: 'uuid',
    contact_id: 'uuid',
    number: 'text!',
    extension: 'number',
    description: 'text',
  },
  contact: {
    id: 'uuid!',
    service_id: 'uuid',
    name: 'text',
    title: 'text',
    department: 'text',
    email: 'email',
    phones: 'phone[]',
  },
  schedule: {
    id: 'uuid!',
    service_id: 'uuid',
    service_at_location_id: 'uuid',
    valid_from: 'date',
    valid_to: 'date',
    dtstart: 'date',
    until: 'date',
    freq: 'WEEKLY|MONTHLY',
    interval: 'number',
    byday: 'text',
    bymonthday: 'text',
    description: 'text',
    opens_at: 'time',
    closes_at: 'time',
    schedule_link: 'uri',
    attending_type: 'text',
    notes: 'text',
  },
  service_area: {
    id: 'uuid!',
    service_id: 'uuid',
    name: 'text',
    description: 'text',
    extent: 'text',
    extent_type: 'text',
    uri: 'text',
    /** Only in ORUK 3.0. */
    service_area: 'text',
  },
  address: {
    id: 'uuid!',
    location_id: 'uuid',
    address_1: 'text!',
    address_2: 'text',
    city: 'text!',
    state_province: 'text!',
    postal_code: 'text!',
    country: 'text!',
    address_type: 'physical|postal|virtual!',
  },
  accessibility: { id: 'uuid!', location_id: 'uuid', description: 'text' },
  location: {
    id: 'uuid!',
    location_type: 'physical|postal|virtual!',
    name: 'text',
    description: 'text',
    latitude: 'number',
    longitude: 'number',
    external_identifier: 'text',
    external_identifier_type: 'text',
    addresses: 'address[]',
    accessibility: 'accessibility[]',
  },
  service_at_location: {
    id: 'uuid!',
    service_id: 'uuid',
    location_id: 'uuid',
    schedules: 'schedule[]',
    location: 'location',
  },
  language: { id: 'uuid!', service_id: 'uuid', name: 'text', code: 'text', note: 'text' },
  funding: { id: 'uuid!', service_id: 'uuid', source: 'text' },
  cost_option: {
    id: 'uuid!',
    service_id: 'uuid',
    valid_from: 'date',
    valid_to: 'date',
    option: 'text',
    currency: 'text',
    amount: 'number',
    amount_description: 'text',
  },
  required_document: { id: 'uuid!', service_id: 'uuid', document: 'text' },
  url: { id: 'uuid!', label: 'text', url: 'uri!', service_id: 'uuid' },
  unit: { id: 'uuid!', name: 'text!' },
  service_capacity: {
    id: 'uuid!',
    service_id: 'uuid',
    unit: 'unit!',
    unit_id: 'uuid',
    available: 'number!',
    maximum: 'number',
    description: 'text',
    updated: 'instant!',
  },
  service: {
    id: 'uuid!',
    organization_id: 'uuid',
    name: 'text!',
    alternate_name: 'text',
    description: 'text',
    url: 'uri',
    additional_urls: 'url[]',
    email: 'email',
    status: 'active|inactive|defunct|temporarily closed!',
    interpretation_services: 'text',
    application_process: 'text',
    fees_description: 'text',
    fees: 'text',
    wait_time: 'text',
    accreditations: 'text',
    eligibility_description: 'text',
    minimum_age: 'number',
    maximum_age: 'number',
    assured_date: 'date',
    assurer_email: 'email',
    licenses: 'text',
    alert: 'text',
    last_modified: 'instant',
    phones: 'phone[]',
    schedules: 'schedule[]',
    service_areas: 'service_area[]',
    service_at_locations: 'service_at_location[]',
    languages: 'language[]',
    organization: 'organization',
    funding: 'funding[]',
    cost_options: 'cost_option[]',
    required_documents: 'required_document[]',
    contacts: 'contact[]',
    capacities: 'service_capacity[]',
    attributes: 'attribute[]',
    metadata: 'metadata[]',
  },
} as const satisfies Record<string, Record<string, string>>

/** A kind of the standard: what its tables and objects are called there. */
export type StandardKind = keyof typeof kinds

/** What ORUK 3.0 takes out of what we fill; kinds it has none of are out with the fields that hold them. */
const notInOruk: Partial<Record<StandardKind, readonly string[]>> = {
  taxonomy_term: ['code', 'taxonomy_detail'],
  attribute: ['link_entity'],
  contact: ['department', 'email', 'phones'],
  schedule: ['until'],
  service_area: ['description'],
  address: ['address_2'],
  service_at_location: ['schedules'],
  language: ['name', 'code', 'note'],
  cost_option: ['currency'],
  service: [
    'alternate_name',
    'additional_urls',
    'interpretation_services',
    'application_process',
    'fees_description',
    'wait_time',
    'eligibility_description',
    'licenses',
    'phones',
    'required_documents',
    'capacities',
    'metadata',
  ],
}
const onlyInOruk: Partial<Record<StandardKind, readonly string[]>> = {
  service_area: ['service_area'],
  service: ['fees'],
}

/** One field of an object as one dialect has it. */
export type Field = {
  readonly name: string
  /** 'text', 'uuid' and so on, or the name of another shape. */
  readonly type: string
  readonly isList: boolean
  readonly isRequired: boolean
  readonly oneOf?: readonly string[]
}
export type Shape = readonly Field[]

const fieldOf = (name: string, notation: string): Field => {
  const isRequired = notation.endsWith('!')
  const bare = isRequired ? notation.slice(0, -1) : notation
  const isList = bare.endsWith('[]')
  const type = isList ? bare.slice(0, -2) : bare
  return { name, isList, isRequired, ...(type.includes('|') ? { type: 'text', oneOf: type.split('|') } : { type }) }
}

const isScalar = (field: Field): boolean => !(field.type in kinds)

function shapesOf(dialect: Dialect): ReadonlyMap<string, Shape> {
  const shapes = new Map<string, Shape>()
  const left = dialect === 'ORUK 3.0' ? notInOruk : onlyInOruk
  for (const [kind, fields] of Object.entries(kinds))
    shapes.set(
      kind,
      Object.entries(fields)
        .filter(([name]) => !left[kind as StandardKind]?.includes(name))
        .map(([name, notation]) => fieldOf(name, notation)),
    )
  const of = (kind: string): Shape => shapes.get(kind) ?? []
  const flat = (kind: string, ...more: Field[]) => [...of(kind).filter(isScalar), ...more]
  // What the lists of the standard hold: fields of one value, and what there is one of.
  shapes.set('organization_listed', flat('organization'))
  shapes.set('service_listed', flat('service', fieldOf('organization', 'organization_listed')))
  shapes.set('service_minimal', [fieldOf('id', 'uuid!'), fieldOf('last_modified', 'instant!')])
  shapes.set('location_listed', flat('location'))
  shapes.set(
    'service_at_location_listed',
    flat('service_at_location', fieldOf('location', 'location_listed'), fieldOf('service', 'service_listed')),
  )
  shapes.set(
    'service_of_location',
    of('service').filter(({ name }) => name !== 'service_at_locations'),
  )
  shapes.set('service_at_location_full', [...of('service_at_location'), fieldOf('service', 'service_of_location')])
  shapes.set(
    'service_named',
    of('service').filter(({ name }) => ['id', 'name', 'status'].includes(name)),
  )
  shapes.set('organization_with_services', [...of('organization'), fieldOf('services', 'service_named[]')])
  shapes.set('organization_full', [...of('organization'), fieldOf('services', 'service[]')])
  return shapes
}

const shapes = { 'ORUK 3.0': shapesOf('ORUK 3.0'), 'HSDS 3.1': shapesOf('HSDS 3.1') } as const

/** The fields of a shape; throws when there is none of that name. */
export function shapeOf(dialect: Dialect, name: string): Shape {
  const shape = shapes[dialect].get(name)
  if (!shape) throw new Error(`There is no shape “${name}”.`)
  return shape
}

/** Every shape a dialect has, by name. */
export const shapeNames = (dialect: Dialect): readonly string[] => [...shapes[dialect].keys()]

const isMissing = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)

/** An object with the fields of the shape alone, in its order; what is not known is left out: no null, no empty text, no empty list. */
export function shaped(dialect: Dialect, name: string, object: Json): Json {
  const made: Json = {}
  for (const field of shapeOf(dialect, name)) {
    const value = object[field.name]
    if (isMissing(value)) continue
    if (!shapes[dialect].has(field.type)) made[field.name] = value
    else if (!field.isList) made[field.name] = shaped(dialect, field.type, value as Json)
    else made[field.name] = (value as Json[]).map(each => shaped(dialect, field.type, each))
  }
  return made
}

const scalarSchemas: Readonly<Record<string, Json>> = {
  text: { type: 'string', minLength: 1 },
  uuid: { type: 'string', format: 'uuid' },
  email: { type: 'string', format: 'email' },
  uri: { type: 'string', format: 'uri' },
  number: { type: 'number' },
  date: { type: 'string', format: 'date' },
  instant: { type: 'string', format: 'date-time' },
  time: { type: 'string', pattern: '^([01][0-9]|2[0-4]):[0-5][0-9]$' },
}

/** A shape as JSON Schema (2020-12), closed; other shapes are referred to by `ref`. */
export function schemaOf(dialect: Dialect, name: string, ref: (shape: string) => string): Json {
  const fields = shapeOf(dialect, name)
  const one = ({ type, oneOf }: Field): Json =>
    oneOf ? { type: 'string', enum: oneOf } : (scalarSchemas[type] ?? { $ref: ref(type) })
  const required = fields.filter(({ isRequired }) => isRequired).map(field => field.name)
  return {
    type: 'object',
    additionalProperties: false,
    required,
    properties: Object.fromEntries(
      fields.map(field => [field.name, field.isList ? { type: 'array', minItems: 1, items: one(field) } : one(field)]),
    ),
  }
}
