import { howLong, inWords } from '../../design/time-in-words.ts'
import type { Reason, StateTag } from '../../design/view-models.ts'
import { needKinds } from '../../kernel/need-kind.ts'
import type { GridPoint } from '../../platform/db/tables.ts'
import type { Organisation } from '../organisations/index.ts'
import { distanceInWords, distanceMetres } from '../places/index.ts'
import { type AnswerRecord, declineReasons, isLive, type Referral } from '../referrals/index.ts'
import type { Need } from '../requests/index.ts'

/** What the ranking looks at. */
export interface Asking {
  readonly need: Pick<Need, 'kind' | 'neighbourhoodId'>
  /** Where the resident lives, in OSGB metres; null when that is not known. */
  readonly position: GridPoint | null
  readonly neighbourhoodName: string | null
  readonly organisations: readonly Organisation[]
  readonly answers: readonly AnswerRecord[]
  /** Everyone asked about this need so far. */
  readonly referrals: readonly Pick<
    Referral,
    'organisationId' | 'state' | 'sentAt' | 'endedAt' | 'answeredAt' | 'reasonCode'
  >[]
  readonly now: Date
}

/** An organisation that can be asked, and why it stands where it stands. */
export interface RankedOrganisation {
  readonly organisation: Organisation
  /** True when helping with this kind of need, here, is what it says it does. */
  readonly suited: boolean
  /** What became of asking it about this need; null when it has not been asked. */
  readonly asked: { readonly tag: StateTag; readonly now: boolean; readonly saidNo: boolean } | null
  readonly distanceMetres: number | null
  readonly score: number
  readonly reasons: readonly Reason[]
}

/**
 * What counts, how much, and why. Our own weights: nothing published says how to choose between local organisations, so they are data,
 * shown to whoever asks, and small enough to change after looking at what really gets a yes.
 */
export const weights = {
  nearness: {
    points: 40,
    halvesEveryMetres: 2500,
    why: 'Near is what makes help quick, cheap and likely to go on.',
  },
  saysYes: {
    points: 30,
    why: 'Somebody who usually says yes spares the resident a second wait. Nobody asked yet counts as even, so that newcomers get a turn.',
  },
  quickness: {
    points: 15,
    halvesEveryMinutes: 240,
    why: 'A quick no is nearly as good as a yes: the next can be asked.',
  },
  room: {
    points: 15,
    halvesEveryInHand: 5,
    why: 'Always asking the same ones wears them out and leaves the others idle.',
  },
} as const

/** Where nobody knows how far it is, this is assumed: far enough never to beat a known neighbour, near enough to be seen. */
const assumedMetres = 5000

/**
 * Everyone who may be asked about a need, best first.
 *
 * First those suited to it (they help with this kind of thing, here), by score; then those that would be a stretch; then those that let the
 * question expire; last those that said no to this very need, the latest no at the very end. What does not take referrals is not here: the
 * resident can only be told about it.
 */
export const rankCandidates = (asking: Asking): RankedOrganisation[] =>
  asking.organisations
    .filter(({ takesReferrals }) => takesReferrals)
    .map(organisation => weigh(organisation, asking))
    .sort(
      (a, b) =>
        a.tier - b.tier ||
        a.saidNoAt - b.saidNoAt ||
        b.score - a.score ||
        a.organisation.name.localeCompare(b.organisation.name) ||
        a.organisation.organisationId.localeCompare(b.organisation.organisationId),
    )
    .map(({ tier: _tier, saidNoAt: _saidNoAt, ...ranked }) => ranked)

/** The best that has not been asked about this need yet and is suited to it: the plan B when it is not the first. */
export const notAskedYet = (ranked: readonly RankedOrganisation[]): RankedOrganisation[] =>
  ranked.filter(({ asked, suited }) => suited && !asked)

type Weighed = RankedOrganisation & { tier: number; saidNoAt: number }

