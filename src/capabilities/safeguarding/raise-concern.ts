import { Type } from 'typebox'
import { newId } from '../../kernel/ids.ts'
import { grantAccess } from '../../platform/auth/grants.ts'
import { newReference } from '../../platform/auth/reference.ts'
import { command } from '../../platform/command.ts'
import type { PlaceTx } from '../../platform/db/database.ts'
import { record } from '../../platform/facts/fact.ts'
import { listPeople } from '../people/index.ts'
import { type AboutKind, aboutKinds, type ConcernId, leadsHolder, lookWithinMinutes } from './concern.ts'
import { findConcern, insertConcern, saveConcern } from './concern-store.ts'
import { ConcernRaised } from './facts.ts'
import { listLeads, tellLeads } from './tell-leads.ts'

/** Raises a concern about somebody's safety. Anyone may, without an account; it goes to the place's safeguarding leads and to nobody else. */
export const raiseConcern = command({
  name: 'safeguarding.raise-concern',
  allow: 'anyone',
  inHouse: true,
  input: Type.Object({
    says: Type.String({ minLength: 1, maxLength: 4000, mend: 'Say what worries you, in up to 4,000 characters' }),
    whereabouts: Type.String({ maxLength: 500, mend: 'Keep where it is to 500 characters' }),
    reachAt: Type.String({ maxLength: 500, mend: 'Keep how to reach you to 500 characters' }),
    inDangerNow: Type.Boolean(),
    about: Type.Union([
      Type.Object({ kind: Type.Enum(Object.keys(aboutKinds)), id: Type.String({ format: 'uuid' }) }),
      Type.Null(),
    ]),
  }),
  async run(tx, { says, whereabouts, reachAt, inDangerNow, about }) {
    const concernId = newId<ConcernId>()
    const reference = newReference()
    const lookBy = new Date(tx.now.getTime() + lookWithinMinutes * 60_000)
    const { actor } = tx
    await insertConcern(tx, {
      concernId,
      reference,
      aboutKind: (about?.kind as AboutKind | undefined) ?? null,
      aboutId: about?.id ?? null,
      says: says.trim(),
      whereabouts: whereabouts.trim(),
      inDangerNow,
      raisedBy: actor.organisationName ? `${actor.name} (${actor.organisationName})` : actor.name,
      reachAt: reachAt.trim() || null,
      personIds: [],
      volunteerPersonIds: [],
      raisedAt: tx.now,
      lookBy,
      lookedAt: null,
      lookedBy: null,
      lookedById: null,
      decision: null,
      closedAt: null,
    })
    await grantAccess(tx, [{ recordId: concernId, holderId: leadsHolder(tx.placeId), basis: 'safeguarding lead' }])
    if (about?.kind === 'person') await nameThePeople(tx, concernId, [about.id])
    await record(
      tx,
      ConcernRaised,
      { recordId: concernId, journeyId: concernId as never },
      { concernId, aboutKind: (about?.kind as AboutKind | undefined) ?? null, aboutId: about?.id ?? null },
    )
    await tellLeads(tx, concernId)
    return { recordId: concernId, concernId, reference, lookBy, hasLead: (await listLeads(tx)).length > 0 }
  },
})

/**
 * Lets the leads see who the people are that a concern is about, until it is closed. Ids that are nobody's are left out.
 * @param volunteers the person ids of those among them who volunteer.
 */
export const nameThePeople = (
  tx: PlaceTx,
  concernId: string,
  personIds: readonly string[],
  volunteers: readonly string[] = [],
): Promise<void> =>
  tx.house(async () => {
    const concern = await findConcern(tx, concernId, 'lock')
    const people = (await listPeople(tx, personIds)).map(({ personId }) => personId as string)
    if (!concern || concern.closedAt || people.length === 0) return
    await saveConcern(tx, {
      ...concern,
      personIds: [...new Set([...concern.personIds, ...people])],
      volunteerPersonIds: [
        ...new Set([...concern.volunteerPersonIds, ...people.filter(id => volunteers.includes(id))]),
      ],
    })
    await grantPeople(tx, concernId, people)
  })

/** The grants on the people of a concern; they rest on it, and end with it. */
export const grantPeople = (tx: PlaceTx, concernId: string, personIds: readonly string[]): Promise<void> =>
  grantAccess(
    tx,
    personIds.map(recordId => ({
      recordId,
      holderId: leadsHolder(tx.placeId),
      basis: 'safeguarding concern',
      basisId: concernId,
    })),
  )
