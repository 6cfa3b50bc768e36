import type { PlaceTx } from '../../platform/db/database.ts'
import { listNewcomersOf, standsAs } from '../joining/index.ts'
import { listOrganisations, type Organisation } from '../organisations/index.ts'
import { listPeople, type Person } from '../people/index.ts'
import { listNeighbourhoods } from '../places/index.ts'
import { countAnswers, listLatestReferrals, listReferralsOfNeeds } from '../referrals/index.ts'
import { listOpenNeedsToDecide, type Need, type NeedToDecideOn } from '../requests/index.ts'
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
 * needs there are: where each stands is worked out from one list of needs and one of last referrals, and only the rows shown are looked
 * up further and put into words.
 */
export const listWorklist = async (tx: PlaceTx, filter: WorklistFilter, pageNumber: number): Promise<WorklistPage> => {
  const organisations = await listOrganisations(tx)
  const standings = await listStandings(tx, organisations)
  const counts = { now: 0, held: 0, all: 0 }
  for (const { standing } of standings)
    for (const each of Object.keys(counts) as WorklistFilter[]) if (shownBy[each](standing)) counts[each]++
  const shown = standings
    .filter(({ standing }) => shownBy[filter](standing))
    .slice(pageNumber * rowsOnAPage, (pageNumber + 1) * rowsOnAPage)
  return {
    counts,
    overdue: standings.filter(({ standing }) => standing.overdue).length,
    rows: await withNames(tx, shown, organisations),
  }
}

type Row = { need: NeedToDecideOn; latest: WaitingNeed['latest']; inHand: InHand; standing: Standing }

const listStandings = async (tx: PlaceTx, organisations: readonly Organisation[]): Promise<Row[]> => {
  const needs = await listOpenNeedsToDecide(tx)
  const organisationOf = new Map<string, Organisation>(organisations.map(each => [each.organisationId, each]))
  const latest = new Map(
    (
      await listLatestReferrals(
        tx,
        needs.map(({ needId }) => needId),
      )
    ).map(referral => [referral.needId as string, referral]),
  )
  return needs
    .map(need => {
      const referral = latest.get(need.needId)
      const organisation = referral && organisationOf.get(referral.organisationId)
      const inHand: InHand = {
        need,
        latest: referral
          ? {
              ...referral,
              organisationName: organisation?.name ?? 'An organisation',
              organisationPhone: organisation?.phone ?? null,
            }
          : null,
        next: null,
      }
      return { need, latest: referral ?? null, inHand, standing: whereItStands(inHand, tx.now) }
    })
    .filter(({ standing }) => standing.stage !== 'closed')
    .sort((a, b) => a.standing.since.getTime() - b.standing.since.getTime() || (a.need.needId < b.need.needId ? -1 : 1))
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
