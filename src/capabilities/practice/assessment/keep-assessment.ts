/** A round is opened, scored, closed, opened again and shared; by the council's own champions. */
import { Type } from 'typebox'
import { dateAt, exactDate } from '../../../design/time-in-words.ts'
import { newId } from '../../../kernel/ids.ts'
import { type Refusal, refuse } from '../../../kernel/refusal.ts'
import { command } from '../../../platform/command.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { writeNotices } from '../../../platform/notify/notice.ts'
import { listOrganisations } from '../../organisations/index.ts'
import { findOwnPlace } from '../../places/index.ts'
import { isOwn } from '../network/council.ts'
import { findCouncil } from '../network/council-store.ts'
import {
  type Assessment,
  figurePeers,
  findAssessment,
  insertAssessment,
  listAssessments,
  lockAssessment,
  saveResults,
  saveScore,
  saveStanding,
} from './assessment-store.ts'
import { resultsNow } from './results.ts'

const Which = { assessmentId: Type.String({ format: 'uuid' }) }

/** A round of the actor's own council, held until the transaction ends. */
export const roundToKeep = async (
  tx: PlaceTx,
  assessmentId: string,
  must: 'be open' | 'be closed' | 'be there' = 'be open',
): Promise<Assessment | Refusal> => {
  await lockAssessment(tx, assessmentId, 'to change')
  const round = await findAssessment(tx, assessmentId)
  if (!round || !isOwn(tx.actor, round))
    return refuse('no-such-assessment', 'There is no such assessment, or it is another council’s.')
  if (must === 'be open' && round.closedAt)
    return refuse('closed', 'This assessment is closed. Open it again to change it.')
  if (must === 'be closed' && !round.closedAt) return refuse('still-open', 'Close the assessment first.')
  return round
}

/** Opens a round: community organisations are asked by mail, residents by the public page and by links. */
export const openAssessment = command({
  name: 'practice.open-assessment',
  allow: 'practice.assess',
  input: Type.Object({
    councilId: Type.String({ format: 'uuid' }),
    name: Type.String({ minLength: 1, maxLength: 80, mend: 'Give it a name, like: Autumn 2026' }),
    closesOn: Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\d$', mend: 'Enter until when people may say' }),
  }),
  async run(tx, { councilId, name, closesOn }) {
    const council = await findCouncil(tx, councilId)
    if (!council || !isOwn(tx.actor, council))
      return refuse('not-yours', 'Only the council’s own champions assess it. The convenor says who they are.')
    const today = dateAt(tx.now)
    if (closesOn <= today) return refuse('over', 'Choose a day after today: people need time to say.', 'closesOn')
    if ((await listAssessments(tx, councilId)).some(({ closedAt }) => closedAt === null))
      return refuse('one-open', 'An assessment is open already. Close it before you begin another.')
    const assessmentId = newId()
    await insertAssessment(tx, { assessmentId, councilId, name, openedOn: today, closesOn })
    const place = await findOwnPlace(tx)
    const asked = (await listOrganisations(tx)).filter(
      ({ organisationId, kind, trust, email }) =>
        kind !== 'council' && trust === 'known' && email !== '' && organisationId !== council.organisationId,
    )
    await writeNotices(
      tx,
      asked.map(organisation => ({
        ...{ aboutId: assessmentId, holderIds: [organisation.organisationId], sentFor: 'assessment open' },
        ...{ atNight: 'waits' as const, channel: 'email' as const },
        toName: organisation.name,
        toAddress: organisation.email,
        subject: `How does ${council.name} do, from where you stand?`,
        body: `Until ${exactDate(closesOn)} community organisations in ${place?.name ?? 'this place'} say how far the six Keep it Local principles are lived. It takes about five minutes. Nobody sees what one organisation said: only the middle of five or more is shown.`,
        link: { words: 'Say it here', path: '/practice/our-view' },
      })),
    )
    return { recordId: councilId, assessmentId }
  },
})

/** What the council says of itself, principle by principle; a draft until the round is closed. */
export const scorePrinciple = command({
  name: 'practice.score-principle',
  allow: 'practice.assess',
  input: Type.Object({
    ...Which,
    principle: Type.Integer({ minimum: 1, maximum: 6 }),
    level: Type.Integer({ minimum: 1, maximum: 4, mend: 'Choose the level that can be seen today' }),
    says: Type.Union([Type.String({ maxLength: 2000 }), Type.Null()], { mend: 'Say it in up to 2,000 characters' }),
  }),
  async run(tx, { assessmentId, principle, level, says }) {
    const round = await roundToKeep(tx, assessmentId)
    if ('refused' in round) return round
    await saveScore(tx, round, { principle, level, says })
    return { recordId: round.councilId }
  },
})

/** Closes a round: what each voice says stands from now on. */
export const closeAssessment = command({
  name: 'practice.close-assessment',
  allow: 'practice.assess',
  input: Type.Object(Which),
  async run(tx, { assessmentId }) {
    const round = await roundToKeep(tx, assessmentId)
    if ('refused' in round) return round
    const { results, unscored } = await resultsNow(tx, assessmentId)
    if (unscored.length)
      return refuse(
        'unscored',
        `Say first where the council stands on ${unscored.length === 1 ? 'principle' : 'principles'} ${unscored.join(', ')}.`,
      )
    await saveResults(tx, round, results)
    await saveStanding(tx, assessmentId, { closedAt: tx.now, sharedAt: null })
    return { recordId: round.councilId }
  },
})

/** Opens a round again that was closed; what was shared of it is taken back. */
export const reopenAssessment = command({
  name: 'practice.reopen-assessment',
  allow: 'practice.assess',
  input: Type.Object(Which),
  async run(tx, { assessmentId }) {
    const round = await roundToKeep(tx, assessmentId, 'be closed')
    if ('refused' in round) return round
    if ((await listAssessments(tx, round.councilId)).some(({ closedAt }) => closedAt === null))
      return refuse('one-open', 'Another assessment is open. Close it first.')
    await saveStanding(tx, assessmentId, { closedAt: null, sharedAt: null })
    await saveResults(tx, round, [])
    if (round.sharedAt) await figurePeers(tx)
    return { recordId: round.councilId }
  },
})

/** Lets what was found count in what peers compare with, or takes that back. */
export const shareAssessment = command({
  name: 'practice.share-assessment',
  allow: 'practice.assess',
  input: Type.Object({ ...Which, shared: Type.Boolean() }),
  async run(tx, { assessmentId, shared }) {
    const round = await roundToKeep(tx, assessmentId, 'be closed')
    if ('refused' in round) return round
    await saveStanding(tx, assessmentId, { closedAt: round.closedAt, sharedAt: shared ? tx.now : null })
    await figurePeers(tx)
    return { recordId: round.councilId }
  },
})
