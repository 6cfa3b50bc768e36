/** What somebody keeps in the library: drafts, what is published, and the consent it rests on. */
import { Type } from 'typebox'
import { dateValues, type Field, form, readDate } from '../../../design/form.ts'
import { type Happenings, noticeOf } from '../../../design/happened.ts'
import { dateAt, exactDate } from '../../../design/time-in-words.ts'
import type { Action, ErrorItem, StateTag } from '../../../design/view-models.ts'
import { isRefusal, type Refusal } from '../../../kernel/refusal.ts'
import { audit } from '../../../platform/audit/audit.ts'
import { isAllowed } from '../../../platform/auth/actor.ts'
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
import { chosen, ticked, typedLine, typedText } from '../../../platform/http/typed.ts'
import { listNeighbourhoods } from '../../places/index.ts'
import { listCouncilNames } from '../network/council-store.ts'
import { principles } from '../published.ts'
import type { SectionsPage } from '../sections.ts'
import { listBulletinsWith } from './bulletin-store.ts'
import { keepStory, keepsStory, publishStory, takeStoryOff } from './keep-story.ts'
import {
  consentHows,
  lacksToPublish,
  type Story,
  type StoryConsent,
  storyConsentWording,
  storyKindCodes,
  storyKinds,
} from './story.ts'
import { consentPath, recordStoryConsent, sentInWords, withdrawForThem } from './story-consent.ts'
import { findStory, listConsentsOf, listStories } from './story-store.ts'

const happenings: Happenings = {
  saved: { message: 'Saved.' },
  published: { message: 'Published. Everybody can read and find it now.' },
  off: { message: 'Off the pages. It is a draft again: publish it when you like.' },
  consent: {
    message: 'Written down. If they gave an e-mail address, they are sent the words and a link to take it back.',
  },
  back: { message: 'Taken back everywhere: pages, search, drafts, and every mail that has not left.' },
}

const stateOf = ({ state }: Pick<Story, 'state'>): StateTag =>
  state === 'published'
    ? { word: 'Published', tone: 'done' }
    : state === 'draft'
      ? { word: 'Draft', tone: 'fresh' }
      : { word: 'Taken back', tone: 'stopped' }

const deskPage = page({
  method: 'GET',
  path: '/:place/library/desk',
  allow: 'library.edit',
  async handle({ platform, place, actor }) {
    const all = isAllowed(actor, 'network.convene')
    const stories = await platform.db.as(actor, async tx => {
      await audit(tx, 'looked at the stories they keep', null)
      return listStories(tx, all ? null : actor.organisationId, 200)
    })
    const here = `/${place.slug}/library`
    const model: SectionsPage = {
      page: { title: 'What you keep in the library', kind: 'staff', backHref: here },
      sections: [
        {
          actions: [{ text: 'Write a story', href: `${here}/write` }],
          links: isAllowed(actor, 'bulletin.send')
            ? [{ text: 'Bulletins, and who reads them', href: `/${place.slug}/bulletins` }]
            : [],
        },
        {
          ...(stories.length === 0 && {
            empty: { title: 'Nothing written yet', sentences: ['A draft is seen by you and your colleagues alone.'] },
          }),
          items: stories.map(story => ({
            title: story.title,
            href: `${here}/${story.storyId}/edit`,
            state: stateOf(story),
            lines: [
              `${storyKinds[story.kind]}, changed ${exactDate(dateAt(story.changedAt))}, begun by ${story.madeBy}.`,
            ],
          })),
        },
      ],
    }
    return privateView('practice/sections.njk', model)
  },
})

