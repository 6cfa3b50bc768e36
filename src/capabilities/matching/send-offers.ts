import { dateAt, exactTime, inWords, someTimeBetween } from '../../design/time-in-words.ts'
import { newId } from '../../kernel/ids.ts'
import { grantAccess } from '../../platform/auth/grants.ts'
import type { PlaceTx } from '../../platform/db/database.ts'
import { record } from '../../platform/facts/fact.ts'
import { listNeighbourhoods } from '../places/index.ts'
import { activities, holdAskable, listVolunteersById, minimumFor, tellVolunteer } from '../volunteers/index.ts'
import { recogniseKeptApart } from './apart/recognise.ts'
import { distanceBandOf, distanceBands } from './distance-band.ts'
import { VolunteersAsked } from './facts.ts'
import { answerBy, askableFrom } from './offer-rules.ts'
import { insertOffer } from './offer-store.ts'
import { offerSentFor } from './take-back-questions.ts'
import { isFromHome, type OfferId, type Task } from './task.ts'
import { everies } from './words.ts'

/** When, in words that stand in a mail as well as on a page. */
export const whenInWords = ({
  startsAt,
  endsAt,
  minutes,
  every,
}: Pick<Task, 'startsAt' | 'endsAt' | 'minutes' | 'every'>) => {
  const lasts = howLongInWords(minutes)
  const slack = endsAt.getTime() - startsAt.getTime() - minutes * 60_000
  const time = slack < 60_000 ? exactTime(startsAt) : someTimeBetween(startsAt, endsAt)
  return `${time}, for about ${lasts}${every ? `, and then ${everies[every].says}` : ''}`
}

/** "30 minutes", "an hour", "2 hours and 30 minutes". */
export const howLongInWords = (minutes: number): string => {
  if (minutes < 60) return `${minutes} minutes`
  const hours = Math.floor(minutes / 60)
  const rest = minutes % 60
  return `${hours === 1 ? 'an hour' : `${hours} hours`}${rest ? ` and ${rest} minutes` : ''}`
}

/** Roughly where, for whoever has not said yes: the neighbourhood and a distance between kilometre squares. */
export const whereInWords = (
  task: Pick<Task, 'meetAt' | 'near' | 'activity'>,
  from: Task['near'],
  neighbourhood: string | null,
) =>
  isFromHome(task)
    ? 'By phone, from wherever you are'
    : [task.meetAt ? 'At a staffed place' : neighbourhood, distanceBands[distanceBandOf(from, task.near)].says]
        .filter(part => part)
        .join('. ')

/** Its name; null where it is not known, or is of no neighbourhood. */
export const neighbourhoodName = async (tx: PlaceTx, neighbourhoodId: string | null): Promise<string | null> =>
  neighbourhoodId === null
    ? null
    : ((await listNeighbourhoods(tx)).find(each => each.neighbourhoodId === neighbourhoodId)?.name ?? null)

/** Somebody to be asked, and why them. */
export interface ToAsk {
  readonly volunteerId: string
  readonly reasons: readonly string[]
}

/**
 * Asks some volunteers about a task: the offer, who may see it, what they are told and the fact, together. Whoever has an offer of this task that is not over is
 * not asked again, which the table itself decides; nor is whoever stopped or paused a moment ago.
 */
export const sendOffers = (
  tx: PlaceTx,
  task: Task,
  asking: readonly ToAsk[],
  round: number,
  weighed?: { those: number; of: number },
): Promise<number> =>
  tx.house(async () => {
    const askable = await holdAskable(
      tx,
      asking.map(({ volunteerId }) => volunteerId),
      dateAt(tx.now),
    )
    const keptApart = await recogniseKeptApart(
      tx,
      asking.map(({ volunteerId }) => volunteerId),
      task.personId,
    )
    const volunteers = new Map(
      (
        await listVolunteersById(
          tx,
          asking.map(({ volunteerId }) => volunteerId),
        )
      ).map(each => [each.volunteerId as string, each]),
    )
    const neighbourhood = await neighbourhoodName(tx, task.neighbourhoodId)
    const until = answerBy(tx.now, task.urgency)
    let sent = 0
    for (const { volunteerId, reasons } of asking) {
      const volunteer = volunteers.get(volunteerId)
      if (!volunteer || !askable.has(volunteerId) || keptApart.has(volunteerId)) continue
      const offerId = newId<OfferId>()
      const isNew = await insertOffer(tx, {
        offerId,
        taskId: task.taskId,
        volunteerId,
        round,
        state: 'sent',
        reasons,
        distanceBand: distanceBandOf(volunteer.position, task.near),
        sentAt: tx.now,
        answerBy: until,
        answeredAt: null,
        noBecause: null,
      })
      if (!isNew) continue
      sent += 1
      await grantAccess(
        tx,
        [volunteerId, task.organisationId, volunteer.organisationId].map(holderId => ({
          recordId: offerId,
          holderId,
          basis: holderId === volunteerId ? 'was asked' : 'asks volunteers',
          basisId: task.taskId,
        })),
      )
      await tellVolunteer(tx, volunteer, {
        sentFor: offerSentFor({ offerId }),
        subject: `Can you help? ${activities[task.activity].label}, ${inWords(task.startsAt, askableFrom(tx.now))}`,
        sentences: [
          'Somebody near you needs help, and we thought of you.',
          task.what,
          `When: ${whenInWords(task)}.`,
          `Where: ${whereInWords(task, volunteer.position, neighbourhood)}.`,
          ...minimumFor(task.activity, task.circumstances).also,
          `Please answer yes or no by ${exactTime(until)}. The first yes gets it. If you cannot, just say no: that is fine, and you need not say why.`,
          'You will see who it is near the time, if it is you. If you do not want to be asked any more, say stop on your page.',
        ],
        next: `/offers/${offerId}`,
      })
    }
    if (sent > 0)
      await record(
        tx,
        VolunteersAsked,
        { recordId: task.taskId, journeyId: task.journeyId },
        {
          taskId: task.taskId,
          needId: task.needId,
          helpRequestId: task.helpRequestId,
          round,
          asked: sent,
          answerBy: until.toISOString(),
          ...(weighed && { weighed }),
        },
      )
    return sent
  })
