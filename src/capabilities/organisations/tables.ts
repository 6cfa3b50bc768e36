import type { TableSight } from '../../platform/table-sight.ts'

export const tables: Readonly<Record<string, TableSight>> = {
  'organisations.membership': { seen: 'holder', by: 'organisation_id', plain: ['roles'] },
  'organisations.organisation': { seen: 'place' },
}
