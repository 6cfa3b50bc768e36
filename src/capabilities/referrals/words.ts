import type { SharedField } from '../organisations/index.ts'

/**
 * Where a referral is, with the FHIR R4 Task status it is (HL7 Gravity SDOH Clinical Care, Task for Referral Management), so that it can cross
 * to other systems without being told again. `toHelper` is how it is said to the organisation that was asked.
 */
export const referralStates = {
  sent: { label: 'Waiting for an answer', toHelper: 'Needs your answer', fhirTask: 'requested', live: true },
  accepted: { label: 'Said yes', toHelper: 'You said yes', fhirTask: 'accepted', live: true },
  'in contact': { label: 'In contact', toHelper: 'In contact', fhirTask: 'in-progress', live: true },
  ongoing: { label: 'Helping regularly', toHelper: 'Helping regularly', fhirTask: 'in-progress', live: true },
  done: { label: 'Done', toHelper: 'Done', fhirTask: 'completed', live: false },
  'could not': { label: 'Could not do it', toHelper: 'You could not do it', fhirTask: 'failed', live: false },
  declined: { label: 'Said no', toHelper: 'You said no', fhirTask: 'rejected', live: false },
  expired: { label: 'No answer in time', toHelper: 'No answer in time', fhirTask: 'cancelled', live: false },
  recalled: { label: 'Taken back', toHelper: 'Taken back', fhirTask: 'cancelled', live: false },
  'not needed': { label: 'No longer needed', toHelper: 'No longer needed', fhirTask: 'cancelled', live: false },
} as const

export type ReferralState = keyof typeof referralStates

/** Why an organisation says no. */
export const declineReasons = {
  full: 'We are full at the moment',
  'not what we do': 'This is not what we do',
  'not our area': 'It is outside our area',
  'needs more than we can give': 'They need more help than we can give safely',
  'not enough told': 'We were not told enough to decide',
  other: 'Another reason',
} as const

export type DeclineReason = keyof typeof declineReasons

/** Why an organisation that said yes could not do it. */
export const couldNotReasons = {
  'could not reach them': 'We could not reach them',
  'nobody free': 'Nobody was free after all',
  'they refused': 'They did not want our help',
  'not safe': 'It was not safe to go on',
  other: 'Another reason',
} as const

export type CouldNotReason = keyof typeof couldNotReasons

/**
 * What has just happened, by the code in the address after a form was sent. The address never carries words of its own; they are said only
 * while the referral is in `state`, so that an old address does not tell an old story.
 */
export const doneWords = {
  yes: {
    state: 'accepted',
    message: 'Thank you. You said yes.',
    detail: 'You see below who it is. We are telling them, and whoever asked you, that you will be in touch.',
  },
  no: {
    state: 'declined',
    message: 'Thank you for answering.',
    detail: 'Whoever asked you is being told, and will ask someone else. You do not need to do anything.',
  },
  'in-touch': {
    state: 'in contact',
    message: 'Written down: you have been in touch.',
    detail: 'Whoever asked you is being told.',
  },
  helping: {
    state: 'ongoing',
    message: 'Written down: you are helping regularly.',
    detail: 'Whoever asked you is being told.',
  },
  waiting: {
    state: 'in contact',
    message: 'Written down: it waits.',
    detail: 'Whoever asked you can read what it waits for.',
  },
  done: {
    state: 'done',
    message: 'Written down: it is done. Thank you.',
    detail: 'We are asking the person how it went, and telling whoever asked you.',
  },
  'could-not': {
    state: 'could not',
    message: 'Written down: you could not do it.',
    detail: 'Whoever asked you is being told, and will find someone else. You do not need to do anything.',
  },
  'not-needed': {
    state: 'not needed',
    message: 'Written down: it is no longer needed.',
    detail: 'Whoever asked you is being told.',
  },
  'taken-back': {
    state: 'recalled',
    message: 'You have taken it back.',
    detail:
      'They cannot answer it any more and see nothing of who it is. The need is waiting for you to ask somebody else.',
  },
} as const satisfies Readonly<Record<string, { state: ReferralState; message: string; detail: string }>>

export type DoneCode = keyof typeof doneWords

/** What would move something an organisation has in hand. */
export const nextSteps = {
  accepted: 'Get in touch with them, then say so here, so that nobody rings them twice.',
  'in contact': 'Give the help. When it is done, or goes on regularly, say so here.',
  ongoing: 'Go on helping. When it ends, say so here.',
} as const

const learned = {
  name: 'their name',
  contact: 'how to reach them',
  address: 'where they live',
  story: 'what they told us',
} as const

const inOneSentence = (parts: readonly string[], and: string): string =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} ${and} ${parts.at(-1)}`

/** What an organisation learns if it says yes, what stays back, and for how long, by the details that may be told it now. */
export const learnsIfYes = (fields: readonly SharedField[]): string => {
  const of = (told: boolean) =>
    (Object.keys(learned) as (keyof typeof learned)[])
      .filter(field => fields.includes(field) === told)
      .map(field => learned[field])
  const [yes, no] = [inOneSentence(of(true), 'and'), inOneSentence(of(false), 'nor')]
  if (!yes) return 'Nothing that says who it is, as things stand now. Ring whoever asked you before you say yes.'
  return [
    `${yes[0]?.toUpperCase()}${yes.slice(1)}.`,
    ...(no ? [`Not ${no}${fields.includes('address') ? '' : ': agree with them where you meet'}.`] : []),
    'Only until this is done: then it is hidden again.',
  ].join(' ')
}

/** How someone wants to be reached: what to do, and what they asked for. */
export const reachWords = {
  phone: { does: 'Ring', asked: 'They asked to be rung.' },
  text: { does: 'Text', asked: 'They asked for a text message.' },
  email: { does: 'Write an e-mail', asked: 'They asked for an e-mail.' },
  letter: { does: 'Write a letter', asked: 'They asked for a letter.' },
} as const
