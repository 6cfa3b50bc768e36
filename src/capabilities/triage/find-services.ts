import { type NeedKind, needKinds } from '../../kernel/need-kind.ts'
import type { PlaceTx } from '../../platform/db/database.ts'
import type { GridPoint } from '../../platform/db/tables.ts'
import { type FoundService, findServicesNear } from '../directory/index.ts'

/**
 * Services that may meet a need of a kind, near somebody. The words of a kind are alternatives, while the directory first looks for services that
 * have them all: when those are few, each word is looked for by itself as well.
 */
export const findServicesFor = async (
  tx: PlaceTx,
  kind: NeedKind,
  point: GridPoint | null,
  limit: number,
): Promise<FoundService[]> => {
  const { words } = needKinds[kind]
  const found = new Map<string, FoundService>()
  for (const asked of [words, ...words.split(' ')]) {
    if (found.size >= limit) break
    for (const service of await findServicesNear(tx, { words: asked, point, limit }))
      if (!found.has(service.serviceId)) found.set(service.serviceId, service)
  }
  return [...found.values()].slice(0, limit)
}

/** The last checked directory entry of each organisation that has one, by organisation. */
export const findFreshestEntries = async (
  tx: PlaceTx,
  organisationIds: readonly string[],
): Promise<Map<string, FoundService>> => {
  const freshest = new Map<string, FoundService>()
  for (const entry of await findServicesNear(tx, { words: '', point: null, organisationIds, limit: 1000 })) {
    if (!entry.organisationId) continue
    const known = freshest.get(entry.organisationId)
    if (!known || (entry.assuredOn ?? '') > (known.assuredOn ?? '')) freshest.set(entry.organisationId, entry)
  }
  return freshest
}
