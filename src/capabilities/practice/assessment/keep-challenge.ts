/** A peer challenge: who visits, what they found, what the council does about it, and the review after about ten months. */
import { Type } from 'typebox'
import { dateAt, exactDate } from '../../../design/time-in-words.ts'
import { newId, type PlaceId } from '../../../kernel/ids.ts'
import { type Refusal, refuse } from '../../../kernel/refusal.ts'
import { endAccess, grantAccess } from '../../../platform/auth/grants.ts'
import { command } from '../../../platform/command.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import type { Platform } from '../../../platform/platform.ts'
import { tellThoseWho } from '../../oversight/index.ts'
import { isOwn } from '../network/council.ts'
import { findCouncil } from '../network/council-store.ts'
import {
  type Assessment,
  type Challenge,
  findAssessment,
  findChallenge,
  listToReview,
  saveChallenge,
} from './assessment-store.ts'
import { reviewAfter } from './gap.ts'

const text = Type.Union([Type.String({ maxLength: 8000 }), Type.Null()], { mend: 'Say it in up to 8,000 characters' })
const day = Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\d$', mend: 'Enter the day' })
const day180 = 180 * 86_400_000

/** The round, when the actor may see inside it: the council's own people, and peers who visit until their review. */
export const roundToRead = async (
  tx: PlaceTx,
  assessmentId: string,
): Promise<{ round: Assessment; challenge: Challenge | null; own: boolean } | null> => {
  const round = await findAssessment(tx, assessmentId)
  if (!round) return null
  const challenge = await findChallenge(tx, assessmentId)
  if (isOwn(tx.actor, round)) return { round, challenge, own: true }
  const visiting = challenge?.visitingCouncilId ? await findCouncil(tx, challenge.visitingCouncilId) : null
  const isVisiting = visiting?.organisationId != null && visiting.organisationId === tx.actor.organisationId
  return challenge && isVisiting ? { round, challenge, own: false } : null
}

/** Plans the visit, or changes what stands of it. Peers who visit write what they found; the rest is the council's. */
export const keepChallenge = command({
  name: 'practice.keep-challenge',
  allow: 'practice.assess',
  input: Type.Object({
    assessmentId: Type.String({ format: 'uuid' }),
    visitingCouncilId: Type.Union([Type.String({ format: 'uuid' }), Type.Null()]),
    visitors: Type.String({ maxLength: 500 }),
    visitOn: Type.Union([day, Type.Null()], { mend: 'Enter the day of the visit' }),
    findings: text,
    plan: text,
    reviewOn: Type.Union([day, Type.Null()], { mend: 'Enter the day of the review' }),
    reviewSays: text,
  }),
  async run(tx, input) {
    const seen = await roundToRead(tx, input.assessmentId)
    if (!seen) return refuse('no-such-assessment', 'There is no such assessment, or it is another council’s.')
    const { round, challenge: before, own } = seen
    if (!own) {
      if (!before) return refuse('no-visit', 'No visit is planned.')
      await saveChallenge(tx, { ...before, findings: input.findings })
      return { recordId: round.councilId }
    }
    const wrong = await wrongWith(tx, round, input)
    if (wrong) return wrong
    const visitOn = input.visitOn ?? dateAt(tx.now)
    const challenge: Challenge = {
      challengeId: before?.challengeId ?? newId(),
      assessmentId: round.assessmentId,
      councilId: round.councilId,
      visitingCouncilId: input.visitingCouncilId,
      visitors: input.visitors,
      visitOn,
      findings: input.findings,
      plan: input.plan,
      reviewOn: input.reviewOn ?? reviewAfter(visitOn),
      reviewSays: input.reviewSays,
      reviewedOn: input.reviewSays ? (before?.reviewedOn ?? dateAt(tx.now)) : null,
    }
    await saveChallenge(tx, challenge)
    await letVisitorsSee(tx, challenge)
    return { recordId: round.councilId }
  },
})

const wrongWith = async (
  tx: PlaceTx,
  round: Assessment,
  {
    visitors,
    visitOn,
    reviewOn,
    visitingCouncilId,
  }: { visitors: string; visitOn: string | null; reviewOn: string | null; visitingCouncilId: string | null },
): Promise<Refusal | null> => {
  if (!visitors) return refuse('no-visitors', 'Say who visits.', 'visitors')
  if (!visitOn) return refuse('no-day', 'Enter the day of the visit.', 'visitOn')
  if (reviewOn && reviewOn <= visitOn) return refuse('review-before', 'The review comes after the visit.', 'reviewOn')
  if (visitingCouncilId === round.councilId)
    return refuse('itself', 'A council does not visit itself. Choose another.', 'visitingCouncilId')
  if (visitingCouncilId && !(await findCouncil(tx, visitingCouncilId)))
    return refuse('no-such-council', 'Choose a council of the network.', 'visitingCouncilId')
  return null
}

/** Peers see what the council sees (`roundToRead`: of the round they visit about), from when they are invited until half a year after the review is due, or until it was held. */
const letVisitorsSee = async (tx: PlaceTx, challenge: Challenge): Promise<void> => {
  await endAccess(tx, { basisId: challenge.challengeId })
  const visiting = challenge.visitingCouncilId ? await findCouncil(tx, challenge.visitingCouncilId) : null
  if (!visiting?.organisationId || challenge.reviewedOn) return
  await grantAccess(tx, [
    {
      recordId: challenge.councilId,
      holderId: visiting.organisationId,
      basis: 'visits as a peer',
      basisId: challenge.challengeId,
      until: new Date(Date.parse(challenge.reviewOn) + day180),
    },
  ])
}

/** Days before a review on which the champions are reminded, and once it is due. */
const remindAt = [30, 7, 0]

/** The job: reminds a council's champions of the review. The same reminder of the same day is written once. */
export const remindOfReviews = (platform: Pick<Platform, 'db'>, placeId: PlaceId): Promise<void> =>
  platform.db.asHouse(placeId, async tx => {
    const today = Date.parse(dateAt(tx.now))
    for (const { challengeId, assessmentId, reviewOn, organisationId } of await listToReview(
      tx,
      dateAt(new Date(today + 30 * 86_400_000)),
    )) {
      const left = Math.round((Date.parse(reviewOn) - today) / 86_400_000)
      const stage = remindAt.filter(days => left <= days).at(-1)
      if (stage === undefined) continue
      await tellThoseWho(
        tx,
        ['champion'],
        {
          aboutId: challengeId,
          sentFor: `peer review ${reviewOn} ${stage}`,
          atNight: 'waits',
          subject:
            left > 0 ? `The review with your peers is on ${exactDate(reviewOn)}` : 'The review with your peers is due',
          body: 'About ten months after their visit you look together at what came of it. Agree the day with them, and write down what you found.',
          link: { words: 'What they found, and your plan', path: `/practice/assessments/${assessmentId}/challenge` },
        },
        member => member.organisationId === organisationId,
      )
    }
  })
