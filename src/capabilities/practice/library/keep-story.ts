/** Stories are written, published and taken off the pages again. */
import { Type } from 'typebox'
import { isUuid, newId } from '../../../kernel/ids.ts'
import { type Refusal, refuse } from '../../../kernel/refusal.ts'
import { isAllowed } from '../../../platform/auth/actor.ts'
import { command } from '../../../platform/command.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { listNeighbourhoods } from '../../places/index.ts'
import { listCouncilNames } from '../network/council-store.ts'
import { principles } from '../published.ts'
import { lacksToPublish, type Story, type StoryWords, storyKindCodes } from './story.ts'
import { listConsentsOf, lockStory, savePublished, saveStory } from './story-store.ts'

const tooLong = (most: number) => `Keep it to ${most.toLocaleString('en-GB')} characters`

/** Whether somebody keeps a story: those of the organisation whose it is, and whoever convenes the network. */
export const keepsStory = (
  actor: Parameters<typeof isAllowed>[0],
  { organisationId }: Pick<Story, 'organisationId'>,
): boolean =>
  isAllowed(actor, 'network.convene') ||
  (isAllowed(actor, 'library.edit') && organisationId !== null && organisationId === actor.organisationId)

/** A story the actor keeps, locked. */
export const storyToKeep = async (tx: PlaceTx, storyId: string): Promise<Story | Refusal> => {
  const story = await lockStory(tx, storyId)
  return story && keepsStory(tx.actor, story)
    ? story
    : refuse('no-such-story', 'There is no such story, or it is not yours to keep.')
}

/** Writes a draft, or changes a story; what is published changes with it. */
export const keepStory = command({
  name: 'practice.keep-story',
  allow: 'library.edit',
  input: Type.Object({
    storyId: Type.Union([Type.String({ format: 'uuid' }), Type.Null()]),
    kind: Type.Enum([...storyKindCodes], { mend: 'Choose what it is' }),
    title: Type.String({ minLength: 1, maxLength: 200, mend: 'Give it a title of up to 200 characters' }),
    summary: Type.String({ maxLength: 600, mend: tooLong(600) }),
    body: Type.String({ maxLength: 60_000, mend: tooLong(60_000) }),
    byLine: Type.Union([Type.String({ maxLength: 200 }), Type.Null()], { mend: tooLong(200) }),
    principles: Type.Array(Type.Integer({ minimum: 1, maximum: principles.length }), { maxItems: principles.length }),
    councilIds: Type.Array(Type.String(), { maxItems: 50, mend: 'Choose at most 50 councils' }),
    neighbourhoodIds: Type.Array(Type.String(), { maxItems: 200, mend: 'Choose at most 200 neighbourhoods' }),
  }),
  async run(tx, input) {
    const before = input.storyId === null ? null : await storyToKeep(tx, input.storyId)
    if (before && 'refused' in before) return before
    if (before?.state === 'taken back')
      return refuse('taken-back', 'The consent for this story was taken back. Nothing more can be written here.')
    const councils = new Set((await listCouncilNames(tx)).map(({ councilId }) => councilId))
    const neighbourhoods = new Set(
      (await listNeighbourhoods(tx)).map(({ neighbourhoodId }) => neighbourhoodId as string),
    )
    const words: StoryWords = {
      ...(input as unknown as StoryWords),
      councilIds: input.councilIds.filter(id => isUuid(id) && councils.has(id)),
      neighbourhoodIds: input.neighbourhoodIds.filter(id => isUuid(id) && neighbourhoods.has(id)),
    }
    const storyId = before?.storyId ?? newId()
    if (before?.state === 'published') {
      const lacks = lacksToPublish({ ...words, state: 'published' }, await listConsentsOf(tx, storyId))
      if (lacks[0]) return refuse('lacks', `Everybody can read this story. ${lacks[0]}`)
    }
    await saveStory(tx, storyId, words)
    if (before?.state === 'published') await savePublished(tx, storyId, true)
    return { recordId: storyId, storyId }
  },
})

const Which = Type.Object({ storyId: Type.String({ format: 'uuid' }) })

/** Lets everybody read a story. */
export const publishStory = command({
  name: 'practice.publish-story',
  allow: 'library.edit',
  input: Which,
  async run(tx, { storyId }) {
    const story = await storyToKeep(tx, storyId)
    if ('refused' in story) return story
    const [lack] = lacksToPublish(story, await listConsentsOf(tx, storyId))
    if (lack) return refuse('lacks', lack)
    await savePublished(tx, storyId, true)
    return { recordId: storyId }
  },
})

/** Takes a story off the pages for now; it is a draft again. */
export const takeStoryOff = command({
  name: 'practice.take-story-off',
  allow: 'library.edit',
  input: Which,
  async run(tx, { storyId }) {
    const story = await storyToKeep(tx, storyId)
    if ('refused' in story) return story
    if (story.state === 'published') await savePublished(tx, storyId, false)
    return { recordId: storyId }
  },
})