const draw = async (visit: Visit, story: Story | null, errors: readonly ErrorItem[] = []): Promise<Reply> => {
  const { platform, place, actor, body, query } = visit
  const { councils, neighbourhoods, consents, sent, links } = await platform.db.as(actor, async tx => {
    const consents = story ? await listConsentsOf(tx, story.storyId) : []
    if (story) await audit(tx, 'looked at a story and its consents', story.storyId)
    return {
      councils: await listCouncilNames(tx),
      neighbourhoods: await listNeighbourhoods(tx),
      consents,
      sent: story ? await listBulletinsWith(tx, story.storyId) : [],
      links: new Map(
        await Promise.all(consents.map(async each => [each.consentId, await consentPath(tx, each)] as const)),
      ),
    }
  })
  const back = `/${place.slug}/library/desk`
  const here = story ? `/${place.slug}/library/${story.storyId}/edit` : `/${place.slug}/library/write`
  const asking = body.do === 'consent'
  const lacks = story ? lacksToPublish(story, consents) : []
  const fields: Field[] = [
    {
      kind: 'radios',
      name: 'kind',
      label: 'What is it?',
      options: storyKindCodes.map(value => ({ value, text: storyKinds[value] })),
    },
    { kind: 'text', name: 'title', label: 'Title' },
    { kind: 'text', name: 'byLine', label: 'By whom, as they want to be named', optional: true, autocomplete: 'off' },
    {
      kind: 'textarea',
      name: 'summary',
      label: 'In a sentence or two',
      hint: 'Stands in lists and in the bulletin.',
      limit: 600,
      rows: 3,
      optional: true,
    },
    { kind: 'textarea', name: 'body', label: 'The story', rows: 14, optional: true },
    {
      kind: 'checkboxes',
      name: 'principles',
      label: 'Which principles is it about?',
      options: principles.map(({ number, words }) => ({ value: String(number), text: `${number}. ${words}` })),
      optional: true,
    },
    ...(councils.length
      ? [
          {
            kind: 'checkboxes' as const,
            name: 'councilIds',
            label: 'Which councils?',
            options: councils.slice(0, 60).map(({ councilId, name }) => ({ value: councilId, text: name })),
            optional: true,
          },
        ]
      : []),
    ...(neighbourhoods.length
      ? [
          {
            kind: 'checkboxes' as const,
            name: 'neighbourhoodIds',
            label: 'Which neighbourhoods?',
            options: neighbourhoods.map(({ neighbourhoodId, name }) => ({ value: neighbourhoodId, text: name })),
            optional: true,
          },
        ]
      : []),
  ]
  const press = (text: string, what: string, look: Action['look'] = 'main'): Action => ({
    text,
    action: here,
    hidden: { do: what },
    ...(look && { look }),
  })
  const isOver = story?.state === 'taken back'
  const model: SectionsPage = {
    page: {
      title: story ? (isOver ? 'A story that was taken back' : 'Change a story') : 'Write a story',
      ...(story && !isOver && { caption: story.title }),
      kind: 'staff',
      backHref: back,
      ...(story && { state: stateOf(story) }),
      errors,
      ...noticeOf(happenings, query.done),
    },
    sections: [
      ...(story && !isOver
        ? [
            {
              title: story.state === 'published' ? 'Everybody can read it' : 'Publish it',
              ...(lacks.length && story.state === 'draft' && { sentences: ['Before it can be published:', ...lacks] }),
              ...(story.state === 'published' && {
                links: [{ text: 'See it as everybody does', href: `/${place.slug}/library/${story.storyId}` }],
              }),
              actions:
                story.state === 'published'
                  ? [press('Take it off the pages for now', 'off', 'other')]
                  : lacks.length
                    ? []
                    : [press('Publish', 'publish')],
            },
          ]
        : []),
      ...(isOver
        ? [{ sentences: ['Nothing of it is kept. ', sentInWords(sent)] }]
        : [
            {
              form: form({
                action: here,
                hidden: { do: 'save' },
                fields,
                values:
                  errors.length && !asking ? body : story ? { ...story, principles: story.principles.map(String) } : {},
                errors: asking ? [] : errors,
                button: story ? 'Save' : 'Save the draft',
                instead: { text: 'Leave it as it is', href: back },
              }),
            },
          ]),
      ...(story ? [consentSection(story, consents, links, place.slug, here)] : []),
      ...(story && !isOver
        ? [
            {
              title: 'Somebody else has agreed',
              sentences: [
                'Each person it tells of agrees to these words, and whoever wrote it does:',
                storyConsentWording,
              ],
              form: form({
                action: here,
                hidden: { do: 'consent' },
                fields: [
                  { kind: 'text', name: 'name', label: 'Their name', autocomplete: 'off' },
                  {
                    kind: 'text',
                    name: 'contact',
                    label: 'How do we reach them?',
                    hint: 'An e-mail address, or a phone number. Nobody else sees it.',
                    autocomplete: 'off',
                  },
                  {
                    kind: 'radios',
                    name: 'how',
                    label: 'How did they agree?',
                    options: consentHows.map(value => ({
                      value,
                      text: value.charAt(0).toUpperCase() + value.slice(1),
                    })),
                  },
                  { kind: 'date', name: 'givenOn', label: 'When?' },
                ],
                values: asking && errors.length ? body : dateValues('givenOn', dateAt(platform.clock())),
                errors: asking ? errors : [],
                button: 'Write the consent down',
              }),
            },
          ]
        : []),
    ],
  }
  return privateView('practice/sections.njk', model)
}

