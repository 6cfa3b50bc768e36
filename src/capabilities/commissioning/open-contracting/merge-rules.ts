/**
 * What happens to a field when releases of one contracting process are merged (Open Contracting Data Standard 1.1, "Merging",
 * https://standard.open-contracting.org/1.1/en/schema/merging/, read 2026-11-23).
 */
export interface FieldRule {
  /** `whole`: the later list stands for the earlier one. `by id`: objects with the same id are merged, others added. `unknown`: what the list holds decides. */
  readonly list: 'whole' | 'by id' | 'unknown'
  /** The field says something of its release alone, and is left out of what is merged. */
  readonly omitted: boolean
  readonly within: MergeRules
}

/** The rules of one object's fields, by their names. */
export interface MergeRules {
  of(name: string): FieldRule
}

/**
 * The lists that replace one another, in OCDS 1.1.5 with the EU profile and the United Kingdom's extension (aa0e43b, 2026-01-13): those the schema marks
 * `wholeListMerge`, those whose objects have no id, and lists of plain values. No name here is merged by id anywhere else in that schema, so the name alone decides.
 */
export const wholeLists: ReadonlySet<string> = new Set([
  'additionalClassifications',
  'additionalContactPoints',
  'additionalIdentifiers',
  'additionalProcurementCategories',
  'availableLanguage',
  'buyerClassificationRestrictions',
  'buyerLocationRestrictions',
  'changes',
  'classifications',
  'coordinates',
  'coveredBy',
  'criteria',
  'customerServices',
  'dates',
  'deliveryAddresses',
  'deliveryLocations',
  'essentialAssets',
  'identifiers',
  'juryMembers',
  'languages',
  'legislativeReferences',
  'methodOfPayment',
  'performanceFailures',
  'procurementMethodRationaleClassifications',
  'qualificationSystemConditions',
  'qualificationSystemMethods',
  'rationaleClassifications',
  'relatedLots',
  'relationship',
  'reservedParticipation',
  'roles',
  'specialRegime',
  'subcontractingClauses',
  'submissionMethod',
  'type',
  'unstructuredChanges',
])

/** The rules of OCDS 1.1 with the United Kingdom's extension. */
export const publishedRules: MergeRules = {
  of: name => (wholeLists.has(name) ? whole : unknown),
}
const whole: FieldRule = { list: 'whole', omitted: false, within: publishedRules }
const unknown: FieldRule = { list: 'unknown', omitted: false, within: publishedRules }

/** A node of a JSON Schema (draft 4), as far as merging reads it. */
interface SchemaNode {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly properties?: Readonly<Record<string, SchemaNode>>
  readonly items?: SchemaNode
  readonly omitWhenMerged?: boolean
  readonly wholeListMerge?: boolean
}

/**
 * The rules a release schema states, for releases with other extensions: `omitWhenMerged`, `wholeListMerge`, lists of plain values, and objects that have no id.
 *
 * @param schema a release schema with its extensions applied; references may point within it (`#/definitions/...`).
 */
export const rulesOfSchema = (schema: unknown): MergeRules => {
  const known = new Map<SchemaNode, MergeRules>()
  const resolved = (node: SchemaNode | undefined): SchemaNode => {
    let at = node ?? {}
    // A chain of references longer than this turns in a circle.
    for (let step = 0; at.$ref !== undefined && step < 20; step++) {
      let target: unknown = schema
      for (const part of at.$ref.replace(/^#\/?/, '').split('/'))
        target = (target as Record<string, unknown> | undefined)?.[part]
      at = { ...(target as SchemaNode | undefined), ...withoutReference(at) }
    }
    return at
  }
  const rulesOf = (raw: SchemaNode | undefined): MergeRules => {
    if (raw === undefined) return contentDecides
    const seen = known.get(raw)
    if (seen) return seen
    const fields = new Map<string, FieldRule>()
    const rules: MergeRules = { of: name => fields.get(name) ?? unstated }
    known.set(raw, rules)
    for (const [name, field] of Object.entries(resolved(raw).properties ?? {})) fields.set(name, ruleOf(field))
    return rules
  }
  const ruleOf = (raw: SchemaNode): FieldRule => {
    const field = resolved(raw)
    const omitted = field.omitWhenMerged === true
    if (!typesOf(field).includes('array')) return { list: 'unknown', omitted, within: rulesOf(pointed(raw)) }
    const item = resolved(field.items)
    const objectsWithId = typesOf(item).every(type => type === 'object') && item.properties?.id !== undefined
    return field.wholeListMerge === true || !objectsWithId
      ? { list: 'whole', omitted, within: contentDecides }
      : { list: 'by id', omitted, within: rulesOf(field.items === undefined ? undefined : pointed(field.items)) }
  }
  // Definitions that name themselves (an organisation with shareholders) are read once: their node is the key.
  const pointed = (node: SchemaNode): SchemaNode => {
    let at: unknown = node
    for (let step = 0; (at as SchemaNode | undefined)?.$ref !== undefined && step < 20; step++) {
      const path = ((at as SchemaNode).$ref as string).replace(/^#\/?/, '').split('/')
      at = path.reduce<unknown>((inside, part) => (inside as Record<string, unknown> | undefined)?.[part], schema)
    }
    return (at as SchemaNode | undefined) ?? {}
  }
  return rulesOf(schema as SchemaNode)
}

const contentDecides: MergeRules = { of: () => unstated }
const unstated: FieldRule = { list: 'unknown', omitted: false, within: contentDecides }

const withoutReference = ({ $ref, ...rest }: SchemaNode): SchemaNode => rest
const typesOf = (node: SchemaNode): readonly string[] =>
  typeof node.type === 'string' ? [node.type] : (node.type ?? (node.properties ? ['object'] : []))
