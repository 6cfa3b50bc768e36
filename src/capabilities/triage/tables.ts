import type { TableSight } from '../../platform/table-sight.ts'

export const tables: Readonly<Record<string, TableSight>> = {
  'triage.triage_decision': {
    seen: 'granted',
    by: 'help_request_id',
    writes: ['insert'],
    personal: ['reason'],
    acting: ['decided_by_name'],
  },
}
