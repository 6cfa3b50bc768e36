/** Consent to publish a story: written down, and taken back everywhere at once. */
import { Type } from 'typebox'
import { dateAt, exactDate } from '../../../design/time-in-words.ts'
import { newId } from '../../../kernel/ids.ts'
import { refuse } from '../../../kernel/refusal.ts'
import { readSignedLink, signLink } from '../../../platform/auth/signed-link.ts'
import { command } from '../../../platform/command.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { forgetNotices, reviseNotices, writeNotice } from '../../../platform/notify/notice.ts'
import { readEmail } from '../../people/index.ts'
import { findOwnPlace } from '../../places/index.ts'
import { type Bulletin, dropFromDrafts, listBulletinStories, listBulletinsWith } from './bulletin-store.ts'
import { composeBulletin } from './compose-bulletin.ts'
import { storyToKeep } from './keep-story.ts'
import { consentHows, type StoryConsent, storyConsentWording } from './story.ts'
import { emptyStory, findStoryConsent, insertStoryConsent, lockStory, saveWithdrawn } from './story-store.ts'

const purpose = 'story consent'
const tenYears = 3653 * 86_400_000

/** The path by which somebody takes their consent back. */
export const consentPath = async (tx: PlaceTx, { consentId }: Pick<StoryConsent, 'consentId'>): Promise<string> =>
  `/library/consent/${await signLink(tx, purpose, consentId, new Date(tx.now.getTime() + tenYears))}`

/** Whose consent a link is about; null for what was not signed here. */
export const readConsentLink = async (tx: PlaceTx, token: string): Promise<StoryConsent | null> => {
  const signed = await readSignedLink(tx, purpose, token)
  return signed && findStoryConsent(tx, signed.id)
}

/** Writes down that somebody agreed; whoever has an address is sent the words, and the link that takes it back. */
export const recordStoryConsent = command({
  name: 'practice.record-story-consent',
  allow: 'library.edit',
  input: Type.Object({
    storyId: Type.String({ format: 'uuid' }),
    name: Type.String({ minLength: 1, maxLength: 120, mend: 'Enter their name' }),
    contact: Type.String({ minLength: 3, maxLength: 254, mend: 'Enter an e-mail address or phone number of theirs' }),
    how: Type.Enum([...consentHows], { mend: 'Choose how they agreed' }),
    givenOn: Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\d$', mend: 'Enter the day they agreed' }),
  }),
  async run(tx, input) {
    const story = await storyToKeep(tx, input.storyId)
    if ('refused' in story) return story
    if (story.state === 'taken back')
      return refuse('taken-back', 'The consent for this story was taken back. Begin a new story for a new consent.')
    if (input.givenOn > dateAt(tx.now)) return refuse('not-yet', 'That day has not come yet.', 'givenOn')
    const consentId = newId()
    await insertStoryConsent(tx, { ...(input as unknown as StoryConsent), consentId })
    const email = readEmail(input.contact)
    if ('email' in email) {
      const place = await findOwnPlace(tx)
      await writeNotice(tx, {
        ...{ aboutId: consentId, holderIds: [], sentFor: 'story consent', atNight: 'waits', channel: 'email' },
        toName: input.name,
        toAddress: email.email,
        subject: `Your permission to publish a story in ${place?.name ?? 'the library'}`,
        body: `We wrote down on ${exactDate(input.givenOn)} that you agree to this:\n\n${storyConsentWording}\n\nKeep this mail: with the link you take it back, whenever you like.`,
        link: { words: 'Take it back', path: await consentPath(tx, { consentId }) },
      })
    }
    return { recordId: input.storyId, consentId }
  },
})

/** Takes a consent back by the link that whoever gave it has. */
export const withdrawByLink = command({
  name: 'practice.withdraw-story-consent',
  allow: 'anyone',
  inHouse: true,
  input: Type.Object({ link: Type.String({ maxLength: 200 }) }),
  async run(tx, { link }) {
    const consent = await readConsentLink(tx, link)
    if (!consent) return refuse('dead-link', 'We do not know this link. A letter may be missing.')
    await withdraw(tx, consent, 'by link')
    return { recordId: consent.storyId }
  },
})

/** Takes a consent back for somebody who told us so. */
export const withdrawForThem = command({
  name: 'practice.withdraw-story-consent-for-them',
  allow: 'library.edit',
  input: Type.Object({ consentId: Type.String({ format: 'uuid' }) }),
  async run(tx, { consentId }) {
    const consent = await findStoryConsent(tx, consentId)
    const story = consent && (await storyToKeep(tx, consent.storyId))
    if (!consent || !story) return refuse('no-such-consent', 'There is no such consent.')
    if ('refused' in story) return story
    await withdraw(tx, consent, 'told us')
    return { recordId: consent.storyId }
  },
})

/**
 * Out of the pages and the search, out of drafts, out of every mail that has not left and of what we keep of those that have; in one transaction. Whoever writes a bulletin at
 * this moment holds the story and is waited for, and what they wrote is found.
 */
const withdraw = async (tx: PlaceTx, consent: StoryConsent, how: 'by link' | 'told us'): Promise<void> => {
  if (consent.withdrawnAt) return
  await lockStory(tx, consent.storyId)
  await saveWithdrawn(tx, consent.consentId, how)
  await emptyStory(tx, consent.storyId)
  await dropFromDrafts(tx, consent.storyId)
  const sent = await listBulletinsWith(tx, consent.storyId)
  for (const bulletin of sent)
    await reviseNotices(
      tx,
      bulletin.bulletinId,
      composeBulletin(bulletin, await listBulletinStories(tx, bulletin.bulletinId)),
    )
  await forgetNotices(tx, [consent.consentId])
  const email = readEmail(consent.contact)
  if ('email' in email)
    await writeNotice(tx, {
      ...{ aboutId: consent.storyId, holderIds: [], sentFor: `story taken back ${consent.consentId}` },
      ...{ atNight: 'waits', channel: 'email', toName: consent.name, toAddress: email.email },
      subject: 'Your story has been taken back',
      body: `It is off our pages and out of our search, and no bulletin that leaves from now on has it.\n\n${sentInWords(sent)}`,
    })
}

/** What cannot be called back, so that people know. */
export const sentInWords = (sent: readonly Pick<Bulletin, 'subject' | 'goingAt' | 'written'>[]): string => {
  const gone = sent.flatMap(({ subject, goingAt, written }) =>
    goingAt ? [`“${subject}”, from ${exactDate(dateAt(goingAt))}, written to ${written} so far`] : [],
  )
  return gone.length === 0
    ? 'It was in no bulletin that has been sent.'
    : `What has left by mail before cannot be called back. It was in: ${gone.join('; ')}.`
}
