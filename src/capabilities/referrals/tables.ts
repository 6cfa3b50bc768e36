import type { TableSight } from '../../platform/table-sight.ts'

export const tables: Readonly<Record<string, TableSight>> = {
  'referrals.referral': {
    seen: 'granted',
    by: 'referral_id',
    writes: ['insert', 'update'],
    personal: ['description', 'basis_ground', 'reason', 'waiting_because'],
    acting: ['sent_by_name', 'answered_by_name'],
    plain: ['reason_code'],
  },
}
