import { capability } from '../../platform/capability.ts'
import { addVolunteerRoutes } from './add-volunteer.page.ts'
import { changeRoutes } from './change.page.ts'
import { tendChecks } from './checks/check-expiry-job.ts'
import { referenceRoutes } from './checks/reference.page.ts'
import { volunteerRoutes } from './checks/volunteer.page.ts'
import { writeDownRoutes } from './checks/write-down.page.ts'
import { volunteersExplain } from './explains-look.ts'
import { forThemRoutes } from './for-them.page.ts'
import { hoursRoutes } from './hours/hours.page.ts'
import { interestForThemRoutes } from './interest-for-them.page.ts'
import { keepPromises } from './keep-promises-job.ts'
import { personal } from './personal.ts'
import { whyVolunteerRoutes } from './reason-to-look.ts'
import { roleRoutes } from './roles/roles.page.ts'
import { signUpRoutes } from './sign-up.page.ts'
import { tables } from './tables.ts'
import { volunteerCode } from './volunteer-code.ts'
import { volunteerSignInRoutes } from './volunteer-sign-in.page.ts'
import { listLeftBefore } from './volunteer-store.ts'
import { whoHasLookedPage } from './who-has-looked.page.ts'
import { whoseNumberRoutes } from './whose-number.page.ts'
import { undoDays } from './words.ts'

export default capability({
  name: 'volunteers',
  level: 1,
  permissions: {
    'volunteer.see': { about: 'See the volunteers your organisation looks after', roles: ['coordinator'] },
    'volunteer.check': {
      about: 'Write down what was checked of a volunteer, and ask those who know them',
      roles: ['coordinator'],
    },
    'volunteer.follow': { about: 'See and change your own volunteering', roles: ['volunteer'] },
    'volunteer.look-after': {
      about: 'Look after volunteers: sign them up, see them, write down hours',
      roles: ['coordinator'],
    },
    'volunteer.progress': { about: 'What only a journey or a job does', roles: [] },
  },
  routes: [
    ...signUpRoutes,
    ...volunteerSignInRoutes,
    ...volunteerCode.routes,
    ...changeRoutes,
    ...addVolunteerRoutes,
    ...roleRoutes,
    ...hoursRoutes,
    ...volunteerRoutes,
    ...whyVolunteerRoutes,
    whoHasLookedPage,
    ...whoseNumberRoutes,
    ...interestForThemRoutes,
    ...forThemRoutes,
    ...writeDownRoutes,
    ...referenceRoutes,
  ],
  jobs: [
    volunteerCode.job,
    { queue: 'tend-volunteer-checks', cron: '15 6 * * *', run: tendChecks },
    // Early, so that whoever's pause ends today may be asked today.
    { queue: 'keep-volunteers-promises', cron: '35 4 * * *', run: keepPromises },
  ],
  navigation: [
    {
      text: language => (language === 'ar' ? 'تطوّع معنا' : 'Offer to help'),
      path: '/volunteer',
      allow: 'anyone',
      unless: 'volunteer.follow',
      order: 55,
    },
    { text: 'Volunteers', path: '/volunteers', allow: 'volunteer.see', order: 25 },
    { text: 'Your details', path: '/volunteer/my-details', allow: 'volunteer.follow', order: 41 },
  ],
  finish: { allow: 'volunteer.follow', path: '/volunteer/finish' },
  tables,
  personal,
  explainsLook: volunteersExplain,
  retention: {
    volunteer: {
      words:
        'Until 14 days after they stop, or 24 months after they last did or answered anything; then what they told us and who they are goes, and a daily job sees to it.',
      after: { days: undoDays },
      from: 'they stopped',
      record: 'volunteer',
      due: async (tx, before, most) => (await listLeftBefore(tx, before, most)).map(({ volunteerId }) => volunteerId),
    },
    held_check: { words: 'As long as the volunteer; never the certificate.', with: 'volunteer' },
    training_done: { words: 'As long as the volunteer.', with: 'volunteer' },
    reference_asked: {
      words: 'As long as the volunteer; how to reach the referee until they answered.',
      with: 'volunteer',
    },
    next_step: { words: '12 months, the newest as long as the volunteer.', job: 'keep-volunteers-promises' },
    hours_given: { words: 'As long as the volunteer, then counted without a name or a note.', with: 'volunteer' },
    thanks: { words: 'As long as the volunteer.', with: 'volunteer' },
    role: { words: '24 months after it closed.', job: 'keep-volunteers-promises' },
    placement: { words: 'As long as the volunteer, at most until its role is deleted.', with: 'volunteer' },
  },
})
