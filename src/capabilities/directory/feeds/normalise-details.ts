import type { Cost, CostOption, Language, ServiceArea, Term } from '../listed-service.ts'
import {
  dateField,
  isObject,
  type JsonObject,
  known,
  lineField,
  type Mends,
  madeId,
  numberField,
  objectsOf,
  partId,
  rawText,
  textField,
  urlField,
  uuidOf,
} from '../read-fields.ts'
import { namedTaxonomyId, OTHER_TERMS } from '../terms.ts'
import { isOwnTerm } from './own-terms.ts'

/**
 * What a service costs, in which languages, to whom and about what, from ORUK 1.0 names and from HSDS 3 / ORUK 3.0 names alike.
 * ORUK 1.0: developers.openreferraluk.org, 2020. HSDS 3.0: docs.openreferral.org, 2024-05-16.
 */

/** What it costs: the options in pence, and one word for the whole when the feed makes it plain. */
export function costsOf(
  record: JsonObject,
  serviceId: string,
  fees: string | undefined,
  said: Cost | undefined,
  mends: Mends,
): { costOptions: CostOption[]; cost?: Cost } {
  const costOptions = objectsOf(record.cost_options, 50).map((each, index) => {
    const amount = numberField(each.amount)
    const good = amount !== undefined && amount >= 0 && amount < 1_000_000
    if (amount !== undefined && !good) mends.add(`cost ${amount} left out: it is not a price`)
    return known<CostOption>({
      costOptionId: partId(each, serviceId, 'cost', index),
      option: lineField(each.option, 'cost option', mends),
      amountInPence: good ? Math.round(amount * 100) : undefined,
      currency: lineField(each.currency, 'currency', mends, 3),
      amountDescription: lineField(each.amount_description, 'cost description', mends, 500),
      validFromOn: dateField(each.valid_from, 'cost start', mends),
      validToOn: dateField(each.valid_to, 'cost end', mends),
    })
  })
  const amounts = costOptions.flatMap(option => option.amountInPence ?? [])
  const cost: Cost | undefined = amounts.some(amount => amount > 0)
    ? 'paid'
    : amounts.length > 0 || /^\W*(free\b(?! to (join|enquire))|no (charge|cost|fee)s?\b)/i.test(fees ?? '')
      ? 'free'
      : /£\s?\d/.test(fees ?? '')
        ? 'paid'
        : said
  return cost === undefined ? { costOptions } : { costOptions, cost }
}

/** Languages the service is given in, at most 100; `named` are those a feed has no field for the names of. */
export function languagesOf(value: unknown, named: readonly Language[], serviceId: string, mends: Mends): Language[] {
  const given = objectsOf(value, 100)
  const isNamed =
    given.length === 0 || given.some(each => rawText(each.name ?? each.language ?? each.code) !== undefined)
  const all = isNamed ? given : named.map(({ name }, index) => ({ ...given[index], name }))
  return all.flatMap((each: JsonObject, index) => {
    const name = lineField(each.name ?? each.language, 'language', mends, 60)
    const code = lineField(each.code, 'language code', mends, 20)
    if (name === undefined && code === undefined) return []
    return [
      known<Language>({
        languageId: partId(each, serviceId, 'language', index),
        name,
        code,
        note: lineField(each.note, 'language note', mends, 500),
      }),
    ]
  })
}

/** Where people may live to use it. */
export function serviceAreasOf(value: unknown, serviceId: string, mends: Mends): ServiceArea[] {
  return objectsOf(value, 100).flatMap((each, index) => {
    const name = lineField(each.name ?? each.service_area, 'service area', mends)
    const description = textField(each.description, 'service area description', mends)
    const extent = rawText(each.extent)
    if (extent !== undefined && extent.length > 100_000)
      mends.add('service area outline left out: it is longer than 100,000 characters')
    if (name === undefined && description === undefined && extent === undefined) return []
    const kept =
      extent !== undefined && extent.length <= 100_000
        ? lineField(extent, 'service area outline', mends, 100_000)
        : undefined
    return [
      known<ServiceArea>({
        serviceAreaId: partId(each, serviceId, 'area', index),
        name,
        description,
        extent: kept,
        extentType: lineField(each.extent_type, 'service area kind', mends, 40),
        uri: lineField(each.uri, 'service area uri', mends, 500),
      }),
    ]
  })
}

/** Taxonomy terms, from `attributes` (HSDS 3), `service_taxonomys` and `eligibilitys` (ORUK 1.0) and audience lists of some publishers. */
export function termsOf(record: JsonObject, source: string, mends: Mends): Term[] {
  const found = [
    ...objectsOf(record.attributes).map(each => (isObject(each.taxonomy_term) ? each.taxonomy_term : undefined)),
    ...objectsOf(record.service_taxonomys).map(each => (isObject(each.taxonomy) ? each.taxonomy : undefined)),
    ...objectsOf(record.eligibilitys).flatMap(each => objectsOf(each.taxonomys)),
    ...objectsOf(record.pc_targetAudience).map(each => ({ name: each.audienceType, taxonomy: 'Audience' })),
    ...(rawText(record.deliverable_type) ? [{ name: record.deliverable_type, taxonomy: 'Kind of help' }] : []),
  ]
  const terms = new Map<string, Term>()
  for (const each of found.slice(0, 300) as (JsonObject | undefined)[]) {
    // "Sensory Impaired>Visually Impaired" is a path in one publisher's tree: the last step is the term.
    const name = lineField(each?.name, 'taxonomy term', mends)?.split('>').at(-1)?.trim()
    if (!each || !name || isOwnTerm(each)) continue
    const detail = isObject(each.taxonomy_detail) ? each.taxonomy_detail : {}
    const named = lineField(
      isObject(each.taxonomy) ? each.taxonomy.name : (each.taxonomy ?? each.vocabulary ?? detail.name),
      'taxonomy',
      mends,
      100,
    )
    const idGiven = uuidOf(each.taxonomy_id) ?? uuidOf(detail.id)
    // What our own feeds add to a term because a standard wants it there says nothing.
    const taxonomyId = named !== undefined && idGiven === namedTaxonomyId(named) ? undefined : idGiven
    const taxonomy = named === OTHER_TERMS ? undefined : named
    const description = textField(each.description, 'term description', mends)
    const code = lineField(each.code ?? (uuidOf(each.id) ? undefined : each.id), 'term code', mends, 100)
    const termId = uuidOf(each.id) ?? madeId(source, 'term', taxonomy ?? '', code ?? name.toLowerCase())
    terms.set(
      termId,
      known<Term>({
        termId,
        name,
        description: description === name ? undefined : description,
        code,
        uri: urlField(each.term_uri, 'term uri', mends),
        taxonomy,
        taxonomyId,
        parentId: uuidOf(each.parent_id),
      }),
    )
  }
  return [...terms.values()]
}
