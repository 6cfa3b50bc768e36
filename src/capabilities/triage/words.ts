/** The three ways to look at the worklist. */
export const worklistFilters = {
  now: 'Needs an answer now',
  held: 'With somebody',
  all: 'All open',
} as const

export type WorklistFilter = keyof typeof worklistFilters

/** What has just happened, by the code in the address after a form was sent. The address never carries words of its own. */
export const doneSentences = {
  asked: 'They have been asked.',
  closed: 'That need is closed. They are being told why.',
  signposted: 'That need is closed. They are being told about the service and how to get in touch with it.',
  'taken-back': 'You have taken it back. It is waiting for you to ask somebody else.',
  described: 'What an organisation will see has been changed.',
} as const

export type DoneCode = keyof typeof doneSentences

/** What whoever is asked learns, in one sentence. */
export const wouldShare =
  'what is needed, how soon and roughly where. Name, contact and story only if they say yes, and only until this is done.'
