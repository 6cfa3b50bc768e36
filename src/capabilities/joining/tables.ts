import type { TableSight } from '../../platform/table-sight.ts'

export const tables: Readonly<Record<string, TableSight>> = {
  'joining.newcomer': {
    forgottenBy: 'newcomer',
    seen: 'house',
    acting: ['speaks_for', 'email', 'phone', 'vouched_by', 'decided_by'],
    plain: ['name', 'kind', 'about', 'helps_with', 'decision_says'],
  },
}