const consentSection = (
  story: Story,
  consents: readonly StoryConsent[],
  links: ReadonlyMap<string, string>,
  slug: string,
  here: string,
) => ({
  id: 'consents',
  title: 'Who has agreed',
  ...(consents.length === 0 && { sentences: ['Nobody’s consent is written down yet.'] }),
  items: consents.map(({ consentId, name, contact, how, givenOn, givenTo, withdrawnAt }) => ({
    title: name,
    state: withdrawnAt ? { word: 'Taken back', tone: 'stopped' as const } : { word: 'Agreed', tone: 'agreed' as const },
    lines: [
      `${contact}. ${how.charAt(0).toUpperCase()}${how.slice(1)}, ${exactDate(givenOn)}; written down by ${givenTo}.`,
      ...(withdrawnAt ? [`Taken back ${exactDate(dateAt(withdrawnAt))}.`] : []),
    ],
    ...(story.state !== 'taken back' &&
      !withdrawnAt && {
        links: [{ text: 'Their page to take it back', href: `/${slug}${links.get(consentId) ?? ''}` }],
        actions: [
          {
            text: 'They have taken it back',
            action: here,
            hidden: { do: 'back', consentId },
            look: 'danger' as const,
          },
        ],
      }),
  })),
})

const many = (given: unknown): string[] =>
  (Array.isArray(given) ? given : [given]).filter((each): each is string => typeof each === 'string' && each !== '')

const save = async (visit: Visit, story: Story | null): Promise<Reply> => {
  const { platform, place, actor, body } = visit
  const kept = await perform(platform.db, actor, keepStory, {
    storyId: story?.storyId ?? null,
    kind: chosen(body.kind, storyKindCodes) ?? ('' as never),
    title: typedLine(body.title),
    summary: typedText(body.summary),
    body: typedText(body.body),
    byLine: typedLine(body.byLine) || null,
    principles: ticked(
      body.principles,
      principles.map(({ number }) => String(number)),
    ).map(Number),
    councilIds: many(body.councilIds),
    neighbourhoodIds: many(body.neighbourhoodIds),
  })
  return isRefusal(kept)
    ? draw(visit, story, errorsOf(kept))
    : redirect(`/${place.slug}/library/${kept.storyId}/edit?done=saved`)
}

const act = async (visit: Visit, story: Story): Promise<Reply> => {
  const { platform, place, actor, body } = visit
  const { storyId } = story
  const done = async (answer: unknown | Refusal, code: string): Promise<Reply> =>
    isRefusal(answer)
      ? draw(visit, story, errorsOf(answer))
      : redirect(`/${place.slug}/library/${storyId}/edit?done=${code}`)
  switch (body.do) {
    case 'publish':
      return done(await perform(platform.db, actor, publishStory, { storyId }), 'published')
    case 'off':
      return done(await perform(platform.db, actor, takeStoryOff, { storyId }), 'off')
    case 'back':
      return done(await perform(platform.db, actor, withdrawForThem, { consentId: typedLine(body.consentId) }), 'back')
    case 'consent': {
      const givenOn = readDate(body, 'givenOn', 'the day they agreed')
      if ('message' in givenOn) return draw(visit, story, [{ field: 'givenOn', message: givenOn.message }])
      const recorded = await perform(platform.db, actor, recordStoryConsent, {
        ...{ storyId, name: typedLine(body.name), contact: typedLine(body.contact) },
        how: chosen(body.how, consentHows) ?? ('' as never),
        givenOn: 'on' in givenOn ? givenOn.on : '',
      })
      return done(recorded, 'consent')
    }
    default:
      return save(visit, story)
  }
}

const params = Type.Object({ storyId: Type.String({ format: 'uuid' }) })

const kept = async ({ platform, actor, params }: Visit): Promise<Story | null> => {
  const story = await platform.db.as(actor, tx => findStory(tx, params.storyId ?? ''))
  return story && keepsStory(actor, story) ? story : null
}

const missing = 'There is no such story, or it is not yours to keep.'

export const storyFormRoutes = [
  deskPage,
  page({
    method: 'GET',
    path: '/:place/library/write',
    allow: 'library.edit',
    handle: visit => draw(visit as unknown as Visit, null),
  }),
  page({
    method: 'POST',
    path: '/:place/library/write',
    allow: 'library.edit',
    handle: visit => save(visit as unknown as Visit, null),
  }),
  page({
    method: 'GET',
    path: '/:place/library/:storyId/edit',
    allow: 'library.edit',
    params,
    query: Type.Object({ done: Type.Optional(Type.Unknown()) }),
    async handle(given) {
      const visit = given as unknown as Visit
      const story = await kept(visit)
      return story ? draw({ ...visit, body: {} }, story) : notFound(missing)
    },
  }),
  page({
    method: 'POST',
    path: '/:place/library/:storyId/edit',
    allow: 'library.edit',
    params,
    async handle(given) {
      const visit = given as unknown as Visit
      const story = await kept(visit)
      return story ? act(visit, story) : notFound(missing)
    },
  }),
]
