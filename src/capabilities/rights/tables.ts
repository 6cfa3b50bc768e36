import type { TableSight } from '../../platform/table-sight.ts'

export const tables: Readonly<Record<string, TableSight>> = {
  'rights.complaint': {
    seen: 'granted',
    by: 'complaint_id',
    personal: ['says', 'from_name', 'from_contact', 'answer', 'learned'],
    acting: ['owner_name'],
    plain: ['reference'],
  },
  'rights.copy': { seen: 'house', acting: ['made_by'], plain: ['path'] },
  'rights.correction': {
    seen: 'granted',
    by: 'correction_id',
    personal: ['was', 'wanted'],
    acting: ['changed_by', 'undone_by'],
    plain: ['fact', 'changed'],
  },
  'rights.data_request': {
    seen: 'granted',
    by: 'data_request_id',
    personal: [
      ...['asked_by_name', 'asked_contact', 'says', 'identity_seen', 'was', 'wanted', 'asked_them'],
      ...['extended_because', 'answer', 'disagreement'],
    ],
    acting: ['answered_by', 'safeguarding_decided_by'],
    plain: ['reference', 'field'],
  },
  'rights.forgetting': { seen: 'house', plain: ['what'] },
  'rights.hold': {
    forgottenBy: 'hold',
    seen: 'granted',
    by: 'hold_id',
    personal: ['because'],
    acting: ['put_by', 'ended_by'],
  },
  'rights.tombstone': { seen: 'house', plain: ['hashes', 'authority', 'certificate'] },
}
