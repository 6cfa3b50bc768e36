import { isUuid } from '../../kernel/ids.ts'
import { getListedService, listServiceIds } from '../directory/index.ts'
import { type Answer, type Call, callerOf, type Interaction } from './interaction.ts'
import { type Fault, fault, isFault } from './outcome.ts'
import { healthcareServiceOf } from './saying/healthcare-service.ts'
import { countOf, searchPage, understoodOf } from './saying/search-page.ts'

const read = async (call: Call): Promise<Answer | Fault> => {
  const service = await call.platform.db.as(callerOf(call).actor, tx =>
    isUuid(call.id) ? getListedService(tx, call.id) : Promise.resolve(null),
  )
  return service
    ? { status: 200, body: healthcareServiceOf(service) }
    : fault(404, 'not-found', 'There is no such listed service here.')
}

const search = async (call: Call): Promise<Answer | Fault> => {
  const understood = understoodOf(call.query, ['organization', '_count', '_after'], call.isStrict)
  if (isFault(understood)) return understood
  const count = countOf(understood)
  if (isFault(count)) return count
  const after = understood.get('_after') ?? '0'
  if (!/^\d{1,7}$/.test(after)) return fault(400, 'value', '_after is what the link “next” of a page holds.')
  const organizationId = understood.get('organization')?.replace(/^.*Organization\//, '')
  const services = await call.platform.db.as(callerOf(call).actor, async tx => {
    if (organizationId !== undefined && !isUuid(organizationId)) return []
    const filters = organizationId === undefined ? {} : { organizationId }
    const { rows } = await listServiceIds(tx, filters, { offset: Number(after) }, count + 1)
    return Promise.all(rows.map(id => getListedService(tx, id)))
  })
  const next = services.length > count ? String(Number(after) + count) : null
  const found = services.slice(0, count).flatMap(service => (service ? [healthcareServiceOf(service)] : []))
  return { status: 200, body: searchPage(found, { base: call.base, path: 'HealthcareService', understood, next }) }
}

export const directoryInteractions: readonly Interaction[] = [
  {
    does: 'read',
    method: 'GET',
    path: 'HealthcareService/:id',
    resource: 'HealthcareService',
    allow: 'exchange.directory',
    about: 'A listed service, with its open places where somebody has told them.',
    run: read,
  },
  {
    does: 'search-type',
    method: 'GET',
    path: 'HealthcareService',
    resource: 'HealthcareService',
    allow: 'exchange.directory',
    about: 'The listed services by name, in pages.',
    parameters: { organization: { type: 'reference', about: 'Organization/… that offers them.' } },
    run: search,
  },
]
