/** Groups that join by themselves: let in under limited trust, and what becomes of them once somebody has looked. */
import { dateAt } from '../../design/time-in-words.ts'
import { newId } from '../../kernel/ids.ts'
import type { NeedKind } from '../../kernel/need-kind.ts'
import { type Refusal, refuse } from '../../kernel/refusal.ts'
import type { PlaceTx } from '../../platform/db/database.ts'
import { insertEvidence } from './assurance/assurance-store.ts'
import { settleLevel } from './assurance/record-evidence.ts'
import type { OrganisationId } from './organisation.ts'
import {
  endMembership,
  findOrganisation,
  insertMembership,
  insertOrganisation,
  isOrganisationNameTaken,
  listMembers,
  saveKnown,
  saveMembership,
} from './organisation-store.ts'
import type { OrganisationKind } from './words.ts'

/** What a group says of itself. */
export interface SaidOfGroup {
  readonly name: string
  readonly kind: OrganisationKind
  readonly about: string
  readonly email: string | null
  readonly phone: string | null
  readonly helpsWith: readonly NeedKind[]
  /** Where it helps; null for the whole place. */
  readonly neighbourhoodIds: readonly string[] | null
}

/** Lets a group in that nobody has looked at: it may pass needs on, is asked for nothing and told of nobody. Its name may be another's: to refuse it would tell who is known here. */
export const admitNewcomer = (tx: PlaceTx, said: SaidOfGroup, personId: string): Promise<OrganisationId> =>
  tx.house(async () => {
    const organisationId = newId<OrganisationId>()
    await insertOrganisation(tx, {
      ...said,
      organisationId,
      email: said.email ?? '',
      assuranceLevel: 'informal',
      postcode: null,
      position: null,
      takesReferrals: false,
      trust: 'limited',
    })
    await insertMembership(tx, { organisationId, personId, roles: ['newcomer'] })
    return organisationId
  })

/** Makes a group one that is known: what was seen of it is evidence, it is listed, and its people may do what coordinators do. */
export const welcomeNewcomer = (
  tx: PlaceTx,
  organisationId: string,
  { name, sawWhat }: { readonly name: string; readonly sawWhat: string },
): Promise<Refusal | null> =>
  tx.house(async () => {
    const organisation = await findOrganisation(tx, organisationId)
    if (!organisation) return refuse('no-such-organisation', 'We do not know that organisation.')
    if (await isOrganisationNameTaken(tx, name))
      return refuse(
        'name-taken',
        `There is already an organisation called ${name} here. If it is the same, join them; if not, enter a name that tells them apart.`,
        'name',
      )
    await saveKnown(tx, organisationId, { name, takesReferrals: organisation.helpsWith.length > 0 })
    await insertEvidence(tx, {
      evidenceId: newId(),
      organisationId,
      kind: 'met them',
      reference: '',
      vouchesFor: null,
      seenBy: tx.actor.name,
      seenByOrganisationId: tx.actor.organisationId,
      seenOn: dateAt(tx.now),
      untilOn: null,
      note: sawWhat,
    })
    for (const { personId } of await listMembers(tx, organisationId))
      await saveMembership(tx, { organisationId, personId, roles: ['coordinator'] })
    await settleLevel(tx, organisationId)
    return null
  })

/** Ends a group's part here: whoever acted for it is nobody from now on, or passes needs on for an organisation that is known. */
export const endNewcomer = (tx: PlaceTx, organisationId: string, knownOrganisationId: string | null): Promise<void> =>
  tx.house(async () => {
    const already = new Set(
      knownOrganisationId === null ? [] : (await listMembers(tx, knownOrganisationId)).map(({ personId }) => personId),
    )
    for (const { personId } of await listMembers(tx, organisationId)) {
      await endMembership(tx, organisationId, personId)
      if (knownOrganisationId !== null && !already.has(personId))
        await saveMembership(tx, { organisationId: knownOrganisationId, personId, roles: ['link worker'] })
    }
  })
