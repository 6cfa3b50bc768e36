import type { TableSight } from '../../platform/table-sight.ts'

export const tables: Readonly<Record<string, TableSight>> = {
  'safeguarding.concern': {
    forgottenBy: 'concern',
    seen: 'granted',
    by: 'concern_id',
    writes: ['update'],
    personal: ['says', 'whereabouts', 'raised_by', 'reach_at', 'decision'],
    acting: ['looked_by', 'looked_by_id'],
    plain: ['reference'],
  },
}
