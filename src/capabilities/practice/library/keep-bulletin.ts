/** Bulletins are drafted, discarded and sent. */
import { Type } from 'typebox'
import { isUuid, newId } from '../../../kernel/ids.ts'
import { refuse } from '../../../kernel/refusal.ts'
import { command } from '../../../platform/command.ts'
import { listBulletinStories, lockBulletin, saveBulletin, saveBulletinState } from './bulletin-store.ts'
import { composeBulletin } from './compose-bulletin.ts'
import { findPublished } from './story-store.ts'
import { countReaders } from './subscriber-store.ts'

/** The queue that writes bulletins to their readers. */
export const bulletinQueue = 'write-bulletins'

const gone = refuse('not-a-draft', 'This bulletin is not a draft any more.')

/** Writes a draft, or changes one. */
export const keepBulletin = command({
  name: 'practice.keep-bulletin',
  allow: 'bulletin.send',
  input: Type.Object({
    bulletinId: Type.Union([Type.String({ format: 'uuid' }), Type.Null()]),
    subject: Type.String({ minLength: 1, maxLength: 150, mend: 'Enter a subject of up to 150 characters' }),
    opening: Type.String({ maxLength: 4000, mend: 'Keep it to 4,000 characters' }),
    storyIds: Type.Array(Type.String(), { maxItems: 20, mend: 'Choose at most 20 stories' }),
  }),
  async run(tx, { bulletinId, subject, opening, storyIds }) {
    const before = bulletinId === null ? null : await lockBulletin(tx, bulletinId)
    if (bulletinId !== null && before?.state !== 'draft') return gone
    const readable = []
    for (const storyId of new Set(storyIds))
      if (isUuid(storyId) && (await findPublished(tx, storyId))) readable.push(storyId)
    const id = before?.bulletinId ?? newId()
    await saveBulletin(tx, id, { subject, opening, storyIds: readable })
    return { recordId: id, bulletinId: id }
  },
})

const Which = Type.Object({ bulletinId: Type.String({ format: 'uuid' }) })

/** Sends a bulletin to everybody who has confirmed. There is no way back from a mail that has left. */
export const sendBulletin = command({
  name: 'practice.send-bulletin',
  allow: 'bulletin.send',
  input: Which,
  async run(tx, { bulletinId }) {
    const bulletin = await lockBulletin(tx, bulletinId)
    if (bulletin?.state !== 'draft') return gone
    const { body } = composeBulletin(bulletin, await listBulletinStories(tx, bulletinId))
    if (!body) return refuse('empty', 'There is nothing in it. Write an opening, or choose a story.', 'opening')
    const { confirmed } = await countReaders(tx)
    if (confirmed === 0)
      return refuse('no-readers', 'Nobody has signed up and confirmed yet, so there is nobody to send it to.')
    await saveBulletinState(tx, bulletinId, 'going out')
    await tx.wake(bulletinQueue, { placeId: tx.placeId })
    return { recordId: bulletinId }
  },
})

/** Throws a draft away; it can be brought back. */
export const discardBulletin = command({
  name: 'practice.discard-bulletin',
  allow: 'bulletin.send',
  input: Which,
  async run(tx, { bulletinId }) {
    const bulletin = await lockBulletin(tx, bulletinId)
    if (bulletin?.state !== 'draft') return gone
    await saveBulletinState(tx, bulletinId, 'discarded')
    return { recordId: bulletinId }
  },
})

/** Brings a draft back that was thrown away. */
export const bringBulletinBack = command({
  name: 'practice.bring-bulletin-back',
  allow: 'bulletin.send',
  input: Which,
  async run(tx, { bulletinId }) {
    const bulletin = await lockBulletin(tx, bulletinId)
    if (bulletin?.state !== 'discarded') return gone
    await saveBulletinState(tx, bulletinId, 'draft')
    return { recordId: bulletinId }
  },
})
