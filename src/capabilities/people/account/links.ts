import { Type } from 'typebox'
import { newId } from '../../../kernel/ids.ts'
import { type Refusal, refuse } from '../../../kernel/refusal.ts'
import { accountLimit, addressLimit, type GuessedAt, unlock } from '../../../platform/auth/attempts.ts'
import { hashPassword } from '../../../platform/auth/password.ts'
import { endSessionsOf } from '../../../platform/auth/session.ts'
import { readSignedLink, signLink } from '../../../platform/auth/signed-link.ts'
import { command } from '../../../platform/command.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { writeNotice } from '../../../platform/notify/notice.ts'
import { readEmail } from '../reach.ts'
import { findSignIn, savePassword } from '../sign-in-store.ts'
import { countLinks, findLink, insertLink, insertLockOut, type SignInLink, useLinks } from './link-store.ts'
import { newPassword } from './sessions.ts'
import { ifNotYou, tellOwner } from './tell-owner.ts'

const purpose = 'people.sign-in'
const newPasswordHours = 1
const lockedHours = 24
/** More links to one address within an hour are not sent, and nobody is told so: it is no page to fill somebody's mailbox by. */
const mostInAnHour = 3

/** The path of a link that was written down. */
const pathOf = async (tx: PlaceTx, linkId: string, endsAt: Date): Promise<string> =>
  `/sign-in/link/${await signLink(tx, purpose, linkId, endsAt)}`

/** Writes down a link for choosing a new password, and gives its path. */
export const newPasswordPath = async (tx: PlaceTx, email: string, endsAt: Date): Promise<string> =>
  pathOf(tx, await insertLink(tx, email, 'new password', endsAt), endsAt)

/** What a link is worth now. */
export const readLink = async (tx: PlaceTx, token: string): Promise<SignInLink | 'unknown' | 'used' | 'ended'> => {
  const signed = await readSignedLink(tx, purpose, token)
  const link = signed && (await findLink(tx, signed.id))
  if (!link) return 'unknown'
  if (link.usedAt) return 'used'
  return link.endsAt > tx.now ? link : 'ended'
}

/**
 * Sends a link for choosing a new password to whatever address was typed. The same is written, sent and said whether or not somebody signs in with it: neither the page,
 * nor the clock, nor somebody else's mailbox tells who has an account.
 */
export const askForNewPassword = command({
  name: 'people.ask-for-new-password',
  allow: 'anyone',
  inHouse: true,
  input: Type.Object({
    email: Type.String({ minLength: 1, maxLength: 254, mend: 'Enter your e-mail address, like name@example.org' }),
    placeName: Type.String(),
  }),
  async run(tx, { email, placeName }) {
    const read = readEmail(email.toLowerCase())
    if ('message' in read)
      return refuse(
        'wrong-email',
        'Enter an e-mail address like name@example.org. If you sign in with a name you chose, ask a coordinator of your organisation.',
        'email',
      )
    const address = read.email
    if ((await countLinks(tx, address, new Date(tx.now.getTime() - 3_600_000))) >= mostInAnHour)
      return { recordId: null }
    const endsAt = new Date(tx.now.getTime() + newPasswordHours * 3_600_000)
    const path = await newPasswordPath(tx, address, endsAt)
    await writeNotice(tx, {
      aboutId: newId(),
      holderIds: [],
      sentFor: 'people.new-password',
      atNight: 'answer',
      channel: 'email',
      toName: address,
      toAddress: address,
      subject: 'Choose a new password',
      body: `Somebody, perhaps you, asked to choose a new password for signing in to ${placeName} with this address.\n\nIf you sign in with it, open the link within an hour. It works once. If you did not ask, do nothing: your password stays as it is. If you have no account here, somebody mistyped theirs, and you can forget this message.`,
      link: { words: 'Choose a new password', path },
    })
    return { recordId: null }
  },
})

/** Why a link opens nothing. */
export const whyNot = {
  unknown: 'We do not know this link. A letter may be missing: open it from the message again.',
  used: 'This link was used already. Each works once.',
  ended: 'This link has run out. Ask for a new one.',
} as const

/** Chooses a new password by a link: every session ends, and whoever guessed at the old one starts anew. */
export const chooseNewPassword = command({
  name: 'people.choose-new-password',
  allow: 'anyone',
  inHouse: true,
  input: Type.Object({ link: Type.String(), newPassword }),
  async run(tx, { link, newPassword }) {
    const found = await readLink(tx, link)
    if (typeof found === 'string') return refuse(`link-${found}`, whyNot[found])
    if (found.opens !== 'new password') return refuse('link-unknown', whyNot.unknown)
    const account = await findSignIn(tx, found.email)
    if (!account)
      return refuse(
        'no-account',
        'Nobody signs in with this address here. Ask the coordinator of your organisation to add you.',
      )
    const { personId } = account
    await savePassword(tx, personId, await hashPassword(newPassword))
    await endSessionsOf(tx, personId, { exceptToken: null })
    await useLinks(tx, found)
    await unlock(tx, accountGuesses(found.email))
    await tellOwner(tx, personId, {
      about: 'people.password-changed',
      subject: 'Your password was changed',
      body: `A new one was chosen by a link that was sent to you. You were signed out everywhere.\n\n${ifNotYou}`,
    })
    return { recordId: personId }
  },
})

/** Uses up a link that let somebody in in spite of a lock. */
export const useLockedLink = command({
  name: 'people.use-link',
  allow: 'anyone',
  inHouse: true,
  input: Type.Object({ link: Type.String() }),
  async run(tx, { link }): Promise<{ recordId: null } | Refusal> {
    const found = await readLink(tx, link)
    if (typeof found === 'string') return refuse(`link-${found}`, whyNot[found])
    await useLinks(tx, found)
    await unlock(tx, accountGuesses(found.email))
    return { recordId: null }
  },
})

/** The queue of the job that tells people that their account is locked. */
export const lockOutQueue = 'tell-locked-accounts'

/** Guesses at one account, known or not. What happens when there were too many is the same for both; a job finds out whose it is. */
export const accountGuesses = (email: string): GuessedAt => {
  const signsInAs = email.trim().toLowerCase()
  return {
    subject: `e-mail ${signsInAs}`,
    limit: accountLimit,
    async whenReached(tx) {
      await insertLockOut(tx, signsInAs.slice(0, 254).toWellFormed())
      await tx.wake(lockOutQueue, { placeId: tx.placeId })
    },
  }
}

/** Guesses at one account through a link that was sent to its owner: whoever goes on guessing without it does not lock them out. */
export const guessesByLink = ({ linkId }: SignInLink, remoteAddress: string): GuessedAt[] => [
  { subject: `link ${linkId}`, limit: accountLimit },
  { subject: `address ${remoteAddress}`, limit: addressLimit },
]

/** Tells the owner of a locked account, with a link that lets them in all the same. */
export const tellLocked = async (tx: PlaceTx, email: string): Promise<string | null> => {
  const account = await findSignIn(tx, email)
  if (!account) return null
  const endsAt = new Date(tx.now.getTime() + lockedHours * 3_600_000)
  const linkId = await insertLink(tx, email, 'locked account', endsAt)
  await tellOwner(tx, account.personId, {
    about: 'people.account-locked',
    subject: 'Your account is locked for 15 minutes',
    body: `Somebody tried too many wrong passwords for your account, so nobody can try again for 15 minutes.\n\nIf it was you, wait, or ask a coordinator of your organisation to unlock it. If it was not, you need do nothing: they did not get in.`,
    link: { words: 'Sign in now all the same', path: await pathOf(tx, linkId, endsAt) },
  })
  return account.personId
}
