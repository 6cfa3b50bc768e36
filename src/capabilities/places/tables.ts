import type { TableSight } from '../../platform/table-sight.ts'

export const tables: Readonly<Record<string, TableSight>> = {
  'places.neighbourhood': { seen: 'place' },
  'places.outcode': { seen: 'everywhere' },
  'places.place': { seen: 'everywhere' },
  'places.postcode': { seen: 'everywhere' },
}
