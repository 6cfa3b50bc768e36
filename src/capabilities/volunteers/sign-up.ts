import { type Static, Type } from 'typebox'
import { type JourneyId, newId } from '../../kernel/ids.ts'
import { isRefusal, type Refusal, refuse } from '../../kernel/refusal.ts'
import { hashCode, newCode, newReference } from '../../platform/auth/reference.ts'
import { commandForMany } from '../../platform/command.ts'
import type { PlaceTx } from '../../platform/db/database.ts'
import { recordAll } from '../../platform/facts/fact.ts'
import { findOrganisation, type Organisation } from '../organisations/index.ts'
import {
  findPerson,
  insertPeople,
  listPeopleReachedAt,
  lockReach,
  type Person,
  type PersonId,
  reachesOf,
} from '../people/index.ts'
import { VolunteerSignedUp } from './facts.ts'
import { grantsFor } from './grants.ts'
import { insertNextSteps } from './next-steps/next-step-store.ts'
import { askWhoseNumber, hasProved } from './prove-phone.ts'
import { type ToTell, tellVolunteers } from './tell-volunteer.ts'
import type { VolunteerId } from './volunteer.ts'
import { insertVolunteers, type KnownVolunteer, listVolunteersAmong, type NewVolunteer } from './volunteer-store.ts'
import { whatHappensNext } from './welcome.ts'
import { type Lives, noReach, WhatTheySayInput, whereEachLives } from './what-they-say.ts'

const SignUpInput = Type.Object({
  ...WhatTheySayInput.properties,
  isAdult: Type.Boolean(),
  /** The organisation that looks after them. */
  organisationId: Type.String({ format: 'uuid' }),
  /** A person already known to whoever signs them up, or themselves when they are signed in. */
  personId: Type.Union([Type.String({ format: 'uuid' }), Type.Null()]),
})
type SignUpInput = Static<typeof SignUpInput>

/**
 * Signs a volunteer up; the reference and the code are returned this once. Needs no account. Nobody learns whether somebody was known before: whoever signs up
 * a second time gets an answer like everybody, the one who was there first is told, and the second gets no offers until it is known who they are. A phone number
 * counts as being there first only once it is proved (`provePhone`): until then both stand, and a call is put down to ask whose it is.
 *
 * Thousands may come in one evening: those who come at once are looked up together and written together; each is decided on by themselves, in between.
 */
export const signUpVolunteer = commandForMany({
  name: 'volunteers.sign-up',
  allow: 'anyone',
  inHouse: true,
  input: SignUpInput,
  most: 100,
  // Two presses at once are one after the other, so that the second finds the first.
  apart: ({ personId, ...input }) => (personId ? [personId] : reachesOf(input)),
  async run(tx, inputs) {
    const found = await lookUp(tx, inputs)
    const decided = inputs.map((input, n) => decide(tx, input, found[n] as Found))
    await write(
      tx,
      decided.flatMap(signUp => (isRefusal(signUp) ? [] : [signUp])),
    )
    return decided.map(signUp => (isRefusal(signUp) ? signUp : signUp.answer))
  },
})

/** What has to be known of somebody before they can be signed up. */
interface Found {
  /** Who they are, when they were known before and may be seen by whoever signs them up. */
  readonly known: Person | null
  readonly organisation: Organisation | null
  readonly lives: Lives
  /** People who are reached in the same way by a name that is alike, the longest known first. */
  readonly alike: readonly Person[]
  /** As whom they, or one of those alike who proved it, are a volunteer already. */
  readonly earlier: KnownVolunteer | null
  /** True when one of those alike gave the same phone number and nobody knows yet whose it is. */
  readonly isUnproved: boolean
}

const lookUp = async (tx: PlaceTx, inputs: readonly SignUpInput[]): Promise<Found[]> => {
  const known: (Person | null)[] = []
  for (const { personId } of inputs) known.push(personId ? await tx.asActor(() => findPerson(tx, personId)) : null)
  const reached = inputs.map(input => (input.personId ? { name: '', phone: null, email: null } : input))
  const organisationIds = [...new Set(inputs.map(({ organisationId }) => organisationId))]
  const [organisations, lives, , alike] = await Promise.all([
    Promise.all(organisationIds.map(organisationId => findOrganisation(tx, organisationId))),
    whereEachLives(
      tx,
      inputs.map(({ postcode }) => postcode),
    ),
    lockReach(tx, reached),
    listPeopleReachedAt(tx, reached),
  ])
  const people = alike.map((others, n) => [...(known[n] ? [known[n]] : []), ...others])
  const volunteers = await listVolunteersAmong(
    tx,
    people.flat().map(({ personId }) => personId),
  )
  return inputs.map((input, n) => {
    const theirs = volunteers.flatMap(volunteer => {
      const person = people[n]?.find(({ personId }) => personId === volunteer.personId)
      return person ? [{ volunteer, proved: person === known[n] || hasProved(volunteer, person, input) }] : []
    })
    const earlier = theirs.find(({ proved }) => proved)?.volunteer ?? null
    return {
      known: known[n] ?? null,
      organisation: organisations[organisationIds.indexOf(input.organisationId)] ?? null,
      lives: lives[n] as Lives,
      alike: alike[n] ?? [],
      earlier,
      isUnproved: earlier === null && theirs.length > 0,
    }
  })
}

