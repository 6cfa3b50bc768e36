/** Asking to join, and joining: by a link to an e-mail address, or by a coordinator's word for whoever is on the phone. */
import { Type } from 'typebox'
import { newId } from '../../kernel/ids.ts'
import { newLetterCode } from '../../kernel/letter-code.ts'
import { needKindCodes } from '../../kernel/need-kind.ts'
import { isRefusal, refuse } from '../../kernel/refusal.ts'
import { readSignedLink, signLink } from '../../platform/auth/signed-link.ts'
import { command } from '../../platform/command.ts'
import type { PlaceTx } from '../../platform/db/database.ts'
import { writeNotice } from '../../platform/notify/notice.ts'
import {
  admitNewcomer,
  cannotSettle,
  findOrganisation,
  organisationKinds,
  type SaidOfGroup,
  triageOrganisationOf,
} from '../organisations/index.ts'
import { addAccount, findSignIn, letIn } from '../people/index.ts'
import { findOwnPlace } from '../places/index.ts'
import type { Newcomer } from './newcomer.ts'
import { countAsked, findNewcomer, insertNewcomer, saveJoined } from './newcomer-store.ts'

const purpose = 'joining'
const linkHours = 24
/** More links to one address within a day are not sent, and nobody is told so: it is no page to fill somebody's mailbox by. */
const mostInADay = 3

/** What the form asks, read. */
export const GroupInput = Type.Object({
  name: Type.String({ minLength: 2, maxLength: 120, mend: 'Enter the name of your group, of 2 to 120 characters' }),
  kind: Type.Enum(Object.keys(organisationKinds), { mend: 'Choose what it is' }),
  about: Type.String({ minLength: 1, maxLength: 1000, mend: 'Say whom you help, in up to 1,000 characters' }),
  speaksFor: Type.String({ minLength: 1, maxLength: 120, mend: 'Enter your name, up to 120 characters' }),
  email: Type.Union([Type.String({ maxLength: 254 }), Type.Null()], {
    mend: 'Enter an e-mail address like name@example.org',
  }),
  phone: Type.Union([Type.String({ maxLength: 40 }), Type.Null()], {
    mend: 'Enter a phone number, like 01632 960 001',
  }),
  helpsWith: Type.Array(Type.Enum(needKindCodes), { mend: 'Choose what you help with from the list' }),
  neighbourhoodIds: Type.Union([Type.Array(Type.String({ format: 'uuid' })), Type.Null()], {
    mend: 'Choose where you help',
  }),
})

const draftOf = (group: { readonly [Key in keyof SaidOfGroup]: unknown } & { speaksFor: string }) =>
  group as unknown as SaidOfGroup & { speaksFor: string }

/** Asks to join: a link goes to the address. The same is written and said whoever is known at it, and whatever the group is called. */
export const askToJoin = command({
  name: 'joining.ask-to-join',
  allow: 'anyone',
  inHouse: true,
  input: GroupInput,
  async run(tx, input) {
    const group = draftOf(input)
    if (!group.email) return refuse('no-email', 'Enter an e-mail address, or ring us to join on the phone.', 'email')
    await sendLink(tx, group, null)
    return { recordId: null }
  },
})

const sendLink = async (
  tx: PlaceTx,
  group: SaidOfGroup & { speaksFor: string },
  vouchedBy: string | null,
): Promise<void> => {
  const email = group.email ?? ''
  if ((await countAsked(tx, email, new Date(tx.now.getTime() - 86_400_000))) >= mostInADay) return
  const newcomerId = newId()
  const endsAt = new Date(tx.now.getTime() + linkHours * 3_600_000)
  await insertNewcomer(tx, { ...group, newcomerId, endsAt, vouchedBy })
  const place = await findOwnPlace(tx)
  await writeNotice(tx, {
    aboutId: newcomerId,
    holderIds: [],
    sentFor: 'joining.link',
    atNight: 'answer',
    channel: 'email',
    toName: group.speaksFor,
    toAddress: email,
    subject: `Join ${place?.name ?? 'us'} with your group`,
    body: `Somebody, perhaps you, asked to join ${place?.name ?? 'us'} for a group with this address.\n\nOpen the link within ${linkHours} hours. It works once. You can pass on a first need right away.\n\nIf you did not ask, do nothing: nobody has joined, and we forget this.`,
    link: { words: 'Join now', path: await joinLinkPath(tx, { newcomerId, endsAt }) },
  })
}

/** The path of the link for a group that asked. */
export const joinLinkPath = async (
  tx: PlaceTx,
  { newcomerId, endsAt }: { readonly newcomerId: string; readonly endsAt: Date },
): Promise<string> => `/join/link/${await signLink(tx, purpose, newcomerId, endsAt)}`

/** What a link is worth now. */
export const readJoinLink = async (tx: PlaceTx, token: string): Promise<Newcomer | keyof typeof whyNoJoin> => {
  const signed = await readSignedLink(tx, purpose, token)
  const newcomer = signed && (await findNewcomer(tx, signed.id))
  if (!newcomer) return 'unknown'
  if (newcomer.joinedAt) return 'used'
  return newcomer.endsAt > tx.now ? newcomer : 'ended'
}

