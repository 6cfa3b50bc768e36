/** From unsealing to agreed marks: assessors say first what stands between them and a fair mark, each marks apart, then they agree. */
import { randomUUID } from 'node:crypto'
import { Type } from 'typebox'
import { exactTime } from '../../../design/time-in-words.ts'
import { newId } from '../../../kernel/ids.ts'
import { type Refusal, refuse } from '../../../kernel/refusal.ts'
import { endAccess, grantAccess } from '../../../platform/auth/grants.ts'
import { command } from '../../../platform/command.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { listPeople } from '../../people/index.ts'
import { tellPeople } from '../parties/tell-members.ts'
import { accessCompetition, leadCompetition } from './access-competition.ts'
import {
  type Assessor,
  insertAssessor,
  listAgreedMarks,
  listAllAssessors,
  listAssessors,
  listMarks,
  marksNow,
  saveAgreedMark,
  saveAssessor,
  saveMark,
} from './assess-store.ts'
import { type Bid, listBids, saveBid } from './bid-store.ts'
import { type Competition, isClosed } from './competition.ts'
import { listQuestions, saveCompetition } from './competition-store.ts'
import { competitionId } from './open-competition.ts'
import { mayAssess } from './panel.ts'
import { mostMark } from './scoring.ts'

/** 0 is A, 25 is Z, 26 is AA. */
const letterOf = (nth: number): string =>
  nth < 26 ? String.fromCharCode(65 + nth) : `${letterOf(Math.floor(nth / 26) - 1)}${letterOf(nth % 26)}`

/** Unseals the bids, after the closing and never before: each gets the letter it is called by. Nobody reads one yet: that is for assessors, when they have declared. */
export const unsealBids = command({
  name: 'commissioning.unseal-bids',
  allow: 'commissioning.lead',
  input: Type.Object({ competitionId }),
  async run(tx, { competitionId }) {
    const competition = await leadCompetition(tx, competitionId)
    if ('refused' in competition) return competition
    if (competition.state !== 'bidding') return refuse('not-bidding', 'There are no sealed bids here.')
    if (!isClosed(competition, tx.now))
      return refuse('sealed', `Bids stay sealed until they close on ${exactTime(competition.closesAt)}.`)
    const bids = await tx.house(() => listBids(tx, competitionId))
    if (bids.length === 0)
      return refuse('no-bids', 'Nobody has bid. Stop the competition and say why you think that was.')
    // Letters by lot, so that they do not tell who was first.
    const shuffled = bids.map(bid => ({ bid, drawn: randomUUID() })).sort((a, b) => (a.drawn < b.drawn ? -1 : 1))
    for (const [
      nth,
      {
        bid: { bidId },
      },
    ] of shuffled.entries())
      await saveBid(tx, bidId, { letter: letterOf(nth) })
    await saveCompetition(tx, competitionId, { state: 'marking', unsealedAt: tx.now })
    return { recordId: competitionId }
  },
})

/** Names somebody to mark: of the buyer's, or of another organisation here that does not bid. */
export const nameAssessor = command({
  name: 'commissioning.name-assessor',
  allow: 'commissioning.lead',
  input: Type.Object({ competitionId, personId: Type.String({ format: 'uuid', mend: 'Choose who marks' }) }),
  async run(tx, { competitionId, personId }) {
    const competition = await leadCompetition(tx, competitionId)
    if ('refused' in competition) return competition
    if (competition.state !== 'marking')
      return refuse('not-marking', 'Assessors are named when bids are unsealed, until all have marked.')
    const named = await listAllAssessors(tx, competitionId)
    if (named.some(each => each.personId === personId)) return refuse('twice', 'They are named already.', 'personId')
    if (!(await mayAssess(tx, competition)).some(each => each.personId === personId))
      return refuse('not-theirs', 'Choose somebody of your organisation, or of one here that does not bid.', 'personId')
    const [person] = await tx.house(() => listPeople(tx, [personId]))
    const assessor = {
      ...{ assessorId: newId() as string, personId, name: person?.name ?? 'Somebody', number: named.length + 1 },
      marksId: newId() as string,
    }
    await insertAssessor(tx, competitionId, assessor)
    await grantAccess(tx, [
      { recordId: assessor.assessorId, holderId: personId, basis: 'marks bids' },
      { recordId: assessor.assessorId, holderId: competition.buyerOrganisationId ?? personId, basis: 'named them' },
    ])
    await tellPeople(tx, [personId], competition.buyerOrganisationId, {
      aboutId: assessor.assessorId,
      sentFor: 'named to mark',
      subject: 'You are asked to mark bids',
      body: `${competition.title}: say first whether anything stands between you and a fair mark. Then read the bids, and mark each answer.`,
      link: { words: 'Open the competition', path: `/commissioning/competitions/${competitionId}` },
    })
    return { recordId: assessor.assessorId }
  },
})

