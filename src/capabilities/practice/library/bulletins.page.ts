/** `/:place/bulletins`: drafts, what goes out, and how many read it; never who. */
import { Type } from 'typebox'
import { plural } from '../../../design/filters.ts'
import { form } from '../../../design/form.ts'
import { type Happenings, noticeOf } from '../../../design/happened.ts'
import { dateAt, exactDate } from '../../../design/time-in-words.ts'
import type { ErrorItem, StateTag } from '../../../design/view-models.ts'
import { isRefusal, type Refusal } from '../../../kernel/refusal.ts'
import { perform } from '../../../platform/command.ts'
import {
  errorsOf,
  notFound,
  page,
  privateView,
  type Reply,
  redirect,
  type Visit,
} from '../../../platform/http/route.ts'
import { typedLine, typedText } from '../../../platform/http/typed.ts'
import type { SectionsPage } from '../sections.ts'
import { type Bulletin, findBulletin, listBulletinStories, listBulletins } from './bulletin-store.ts'
import { composeBulletin } from './compose-bulletin.ts'
import { bringBulletinBack, discardBulletin, keepBulletin, sendBulletin } from './keep-bulletin.ts'
import { listPublished } from './story-store.ts'
import { countReaders } from './subscriber-store.ts'

const happenings: Happenings = {
  saved: { message: 'Saved. It is a draft until you send it.' },
  sent: {
    message: 'It is going out.',
    detail: 'What is written between 9 in the evening and 8 in the morning leaves in the morning.',
  },
  back: { message: 'The draft is back.' },
}

const stateOf = ({ state }: Bulletin): StateTag =>
  state === 'sent'
    ? { word: 'Sent', tone: 'done' }
    : state === 'going out'
      ? { word: 'Going out', tone: 'underway' }
      : state === 'draft'
        ? { word: 'Draft', tone: 'fresh' }
        : { word: 'Thrown away', tone: 'stopped' }

const listPage = page({
  method: 'GET',
  path: '/:place/bulletins',
  allow: 'bulletin.send',
  query: Type.Object({ done: Type.Optional(Type.Unknown()), bulletin: Type.Optional(Type.Unknown()) }),
  async handle({ platform, place, actor, query }) {
    const { bulletins, readers } = await platform.db.as(actor, async tx => ({
      bulletins: await listBulletins(tx, 100),
      readers: await countReaders(tx),
    }))
    const here = `/${place.slug}/bulletins`
    const discarded = query.done === 'discarded' ? typedLine(query.bulletin) : ''
    const model: SectionsPage = {
      page: {
        title: 'Bulletins',
        kind: 'staff',
        backHref: `/${place.slug}/library/desk`,
        ...noticeOf(happenings, query.done),
        ...(discarded && {
          notice: {
            tone: 'done' as const,
            message: 'The draft is thrown away.',
            undo: {
              text: 'Bring it back',
              action: `${here}/${encodeURIComponent(discarded)}`,
              hidden: { do: 'back' },
              look: 'other' as const,
            },
          },
        }),
      },
      sections: [
        {
          sentences: [
            `${plural(readers.confirmed, 'reader')}${readers.asked ? `; ${readers.asked} asked and ${readers.asked === 1 ? 'has' : 'have'} not confirmed yet` : ''}. Who they are is shown to nobody.`,
          ],
          links: [{ text: 'The page where people sign up', href: `/${place.slug}/bulletin` }],
          actions: [{ text: 'Write a bulletin', href: `${here}/write` }],
        },
        {
          ...(bulletins.length === 0 && {
            empty: { title: 'No bulletin yet', sentences: ['Begin one: it stays a draft until you send it.'] },
          }),
          items: bulletins.map(bulletin => ({
            title: bulletin.subject,
            href: `${here}/${bulletin.bulletinId}`,
            state: stateOf(bulletin),
            lines: [
              bulletin.goingAt
                ? `Sent ${exactDate(dateAt(bulletin.goingAt))}, written to ${plural(bulletin.written, 'reader')}.`
                : `Changed ${exactDate(dateAt(bulletin.changedAt))} by ${bulletin.madeBy}.`,
            ],
          })),
        },
      ],
    }
    return privateView('practice/sections.njk', model)
  },
})

