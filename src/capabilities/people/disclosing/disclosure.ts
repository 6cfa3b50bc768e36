/** What allows somebody's details to be shared, now, with somebody: the rule every sharing is asked by. Pure. */
import { type Refusal, refuse } from '../../../kernel/refusal.ts'
import {
  type AssuranceLevel,
  type Basis,
  bases,
  binds,
  type LevelScope,
  levelSays,
  type OrganisationKind,
  type Purpose,
  type SharedField,
  type SharingAgreement,
  scopeOn,
} from '../../organisations/index.ts'
import { type Consent, consentCovers } from '../person.ts'

/** Said by whoever shares: what allows it, and why, where nobody was asked. `basisId` is the one consent or agreement it rests on, when that was settled before. */
export interface Claim {
  readonly basis: Basis
  readonly ground: string
  readonly basisId?: string | null
}

/** An organisation as the rule looks at it. */
export interface Party {
  readonly organisationId: string
  readonly name: string
  readonly kind: OrganisationKind
  /** By the evidence that counts today. */
  readonly level: AssuranceLevel
  readonly trust: 'limited' | 'known'
}

/** Everything the rule looks at. */
export interface KnownOfSharing {
  readonly from: Party
  readonly to: Party
  /** It goes to a volunteer whom `to` asks, and not to its own people. */
  readonly toVolunteer: boolean
  readonly purpose: Purpose
  readonly fields: readonly SharedField[]
  readonly consents: readonly Pick<
    Consent,
    'consentId' | 'organisationId' | 'withWhom' | 'forPurpose' | 'fields' | 'untilAt' | 'withdrawnAt' | 'givenAt'
  >[]
  readonly agreements: readonly SharingAgreement[]
  /** What the place decided about levels. */
  readonly scopes: readonly LevelScope[]
  /** They objected to sharing as a public task, and nobody has decided otherwise. */
  readonly objects: boolean
  readonly addressIsHidden: boolean
  readonly now: Date
  /** The day it is in the place, 'YYYY-MM-DD'. */
  readonly on: string
}

/** Why one of the details asked for stays back. */
export type Withheld =
  | 'the words did not name it'
  | 'the agreement does not name it'
  | 'their level'
  | 'their address is hidden'

/** Yes: what allows it, which details, and until when. */
export interface Allowed {
  readonly basis: Basis
  readonly basisId: string | null
  /** Why, in words that stand in the audit trail. */
  readonly ground: string
  readonly fields: readonly SharedField[]
  readonly withheld: Readonly<Partial<Record<SharedField, Withheld>>>
  /** Not even roughly where may be told: they hide where they live, and it is not among the details. With their name a neighbourhood and a distance lead to the door. */
  readonly hidesWhere: boolean
  /** When it ends by itself; null where it ends with the help. */
  readonly until: Date | null
}

/** No: the reason and what to do about it. `message` is both. */
export interface NotAllowed extends Refusal {
  readonly reason: string
  readonly mend: string
}

const no = (code: string, reason: string, mend: string, field?: string): NotAllowed => ({
  ...refuse(code, `${reason} ${mend}`, field),
  reason,
  mend,
})

/** Their ordinary work is a public task: public bodies, and those who do it for one under contract. */
const hasPublicTask = ({ kind, level }: Party): boolean =>
  kind === 'council' || kind === 'nhs' || kind === 'school' || level === 'contracted'

/**
 * May these details go there, for this? Asked at every sharing and every look, with everything as it stands at that moment.
 *
 * Without a claim it is whatever stands: a consent before an agreement. A public task, an emergency and a concern are never assumed: somebody says so, with the ground.
 */
