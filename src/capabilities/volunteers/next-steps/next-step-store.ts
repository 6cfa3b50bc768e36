import { newId } from '../../../kernel/ids.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import type { NextStepKind } from '../words.ts'

/** What a next step says: a title, sentences, and a page below the place where it is done. */
export interface NextStepSays {
  readonly title: string
  readonly sentences: readonly string[]
  readonly link?: { readonly words: string; readonly path: string }
}

export interface NextStep {
  readonly nextStepId: string
  readonly volunteerId: string
  readonly kind: NextStepKind
  /** The offer, role, training place or organisation it is about. */
  readonly aboutId: string | null
  readonly says: NextStepSays
  /** 'YYYY-MM-DD'; only of "no need now". */
  readonly askAgainOn: string | null
  readonly toldAt: Date
  readonly doneAt: Date | null
}

export const insertNextStep = async (
  tx: PlaceTx,
  step: Omit<NextStep, 'nextStepId' | 'toldAt' | 'doneAt'>,
): Promise<string> => {
  const nextStepId = newId()
  await tx.sql`
    insert into volunteers.next_step (place_id, next_step_id, volunteer_id, kind, about_id, says, ask_again_on, told_at)
    values (${tx.placeId}, ${nextStepId}, ${step.volunteerId}, ${step.kind}, ${step.aboutId}, ${tx.sql.json(step.says as never)}, ${step.askAgainOn}, ${tx.now})`
  return nextStepId
}

/** What a volunteer was told last to do next; null when they were told nothing, or it is not the actor's to see. */
export const findNextStep = async (tx: PlaceTx, volunteerId: string): Promise<NextStep | null> => {
  const [row] = await tx.sql<NextStep[]>`
    select next_step_id, volunteer_id, kind, about_id, says, ask_again_on, told_at, done_at from volunteers.next_step
    where place_id = ${tx.placeId} and volunteer_id = ${volunteerId} order by told_at desc, next_step_id desc limit 1`
  return row ?? null
}
