import { createHash } from 'node:crypto'
import type { Resource } from '@medplum/fhirtypes'
import { refuse } from '../../../kernel/refusal.ts'

/**
 * The version of a resource: a mark of what it says, so that two that say the same are the same version, and nobody has to count. A weak ETag, as FHIR asks for
 * (R4, RESTful API, "Managing Resource Contention").
 */
export const versioned = <One extends Resource>(resource: One, changedAt: Date): One => {
  const versionId = createHash('sha256').update(JSON.stringify(resource)).digest('hex').slice(0, 16)
  return { ...resource, meta: { ...resource.meta, versionId, lastUpdated: changedAt.toISOString() } }
}

export const etagOf = (resource: Resource): string => `W/"${resource.meta?.versionId ?? ''}"`

/** Whether an If-Match header names this version; it may name several, or any (`*`). */
export const matches = (header: string, etag: string): boolean =>
  header
    .split(',')
    .map(each => each.trim())
    .some(each => each === '*' || each.replace(/^W\//, '') === etag.replace(/^W\//, ''))

export const changedMeanwhile = refuse(
  'changed-meanwhile',
  'It has changed since you read it. Read it again, look at what is different, then send your change with the new ETag.',
)
