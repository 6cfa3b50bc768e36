/** Promises after the scores: what the organisation reports, what the buyer and residents say to it, and changes that keep what was promised before. */
import { Type } from 'typebox'
import { dateAt } from '../../../design/time-in-words.ts'
import { newId } from '../../../kernel/ids.ts'
import { type Refusal, refuse } from '../../../kernel/refusal.ts'
import { command } from '../../../platform/command.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { date, maybe } from '../input.ts'
import { tellMembers } from '../parties/tell-members.ts'
import { isLedBy } from './access-competition.ts'
import type { Competition } from './competition.ts'
import { findCompetition, lockCompetition } from './competition-store.ts'
import { neighbourhoodsOf } from './neighbourhoods.ts'
import { promiseInWords } from './promise.ts'
import {
  emptyReport,
  findPromise,
  insertReply,
  insertReport,
  type PromiseFollowed,
  type Stands,
  savePromise,
  stands,
} from './promise-store.ts'
import { mostWaiting } from './propose.ts'
import { countSuggestions, insertSuggestion, takeSuggestion } from './question-store.ts'
import { promised, wrongPromise } from './write-bid.ts'

const promiseId = Type.String({ format: 'uuid', mend: 'Choose a promise' })

/** A promise that is followed, with its competition held still. */
const accessPromise = async (
  tx: PlaceTx,
  promiseId: string,
): Promise<Refusal | { promise: PromiseFollowed; competition: Competition }> => {
  const promise = await findPromise(tx, promiseId)
  if (promise) await lockCompetition(tx, promise.competitionId)
  const competition = promise ? await findCompetition(tx, promise.competitionId) : null
  return promise && competition ? { promise, competition } : refuse('no-such-promise', 'We cannot find that promise.')
}

/** For whoever bought: to say how it stands, and to change it. */
const leadPromise = async (tx: PlaceTx, promiseId: string) => {
  const found = await accessPromise(tx, promiseId)
  if ('refused' in found) return found
  return isLedBy(tx, found.competition)
    ? found
    : refuse('not-yours', 'Only the organisation that opened the competition can do this.')
}

/** Tells what happened, by the organisation that promised: a number, a story, or both. */
export const reportPromise = command({
  name: 'commissioning.report-on-promise',
  allow: 'commissioning.take-part',
  input: Type.Object({
    promiseId,
    happenedOn: date('Enter the day, like 30 9 2027'),
    howMany: maybe(
      Type.Integer({ minimum: 0, maximum: 1_000_000_000 }),
      'Enter how many since your last report, a whole number like 4, or leave it empty',
    ),
    says: Type.String({ minLength: 3, maxLength: 4000, mend: 'Say what happened, so that nobody can be recognised' }),
  }),
  async run(tx, { promiseId, happenedOn, howMany, says }) {
    const found = await accessPromise(tx, promiseId)
    if ('refused' in found) return found
    const { promise, competition } = found
    if (promise.organisationId !== tx.actor.organisationId)
      return refuse('not-yours', 'Only the organisation that promised it writes what happened.')
    if (happenedOn > dateAt(tx.now)) return refuse('ahead', 'The day cannot be ahead.', 'happenedOn')
    if (howMany !== null && promise.howMany === null)
      return refuse('not-counted', 'This was promised as a story: leave the number empty.', 'howMany')
    const reportId: string = newId()
    await insertReport(tx, promiseId, {
      ...{ reportId, happenedOn, howMany, says: says.trim() },
      byOrganisationId: promise.organisationId,
    })
    await tellMembers(tx, competition.buyerOrganisationId, 'commissioner', {
      aboutId: promiseId,
      sentFor: `report ${reportId}`,
      subject: 'What happened about a promise was written down',
      body: `${competition.title}: ${promise.what}. Read it, and say how it stands.`,
      link: { words: 'Open the promises', path: `/commissioning/competitions/${competition.competitionId}/promises` },
    })
    return { recordId: promiseId }
  },
})

/** Takes one's own report out again: its words are gone, that there was one stays. */
export const takeReportOut = command({
  name: 'commissioning.take-report-out',
  allow: 'commissioning.take-part',
  input: Type.Object({ promiseId, reportId: Type.String({ format: 'uuid', mend: 'Choose a report' }) }),
  async run(tx, { promiseId, reportId }) {
    const found = await accessPromise(tx, promiseId)
    if ('refused' in found) return found
    const isOfIt = found.promise.reports.some(each => each.reportId === reportId)
    return isOfIt && (await emptyReport(tx, reportId, tx.actor.organisationId ?? ''))
      ? { recordId: promiseId }
      : refuse('no-such-report', 'That report is gone, or another organisation’s.')
  },
})

/** Says how a promise stands, by whoever bought; again when it stands otherwise. */
export const judgePromise = command({
  name: 'commissioning.judge-promise',
  allow: 'commissioning.lead',
  input: Type.Object({
    promiseId,
    stands: Type.Enum(Object.keys(stands), { mend: 'Choose how it stands' }),
    says: Type.String({ minLength: 3, maxLength: 2000, mend: 'Say it in words: everybody reads it' }),
  }),
  async run(tx, { promiseId, stands, says }) {
    const found = await leadPromise(tx, promiseId)
    if ('refused' in found) return found
    await insertReply(tx, promiseId, {
      ...{ replyId: newId(), fromWhom: 'buyer', stands: stands as Stands, says: says.trim() },
      byOrganisationId: tx.actor.organisationId,
    })
    return { recordId: promiseId }
  },
})

