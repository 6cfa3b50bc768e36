/** What became of a referral, in sentences, for each of its sides. Nothing of who it is. */
import { byWhen } from '../../design/time-in-words.ts'
import type { Actor } from '../../platform/auth/actor.ts'
import { isTooLate } from './roughly.ts'
import { isInHand, type SeenReferral } from './see-referral.ts'
import { couldNotReasons, declineReasons, type ReferralState } from './words.ts'

interface Told {
  readonly seen: SeenReferral
  readonly actor: Actor
  readonly now: Date
}

/** To the organisation that was asked, when there is nothing (more) for this person to do. */
export const toldHelper = ({ seen, now, actor }: Told): string[] => {
  const { referral, sender } = seen
  const { state, reasonCode, answeredAt } = referral
  const by = referral.answeredByName ?? 'Somebody here'
  const ring = sender.phone ? `ring ${sender.name} on ${sender.phone}` : `write to ${sender.name} at ${sender.email}`
  if (seen.hiddenBecause)
    return [seen.hiddenBecause, `${sender.name} is told, and finds another way. Please delete what you wrote down.`]
  if (isTooLate(referral, now) || state === 'expired')
    return [
      `The time to answer ended ${byWhen(referral.answerBy, now).replace(/^by/, 'at')}. ${sender.name} is asking someone else.`,
      `If you can still help, ${ring}.`,
    ]
  if (state === 'sent' || isInHand(referral))
    return [
      state === 'sent' ? 'This waits for an answer.' : `${by} said yes.`,
      `${actor.organisationName ?? 'Your organisation'} has people who answer and see who it is: its coordinators and link workers. Your role does not include that.`,
    ]
  const hadSeen = answeredAt !== null && state !== 'declined'
  const hidden = hadSeen ? 'You no longer see who this was.' : 'You were not shown who this is.'
  const because = reasonIn(reasonCode)
  const said: Readonly<
    Record<Exclude<ReferralState, 'sent' | 'accepted' | 'in contact' | 'ongoing' | 'expired'>, string>
  > = {
    done: 'You did it. Thank you. The person is being asked how it went.',
    'could not': `You could not do it${because}. ${sender.name} is finding someone else.`,
    declined: `${by} said no${because}. ${sender.name} is asking someone else.`,
    recalled: `${sender.name} has taken this back. Nothing more is needed from you.`,
    'not needed': 'This is no longer needed. Nothing more is needed from you.',
  }
  return [said[state as keyof typeof said], hidden]
}

/** To whoever sent it or follows it. */
export const toldFollower = ({ seen, now }: Told): string[] => {
  const { referral, organisation } = seen
  const { state, answerBy, reason, reasonCode } = referral
  const { name } = organisation
  const because = reasonIn(reasonCode)
  const words = reason ? [`They wrote: “${reason}”`] : []
  const isBack = 'The need is waiting for you to ask somebody else.'
  if (isTooLate(referral, now))
    return [`${name} did not answer ${byWhen(answerBy, now)}.`, `Their time is up. ${isBack}`]
  const said: Readonly<Record<ReferralState, readonly string[]>> = {
    sent: [
      `${name} has been asked and has until ${byWhen(answerBy, now).replace(/^by /, '')}. They do not see who it is until they say yes.`,
      'If they cannot, the need comes back and the next best organisation is ready to be asked.',
    ],
    accepted: [`${name} said yes and sees who it is. They will get in touch.`],
    'in contact': [`${name} has been in touch with them.`],
    ongoing: [`${name} is helping and will go on helping.`],
    done: [`${name} has done it.`, 'The person is being asked how it went.'],
    'could not': [`${name} could not do it after all${because}.`, ...words, isBack],
    declined: [`${name} said no${because}.`, ...words, isBack],
    expired: [`${name} did not answer in time.`, isBack],
    recalled: [
      `This was taken back from ${name}.`,
      'They cannot answer it any more and see nothing of who it is.',
      isBack,
    ],
    'not needed': ['It is no longer needed.'],
  }
  return [...said[state]]
}

/** ", because …" where a reason was chosen. */
const reasonIn = (code: string | null): string => {
  const text = code && ({ ...declineReasons, ...couldNotReasons } as Readonly<Record<string, string>>)[code]
  return text && code !== 'other' ? `: “${text}”` : ''
}
