import { Type } from 'typebox'
import { refuse } from '../../../../kernel/refusal.ts'
import { seal, unseal } from '../../../../platform/auth/house-secret.ts'
import { command } from '../../../../platform/command.ts'
import type { PlaceTx } from '../../../../platform/db/database.ts'
import { saveRequiresOwnSignIn } from '../../../organisations/index.ts'
import type { Asked } from './open-id.ts'
import { deleteOwnSignIn, findOwnSignIn, type OwnSignIn, saveOwnSignIn, takenDomain } from './own-sign-in-store.ts'
import { readDomains, readLevels, type SecondProof, secondProofs } from './vouched.ts'

const purpose = 'own sign-in'

/** Settings as the sign-in is asked with them; null where the house's secret is another now, or there are none. */
export const askedWith = (tx: PlaceTx, settings: OwnSignIn): Asked | null => {
  const { organisationId, issuer, clientId, sealedSecret, levels } = settings
  const clientSecret = unseal(tx, purpose, organisationId, sealedSecret)
  return clientSecret === null ? null : { issuer, clientId, clientSecret, levels }
}

const notYours = () => refuse('not-yours', 'You act for no organisation.')

/** Keeps how an organisation's own sign-in is reached. It counts once one of its coordinators came through; until then, and after each change, nobody is let in by it. */
export const keepOwnSignIn = command({
  name: 'people.keep-own-sign-in',
  allow: 'account.look-after',
  inHouse: true,
  input: Type.Object({
    issuer: Type.String({
      pattern: '^https?://[^\\s]+$',
      maxLength: 300,
      mend: 'Enter the address of your sign-in, like https://login.example.org',
    }),
    clientId: Type.String({ minLength: 1, maxLength: 200, mend: 'Enter the id your sign-in knows us by (client_id)' }),
    /** Empty keeps the one that is kept. */
    clientSecret: Type.String({ maxLength: 500, mend: 'Enter the secret (client_secret), up to 500 characters' }),
    domains: Type.String({ maxLength: 3000, mend: 'Enter the domains of your e-mail addresses, like example.org' }),
    secondProof: Type.Enum(Object.keys(secondProofs), { mend: 'Choose whether its word on a second proof counts' }),
    levels: Type.String({ maxLength: 1100, mend: 'Enter at most 5 acr values, with spaces between them' }),
  }),
  async run(tx, { issuer, clientId, clientSecret, domains: typed, secondProof, levels: typedLevels }) {
    const { organisationId } = tx.actor
    if (!organisationId) return notYours()
    const address = URL.canParse(issuer) ? new URL(issuer) : null
    if (!address || address.username || address.password || address.search || address.hash)
      return refuse('wrong-address', 'Enter the address alone, like https://login.example.org', 'issuer')
    const domains = readDomains(typed)
    if (!domains)
      return refuse('wrong-domains', 'Enter domains like example.org, with commas between them, at most 20', 'domains')
    const levels = readLevels(typedLevels)
    if (!levels) return refuse('wrong-levels', 'Enter at most 5 acr values, with spaces between them', 'levels')
    const taken = await takenDomain(tx, domains, organisationId)
    if (taken)
      return refuse(
        'domain-taken',
        `Another organisation's sign-in answers for ${taken} already. Ring us if it is yours.`,
        'domains',
      )
    const before = await findOwnSignIn(tx, organisationId)
    const sealedSecret = clientSecret ? seal(tx, purpose, organisationId, clientSecret) : before?.sealedSecret
    if (!sealedSecret)
      return refuse('no-secret', 'Enter the secret your sign-in gave us (client_secret)', 'clientSecret')
    // Nobody is to be locked out by settings that nobody has come through with.
    await saveRequiresOwnSignIn(tx, organisationId, false)
    await saveOwnSignIn(tx, {
      organisationId,
      issuer,
      clientId,
      sealedSecret,
      secondProof: secondProof as SecondProof,
      levels,
      savedBy: tx.actor.name,
      domains,
    })
    return { recordId: organisationId }
  },
})

/** Gives an organisation's own sign-in up: its people come in by password and passkey. */
export const dropOwnSignIn = command({
  name: 'people.drop-own-sign-in',
  allow: 'account.look-after',
  inHouse: true,
  input: Type.Object({}),
  async run(tx) {
    const { organisationId } = tx.actor
    if (!organisationId) return notYours()
    await saveRequiresOwnSignIn(tx, organisationId, false)
    await deleteOwnSignIn(tx, organisationId)
    return { recordId: organisationId }
  },
})

/** Lets an organisation's people come in by its own sign-in alone, or by any way again. It reaches whoever is in at their next page. */
export const requireOwnSignIn = command({
  name: 'people.require-own-sign-in',
  allow: 'account.look-after',
  inHouse: true,
  input: Type.Object({ required: Type.Boolean() }),
  async run(tx, { required }) {
    const { organisationId } = tx.actor
    if (!organisationId) return notYours()
    if (required && !(await findOwnSignIn(tx, organisationId))?.triedAt)
      return refuse('not-tried', 'Try your sign-in first: it must let you in before others depend on it.')
    await saveRequiresOwnSignIn(tx, organisationId, required)
    return { recordId: organisationId }
  },
})
