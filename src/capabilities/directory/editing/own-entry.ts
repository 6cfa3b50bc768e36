import { Type } from 'typebox'
import type { PlaceTx } from '../../../platform/db/database.ts'
import type { Visit } from '../../../platform/http/route.ts'

/** What the pages about one entry of one's own have in common. */

export const OwnEntry = Type.Object({ entryId: Type.String({ format: 'uuid' }) })

/** Reads as the house, for whoever visits: `accessEntry` says whose an entry is. */
export const asHouse = <T>({ platform, actor }: Pick<Visit, 'platform' | 'actor'>, work: (tx: PlaceTx) => Promise<T>) =>
  platform.db.as(actor, tx => tx.house(() => work(tx)))

export const noSuchEntry = 'There is no such entry among those you look after.'
