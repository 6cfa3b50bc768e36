/** `/:place/my-request/needs/:needId/volunteer`: who is coming, for the resident, and the way to ask for somebody else. */
import { type Static, Type } from 'typebox'
import { needKinds } from '../../kernel/need-kind.ts'
import { isRefusal } from '../../kernel/refusal.ts'
import { perform } from '../../platform/command.ts'
import { notFound, page, type Reply, redirect, type Visit } from '../../platform/http/route.ts'
import { accessNeed, heldRequestId, say } from '../requests/index.ts'
import { refuseVolunteer } from './asking/decide-on-task.ts'
import { isLiveMatch } from './match.ts'
import { loadTaskStory } from './putting/task-model.ts'
import { whenInWords } from './send-offers.ts'
import { listTasksOfNeeds } from './task-store.ts'
import { helpAt, needsHour } from './times.ts'

const NeedOnly = Type.Object({ needId: Type.String({ format: 'uuid' }) })
type ResidentVisit = Visit<Static<typeof NeedOnly>, Record<string, unknown>>

/** The match the resident may be told of: from its confirmation on, while it is not over. */
const findConfirmed = ({ platform, actor, params }: ResidentVisit) =>
  platform.db.as(actor, async tx => {
    const need = await accessNeed(tx, params.needId, 'read')
    if (isRefusal(need)) return null
    const task = (await listTasksOfNeeds(tx, [need.needId])).find(({ state }) => state !== 'ended')
    const story = task && (await loadTaskStory(tx, task))
    const match = story?.matches.find(({ state }) => isLiveMatch(state) && state !== 'accepted')
    return {
      need,
      match: match ?? null,
      task: task ?? null,
      name: (match && story?.names.get(match.volunteerId)) ?? 'A volunteer',
    }
  })

const askForCode = (visit: ResidentVisit): Reply => redirect(`/${visit.place.slug}/my-request?done=ended`)

const show = async (visit: ResidentVisit, error?: string): Promise<Reply> => {
  if (!heldRequestId(visit.actor)) return askForCode(visit)
  const found = await findConfirmed(visit)
  if (!found) return notFound('There is no such need in this request.')
  const { need, match, task, name } = found
  const back = `/${visit.place.slug}/my-request`
  if (!match || !task)
    return say(
      { title: 'No volunteer is coming yet', caption: needKinds[need.kind].asks, backHref: back },
      {
        sentences: ['As soon as one says yes and is confirmed, you read here who it is and when they come.'],
        actions: [{ text: 'Back to what is happening', href: back }],
      },
    )
  return say(
    {
      title: `${name} is helping you`,
      caption: needKinds[need.kind].asks,
      backHref: back,
      ...(error && { errors: [{ field: 'form', message: error }] }),
    },
    {
      sentences: [
        match.agreedAt || !needsHour(task)
          ? `When: ${whenInWords({ ...task, ...helpAt(task, task.minutes, match.agreedAt) })}.`
          : `When: ${whenInWords(task)}. ${name} says which hour, and we tell you.`,
        ...(task.meetAt ? [`You meet at ${task.meetAt}.`] : []),
        `${name} can see your name and how to reach you from a day before coming until two hours after. Each look is written down under “Who has looked at these details”.`,
        'Nobody from us ever asks for your bank card or your PIN.',
        `If you would rather have somebody else, say so. You need not say why. ${name} is told only that they are not needed, and the two of you are not brought together again.`,
      ],
      actions: [
        {
          text: 'I would rather have somebody else',
          action: `/${visit.place.slug}/my-request/needs/${need.needId}/volunteer`,
          hidden: { matchId: match.matchId },
          look: 'danger',
        },
        { text: 'Back to what is happening', href: back, look: 'other' },
      ],
    },
  )
}

const volunteerPage = page({
  method: 'GET',
  path: '/:place/my-request/needs/:needId/volunteer',
  allow: 'anyone',
  params: NeedOnly,
  handle: visit => show(visit as unknown as ResidentVisit),
})

const refuseRoute = page({
  method: 'POST',
  path: '/:place/my-request/needs/:needId/volunteer',
  allow: 'anyone',
  params: NeedOnly,
  async handle(given) {
    const visit = given as unknown as ResidentVisit
    if (!heldRequestId(visit.actor)) return askForCode(visit)
    const found = await findConfirmed(visit)
    if (!found) return notFound('There is no such need in this request.')
    // Pressed twice, it is as refused as pressed once.
    if (!found.match) return redirect(`/${visit.place.slug}/my-request?done=somebody-else`)
    const answer = await perform(visit.platform.db, visit.actor, refuseVolunteer, { matchId: found.match.matchId })
    return isRefusal(answer)
      ? show(visit, answer.message)
      : redirect(`/${visit.place.slug}/my-request?done=somebody-else`)
  },
})

export const myRequestVolunteerRoutes = [volunteerPage, refuseRoute]
