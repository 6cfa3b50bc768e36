import type { Static, TSchema } from 'typebox'
import { Value } from 'typebox/value'
import { type FieldError, isRefusal, type Refusal, refuse } from '../kernel/refusal.ts'
import { auditAll, leaveOutLoads } from './audit/audit.ts'
import { type Actor, type Allow, isAllowed } from './auth/actor.ts'
import { wasUndone } from './db/connection.ts'
import type { Database, PlaceTx } from './db/database.ts'
import { gather } from './gather.ts'

/** Something a person or a journey can have done: the only way state changes. */
export interface Command<Input, Answer> {
  readonly name: string
  readonly allow: Allow
  readonly schema: TSchema
  /** Runs with the house's sight of the place: for what the actor may cause but cannot see, such as a request made by nobody known. */
  readonly inHouse: boolean
  run(tx: PlaceTx, input: Input): Promise<Answer | Refusal>
  readonly together: Together<Input, Answer> | null
}

/**
 * How a command is done for many people in one transaction, each with an answer or a refusal of their own, in the order of the inputs. Whoever is refused must have
 * had nothing written: refuse first, then write.
 */
interface Together<Input, Answer> {
  /** The most in one transaction. */
  readonly most: number
  /** What two inputs must not have in common to be done in one transaction, such as a phone number: the later finds what the earlier wrote. */
  apart(input: Input): readonly string[]
  run(tx: PlaceTx, inputs: readonly Input[]): Promise<readonly (Answer | Refusal)[]>
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
  together: null,
})

/**
 * Declares a command that thousands may give in one evening, by anybody on the web: those that come while a transaction is being written are done together in the
 * next (`gather`). It is written once, for many; one alone is many of one.
 */
export const commandForMany = <Schema extends TSchema, Answer>(
  definition: {
    name: string
    allow: Allow
    input: Schema
    inHouse?: boolean
  } & Together<Static<Schema>, Answer>,
): Command<Static<Schema>, Answer> => {
  const { most, apart, run } = definition
  return {
    ...command({ ...definition, run: async (tx, input) => onlyOf(await run(tx, [input])) }),
    together: { most, apart, run },
  }
}

const onlyOf = <One>(all: readonly One[]): One => {
  if (all.length !== 1) throw new Error(`One answer was expected, not ${all.length}.`)
  return all[0] as One
}

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
 * A refusal undoes everything the command had written. A command for many is written together with whatever else comes at once.
 */
export const perform = async <Input, Answer>(
  db: Database,
  actor: Actor,
  command: Command<Input, Answer>,
  input: Input,
): Promise<Answer | Refusal> => {
  const refusal = checkInput(command.schema, input) ?? cannotDo(actor, command)
  if (refusal) return refusal
  // Only those who have not said who they are stand for one another: everything of theirs is written in the same name.
  if (command.together && actor.kind === 'anyone') return gathered(db, actor, command, command.together)(input)
  return performAlone(db, actor, command, input)
}

/** In one transaction of its own. */
const performAlone = async <Input, Answer>(
  db: Database,
  actor: Actor,
  command: Command<Input, Answer>,
  input: Input,
): Promise<Answer | Refusal> => {
  try {
    return await within(db, actor, command, async tx => {
      const answer = await command.run(tx, input)
      if (isRefusal(answer)) throw new Refused(answer)
      leaveOutLoads(tx)
      await auditAll(tx, command.name, [recordOf(answer)], { reason: reasonOf(answer) })
      return answer
    })
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

const within = <Result>(
  db: Database,
  actor: Actor,
  { inHouse }: Pick<Command<never, unknown>, 'inHouse'>,
  work: (tx: PlaceTx) => Promise<Result>,
): Promise<Result> => db.as(actor, tx => (inHouse ? tx.house(() => work(tx)) : work(tx)))

type Gathered = (input: unknown) => Promise<unknown>
/** What is being gathered: in each database, by command and place. */
const gathering = new WeakMap<Database, Map<string, Gathered>>()

/** The way into the next transaction of a command for many. */
const gathered = <Input, Answer>(
  db: Database,
  actor: Actor,
  command: Command<Input, Answer>,
  { most, apart, run }: Together<Input, Answer>,
): ((input: Input) => Promise<Answer | Refusal>) => {
  const ofDatabase = gathering.get(db) ?? new Map<string, Gathered>()
  gathering.set(db, ofDatabase)
  const name = `${command.name} ${actor.placeId}`
  const known = ofDatabase.get(name)
  if (known) return known as (input: Input) => Promise<Answer | Refusal>
  const made = gather<Input, Answer | Refusal>({
    most,
    apart,
    wasUndone,
    async write(inputs) {
      const [only] = inputs
      if (inputs.length === 1) return [await performAlone(db, actor, command, only as Input)]
      return within(db, actor, command, async tx => {
        const answers = await run(tx, inputs)
        if (answers.length !== inputs.length) throw new Error(`${command.name} left somebody without an answer.`)
        const done = answers.filter(answer => !isRefusal(answer))
        leaveOutLoads(tx)
        await auditAll(tx, command.name, done.map(recordOf))
        return answers
      })
    },
  })
  ofDatabase.set(name, made as Gathered)
  return made
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

/** Why it was done, where the answer says so: its `auditReason`, kept with the line. */
const reasonOf = (answer: unknown): string | null => {
  const reason = (answer as { auditReason?: unknown } | null)?.auditReason
  return typeof reason === 'string' ? reason : null
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
