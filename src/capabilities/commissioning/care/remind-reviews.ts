/** The job: commissioners are reminded of reviews four weeks before, and again a week after one was due and not held. */
import { dateAt } from '../../../design/time-in-words.ts'
import type { PlaceId } from '../../../kernel/ids.ts'
import type { Platform } from '../../../platform/platform.ts'
import { daysBetween, daysLater } from '../calendar.ts'
import { tellMembers } from '../parties/tell-members.ts'
import { listDueReviews, markReminded } from './care-store.ts'

const before = 28
const after = -7

/** Whether to say it now: once within four weeks, once more when it is a week over. */
export const isToRemind = (dueOn: string, remindedAt: Date | null, today: string): boolean => {
  const left = daysBetween(today, dueOn)
  if (left > before) return false
  if (remindedAt === null) return true
  return left <= after && daysBetween(dateAt(remindedAt), dueOn) > after
}

export const remindOfReviews = (platform: Platform, placeId: PlaceId): Promise<void> =>
  platform.db.asHouse(placeId, async tx => {
    const today = dateAt(tx.now)
    for (const review of await listDueReviews(tx, daysLater(today, before))) {
      if (!isToRemind(review.dueOn, review.remindedAt, today)) continue
      const left = daysBetween(today, review.dueOn)
      await tellMembers(tx, review.buyerOrganisationId, 'commissioner', {
        aboutId: review.agreementId,
        sentFor: `review ${review.reviewId}, ${left < 0 ? 'over' : 'ahead'}`,
        subject: left < 0 ? 'A review of an agreement was not held' : 'A review of an agreement comes up',
        body: `${review.title}: the review ${left < 0 ? 'was due' : 'is due'} on ${review.dueOn}. Look at what was learned together, and write down what you decide.`,
        link: { words: 'Open the agreement', path: `/commissioning/agreements/${review.reference}` },
      })
      await markReminded(tx, review.reviewId)
    }
  })
