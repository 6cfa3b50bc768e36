import type { PlaceTx } from '../../platform/db/database.ts'
import { listNewcomersOf, standsAs } from '../joining/index.ts'
import { listNeedsToConfirm } from '../matching/index.ts'
import { listOrganisations, type Organisation } from '../organisations/index.ts'
import { listPeople, type Person } from '../people/index.ts'
import { listNeighbourhoods } from '../places/index.ts'
import { countAnswers, listLatestReferrals, listReferralsOfNeeds, type Referral } from '../referrals/index.ts'
import {
  listNeedsToDecideOn,
  listOpenNeedsToDecide,
  type Need,
  type NeedToDecideOn,
  type OpenNeed,
} from '../requests/index.ts'
import { notAskedYet, rankCandidates } from './rank-candidates.ts'
import { type InHand, type Moving, type Standing, whatWouldMoveIt, whereItStands } from './what-would-move-it.ts'
import type { WorklistFilter } from './words.ts'

/** One need that waits, with whoever waits for it. */
export interface WaitingNeed {
  readonly need: Need
  readonly person: Person | null
  readonly neighbourhoodName: string | null
  readonly standing: Moving
  /** The last question about it, whoever was asked. */
  readonly latest: { readonly referralId: string; readonly organisationId: string } | null
  /** The best organisation to ask, while nobody has it. */
  readonly nextOrganisationId: string | null
  /** What to know of the group it came from, while that is not known here; null for all others. */
  readonly heed: string | null
}

/** A page of the worklist, and how many there are behind each filter. */
export interface WorklistPage {
  readonly rows: readonly WaitingNeed[]
  readonly counts: Readonly<Record<WorklistFilter, number>>
  readonly overdue: number
}

/** As many as a person can look over, and as a page can be drawn in a tenth of a second. */
export const rowsOnAPage = 50

const shownBy: Readonly<Record<WorklistFilter, (standing: Standing) => boolean>> = {
  now: ({ needsAnswer }) => needsAnswer,
  held: ({ stage }) => stage !== 'waiting',
  all: () => true,
}

/**
 * The open needs the actor's organisation decides on or took down, longest silence first. The number of statements does not depend on how many
 * needs there are, and of those that are not shown little is read: each row read is asked of the table of grants whether it may be seen, which
 * costs more than reading it. Where a need stands is on its own row, but for those being asked: there the answer may have come, and what it
 * was asked until is the referral's.
 */
export const listWorklist = async (tx: PlaceTx, filter: WorklistFilter, pageNumber: number): Promise<WorklistPage> => {
  const organisations = await listOrganisations(tx)
  const standings = await listStandings(tx)
  const counts = { now: 0, held: 0, all: 0 }
  for (const { standing } of standings)
    for (const each of Object.keys(counts) as WorklistFilter[]) if (shownBy[each](standing)) counts[each]++
  const shown = standings
    .filter(({ standing }) => shownBy[filter](standing))
    .slice(pageNumber * rowsOnAPage, (pageNumber + 1) * rowsOnAPage)
  return {
    counts,
    overdue: standings.filter(({ standing }) => standing.overdue).length,
    rows: await withNames(tx, await inHandOf(tx, shown, organisations), organisations),
  }
}

type OpenStanding = { need: OpenNeed; latest: Referral | null; toConfirm: boolean; standing: Standing }

/** Somebody is being asked, or has answered a moment ago: the need follows its referral by a step of the journey. */
const isBeingAsked = ({ state, askedOf }: OpenNeed): boolean =>
  askedOf === 'organisation' && (state === 'waiting' || state === 'asked')

const latestOf = async (tx: PlaceTx, needs: readonly OpenNeed[]): Promise<ReadonlyMap<string, Referral>> =>
  new Map(
    needs.length === 0
      ? []
      : (
          await listLatestReferrals(
            tx,
            needs.map(({ needId }) => needId),
          )
        ).map(referral => [referral.needId as string, referral]),
  )

const listStandings = async (tx: PlaceTx): Promise<OpenStanding[]> => {
  const needs = await listOpenNeedsToDecide(tx)
  const referrals = await latestOf(tx, needs.filter(isBeingAsked))
  const unconfirmed = await listNeedsToConfirm(tx)
  return needs
    .map(need => {
      const latest = referrals.get(need.needId) ?? null
      const named = latest && { ...latest, organisationName: '', organisationPhone: null }
      const toConfirm = unconfirmed.has(need.needId)
      return {
        need,
        latest,
        toConfirm,
        standing: whereItStands({ need, toConfirm, latest: named, next: null }, tx.now),
      }
    })
    .filter(({ standing }) => standing.stage !== 'closed')
    .sort((a, b) => a.standing.since.getTime() - b.standing.since.getTime() || (a.need.needId < b.need.needId ? -1 : 1))
}

