import { capabilities } from '../../src/capabilities.ts'
import { platformTables } from '../../src/platform/platform-tables.ts'
import type { SaidTables } from '../architecture/sight-laws.ts'

/** What all manifests say of the tables. */
export const saidTables: SaidTables = [
  ...Object.entries(platformTables).map(([table, sight]) => ({ owner: 'platform', table, sight })),
  ...capabilities.flatMap(({ name, tables }) =>
    Object.entries(tables ?? {}).map(([table, sight]) => ({ owner: name, table, sight })),
  ),
]
