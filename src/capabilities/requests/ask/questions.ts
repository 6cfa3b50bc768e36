import type { Answers } from './answers.ts'
import type { Question } from './question.ts'
import { howSoon, howSoonEach, kinds, story } from './questions-about-needs.ts'
import { communication, name, share, where } from './questions-about-person.ts'
import { contact, contactBy } from './questions-about-reach.ts'
import { asker, permission, who } from './questions-about-who-asks.ts'

/** Every page between "Is anyone in danger?" and "Check your answers", in the order they are asked. */
export const questions: readonly Question[] = [
  who,
  permission,
  asker,
  kinds,
  howSoon,
  howSoonEach,
  story,
  where,
  name,
  contactBy,
  contact,
  communication,
  share,
]

export const questionAt = (path: string): Question | undefined => questions.find(question => question.path === path)

/** The first question still open; null when everything is answered. */
export const firstUnanswered = (answers: Answers): Question | null =>
  questions.find(question => question.applies(answers) && !question.isAnswered(answers)) ?? null

const applying = (answers: Answers): readonly Question[] => questions.filter(question => question.applies(answers))

/** The page asked before one; null for the first. */
export const questionBefore = (question: Question, answers: Answers): Question | null =>
  applying(answers)[applying(answers).indexOf(question) - 1] ?? null

/** The page asked after one; null for the last. */
export const questionAfter = (question: Question, answers: Answers): Question | null =>
  applying(answers)[applying(answers).indexOf(question) + 1] ?? null
