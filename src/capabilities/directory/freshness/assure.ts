import { Type } from 'typebox'
import { dateAt } from '../../../design/time-in-words.ts'
import type { JourneyId } from '../../../kernel/ids.ts'
import { refuse } from '../../../kernel/refusal.ts'
import { audit } from '../../../platform/audit/audit.ts'
import { command } from '../../../platform/command.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { record } from '../../../platform/facts/fact.ts'
import { recordChange } from '../change-log-store.ts'
import { isDoubt, type ReasonToCheck, reasonsToCheck } from '../freshness.ts'
import { findListedService } from '../listed-service-store.ts'
import { withoutPrivateWords } from '../private-words-store.ts'
import { settleAsked } from './asking-store.ts'
import {
  type AssuranceHow,
  deleteCallsNotAnswered,
  endHidings,
  endReasons,
  insertAssurances,
  insertCallNotAnswered,
  insertHiding,
  insertPublishedAssurances,
  raiseReasons,
  setAssuredOn,
  settleDoubts,
  undoAssurance,
} from './assurance-store.ts'
import {
  AssuranceUndone,
  CallNotAnswered,
  DoubtsEnded,
  ReasonRaised,
  ServiceAssured,
  ServiceHidden,
  ServiceShownAgain,
} from './facts.ts'

/** Entries are checked, doubted, hidden and shown again: what each of it means for everything else that is kept of them. */

const about = (serviceId: string) => ({ recordId: serviceId, journeyId: serviceId as unknown as JourneyId })

/**
 * Writes that all of these entries is right today, by somebody who said exactly that: an edit alone is no such thing. Ends what was doubtful about them,
 * what was asked, and what was hidden. For use inside another command (an editor ticked "all of this is right today"); leaves fact and audit line.
 */
export const assure = (
  tx: PlaceTx,
  serviceIds: readonly string[],
  by: { how: Exclude<AssuranceHow, 'feed'>; byName: string; organisationId: string | null },
): Promise<Map<string, string>> =>
  tx.house(async () => {
    const on = dateAt(tx.now)
    const made = await insertAssurances(tx, serviceIds, { ...by, on })
    const assurances = new Map(made.map(({ serviceId, assuranceId }) => [serviceId, assuranceId]))
    const ids = [...assurances.keys()]
    await setAssuredOn(tx, ids, on)
    await settleAsked(tx, ids)
    await endHidings(tx, ids)
    await deleteCallsNotAnswered(tx, ids)
    await settle(tx, ids, { on, byName: by.byName, assurances })
    for (const serviceId of ids) {
      await record(tx, ServiceAssured, about(serviceId), { serviceId, how: by.how })
      await audit(tx, `said that an entry is right: ${by.how}`, serviceId)
    }
    await recordChange(tx, ids)
    return assurances
  })

/**
 * Keeps what a feed, or whoever publishes here, says of the last check as an assurance, where it says anything new. A modified date is not asked for: it never
 * counts as a check. The import's own report and audit line stand for the facts. The caller notes the change.
 */
export const keepPublishedAssurances = (
  tx: PlaceTx,
  serviceIds: readonly string[],
  how: 'feed' | 'edit',
): Promise<void> =>
  tx.house(async () => {
    const toSettle = await insertPublishedAssurances(tx, serviceIds, how)
    const assurances = new Map(toSettle.map(({ serviceId, assuranceId }) => [serviceId, assuranceId]))
    // Only doubts older than what it says of the last check end by it, and that may be long ago: ask the days themselves.
    for (const [on, those] of Map.groupBy(toSettle, ({ assuredOn }) => assuredOn))
      await settle(
        tx,
        those.map(({ serviceId }) => serviceId),
        { on, byName: tx.actor.name, assurances },
      )
  })

const settle = async (
  tx: PlaceTx,
  serviceIds: readonly string[],
  ending: { on: string; byName: string; assurances: ReadonlyMap<string, string> },
): Promise<void> => {
  await endReasons(tx, serviceIds, ending)
  await settleDoubts(tx, serviceIds)
}

/** Says why entries are to be looked at, with its fact; a doubt is told to the public at once. For use inside another command or a job. */
export const raise = (
  tx: PlaceTx,
  serviceIds: readonly string[],
  reason: ReasonToCheck,
  words: string | null = null,
): Promise<string[]> =>
  tx.house(async () => {
    const told = words && (await withoutPrivateWords(tx, serviceIds, words, 1000))
    const raised = await raiseReasons(tx, serviceIds, reason, told)
    for (const serviceId of raised) await record(tx, ReasonRaised, about(serviceId), { serviceId, reason })
    if (isDoubt(reason)) await recordChange(tx, await settleDoubts(tx, serviceIds))
    return raised
  })

