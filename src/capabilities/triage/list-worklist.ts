import type { PlaceTx } from '../../platform/db/database.ts'
import { listOrganisations } from '../organisations/index.ts'
import { listPeople, type Person } from '../people/index.ts'
import { listNeighbourhoods } from '../places/index.ts'
import { countAnswers, listLatestReferrals, listReferralsOfNeeds } from '../referrals/index.ts'
import { listOpenNeedsOf, type Need } from '../requests/index.ts'
import { notAskedYet, rankCandidates } from './rank-candidates.ts'
import { type InHand, type Standing, whatWouldMoveIt } from './what-would-move-it.ts'
import type { WorklistFilter } from './words.ts'

/** One need that waits, with whoever waits for it. */
export interface WaitingNeed {
  readonly need: Need
  readonly person: Person | null
  readonly neighbourhoodName: string | null
  readonly standing: Standing
  /** The best organisation to ask, while nobody has it. */
  readonly nextOrganisationId: string | null
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
 * The open needs an organisation decides on or took down, longest silence first. The number of statements does not depend on how many
 * needs there are: where each stands is worked out from one list of needs and one of last referrals, and only the rows shown are looked
 * up further.
 */
export const listWorklist = async (
  tx: PlaceTx,
  organisationId: string,
  filter: WorklistFilter,
  pageNumber: number,
): Promise<WorklistPage> => {
  const needs = await listOpenNeedsOf(tx, organisationId)
  const organisations = await listOrganisations(tx)
  const nameOf = new Map(organisations.map(organisation => [organisation.organisationId as string, organisation]))
  const latest = new Map(
    (
      await listLatestReferrals(
        tx,
        needs.map(({ needId }) => needId),
      )
    ).map(referral => [
      referral.needId as string,
      {
        ...referral,
        organisationName: nameOf.get(referral.organisationId)?.name ?? 'An organisation',
        organisationPhone: nameOf.get(referral.organisationId)?.phone ?? null,
      },
    ]),
  )
  const standings = needs
    .map(need => {
      const inHand: InHand = { need, latest: latest.get(need.needId) ?? null, next: null }
      return { need, inHand, standing: whatWouldMoveIt(inHand, tx.now) }
    })
    .filter(({ standing }) => standing.stage !== 'closed')
    .sort((a, b) => a.standing.since.getTime() - b.standing.since.getTime() || (a.need.needId < b.need.needId ? -1 : 1))
  const counts = { now: 0, held: 0, all: 0 }
  for (const { standing } of standings)
    for (const each of Object.keys(counts) as WorklistFilter[]) if (shownBy[each](standing)) counts[each]++
  const shown = standings
    .filter(({ standing }) => shownBy[filter](standing))
    .slice(pageNumber * rowsOnAPage, (pageNumber + 1) * rowsOnAPage)
  const people = new Map(
    (
      await listPeople(
        tx,
        shown.map(({ need }) => need.personId),
      )
    ).map(person => [person.personId as string, person]),
  )
  const names = new Map(
    (await listNeighbourhoods(tx)).map(({ neighbourhoodId, name }) => [neighbourhoodId as string, name]),
  )
  const undecided = shown.filter(({ standing }) => ['waiting', 'asked'].includes(standing.stage))
  const answers = undecided.length ? await countAnswers(tx) : []
  const asked = await listReferralsOfNeeds(
    tx,
    undecided.map(({ need }) => need.needId),
  )
  return {
    counts,
    overdue: standings.filter(({ standing }) => standing.overdue).length,
    rows: shown.map(row => {
      const { need, inHand } = row
      const person = people.get(need.personId) ?? null
      const neighbourhoodName = (need.neighbourhoodId && names.get(need.neighbourhoodId)) || null
      const next = undecided.includes(row)
        ? notAskedYet(
            rankCandidates({
              need,
              position: person?.position ?? need.near,
              neighbourhoodName,
              organisations,
              answers,
              referrals: asked.filter(({ needId }) => needId === need.needId),
              now: tx.now,
            }),
          )[0]
        : undefined
      return {
        need,
        person,
        neighbourhoodName,
        standing: whatWouldMoveIt({ ...inHand, next: next?.organisation.name ?? null }, tx.now),
        nextOrganisationId: next?.organisation.organisationId ?? null,
      }
    }),
  }
}
