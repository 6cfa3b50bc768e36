import { Type } from 'typebox'
import { isRefusal } from '../../../kernel/refusal.ts'
import { command } from '../../../platform/command.ts'
import { listVolunteersAmong } from '../../volunteers/index.ts'
import { accessMatch } from '../access.ts'
import { tellNotNeeded } from '../end-task.ts'
import { fallThrough } from '../fall-through.ts'
import { isLiveMatch } from '../match.ts'
import { listMatchesOfVolunteer } from '../match-store.ts'

/**
 * Ends what one of two people has in hand for the other, now that they must not meet; somebody else is asked. What is only offered needs no end: a yes to it is
 * refused. The volunteer is told that they are not needed, and not why.
 */
export const keepApart = command({
  name: 'matching.keep-apart',
  allow: 'match.tend',
  input: Type.Object({ personA: Type.String({ format: 'uuid' }), personB: Type.String({ format: 'uuid' }) }),
  run: (tx, { personA, personB }) =>
    tx.house(async () => {
      for (const volunteer of await listVolunteersAmong(tx, [personA, personB])) {
        const other = volunteer.personId === personA ? personB : personA
        for (const seen of await listMatchesOfVolunteer(tx, volunteer.volunteerId)) {
          if (!isLiveMatch(seen.state)) continue
          const found = await accessMatch(tx, seen.matchId, 'release')
          if (isRefusal(found) || found.task.personId !== other) continue
          await fallThrough(tx, found.task, found.match, 'released')
          await tellNotNeeded(tx, volunteer, found.task, seen.matchId)
        }
      }
      return { recordId: null }
    }),
})