export const decideDisclosure = (known: KnownOfSharing, claim: Claim | null): Allowed | NotAllowed => {
  if (!claim) {
    const byConsent = decideDisclosure(known, { basis: 'consent', ground: '' })
    if (!('refused' in byConsent)) return byConsent
    const byAgreement = decideDisclosure(known, { basis: 'sharing agreement', ground: '' })
    return 'refused' in byAgreement ? byConsent : byAgreement
  }
  const { from, to, on, purpose } = known
  const ground = claim.ground.trim()
  if (bases[claim.basis].needsGround && !ground)
    return no(
      'no-ground',
      'Nobody has said why.',
      'Write down why details may be shared without their permission.',
      'basisGround',
    )
  // To save a life nothing is weighed: failing to share has harmed people too. It is looked at afterwards.
  if (claim.basis === 'vital interests')
    return {
      basis: claim.basis,
      basisId: null,
      ground,
      fields: known.fields,
      withheld: {},
      hidesWhere: false,
      until: null,
    }
  if (to.trust === 'limited')
    return no(
      'limited-trust',
      `${to.name} joined by itself, and nobody has seen yet who it is.`,
      'Look at it among the organisations that joined, then ask again.',
      'basis',
    )
  const scope = scopeOn(known.scopes, to.level, purpose, on)
  if (!scope?.bases.includes(claim.basis))
    return no(
      'level-too-low',
      `${bases[claim.basis].label} is not enough to share with ${to.name}: ${levelSays[to.level]}.`,
      scope?.bases.includes('consent')
        ? 'Ask them for their permission, or ask somebody else.'
        : 'Ask an organisation that is known further, or see what it could show us.',
      'basis',
    )
  // A yes in general, or an agreement between organisations, was not said of an address that somebody is looking for.
  const staysHome = (isExplicit: boolean) =>
    known.addressIsHidden && to.organisationId !== from.organisationId && !isExplicit
  const isForThem = (consent: { readonly organisationId: string | null }) =>
    consent.organisationId === to.organisationId
  const within = (
    named: readonly SharedField[],
    notNamed: Withheld,
    yes: Pick<Allowed, 'basisId' | 'ground' | 'until'>,
    isExplicit = bases[claim.basis].needsGround,
  ): Allowed | NotAllowed => {
    const withheld: Partial<Record<SharedField, Withheld>> = {}
    for (const field of known.fields) {
      if (!named.includes(field)) withheld[field] = notNamed
      else if (!scope.fields.includes(field)) withheld[field] = 'their level'
      // What somebody tells may say where they live as well.
      else if (
        known.addressIsHidden &&
        (field === 'address' || field === 'story') &&
        (known.toVolunteer || to.level === 'informal' || staysHome(isExplicit))
      )
        withheld[field] = 'their address is hidden'
    }
    const fields = known.fields.filter(field => !(field in withheld))
    return fields.length === 0
      ? no(
          'nothing-to-share',
          `Nothing of what is asked for may be shared with ${to.name}.`,
          'Ask them for their permission in other words, or ask somebody else.',
          'basis',
        )
      : {
          basis: claim.basis,
          fields,
          withheld,
          hidesWhere: known.addressIsHidden && !fields.includes('address'),
          ...yes,
        }
  }
  const named = (consent: { readonly fields: readonly SharedField[]; readonly organisationId: string | null }) =>
    known.fields.filter(
      field =>
        consent.fields.includes(field) &&
        scope.fields.includes(field) &&
        !((field === 'address' || field === 'story') && staysHome(isForThem(consent))),
    ).length
  switch (claim.basis) {
    case 'consent': {
      // Each stands until it is taken back, so a later one in narrower words takes nothing away: the one that names most is read.
      const [consent] = known.consents
        .filter(
          each =>
            (claim.basisId == null || each.consentId === claim.basisId) &&
            each.forPurpose === purpose &&
            consentCovers(each, to.organisationId, known.toVolunteer ? 'volunteer' : 'organisation', known.now),
        )
        .sort((a, b) => named(b) - named(a))
      if (!consent)
        return no(
          'no-consent',
          known.toVolunteer
            ? 'There is no permission to share with a volunteer.'
            : 'There is no permission to share with this organisation.',
          'Read the words out and write down how they answered.',
          'consentGivenHow',
        )
      return within(
        consent.fields,
        'the words did not name it',
        { basisId: consent.consentId, ground: 'They said yes to sharing', until: consent.untilAt },
        isForThem(consent),
      )
    }
    case 'sharing agreement': {
      const agreement = known.toVolunteer
        ? undefined
        : known.agreements.find(
            each =>
              (claim.basisId == null || each.agreementId === claim.basisId) &&
              from.organisationId !== to.organisationId &&
              binds(each, [from.organisationId, to.organisationId], purpose, on),
          )
      if (!agreement)
        return no(
          'no-agreement',
          `No sharing agreement in force binds ${from.name} and ${to.name} for this.`,
          'Ask them for their permission instead, or write the agreement down once it is signed.',
          'basis',
        )
      return within(agreement.fields, 'the agreement does not name it', {
        basisId: agreement.agreementId,
        ground: `${agreement.title}: ${agreement.lawfulGround}`,
        until: agreement.untilOn === null ? null : new Date(Date.parse(`${agreement.untilOn}T00:00:00Z`) + 86_400_000),
      })
    }
    case 'public task':
      if (!hasPublicTask(from))
        return no(
          'no-public-task',
          `${from.name} is no public body and does this under no contract with one.`,
          'Ask them for their permission instead.',
          'basis',
        )
      if (known.objects)
        return no(
          'objected',
          'They have objected to sharing without their permission, and nobody has decided otherwise.',
          'Ask them for their permission, or decide on the objection first.',
          'basis',
        )
      return within(known.fields, 'their level', { basisId: null, ground, until: null })
    case 'safeguarding':
      return within(known.fields, 'their level', { basisId: null, ground, until: null })
  }
}