const mine = async (
  tx: PlaceTx,
  competitionId: string,
): Promise<Refusal | { competition: Competition; me: Assessor }> => {
  const competition = await accessCompetition(tx, competitionId)
  if ('refused' in competition) return competition
  const me = (await listAssessors(tx, competitionId)).find(({ personId }) => personId === tx.actor.personId)
  return me && me.releasedBecause === null
    ? { competition, me }
    : refuse('no-assessor', 'You are not named to mark this competition.')
}

/** Says whether something stands between an assessor and a fair mark. Only who says no reads the bids. */
export const declareInterest = command({
  name: 'commissioning.declare-interest',
  allow: 'commissioning.take-part',
  input: Type.Object({
    competitionId,
    hasConflict: Type.Boolean({ mend: 'Say whether you have a conflict of interest' }),
    says: Type.String({ maxLength: 1000, mend: 'Say it in up to 1,000 characters' }),
  }),
  async run(tx, { competitionId, hasConflict, says }) {
    const found = await mine(tx, competitionId)
    if ('refused' in found) return found
    const { me, competition } = found
    if (competition.state !== 'marking') return refuse('not-marking', 'Bids are not being marked now.')
    if (me.declaredAt)
      return refuse('declared', 'You have declared it already. Tell whoever named you what has changed.')
    if (hasConflict && says.trim().length < 3)
      return refuse('says', 'Say in a few words what it is: you work for them, are related to them, …', 'says')
    await saveAssessor(tx, me.assessorId, {
      ...{ declaredAt: tx.now, hasConflict, conflictSays: hasConflict ? says.trim() : null },
    })
    // Perhaps the others wait for nobody else.
    if (hasConflict) await bringTogether(tx, competition)
    else {
      const bids = await tx.house(() => listBids(tx, competitionId))
      const seen = [...bids.map(({ bidId }) => bidId), me.marksId]
      await grantAccess(
        tx,
        seen.map(recordId => ({ recordId, holderId: me.personId, basis: 'marks bids', basisId: me.assessorId })),
      )
    }
    return { recordId: me.assessorId }
  },
})

/** Lets an assessor go, with the reason: they see no bid any more and their marks do not count. */
export const releaseAssessor = command({
  name: 'commissioning.release-assessor',
  allow: 'commissioning.lead',
  input: Type.Object({
    competitionId,
    assessorId: Type.String({ format: 'uuid', mend: 'Choose an assessor' }),
    because: Type.String({ minLength: 3, maxLength: 500, mend: 'Say why they mark no further' }),
  }),
  async run(tx, { competitionId, assessorId, because }) {
    const competition = await leadCompetition(tx, competitionId)
    if ('refused' in competition) return competition
    const assessor = (await listAllAssessors(tx, competitionId)).find(each => each.assessorId === assessorId)
    if (competition.state !== 'marking' || !assessor || assessor.releasedBecause !== null)
      return refuse('no-assessor', 'Choose an assessor of this competition, while bids are being marked.', 'assessorId')
    await saveAssessor(tx, assessorId, { releasedBecause: because.trim() })
    await endAccess(tx, { basisId: assessorId })
    await tellPeople(tx, [assessor.personId], competition.buyerOrganisationId, {
      aboutId: assessorId,
      sentFor: 'let go',
      subject: 'You mark no further',
      body: `${competition.title}: you see its bids no more, and your marks do not count. Why: ${because.trim()}`,
      link: { words: 'Open the competition', path: `/commissioning/competitions/${competitionId}` },
    })
    await bringTogether(tx, competition)
    return { recordId: assessorId }
  },
})

const bidSeen = async (tx: PlaceTx, competition: Competition, bidId: string): Promise<Bid | null> =>
  (await listBids(tx, competition.competitionId)).find(bid => bid.bidId === bidId) ?? null

/** Marks the answers of one bid, each with a reason. May be done again until they are handed in. */
export const markBid = command({
  name: 'commissioning.write-marks',
  allow: 'commissioning.take-part',
  input: Type.Object({
    competitionId,
    bidId: Type.String({ format: 'uuid' }),
    marks: Type.Array(
      Type.Object({
        questionId: Type.String({ format: 'uuid' }),
        mark: Type.Integer({ minimum: 0, maximum: mostMark, mend: `Choose a mark from 0 to ${mostMark}` }),
        because: Type.String({ minLength: 3, maxLength: 2000, mend: 'Say why it gets that mark: the bidder reads it' }),
      }),
      { maxItems: 200 },
    ),
  }),
  async run(tx, { competitionId, bidId, marks }) {
    const found = await mine(tx, competitionId)
    if ('refused' in found) return found
    const { me, competition } = found
    if (competition.state !== 'marking' || me.handedInAt) return refuse('handed-in', 'You have handed your marks in.')
    const bid = marksNow(me) ? await bidSeen(tx, competition, bidId) : null
    if (!bid) return refuse('no-such-bid', 'We cannot find that bid, or it is not yours to mark.')
    const asked = new Set((await listQuestions(tx, competitionId)).map(({ questionId }) => questionId))
    if (marks.some(({ questionId }) => !asked.has(questionId)))
      return refuse('no-such-question', 'That question is not asked here.')
    for (const mark of marks) await saveMark(tx, { ...mark, because: mark.because.trim(), marksId: me.marksId, bidId })
    return { recordId: me.assessorId }
  },
})

