/** What a bulletin says to each of its readers. Pure. */
import type { NoticeLink } from '../../../platform/notify/notice.ts'
import type { Bulletin, BulletinStory } from './bulletin-store.ts'

/** The mail, without the last line that is each reader's own. A story that may not be read any more leaves nothing behind. */
export const composeBulletin = (
  { subject, opening }: Pick<Bulletin, 'subject' | 'opening'>,
  stories: readonly BulletinStory[],
): { subject: string; body: string; links: NoticeLink[] } => {
  const readable = stories.flatMap(({ storyId, title, summary }) =>
    title === null ? [] : [{ storyId, title, summary: summary ?? '' }],
  )
  return {
    subject,
    body: [opening, ...readable.map(({ title, summary }) => `${title}\n${summary}`)].filter(Boolean).join('\n\n'),
    links: readable.map(({ storyId, title }) => ({ words: `Read “${title}”`, path: `/library/${storyId}` })),
  }
}
