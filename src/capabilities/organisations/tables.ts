import type { TableSight } from '../../platform/table-sight.ts'

export const tables: Readonly<Record<string, TableSight>> = {
  'organisations.evidence': {
    seen: 'granted',
    by: 'evidence_id',
    acting: ['seen_by', 'ended_by'],
    plain: ['reference', 'note', 'ended_because'],
  },
  'organisations.level_scope': { seen: 'place', acting: ['decided_by'], plain: ['purpose', 'fields', 'bases', 'why'] },
  'organisations.sharing_agreement': {
    seen: 'granted',
    by: 'agreement_id',
    acting: ['written_by', 'ended_by'],
    plain: ['title', 'purposes', 'fields', 'lawful_ground', 'ended_because'],
  },
  'organisations.sharing_party': { seen: 'granted', by: 'agreement_id', acting: ['signed_by'] },
  'organisations.membership': { seen: 'holder', by: 'organisation_id', plain: ['roles'] },
  'organisations.organisation': { seen: 'place' },
  'organisations.private_office': { seen: 'house', plain: ['postcode'] },
}
