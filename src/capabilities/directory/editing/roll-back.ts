import { Type } from 'typebox'
import type { JourneyId } from '../../../kernel/ids.ts'
import { refuse } from '../../../kernel/refusal.ts'
import { command } from '../../../platform/command.ts'
import { record } from '../../../platform/facts/fact.ts'
import { lockAgainstImports } from '../write-lock-store.ts'
import { changedFields } from './entry-content.ts'
import { findVersion } from './entry-store.ts'
import { EntryRolledBack } from './facts.ts'
import { lockEntry } from './proposal-store.ts'
import { readEntry, writeEntry } from './write-entry.ts'

/** Puts an entry back to how it was in one of its versions. That is a new version; none is ever taken away. */
export const rollBack = command({
  name: 'directory.roll-back-entry',
  allow: 'entry.moderate',
  inHouse: true,
  input: Type.Object({
    serviceId: Type.String({ format: 'uuid' }),
    version: Type.Integer({ minimum: 1 }),
    /** The newest version on the page that was looked at. */
    newest: Type.Integer({ minimum: 1 }),
  }),
  async run(tx, { serviceId, version, newest }) {
    await lockAgainstImports(tx)
    await lockEntry(tx, serviceId)
    const live = await readEntry(tx, serviceId)
    const wanted = live && (await findVersion(tx, serviceId, version))
    if (!live || !wanted) return refuse('no-such-version', 'There is no such version of this entry.')
    if (live.version !== newest)
      return refuse(
        'changed-meanwhile',
        'Somebody changed the entry while you were looking at it. Look at it again first.',
      )
    const fields = changedFields(live.content, wanted.content)
    if (fields.length === 0) return refuse('the-same', 'The entry says this already.')
    const made = await writeEntry(tx, serviceId, live, wanted.content, {
      because: 'rolled back',
      source: tx.actor.organisationName ?? tx.actor.name,
      organisationId: tx.actor.organisationId,
      byName: tx.actor.name,
      proposalId: null,
      ofVersion: version,
      fields,
      assures: false,
    })
    await record(
      tx,
      EntryRolledBack,
      { recordId: serviceId, journeyId: serviceId as unknown as JourneyId },
      { serviceId, ofVersion: version, version: made },
    )
    return { recordId: serviceId, version: made }
  },
})