const serviceId = Type.String({ format: 'uuid', mend: 'Choose an entry of the directory' })
const noSuchEntry = () => refuse('no-such-entry', 'This entry is not in the directory any more.')

/** An editor rang, or looked in some other way, and says that all of it is right today. */
export const assureByPhone = command({
  name: 'directory.assure-by-phone',
  allow: 'directory.keep-right',
  inHouse: true,
  input: Type.Object({ serviceId }),
  async run(tx, input) {
    const { actor } = tx
    const by = { how: 'phone' as const, byName: actor.name, organisationId: actor.organisationId }
    const assuranceId = (await assure(tx, [input.serviceId], by)).get(input.serviceId)
    return assuranceId ? { recordId: input.serviceId, assuranceId } : noSuchEntry()
  },
})

/** Takes the newest assurance of an entry back. */
export const takeAssuranceBack = command({
  name: 'directory.take-assurance-back',
  allow: 'directory.keep-right',
  inHouse: true,
  input: Type.Object({ serviceId, assuranceId: Type.String({ format: 'uuid' }) }),
  async run(tx, { serviceId, assuranceId }) {
    if (!(await undoAssurance(tx, serviceId, assuranceId)))
      return refuse('checked-since', 'Somebody has checked it again since, or this was taken back already.')
    await settleDoubts(tx, [serviceId])
    await record(tx, AssuranceUndone, about(serviceId), { serviceId, assuranceId })
    await recordChange(tx, [serviceId])
    return { recordId: serviceId }
  },
})

/** An editor doubts an entry, in words. */
export const doubtEntry = command({
  name: 'directory.doubt-entry',
  allow: 'directory.keep-right',
  inHouse: true,
  input: Type.Object({
    serviceId,
    words: Type.String({
      minLength: 1,
      maxLength: 1000,
      pattern: '\\S',
      mend: 'Say what is doubtful, in up to 1,000 characters',
    }),
  }),
  async run(tx, { serviceId, words }) {
    if (!(await findListedService(tx, serviceId))) return noSuchEntry()
    await raise(tx, [serviceId], 'doubted', words.trim())
    return { recordId: serviceId }
  },
})

/** An editor looked into the doubts about an entry and ends them, without having checked all of it. */
export const endDoubts = command({
  name: 'directory.end-doubts',
  allow: 'directory.keep-right',
  inHouse: true,
  input: Type.Object({ serviceId }),
  async run(tx, { serviceId }) {
    await endReasons(tx, [serviceId], {
      on: dateAt(tx.now),
      byName: tx.actor.name,
      only: reasonsToCheck.filter(isDoubt),
    })
    const ended = await settleDoubts(tx, [serviceId])
    if (ended.length === 0) return refuse('no-doubts', 'There are no doubts about it any more.')
    await record(tx, DoubtsEnded, about(serviceId), { serviceId })
    await recordChange(tx, ended)
    return { recordId: serviceId }
  },
})

/** Writes that an editor rang about an entry and nobody answered: for two weeks others are rung first. */
export const noteNoAnswer = command({
  name: 'directory.note-no-answer',
  allow: 'directory.keep-right',
  inHouse: true,
  input: Type.Object({ serviceId }),
  async run(tx, { serviceId }) {
    if (!(await findListedService(tx, serviceId))) return noSuchEntry()
    await insertCallNotAnswered(tx, serviceId)
    await record(tx, CallNotAnswered, about(serviceId), { serviceId })
    return { recordId: serviceId }
  },
})

/** Takes an entry out of the lists until it is checked; its page then says that it is closed for a while. */
export const hideUntilChecked = command({
  name: 'directory.hide-until-checked',
  allow: 'directory.keep-right',
  inHouse: true,
  input: Type.Object({ serviceId }),
  async run(tx, { serviceId }) {
    if (!(await insertHiding(tx, serviceId)))
      return refuse('not-shown', 'It is hidden already, or it is not running now.')
    await record(tx, ServiceHidden, about(serviceId), { serviceId })
    await recordChange(tx, [serviceId])
    return { recordId: serviceId }
  },
})

/** Puts a hidden entry back into the lists. */
export const showAgain = command({
  name: 'directory.show-again',
  allow: 'directory.keep-right',
  inHouse: true,
  input: Type.Object({ serviceId }),
  async run(tx, { serviceId }) {
    const shown = await endHidings(tx, [serviceId])
    if (shown.length === 0) return refuse('not-hidden', 'It is not hidden any more.')
    await record(tx, ServiceShownAgain, about(serviceId), { serviceId })
    await recordChange(tx, shown)
    return { recordId: serviceId }
  },
})
