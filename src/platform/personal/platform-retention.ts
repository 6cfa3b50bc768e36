import type { Retention } from '../retention.ts'
import { forgetOldDrafts, forgetOldMailbox, forgetOldNotices, forgetOldSessions } from './forget-rows-store.ts'

/** How long the platform's own tables keep what tells of somebody; a capability's stand in its manifest. */
export const platformRetention: Readonly<Record<string, Retention>> = {
  session: {
    words: 'A device that is signed in, with its kind and network: until it ends, then the next night.',
    after: { days: 0 },
    from: 'it ended',
    forget: forgetOldSessions,
  },
  'answers to a form that was not sent': {
    words: '4 hours after the last answer, then the next night at the latest.',
    after: { days: 0 },
    from: 'they ran out',
    forget: forgetOldDrafts,
  },
  message: {
    words: 'What we told somebody: with whatever it was about, and 24 months after it left at the longest.',
    after: { months: 24 },
    from: 'it left',
    forget: forgetOldNotices,
  },
  'message in the mailbox page': {
    words: '30 days, where there is no mail server.',
    after: { days: 30 },
    from: 'it arrived',
    forget: forgetOldMailbox,
  },
  happening: {
    words: 'What happened, by ids and codes: as long as the place keeps its records.',
    kept: 'Holds ids and codes and no name, number, address or words.',
  },
}
