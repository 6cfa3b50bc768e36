import { isRefusal, type Refusal, refuse } from '../../kernel/refusal.ts'
import { audit } from '../../platform/audit/audit.ts'
import type { PlaceTx } from '../../platform/db/database.ts'
import { type Fact, listFacts } from '../../platform/facts/fact.ts'
import { findOrganisation, type Organisation, type SharedField } from '../organisations/index.ts'
import { type Allowed, findPerson, mayStillSee, mayStillSeeEach, onlyShared, type Person } from '../people/index.ts'
import { distanceMetres, listNeighbourhoods } from '../places/index.ts'
import { findNeed, findSharedRequest, type HelpRequest, type Need } from '../requests/index.ts'
import { isLive, type Referral } from './referral.ts'
import { findReferral, listReferralsTo } from './referral-store.ts'
import { roughlyWhere } from './roughly.ts'

/** Somebody who is being helped, for those who help. */
export interface Helped {
  readonly person: Person
  readonly request: HelpRequest
  /** The details that are shared with them; the others are empty here. */
  readonly fields: readonly SharedField[]
}

/** What one actor may see of a referral now, and no more. */
export interface SeenReferral {
  readonly referral: Referral
  /** Asked: theirs to answer. Follows: they sent it or follow its request. */
  readonly side: 'asked' | 'follows'
  /** Who was asked. */
  readonly organisation: Organisation
  readonly sender: Organisation
  /** Null once the asked organisation no longer sees it. */
  readonly need: Need | null
  /** Roughly where, as the asked organisation may know it: null where that is not known, where the address is hidden from them, and once it has ended. */
  readonly where: string | null
  /** The details that may be told whoever was asked, now or at their yes; empty where nothing allows any, or it has ended. */
  readonly fields: readonly SharedField[]
  /** Who it is: only for the organisation that said yes, and only while it has it in hand. */
  readonly helped: Helped | null
  /** Why they do not see who it is though they have it in hand; null where that is not so. */
  readonly hiddenBecause: string | null
  /** What happened to this referral, oldest first. */
  readonly facts: readonly Fact[]
}

/** True while the organisation that said yes has it in hand. */
export const isInHand = ({ state }: Pick<Referral, 'state'>): boolean =>
  state === 'accepted' || state === 'in contact' || state === 'ongoing'

/** Loads a referral with what the actor may see of it. Seeing who it is about leaves an audit line in the same transaction. */
export const seeReferral = async (tx: PlaceTx, referralId: string): Promise<SeenReferral | Refusal> => {
  const referral = await findReferral(tx, referralId, 'read')
  const organisation = referral && (await findOrganisation(tx, referral.organisationId))
  const sender = referral && (await findOrganisation(tx, referral.sentByOrganisationId))
  if (!organisation || !sender)
    return refuse('no-such-referral', 'We cannot find that, or it is not yours to see. It may have been taken back.')
  const side = tx.actor.organisationId === referral.organisationId ? 'asked' : 'follows'
  const need = await findNeed(tx, referral.needId, 'read')
  const mayHelp = side === 'asked' && tx.actor.permissions.has('referral.answer')
  const shared = isLive(referral.state) ? await mayStillSee(tx, referral.referralId) : null
  const toThem = mayHelp && isInHand(referral) ? shared : null
  const helped = toThem && !isRefusal(toThem) ? await findHelped(tx, referral, toThem) : null
  // Read by the house, of which nothing else says that it was shown.
  if (helped) await audit(tx, 'looked at who and where', helped.person.personId)
  return {
    referral,
    side,
    organisation,
    sender,
    need,
    where:
      need && tellsWhere(shared)
        ? await whereRoughly(tx, need, organisation, side === 'asked' ? 'you' : organisation.name)
        : null,
    fields: shared && !isRefusal(shared) ? shared.fields : [],
    helped,
    hiddenBecause: isRefusal(toThem) ? toThem.message : null,
    facts: (await listFacts(tx, referral.journeyId)).filter(({ recordId }) => recordId === referral.referralId),
  }
}

/** Who it is, as far as that may be told them now. What stands in a row that may not be seen whole is read by the house and told without the rest. */
const findHelped = async (tx: PlaceTx, referral: Referral, { fields }: Allowed): Promise<Helped | null> => {
  const request = await findSharedRequest(tx, referral.helpRequestId, fields)
  const person = request && (await tx.house(() => findPerson(tx, request.personId)))
  if (!person) return null
  return {
    person: onlyShared(person, fields),
    request,
    fields,
  }
}

/** Where nothing allows who it is any more, roughly where is not told either: an address may have been hidden since. */
const tellsWhere = (shared: Allowed | Refusal | null | undefined): boolean =>
  shared != null && !isRefusal(shared) && !shared.hidesWhere

/** Where a need roughly is, as the organisation asked about it reads it before it says yes. */
export const roughlyWhereFor = (
  organisation: Organisation,
  need: Pick<Need, 'near'>,
  neighbourhoodName: string | null,
  from: string,
): string | null =>
  roughlyWhere(
    neighbourhoodName,
    need.near && organisation.position && distanceMetres(organisation.position, need.near),
    from,
  )

const whereRoughly = async (
  tx: PlaceTx,
  need: Need,
  organisation: Organisation,
  from: string,
): Promise<string | null> => {
  const neighbourhood = (await listNeighbourhoods(tx)).find(
    ({ neighbourhoodId }) => neighbourhoodId === need.neighbourhoodId,
  )
  return roughlyWhereFor(organisation, need, neighbourhood?.name ?? null, from)
}

/** One line of what an organisation was asked. */
export interface InboxLine {
  readonly referral: Referral
  readonly need: Need | null
  readonly where: string | null
  /** Their name, where the organisation has it in hand. */
  readonly name: string | null
}

/**
 * What the actor's organisation was asked: unanswered first, then in hand, then ended, newest first. Nothing of an unanswered or ended one says
 * who it is; each name shown leaves an audit line.
 */
export const listInbox = async (tx: PlaceTx, organisation: Organisation, limit: number): Promise<InboxLine[]> => {
  const lines: InboxLine[] = []
  const referrals = await listReferralsTo(tx, organisation.organisationId, limit)
  const shared = await mayStillSeeEach(
    tx,
    referrals.filter(({ state }) => isLive(state)).map(({ referralId }) => referralId),
  )
  for (const referral of referrals) {
    const need = isLive(referral.state) ? await findNeed(tx, referral.needId, 'read') : null
    const allowed = shared.get(referral.referralId)
    const helped = isInHand(referral) && allowed && !isRefusal(allowed) ? await findHelped(tx, referral, allowed) : null
    if (helped) await audit(tx, 'looked at who', helped.person.personId)
    lines.push({
      referral,
      need,
      where: need && tellsWhere(allowed) ? await whereRoughly(tx, need, organisation, 'you') : null,
      name: helped?.person.name ?? null,
    })
  }
  return lines
}
