/** `/:place/library/consent/…`: whoever agreed to a story takes that back here, without an account. */
import { Type } from 'typebox'
import { isRefusal } from '../../../kernel/refusal.ts'
import { perform } from '../../../platform/command.ts'
import { notFound, page, privateView, type Reply, redirect, type Visit } from '../../../platform/http/route.ts'
import type { SectionsPage } from '../sections.ts'
import { listBulletinsWith } from './bulletin-store.ts'
import { storyConsentWording } from './story.ts'
import { readConsentLink, sentInWords, withdrawByLink } from './story-consent.ts'
import { findStory } from './story-store.ts'

const params = Type.Object({ storyConsentLink: Type.String({ maxLength: 200 }) })

const draw = async ({ platform, place, actor, params }: Visit): Promise<Reply> => {
  const found = await platform.db.asHouse(actor.placeId, async tx => {
    const consent = await readConsentLink(tx, params.storyConsentLink ?? '')
    return (
      consent && {
        consent,
        story: await findStory(tx, consent.storyId),
        sent: await listBulletinsWith(tx, consent.storyId),
      }
    )
  })
  if (!found) return notFound('We do not know this link. A letter may be missing: open it from the message again.')
  const { consent, story, sent } = found
  const isOver = consent.withdrawnAt !== null || story?.state === 'taken back'
  const model: SectionsPage = {
    page: {
      title: isOver ? 'The story is taken back' : 'Take your consent back',
      oneThing: true,
      backHref: `/${place.slug}/library`,
    },
    sections: isOver
      ? [
          {
            sentences: [
              'It is off our pages and out of our search and exports, no word of it is kept here, and no bulletin that leaves from now on has it.',
              sentInWords(sent),
            ],
          },
        ]
      : [
          {
            title: story?.title ?? '',
            sentences: [
              'You agreed to this:',
              storyConsentWording,
              'If you take it back, that cannot be undone here: we keep nothing of the story. You can tell it again at any time.',
              sentInWords(sent),
            ],
            actions: [
              {
                text: 'Take the story back',
                action: `/${place.slug}/library/consent/${params.storyConsentLink}`,
                look: 'danger',
              },
            ],
          },
        ],
  }
  return privateView('practice/sections.njk', model)
}

export const consentRoutes = [
  page({
    method: 'GET',
    path: '/:place/library/consent/:storyConsentLink',
    allow: 'anyone',
    params,
    handle: visit => draw(visit as unknown as Visit),
  }),
  page({
    method: 'POST',
    path: '/:place/library/consent/:storyConsentLink',
    allow: 'anyone',
    params,
    async handle(given) {
      const visit = given as unknown as Visit
      const { platform, place, actor, params } = visit
      const link = params.storyConsentLink ?? ''
      const withdrawn = await perform(platform.db, actor, withdrawByLink, { link })
      return isRefusal(withdrawn) ? notFound(withdrawn.message) : redirect(`/${place.slug}/library/consent/${link}`)
    },
  }),
]