/** Says something to what was promised and happened, by anybody. It is shown when the buyer has looked at it; nothing is kept of who. */
export const sayToPromise = command({
  name: 'commissioning.say-to-promise',
  allow: 'anyone',
  inHouse: true,
  input: Type.Object({
    promiseId,
    words: Type.String({ minLength: 5, maxLength: 1000, mend: 'Write what you saw, in 5 to 1,000 characters' }),
  }),
  async run(tx, { promiseId, words }) {
    const found = await accessPromise(tx, promiseId)
    if ('refused' in found) return found
    const { competitionId, buyerName, buyerOrganisationId, title } = found.competition
    if ((await countSuggestions(tx, competitionId, 'all')) >= mostWaiting)
      return refuse('too-many', `So much waits that no more fits. Try again tomorrow, or ring ${buyerName}.`)
    await insertSuggestion(tx, {
      ...{ suggestionId: newId(), competitionId, promiseId, words: words.trim(), why: '' },
      byOrganisationId: tx.actor.permissions.has('commissioning.take-part') ? tx.actor.organisationId : null,
    })
    // Once a day, however many write.
    await tellMembers(tx, buyerOrganisationId, 'commissioner', {
      aboutId: competitionId,
      sentFor: `something said waits ${dateAt(tx.now)}`,
      subject: 'What somebody said about a promise waits for you',
      body: `${title}: read it, and decide whether it is shown. Nobody else sees it before.`,
      link: { words: 'Open the competition', path: `/commissioning/competitions/${competitionId}` },
    })
    return { recordId: promiseId }
  },
})

/** Lets what somebody said be shown, or not; its words are gone from those that wait either way. */
export const decideReply = command({
  name: 'commissioning.decide-reply',
  allow: 'commissioning.lead',
  input: Type.Object({
    competitionId: Type.String({ format: 'uuid' }),
    suggestionId: Type.String({ format: 'uuid', mend: 'Choose what was said' }),
    isShown: Type.Boolean(),
    because: Type.String({ maxLength: 500, mend: 'Say why in up to 500 characters' }),
  }),
  async run(tx, { competitionId, suggestionId, isShown, because }) {
    const competition = await findCompetition(tx, competitionId)
    if (!competition || !isLedBy(tx, competition)) return refuse('no-such-reply', 'That is not yours to decide.')
    if (!isShown && because.trim().length < 3)
      return refuse('because', 'Say why it is not shown: everybody reads that.', 'because')
    const taken = await takeSuggestion(tx, competitionId, suggestionId)
    if (!taken?.promiseId) return refuse('no-such-reply', 'That is decided already.')
    await insertReply(tx, taken.promiseId, {
      ...{ replyId: newId(), fromWhom: taken.byOrganisationId ? 'organisation' : 'resident', stands: null },
      says: isShown ? taken.words : `Not shown: ${because.trim()}`,
      byOrganisationId: taken.byOrganisationId,
    })
    return { recordId: taken.promiseId }
  },
})

/** Changes what is promised, by whoever bought, with the reason; what was promised before stays to be read. */
export const changePromise = command({
  name: 'commissioning.change-promise',
  allow: 'commissioning.lead',
  input: Type.Object({
    promiseId,
    ...promised,
    because: Type.String({ minLength: 3, maxLength: 1000, mend: 'Say why it changes: everybody reads it' }),
  }),
  async run(tx, { promiseId, because, ...given }) {
    const found = await leadPromise(tx, promiseId)
    if ('refused' in found) return found
    const wrong = await wrongPromise(tx, given)
    if (wrong) return wrong
    const { promise, competition } = found
    const neighbourhoods = await neighbourhoodsOf(tx)
    const now = { ...given, unit: given.unit?.trim() || null }
    const was = promiseInWords(promise, neighbourhoods)
    if (promiseInWords(now, neighbourhoods) === was)
      return refuse('same', 'Nothing is different from what is promised.', 'what')
    if (now.dueOn !== promise.dueOn && now.dueOn <= dateAt(tx.now))
      return refuse('past', 'Choose a day that is ahead: it is promised for then.', 'dueOn')
    const changeId: string = newId()
    await savePromise(tx, promiseId, now, { changeId, was, because: because.trim() })
    await tellMembers(tx, promise.organisationId, 'coordinator', {
      aboutId: promiseId,
      sentFor: `change ${changeId}`,
      subject: 'A promise of yours was changed',
      body: `${competition.title}: ${promiseInWords(now, neighbourhoods)}. Before: ${was}. Why: ${because.trim()}`,
      link: { words: 'Open the promises', path: `/commissioning/competitions/${competition.competitionId}/promises` },
    })
    return { recordId: promiseId }
  },
})