const draw = async (visit: Visit, bulletin: Bulletin | null, errors: readonly ErrorItem[] = []): Promise<Reply> => {
  const { platform, place, actor, body, query } = visit
  const { chosenStories, published, readers } = await platform.db.as(actor, async tx => ({
    chosenStories: bulletin ? await listBulletinStories(tx, bulletin.bulletinId) : [],
    published: await listPublished(tx, 0, 40),
    readers: await countReaders(tx),
  }))
  const here = `/${place.slug}/bulletins/${bulletin?.bulletinId ?? 'write'}`
  const isDraft = bulletin === null || bulletin.state === 'draft'
  const mail = bulletin && composeBulletin(bulletin, chosenStories)
  const gone = chosenStories.filter(({ title }) => title === null).length
  const model: SectionsPage = {
    page: {
      title: bulletin ? bulletin.subject : 'Write a bulletin',
      kind: 'staff',
      backHref: `/${place.slug}/bulletins`,
      ...(bulletin && { state: stateOf(bulletin) }),
      errors,
      ...noticeOf(happenings, query.done),
    },
    sections: [
      ...(bulletin && mail
        ? [
            {
              title: 'As it is read',
              ...(gone > 0 && {
                sentences: [
                  `${plural(gone, 'story', 'stories')} of it ${gone === 1 ? 'is' : 'are'} not published any more: out of every mail that had not left by then. Mails before that had ${gone === 1 ? 'it' : 'them'}.`,
                ],
              }),
              text: [mail.body, ...mail.links.map(({ words }) => words), 'Leave this bulletin'].join('\n\n'),
            },
          ]
        : []),
      ...(bulletin?.state === 'draft'
        ? [
            {
              title: 'Send it',
              sentences: [
                `${plural(readers.confirmed, 'reader')} ${readers.confirmed === 1 ? 'gets' : 'get'} it. A mail that has left cannot be called back.`,
              ],
              actions: [
                { text: 'Send it now', action: here, hidden: { do: 'send' } },
                { text: 'Throw the draft away', action: here, hidden: { do: 'discard' }, look: 'danger' as const },
              ],
            },
          ]
        : []),
      ...(isDraft
        ? [
            {
              ...(bulletin && { title: 'Change it' }),
              form: form({
                action: here,
                hidden: { do: 'save' },
                fields: [
                  { kind: 'text', name: 'subject', label: 'Subject' },
                  { kind: 'textarea', name: 'opening', label: 'Opening words', limit: 4000, optional: true },
                  ...(published.length
                    ? [
                        {
                          kind: 'checkboxes' as const,
                          name: 'storyIds',
                          label: 'Which stories?',
                          hint: 'The forty published last.',
                          options: published.map(({ storyId, title, summary }) => ({
                            value: storyId,
                            text: title,
                            hint: summary,
                          })),
                          optional: true,
                        },
                      ]
                    : []),
                ],
                values: errors.length
                  ? body
                  : bulletin
                    ? { ...bulletin, storyIds: chosenStories.map(({ storyId }) => storyId) }
                    : {},
                errors,
                button: bulletin ? 'Save' : 'Save the draft',
              }),
            },
          ]
        : []),
    ],
  }
  return privateView('practice/sections.njk', model)
}

const save = async (visit: Visit, bulletin: Bulletin | null): Promise<Reply> => {
  const { platform, place, actor, body } = visit
  const given = Array.isArray(body.storyIds) ? body.storyIds : [body.storyIds]
  const kept = await perform(platform.db, actor, keepBulletin, {
    bulletinId: bulletin?.bulletinId ?? null,
    subject: typedLine(body.subject),
    opening: typedText(body.opening),
    storyIds: given.filter((each): each is string => typeof each === 'string' && each !== ''),
  })
  return isRefusal(kept)
    ? draw(visit, bulletin, errorsOf(kept))
    : redirect(`/${place.slug}/bulletins/${kept.bulletinId}?done=saved`)
}

const act = async (visit: Visit, bulletin: Bulletin): Promise<Reply> => {
  const { platform, place, actor, body } = visit
  const { bulletinId } = bulletin
  const here = `/${place.slug}/bulletins`
  const done = (answer: unknown | Refusal, to: string) =>
    isRefusal(answer) ? draw(visit, bulletin, errorsOf(answer)) : redirect(to)
  switch (body.do) {
    case 'send':
      return done(await perform(platform.db, actor, sendBulletin, { bulletinId }), `${here}/${bulletinId}?done=sent`)
    case 'discard':
      return done(
        await perform(platform.db, actor, discardBulletin, { bulletinId }),
        `${here}?done=discarded&bulletin=${bulletinId}`,
      )
    case 'back':
      return done(
        await perform(platform.db, actor, bringBulletinBack, { bulletinId }),
        `${here}/${bulletinId}?done=back`,
      )
    default:
      return save(visit, bulletin)
  }
}

const params = Type.Object({ bulletinId: Type.String({ format: 'uuid' }) })
const bulletinOf = ({ platform, actor, params }: Visit) =>
  platform.db.as(actor, tx => findBulletin(tx, params.bulletinId ?? ''))

export const bulletinsRoutes = [
  listPage,
  page({
    method: 'GET',
    path: '/:place/bulletins/write',
    allow: 'bulletin.send',
    handle: visit => draw(visit as unknown as Visit, null),
  }),
  page({
    method: 'POST',
    path: '/:place/bulletins/write',
    allow: 'bulletin.send',
    handle: visit => save(visit as unknown as Visit, null),
  }),
  page({
    method: 'GET',
    path: '/:place/bulletins/:bulletinId',
    allow: 'bulletin.send',
    params,
    query: Type.Object({ done: Type.Optional(Type.Unknown()) }),
    async handle(given) {
      const visit = given as unknown as Visit
      const bulletin = await bulletinOf(visit)
      return bulletin ? draw({ ...visit, body: {} }, bulletin) : notFound('There is no such bulletin.')
    },
  }),
  page({
    method: 'POST',
    path: '/:place/bulletins/:bulletinId',
    allow: 'bulletin.send',
    params,
    async handle(given) {
      const visit = given as unknown as Visit
      const bulletin = await bulletinOf(visit)
      return bulletin ? act(visit, bulletin) : notFound('There is no such bulletin.')
    },
  }),
]
