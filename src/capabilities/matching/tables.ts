import type { TableSight } from '../../platform/table-sight.ts'

export const tables: Readonly<Record<string, TableSight>> = {
  'matching.alert': {
    seen: 'granted',
    by: 'alert_id',
    writes: ['update'],
    personal: ['says'],
    acting: ['dealt_with_by'],
    plain: ['kind'],
  },
  'matching.details_read': { seen: 'house' },
  'matching.match': {
    seen: 'granted',
    by: 'match_id',
    writes: ['update'],
    personal: ['reason'],
    acting: ['confirmed_by', 'called_back_by'],
    plain: ['reason_code'],
  },
  'matching.no_contact': {
    forgottenBy: 'no_contact',
    seen: 'house',
    personal: ['known_a', 'known_b'],
    acting: ['said_by'],
  },
  'matching.offer': {
    seen: 'granted',
    by: 'offer_id',
    writes: ['update'],
    personal: ['no_because'],
    plain: ['reasons', 'distance_band'],
  },
  'matching.receipt': {
    forgottenBy: 'receipt',
    seen: 'granted',
    by: 'match_id',
    personal: ['shop'],
    acting: ['recorded_by'],
  },
  'matching.task': {
    seen: 'granted',
    by: 'task_id',
    writes: ['update'],
    personal: ['what', 'near', 'basis_ground', 'meet_at', 'meet_near', 'circumstances', 'asked_elsewhere_says'],
    acting: ['put_by'],
    plain: ['activity', 'asked_elsewhere', 'trainings', 'languages', 'unmet_because', 'ended_because'],
  },
  'matching.visit': { seen: 'granted', by: 'match_id', writes: ['update'], personal: ['note'] },
  'matching.weights': { seen: 'house', acting: ['changed_by'], plain: ['because'] },
}
