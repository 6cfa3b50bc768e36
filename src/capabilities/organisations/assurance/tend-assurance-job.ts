import { dateAt, dateInWords } from '../../../design/time-in-words.ts'
import type { PlaceId } from '../../../kernel/ids.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { writeNotice } from '../../../platform/notify/notice.ts'
import type { Platform } from '../../../platform/platform.ts'
import { findOwnPlace } from '../../places/index.ts'
import { findOrganisation } from '../organisation-store.ts'
import { triageOrganisationOf } from '../triage-organisation.ts'
import { assuranceLevels } from '../words.ts'
import { listEvidenceEnding, listOrganisationsWithEvidence } from './assurance-store.ts'
import { knownLevels } from './known-levels.ts'
import { evidenceKinds } from './level.ts'
import { settleLevel } from './record-evidence.ts'

/** How long before evidence ends its organisation is told. */
const noticeDays = 30

const dayAfter = (now: Date, days: number) => dateAt(new Date(now.getTime() + days * 86_400_000))

const tell = async (tx: PlaceTx, organisationId: string, sentFor: string, subject: string, body: string) => {
  const place = await findOwnPlace(tx)
  const decides = place && triageOrganisationOf(place)
  for (const id of new Set([organisationId, ...(decides ? [decides] : [])])) {
    const told = await findOrganisation(tx, id)
    if (!told || (!told.email && !told.phone)) continue
    await writeNotice(tx, {
      aboutId: organisationId,
      holderIds: told.email || !decides ? [] : [decides],
      sentFor,
      atNight: 'waits',
      channel: told.email ? 'email' : 'phone',
      toName: told.name,
      toAddress: told.email || (told.phone ?? ''),
      subject,
      body,
      link: { words: 'See what is known, and what may be shared', path: `/organisations/${organisationId}/sharing` },
    })
  }
}

/** Each morning: who is told that evidence ends soon, and whose level follows evidence that has ended. Whoever asks is told by the evidence itself, whether or not this has run. */
export const tendAssurance = (platform: Platform, placeId: PlaceId): Promise<void> =>
  platform.db.asHouse(placeId, async tx => {
    const today = dateAt(tx.now)
    for (const evidence of await listEvidenceEnding(tx, today, dayAfter(tx.now, noticeDays))) {
      const organisation = await findOrganisation(tx, evidence.organisationId)
      const label = evidenceKinds[evidence.kind].label
      const last = dateInWords(evidence.untilOn ?? today, tx.now)
      await tell(
        tx,
        evidence.organisationId,
        `evidence ends ${evidence.evidenceId}`,
        `${organisation?.name ?? ''}: ${label.toLowerCase()} ends ${last}`,
        `We saw this on ${dateInWords(evidence.seenOn, tx.now)}, and its last day is ${last}. Show the new one to the organisation that decides about what is asked here: otherwise less may be shared from the day after.`,
      )
    }
    const ids = await listOrganisationsWithEvidence(tx)
    const levels = await knownLevels(tx, ids, today)
    for (const id of ids) {
      const organisation = await findOrganisation(tx, id)
      const level = levels.get(id) ?? 'informal'
      if (!organisation || organisation.assuranceLevel === level) continue
      await settleLevel(tx, id)
      await tell(
        tx,
        id,
        `level ${level} ${today}`,
        `${organisation.name}: ${assuranceLevels[level].toLowerCase()}`,
        `What we have seen adds up to "${assuranceLevels[level].toLowerCase()}" from today; before it was "${assuranceLevels[organisation.assuranceLevel].toLowerCase()}". What may be shared follows from it.`,
      )
    }
  })
