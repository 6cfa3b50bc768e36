/** The one question before who somebody is goes to anyone outside the organisation that holds it, and what follows from the answer. */
import { dateAt } from '../../../design/time-in-words.ts'
import { type JourneyId, newId } from '../../../kernel/ids.ts'
import { isRefusal, type Refusal, refuse } from '../../../kernel/refusal.ts'
import { audit } from '../../../platform/audit/audit.ts'
import { endAccessTo, type Grant, grantAccess } from '../../../platform/auth/grants.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import {
  bases,
  dataProtectionHolder,
  knownLevels,
  listAgreementsAmong,
  listLevelScopes,
  listOrganisationsById,
  type Purpose,
  type SharedField,
} from '../../organisations/index.ts'
import type { Consent, ConsentId, Person } from '../person.ts'
import { listConsentsOf, listPeople } from '../person-store.ts'
import { type Allowed, type Claim, decideDisclosure, type Party } from './disclosure.ts'
import {
  type Disclosure,
  insertDisclosure,
  listLiveDisclosures,
  listObjectedTo,
  markDisclosureShown,
} from './disclosure-store.ts'
import { emergencyBases, emergencySharingQueue } from './emergency.ts'

/** What is to be shared of whom, with whom, for what. */
export interface Sharing {
  readonly personId: string
  /** The help request it is about. */
  readonly aboutId: string
  /** The organisation that shares. */
  readonly from: string
  /** The organisation it goes to, or that asks the volunteer it goes to. */
  readonly to: string
  readonly toVolunteer: boolean
  readonly purpose: Purpose
  readonly fields: readonly SharedField[]
  /** What somebody says allows it; null for whatever stands. */
  readonly claim: Claim | null
}

/**
 * May these details go there, for this, now? Everything it rests on (consents, agreements, evidence, objections) is read in this transaction, by the house: whoever asks need
 * not see it. The answer is to stand in the record of what was shared (`agreeSharing`); a no says why, and what to do.
 */
export const mayDisclose = async (tx: PlaceTx, sharing: Sharing): Promise<Allowed | Refusal> =>
  (await mayDiscloseMany(tx, [sharing]))[0] ?? nobody

/** A permission that nobody has given yet: what a yes to some words would let be shared. */
export type SupposedConsent = Pick<Consent, 'organisationId' | 'withWhom' | 'fields'>

/** What the answer would be if they said yes now to words that name this: told before anybody is asked, and never a reason to share. */
export const wouldDisclose = async (
  tx: PlaceTx,
  sharing: Sharing,
  supposed: SupposedConsent,
): Promise<Allowed | Refusal> => (await answerMany(tx, [sharing], supposed))[0] ?? nobody

/** The same for a list, in as many questions to the database as for one. */
export const mayDiscloseMany = (tx: PlaceTx, sharings: readonly Sharing[]): Promise<(Allowed | Refusal)[]> =>
  answerMany(tx, sharings, null)

const answerMany = (
  tx: PlaceTx,
  sharings: readonly Sharing[],
  supposed: SupposedConsent | null,
): Promise<(Allowed | Refusal)[]> =>
  tx.house(async () => {
    const on = dateAt(tx.now)
    const aboutIds = [...new Set(sharings.map(({ aboutId }) => aboutId))]
    const parties = [...new Set(sharings.flatMap(({ from, to }) => [from, to]))]
    const [people, organisations, levels, consents, scopes, agreements, objected] = await Promise.all([
      listPeople(
        tx,
        sharings.map(({ personId }) => personId),
      ),
      listOrganisationsById(tx, parties),
      knownLevels(tx, parties, on),
      listConsentsOf(tx, aboutIds),
      listLevelScopes(tx),
      listAgreementsAmong(tx, parties),
      listObjectedTo(tx, aboutIds),
    ])
    const party = (id: string): Party | null => {
      const found = organisations.find(({ organisationId }) => organisationId === id)
      return found
        ? {
            organisationId: id,
            name: found.name,
            kind: found.kind,
            trust: found.trust,
            level: levels.get(id) ?? 'informal',
          }
        : null
    }
    return sharings.map(sharing => {
      const person = people.find(({ personId }) => personId === sharing.personId)
      const from = party(sharing.from)
      const to = party(sharing.to)
      if (!person || !from || !to) return nobody
      const { toVolunteer, purpose, fields } = sharing
      return decideDisclosure(
        {
          from,
          to,
          toVolunteer,
          purpose,
          fields,
          consents: [
            ...consents.filter(({ aboutId }) => aboutId === sharing.aboutId),
            ...(supposed
              ? [
                  {
                    ...supposed,
                    consentId: newId<ConsentId>(),
                    forPurpose: purpose,
                    untilAt: null,
                    withdrawnAt: null,
                    givenAt: tx.now,
                  },
                ]
              : []),
          ],
          agreements,
          scopes,
          objects: objected.has(sharing.aboutId),
          addressIsHidden: person.addressIsHidden,
          now: tx.now,
          on,
        },
        sharing.claim,
      )
    })
  })

const nobody = refuse('no-such-sharing', 'We cannot find who this is about, or whom it is to go to.')

