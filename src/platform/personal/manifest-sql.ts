import type { Tx } from '../db/database.ts'

/**
 * What a manifest says in SQL, as part of a statement: columns and expressions of `personal` rules, which are written in the source and hold nothing anybody typed.
 * The only place besides the database's own rooms where text becomes SQL (a law counts them).
 */
export const fromManifest = ({ sql }: Pick<Tx, 'sql'>, text: string) => sql.unsafe(text)
