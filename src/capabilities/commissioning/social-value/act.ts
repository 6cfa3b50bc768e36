/** A thing that whoever runs or marks a competition can do with it: what it asks, and how its form is read. */
import { type Field, readDate } from '../../../design/form.ts'
import type { ErrorItem } from '../../../design/view-models.ts'
import type { Refusal } from '../../../kernel/refusal.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import type { Visit } from '../../../platform/http/route.ts'
import { typedLine } from '../../../platform/http/typed.ts'
import type { Competition } from './competition.ts'

export type Body = Readonly<Record<string, unknown>>

export interface Act {
  readonly title: string
  readonly button: string
  readonly done: string
  /** Whether the actor may do it now. */
  may(tx: PlaceTx, competition: Competition): boolean | Promise<boolean>
  /** What it means, in sentences above the form. */
  says?(tx: PlaceTx, competition: Competition): readonly string[] | Promise<readonly string[]>
  fields?(tx: PlaceTx, competition: Competition): Promise<Field[]>
  values?(tx: PlaceTx, competition: Competition): Promise<Record<string, unknown>>
  act(
    visit: Pick<Visit, 'platform' | 'actor'>,
    competition: Competition,
    body: Body,
  ): Promise<unknown | Refusal | readonly ErrorItem[]>
}

/** A whole number as it was typed; NaN where it is none, which no field takes. */
export const wholeOf = (given: unknown): number => {
  const found = /^(\d{1,12})\s*%?$/.exec(typedLine(given).replace(/[,\u00a0]/g, ''))
  return found ? Number(found[1]) : Number.NaN
}

/** A day of a form: '' where it was left empty, or what is wrong with it. */
export const dayOf = (body: Body, name: string, words: string): { on: string } | { wrong: ErrorItem } => {
  const read = readDate(body, name, words)
  if ('message' in read) return { wrong: { field: name, message: read.message } }
  return { on: 'on' in read ? read.on : '' }
}
