import { capability } from '../../platform/capability.ts'
import { myDetailsRoutes } from '../volunteers/index.ts'
import { noContactRoutes } from './apart/no-contact.page.ts'
import { keepRecognisable } from './apart/recognise.ts'
import { offerRoutes } from './asking/offer.page.ts'
import { askVolunteers } from './asking/offer-round.ts'
import { matchWord, replayWord } from './command-line.ts'
import { myMatchRoutes } from './doing/my-match.page.ts'
import { myVolunteeringRoutes } from './doing/my-volunteering.page.ts'
import { releaseAhead } from './doing/release-volunteer.ts'
import { tendVisits } from './doing/tend-visits.ts'
import { loadWhatIsNext } from './doing/what-is-next.ts'
import { forgetOldAlerts, forgetOldReads, forgetOldReceipts } from './forget-store.ts'
import { howWeChooseRoutes } from './how-we-choose/how-we-choose.page.ts'
import { alertsRoutes } from './looking-after/alerts.page.ts'
import { matchingExplains } from './looking-after/explains-look.ts'
import { howItGoesPage } from './looking-after/how-it-goes.page.ts'
import { tellNextSteps } from './looking-after/next-steps-job.ts'
import { nextStepsRuns } from './looking-after/next-steps-runs.ts'
import { notAskedRoutes } from './looking-after/not-asked.page.ts'
import { volunteerOffersRoutes } from './looking-after/volunteer-offers.page.ts'
import { volunteersRoutes } from './looking-after/volunteers.page.ts'
import { myRequestVolunteerRoutes } from './my-request-volunteer.page.ts'
import { personal } from './personal.ts'
import { needVolunteersRoutes } from './putting/need-volunteers.page.ts'
import { tables } from './tables.ts'

export default capability({
  name: 'matching',
  level: 3,
  permissions: {
    'volunteer.ask': {
      about: 'Put needs to volunteers, choose whom to ask, confirm and take back',
      roles: ['coordinator', 'link worker', 'call handler'],
    },
    'no-contact.say': {
      about: 'Say that two people must not meet, and take it back',
      roles: ['coordinator', 'safeguarding lead'],
    },
    'weights.change': {
      about: 'Choose how the place weighs whom to ask, in the organisation that decides about what is asked',
      roles: ['coordinator'],
    },
    'match.tend': { about: 'What only a journey or the clock does', roles: [] },
  },
  routes: [
    ...needVolunteersRoutes,
    ...offerRoutes,
    ...myVolunteeringRoutes,
    ...myDetailsRoutes(loadWhatIsNext),
    ...myMatchRoutes,
    ...myRequestVolunteerRoutes,
    ...noContactRoutes,
    ...alertsRoutes,
    ...volunteersRoutes,
    howItGoesPage,
    ...notAskedRoutes,
    ...howWeChooseRoutes,
    ...volunteerOffersRoutes,
  ],
  navigation: [{ text: 'Your tasks', path: '/my-volunteering', allow: 'volunteer.follow', order: 40 }],
  commandLine: [matchWord, replayWord],
  jobs: [
    { queue: 'offers', cron: '* * * * *', run: askVolunteers },
    // Before anybody is forgotten that day (keep-promises).
    { queue: 'keep-recognisable', cron: '10 1 * * *', run: keepRecognisable },
    { queue: 'tend-visits', cron: '20 * * * *', run: tendVisits },
    // After the checks of the day were looked at, before anybody may be asked.
    { queue: 'release-ahead', cron: '45 6 * * *', run: releaseAhead },
    // By day: nobody's phone should ring with our mail at night. Everybody is told within a day all the same.
    {
      queue: 'tell-next-steps',
      cron: `${nextStepsRuns.minute} ${nextStepsRuns.fromHour}-${nextStepsRuns.toHour} * * *`,
      run: tellNextSteps,
    },
  ],
  tables,
  personal,
  explainsLook: matchingExplains,
  retention: {
    task: { words: 'As long as its request, then without its words.', with: 'help request' },
    offer: { words: 'As long as its request.', with: 'help request' },
    match: { words: 'As long as its request, then without its reasons.', with: 'help request' },
    visit: { words: 'As long as its request.', with: 'help request' },
    receipt: {
      words: '6 years, as accounts are kept.',
      after: { years: 6 },
      from: 'it was written down',
      forget: forgetOldReceipts,
    },
    details_read: {
      words: '6 years.',
      after: { years: 6 },
      from: 'they were read',
      forget: forgetOldReads,
    },
    no_contact: {
      words: 'As long as both are known here; of somebody who was forgotten only keyed hashes.',
      kept: 'It protects people from one another, also when somebody who was forgotten comes again; by ids and by hashes that nobody can read.',
    },
    weights: {
      words: 'As long as the place.',
      kept: 'It says by what each volunteer was chosen; of nobody but whoever changed it.',
    },
    alert: {
      words: '12 months after it was dealt with.',
      after: { months: 12 },
      from: 'it was dealt with',
      forget: forgetOldAlerts,
    },
  },
})
