import { Type } from 'typebox'
import type { PlaceId } from '../../kernel/ids.ts'
import { isRefusal, type Refusal, refuse } from '../../kernel/refusal.ts'
import type { Actor } from '../../platform/auth/actor.ts'
import { openedBy, ReferenceAndCode } from '../../platform/auth/reference.ts'
import { startSession } from '../../platform/auth/session.ts'
import { readSignedLink, signLink } from '../../platform/auth/signed-link.ts'
import { command } from '../../platform/command.ts'
import type { PlaceTx } from '../../platform/db/database.ts'
import { findByReferenceAndCode, findVolunteer, isForgotten } from './volunteer-store.ts'

/** The ways in for a volunteer, none of which needs an account: the reference and the code, or a link in a mail to them. */

const purpose = 'volunteers: a way in by mail'

/** For how long a link in a mail opens a volunteer's pages. */
export const linkDays = 30

/** Where a link in a mail to a volunteer leads, below the place; `next` is a page below it to go on to. */
export const volunteerLinkPath = async (tx: PlaceTx, volunteerId: string, next?: string): Promise<string> => {
  const token = await signLink(tx, purpose, volunteerId, new Date(tx.now.getTime() + linkDays * 86_400_000))
  return `/volunteer/link/${token}${next ? `?next=${encodeURIComponent(next)}` : ''}`
}

/** The actor behind a volunteer's reference and code: sees what was granted to them, may follow it, nothing else. */
export const bearerOfVolunteer = (placeId: PlaceId, volunteerId: string, personId: string): Actor => ({
  kind: 'bearer',
  placeId,
  name: 'the volunteer',
  // Which volunteer it was is what the audit trail is asked.
  personId,
  organisationId: null,
  organisationName: null,
  holderIds: [volunteerId, personId],
  permissions: new Set(['volunteer.follow']),
})

/** The volunteer whose pages the visitor holds; null for anybody else. */
export const heldVolunteerId = (actor: Actor): string | null =>
  actor.kind === 'bearer' && actor.permissions.has('volunteer.follow') ? (actor.holderIds[0] ?? null) : null

/** True for an answer that counts as a wrong guess. */
export const isWrongReference = ({ refused }: Refusal): boolean => refused.startsWith('wrong-reference')

/** True for a link that counts as a wrong guess. */
export const isWrongLink = ({ refused }: Refusal): boolean => refused === 'not-our-link'

/** Opens a volunteer's pages for whoever holds the reference and the code. The page that calls it makes guessing slow (`guess`). */
export const followByCode = command({
  name: 'volunteers.follow-by-code',
  allow: 'anyone',
  inHouse: true,
  input: ReferenceAndCode,
  async run(tx, typed) {
    const found = await openedBy(
      typed,
      (reference, codeHash) => findByReferenceAndCode(tx, reference, codeHash),
      'have a link sent to you by e-mail',
    )
    if (isRefusal(found)) return found
    return { recordId: found.volunteerId, token: await startSession(tx, found) }
  },
})

/** Whose pages a link in a mail opens, in the house's sight; a refusal when it is not one of ours or has ended. */
export const readVolunteerLink = async (tx: PlaceTx, link: string) => {
  const read = await readSignedLink(tx, purpose, link)
  const volunteer = read && (await tx.house(() => findVolunteer(tx, read.id)))
  if (!volunteer)
    return refuse('not-our-link', 'This link is not one of ours, or a part of it is missing. Copy the whole of it.')
  if (await tx.house(() => isForgotten(tx, volunteer.volunteerId)))
    return refuse(
      'forgotten',
      'You stopped volunteering, and what you told us is deleted. Sign up again: it takes three minutes.',
    )
  if (read.ended) return refuse('link-ended', 'This link has ended. Have a new one sent to you below.')
  return volunteer
}

/** Opens a volunteer's pages for whoever reads their mail. */
export const followByLink = command({
  name: 'volunteers.follow-by-link',
  allow: 'anyone',
  inHouse: true,
  input: Type.Object({ link: Type.String({ maxLength: 200 }) }),
  async run(tx, { link }) {
    const volunteer = await readVolunteerLink(tx, link)
    if ('refused' in volunteer) return volunteer
    const { volunteerId, personId } = volunteer
    return { recordId: volunteerId, token: await startSession(tx, { volunteerId, personId }) }
  },
})
