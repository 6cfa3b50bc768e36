import type { TableSight } from '../../platform/table-sight.ts'

export const tables: Readonly<Record<string, TableSight>> = {
  'practice.council': { seen: 'place' },
  'practice.council_entry': { seen: 'place' },
  'practice.pilot_partner': { seen: 'place' },
  'practice.recommendation_step': { seen: 'place' },
}
