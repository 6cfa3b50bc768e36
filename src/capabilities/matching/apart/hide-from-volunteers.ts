import { Type } from 'typebox'
import { command } from '../../../platform/command.ts'
import { record } from '../../../platform/facts/fact.ts'
import { aboutTask, endTask, hideDetails } from '../end-task.ts'
import { VolunteersTakenBack } from '../facts.ts'
import { listMatchesOfTasks } from '../match-store.ts'
import { isFromHome } from '../task.ts'
import { findTask, listTasksOfRequest } from '../task-store.ts'

/**
 * No volunteer may be told any more where a resident lives: whoever read it sees it no longer, and what would be done at their home is taken back, so that it is
 * put again with a place to meet.
 */
export const hideFromVolunteers = command({
  name: 'matching.hide-from-volunteers',
  allow: 'match.tend',
  input: Type.Object({ helpRequestId: Type.String({ format: 'uuid' }) }),
  async run(tx, { helpRequestId }) {
    for (const seen of await listTasksOfRequest(tx, helpRequestId)) {
      const task = seen.state === 'ended' ? null : await findTask(tx, seen.taskId, 'lock')
      if (!task || task.state === 'ended') continue
      if (task.meetAt !== null || isFromHome(task)) {
        for (const match of await listMatchesOfTasks(tx, [task.taskId])) await hideDetails(tx, task, match)
        continue
      }
      await endTask(tx, task, 'taken back')
      await record(
        tx,
        VolunteersTakenBack,
        { recordId: task.taskId, journeyId: task.journeyId },
        { ...aboutTask(task), because: 'taken back' },
      )
    }
    return { recordId: helpRequestId }
  },
})
