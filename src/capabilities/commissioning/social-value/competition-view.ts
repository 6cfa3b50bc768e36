/** One competition as everybody reads it, and what the reader can do next. */
import type { PageModel } from '../../../design/page.ts'
import { dateAt, exactDate, exactTime } from '../../../design/time-in-words.ts'
import type { Action, StateTag, SummaryCard, TableRows, Words } from '../../../design/view-models.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { listOrganisationsById } from '../../organisations/index.ts'
import { findEngagement } from '../engagement/engagement-store.ts'
import { pounds } from '../money.ts'
import { isLedBy } from './access-competition.ts'
import type { Act } from './act.ts'
import { acts } from './acts.ts'
import { countToAgree } from './assess.ts'
import { assessorHere } from './assess-acts.ts'
import { listAssessors, marksNow } from './assess-store.ts'
import { findBidOf } from './bid-store.ts'
import { agreementRow } from './carry.ts'
import { type Competition, type Question, takesBids, takesQuestions, weightsOf } from './competition.ts'
import { listChanges, listQuestions } from './competition-store.ts'
import { missingForBids } from './open-competition.ts'
import { decisions, listProposals, listSuggestions } from './question-store.ts'
import type { ScoresDocument } from './scores-document.ts'
import { findScores } from './scores-store.ts'
import { rulesInWords } from './scoring.ts'

export type CompetitionModel = PageModel & {
  now: string
  /** What the reader can do now, the one that matters first. */
  next: readonly Action[]
  missing: readonly string[]
  waiting: readonly { text: Words; href: string; about: string }[]
  assessors: readonly { name: string; state: StateTag; says: string }[]
  about: SummaryCard
  weights: TableRows
  questions: readonly { title: string; asks: string; says: string; isCommunitys: boolean }[]
  proposals: readonly {
    words: string | null
    why: string
    by: Words
    decision: StateTag
    says: string
    because: string
  }[]
  changes: readonly { when: string; was: string; became: string; because: string }[]
  rules: readonly string[]
  result: { says: Words[]; table: TableRows; marks: TableRows; fileHref: string; fileName: string } | null
  promisesHref: string | null
  others: readonly { text: string; href: string }[]
}

const numberOf = (questions: readonly Question[], questionId: string | null) =>
  questions.find(each => each.questionId === questionId)?.number

const resultOf = (
  document: ScoresDocument,
  fileHref: string,
  fileName: string,
): NonNullable<CompetitionModel['result']> => {
  const ranked = [...document.bids].sort((a, b) => a.rank - b.rank || (a.bid < b.bid ? -1 : 1))
  const winner = document.bids.find(({ bid }) => bid === document.winner)
  const called = (bid: ScoresDocument['bids'][number]): Words =>
    bid.name === null ? `Bid ${bid.bid}` : { content: `${bid.name} (bid ${bid.bid})` }
  const decided = {
    total: 'It has the highest total.',
    'social value': 'Its total is equal to another, and its score for social value is higher.',
    quality: 'Its total and its score for social value are equal to another, and its score for quality is higher.',
    price: 'Its scores are equal to another, and its price is lower.',
    lot: `It is equal to another in everything the rule looks at; a lot was drawn. ${document.lot ?? ''}`,
  }[document.decidedBy]
  return {
    says: [...(winner ? [called(winner)] : []), decided],
    table: {
      columns: [
        { text: 'Bid' },
        { text: 'Price', number: true },
        { text: 'Points for price', number: true },
        { text: 'For quality', number: true },
        { text: 'For social value', number: true },
        { text: 'Total', number: true },
        { text: 'Rank', number: true },
      ],
      rows: ranked.map(bid => [
        called(bid),
        pounds(bid.priceInPence),
        bid.points.price,
        bid.points.quality,
        bid.points.socialValue,
        bid.points.total,
        bid.rank,
      ]),
    },
    marks: {
      columns: [
        { text: 'Question' },
        ...ranked.flatMap(({ bid }) => [
          { text: `Bid ${bid}: marks`, number: true },
          { text: 'points', number: true },
        ]),
      ],
      rows: document.questions.map(({ number, asks, points }, nth) => [
        { content: `${number}. ${asks} (${points} points)` },
        ...ranked.flatMap(({ marks }) => [
          `${marks[nth]?.given.join(', ') ?? ''} → ${marks[nth]?.agreed ?? ''}`,
          marks[nth]?.points ?? '',
        ]),
      ]),
    },
    fileHref,
    fileName,
  }
}

