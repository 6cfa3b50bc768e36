import type { Task } from '@medplum/fhirtypes'
import { Type } from 'typebox'
import { isRefusal, type Refusal, refuse } from '../../../kernel/refusal.ts'
import { command } from '../../../platform/command.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import {
  acceptReferral,
  couldNotReasons,
  declineReasons,
  declineReferral,
  lockReferral,
  type Referral,
  recordContact,
  reportCouldNot,
  reportDone,
  reportOngoing,
  reportWaiting,
  seeReferral,
} from '../../referrals/index.ts'
import { CallInput, type Done, once } from '../once.ts'
import { standingOf, statusOf } from '../saying/state-map.ts'
import { taskOf } from '../saying/task.ts'
import { changedMeanwhile, etagOf, matches } from '../saying/version.ts'
import { ours } from '../words.ts'

/** What a Task asks to be done with the referral it is, so that the two stand alike. Pure. */
export type Asked =
  | { readonly does: 'nothing' | 'accept' | 'contact' | 'continue' | 'finish' }
  | { readonly does: 'decline' | 'give up'; readonly reasonCode: string; readonly reason: string }
  | { readonly does: 'wait'; readonly because: string }

const reasonIn = (task: Task, system: string, known: Readonly<Record<string, string>>) => {
  const { coding = [], text = '' } = task.statusReason ?? {}
  const code = coding.find(each => each.system === system)?.code ?? ''
  const isKnown = Object.hasOwn(known, code)
  const reasonCode = isKnown ? code : 'other'
  const said = text.trim() || (coding.find(({ display }) => display?.trim())?.display?.trim() ?? '')
  return {
    reasonCode,
    reason: (isKnown && said === known[code] ? '' : said).slice(0, 500),
    isSaid: isKnown || said !== '',
  }
}

const noReason = (status: string): Refusal =>
  refuse(
    'no-reason',
    `Say why in statusReason.text: a Task that is ${status} has one, and whoever asked reads it.`,
    'Task.statusReason.text',
  )

/** Reads what the organisation that was asked wants done, from where its Task is to stand. */
export const askedBy = (referral: Pick<Referral, 'state' | 'waitingBecause'>, task: Task): Asked | Refusal => {
  // Whoever reads a Task, changes its status and sends it back sends what we said of it before along: that says nothing of their answer.
  const isEcho =
    task.status !== statusOf(referral) &&
    task.businessStatus?.coding?.some(({ system, code }) => system === ours.state && code === referral.state)
  const standing = standingOf(isEcho ? { status: task.status } : task)
  if (!standing)
    return refuse(
      'wrong-status',
      `A referral is never “${String(task.status)}” here. Use accepted, rejected, in-progress, on-hold, failed or completed.`,
      'Task.status',
    )
  const before = statusOf(referral)
  if (standing.waiting) {
    const because = task.statusReason?.text?.trim() ?? ''
    if (!because) return noReason('on-hold')
    return because === referral.waitingBecause ? { does: 'nothing' } : { does: 'wait', because: because.slice(0, 500) }
  }
  if (standing.state === referral.state && before === task.status) return { does: 'nothing' }
  switch (standing.state) {
    case 'accepted':
      return { does: 'accept' }
    case 'in contact':
      return { does: 'contact' }
    case 'ongoing':
      return { does: 'continue' }
    case 'done':
      return { does: 'finish' }
    case 'declined': {
      const { isSaid, ...why } = reasonIn(task, ours.declined, declineReasons)
      return isSaid ? { does: 'decline', ...why } : noReason('rejected')
    }
    case 'could not': {
      const { isSaid, ...why } = reasonIn(task, ours.couldNot, couldNotReasons)
      return isSaid ? { does: 'give up', ...why } : noReason('failed')
    }
    case 'sent':
      return refuse(
        'cannot-do-now',
        'It was answered already and cannot be unanswered. Reject it or let it fail.',
        'Task.status',
      )
    default:
      return refuse(
        'not-yours-to-take-back',
        'Only whoever asked can cancel it. Reject it before you accept, or let it fail afterwards, with a reason.',
        'Task.status',
      )
  }
}

const doneBy = (tx: PlaceTx, referral: Referral, asked: Asked): Promise<unknown> => {
  const { referralId } = referral
  switch (asked.does) {
    case 'nothing':
      return Promise.resolve(null)
    case 'accept':
      return acceptReferral.run(tx, { referralId })
    case 'contact':
      return recordContact.run(tx, { referralId })
    case 'continue':
      return reportOngoing.run(tx, { referralId })
    case 'finish':
      return reportDone.run(tx, { referralId })
    case 'wait':
      return reportWaiting.run(tx, { referralId, because: asked.because })
    case 'decline':
      return declineReferral.run(tx, { referralId, reasonCode: asked.reasonCode, reason: asked.reason })
    case 'give up':
      return reportCouldNot.run(tx, { referralId, reasonCode: asked.reasonCode, reason: asked.reason })
  }
}

/** What a Task says of the referral that nobody may change by answering it. */
const fixed = ['id', 'intent', 'description'] as const

const changesMore = (mine: Task, theirs: Task): string | null =>
  fixed.find(name => theirs[name] !== undefined && theirs[name] !== mine[name]) ??
  (['focus', 'requester', 'owner'] as const).find(
    name => theirs[name]?.reference !== undefined && theirs[name]?.reference !== mine[name]?.reference,
  ) ??
  null

/**
 * Has a referral stand where its Task is put (PUT Task/:id), by the same commands as a person's press. The version in If-Match is compared while the referral is
 * held, so that of two answers at once the second learns that it is second.
 */
export const answerTask = command({
  name: 'exchange.answer-task',
  allow: 'referral.answer',
  input: Type.Object({ call: CallInput, referralId: Type.String(), ifMatch: Type.String(), task: Type.Unknown() }),
  run: (tx, { call, referralId, ifMatch, task: given }) =>
    once(tx, call, async (): Promise<Done | Refusal> => {
      const task = given as Task
      const referral = await lockReferral(tx, referralId)
      if (!referral) return refuse('no-such-task', 'There is no such Task, or it is not yours to see.')
      const seen = await seeReferral(tx, referralId)
      if (isRefusal(seen)) return seen
      const mine = taskOf(seen)
      if (!matches(ifMatch, etagOf(mine))) return changedMeanwhile
      const more = changesMore(mine, task)
      if (more)
        return refuse(
          'not-yours-to-change',
          `Only status, statusReason, businessStatus and output are yours to change; leave ${more} as you read it.`,
          `Task.${more}`,
        )
      const asked = askedBy(referral, task)
      if (isRefusal(asked)) return asked
      const done = await doneBy(tx, referral, asked)
      if (isRefusal(done)) return done
      return { recordId: referralId, status: 200, about: `Task/${referralId}` }
    }),
})
