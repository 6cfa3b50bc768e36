import type { Reason } from '../../../design/view-models.ts'
import { distanceBandOf, distanceBands } from '../distance-band.ts'
import { isFromHome } from '../task.ts'
import type { Candidate, TaskToFill } from './eligible.ts'

/** Why somebody would be asked, in words. Nothing here tells more than the kilometre squares of the two. */
export const whyThem = ({ task, circumstances }: TaskToFill, candidate: Candidate): Reason[] => {
  const { volunteer, offersEver, contactsThisWeek, inHand } = candidate
  const where = isFromHome(task)
    ? 'by phone, from home'
    : distanceBands[distanceBandOf(volunteer.position, task.near)].says
  return [
    ...(circumstances.helpedThemBefore.has(volunteer.volunteerId)
      ? [{ text: 'has helped them before', tone: 'for' as const }]
      : []),
    {
      text: where
        .replace(/ from you(, or less)?$/, ' away$1')
        .replace(/^We do not know how far.*/, 'distance not known'),
    },
    offersEver === 0
      ? { text: 'no task offered yet', tone: 'for' as const }
      : { text: `offered ${offersEver === 1 ? 'one task' : `${offersEver} tasks`} so far` },
    ...(contactsThisWeek > 0
      ? [
          {
            text: `asked ${contactsThisWeek === 1 ? 'once' : `${contactsThisWeek} times`} this week`,
            tone: 'against' as const,
          },
        ]
      : []),
    ...(inHand > 0 ? [{ text: `${inHand} in hand`, tone: 'against' as const }] : []),
  ]
}