const weigh = (organisation: Organisation, asking: Asking): Weighed => {
  const { need, answers, referrals, now } = asking
  const record = answers.find(({ organisationId }) => organisationId === organisation.organisationId)
  const metres =
    asking.position && organisation.position ? distanceMetres(asking.position, organisation.position) : null
  const helps = organisation.helpsWith.includes(need.kind)
  const covers =
    organisation.neighbourhoodIds === null ||
    need.neighbourhoodId === null ||
    organisation.neighbourhoodIds.includes(need.neighbourhoodId)
  const last = referrals
    .filter(({ organisationId }) => organisationId === organisation.organisationId)
    .reduce<Asking['referrals'][number] | null>(
      (latest, other) => (latest && latest.sentAt >= other.sentAt ? latest : other),
      null,
    )
  const saidNo = last !== null && ['declined', 'could not'].includes(last.state)
  const suited = helps && covers
  return {
    organisation,
    suited,
    asked: last && last.state !== 'recalled' ? askedTag(last, saidNo) : null,
    distanceMetres: metres,
    score: scoreOf(metres, record),
    reasons: [
      metres === null ? { text: 'distance not known', tone: 'unknown' } : { text: distanceInWords(metres) },
      helps
        ? { text: `helps with ${needKinds[need.kind].label.toLowerCase()}` }
        : { text: `not listed for ${needKinds[need.kind].label.toLowerCase()}`, tone: 'against' },
      ...areaReason(organisation, covers, asking),
      ...recordReasons(record),
      ...(last ? [askedReason(last, now)] : []),
    ],
    tier: saidNo ? 3 : last?.state === 'expired' ? 2 : suited ? 0 : 1,
    saidNoAt: saidNo ? (last.answeredAt ?? last.endedAt ?? last.sentAt).getTime() : 0,
  }
}

const scoreOf = (metres: number | null, record: AnswerRecord | undefined): number => {
  const halving = (value: number, every: number) => 2 ** (-value / every)
  const asked = record?.asked ?? 0
  const minutes = record?.medianMinutesToAnswer ?? null
  return (
    weights.nearness.points * halving(metres ?? assumedMetres, weights.nearness.halvesEveryMetres) +
    weights.saysYes.points * (((record?.saidYes ?? 0) + 1) / (asked + 2)) +
    weights.quickness.points * (minutes === null ? 0.5 : halving(minutes, weights.quickness.halvesEveryMinutes)) +
    weights.room.points * halving(record?.inHand ?? 0, weights.room.halvesEveryInHand)
  )
}

const areaReason = (organisation: Organisation, covers: boolean, { need, neighbourhoodName }: Asking): Reason[] => {
  if (organisation.neighbourhoodIds === null) return []
  if (need.neighbourhoodId === null) return [{ text: 'helps in some neighbourhoods only', tone: 'unknown' }]
  const where = neighbourhoodName ?? 'this neighbourhood'
  return [covers ? { text: `helps in ${where}` } : { text: `does not list ${where}`, tone: 'against' }]
}

const recordReasons = (record: AnswerRecord | undefined): Reason[] => {
  if (!record?.asked) return [{ text: 'not asked before', tone: 'unknown' }]
  const { asked, saidYes, medianMinutesToAnswer: minutes, inHand } = record
  const reasons: Reason[] = [
    { text: `said yes to ${saidYes} of ${asked}`, ...(saidYes * 2 < asked && { tone: 'against' as const }) },
  ]
  if (minutes !== null)
    reasons.push({ text: `usually answers in ${howLong(new Date(0), new Date(Math.max(1, minutes) * 60_000))}` })
  if (inHand > 0) reasons.push({ text: `has ${inHand} in hand` })
  return reasons
}

type Asked = Asking['referrals'][number]

const askedTag = (last: Asked, saidNo: boolean): NonNullable<RankedOrganisation['asked']> =>
  isLive(last.state)
    ? { tag: { word: last.state === 'sent' ? 'Asked' : 'Said yes', tone: 'waiting' }, now: true, saidNo }
    : last.state === 'done'
      ? { tag: { word: 'Has done it', tone: 'done' }, now: false, saidNo }
      : {
          tag: {
            word: last.state === 'declined' ? 'Said no' : last.state === 'expired' ? 'No answer' : 'Could not',
            tone: 'stopped',
          },
          now: false,
          saidNo,
        }

const askedReason = (last: Asked, now: Date): Reason => {
  const when = inWords(last.answeredAt ?? last.endedAt ?? last.sentAt, now)
  const why =
    last.reasonCode && last.reasonCode in declineReasons
      ? ` (${lowerFirst(declineReasons[last.reasonCode as keyof typeof declineReasons])})`
      : ''
  switch (last.state) {
    case 'declined':
      return { text: `already asked: said no ${when}${why}`, tone: 'against' }
    case 'expired':
      return { text: `already asked: did not answer in time, ${when}`, tone: 'against' }
    case 'could not':
      return { text: `said yes, then could not do it, ${inWords(last.endedAt ?? last.sentAt, now)}`, tone: 'against' }
    case 'recalled':
      return {
        text: `was asked; the question was taken back ${inWords(last.endedAt ?? last.sentAt, now)}`,
        tone: 'unknown',
      }
    default:
      return { text: `asked ${inWords(last.sentAt, now)}` }
  }
}

const lowerFirst = (text: string): string => `${text[0]?.toLowerCase()}${text.slice(1)}`
