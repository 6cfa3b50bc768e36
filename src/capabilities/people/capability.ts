import { capability } from '../../platform/capability.ts'
import { sharingQueue } from '../organisations/index.ts'
import { accountPage, endOtherSessionsAnswer, endSessionAnswer } from './account/account.page.ts'
import { forgetAccountsJob } from './account/forget-job.ts'
import { joinRoutes } from './account/joining/join.page.ts'
import { peopleRoutes } from './account/joining/people.page.ts'
import { forgottenAnswer, forgottenPage, linkAnswer, linkPage } from './account/links.page.ts'
import { lockOutJob } from './account/lock-out-job.ts'
import { ourPeoplePage, requireAnswer, takeOffAnswer, unlockAnswer } from './account/our-people.page.ts'
import { ownSignInDoor } from './account/own-sign-in/own-sign-in.page.ts'
import { ownSignInSettings } from './account/own-sign-in/settings.page.ts'
import {
  addPasskeyAnswer,
  anyPasskeyApi,
  newPasskeyApi,
  passkeysPage,
  removePasskeyAnswer,
  renamePasskeyAnswer,
  signInWithPasskeyAnswer,
} from './account/passkeys.page.ts'
import { passwordAnswer, passwordPage } from './account/password.page.ts'
import { recoveryCodesAnswer, recoveryCodesPage, secondStepAnswer, secondStepPage } from './account/second-step.page.ts'
import { secondStepAtTheDoorAnswer, secondStepAtTheDoorPage } from './account/second-step-at-the-door.page.ts'
import { signInAnswer, signInPage, signOutAnswer, startPage } from './account/sign-in.page.ts'
import { actingForAnswer, actingForPage } from './acting-for.page.ts'
import { tendSharing } from './disclosing/tend-sharing-job.ts'
import { mailboxPage } from './mailbox.page.ts'
import { forgetOldConsents } from './person-store.ts'
import { personal } from './personal.ts'
import { tables } from './tables.ts'

export default capability({
  name: 'people',
  level: 0,
  permissions: {
    'account.look-after': {
      about: 'Unlock the accounts of their organisation’s people, and say whether a password is enough',
      roles: ['coordinator'],
    },
    'emergency-sharing.review': {
      about: 'See what was shared without asking, in an emergency, and say afterwards whether it was right',
      roles: ['data protection lead'],
    },
    'person.add-account': { about: 'Make an account for someone who acts for an organisation', roles: [] },
  },
  routes: [
    signInPage,
    signInAnswer,
    secondStepAtTheDoorPage,
    secondStepAtTheDoorAnswer,
    startPage,
    signOutAnswer,
    actingForPage,
    actingForAnswer,
    accountPage,
    endSessionAnswer,
    endOtherSessionsAnswer,
    passwordPage,
    passwordAnswer,
    secondStepPage,
    secondStepAnswer,
    recoveryCodesPage,
    recoveryCodesAnswer,
    passkeysPage,
    addPasskeyAnswer,
    renamePasskeyAnswer,
    removePasskeyAnswer,
    signInWithPasskeyAnswer,
    newPasskeyApi,
    anyPasskeyApi,
    forgottenPage,
    forgottenAnswer,
    linkPage,
    linkAnswer,
    ourPeoplePage,
    unlockAnswer,
    takeOffAnswer,
    requireAnswer,
    ...ownSignInDoor,
    ...ownSignInSettings,
    ...joinRoutes,
    ...peopleRoutes,
    mailboxPage,
  ],
  tables,
  jobs: [lockOutJob, forgetAccountsJob, { queue: sharingQueue, cron: '7 * * * *', run: tendSharing }],
  personal,
  retention: {
    account: {
      words:
        '12 months after its owner acts for no organisation any more; then the password, passkeys, app and recovery codes go. What was signed in ends by itself within 12 hours.',
      job: forgetAccountsJob.queue,
    },
    'sign-in link or code': {
      words: 'A day after it ended, with the address it was sent to. An invitation 90 days after.',
      job: forgetAccountsJob.queue,
    },
    person: {
      words:
        'As long as anything that is kept for longer is theirs: their last request, their volunteering, an account.',
      with: 'help request',
    },
    consent: {
      words: '6 years after it ended, as proof of what was permitted; then without who wrote it down.',
      after: { years: 6 },
      from: 'it ended',
      forget: forgetOldConsents,
    },
    disclosure: {
      words: '6 years after it ended, as proof of what allowed it.',
      kept: 'Proof of what allowed something to be told, by ids.',
    },
  },
})
