import { readDate } from '../../design/form.ts'
import type { ErrorItem } from '../../design/view-models.ts'

/** The days typed into a form, each by its name with what it is called in words: what is wrong with them, and each as 'YYYY-MM-DD', '' where none was typed. */
export const typedDays = <Name extends string>(
  body: Readonly<Record<string, unknown>>,
  called: Readonly<Record<Name, string>>,
) => {
  const read = Object.entries<string>(called).map(([name, words]) => [name, readDate(body, name, words)] as const)
  const wrong: ErrorItem[] = read.flatMap(([field, answer]) =>
    'message' in answer ? [{ field, message: answer.message }] : [],
  )
  const on = (name: Name): string => {
    const answer = read.find(([each]) => each === name)?.[1]
    return answer && 'on' in answer ? answer.on : ''
  }
  return { wrong, on }
}
