import type { TableSight } from '../../platform/table-sight.ts'

export const tables: Readonly<Record<string, TableSight>> = {
  'outcomes.outcome': {
    seen: 'granted',
    by: 'need_id',
    writes: ['insert', 'update'],
    personal: ['in_their_words'],
    acting: ['recorded_by_name'],
  },
}
