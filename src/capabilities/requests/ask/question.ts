import type { Field } from '../../../design/form.ts'
import type { ErrorItem } from '../../../design/view-models.ts'
import { typedLine } from '../../../platform/http/typed.ts'
import type { Answers } from './answers.ts'

/** A form as posted: strings, or lists for repeated names, or whatever somebody made up. */
export type Posted = Readonly<Record<string, unknown>>

/** What a posted page says: the answers with its part added, or what is wrong with it. */
export type Read = { answers: Answers } | { errors: readonly ErrorItem[] }

/** One page of the form. */
export interface Question {
  /** Below `/:place/ask/`. */
  readonly path: string
  title(answers: Answers): string
  fields(answers: Answers): readonly Field[]
  /** What the fields show when the page is opened again. */
  values(answers: Answers): Posted
  /** False when an earlier answer makes it pointless. */
  applies(answers: Answers): boolean
  isAnswered(answers: Answers): boolean
  read(posted: Posted, answers: Answers): Read
}

/** All that is wrong with a page at once; null when nothing is. */
export const wrong = (...errors: (ErrorItem | null)[]): Read | null => {
  const found = errors.filter(error => error !== null)
  return found.length ? { errors: found } : null
}

export const error = (field: string, message: string): ErrorItem => ({ field, message })

/** True when the one who types is not the one who needs help. */
export const forSomeone = ({ who }: Answers): boolean => who === 'someone else'
export const always = () => true

const mostLine = 120

/** What is wrong with an answer of one line, which must be there. */
export const line = (posted: unknown, field: string, empty: string, called: string): ErrorItem | null => {
  const typed = typedLine(posted)
  if (!typed) return error(field, empty)
  return typed.length > mostLine ? error(field, `Keep ${called} to ${mostLine} characters`) : null
}
