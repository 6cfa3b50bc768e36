/** A competition: questions that the community set, weights that everybody sees, bids, and scores that anybody can work out again. */
import { dateAt, exactDate, exactTime } from '../../../design/time-in-words.ts'
import type { StateTag } from '../../../design/view-models.ts'
import { instantAt } from '../../../kernel/local-time.ts'
import type { QuestionAbout, Weights } from './scoring.ts'

export type CompetitionState = 'asking' | 'bidding' | 'marking' | 'agreeing' | 'published' | 'stopped'

export interface Competition {
  readonly competitionId: string
  readonly reference: string
  readonly title: string
  readonly about: string
  readonly buyerOrganisationId: string | null
  readonly buyerName: string
  readonly engagementId: string | null
  readonly priceWeight: number
  readonly qualityWeight: number
  readonly socialWeight: number
  readonly questionsUntilOn: string
  readonly closesAt: Date
  readonly state: CompetitionState
  readonly openedAt: Date
  readonly unsealedAt: Date | null
  readonly publishedAt: Date | null
  readonly stoppedBecause: string | null
  readonly agreementId: string | null
}

export interface Question {
  readonly questionId: string
  readonly number: number
  readonly about: QuestionAbout
  readonly asks: string
  readonly points: number
  readonly setBy: 'community' | 'buyer'
}

export interface Change {
  readonly was: string
  readonly became: string
  readonly because: string
  readonly changedAt: Date
}

export const weightsOf = ({ priceWeight, qualityWeight, socialWeight }: Competition): Weights => ({
  price: priceWeight,
  quality: qualityWeight,
  socialValue: socialWeight,
})

export const weightsInWords = ({ price, quality, socialValue }: Weights): string =>
  `social value ${socialValue} %, quality ${quality} %, price ${price} %`

/** Bids close at noon by the clock on the wall, when somebody is at their desk to ring. */
export const closingOn = (on: string): Date => new Date(instantAt(Date.parse(`${on}T00:00:00Z`) / 86_400_000, 12 * 60))

export const isClosed = ({ closesAt }: Competition, now: Date): boolean => now.getTime() >= closesAt.getTime()

/** True while anybody may propose a question. */
export const takesQuestions = ({ state, questionsUntilOn }: Competition, now: Date): boolean =>
  state === 'asking' && dateAt(now) <= questionsUntilOn

export const takesBids = (competition: Competition, now: Date): boolean =>
  competition.state === 'bidding' && !isClosed(competition, now)

export const stateTag = (competition: Competition, now: Date): StateTag => {
  switch (competition.state) {
    case 'asking':
      return takesQuestions(competition, now)
        ? { word: 'Open for questions', tone: 'fresh' }
        : { word: 'Questions are being chosen', tone: 'waiting' }
    case 'bidding':
      return isClosed(competition, now)
        ? { word: 'Closed, bids are still sealed', tone: 'attention' }
        : { word: 'Open for bids', tone: 'fresh' }
    case 'marking':
      return { word: 'Bids are being marked', tone: 'underway' }
    case 'agreeing':
      return { word: 'Marks are being agreed', tone: 'underway' }
    case 'published':
      return { word: 'Scores are published', tone: 'done' }
    case 'stopped':
      return { word: 'Stopped', tone: 'stopped' }
  }
}

/** What everybody can do or expect now, in a sentence. */
export const nowInWords = (competition: Competition, now: Date): string => {
  const until = exactDate(competition.questionsUntilOn)
  switch (competition.state) {
    case 'asking':
      return takesQuestions(competition, now)
        ? `Say until ${until} what bidders should be asked about social value. Bids close on ${exactTime(competition.closesAt)}.`
        : `Questions could be proposed until ${until}. It opens for bids when each is decided. Bids close on ${exactTime(competition.closesAt)}.`
    case 'bidding':
      return isClosed(competition, now)
        ? `It closed on ${exactTime(competition.closesAt)}. Nobody has seen a bid yet.`
        : `Bids close on ${exactTime(competition.closesAt)}. Nobody but the bidder sees a bid before.`
    case 'marking':
      return 'Each assessor marks each answer, apart from the others.'
    case 'agreeing':
      return 'All have marked. Where marks differ, the assessors agree on one.'
    case 'published':
      return 'Anybody can work the scores out again from the file.'
    case 'stopped':
      return `Nothing comes of it: ${competition.stoppedBecause ?? ''}`
  }
}
