import type { PlaceTx } from '../../../../platform/db/database.ts'
import { allInHands, type InHand, type InWhoseHands } from '../../../../platform/in-hands.ts'
import { listHandedAway, listHandedTo, saveHandedOver } from './handed-over-store.ts'

/** One of an organisation's people. */
type Somebody = Omit<InWhoseHands, 'handedIds'>

/** What is unfinished in somebody's hands, of one kind. */
export interface OneKindInHands {
  readonly kind: string
  readonly title: string
  readonly items: readonly InHand[]
}

/** What is unfinished in somebody's hands, by kind, as the actor sees it; kinds without anything are left out. */
export const listInHands = async (tx: PlaceTx, somebody: Somebody): Promise<OneKindInHands[]> => {
  const { organisationId, personId } = somebody
  const handed = await listHandedTo(tx, organisationId, personId)
  const away = await listHandedAway(tx, organisationId, personId)
  const found: OneKindInHands[] = []
  for (const { kind, title, list } of allInHands()) {
    const handedIds = handed.filter(each => each.kind === kind).map(({ recordId }) => recordId)
    const items = await list(tx, { ...somebody, handedIds })
    const theirs = items.filter(({ recordId }) => handedIds.includes(recordId) || !away.has(recordId))
    if (theirs.length > 0) found.push({ kind, title, items: theirs })
  }
  return found
}

/** Puts everything into other hands: somebody's, or, where nobody is named, back to everybody of the organisation. @returns what was handed to somebody. */
export const handOver = async (
  tx: PlaceTx,
  from: Somebody,
  to: { readonly personId: string; readonly name: string } | null,
): Promise<OneKindInHands[]> => {
  const inHands = await listInHands(tx, from)
  for (const { kind, giveOn } of allInHands()) {
    await giveOn?.(tx, { ...from, handedIds: [] }, to)
    const items = inHands.find(each => each.kind === kind)?.items ?? []
    if (to && !giveOn && items.length > 0)
      await saveHandedOver(tx, {
        organisationId: from.organisationId,
        kind,
        recordIds: items.map(({ recordId }) => recordId),
        personId: to.personId,
        fromPersonId: from.personId,
      })
  }
  return to ? inHands : []
}
