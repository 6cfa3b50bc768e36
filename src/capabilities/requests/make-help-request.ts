import { Type } from 'typebox'
import { type JourneyId, newId } from '../../kernel/ids.ts'
import { isNeedKind, type NeedKind, needKindCodes, needKinds } from '../../kernel/need-kind.ts'
import { refuse } from '../../kernel/refusal.ts'
import { type Grant, grantAccess } from '../../platform/auth/grants.ts'
import { hashCode, newCode, newReference } from '../../platform/auth/reference.ts'
import { command } from '../../platform/command.ts'
import { record } from '../../platform/facts/fact.ts'
import { findOrganisation } from '../organisations/index.ts'
import { consentHows, findPerson, identifyingParts, insertConsent, insertPerson } from '../people/index.ts'
import { snapToKilometre } from '../places/index.ts'
import { HelpRequestMade, NeedStated } from './facts.ts'
import type { HelpRequestId, Need, NeedId } from './help-request.ts'
import { insertHelpRequest, insertNeed } from './help-request-store.ts'
import { beyondLimitedTrust } from './limited-trust.ts'
import { consentFields, consentWording, takenHows, urgencies } from './words.ts'

const optional = (maxLength: number, mend: string) => Type.Union([Type.String({ maxLength }), Type.Null()], { mend })

/** What is told, once, whoever writes it down. */
export const HelpRequestInput = Type.Object({
  needs: Type.Array(
    Type.Object({
      kind: Type.Enum(needKindCodes),
      urgency: Type.Enum(Object.keys(urgencies)),
      /** Identifies nobody; null lets us say it from the kind and the neighbourhood. */
      description: Type.Union([Type.String({ maxLength: 500 }), Type.Null()]),
    }),
    { minItems: 1, maxItems: needKindCodes.length, mend: 'Choose at least one thing you need help with' },
  ),
  story: Type.String({ maxLength: 4000, mend: 'Keep what you tell us to 4,000 characters' }),
  person: Type.Object({
    name: Type.String({ minLength: 1, maxLength: 120 }),
    phone: optional(40, 'Enter a phone number'),
    email: optional(254, 'Enter an e-mail address'),
    contactBy: Type.Enum(['phone', 'text', 'email', 'letter']),
    address: optional(500, 'Enter an address'),
    postcode: optional(10, 'Enter a postcode'),
    position: Type.Union([Type.Object({ x: Type.Number(), y: Type.Number() }), Type.Null()]),
    neighbourhoodId: Type.Union([Type.String(), Type.Null()]),
    neighbourhoodName: Type.Union([Type.String(), Type.Null()]),
    communicationNeeds: optional(500, 'Keep this to 500 characters'),
  }),
  /** A person already known, when a new request is taken for them; their details then stand as they are. */
  personId: Type.Union([Type.String(), Type.Null()]),
  onBehalf: Type.Union([
    Type.Object({
      name: Type.String({ minLength: 1, maxLength: 120 }),
      relationship: Type.String({ minLength: 1, maxLength: 120 }),
      contact: Type.String({ minLength: 1, maxLength: 254 }),
    }),
    Type.Null(),
  ]),
  consent: Type.Union([Type.Enum([...consentHows]), Type.Null()]),
  takenHow: Type.Enum(Object.keys(takenHows)),
  triagedByOrganisationId: Type.String(),
})

/**
 * Takes a request down. Whoever takes it and the organisation that triages may see it from now on, and so may the bearer of its reference and
 * code, which are returned this once. Needs no account: the house writes it for whoever asks.
 */
