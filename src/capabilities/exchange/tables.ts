import type { TableSight } from '../../platform/table-sight.ts'

export const tables: Readonly<Record<string, TableSight>> = {
  'exchange.system': {
    seen: 'holder',
    by: 'organisation_id',
    acting: ['added_by', 'ended_by'],
    plain: ['name', 'domain', 'scopes', 'token_hash'],
  },
  'exchange.received': {
    seen: 'holder',
    by: 'organisation_id',
    personal: ['description', 'their_identifier', 'basis_ground', 'withdrawn_because'],
  },
  'exchange.subscription': {
    seen: 'holder',
    by: 'organisation_id',
    plain: ['channel', 'endpoint', 'statuses', 'reason', 'state', 'error'],
  },
  'exchange.hook_call': { seen: 'house', plain: ['sent_for'] },
  'exchange.call': { seen: 'house', plain: ['request_id', 'body_hash', 'about'] },
}
