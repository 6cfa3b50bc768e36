import type { PlaceId } from '../../../kernel/ids.ts'
import { isRefusal, type Refusal } from '../../../kernel/refusal.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { record } from '../../../platform/facts/fact.ts'
import type { Platform } from '../../../platform/platform.ts'
import { type Disclosure, type Ending, listDisclosuresAbout, listLiveDisclosuresAfter } from './disclosure-store.ts'
import { endSharing } from './end-sharing.ts'
import { SharingEnded } from './facts.ts'
import { hideWithheld, mayDiscloseMany, sharingOf } from './may-disclose.ts'

/** As many as are looked at in one transaction. */
const together = 200

/** Why it ended, by what the rule says now. */
const endingOf = ({ basis }: Disclosure, { refused }: Refusal): Ending =>
  basis === 'consent' && refused === 'no-consent'
    ? 'permission ran out'
    : refused === 'no-agreement'
      ? 'agreement ended'
      : refused === 'objected'
        ? 'objected'
        : 'level lowered'

/** Ends a sharing and says so in the story it belongs to, from which referrals and matching learn it. */
export const endAndTell = async (
  tx: PlaceTx,
  which: Parameters<typeof endSharing>[1],
  because: Ending,
): Promise<void> => {
  for (const { disclosureId, forId, aboutId, volunteerId, journeyId } of await endSharing(tx, which, because))
    await record(
      tx,
      SharingEnded,
      { recordId: aboutId, journeyId },
      { disclosureId, forId, helpRequestId: aboutId, toVolunteer: volunteerId !== null, because },
    )
}

const tend = async (tx: PlaceTx, live: readonly Disclosure[]): Promise<void> => {
  const answers = await mayDiscloseMany(tx, live.map(sharingOf))
  for (const [n, answer] of answers.entries()) {
    const disclosure = live[n]
    if (!disclosure) continue
    if (isRefusal(answer))
      await endAndTell(tx, { disclosureIds: [disclosure.disclosureId] }, endingOf(disclosure, answer))
    else await hideWithheld(tx, disclosure, answer.fields)
  }
}

/** The same at once of what is shared about some help requests, for what must not wait for the hour: somebody hides where they live. */
export const tendSharingsAbout = (tx: PlaceTx, aboutIds: readonly string[]): Promise<void> =>
  tx.house(async () =>
    tend(
      tx,
      (await listDisclosuresAbout(tx, aboutIds)).filter(({ endedAt }) => endedAt === null),
    ),
  )

/**
 * Asks of every live sharing whether it may go on: permissions run out, agreements and evidence end on a day. Whoever looks is told no from that day on whether or not this has
 * run; it ends the grants, tells partners, and brings the needs back.
 */
export const tendSharing = async (platform: Platform, placeId: PlaceId): Promise<void> => {
  let after: string | null = null
  do {
    after = await platform.db.asHouse(placeId, async (tx): Promise<string | null> => {
      const live = await listLiveDisclosuresAfter(tx, after, together)
      await tend(tx, live)
      return live.length < together ? null : (live.at(-1)?.disclosureId ?? null)
    })
  } while (after !== null)
}