export const makeHelpRequest = command({
  name: 'requests.make-help-request',
  allow: 'anyone',
  inHouse: true,
  input: HelpRequestInput,
  async run(tx, input) {
    if (!(await findOrganisation(tx, input.triagedByOrganisationId)))
      return refuse('no-triage', 'Nobody is answering requests for this place yet. Please ring instead.')
    const tooMany = await beyondLimitedTrust(tx)
    if (tooMany) return tooMany
    // By the actor's own sight: a request for a known person may only be taken by someone who may see that person.
    const known = input.personId ? await tx.asActor(() => findPerson(tx, input.personId ?? '')) : null
    if (input.personId && !known)
      return refuse('no-such-person', 'We do not know that person. Start again from their page.')
    const personId = known?.personId ?? (await insertPerson(tx, personOf(input.person)))
    const { position, neighbourhoodId } = known ?? input.person
    const helpRequestId = newId<HelpRequestId>()
    const journeyId = newId<JourneyId>()
    const reference = newReference()
    const code = newCode()
    const request = {
      helpRequestId,
      journeyId,
      personId,
      reference,
      codeHash: hashCode(reference, code),
      story: input.story.trim(),
      takenHow: input.takenHow as keyof typeof takenHows,
      takenByName:
        tx.actor.kind === 'person' || tx.actor.kind === 'system'
          ? tx.actor.name
          : (input.onBehalf?.name ?? 'the resident'),
      takenByOrganisationId: tx.actor.organisationId,
      onBehalfName: input.onBehalf?.name ?? null,
      onBehalfRelationship: input.onBehalf?.relationship ?? null,
      onBehalfContact: input.onBehalf?.contact ?? null,
      triagedByOrganisationId: input.triagedByOrganisationId,
      state: 'open' as const,
      madeAt: tx.now,
      closedAt: null,
    }
    await insertHelpRequest(tx, request)
    const needs = input.needs.map((need): Need => {
      const kind = need.kind as NeedKind
      const said = need.description?.trim()
      const identifies = said ? identifyingParts(personOf(input.person), said).length > 0 : true
      return {
        needId: newId<NeedId>(),
        helpRequestId,
        journeyId,
        kind,
        // What would name somebody stays in the story; the description falls back to the kind and the neighbourhood.
        description: said && !identifies ? said : describeByKind(kind, input.person.neighbourhoodName),
        urgency: need.urgency as Need['urgency'],
        near: position && snapToKilometre(position),
        neighbourhoodId,
        state: 'waiting',
        stateSince: tx.now,
        askedOf: null,
        returnedBecause: null,
        closingReason: null,
        askedAt: tx.now,
        closedAt: null,
      }
    })
    for (const need of needs) await insertNeed(tx, need, request)
    await grantAccess(tx, grantsFor(request, needs))
    if (input.consent)
      await insertConsent(tx, {
        personId: personId as never,
        aboutId: helpRequestId,
        purpose: `To get help with ${needs.map(need => needKinds[need.kind].label.toLowerCase()).join(', ')}`,
        organisationId: null,
        withWhom: 'either',
        fields: consentFields,
        wording: consentWording,
        givenHow: input.consent as (typeof consentHows)[number],
        recordedBy: request.takenByName,
        readOutBy: input.consent === 'ticked on the web' ? null : request.takenByName,
      })
    await record(
      tx,
      HelpRequestMade,
      { recordId: helpRequestId, journeyId },
      {
        helpRequestId,
        needIds: needs.map(need => need.needId),
        takenHow: request.takenHow,
        onBehalf: input.onBehalf !== null,
      },
    )
    for (const { needId, kind, urgency } of needs)
      await record(tx, NeedStated, { recordId: needId, journeyId }, { needId, kind, neighbourhoodId, urgency })
    return {
      recordId: helpRequestId,
      helpRequestId,
      reference,
      code,
      needIds: needs.map(need => need.needId),
      personId,
    }
  },
})

const personOf = ({
  neighbourhoodName: _,
  ...person
}: { neighbourhoodName: string | null } & Parameters<typeof insertPerson>[1]) => person

/** A sentence about a need that names nobody. */
export const describeByKind = (kind: NeedKind, neighbourhoodName: string | null): string =>
  `Someone${neighbourhoodName ? ` in ${neighbourhoodName}` : ''} needs help: ${needKinds[isNeedKind(kind) ? kind : 'other'].asks.toLowerCase()}.`

const grantsFor = (
  request: {
    helpRequestId: string
    personId: string
    takenByOrganisationId: string | null
    triagedByOrganisationId: string
  },
  needs: readonly Need[],
): Grant[] => {
  const recordIds = [request.helpRequestId, request.personId, ...needs.map(need => need.needId)]
  const holders = new Map([
    [request.triagedByOrganisationId, 'decides what happens next'],
    [request.helpRequestId, 'holds the reference and code'],
  ])
  if (request.takenByOrganisationId && !holders.has(request.takenByOrganisationId))
    holders.set(request.takenByOrganisationId, 'took the request down')
  return [...holders].flatMap(([holderId, basis]) =>
    recordIds.map(recordId => ({ recordId, holderId, basis, basisId: request.helpRequestId })),
  )
}
