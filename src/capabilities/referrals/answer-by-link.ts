import { timingSafeEqual } from 'node:crypto'
import { isUuid } from '../../kernel/ids.ts'
import type { Actor } from '../../platform/auth/actor.ts'
import { keyedHash } from '../../platform/auth/signed-link.ts'
import type { PlaceTx } from '../../platform/db/database.ts'
import { findOrganisation, type Organisation } from '../organisations/index.ts'
import { isLive, type Referral } from './referral.ts'
import { findReferral } from './referral-store.ts'

/**
 * How an organisation without an account answers: by a link in a mail, or by a code on a letter that it reads out on the telephone.
 *
 * Both are signed over the referral, whom it was sent to, where it stands and until when. Whatever is answered changes where it stands, so that each opens once; nothing
 * has to be remembered, and nothing can be read out of them.
 */

const day = 86_400_000
/** How long whoever said yes may report by a link, before they are mailed a new one. */
const daysInHand = 60

const standing = ({ referralId, organisationId, state, answeredAt, contactMadeAt, waitingSince }: Referral): string =>
  JSON.stringify([referralId, organisationId, state, answeredAt, contactMadeAt, waitingSince])

const signatureOf = async (tx: PlaceTx, referral: Referral, until: number): Promise<Buffer> =>
  Buffer.from(await keyedHash(tx, 'referrals: answer by link', `${standing(referral)} ${until}`), 'base64url').subarray(
    0,
    16,
  )

const idBytes = 16
const untilBytes = 4

/** The path of the link by which this referral can be answered as it stands, below the place. */
export const answerLinkPath = async (tx: PlaceTx, referral: Referral): Promise<string> => {
  const endsAt = referral.state === 'sent' ? referral.answerBy.getTime() : tx.now.getTime() + daysInHand * day
  const until = Math.floor(endsAt / 1000)
  const says = Buffer.alloc(idBytes + untilBytes)
  Buffer.from(referral.referralId.replaceAll('-', ''), 'hex').copy(says)
  says.writeUInt32BE(until, idBytes)
  return `/answer/${Buffer.concat([says, await signatureOf(tx, referral, until)]).toString('base64url')}`
}

/** Whom a link speaks for: the organisation that was asked, with nothing but its answer to give. */
const speaksFor = (tx: PlaceTx, organisation: Organisation, how: string): Actor => ({
  kind: 'bearer',
  placeId: tx.placeId,
  name: `${organisation.name}, ${how}`,
  personId: null,
  organisationId: organisation.organisationId,
  organisationName: organisation.name,
  holderIds: [organisation.organisationId],
  permissions: new Set(['referral.answer']),
})

export interface AnsweredFor {
  readonly referralId: string
  readonly actor: Actor
}

/** What a link opens now; null for one that is forged, was used, has ended, or is another place's: all the same to whoever holds it. */
export const readAnswerLink = (tx: PlaceTx, token: string): Promise<AnsweredFor | null> =>
  tx.house(async () => {
    const bytes = Buffer.from(token, 'base64url')
    if (bytes.length !== idBytes + untilBytes + 16 || bytes.toString('base64url') !== token) return null
    const hex = bytes.toString('hex', 0, idBytes)
    const id = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
    const referral = isUuid(id) ? await findReferral(tx, id, 'read') : null
    if (!referral) return null
    const until = bytes.readUInt32BE(idBytes)
    if (!timingSafeEqual(await signatureOf(tx, referral, until), bytes.subarray(idBytes + untilBytes))) return null
    if (until * 1000 <= tx.now.getTime() || !isLive(referral.state)) return null
    const organisation = await findOrganisation(tx, referral.organisationId)
    return organisation && { referralId: id, actor: speaksFor(tx, organisation, 'by a link') }
  })

// As on letters of ours: no sign that is mistaken for another when it is read out.
const signs = '234679CDFGHJKMNPQRTVWXYZ'

/** The code on the letter about a referral, as it stands now. */
export const letterCodeOf = async (tx: PlaceTx, referral: Referral): Promise<string> => {
  const hash = Buffer.from(await keyedHash(tx, 'referrals: answer by letter', standing(referral)), 'base64url')
  return [...hash.subarray(0, 6)].map(byte => signs[byte % signs.length]).join('')
}

/** Who answers when somebody reads the code of their letter out to whoever asked them; null when it is not that code. */
export const readLetter = (tx: PlaceTx, referralId: string, code: string): Promise<AnsweredFor | null> =>
  tx.house(async () => {
    const referral = await findReferral(tx, referralId, 'read')
    if (!referral || !isLive(referral.state) || (await letterCodeOf(tx, referral)) !== code) return null
    const organisation = await findOrganisation(tx, referral.organisationId)
    return organisation && { referralId, actor: speaksFor(tx, organisation, `on the telephone with ${tx.actor.name}`) }
  })