/** Everything that is written of one sign-up, and the answer to whoever signed up. */
interface SignUp {
  readonly volunteer: NewVolunteer & { readonly journeyId: JourneyId }
  readonly person: Omit<Person, 'addressIsHidden'>
  readonly isNewPerson: boolean
  readonly says: readonly string[]
  readonly bySomebody: boolean
  readonly earlier: { readonly volunteer: KnownVolunteer; readonly person: Person } | null
  readonly isUnproved: boolean
  readonly answer: {
    readonly recordId: string
    readonly volunteerId: VolunteerId
    readonly personId: PersonId
    readonly reference: string
    readonly code: string
  }
}

const decide = (
  { now, actor }: PlaceTx,
  input: SignUpInput,
  { known, organisation, lives, alike, earlier, isUnproved }: Found,
): SignUp | Refusal => {
  if (!input.isAdult) return refuse('under-18', 'You can help with an organisation near you.', 'isAdult')
  if (input.personId && !known) return refuse('no-such-person', 'We do not know that person.')
  if (known && earlier) return refuse('already-volunteer', `${known.name} is a volunteer here already.`)
  if (!known && !input.phone && !input.email) return noReach()
  if (!organisation) return refuse('no-organisation', 'Nobody looks after volunteers here yet. Please ring instead.')
  if ('message' in lives) return refuse('postcode', lives.message, 'postcode')
  const { shown: postcode, position, neighbourhoodId } = lives.where
  const { name, phone, email } = known ?? input
  const reference = newReference()
  const code = newCode()
  const volunteerId = newId<VolunteerId>()
  const personId = known?.personId ?? newId<PersonId>()
  const first = earlier && alike.find(person => person.personId === earlier.personId)
  return {
    volunteer: {
      volunteerId,
      personId,
      journeyId: newId<JourneyId>(),
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
      signedUpAt: now,
      pausedUntil: null,
      leftAt: null,
      maybeVolunteerId: earlier?.volunteerId ?? null,
    },
    person: {
      personId,
      name,
      phone,
      email,
      contactBy: email ? 'email' : 'phone',
      address: null,
      postcode,
      position,
      neighbourhoodId,
      communicationNeeds: null,
    },
    isNewPerson: !known,
    says: whatHappensNext({
      organisationName: organisation.name,
      signedUpAt: now,
      now,
      hasEmail: email !== null,
      mostOffersAWeek: input.mostOffersAWeek,
    }),
    bySomebody: actor.kind === 'person' && actor.personId !== known?.personId,
    earlier: first ? { volunteer: earlier, person: first } : null,
    isUnproved,
    answer: { recordId: volunteerId, volunteerId, personId, reference, code },
  }
}

/** Statements that need nothing of one another are sent together. */
const write = async (tx: PlaceTx, signUps: readonly SignUp[]): Promise<void> => {
  if (signUps.length === 0) return
  await Promise.all([
    insertPeople(
      tx,
      signUps.filter(({ isNewPerson }) => isNewPerson).map(({ person }) => person),
      signUps.flatMap(({ volunteer }) => grantsFor(volunteer)),
    ),
    insertVolunteers(
      tx,
      signUps.map(({ volunteer }) => volunteer),
    ),
    insertNextSteps(
      tx,
      signUps.map(({ volunteer: { volunteerId }, says }) => ({
        volunteerId,
        kind: 'welcome',
        aboutId: null,
        says: { title: 'Welcome', sentences: says },
        askAgainOn: null,
      })),
    ),
    recordAll(
      tx,
      VolunteerSignedUp,
      signUps.map(({ volunteer: { volunteerId, journeyId }, bySomebody }) => ({
        recordId: volunteerId,
        journeyId,
        data: { volunteerId, how: bySomebody ? 'by somebody for them' : 'web' },
      })),
    ),
    askWhoseNumber(
      tx,
      signUps.filter(signUp => signUp.isUnproved),
    ),
    // Whoever gave a phone number alone reads it on the page, or hears it from whoever writes it down for them.
    tellVolunteers(tx, [
      ...signUps
        .filter(({ person }) => person.email)
        .map(({ volunteer, person, says, bySomebody }) => ({
          volunteer,
          person,
          about: welcomeMail(says, bySomebody),
        })),
      ...signUps.flatMap(({ earlier }) => (earlier ? [{ ...earlier, about: signedUpAgain(tx.now) }] : [])),
    ]),
  ])
}

const welcomeMail = (says: readonly string[], bySomebody: boolean): ToTell => ({
  sentFor: 'welcome',
  atNight: bySomebody ? 'waits' : 'answer',
  subject: 'Thank you for offering to help: what happens next',
  sentences: [
    'thank you for offering to help. This is what happens next:',
    ...says.map((sentence, n) => `${n + 1}. ${sentence}`),
  ],
})

/** Whoever was there first is told that somebody signed up with their name and number; a link lets them say whether it was them. */
const signedUpAgain = (now: Date) => ({
  sentFor: `signed up again ${now.toISOString().slice(0, 10)}`,
  subject: 'You have signed up before',
  sentences: [
    'somebody with your name and your phone number or e-mail address has just signed up to help. If that was you, you had signed up before, and we would like to keep you once.',
    'Open your page and say whether it was you. If you do nothing, what you told us first counts.',
  ],
  next: '/volunteer/my-details',
})
