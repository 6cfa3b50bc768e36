import type { TableSight } from '../../platform/table-sight.ts'

export const tables: Readonly<Record<string, TableSight>> = {
  'oversight.break_glass': {
    forgottenBy: 'opening in an emergency',
    seen: 'granted',
    by: 'break_glass_id',
    personal: ['asked_for', 'reason', 'held_because'],
    acting: ['asked_by', 'decided_by'],
    plain: ['state'],
  },
  'oversight.reading_alert': {
    seen: 'granted',
    by: 'alert_id',
    acting: ['closed_by', 'closed_words'],
    plain: ['rule', 'says'],
  },
  'oversight.reading_rules': {
    seen: 'house',
    acting: ['changed_by', 'because'],
  },
}
