import { capability } from '../../platform/capability.ts'
import { agreementsRoutes } from './agreements/agreements.page.ts'
import { remindOfReviews } from './care/remind-reviews.ts'
import { remindOfGoingBack } from './changes/remind-going-back.ts'
import { choosingRoutes } from './choosing/route.page.ts'
import { engagementRoutes } from './engagement/engagement.page.ts'
import { engagementsPage } from './engagement/engagements.page.ts'
import { noticePage } from './engagement/notice.page.ts'
import { openEngagementRoutes } from './engagement/open-engagement.page.ts'
import { forgetOldAgreements } from './forgetting/forget-store.ts'
import { gapsPage } from './gaps/gaps.page.ts'
import { localAreaRoutes } from './local-area/local-area.page.ts'
import { mergeWord } from './open-contracting/command-line.ts'
import { openDataRoutes } from './open-contracting/open-data.api.ts'
import { bodiesRoutes } from './parties/bodies.page.ts'
import { personal } from './personal.ts'
import { relationshipRoutes } from './relationship/agreement.page.ts'
import { homePage } from './relationship/home.page.ts'
import { commandLine } from './routes/command-line.ts'
import { bidRoutes } from './social-value/bid.page.ts'
import { scoresWord } from './social-value/command-line.ts'
import { competitionRoutes } from './social-value/competition.page.ts'
import { competitionsRoutes } from './social-value/competitions.page.ts'
import { marksRoutes } from './social-value/marks.page.ts'
import { promisesRoutes } from './social-value/promises.page.ts'
import { proposeRoutes } from './social-value/propose.page.ts'
import { remindOfPromises } from './social-value/remind-promises.ts'
import { tables } from './tables.ts'

export default capability({
  name: 'commissioning',
  level: 6,
  permissions: {
    'commissioning.lead': {
      about: 'Open engagements, write agreements down, decide on them and publish them for your organisation',
      roles: ['commissioner'],
    },
    'commissioning.take-part': {
      about:
        'See the agreements your organisation is part of; write into engagements, learning logs and cost statements',
      roles: ['commissioner', 'coordinator'],
    },
  },
  routes: [
    homePage,
    engagementsPage,
    ...openEngagementRoutes,
    ...engagementRoutes,
    noticePage,
    ...choosingRoutes,
    ...localAreaRoutes,
    ...bodiesRoutes,
    gapsPage,
    ...agreementsRoutes,
    ...relationshipRoutes,
    ...openDataRoutes,
    ...competitionsRoutes,
    ...competitionRoutes,
    ...proposeRoutes,
    ...bidRoutes,
    ...marksRoutes,
    ...promisesRoutes,
  ],
  commandLine: [...commandLine, mergeWord, scoresWord],
  navigation: [{ text: 'Commissioning', path: '/commissioning', allow: 'commissioning.take-part', order: 58 }],
  jobs: [
    { queue: 'remind-of-reviews', cron: '40 7 * * *', run: remindOfReviews },
    { queue: 'remind-of-promises', cron: '45 7 * * *', run: remindOfPromises },
    { queue: 'remind-of-going-back', cron: '50 7 * * *', run: remindOfGoingBack },
  ],
  tables,
  personal,
  retention: {
    'what was learned': {
      words: 'As long as the agreement. A story goes the moment whoever told it no longer wants it told.',
      with: 'agreement',
    },
    'proposed questions': {
      words:
        'Until each is decided on. What is then shown of it is chosen by whoever decides, and stays with the competition.',
      kept: 'Sent in without a name or an address: nobody can be found by them.',
    },
    competition: {
      words:
        'Its questions, scores and promises for good: they are public. Bids and marks stay with them, seen by those who took part.',
      kept: 'Tells of organisations and public money.',
    },
    engagement: { words: 'For good: it is a public record of who was asked.', kept: 'Tells of organisations.' },
    agreement: {
      words:
        '12 years after its last day, as long as somebody may go to law over a deed; with its measures, reviews, costs, months and changes.',
      after: { years: 12 },
      from: 'its last day',
      forget: forgetOldAgreements,
    },
    'what was published of an agreement': {
      words: 'For good: it is a public record of public money.',
      kept: 'Tells of organisations and public money.',
    },
  },
})
