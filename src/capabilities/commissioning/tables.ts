import type { TableSight } from '../../platform/table-sight.ts'

export const tables: Readonly<Record<string, TableSight>> = {
  'commissioning.party': { seen: 'place', acting: ['changed_by'] },
  'commissioning.local_area': { seen: 'place', acting: ['told_by'] },
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
        'reserved_places',
      ],
      ...['no_metrics_because', 'no_metrics_says', 'no_engagement_because', 'below_cost_because', 'ended_because'],
    ],
  },
  'commissioning.agreement_party': { seen: 'granted', by: 'agreement_id' },
  'commissioning.agreement_year': { seen: 'granted', by: 'agreement_id' },
  // A funder's own money: the funder and whoever holds the pool. The whole stands in agreement_year.
  'commissioning.partner': { seen: 'granted', by: 'partner_id' },
  'commissioning.contribution': { seen: 'granted', by: 'partner_id' },
  'commissioning.publication': { seen: 'place', acting: ['published_by'] },
  'commissioning.engagement': { seen: 'place', acting: ['contact_name', 'contact_email', 'opened_by', 'closed_by'] },
  'commissioning.engagement_entry': { seen: 'place', acting: ['written_by'] },
  'commissioning.measure': { seen: 'granted', by: 'agreement_id', plain: ['name', 'why', 'unit', 'aim'] },
  'commissioning.reading': { seen: 'granted', by: 'agreement_id', acting: ['read_by'], plain: ['value', 'says'] },
  'commissioning.learning': {
    seen: 'granted',
    by: 'agreement_id',
    personal: ['says', 'then_what'],
    acting: ['written_by'],
  },
  'commissioning.review': { seen: 'granted', by: 'agreement_id', plain: ['about', 'decided'] },
  'commissioning.variation': {
    seen: 'granted',
    by: 'agreement_id',
    acting: ['agreed_by', 'written_by'],
    plain: ['reason', 'ground', 'exit_says'],
  },
  'commissioning.cost_statement': {
    seen: 'granted',
    by: 'statement_id',
    acting: ['told_by'],
    plain: ['lines', 'overhead_how'],
  },
  'commissioning.payment_month': { seen: 'granted', by: 'agreement_id', acting: ['written_by'] },
  'commissioning.relief': {
    seen: 'granted',
    by: 'agreement_id',
    acting: ['asked_by', 'decided_by'],
    plain: ['reason', 'transition_plan', 'decided_because'],
  },
}
