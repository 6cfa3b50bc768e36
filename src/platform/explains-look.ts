import type { PlaceTx } from './db/database.ts'

/**
 * What makes it obvious why somebody looks at a record, by the kind of record: something of this capability is open with it, or ended at or after `since`, as far as
 * whoever looks may see. One yes is enough; where every capability says no, they are asked why.
 */
export type ExplainsLook = Readonly<Record<string, (tx: PlaceTx, recordId: string, since: Date) => Promise<boolean>>>

// Filled as capabilities declare themselves: a record is often busy with something further up the house.
const declared = new Map<string, ExplainsLook>()

export const declareExplainsLook = (capability: string, explains: ExplainsLook): void => {
  declared.set(capability, explains)
}

/** Every way in which a look at a record of some kind explains itself. */
export const allThatExplain = (kind: string): readonly ExplainsLook[string][] =>
  [...declared.values()].flatMap(explains => explains[kind] ?? [])
