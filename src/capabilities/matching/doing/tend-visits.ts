import { Type } from 'typebox'
import type { PlaceId } from '../../../kernel/ids.ts'
import { isRefusal, refuse } from '../../../kernel/refusal.ts'
import { command, perform } from '../../../platform/command.ts'
import { houseActor } from '../../../platform/db/database.ts'
import { record } from '../../../platform/facts/fact.ts'
import type { Platform } from '../../../platform/platform.ts'
import { accessMatch } from '../access.ts'
import { aboutMatch } from '../end-task.ts'
import { VisitMissed } from '../facts.ts'
import { listUnsaidVisits, listVisits, sayVisit } from '../match-store.ts'
import { lengthOf } from '../times.ts'
import { planNext } from './report-match.ts'

/** How long after a visit was to be over it counts as one that nobody spoke of. */
const unsaidHours = 24

/** Writes down that nobody said whether a visit happened, and plans the next. */
export const noteUnsaidVisit = command({
  name: 'matching.note-unsaid-visit',
  allow: 'match.tend',
  input: Type.Object({ matchId: Type.String({ format: 'uuid' }), visitId: Type.String({ format: 'uuid' }) }),
  async run(tx, { matchId, visitId }) {
    const found = await accessMatch(tx, matchId, 'continue')
    if (isRefusal(found)) return found
    const { match, task } = found
    const visit = (await listVisits(tx, [matchId])).find(each => each.visitId === visitId)
    if (!visit || visit.startsAt.getTime() + lengthOf(task) + unsaidHours * 3_600_000 > tx.now.getTime())
      return refuse('still-time', 'There is still time to say whether it happened.')
    if (
      !(await sayVisit(tx, visitId, { state: 'did not happen', minutes: null, note: 'Nobody said that it happened.' }))
    )
      return refuse('said-already', 'What became of this visit is written down already.')
    await record(
      tx,
      VisitMissed,
      { recordId: match.matchId, journeyId: task.journeyId },
      { ...aboutMatch(task, match), visitId, said: false },
    )
    await planNext(tx, task, match, visit)
    return { recordId: matchId }
  },
})

/** Every visit that nobody spoke of for a day; each in a transaction of its own. */
export const tendVisits = async (platform: Platform, placeId: PlaceId): Promise<void> => {
  const unsaid = await platform.db.asHouse(placeId, tx =>
    listUnsaidVisits(tx, new Date(tx.now.getTime() - unsaidHours * 3_600_000)),
  )
  for (const { matchId, visitId } of unsaid)
    await perform(platform.db, houseActor(placeId), noteUnsaidVisit, { matchId, visitId })
}
