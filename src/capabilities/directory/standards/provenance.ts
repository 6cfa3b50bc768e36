import type { ListedService } from '../listed-service.ts'
import { madeId } from '../read-fields.ts'
import type { Json } from './shapes.ts'

/**
 * Where what is published comes from, field by field, as HSDS `metadata`. What stood there before is never told: it may have been taken out for a
 * reason.
 */

/** What is kept of an entry besides what it says. */
export type Kept = {
  /** When it was last written here. */
  changedAt: Date
  /** Who said a field, where that is not the entry's own source. */
  fieldSources: Readonly<Record<string, { source?: string; at?: string }>>
  doubtfulAt: Date | null
  doubtfulBecause: string | null
}

/** The standard's names of our fields; those not here are called as the standard calls them or are told under our name. */
const fieldNames: Readonly<Record<string, string>> = {
  alternateName: 'alternate_name',
  fees: 'fees_description',
  eligibility: 'eligibility_description',
  minimumAge: 'minimum_age',
  maximumAge: 'maximum_age',
  assuredOn: 'assured_date',
  assuredBy: 'assurer_email',
  interpretation: 'interpretation_services',
  applicationProcess: 'application_process',
  waitTime: 'wait_time',
  costOptions: 'cost_options',
  requiredDocuments: 'required_documents',
  serviceAreas: 'service_areas',
  locations: 'service_at_locations',
  terms: 'attributes',
  publisher: 'organization',
  licences: 'licenses',
}

const NOT_TOLD = 'Not told'
const LONGEST = 500

function shown(value: unknown): string {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : ''
  // Lists stand in the entry itself.
  return text === '' ? 'As published' : text.length > LONGEST ? `${text.slice(0, LONGEST - 1).toWellFormed()}…` : text
}

/** One line for the entry as a whole, then one for every field somebody else said, then what is in doubt. */
export function provenanceOf(service: ListedService, kept: Kept): Json[] {
  const line = (action: string, field: string, at: string, value: string, by: string): Json => ({
    id: madeId(service.serviceId, 'metadata', action, field),
    resource_id: service.serviceId,
    resource_type: 'service',
    last_action_date: at.slice(0, 10),
    last_action_type: action,
    field_name: field,
    previous_value: NOT_TOLD,
    replacement_value: value,
    updated_by: by,
  })
  const changedOn = kept.changedAt.toISOString()
  return [
    line('published', 'service', changedOn, 'As published', service.source),
    ...Object.entries(kept.fieldSources).map(([field, { source, at }]) =>
      line(
        'update',
        fieldNames[field] ?? field,
        /^\d{4}-\d{2}-\d{2}/.test(at ?? '') ? (at ?? changedOn) : changedOn,
        shown((service as unknown as Record<string, unknown>)[field]),
        source || service.source,
      ),
    ),
    ...(kept.doubtfulAt
      ? [
          line(
            'doubted',
            'assured_date',
            kept.doubtfulAt.toISOString(),
            shown(kept.doubtfulBecause),
            'The directory of the place',
          ),
        ]
      : []),
  ]
}
