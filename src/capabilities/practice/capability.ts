import { dateAt, exactDate } from '../../design/time-in-words.ts'
import { isAllowed } from '../../platform/auth/actor.ts'
import { capability } from '../../platform/capability.ts'
import { listAssessments, listOpenAssessments } from './assessment/assessment-store.ts'
import { assessmentRoutes } from './assessment/assessments.page.ts'
import { challengeRoutes } from './assessment/challenge.page.ts'
import { remindOfReviews } from './assessment/keep-challenge.ts'
import { roundFormRoutes } from './assessment/round-forms.page.ts'
import { viewRoutes } from './assessment/views.page.ts'
import { bulletinRoutes } from './library/bulletin.page.ts'
import { bulletinsRoutes } from './library/bulletins.page.ts'
import { consentRoutes } from './library/consent.page.ts'
import { bulletinQueue } from './library/keep-bulletin.ts'
import { libraryRoutes, storiesAbout, storyItem } from './library/library.page.ts'
import { storyFormRoutes } from './library/story-form.page.ts'
import { forgetUnconfirmed } from './library/subscriber-store.ts'
import { forgetBulletinMail, writeBulletinsJob } from './library/write-bulletins-job.ts'
import { councilPage } from './network/council.page.ts'
import { councilFormRoutes } from './network/council-form.page.ts'
import { entryFormRoutes } from './network/entry-form.page.ts'
import { networkPage } from './network/network.page.ts'
import { recommendationRoutes } from './network/recommendations.page.ts'
import { personal } from './personal.ts'
import { practicePage } from './practice.page.ts'
import { tables } from './tables.ts'

export default capability({
  name: 'practice',
  level: 6,
  permissions: {
    'practice.record': {
      about:
        'Write in the public record of a council of the network: a champion in their own council’s, the convenor in everybody’s',
      roles: ['champion', 'convenor'],
    },
    'practice.assess': {
      about: 'Assess how one’s own council lives the six principles, and improve it with peers',
      roles: ['champion'],
    },
    'practice.view': {
      about: 'Say for a community organisation how far its council lives the six principles',
      roles: ['coordinator', 'link worker', 'directory editor'],
    },
    'network.convene': {
      about: 'Convene the network: add councils, and bind them to organisations',
      roles: ['convenor'],
    },
    'library.edit': {
      about:
        'Write stories, and publish them by consent: a champion their own organisation’s, the convenor everybody’s',
      roles: ['champion', 'convenor'],
    },
    'bulletin.send': { about: 'Write and send the bulletin', roles: ['convenor'] },
  },
  routes: [
    practicePage(async (tx, actor, slug) => {
      const open = await listOpenAssessments(tx, dateAt(tx.now))
      const asked = open.flatMap(({ assessmentId, councilName, closesOn }) => [
        {
          title: `How does ${councilName} do?`,
          href: `/${slug}/practice/your-view/${assessmentId}`,
          lines: [`Anybody may say, without a name, until ${exactDate(closesOn)}.`],
        },
      ])
      const links = [
        ...(isAllowed(actor, 'practice.assess') && actor.kind === 'person'
          ? [{ text: 'How far do we live them? Our assessments', href: `/${slug}/practice/assessments` }]
          : []),
        ...(open.length && isAllowed(actor, 'practice.view') && actor.kind === 'person'
          ? [{ text: 'Say it for your organisation', href: `/${slug}/practice/our-view` }]
          : []),
      ]
      return asked.length || links.length ? [{ title: 'How far are they lived here?', items: asked, links }] : []
    }),
    networkPage,
    councilPage({
      async assessedOn(tx, councilId) {
        const closed = (await listAssessments(tx, councilId)).find(({ closedAt }) => closedAt !== null)
        return closed?.closedAt ? dateAt(closed.closedAt) : null
      },
      async sections(tx, { councilId }, slug) {
        const stories = await storiesAbout(tx, councilId)
        return stories.length
          ? [
              {
                title: 'Stories about it',
                items: stories.map(story => storyItem(story, slug)),
                links: [{ text: 'All of them', href: `/${slug}/library?where=${councilId}` }],
              },
            ]
          : []
      },
    }),
    ...councilFormRoutes,
    ...entryFormRoutes,
    ...recommendationRoutes,
    ...assessmentRoutes,
    ...roundFormRoutes,
    ...challengeRoutes,
    ...viewRoutes,
    ...libraryRoutes,
    ...storyFormRoutes,
    ...consentRoutes,
    ...bulletinRoutes,
    ...bulletinsRoutes,
  ],
  navigation: [
    { text: 'Practice', path: '/practice', allow: 'practice.assess', order: 70 },
    { text: 'Network', path: '/network', allow: 'network.convene', order: 71 },
  ],
  jobs: [
    { queue: 'remind-of-reviews', cron: '40 8 * * *', run: remindOfReviews },
    // Woken by whoever sends one; every five minutes for what a killed process left.
    {
      queue: bulletinQueue,
      cron: '*/5 * * * *',
      run: (platform, placeId) => writeBulletinsJob(platform, placeId),
    },
  ],
  tables,
  personal,
  retention: {
    'view given': {
      words: 'What residents say of the council: the answers and the day, without a name, as long as the assessment.',
      kept: 'It tells of nobody who can be found.',
    },
    story: {
      words: 'As long as its consent holds; taken back, nothing of it is kept.',
      kept: 'It is published by consent, and goes when that is taken back.',
    },
    'story consent': {
      words: 'As long as the story is published, and that it was taken back for as long as the library.',
      kept: 'It shows on what the story rests.',
    },
    subscriber: {
      words: 'Your address for the bulletin: until you leave. An address whose link nobody used: 7 days.',
      after: { days: 7 },
      from: 'it was asked for',
      forget: forgetUnconfirmed,
    },
    'bulletin mail': {
      words: 'To whom a bulletin went: 30 days.',
      after: { days: 30 },
      from: 'it was sent',
      forget: forgetBulletinMail,
    },
  },
})
