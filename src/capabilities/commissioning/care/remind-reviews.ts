/** The job: commissioners are reminded of reviews four weeks before, and again a week after one was due and not held. */
import { dateAt } from '../../../design/time-in-words.ts'
import type { PlaceId } from '../../../kernel/ids.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { writeNotices } from '../../../platform/notify/notice.ts'
import type { Platform } from '../../../platform/platform.ts'
import { listMembersWithRole } from '../../organisations/index.ts'
import { listPeople } from '../../people/index.ts'
import { daysBetween, daysLater } from '../calendar.ts'
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
      await tellCommissioners(tx, review.buyerOrganisationId, {
        aboutId: review.agreementId,
        sentFor: `review ${review.reviewId}, ${left < 0 ? 'over' : 'ahead'}`,
        subject: left < 0 ? 'A review of an agreement was not held' : 'A review of an agreement comes up',
        body: `${review.title}: the review ${left < 0 ? 'was due' : 'is due'} on ${review.dueOn}. Look at what was learned together, and write down what you decide.`,
        link: { words: 'Open the agreement', path: `/commissioning/agreements/${review.reference}` },
      })
      await markReminded(tx, review.reviewId)
    }
  })

/** Tells the commissioners of an organisation, by mail, or by phone where they have none. */
const tellCommissioners = async (
  tx: PlaceTx,
  organisationId: string | null,
  told: { aboutId: string; sentFor: string; subject: string; body: string; link: { words: string; path: string } },
): Promise<void> => {
  const members = (await listMembersWithRole(tx, 'commissioner')).filter(
    member => member.organisationId === organisationId,
  )
  const people = await listPeople(
    tx,
    members.map(({ personId }) => personId),
  )
  await writeNotices(
    tx,
    people.map(person => ({
      ...told,
      atNight: 'waits' as const,
      toName: person.name,
      ...(person.email
        ? { channel: 'email' as const, holderIds: [], toAddress: person.email }
        : {
            channel: 'phone' as const,
            holderIds: organisationId ? [organisationId] : [],
            toAddress: person.phone ?? 'no contact details',
          }),
    })),
  )
}
