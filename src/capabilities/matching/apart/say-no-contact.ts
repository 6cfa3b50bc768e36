import { Type } from 'typebox'
import { type JourneyId, newId } from '../../../kernel/ids.ts'
import { type Refusal, refuse } from '../../../kernel/refusal.ts'
import { isAllowed } from '../../../platform/auth/actor.ts'
import { command } from '../../../platform/command.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { factKind, record } from '../../../platform/facts/fact.ts'
import { listPeople } from '../../people/index.ts'
import { heldByLeads, type NoContactReason, noContactReasons } from './no-contact.ts'
import { deleteNoContact, findNoContact, saveNoContact } from './no-contact-store.ts'
import { markPair } from './recognise.ts'

type Pair = { personA: string; personB: string }

// Nobody holds the record of a pair, so these facts are the house's alone: in no timeline, and in no list of who looked at whom.
export const NoContactSaid = factKind<Pair>('no-contact-said', () => 'Two people are not brought together any more.')
export const NoContactUndone = factKind<Pair>('no-contact-undone', () => 'Two people may be brought together again.')

const personId = Type.String({ format: 'uuid', mend: 'Choose a person' })

/** Whoever says something of two people may see both of them; a safeguarding lead need not. */
const cannotSpeakOf = async (tx: PlaceTx, one: string, other: string): Promise<Refusal | null> => {
  if (one === other) return refuse('one-person', 'These are one and the same person.')
  const people = () => listPeople(tx, [one, other])
  const seen = isAllowed(tx.actor, 'concern.see') ? await tx.house(people) : await tx.asActor(people)
  return seen.length === 2
    ? null
    : refuse('no-such-person', 'We cannot find both of them, or they are not yours to see.')
}

/** Writes the fact down; returns the record it is about, which nobody holds. */
export const tellNoContact = async (
  tx: PlaceTx,
  kind: typeof NoContactSaid,
  personA: string,
  personB: string,
): Promise<string> => {
  const recordId = newId()
  await record(tx, kind, { recordId, journeyId: recordId as JourneyId }, { personA, personB })
  return recordId
}

/** Says that two people must never meet through us. Said again for a lighter reason, a graver one stands. */
export const sayNoContact = command({
  name: 'matching.say-no-contact',
  allow: 'no-contact.say',
  inHouse: true,
  input: Type.Object({
    personId,
    otherPersonId: personId,
    because: Type.Enum(Object.keys(noContactReasons), { mend: 'Choose why they must not meet' }),
  }),
  async run(tx, { personId, otherPersonId, because }) {
    const cannot = await cannotSpeakOf(tx, personId, otherPersonId)
    if (cannot) return cannot
    await saveNoContact(tx, personId, otherPersonId, because as NoContactReason)
    await markPair(tx, personId, otherPersonId)
    return { recordId: await tellNoContact(tx, NoContactSaid, personId, otherPersonId) }
  },
})

/** Takes back that two people must not meet. What a safeguarding lead or a court decided, only a lead takes back. */
export const undoNoContact = command({
  name: 'matching.undo-no-contact',
  allow: 'no-contact.say',
  inHouse: true,
  input: Type.Object({ personId, otherPersonId: personId }),
  async run(tx, { personId, otherPersonId }) {
    const cannot = await cannotSpeakOf(tx, personId, otherPersonId)
    if (cannot) return cannot
    const said = await findNoContact(tx, personId, otherPersonId)
    if (!said) return refuse('nothing-to-undo', 'Nobody says any more that these two must not meet.')
    // That somebody is not who the house took them for is for whoever asked them to say.
    if (said.recognised !== 'perhaps' && heldByLeads.includes(said.because) && !isAllowed(tx.actor, 'concern.see'))
      return refuse('for-leads', 'Only a safeguarding lead can take this back.')
    await deleteNoContact(tx, personId, otherPersonId)
    return { recordId: await tellNoContact(tx, NoContactUndone, personId, otherPersonId) }
  },
})
