import type { Static, TSchema } from 'typebox'
import { Value } from 'typebox/value'
import { type FieldError, isRefusal, type Refusal, refuse } from '../kernel/refusal.ts'
import { audit } from './audit/audit.ts'
import { type Actor, type Allow, isAllowed } from './auth/actor.ts'
import type { Database, PlaceTx } from './db/database.ts'

/** Something a person or a journey can have done: the only way state changes. */
export interface Command<Input, Answer> {
  readonly name: string
  readonly allow: Allow
  readonly schema: TSchema
  /** Runs with the house's sight of the place: for what the actor may cause but cannot see, such as a request made by nobody known. */
  readonly inHouse: boolean
  run(tx: PlaceTx, input: Input): Promise<Answer | Refusal>
}

/**
 * Declares a command. Without `allow` it does not compile.
 *
 * Give each string of the input schema a `mend`: the sentence shown beside the field when the value does not fit.
 */
export const command = <Schema extends TSchema, Answer>(definition: {
  /** `capability.verb-noun`, as the audit trail shows it. */
  name: string
  allow: Allow
  input: Schema
  inHouse?: boolean
  run(tx: PlaceTx, input: Static<Schema>): Promise<Answer | Refusal>
}): Command<Static<Schema>, Answer> => ({
  name: definition.name,
  allow: definition.allow,
  schema: definition.input,
  inHouse: definition.inHouse ?? false,
  run: definition.run,
})

/** Thrown inside a transaction to undo it; the refusal it carries is what the caller gets. */
class Refused extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(refusal.message)
    this.refusal = refusal
  }
}

/**
 * Has a command done by somebody: checks the input, whether they may, runs it in one transaction and writes the audit line with it.
 * A refusal undoes everything the command had written.
 * @param subjectOf which record the audit line is about, from the answer.
 */
export const perform = async <Input, Answer>(
  db: Database,
  actor: Actor,
  command: Command<Input, Answer>,
  input: Input,
): Promise<Answer | Refusal> => {
  const refusal = checkInput(command.schema, input) ?? cannotDo(actor, command)
  if (refusal) return refusal
  const work = async (tx: PlaceTx) => {
    const answer = await command.run(tx, input)
    if (isRefusal(answer)) throw new Refused(answer)
    await audit(tx, command.name, recordOf(answer))
    return answer
  }
  try {
    return await db.as(actor, tx => (command.inHouse ? tx.house(() => work(tx)) : work(tx)))
  } catch (error) {
    if (error instanceof Refused) return error.refusal
    if (isConflict(error))
      return refuse(
        'somebody-else',
        'Somebody else changed this at the same moment. Look at it again, then try once more.',
      )
    throw error
  }
}

const cannotDo = (actor: Actor, command: Command<never, unknown>): Refusal | null =>
  isAllowed(actor, command.allow)
    ? null
    : refuse('not-allowed', 'You are not signed in as someone who may do this. Sign in, or ask your coordinator.')

/** What an answer is about, by convention: its `recordId`. */
const recordOf = (answer: unknown): string | null => {
  const recordId = (answer as { recordId?: unknown } | null)?.recordId
  return typeof recordId === 'string' ? recordId : null
}

/** Serialisation failure or deadlock: PostgreSQL chose one of two at once. */
const isConflict = (error: unknown): boolean => ['40001', '40P01'].includes((error as { code?: string }).code ?? '')

/** Checks a value against a schema; every wrong field comes back with its own mend. */
export const checkInput = (schema: TSchema, value: unknown): Refusal | null => {
  if (Value.Check(schema, value)) return null
  const errors: FieldError[] = []
  for (const error of Value.Errors(schema, value)) {
    const field = fieldOf(error)
    if (!errors.some(other => other.field === field)) errors.push({ field, message: mendOf(schema, field) })
  }
  const first = errors[0] ?? { field: '', message: 'Something in this form is not as it should be.' }
  return { refused: 'wrong-input', message: first.message, field: first.field, errors }
}

const fieldOf = (error: { instancePath: string; params?: unknown }): string => {
  const path = error.instancePath.split('/')[1]
  if (path) return path
  const missing = (error.params as { requiredProperties?: string[] } | undefined)?.requiredProperties?.[0]
  return missing ?? ''
}

const mendOf = (schema: TSchema, field: string): string => {
  const property = (schema as { properties?: Record<string, { mend?: string }> }).properties?.[field]
  return (
    property?.mend ?? (field ? `Check the answer to "${field}".` : 'Something in this form is not as it should be.')
  )
}
