import { capability } from '../../platform/capability.ts'
import { answeredRoute, answerLinkRoute, answerLinkStep } from './answer-by-link.page.ts'
import { answersRoute } from './answers.page.ts'
import { expireReferrals } from './expire-referrals-job.ts'
import { referralsInHands } from './in-hands.ts'
import { answerLetterRoute, letterRoute } from './letter.page.ts'
import { personal } from './personal.ts'
import { referralsExplain, whyReferralRoutes } from './reason-to-look.ts'
import { referralRoute, referralSteps } from './referral.page.ts'
import { inboxRoute } from './referrals-inbox.page.ts'
import { tables } from './tables.ts'

export default capability({
  name: 'referrals',
  level: 3,
  permissions: {
    'referral.send': {
      about: 'Ask an organisation to help, and take the question back',
      roles: ['coordinator', 'link worker', 'call handler'],
    },
    'referral.answer': {
      about: 'Say yes or no for your organisation, and report on the help',
      roles: ['coordinator', 'link worker'],
    },
    'referral.tend': { about: 'What only a journey or the clock does', roles: [] },
  },
  routes: [
    inboxRoute,
    referralRoute,
    ...referralSteps,
    ...whyReferralRoutes,
    answersRoute,
    answerLinkRoute,
    answerLinkStep,
    answeredRoute,
    letterRoute,
    answerLetterRoute,
  ],
  navigation: [{ text: 'What you are asked', path: '/referrals', allow: 'referral.answer', order: 20 }],
  jobs: [{ queue: 'expire-referrals', cron: '* * * * *', run: expireReferrals }],
  tables,
  personal,
  explainsLook: referralsExplain,
  inHands: [referralsInHands],
  retention: {
    referral: { words: 'As long as its request, then without its description and reasons.', with: 'help request' },
  },
})
