import { capability } from '../../platform/capability.ts'
import { expireReferrals } from './expire-referrals-job.ts'

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
  routes: [],
  jobs: [{ queue: 'expire-referrals', cron: '* * * * *', run: expireReferrals }],
  retention: { referral: '12 months after it ended, then without its description and reasons.' },
})
