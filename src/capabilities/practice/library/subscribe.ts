/** Asking for the bulletin, confirming it, and leaving with one press. */
import { Type } from 'typebox'
import { newId } from '../../../kernel/ids.ts'
import { refuse } from '../../../kernel/refusal.ts'
import { readSignedLink, signLink } from '../../../platform/auth/signed-link.ts'
import { command } from '../../../platform/command.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { forgetNoticesTo, writeNotice } from '../../../platform/notify/notice.ts'
import { readEmail } from '../../people/index.ts'
import { findOwnPlace } from '../../places/index.ts'
import { listSentBulletins } from './bulletin-store.ts'
import { deleteSubscriber, findSubscriber, type Subscriber, saveConfirmed, subscriberAt } from './subscriber-store.ts'

const confirmPurpose = 'bulletin confirm'
export const leavePurpose = 'bulletin leave'
const confirmDays = 3

/** Asks for the bulletin: a link goes to the address, which nobody has proved to be theirs yet. The same is said whoever reads it already. */
export const askForBulletin = command({
  name: 'practice.ask-for-bulletin',
  allow: 'anyone',
  inHouse: true,
  input: Type.Object({
    email: Type.String({ maxLength: 254, mend: 'Enter an e-mail address like name@example.org' }),
  }),
  async run(tx, { email }) {
    const read = readEmail(email)
    if ('message' in read) return refuse('wrong-address', read.message, 'email')
    const subscriber = await subscriberAt(tx, newId(), read.email)
    // Who reads it already needs no mail, and nobody can fill their mailbox by this page.
    if (subscriber.confirmedAt) return { recordId: null }
    const place = await findOwnPlace(tx)
    const endsAt = new Date(tx.now.getTime() + confirmDays * 86_400_000)
    await writeNotice(tx, {
      aboutId: subscriber.subscriberId,
      holderIds: [],
      // Once an hour at most, however often somebody presses.
      sentFor: `confirm bulletin ${tx.now.toISOString().slice(0, 13)}`,
      atNight: 'answer',
      channel: 'email',
      toName: subscriber.email,
      toAddress: subscriber.email,
      subject: `Do you want the bulletin of ${place?.name ?? 'this place'}?`,
      body: `Somebody, perhaps you, asked for it to be sent to this address.\n\nOpen the link within ${confirmDays} days and press the button. If you did not ask, do nothing: nothing more is sent, and we forget the address.`,
      link: {
        words: 'Yes, send it to me',
        path: `/bulletin/confirm/${await signLink(tx, confirmPurpose, subscriber.subscriberId, endsAt)}`,
      },
    })
    return { recordId: null }
  },
})

/** Who a link to confirm is for; null where it opens nothing any more. */
export const readConfirmLink = async (tx: PlaceTx, token: string): Promise<Subscriber | null> => {
  const signed = await readSignedLink(tx, confirmPurpose, token)
  return signed && !signed.ended ? findSubscriber(tx, signed.id) : null
}

/** Who a link to leave is for; null when they have left. */
export const readLeaveLink = async (tx: PlaceTx, token: string): Promise<Subscriber | 'left' | null> => {
  const signed = await readSignedLink(tx, leavePurpose, token)
  return signed && ((await findSubscriber(tx, signed.id)) ?? 'left')
}

const Link = Type.Object({ link: Type.String({ maxLength: 200 }) })

/** Confirms that whoever reads the address wants the bulletin. */
export const confirmBulletin = command({
  name: 'practice.confirm-bulletin',
  allow: 'anyone',
  inHouse: true,
  input: Link,
  async run(tx, { link }) {
    const subscriber = await readConfirmLink(tx, link)
    if (!subscriber)
      return refuse('dead-link', 'This link has run out, or has been used to leave. Ask for the bulletin again.')
    await saveConfirmed(tx, subscriber.subscriberId)
    return { recordId: null }
  },
})

/** Leaves, at once and with one press: the address is forgotten, and of what was written to it nothing more is sent. Leaving twice is leaving. */
export const leaveBulletin = command({
  name: 'practice.leave-bulletin',
  allow: 'anyone',
  inHouse: true,
  input: Link,
  async run(tx, { link }) {
    const subscriber = await readLeaveLink(tx, link)
    if (!subscriber) return refuse('dead-link', 'We do not know this link. A letter may be missing.')
    if (subscriber === 'left') return { recordId: null }
    await deleteSubscriber(tx, subscriber.subscriberId)
    const sent = await listSentBulletins(tx, 1000)
    await forgetNoticesTo(tx, [subscriber.subscriberId, ...sent.map(({ bulletinId }) => bulletinId)], subscriber.email)
    return { recordId: null }
  },
})
