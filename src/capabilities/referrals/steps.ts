import type { Command } from '../../platform/command.ts'
import { chosen, typedText } from '../../platform/http/typed.ts'
import {
  acceptReferral,
  declineReferral,
  recordContact,
  reportCouldNot,
  reportDone,
  reportNotNeeded,
  reportOngoing,
  reportWaiting,
} from './answer-referral.ts'
import { couldNotReasons, declineReasons } from './words.ts'

/** What the organisation that was asked can press, signed in or by a link: the last part of an address, and what is done then. */
export const steps = {
  yes: acceptReferral,
  no: declineReferral,
  'in-touch': recordContact,
  helping: reportOngoing,
  waiting: reportWaiting,
  done: reportDone,
  'could-not': reportCouldNot,
  'not-needed': reportNotNeeded,
} as unknown as Readonly<Record<StepCode, Command<{ referralId: string }, unknown>>>

type StepCode = 'yes' | 'no' | 'in-touch' | 'helping' | 'waiting' | 'done' | 'could-not' | 'not-needed'

export const isStep = (text: string): text is StepCode => Object.hasOwn(steps, text)

const reasonCodes = Object.keys({ ...declineReasons, ...couldNotReasons })

/** What a form of one of these steps says; each command reads what is its own. */
export const stepInput = (referralId: string, body: Readonly<Record<string, unknown>>) => ({
  referralId,
  reasonCode: chosen(body.reasonCode, reasonCodes) ?? '',
  reason: typedText(body.reason),
  because: typedText(body.because),
})
