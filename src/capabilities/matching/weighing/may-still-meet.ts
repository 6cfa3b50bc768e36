import type { PlaceTx } from '../../../platform/db/database.ts'
import type { Task } from '../task.ts'
import { loadEveryone, loadTasksToFill } from './load-candidates.ts'

/** Whether a volunteer who has a task in hand may still meet the person: what ends it comes a moment after somebody says that they must not, and until then nothing is told. */
export const mayStillMeet = async (tx: PlaceTx, task: Task, volunteerId: string): Promise<boolean> => {
  const everyone = await loadEveryone(tx, [volunteerId])
  const [filled] = await loadTasksToFill(tx, [task], everyone)
  const volunteer = everyone.volunteers.get(volunteerId)
  return (
    filled !== undefined &&
    volunteer !== undefined &&
    volunteer.state !== 'left' &&
    !filled.circumstances.mustNotMeet(volunteerId)
  )
}
