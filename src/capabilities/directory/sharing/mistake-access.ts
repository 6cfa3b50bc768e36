import type { Actor } from '../../../platform/auth/actor.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { findMistake, listMistakes, type Mistake } from './mistake-store.ts'

/**
 * Who sees what people told us: those who keep the place's directory right see all of it; others who answer, what is about their own organisation's entries.
 * Nobody is shown how to reach a reporter here.
 */

const seesAll = ({ permissions, kind }: Actor): boolean => kind === 'house' || permissions.has('directory.keep-right')

const isTheirs = (actor: Actor, { organisationId }: Mistake): boolean =>
  seesAll(actor) ||
  (actor.permissions.has('mistake.answer') && organisationId !== null && organisationId === actor.organisationId)

/** One report, locked when it is to be changed; null when there is none or it is not theirs to see. */
export const accessMistake = (tx: PlaceTx, mistakeId: string, how: 'see' | 'change'): Promise<Mistake | null> =>
  tx.house(async () => {
    const mistake = await findMistake(tx, mistakeId, how === 'change')
    return mistake && isTheirs(tx.actor, mistake) ? mistake : null
  })

/** The reports this actor answers. */
export const listTheirMistakes = (tx: PlaceTx, open: boolean, limit: number): Promise<Mistake[]> =>
  tx.house(async () => {
    const { actor } = tx
    if (seesAll(actor)) return listMistakes(tx, { organisationId: null, open, limit })
    return actor.organisationId ? listMistakes(tx, { organisationId: actor.organisationId, open, limit }) : []
  })
