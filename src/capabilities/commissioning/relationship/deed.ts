/** A thing that can be done with an agreement, and how its form is read. */
import type { Field } from '../../../design/form.ts'
import { exactDate } from '../../../design/time-in-words.ts'
import type { ErrorItem } from '../../../design/view-models.ts'
import type { Refusal } from '../../../kernel/refusal.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import type { Visit } from '../../../platform/http/route.ts'
import { typedLine, typedText } from '../../../platform/http/typed.ts'
import type { DoneBy } from '../agreements/access-agreement.ts'
import type { Agreement } from '../agreements/agreement.ts'
import { readPounds } from '../money.ts'

export type Body = Readonly<Record<string, unknown>>
export interface Deed {
  readonly title: string
  readonly by: DoneBy
  readonly when: (agreement: Agreement) => boolean
  readonly button: string
  readonly done: string
  fields(tx: PlaceTx, agreement: Agreement): Promise<Field[]>
  values?(tx: PlaceTx, agreement: Agreement): Promise<Record<string, unknown>>
  /** Reads the form and has it done: the answer, a refusal, or what is wrong with what was typed. */
  act(
    visit: Visit<never, never>,
    reference: string,
    body: Body,
    agreement: Agreement,
  ): Promise<unknown | Refusal | readonly ErrorItem[]>
}

export const isDraft = ({ state }: Agreement) => state === 'draft'
export const isSigned = ({ state }: Agreement) => state === 'agreed'
export const always = () => true
export const codes = <Code extends string>(of: Readonly<Record<Code, string>>) =>
  Object.entries(of).map(([value, text]) => ({ value, text: text as string }))
export const optionsOf = (of: readonly { value: string; text: string }[]) => [...of]
export const yesNo = [{ value: 'yes', text: 'Yes' }]

/** Amounts, one a line; null where a line is no amount. */
export const amountLines = (given: unknown): number[] | null => {
  const lines = typedText(given)
    .split('\n')
    .filter(line => line.trim() !== '')
    .map(readPounds)
  return lines.every(line => line !== null) ? (lines as number[]) : null
}

export const hundredthsOf = (given: unknown): number | null => {
  const found = /^(\d{1,3})(?:\.(\d{1,2}))?\s*%?$/.exec(typedLine(given))
  return found ? Number(found[1]) * 100 + Number((found[2] ?? '').padEnd(2, '0')) : null
}
export const money = (field: string): ErrorItem => ({
  field,
  message: 'Write amounts in pounds, like 48,000 or 4,250.50',
})
export const yearLines = ({ years }: Agreement) =>
  years.map(({ amountInPence }) => (amountInPence / 100).toFixed(2)).join('\n')
/** What an extension could cost: asked wherever one is possible, since what an agreement is worth counts it. */
export const extensionField = ({ extendableUntilOn }: Agreement): Field => ({
  kind: 'text',
  name: 'extension',
  label: `What could it cost in all to extend it until ${extendableUntilOn ? exactDate(extendableUntilOn) : ''}, without VAT?`,
  hint: 'Beside the years above. What it is worth, and with that the law it is under, counts extensions.',
  prefix: '£',
  width: 10,
  inputmode: 'decimal',
})
export const extensionValue = ({ extensionInPence }: Agreement): string =>
  extensionInPence === null ? '' : (extensionInPence / 100).toFixed(2)
export const readExtension = (body: Body): { extensionInPence: number | null; wrong: readonly ErrorItem[] } => {
  const typed = typedLine(body.extension)
  const extensionInPence = typed === '' ? null : readPounds(typed)
  return { extensionInPence, wrong: typed !== '' && extensionInPence === null ? [money('extension')] : [] }
}
export const poolRows = [1, 2, 3, 4, 5]
