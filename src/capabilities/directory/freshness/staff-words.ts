import type { Happenings } from '../../../design/happened.ts'
import type { ReasonToCheck } from '../freshness.ts'
import type { AssuranceHow } from './assurance-store.ts'
import type { Shown } from './overview-store.ts'

/** What those who keep the directory right read: English, like all pages of staff. */

export const howWords: Readonly<Record<AssuranceHow, string>> = {
  link: 'by the organisation, from the mail we sent',
  edit: 'by whoever edited it',
  phone: 'by telephone',
  feed: 'by the feed it comes from',
}

export const reasonWords: Readonly<Record<ReasonToCheck, { short: string; says: string }>> = {
  'no address': { short: 'nobody to write to', says: 'We know no e-mail address for it.' },
  'no answer': { short: 'no answer to our mail', says: 'They have not answered three mails.' },
  'mail came back': { short: 'mail came back', says: 'The mail server says that it cannot be delivered there.' },
  'said changed': { short: 'they say it changed', says: 'They told us that something has changed.' },
  'said stopped': { short: 'they say it stopped', says: 'They told us that they have stopped it.' },
  'referral declined': { short: 'not what they do', says: 'They declined a referral because it is not what they do.' },
  'referrals unanswered': { short: 'referrals unanswered', says: 'They let two referrals in a row run out of time.' },
  'one of several': {
    short: 'perhaps not what they do',
    says: 'A referral to this organisation went nowhere; this may be the entry that is wrong, or another of theirs.',
  },
  doubted: { short: 'doubted', says: 'Somebody doubts it.' },
}

/** What has just happened, by the code in the address after a button was pressed. */
export const doneWords: Happenings = {
  right: { message: 'Written down: it is right today.', detail: 'The public reads “Checked today” beside it.' },
  undone: { message: 'Taken back.', detail: 'The entry stands as it stood before.' },
  asked: {
    message: 'We are writing to them.',
    detail: 'They get a link that needs no sign-in. Their answer shows here.',
  },
  hidden: {
    message: 'Hidden until it is checked.',
    detail: 'It is not found any more. Its page says that it is closed for a while.',
  },
  'no-answer': {
    message: 'Written down: nobody answered.',
    detail: 'For two weeks they stand below those you have not tried.',
  },
  shown: { message: 'It is in the lists again.', detail: 'What was doubtful about it still is.' },
  doubted: { message: 'Written down as doubtful.', detail: 'The public is told, and it is found later in lists.' },
  'no-doubt': { message: 'The doubts are ended.', detail: 'When it was last checked has not changed.' },
  paused: { message: 'Nobody is asked by mail until you go on.', detail: 'Links that were sent still work.' },
  'goes-on': {
    message: 'Organisations are asked by mail again.',
    detail: 'The next mails go out within the hour, by day.',
  },
}

/** What the list of the editors can show, and what stands where there is nothing. */
export const shownWords: Readonly<Record<Shown, { filter: string; says: string; none: string }>> = {
  ring: { filter: 'To ring', says: 'A person is to look at these:', none: 'Nobody needs to be rung' },
  doubtful: { filter: 'Doubtful', says: 'The public is told that these are doubtful:', none: 'Nothing is doubtful' },
  bounced: { filter: 'Mail came back', says: 'Mail about these cannot be delivered:', none: 'No mail came back' },
  silent: { filter: 'Silent', says: 'Three mails about these were not answered:', none: 'Nobody was silent' },
  asked: {
    filter: 'Asked now',
    says: 'We have written about these and wait for an answer:',
    none: 'Nobody is being asked',
  },
  stale: {
    filter: 'Unchecked for a year',
    says: 'Nobody has checked these within 12 months:',
    none: 'Everything was checked within 12 months',
  },
  hidden: { filter: 'Hidden', says: 'These are hidden until they are checked:', none: 'Nothing is hidden' },
}
