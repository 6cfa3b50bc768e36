import type { TableSight } from '../../platform/table-sight.ts'

export const tables: Readonly<Record<string, TableSight>> = {
  'requests.help_request': {
    seen: 'granted',
    by: 'help_request_id',
    writes: ['update'],
    personal: ['story', 'on_behalf_name', 'on_behalf_relationship', 'on_behalf_contact'],
    acting: ['taken_by_name'],
    plain: ['reference', 'code_hash'],
  },
  'requests.need': {
    seen: 'granted',
    by: 'need_id',
    writes: ['update'],
    personal: ['description', 'near'],
    plain: ['kind'],
  },
}
