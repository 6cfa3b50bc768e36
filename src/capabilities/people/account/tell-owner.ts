import type { PlaceTx } from '../../../platform/db/database.ts'
import { type NoticeLink, writeNotice } from '../../../platform/notify/notice.ts'
import { listMemberships } from '../../organisations/index.ts'
import { findAccountOf } from '../sign-in-store.ts'

/** What the owner of an account is told about it, so that they hear of it when it was not them. */
export interface ToldOwner {
  /** What it is about, once each moment: 'people.password-changed'. */
  readonly about: string
  readonly subject: string
  readonly body: string
  readonly link?: NoticeLink
}

/** Tells the owner of an account: by mail, or, having signed up without one, by a call of somebody of their own organisation. */
export const tellOwner = async (tx: PlaceTx, personId: string, { about, ...told }: ToldOwner): Promise<void> => {
  const account = await findAccountOf(tx, personId)
  if (!account) return
  const byMail = account.email.includes('@')
  if (!byMail && !account.phone) return
  await writeNotice(tx, {
    aboutId: personId,
    // Nobody else is to read what leads into an account; a call says only that they should look.
    holderIds: byMail ? [] : (await listMemberships(tx, personId)).map(({ organisationId }) => organisationId),
    sentFor: `${about} ${tx.now.toISOString()}`,
    // It may be a thief who is at it now.
    atNight: byMail ? 'urgent' : 'waits',
    channel: byMail ? 'email' : 'phone',
    toName: account.name,
    toAddress: byMail ? account.email : (account.phone ?? ''),
    subject: told.subject,
    body: told.body,
    ...(byMail && told.link && { link: told.link }),
  })
}

/** The last line of whatever somebody is told about their account. */
export const ifNotYou =
  'If this was not you, sign in, change your password and sign out everywhere else. If you cannot get in, ring us.'
