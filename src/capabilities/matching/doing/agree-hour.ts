import { type Static, Type } from 'typebox'
import { exactTime, someTimeBetween } from '../../../design/time-in-words.ts'
import { isRefusal, type Refusal, refuse } from '../../../kernel/refusal.ts'
import { command } from '../../../platform/command.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { record } from '../../../platform/facts/fact.ts'
import { unlessTooLate } from '../../../platform/notify/quiet-hours.ts'
import { listVolunteersById, tellVolunteer } from '../../volunteers/index.ts'
import { accessMatchOfTask, accessOwnMatch } from '../access.ts'
import { aboutMatch, hideDetails } from '../end-task.ts'
import { HourAgreed } from '../facts.ts'
import { detailsWindow, isLiveMatch } from '../match.ts'
import { listVisits, saveMatch } from '../match-store.ts'
import type { Match, Task } from '../task.ts'
import { helpAt, needsHour, type When, whenOfVisit } from '../times.ts'
import { plannedVisit } from './what-is-next.ts'

/** How often a volunteer says when they come before somebody asks why it changes: each time opens who it is around another hour. Our own figure. */
export const mostTimesAgreed = 3

/** Why help cannot be given at a moment; null when it can. */
export const cannotComeThen = (comesAt: Date, within: When, minutes: number, now: Date): Refusal | null => {
  const endsAt = comesAt.getTime() + minutes * 60_000
  if (Number.isNaN(endsAt)) return refuse('no-hour', 'Enter the day and the time, like 14:00 or 2 pm', 'comesAt')
  if (comesAt < within.startsAt || endsAt > within.endsAt.getTime())
    return refuse(
      'not-then',
      `It was asked for ${lowerFirst(someTimeBetween(within.startsAt, within.endsAt))}, and takes ${minutes} minutes. Choose a time in that.`,
      'comesAt',
    )
  return comesAt <= now ? refuse('in-the-past', 'That time has passed already. Choose a time ahead.', 'comesAt') : null
}

const lowerFirst = (text: string): string => (text.startsWith('Between') ? `b${text.slice(1)}` : text)

const Input = Type.Object({
  matchId: Type.String({ format: 'uuid', mend: 'Choose what was said yes to' }),
  comesAt: Type.String({ mend: 'Enter the day and the time, like 14:00 or 2 pm' }),
})

/** Writes down the hour, and opens who and where around it and at no other time. */
const agree = (
  tx: PlaceTx,
  { match, task }: { match: Match; task: Task },
  { comesAt }: Static<typeof Input>,
  timesAgreed: number,
): Promise<{ recordId: string; at: Date } | Refusal> =>
  tx.house(async () => {
    if (!isLiveMatch(match.state)) return refuse('match-has-moved-on', 'This is over, so no time is needed any more.')
    if (!needsHour(task)) return refuse('time-is-known', 'When this is for is known already. Nothing more is needed.')
    const at = new Date(comesAt)
    const within = whenOfVisit(task, plannedVisit(await listVisits(tx, [match.matchId]), match.matchId)?.startsAt)
    const cannot = cannotComeThen(at, within, task.minutes, tx.now)
    if (cannot) return cannot
    await saveMatch(tx, match.matchId, {
      agreedAt: at,
      timesAgreed,
      ...(match.confirmedAt && detailsWindow(match.confirmedAt, helpAt(within, task.minutes, at))),
    })
    await hideDetails(tx, task, match)
    await record(
      tx,
      HourAgreed,
      { recordId: match.matchId, journeyId: task.journeyId },
      { ...aboutMatch(task, match), at: at.toISOString(), isConfirmed: match.confirmedAt !== null },
    )
    return { recordId: match.matchId, at }
  })

/** A volunteer says when they come. */
export const agreeHour = command({
  name: 'matching.agree-hour',
  allow: 'volunteer.follow',
  input: Input,
  async run(tx, input): Promise<{ recordId: string } | Refusal> {
    const found = await accessOwnMatch(tx, input.matchId, 'read')
    if (isRefusal(found)) return found
    const { timesAgreed } = found.match
    return timesAgreed >= mostTimesAgreed
      ? refuse(
          'changed-often',
          `You have said ${mostTimesAgreed} times when you come. Ring us, and we find a time together.`,
        )
      : agree(tx, found, input, timesAgreed + 1)
  },
})

/** A coordinator writes down when the volunteer comes, as the two of them agreed it; the volunteer is told. */
export const agreeHourForThem = command({
  name: 'matching.agree-hour-for-them',
  allow: 'volunteer.ask',
  input: Input,
  async run(tx, input): Promise<{ recordId: string } | Refusal> {
    const found = await accessMatchOfTask(tx, input.matchId, 'read')
    if (isRefusal(found)) return found
    const agreed = await agree(tx, found, input, 0)
    if (isRefusal(agreed)) return agreed
    const [volunteer] = await tx.house(() => listVolunteersById(tx, [found.match.volunteerId]))
    if (volunteer)
      await tellVolunteer(tx, volunteer, {
        sentFor: `hour ${input.matchId} ${tx.now.toISOString()}`,
        atNight: unlessTooLate(agreed.at, tx.now),
        subject: 'When you come is written down',
        sentences: [
          found.task.what,
          `You come on ${exactTime(agreed.at)}. If that is not what was agreed, say so on its page or ring us.`,
          'You can see who it is and how to reach them from a day before, once it is confirmed, until two hours after.',
        ],
        next: `/my-volunteering/${input.matchId}`,
      })
    return { recordId: input.matchId }
  },
})
