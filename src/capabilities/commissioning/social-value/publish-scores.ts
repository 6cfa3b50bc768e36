/** Publishing: scores that anybody can work out again, once and for good; the winner's promises become everybody's to follow. */
import { Type } from 'typebox'
import { refuse } from '../../../kernel/refusal.ts'
import { grantAccess } from '../../../platform/auth/grants.ts'
import { command } from '../../../platform/command.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { listOrganisationsById } from '../../organisations/index.ts'
import { tellMembers } from '../parties/tell-members.ts'
import { leadCompetition } from './access-competition.ts'
import { listAgreedMarks, listAllAssessors, listMarks, marksNow } from './assess-store.ts'
import { type Bid, listBids } from './bid-store.ts'
import { type Competition, weightsOf } from './competition.ts'
import { listQuestions, saveCompetition } from './competition-store.ts'
import { competitionId } from './open-competition.ts'
import { insertPromise } from './promise-store.ts'
import { type ScoresDocument, scoresDocument } from './scores-document.ts'
import { insertScores } from './scores-store.ts'
import { bestOf, scoreBids } from './scoring.ts'

type Tally =
  Parameters<typeof scoresDocument> extends [infer From, infer Bids, unknown] ? { from: From; bids: Bids } : never

/** Everything the scores come from, by the house's sight; null while a mark is not agreed. */
const tally = (tx: PlaceTx, competition: Competition, handedIn: readonly Bid[]): Promise<Tally | null> =>
  tx.house(async () => {
    const questions = await listQuestions(tx, competition.competitionId)
    const assessors = (await listAllAssessors(tx, competition.competitionId)).filter(marksNow)
    const marks = await listMarks(
      tx,
      assessors.map(({ marksId }) => marksId),
    )
    const agreed = await listAgreedMarks(
      tx,
      handedIn.map(({ marksId }) => marksId),
    )
    const names = new Map(
      (
        await listOrganisationsById(
          tx,
          handedIn.map(({ organisationId }) => organisationId),
        )
      ).map(each => [each.organisationId as string, each.name]),
    )
    const bids = handedIn.map(bid => ({
      bid: bid.letter ?? '',
      name: names.get(bid.organisationId) ?? '',
      mayName: bid.mayName,
      priceInPence: bid.priceInPence ?? 0,
      marks: questions.flatMap(
        ({ questionId }) =>
          agreed.find(each => each.marksId === bid.marksId && each.questionId === questionId)?.mark ?? [],
      ),
      given: questions.map(({ questionId }) =>
        assessors.map(
          ({ marksId }) =>
            marks.find(each => each.marksId === marksId && each.bidId === bid.bidId && each.questionId === questionId)
              ?.mark ?? 0,
        ),
      ),
    }))
    if (bids.some(bid => bid.marks.length !== questions.length)) return null
    return {
      from: {
        competition: {
          reference: competition.reference,
          title: competition.title,
          commissioner: competition.buyerName,
          closedAt: competition.closesAt.toISOString(),
        },
        weights: weightsOf(competition),
        questions: questions.map(({ number, about, asks, points, setBy }) => ({ number, about, asks, points, setBy })),
        assessors: assessors.length,
      },
      bids,
    }
  })

/** The letters between which only a lot can decide; empty where the rule names one, or marks are missing. */
export const tiedLetters = async (tx: PlaceTx, competition: Competition): Promise<string[]> => {
  const found = await tally(tx, competition, await tx.house(() => listBids(tx, competition.competitionId)))
  if (!found) return []
  const { best } = bestOf(scoreBids(found.from.weights, found.from.questions, found.bids))
  return best.length > 1 ? best.map(({ bid }) => bid) : []
}

/** Publishes the scores, once. Where the rule leaves two alike, with whom the lot drew and how. */
export const publishScores = command({
  name: 'commissioning.publish-scores',
  allow: 'commissioning.lead',
  input: Type.Object({
    competitionId,
    lotBid: Type.String({ maxLength: 2, mend: 'Choose the bid that was drawn' }),
    lotSays: Type.String({ maxLength: 500, mend: 'Say it in up to 500 characters' }),
  }),
  async run(tx, { competitionId, lotBid, lotSays }) {
    const competition = await leadCompetition(tx, competitionId)
    if ('refused' in competition) return competition
    if (competition.state !== 'agreeing')
      return refuse('not-agreed', 'Scores are published when all marks are agreed, and once.')
    const bids = await tx.house(() => listBids(tx, competitionId))
    const found = await tally(tx, competition, bids)
    if (!found) return refuse('not-agreed', 'Some answers have no agreed mark yet: the assessors agree on each first.')
    const tied = await tiedLetters(tx, competition)
    if (tied.length && !tied.includes(lotBid))
      return refuse(
        'lot',
        `Bids ${tied.join(' and ')} are alike in everything the rule looks at. Draw a lot, and choose the bid that was drawn.`,
        'lotBid',
      )
    if (tied.length && lotSays.trim().length < 10)
      return refuse(
        'lot-says',
        'Say how the lot was drawn, by which office, and who saw it: it is published.',
        'lotSays',
      )
    const document = scoresDocument(found.from, found.bids, tied.length ? { bid: lotBid, says: lotSays.trim() } : null)
    await insertScores(tx, competitionId, `${JSON.stringify(document, null, 2)}\n`)
    await saveCompetition(tx, competitionId, { state: 'published', publishedAt: tx.now })
    await passPromises(tx, competition, bids, document)
    await showAndTell(tx, competition, bids, document)
    return { recordId: competitionId, winner: document.winner }
  },
})

const passPromises = async (
  tx: PlaceTx,
  { competitionId }: Competition,
  bids: readonly Bid[],
  { winner }: ScoresDocument,
): Promise<void> => {
  const won = bids.find(({ letter }) => letter === winner)
  for (const promise of won?.promises ?? [])
    await insertPromise(tx, { ...promise, competitionId, organisationId: won?.organisationId ?? '' })
}

/** The buyer may read the bids from now on, and each bidder the reasons of its own marks. Each is told. */
const showAndTell = async (
  tx: PlaceTx,
  { competitionId, buyerOrganisationId, title }: Competition,
  bids: readonly Bid[],
  { winner }: ScoresDocument,
): Promise<void> => {
  const buyer = buyerOrganisationId ?? ''
  await grantAccess(
    tx,
    bids.flatMap(({ bidId, marksId, organisationId }) => [
      ...[bidId, marksId].map(recordId => ({ recordId, holderId: buyer, basis: 'scores are published' })),
      { recordId: marksId, holderId: organisationId, basis: 'scores are published' },
    ]),
  )
  for (const { organisationId, letter } of bids)
    await tellMembers(tx, organisationId, 'coordinator', {
      aboutId: competitionId,
      sentFor: `scores for bid ${letter}`,
      subject: letter === winner ? 'Your bid has won' : 'The scores of your bid are published',
      body: `${title}: ${letter === winner ? 'your bid has the best score. What you promised is public now, and you write there what happened.' : `your bid is called bid ${letter}. Your answers are not published, nor your name unless you agreed to it.`} You can read why each of your answers got its mark.`,
      link: { words: 'Read your scores', path: `/commissioning/competitions/${competitionId}/bid` },
    })
}
