import { isRefusal, type Refusal } from '../../kernel/refusal.ts'
import type { PlaceTx } from '../../platform/db/database.ts'
import { listNewcomersOf, type Newcomer } from '../joining/index.ts'
import { listNeedsToConfirm } from '../matching/index.ts'
import { listOrganisations, type Organisation } from '../organisations/index.ts'
import { type Consent, findPerson, listConsents, type Person } from '../people/index.ts'
import { listNeighbourhoods } from '../places/index.ts'
import { countAnswers, listReferralsOfNeeds, type Referral } from '../referrals/index.ts'
import type { HelpRequest, Need } from '../requests/index.ts'
import { accessNeedToDecide } from '../requests/index.ts'
import { notAskedYet, type RankedOrganisation, rankCandidates } from './rank-candidates.ts'
import { type Moving, whatWouldMoveIt } from './what-would-move-it.ts'

/** Everything there is to decide on about one need. */
export interface NeedToDecide {
  readonly need: Need
  readonly request: HelpRequest
  readonly person: Person | null
  readonly neighbourhoodName: string | null
  readonly consents: readonly Consent[]
  readonly organisations: readonly Organisation[]
  /** Who was asked about it, oldest first. */
  readonly referrals: readonly Referral[]
  /** Who was asked last, and the organisation that is. */
  readonly latest: { readonly referral: Referral; readonly organisation: Organisation | null } | null
  readonly ranked: readonly RankedOrganisation[]
  readonly standing: Moving
  /** The group that passed it on, while that is not known here. */
  readonly newcomer: Newcomer | null
}

/** Loads a need with whatever is needed to decide on it. */
export const loadNeedToDecide = async (tx: PlaceTx, needId: string): Promise<NeedToDecide | Refusal> => {
  const found = await accessNeedToDecide(tx, needId, 'read')
  if (isRefusal(found)) return found
  const { need, request } = found
  const person = await findPerson(tx, request.personId)
  const organisations = await listOrganisations(tx)
  const referrals = await listReferralsOfNeeds(tx, [need.needId])
  const neighbourhoodName =
    (await listNeighbourhoods(tx)).find(({ neighbourhoodId }) => neighbourhoodId === need.neighbourhoodId)?.name ?? null
  const ranked = rankCandidates({
    need,
    position: person?.position ?? need.near,
    neighbourhoodName,
    organisations,
    answers: await countAnswers(tx),
    referrals,
    now: tx.now,
  })
  const last = referrals.at(-1)
  const from = organisations.find(({ organisationId }) => organisationId === request.takenByOrganisationId)
  const [newcomer = null] = from?.trust === 'limited' ? await listNewcomersOf(tx, [from.organisationId]) : []
  const latest = last
    ? {
        referral: last,
        organisation: organisations.find(({ organisationId }) => organisationId === last.organisationId) ?? null,
      }
    : null
  return {
    need,
    request,
    person,
    neighbourhoodName,
    consents: await listConsents(tx, request.helpRequestId),
    organisations,
    referrals,
    latest,
    ranked,
    newcomer,
    standing: whatWouldMoveIt(
      {
        need,
        toConfirm: need.state === 'accepted' && (await listNeedsToConfirm(tx)).has(need.needId),
        latest: last
          ? {
              ...last,
              organisationName: latest?.organisation?.name ?? 'An organisation',
              organisationPhone: latest?.organisation?.phone ?? null,
            }
          : null,
        next: notAskedYet(ranked)[0]?.organisation.name ?? null,
      },
      tx.now,
    ),
  }
}