/** Writes down what was agreed to be shared once they say yes, seen by those who follow it and by whom it goes to. Nothing is shown by it yet. */
export const agreeSharing = (
  tx: PlaceTx,
  sharing: Sharing,
  allowed: Allowed,
  whom: {
    readonly forId: string
    readonly journeyId: JourneyId
    readonly volunteerId: string | null
    readonly path: string
    readonly followers: readonly string[]
  },
): Promise<string> =>
  tx.house(async () => {
    const { forId, journeyId, volunteerId, path, followers } = whom
    const disclosureId = await insertDisclosure(tx, {
      personId: sharing.personId,
      aboutId: sharing.aboutId,
      forId,
      journeyId,
      fromOrganisationId: sharing.from,
      organisationId: sharing.to,
      volunteerId,
      purpose: sharing.purpose,
      basis: allowed.basis,
      basisId: allowed.basisId,
      ground: allowed.ground,
      fields: allowed.fields,
      path,
      decidedBy: tx.actor.name,
      decidedById: tx.actor.personId,
      untilAt: allowed.until,
    })
    const withoutAsking = emergencyBases.includes(allowed.basis)
    const holders = new Set([
      ...followers,
      sharing.aboutId,
      volunteerId ?? sharing.to,
      ...(withoutAsking ? [dataProtectionHolder(tx.placeId)] : []),
    ])
    if (withoutAsking) await tx.wake(emergencySharingQueue, { placeId: tx.placeId })
    await grantAccess(
      tx,
      [...holders].map(holderId => ({
        recordId: disclosureId,
        holderId,
        basis: 'follows the sharing',
        basisId: disclosureId,
      })),
    )
    return disclosureId
  })

/** The details that stand in the row of a person, which is seen whole or not at all. */
const personRow: readonly SharedField[] = ['name', 'contact', 'address', 'communication']
/** The details that stand in the row of a help request. */
const requestRow: readonly SharedField[] = ['story', 'on behalf']

/**
 * What may be seen now of what was agreed to be shared for a referral or match; asked again at each look, so that what has ended shows nothing more, whether or not
 * anybody has come round to ending it.
 */
export const mayStillSee = async (tx: PlaceTx, forId: string): Promise<Allowed | Refusal> =>
  (await mayStillSeeEach(tx, [forId])).get(forId) ?? over

/** The same for a list of referrals or matches. */
export const mayStillSeeEach = (
  tx: PlaceTx,
  forIds: readonly string[],
): Promise<ReadonlyMap<string, Allowed | Refusal>> =>
  tx.house(async () => {
    const agreed = await listLiveDisclosures(tx, forIds)
    if (agreed.length === 0) return new Map()
    const answers = await mayDiscloseMany(tx, agreed.map(sharingOf))
    return new Map(agreed.map(({ forId }, n) => [forId, answers[n] ?? over]))
  })

const over = refuse('sharing-over', 'What allowed you to see who this is has ended, so it is hidden again.')

/** What was agreed, to be asked about again. */
export const sharingOf = (agreed: Disclosure): Sharing => ({
  personId: agreed.personId,
  aboutId: agreed.aboutId,
  from: agreed.fromOrganisationId,
  to: agreed.organisationId,
  toVolunteer: agreed.volunteerId !== null,
  purpose: agreed.purpose,
  fields: agreed.fields,
  claim: { basis: agreed.basis, ground: agreed.ground, basisId: agreed.basisId },
})

/**
 * Shows what was agreed: from this moment the holder sees the rows whose details may all be shared, until the sharing ends. Of the others it is told by the page alone, without
 * what stays back. Written in the audit trail with what allowed it.
 * @param until a moment by which it ends anyway, such as two hours after a visit.
 */
export const showShared = (
  tx: PlaceTx,
  forId: string,
  holderId: string,
  grant: { readonly basis: string; readonly until?: Date },
): Promise<Allowed | Refusal> =>
  tx.house(async () => {
    const [agreed] = await listLiveDisclosures(tx, [forId])
    const allowed = agreed ? await mayDisclose(tx, sharingOf(agreed)) : over
    if (isRefusal(allowed) || !agreed) return allowed
    const until = [allowed.until, grant.until ?? null]
      .filter(end => end !== null)
      .sort((a, b) => a.getTime() - b.getTime())[0]
    const whole = (row: readonly SharedField[]) => row.every(field => allowed.fields.includes(field))
    const records = [...(whole(personRow) ? [agreed.personId] : []), ...(whole(requestRow) ? [agreed.aboutId] : [])]
    await grantAccess(
      tx,
      records.map(
        (recordId): Grant => ({ recordId, holderId, basis: grant.basis, basisId: forId, ...(until && { until }) }),
      ),
    )
    await markDisclosureShown(tx, agreed.disclosureId)
    await audit(tx, 'people.share', agreed.aboutId, { reason: `${bases[allowed.basis].label}: ${agreed.ground}` })
    return allowed
  })

/** Ends the sight of rows in which something is to stay back from now on; the page goes on telling the rest. */
export const hideWithheld = (
  tx: PlaceTx,
  { forId, personId, aboutId }: Disclosure,
  fields: readonly SharedField[],
): Promise<void> => {
  const hidden = (row: readonly SharedField[]) => !row.every(field => fields.includes(field))
  const recordIds = [...(hidden(personRow) ? [personId] : []), ...(hidden(requestRow) ? [aboutId] : [])]
  return recordIds.length === 0
    ? Promise.resolve()
    : endAccessTo(tx, { basisId: forId, recordIds, exceptRecordIds: [] })
}

/** A person as far as some details of them may be told. */
export const onlyShared = (person: Person, fields: readonly SharedField[]): Person => {
  const has = (field: SharedField) => fields.includes(field)
  return {
    ...person,
    name: has('name') ? person.name : 'Somebody',
    ...(!has('contact') && { phone: null, email: null }),
    ...(!has('address') && { address: null, postcode: null, position: null, neighbourhoodId: null }),
    ...(!has('communication') && { communicationNeeds: null }),
  }
}
