import { byWhen } from '../../design/time-in-words.ts'
import { offersAWeek } from './words.ts'

/** Within which hours everybody who signs up has a real next step. */
export const nextStepHours = 24

export const nextStepBy = (signedUpAt: Date): Date => new Date(signedUpAt.getTime() + nextStepHours * 3_600_000)

/** What somebody is told the moment they sign up: what happens next, in what order, by whom and by when. */
export const whatHappensNext = (to: {
  organisationName: string
  signedUpAt: Date
  now: Date
  hasEmail: boolean
  /** What they hear by when they left no e-mail address. */
  mostOffersAWeek: number
}): string[] => [
  `${to.organisationName} looks after volunteers here. Somebody there knows your name from now on.`,
  `${byWhen(nextStepBy(to.signedUpAt), to.now).replace(/^by/, 'By')} you hear from us${to.hasEmail ? ' by e-mail' : ' by phone'}, with one real thing to do next: somebody you can help, a regular role, a short training or a group near you. If nobody near you needs help now, we say so, and on which day we ask again.`,
  'When somebody near you needs help, we ask you. You see what it is, roughly where and when, and say yes or no. No is always fine.',
  'Before you meet anybody, somebody sees who you are. Only where the law allows it, a check comes with it; it costs you nothing.',
  `We ask you at most ${Math.max(to.mostOffersAWeek, offersAWeek.usual)} times a week, never at night, and not at all once you say stop.`,
]
