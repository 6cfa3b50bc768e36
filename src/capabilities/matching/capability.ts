import { capability } from '../../platform/capability.ts'
import { matchWord, replayWord } from './command-line.ts'
import { tellNextSteps } from './next-steps-job.ts'
import { nextStepsRuns } from './next-steps-runs.ts'
import { noContactRoutes } from './no-contact.page.ts'

export default capability({
  name: 'matching',
  level: 3,
  permissions: {
    'no-contact.say': {
      about: 'Say that two people must not meet, and take it back',
      roles: ['coordinator', 'safeguarding lead'],
    },
  },
  routes: [...noContactRoutes],
  commandLine: [matchWord, replayWord],
  // By day: nobody's phone should ring with our mail at night. Everybody is told within a day all the same.
  jobs: [
    {
      queue: 'tell-next-steps',
      cron: `${nextStepsRuns.minute} ${nextStepsRuns.fromHour}-${nextStepsRuns.toHour} * * *`,
      run: tellNextSteps,
    },
  ],
  retention: {
    task: '12 months after it ended, then without its words.',
    offer: '12 months after its task ended.',
    match: '12 months after it ended, then without its reasons.',
    visit: '12 months after its match ended.',
    receipt: '6 years, as accounts are kept.',
    details_read: '6 years.',
    no_contact: 'As long as both are known here.',
    alert: '12 months after it was dealt with.',
  },
})
