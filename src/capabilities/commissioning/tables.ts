import type { TableSight } from '../../platform/table-sight.ts'

export const tables: Readonly<Record<string, TableSight>> = {
  'commissioning.party': { seen: 'place', acting: ['changed_by'] },
  'commissioning.agreement': {
    seen: 'granted',
    by: 'agreement_id',
    acting: ['written_by'],
    plain: [
      ...[
        'reference',
        'title',
        'purpose',
        'route',
        'route_facts',
        'cpv_code',
        'short_because',
        'pool_basis',
        'reserved_for',
      ],
      ...['no_metrics_because', 'no_metrics_says', 'no_engagement_because', 'ended_because'],
    ],
  },
  'commissioning.agreement_party': { seen: 'granted', by: 'agreement_id' },
  'commissioning.agreement_year': { seen: 'granted', by: 'agreement_id' },
  // A funder's own money: the funder and whoever holds the pool. The whole stands in agreement_year.
  'commissioning.partner': { seen: 'granted', by: 'partner_id' },
  'commissioning.contribution': { seen: 'granted', by: 'partner_id' },
  'commissioning.publication': { seen: 'place', acting: ['published_by'] },
}
