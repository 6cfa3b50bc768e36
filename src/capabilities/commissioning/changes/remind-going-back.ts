/** The job: commissioners are reminded a week before a change for a time is over, and again on the day after, that its way back has to be written down. */
import { dateAt, exactDate } from '../../../design/time-in-words.ts'
import type { PlaceId } from '../../../kernel/ids.ts'
import type { Platform } from '../../../platform/platform.ts'
import { daysLater } from '../calendar.ts'
import { tellMembers } from '../parties/tell-members.ts'
import { listEndingVariations, markRemindedOfEnd } from './variation-store.ts'

const daysBefore = 7

export const remindOfGoingBack = (platform: Platform, placeId: PlaceId): Promise<void> =>
  platform.db.asHouse(placeId, async tx => {
    const today = dateAt(tx.now)
    for (const each of await listEndingVariations(tx, daysLater(today, daysBefore), today)) {
      const isOver = each.untilOn < today
      await tellMembers(tx, each.buyerOrganisationId, 'commissioner', {
        aboutId: each.agreementId,
        sentFor: `change ${each.variationId}, ${isOver ? 'over' : 'ahead'}`,
        subject: isOver ? 'A change of an agreement is over' : 'A change of an agreement is over soon',
        body: `${each.title}: change ${each.number} ${isOver ? 'was' : 'is'} until ${exactDate(each.untilOn)}. The way back that was agreed: ${each.exitSays} Nothing changes by itself: write it down.`,
        link: { words: 'Write down its way back', path: `/commissioning/agreements/${each.reference}/do/go-back` },
      })
      await markRemindedOfEnd(tx, each.variationId)
    }
  })
