import { sharedFieldCodes, yourFieldsInWords } from '../organisations/index.ts'

/** Where a need is in its own life (design §2). A declined, expired or failed referral brings it back to `waiting`, never to `closed`. */
export const needStates = {
  waiting: { label: 'Waiting for someone to decide', toResident: 'We are finding out who near you can help.' },
  asked: { label: 'Asked, no answer yet', toResident: 'We have asked a local organisation.' },
  accepted: { label: 'Someone said yes', toResident: 'A local organisation has said yes and will be in touch.' },
  'in contact': { label: 'In contact', toResident: 'The people helping you have been in touch.' },
  ongoing: { label: 'Being helped regularly', toResident: 'You are getting regular help.' },
  done: { label: 'Done, outcome not known yet', toResident: 'The help has been given. Tell us how it went.' },
  closed: { label: 'Closed', toResident: 'This is finished.' },
} as const

export type NeedState = keyof typeof needStates

/** How soon; `answerWithinMinutes` is how long an organisation asked for help has to answer. */
export const urgencies = {
  today: { label: 'Today', answerWithinMinutes: 60 },
  'two days': { label: 'In the next two days', answerWithinMinutes: 4 * 60 },
  'this week': { label: 'This week', answerWithinMinutes: 24 * 60 },
  'no hurry': { label: 'No hurry', answerWithinMinutes: 3 * 24 * 60 },
} as const

export type Urgency = keyof typeof urgencies

/** Why we stopped working on a need. Not what changed for the resident: that is an outcome. */
export const closingReasons = {
  helped: { label: 'Helped', toResident: 'You were helped.' },
  signposted: { label: 'Told about a service', toResident: 'We told you about a service that can help.' },
  'no longer needed': { label: 'No longer needed', toResident: 'You told us this is no longer needed.' },
  'could not reach them': {
    label: 'Could not reach them',
    toResident: 'We could not reach you. Ring us and we will start again.',
  },
  'nobody could help': {
    label: 'Nobody near could help',
    toResident: 'We are sorry: nobody near you could help with this. Ring us to talk about what else there is.',
  },
  'asked twice': {
    label: 'Asked twice',
    toResident: 'You had asked for this before, and we are dealing with that request.',
  },
  'passed to statutory service': {
    label: 'Passed to a statutory service',
    toResident: 'We passed this to the service responsible for it.',
  },
} as const

export type ClosingReason = keyof typeof closingReasons

/** Why a need came back to triage. */
export const returnReasons = {
  declined: 'the organisation asked could not take it',
  expired: 'the organisation asked did not answer in time',
  'could not': 'the organisation that said yes could not do it after all',
  recalled: 'we took the question back',
  'no volunteer': 'no volunteer near could take it',
  'volunteer could not': 'the volunteer who said yes could not do it after all',
  'volunteer released': 'the volunteer who said yes was released from it',
  'volunteer refused': 'the resident asked for somebody else',
  'volunteers taken back': 'we took the question to volunteers back',
  'sharing stopped': 'what allowed their details to be shared has ended',
} as const

export type ReturnReason = keyof typeof returnReasons

/** Who a need was put to. It is never with an organisation and with volunteers at once. */
export const askedOf = ['organisation', 'volunteers'] as const

export type AskedOf = (typeof askedOf)[number]

export const takenHows = { web: 'On the web', phone: 'By phone', 'in person': 'In person' } as const
export type TakenHow = keyof typeof takenHows

/** The details that the words below name, and that a yes to them lets be passed on: no more. */
export const consentFields = sharedFieldCodes

/** What is read out, or ticked, before details may go to an organisation or a volunteer who says yes. */
export const consentWording = `May we pass ${yourFieldsInWords(consentFields)} to a local organisation, or a volunteer near you, who says they can help with what you asked for? They will only see them after they say yes, and only until this is done. You can change your mind at any time.`
