import { Type } from 'typebox'
import { type JourneyId, newId } from '../../kernel/ids.ts'
import { refuse } from '../../kernel/refusal.ts'
import { grantAccess } from '../../platform/auth/grants.ts'
import { hashCode, newCode, newReference } from '../../platform/auth/reference.ts'
import { command } from '../../platform/command.ts'
import type { PlaceTx } from '../../platform/db/database.ts'
import { record } from '../../platform/facts/fact.ts'
import { findOrganisation } from '../organisations/index.ts'
import {
  findPerson,
  insertPerson,
  listPeopleReachedAt,
  lockReach,
  type Person,
  type PersonId,
} from '../people/index.ts'
import { VolunteerSignedUp } from './facts.ts'
import { grantsFor } from './grants.ts'
import { insertNextStep } from './next-steps/next-step-store.ts'
import { tellVolunteer } from './tell-volunteer.ts'
import type { VolunteerId } from './volunteer.ts'
import { insertVolunteer, type KnownVolunteer, listVolunteersAmong, type NewVolunteer } from './volunteer-store.ts'
import { whatHappensNext } from './welcome.ts'
import { noReach, WhatTheySayInput, whereTheyLive } from './what-they-say.ts'

/**
 * Signs a volunteer up; the reference and the code are returned this once. Needs no account. Nobody learns whether somebody was known before: whoever signs up
 * a second time gets an answer like everybody, the one who was there first is told, and the second gets no offers until it is known who they are.
 *
 * Statements that need nothing of one another are sent together: thousands may come in one evening.
 */
export const signUpVolunteer = command({
  name: 'volunteers.sign-up',
  allow: 'anyone',
  inHouse: true,
  input: Type.Object({
    ...WhatTheySayInput.properties,
    isAdult: Type.Boolean(),
    /** The organisation that looks after them. */
    organisationId: Type.String({ format: 'uuid' }),
    /** A person already known to whoever signs them up, or themselves when they are signed in. */
    personId: Type.Union([Type.String({ format: 'uuid' }), Type.Null()]),
  }),
  async run(tx, input) {
    if (!input.isAdult) return refuse('under-18', 'You can help with an organisation near you.', 'isAdult')
    const known = input.personId ? await tx.asActor(() => findPerson(tx, input.personId ?? '')) : null
    if (input.personId && !known) return refuse('no-such-person', 'We do not know that person.')
    if (known && (await listVolunteersAmong(tx, [known.personId])).length > 0)
      return refuse('already-volunteer', `${known.name} is a volunteer here already.`)
    if (!known && !input.phone && !input.email) return noReach()
    const [organisation, lives, , alike] = await Promise.all([
      findOrganisation(tx, input.organisationId),
      whereTheyLive(tx, input.postcode),
      // Two presses at once are one after the other, so that the second finds the first.
      known ? null : lockReach(tx, input),
      known ? [] : listPeopleReachedAt(tx, input),
    ])
    if (!organisation) return refuse('no-organisation', 'Nobody looks after volunteers here yet. Please ring instead.')
    if ('message' in lives) return refuse('postcode', lives.message, 'postcode')
    const [earlier] = await listVolunteersAmong(
      tx,
      alike.map(person => person.personId),
    )
    const { shown: postcode, position, neighbourhoodId } = lives.where
    const { name, phone, email } = known ?? input
    const reference = newReference()
    const code = newCode()
    const journeyId = newId<JourneyId>()
    const volunteer: NewVolunteer = {
      volunteerId: newId<VolunteerId>(),
      personId: known?.personId ?? newId<PersonId>(),
      journeyId,
      organisationId: organisation.organisationId,
      reference,
      codeHash: hashCode(reference, code),
      state: 'active',
      activities: input.activities as NewVolunteer['activities'],
      withinMetres: input.withinMetres,
      languages: input.languages,
      freeAt: input.freeAt,
      capacity: input.capacity,
      mostOffersAWeek: input.mostOffersAWeek,
      hasCar: input.hasCar,
      limits: input.limits,
      position,
      neighbourhoodId,
      identitySeenOn: null,
      signedUpAt: tx.now,
      pausedUntil: null,
      leftAt: null,
      maybeVolunteerId: earlier?.volunteerId ?? null,
    }
    const { volunteerId } = volunteer
    const person = {
      name,
      phone,
      email,
      contactBy: email ? ('email' as const) : ('phone' as const),
      address: null,
      postcode,
      position,
      neighbourhoodId,
      communicationNeeds: null,
    }
    const says = whatHappensNext({
      organisationName: organisation.name,
      signedUpAt: tx.now,
      now: tx.now,
      hasEmail: email !== null,
      mostOffersAWeek: input.mostOffersAWeek,
    })
    const bySomebody = tx.actor.kind === 'person' && tx.actor.personId !== known?.personId
    const grants = grantsFor(volunteer)
    await Promise.all([
      known ? grantAccess(tx, grants) : insertPerson(tx, person, volunteer.personId as PersonId, grants),
      insertVolunteer(tx, volunteer),
      insertNextStep(tx, {
        volunteerId,
        kind: 'welcome',
        aboutId: null,
        says: { title: 'Welcome', sentences: says },
        askAgainOn: null,
      }),
      record(
        tx,
        VolunteerSignedUp,
        { recordId: volunteerId, journeyId },
        { volunteerId, how: bySomebody ? 'by somebody for them' : 'web' },
      ),
      // Whoever gave a phone number alone reads it on the page, or hears it from whoever writes it down for them.
      email ? tellVolunteer(tx, volunteer, welcomeMail(says), person) : null,
      earlier ? tellTheFirst(tx, earlier, alike) : null,
    ])
    return { recordId: volunteerId, volunteerId, personId: volunteer.personId, reference, code }
  },
})

const welcomeMail = (says: readonly string[]) => ({
  sentFor: 'welcome',
  subject: 'Thank you for offering to help: what happens next',
  sentences: [
    'thank you for offering to help. This is what happens next:',
    ...says.map((sentence, n) => `${n + 1}. ${sentence}`),
  ],
})

/** Whoever was there first is told that somebody signed up with their name and number; a link lets them say whether it was them. */
const tellTheFirst = async (tx: PlaceTx, earlier: KnownVolunteer, alike: readonly Person[]): Promise<void> =>
  tellVolunteer(
    tx,
    earlier,
    {
      sentFor: `signed up again ${tx.now.toISOString().slice(0, 10)}`,
      subject: 'You have signed up before',
      sentences: [
        'somebody with your name and your phone number or e-mail address has just signed up to help. If that was you, you had signed up before, and we would like to keep you once.',
        'Open your page and say whether it was you. If you do nothing, what you told us first counts.',
      ],
      next: '/volunteer/my-details',
    },
    alike.find(person => person.personId === earlier.personId),
  )
