import { isRefusal } from '../../kernel/refusal.ts'
import type { Command } from '../command.ts'
import type { PlaceTx } from '../db/database.ts'
import type { Fact, FactKind } from './fact.ts'

/** What a step does: `act` calls one command of a capability, in the step's own transaction, as the house. */
export type Act = <Input, Answer>(command: Command<Input, Answer>, input: Input) => Promise<void>

/** One arrow of a story: on this fact, do that. */
export interface Step {
  /** Unique among the steps of its fact; part of what makes running it again do nothing. */
  readonly name: string
  readonly factKind: string
  run(tx: PlaceTx, fact: Fact): Promise<string>
}

/** A story that crosses capabilities. */
export interface Journey {
  readonly name: string
  readonly steps: readonly Step[]
  /** Adds an arrow. Several may start from one fact; each runs once, in a transaction of its own. */
  on<Data extends Readonly<Record<string, unknown>>>(
    kind: FactKind<Data>,
    name: string,
    react: (fact: Fact<Data>, act: Act) => Promise<void> | void,
  ): Journey
}

/** Starts a story with no arrows yet. */
export const journey = (name: string, steps: readonly Step[] = []): Journey => ({
  name,
  steps,
  on(kind, stepName, react) {
    const step: Step = {
      name: `${name}: ${stepName}`,
      factKind: kind.kind,
      async run(tx, fact) {
        const answers: string[] = []
        await react(fact as never, async (command, input) => {
          const answer = await command.run(tx, input)
          // A refusal here is news from a world that moved on (the need was closed meanwhile), not a fault to repeat for ever.
          answers.push(isRefusal(answer) ? `${command.name} refused: ${answer.refused}` : command.name)
        })
        return answers.join('; ') || 'nothing to do'
      },
    }
    if (steps.some(other => other.name === step.name && other.factKind === step.factKind))
      throw new Error(`Two steps on ${kind.kind} are called "${step.name}".`)
    return journey(name, [...steps, step])
  },
})