/** Why a link opens nothing. */
export const whyNoJoin = {
  unknown: 'We do not know this link. A letter may be missing: open it from the message again.',
  used: 'Your group has joined with this link already, and each works once. Sign in, or choose a new password with your e-mail address.',
  ended: 'This link has run out. Fill the form in again: we send you a new one.',
} as const

/** Joins by the link: the address is proved, so whoever opened it is signed in, but for those who have an account already. They sign in as they always do. */
export const joinByLink = command({
  name: 'joining.join-by-link',
  allow: 'anyone',
  inHouse: true,
  input: Type.Object({
    link: Type.String(),
    heldToken: Type.Optional(Type.String()),
    from: Type.Optional(Type.Object({ device: Type.String(), network: Type.String() })),
  }),
  async run(tx, { link, heldToken, from }) {
    const newcomer = await readJoinLink(tx, link)
    if (typeof newcomer === 'string') return refuse(`link-${newcomer}`, whyNoJoin[newcomer])
    const email = newcomer.email ?? ''
    const known = await findSignIn(tx, email)
    const made = known ?? (await addAccount.run(tx, accountOf(newcomer, { email }, newPassword())))
    if (isRefusal(made)) return made
    const organisationId = await admit(tx, newcomer, made.personId)
    if (known) return { recordId: organisationId, token: null }
    const letInAs = await letIn(tx, {
      personId: made.personId,
      way: 'joining link',
      organisationId,
      heldToken,
      ...(from && { from }),
    })
    if (isRefusal(letInAs)) return letInAs
    return { recordId: organisationId, token: letInAs.token }
  },
})

/** Fills the form in with somebody on the phone. With an e-mail address they get the link too; without one, a name and a password to be read out, this once. */
export const joinByPhone = command({
  name: 'joining.join-by-phone',
  allow: 'sharing.settle',
  inHouse: true,
  input: GroupInput,
  async run(tx, input) {
    const cannot = await cannotSettle(tx)
    if (cannot) return cannot
    const group = draftOf(input)
    if (group.email) {
      await sendLink(tx, group, tx.actor.name)
      return { recordId: null, signIn: null }
    }
    if (!group.phone) return refuse('no-reach', 'Enter a phone number, or an e-mail address.', 'phone')
    const newcomer = { ...group, newcomerId: newId(), endsAt: tx.now, vouchedBy: tx.actor.name }
    await insertNewcomer(tx, newcomer)
    const signInName = `group ${newLetterCode(6).toLowerCase()}`
    const password = newPassword()
    const made = await addAccount.run(tx, accountOf(newcomer, { signInName }, password))
    if (isRefusal(made)) return made
    return { recordId: await admit(tx, newcomer, made.personId), signIn: { name: signInName, password } }
  },
})

/** Twelve letters that can be read out (24^12, 55 bits), in threes. */
const newPassword = (): string => [1, 2, 3, 4].map(() => newLetterCode(3).toLowerCase()).join('-')

const accountOf = (
  { speaksFor, phone }: Pick<Newcomer, 'speaksFor' | 'phone'>,
  signIn: { email: string } | { signInName: string },
  password: string,
) => ({ name: speaksFor, ...signIn, ...(phone && { phone }), password })

const admit = async (
  tx: PlaceTx,
  newcomer: SaidOfGroup & Pick<Newcomer, 'newcomerId' | 'speaksFor'>,
  personId: string,
): Promise<string> => {
  const { name, kind, about, email, phone, helpsWith, neighbourhoodIds } = newcomer
  const organisationId = await admitNewcomer(
    tx,
    { name, kind, about, email, phone, helpsWith, neighbourhoodIds },
    personId,
  )
  await saveJoined(tx, newcomer.newcomerId, organisationId)
  await tellWhoDecides(tx, newcomer)
  return organisationId
}

/** Whoever decides about what is asked is told that there is a group to look at. */
const tellWhoDecides = async (
  tx: PlaceTx,
  { newcomerId, name }: Pick<Newcomer, 'newcomerId' | 'name'>,
): Promise<void> => {
  const place = await findOwnPlace(tx)
  const decides = place && triageOrganisationOf(place)
  const organisation = decides ? await findOrganisation(tx, decides) : null
  if (!organisation?.email) return
  await writeNotice(tx, {
    aboutId: newcomerId,
    holderIds: [organisation.organisationId],
    sentFor: 'joining.look',
    atNight: 'waits',
    channel: 'email',
    toName: organisation.name,
    toAddress: organisation.email,
    subject: 'A group has joined by itself',
    body: `${name} has joined. It can pass needs on, a few a day; nobody has looked at it yet, so nothing may be shared with it.\n\nLook at it when you can: ring them, and welcome them or turn them away.`,
    link: { words: 'Look at the group', path: `/joined/${newcomerId}` },
  })
}