type Row = { need: NeedToDecideOn; latest: Referral | null; inHand: InHand; standing: Standing }

/** What is shown of the needs of one page, with the last referral of each. */
const inHandOf = async (
  tx: PlaceTx,
  shown: readonly OpenStanding[],
  organisations: readonly Organisation[],
): Promise<Row[]> => {
  if (shown.length === 0) return []
  const needIds = shown.map(({ need }) => need.needId)
  const needs = new Map<string, NeedToDecideOn>(
    (await listNeedsToDecideOn(tx, needIds)).map(need => [need.needId, need]),
  )
  const referrals = await latestOf(
    tx,
    shown.filter(({ latest }) => !latest).map(({ need }) => need),
  )
  const organisationOf = new Map<string, Organisation>(organisations.map(each => [each.organisationId, each]))
  return shown.flatMap(each => {
    const need = needs.get(each.need.needId)
    if (!need) return []
    const latest = each.latest ?? referrals.get(need.needId) ?? null
    const organisation = latest && organisationOf.get(latest.organisationId)
    const inHand: InHand = {
      need,
      toConfirm: each.toConfirm,
      latest: latest && {
        ...latest,
        organisationName: organisation?.name ?? 'An organisation',
        organisationPhone: organisation?.phone ?? null,
      },
      next: null,
    }
    return [{ need, latest, inHand, standing: whereItStands(inHand, tx.now) }]
  })
}

/** The rows of one page with who waits, where, and who could be asked next. */
const withNames = async (
  tx: PlaceTx,
  rows: readonly Row[],
  organisations: readonly Organisation[],
): Promise<WaitingNeed[]> => {
  const personIds = rows.map(({ need }) => need.personId)
  const people = new Map<string, Person>((await listPeople(tx, personIds)).map(person => [person.personId, person]))
  const names = new Map<string, string>(
    (await listNeighbourhoods(tx)).map(({ neighbourhoodId, name }) => [neighbourhoodId, name]),
  )
  const undecided = rows.filter(({ standing }) => ['waiting', 'asked'].includes(standing.stage))
  const answers = undecided.length ? await countAnswers(tx) : []
  const needIds = undecided.map(({ need }) => need.needId)
  const askedBefore = Map.groupBy(await listReferralsOfNeeds(tx, needIds), ({ needId }) => needId)
  const heeds = await heedsOf(tx, rows, organisations)
  return rows.map(row => {
    const { need, inHand } = row
    const person = people.get(need.personId) ?? null
    const neighbourhoodName = (need.neighbourhoodId && names.get(need.neighbourhoodId)) || null
    const [next] = undecided.includes(row)
      ? notAskedYet(
          rankCandidates({
            need,
            position: person?.position ?? need.near,
            neighbourhoodName,
            organisations,
            answers,
            referrals: askedBefore.get(need.needId) ?? [],
            now: tx.now,
          }),
        )
      : []
    return {
      need,
      person,
      neighbourhoodName,
      latest: row.latest,
      standing: whatWouldMoveIt({ ...inHand, next: next?.organisation.name ?? null }, tx.now),
      nextOrganisationId: next?.organisation.organisationId ?? null,
      heed: heeds.get(need.takenByOrganisationId ?? '') ?? null,
    }
  })
}

/** What is said of groups that joined by themselves and are not known here, by organisation. */
const heedsOf = async (
  tx: PlaceTx,
  rows: readonly Row[],
  organisations: readonly Organisation[],
): Promise<ReadonlyMap<string, string>> => {
  const limited = organisations.filter(
    ({ trust, organisationId }) =>
      trust === 'limited' && rows.some(({ need }) => need.takenByOrganisationId === organisationId),
  )
  if (limited.length === 0) return new Map()
  const newcomers = await listNewcomersOf(
    tx,
    limited.map(({ organisationId }) => organisationId),
  )
  return new Map(
    newcomers.flatMap(newcomer => {
      const says = standsAs(newcomer, tx.now)
      return says && newcomer.organisationId ? [[newcomer.organisationId, says] as const] : []
    }),
  )
}