/** Everything the page shows, by the actor's own sight. */
export const competitionView = async (
  tx: PlaceTx,
  competition: Competition,
  slug: string,
): Promise<Omit<CompetitionModel, 'page'>> => {
  const { competitionId, state } = competition
  const here = `/${slug}/commissioning/competitions/${competitionId}`
  const { actor, now } = tx
  const questions = await listQuestions(tx, competitionId)
  const proposals = await listProposals(tx, competitionId)
  const leads = isLedBy(tx, competition)
  const waiting = leads ? await listSuggestions(tx, competitionId) : []
  const assessors = actor.personId ? await listAssessors(tx, competitionId) : []
  const me = actor.personId ? await assessorHere(tx, competition) : null
  const names = new Map(
    (
      await listOrganisationsById(tx, [
        ...new Set([...proposals, ...waiting].flatMap(({ byOrganisationId }) => byOrganisationId ?? [])),
      ])
    ).map(each => [each.organisationId as string, each.name]),
  )
  const engagement = competition.engagementId ? await findEngagement(tx, competition.engagementId) : null
  const scores = await findScores(tx, competitionId)
  const weights = weightsOf(competition)
  const doable: { code: string; act: Act }[] = []
  for (const [code, act] of Object.entries(acts)) if (await act.may(tx, competition)) doable.push({ code, act })
  const act = (code: string): Action[] =>
    doable.some(each => each.code === code) ? [{ text: acts[code]?.title ?? '', href: `${here}/do/${code}` }] : []
  const missing = leads && state === 'asking' ? await missingForBids(tx, competition) : []
  const toAgree = state === 'agreeing' && (leads || me) ? await countToAgree(tx, competitionId) : 0
  const mayBid =
    actor.permissions.has('commissioning.take-part') && actor.organisationId !== competition.buyerOrganisationId
  const ownBid = mayBid && actor.organisationId ? await findBidOf(tx, competitionId, actor.organisationId) : null
  const next: Action[] = [
    ...(takesQuestions(competition, now) && !leads ? [{ text: 'Propose a question', href: `${here}/propose` }] : []),
    ...(mayBid && takesBids(competition, now) ? [{ text: 'Write our bid', href: `${here}/bid` }] : []),
    ...(ownBid && !takesBids(competition, now)
      ? [{ text: 'Our own bid', href: `${here}/bid`, look: 'other' as const }]
      : []),
    ...(missing.length === 0 ? act('open-to-bids') : []),
    ...act('unseal'),
    ...act('declare'),
    ...(me && marksNow(me) && ['marking', 'agreeing'].includes(state)
      ? [{ text: state === 'agreeing' ? 'Agree on marks' : 'Mark the bids', href: `${here}/marks` }]
      : []),
    ...act('assessor').map(each => (assessors.length ? { ...each, look: 'other' as const } : each)),
    ...act('publish'),
    ...act('agreement'),
  ]
  const shown = ['open-to-bids', 'unseal', 'declare', 'assessor', 'publish', 'hand-in-marks', 'agreement']
  return {
    now:
      toAgree > 0
        ? `All have marked. ${toAgree === 1 ? 'One answer has' : `${toAgree} answers have`} marks that differ: the assessors agree on one each.`
        : '',
    next,
    missing,
    waiting: waiting.map(({ suggestionId, promiseId, words, byOrganisationId }) => ({
      text: { content: words },
      href: `${here}/waiting/${suggestionId}`,
      about: `${promiseId ? 'A reply to a promise' : 'A proposed question'}, from ${byOrganisationId ? (names.get(byOrganisationId) ?? 'an organisation') : 'a resident'}`,
    })),
    assessors: leads
      ? assessors.map(each => ({
          name: each.name,
          ...(each.releasedBecause !== null
            ? { state: { word: 'Marks no further', tone: 'stopped' as const }, says: each.releasedBecause }
            : each.hasConflict
              ? {
                  state: { word: 'Has a conflict of interest', tone: 'stopped' as const },
                  says: each.conflictSays ?? '',
                }
              : each.handedInAt
                ? { state: { word: 'Has handed in', tone: 'done' as const }, says: '' }
                : each.declaredAt
                  ? { state: { word: 'Is marking', tone: 'underway' as const }, says: '' }
                  : { state: { word: 'Has not declared yet', tone: 'attention' as const }, says: '' }),
        }))
      : [],
    about: {
      rows: [
        { key: 'What it is for', value: competition.about },
        { key: 'Who buys', value: [{ content: competition.buyerName }] },
        { key: 'Questions proposed until', value: exactDate(competition.questionsUntilOn) },
        { key: 'Bids close', value: exactTime(competition.closesAt) },
        ...(engagement
          ? [
              {
                key: 'Who was asked before',
                value: [{ content: engagement.title }],
                href: `/${slug}/commissioning/engagement/${engagement.engagementId}`,
              },
            ]
          : []),
        ...(await agreementRow(tx, slug, competition)),
      ],
    },
    weights: {
      columns: [{ text: 'What' }, { text: 'Percent', number: true }],
      rows: [
        ['Social value', `${weights.socialValue} %`],
        ['Quality', `${weights.quality} %`],
        ['Price', `${weights.price} %`],
      ],
    },
    questions: questions.map(({ number, about, asks, points, setBy }) => ({
      title: `Question ${number}, ${about}`,
      asks,
      says: `${points} of 100 points`,
      isCommunitys: setBy === 'community',
    })),
    proposals: proposals.map(each => ({
      words: each.words,
      why: each.why,
      by: each.byOrganisationId ? { content: names.get(each.byOrganisationId) ?? '' } : 'A resident',
      decision: {
        word: decisions[each.decision],
        tone: each.decision === 'asked' || each.decision === 'joined' ? ('agreed' as const) : ('stopped' as const),
      },
      says:
        each.decision === 'asked'
          ? `as question ${numberOf(questions, each.questionId) ?? ''}`
          : each.decision === 'joined'
            ? `asked within question ${numberOf(questions, each.questionId) ?? ''}`
            : '',
      because: each.because,
    })),
    changes: (await listChanges(tx, competitionId)).map(({ was, became, because, changedAt }) => ({
      when: exactDate(dateAt(changedAt)),
      ...{ was, became, because },
    })),
    rules: rulesInWords(weights),
    result: scores
      ? resultOf(
          JSON.parse(scores.document) as ScoresDocument,
          `${here}/scores.json`,
          `scores-${competition.reference}.json`,
        )
      : null,
    promisesHref: state === 'published' ? `${here}/promises` : null,
    others: doable
      .filter(({ code }) => !shown.includes(code))
      .map(({ code, act }) => ({ text: act.title, href: `${here}/do/${code}` })),
  }
}
