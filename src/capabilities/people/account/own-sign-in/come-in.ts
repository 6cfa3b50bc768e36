import { Type } from 'typebox'
import { type Refusal, refuse } from '../../../../kernel/refusal.ts'
import { seal, unseal } from '../../../../platform/auth/house-secret.ts'
import { command } from '../../../../platform/command.ts'
import type { PlaceTx } from '../../../../platform/db/database.ts'
import { newSecret } from '../../../../platform/platform.ts'
import { listMembers } from '../../../organisations/index.ts'
import { findSignIn } from '../../sign-in-store.ts'
import { joinVouched } from '../joining/invite.ts'
import { letIn } from '../let-in.ts'
import { fromInput } from '../set-up-authenticator.ts'
import type { SentAway } from './open-id.ts'
import {
  type AwaitedVisit,
  findLinked,
  findOwnSignIn,
  insertLinked,
  insertVisit,
  type OwnSignIn,
  saveTried,
  takeVisit,
} from './own-sign-in-store.ts'
import { gaveTwoProofs, provenEmail, type Vouched } from './vouched.ts'

const purpose = 'own sign-in visit'
/** How long somebody may take at their organisation's sign-in. */
export const awaySeconds = 15 * 60

/** Writes down that somebody is awaited back; gives the secret of their browser. */
export const awaitBack = async (
  tx: PlaceTx,
  sent: SentAway,
  of: { readonly organisationId: string; readonly triedBy: string | null; readonly next: string | null },
): Promise<string> => {
  const browser = newSecret()
  const { state, nonce, verifier } = sent
  await insertVisit(tx, {
    ...of,
    state,
    browser,
    sealed: seal(tx, purpose, state, JSON.stringify({ nonce, verifier })),
    endsAt: new Date(tx.now.getTime() + awaySeconds * 1000),
  })
  return browser
}

/** Who comes back with this state, in the browser they left from, for the first time. */
export const welcomeBack = async (
  tx: PlaceTx,
  state: string,
  browser: string,
): Promise<(AwaitedVisit & Pick<SentAway, 'state' | 'nonce' | 'verifier'>) | null> => {
  const visit = await takeVisit(tx, state, browser)
  const kept = visit && unseal(tx, purpose, state, visit.sealed)
  return kept ? { ...visit, state, ...(JSON.parse(kept) as { nonce: string; verifier: string }) } : null
}

const vouchedInput = Type.Object({
  issuer: Type.String(),
  subject: Type.String(),
  email: Type.Union([Type.String(), Type.Null()]),
  emailVerified: Type.Boolean(),
  methods: Type.Array(Type.String()),
  level: Type.Union([Type.String(), Type.Null()]),
})

/** Lets in whomever an organisation's sign-in vouches for, as one of that organisation's people and of no other. */
export const comeInVouched = command({
  name: 'people.sign-in-by-own-sign-in',
  allow: 'anyone',
  inHouse: true,
  input: Type.Object({
    organisationId: Type.String({ format: 'uuid' }),
    vouched: vouchedInput,
    heldToken: Type.Optional(Type.String()),
    from: Type.Optional(fromInput),
  }),
  async run(tx, { organisationId, vouched, heldToken, from }) {
    const settings = await findOwnSignIn(tx, organisationId)
    // What was changed while they were away counts for them too.
    if (!settings?.triedAt || settings.issuer.replace(/\/$/, '') !== vouched.issuer.replace(/\/$/, ''))
      return notInUse()
    const personId = await personVouchedFor(tx, settings, vouched)
    if (typeof personId !== 'string') return personId
    return letIn(tx, {
      personId,
      way: 'own sign-in',
      vouchedBy: organisationId,
      withSecondProof: gaveTwoProofs(settings, vouched),
      organisationId,
      heldToken,
      ...(from && { from }),
    })
  },
})

export const notInUse = (): Refusal =>
  refuse(
    'not-in-use',
    'This organisation’s sign-in is not in use here now. Sign in another way, or ask your coordinator.',
  )

/** Who of the organisation's people it is: known by issuer and subject, or, the first time, by a checked address of the organisation's own. */
const personVouchedFor = async (
  tx: PlaceTx,
  { organisationId, domains }: OwnSignIn,
  vouched: Vouched,
): Promise<string | Refusal> => {
  const { issuer, subject } = vouched
  const isMember = async (personId: string) =>
    (await listMembers(tx, organisationId)).some(member => member.personId === personId)
  const linked = await findLinked(tx, { organisationId, issuer, subject })
  if (linked) return (await isMember(linked)) ? linked : notOfThem()
  const email = provenEmail(vouched, domains)
  if (!email)
    return refuse(
      'address-not-vouched-for',
      'Your organisation’s sign-in did not give us an e-mail address of your organisation that it has checked, so we do not know who you are here. Tell whoever looks after it.',
    )
  const account = await findSignIn(tx, email)
  const personId =
    account && (await isMember(account.personId))
      ? account.personId
      : await joinVouched(tx, organisationId, email, account?.personId ?? null)
  if (!personId) return notOfThem()
  await insertLinked(tx, { organisationId, issuer, subject, personId })
  return personId
}

const notOfThem = (): Refusal =>
  refuse(
    'not-of-them',
    'Your organisation’s sign-in knows you, but you do not act for that organisation here. Ask its coordinator to invite you.',
  )

/** Notes that a coordinator came through with the settings as they are: from now on they count, and the coordinator is known by them. */
export const noteTried = command({
  name: 'people.try-own-sign-in',
  allow: 'account.look-after',
  inHouse: true,
  input: Type.Object({ vouched: vouchedInput }),
  async run(tx, { vouched }) {
    const { organisationId, personId } = tx.actor
    const settings = organisationId ? await findOwnSignIn(tx, organisationId) : null
    if (!organisationId || !personId || !settings) return notInUse()
    const { issuer, subject } = vouched
    if (!provenEmail(vouched, settings.domains))
      return refuse(
        'address-not-vouched-for',
        `Your sign-in let you through, but ${vouched.email ? `gave us the address ${vouched.email}${vouched.emailVerified ? '' : ', not as checked (email_verified)'}` : 'gave us no e-mail address'}. People are known by a checked address in ${settings.domains.join(' or ')}: change that there, or the domains here.`,
      )
    const linked = await findLinked(tx, { organisationId, issuer, subject })
    if (linked && linked !== personId)
      return refuse(
        'somebody-else',
        'You came through as somebody else of your organisation. Sign in there as yourself.',
      )
    await insertLinked(tx, { organisationId, issuer, subject, personId })
    await saveTried(tx, organisationId)
    return { recordId: organisationId }
  },
})