/** Hands all one's marks in. When the last assessor has, they are laid side by side. */
export const handInMarks = command({
  name: 'commissioning.hand-in-marks',
  allow: 'commissioning.take-part',
  input: Type.Object({ competitionId }),
  async run(tx, { competitionId }) {
    const found = await mine(tx, competitionId)
    if ('refused' in found) return found
    const { me, competition } = found
    if (competition.state !== 'marking' || me.handedInAt || !marksNow(me))
      return refuse('handed-in', 'You have no marks to hand in.')
    const bids = await listBids(tx, competitionId)
    const questions = await listQuestions(tx, competitionId)
    const marked = new Set((await listMarks(tx, [me.marksId])).map(each => `${each.bidId} ${each.questionId}`))
    const missing = bids.filter(({ bidId }) =>
      questions.some(({ questionId }) => !marked.has(`${bidId} ${questionId}`)),
    )
    if (missing.length)
      return refuse(
        'missing',
        `Mark every answer first. Still to do: bid ${missing.map(({ letter }) => letter).join(', ')}.`,
      )
    await saveAssessor(tx, me.assessorId, { handedInAt: tx.now })
    await bringTogether(tx, competition)
    return { recordId: me.assessorId }
  },
})

/** When every assessor has handed in, each sees all marks, and what all marked alike is agreed. */
const bringTogether = async (tx: PlaceTx, { competitionId }: Competition): Promise<void> => {
  const named = (await listAllAssessors(tx, competitionId)).filter(
    each => each.releasedBecause === null && each.hasConflict !== true,
  )
  if (named.length === 0 || named.some(({ handedInAt }) => handedInAt === null)) return
  const bids = await tx.house(() => listBids(tx, competitionId))
  const shared = [...named.map(({ marksId }) => marksId), ...bids.map(({ marksId }) => marksId)]
  await grantAccess(
    tx,
    named.flatMap(({ personId, assessorId }) =>
      shared.map(recordId => ({ recordId, holderId: personId, basis: 'agrees on marks', basisId: assessorId })),
    ),
  )
  const marks = await tx.house(() =>
    listMarks(
      tx,
      named.map(({ marksId }) => marksId),
    ),
  )
  for (const { bidId, marksId } of bids)
    for (const { questionId } of await listQuestions(tx, competitionId)) {
      const given = marks.filter(each => each.bidId === bidId && each.questionId === questionId)
      const [first] = given
      if (first && given.every(({ mark }) => mark === first.mark))
        await saveAgreedMark(tx, {
          ...{ marksId, questionId, mark: first.mark },
          because: given
            .map(({ because }) => because)
            .join('\n')
            .slice(0, 8000),
        })
    }
  await saveCompetition(tx, competitionId, { state: 'agreeing' })
}

/** Agrees on one mark where assessors differ: within what they gave, with the reason the bidder reads. */
export const agreeMark = command({
  name: 'commissioning.agree-mark',
  allow: 'commissioning.take-part',
  input: Type.Object({
    competitionId,
    bidId: Type.String({ format: 'uuid' }),
    questionId: Type.String({ format: 'uuid' }),
    mark: Type.Integer({ minimum: 0, maximum: mostMark, mend: `Choose a mark from 0 to ${mostMark}` }),
    because: Type.String({ minLength: 3, maxLength: 2000, mend: 'Say why it is that mark: the bidder reads it' }),
  }),
  async run(tx, { competitionId, bidId, questionId, mark, because }) {
    const found = await mine(tx, competitionId)
    if ('refused' in found) return found
    const { me, competition } = found
    const bid = competition.state === 'agreeing' && marksNow(me) ? await bidSeen(tx, competition, bidId) : null
    if (!bid) return refuse('no-such-bid', 'There is no mark of that bid for you to agree on now.')
    const named = (await listAllAssessors(tx, competitionId)).filter(marksNow)
    const given = (
      await listMarks(
        tx,
        named.map(({ marksId }) => marksId),
      )
    )
      .filter(each => each.bidId === bidId && each.questionId === questionId)
      .map(each => each.mark)
    if (given.length === 0) return refuse('no-such-question', 'That question is not asked here.')
    const [least, most] = [Math.min(...given), Math.max(...given)]
    if (mark < least || mark > most)
      return refuse('outside', `Agree on a mark from ${least} to ${most}: what an assessor gave, or between.`, 'mark')
    await saveAgreedMark(tx, { marksId: bid.marksId, questionId, mark, because: because.trim() })
    return { recordId: bidId }
  },
})

/** Answers that have no agreed mark yet, by the house's sight: how many. */
export const countToAgree = (tx: PlaceTx, competitionId: string): Promise<number> =>
  tx.house(async () => {
    const bids = await listBids(tx, competitionId)
    const questions = await listQuestions(tx, competitionId)
    const agreed = await listAgreedMarks(
      tx,
      bids.map(({ marksId }) => marksId),
    )
    return bids.length * questions.length - agreed.length
  })
