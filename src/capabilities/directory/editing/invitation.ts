import { createHash } from 'node:crypto'
import { hashSecret } from '../../../platform/auth/session.ts'
import { readSignedLink, signLink } from '../../../platform/auth/signed-link.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { findInvitationBy, type Invitation } from './invitation-store.ts'

/** How an invitation reaches somebody: a signed link in a mail, or the code made from it, printed in a letter or said on the phone. */

const PURPOSE = 'look after entries'
export const invitationDays = 28

/** Without letters that look or sound like others. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTVWXYZ'

/** The link's token of an invitation as it was sent last. */
export const linkOf = (
  tx: PlaceTx,
  { issueId, expiresAt }: Pick<Invitation, 'issueId' | 'expiresAt'>,
): Promise<string> => signLink(tx, PURPOSE, issueId, expiresAt)

/** The code of a link: twelve signs (58 bits), in groups of four. */
export function codeOf(link: string): string {
  const bytes = createHash('sha256').update(`code ${link}`).digest()
  let number = bytes.readBigUInt64BE(0)
  let code = ''
  for (let at = 0; at < 12; at++) {
    code += ALPHABET[Number(number % 30n)]
    number /= 30n
  }
  return code.replace(/(.{4})(?=.)/g, '$1-')
}

/** A code as typed: small letters, spaces and dashes do not matter. */
export const tidyCode = (typed: string): string =>
  typed
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .slice(0, 40)
export const codeHash = (code: string): string => hashSecret(`invitation ${tidyCode(code)}`)

export type Found = { how: 'open'; invitation: Invitation } | { how: 'unknown' | 'used' | 'withdrawn' | 'ended' }

/** What a link or a code opens now. Needs the house's sight. */
export async function findInvited(tx: PlaceTx, given: { link: string } | { code: string }): Promise<Found> {
  const link = 'link' in given ? await readSignedLink(tx, PURPOSE, given.link) : null
  if ('link' in given && !link) return { how: 'unknown' }
  const invitation = await findInvitationBy(
    tx,
    link ? { issueId: link.id } : { codeHash: codeHash('code' in given ? given.code : '') },
  )
  // A link that was sent again is no longer known by its older id: its signature still tells that it was ours.
  if (!invitation) return { how: link ? 'ended' : 'unknown' }
  if (invitation.state === 'accepted') return { how: 'used' }
  if (invitation.state === 'withdrawn') return { how: 'withdrawn' }
  return invitation.expiresAt <= tx.now || link?.ended ? { how: 'ended' } : { how: 'open', invitation }
}
