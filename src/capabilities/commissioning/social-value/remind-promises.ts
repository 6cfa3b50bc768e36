/** The job: whoever promised is reminded four weeks before a promise is due; whoever bought is told a week after, where nobody said how it stands. */
import { dateAt, exactDate } from '../../../design/time-in-words.ts'
import type { PlaceId } from '../../../kernel/ids.ts'
import type { Platform } from '../../../platform/platform.ts'
import { daysBetween, daysLater } from '../calendar.ts'
import { tellMembers } from '../parties/tell-members.ts'
import { type DuePromise, listDuePromises, markTold } from './promise-store.ts'

const before = 28
const after = 7

/** What is to be told of a promise today: each once for every day it was due by. */
export const toTell = (
  { dueOn, remindedOf, toldOver }: Pick<DuePromise, 'dueOn' | 'remindedOf' | 'toldOver'>,
  today: string,
): 'ahead' | 'over' | null => {
  const left = daysBetween(today, dueOn)
  if (left >= 0) return left <= before && remindedOf !== dueOn ? 'ahead' : null
  return left <= -after && toldOver !== dueOn ? 'over' : null
}

export const remindOfPromises = (platform: Platform, placeId: PlaceId): Promise<void> =>
  platform.db.asHouse(placeId, async tx => {
    const today = dateAt(tx.now)
    for (const promise of await listDuePromises(tx, daysLater(today, before))) {
      const what = toTell(promise, today)
      if (!what) continue
      const { promiseId, competitionId, dueOn, title } = promise
      const told = {
        aboutId: promiseId,
        sentFor: `${what} of ${dueOn}`,
        link: { words: 'Open the promises', path: `/commissioning/competitions/${competitionId}/promises` },
      }
      if (what === 'ahead') {
        await tellMembers(tx, promise.organisationId, 'coordinator', {
          ...told,
          subject: 'A promise of yours is due soon',
          body: `${title}: ${promise.what}. It is due on ${exactDate(dueOn)}. Write down what happened, in a number or a story; if it cannot be kept, say so now.`,
        })
        await markTold(tx, promiseId, { remindedOf: dueOn })
      } else {
        await tellMembers(tx, promise.buyerOrganisationId, 'commissioner', {
          ...told,
          subject: 'A promise was due, and nobody has said how it stands',
          body: `${title}: ${promise.what}. It was due on ${exactDate(dueOn)}. Read what was reported, ask if nothing was, and say how it stands.`,
        })
        await markTold(tx, promiseId, { toldOver: dueOn })
      }
    }
  })
