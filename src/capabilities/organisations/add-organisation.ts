import { Type } from 'typebox'
import { dateAt } from '../../design/time-in-words.ts'
import { newId } from '../../kernel/ids.ts'
import { isNeedKind, type NeedKind } from '../../kernel/need-kind.ts'
import { refuse } from '../../kernel/refusal.ts'
import { command } from '../../platform/command.ts'
import { insertEvidence } from './assurance/assurance-store.ts'
import type { OrganisationId } from './organisation.ts'
import { insertMembership, insertOrganisation, isOrganisationNameTaken } from './organisation-store.ts'
import { type AssuranceLevel, assuranceLevels, type OrganisationKind, organisationKinds, roles } from './words.ts'

/** Adds an organisation to the place. */
export const addOrganisation = command({
  name: 'organisations.add-organisation',
  allow: 'organisation.add',
  inHouse: true,
  input: Type.Object({
    name: Type.String({
      minLength: 2,
      maxLength: 120,
      mend: 'Enter the name of the organisation, up to 120 characters',
    }),
    kind: Type.Enum(Object.keys(organisationKinds), { mend: 'Choose what kind of organisation it is' }),
    assuranceLevel: Type.Enum(Object.keys(assuranceLevels), { mend: 'Choose how far the organisation is known' }),
    about: Type.String({ maxLength: 1000, mend: 'Keep the description to 1,000 characters' }),
    /** Empty where it has none: it is then told by phone. */
    email: Type.String({
      pattern: '^([^\\s@]+@[^\\s@]+\\.[^\\s@]+)?$',
      maxLength: 254,
      mend: 'Enter an e-mail address like name@example.org',
    }),
    phone: Type.Union([Type.String({ maxLength: 40 }), Type.Null()]),
    postcode: Type.Union([Type.String({ maxLength: 10 }), Type.Null()]),
    position: Type.Union([Type.Object({ x: Type.Number(), y: Type.Number() }), Type.Null()]),
    helpsWith: Type.Array(Type.String()),
    neighbourhoodIds: Type.Union([Type.Array(Type.String()), Type.Null()]),
    takesReferrals: Type.Boolean(),
  }),
  async run(tx, input) {
    if (await isOrganisationNameTaken(tx, input.name))
      return refuse('name-taken', `There is already an organisation called ${input.name} here.`, 'name')
    const unknown = input.helpsWith.find(kind => !isNeedKind(kind))
    if (unknown) return refuse('unknown-need-kind', `"${unknown}" is not a kind of need we know.`, 'helpsWith')
    const organisationId = newId<OrganisationId>()
    await insertOrganisation(tx, {
      ...input,
      organisationId,
      kind: input.kind as OrganisationKind,
      assuranceLevel: input.assuranceLevel as AssuranceLevel,
      helpsWith: input.helpsWith as NeedKind[],
      trust: 'known',
    })
    // Whoever sets a place up settles how far its organisations are known; from then on it rests on what is seen.
    if (input.assuranceLevel !== 'informal')
      await insertEvidence(tx, {
        evidenceId: newId(),
        organisationId,
        kind: 'known before',
        reference: '',
        vouchesFor: input.assuranceLevel as AssuranceLevel,
        seenBy: tx.actor.name,
        seenByOrganisationId: tx.actor.organisationId,
        seenOn: dateAt(tx.now),
        untilOn: null,
        note: '',
      })
    return { recordId: organisationId, organisationId }
  },
})

/** Makes a person act for an organisation. */
export const addMember = command({
  name: 'organisations.add-member',
  allow: 'organisation.add',
  inHouse: true,
  input: Type.Object({
    organisationId: Type.String(),
    personId: Type.String(),
    roles: Type.Array(Type.Enum(Object.keys(roles)), { minItems: 1, mend: 'Choose at least one role' }),
  }),
  async run(tx, input) {
    await insertMembership(tx, { ...input, organisationId: input.organisationId as OrganisationId })
    return { recordId: input.organisationId }
  },
})
