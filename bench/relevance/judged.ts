import { readFileSync } from 'node:fs'

/** The questions, what they were judged by, and how a ranking is scored against that. See README.md beside this. */

export type Question = {
  id: string
  kind: 'word' | 'misspelt' | 'term' | 'sentence'
  heldOut: boolean
  typed: string
  retold?: true
}

const read = (name: string): unknown => JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'))

export const questions = read('questions.json') as readonly Question[]

/** By question, then by service id: 3 exactly this, 2 clearly helps, 1 somewhat. What is not there is 0. */
export const judgments = read('judgments.json') as Readonly<Record<string, Readonly<Record<string, number>>>>

const LOOKED_AT = 10

/**
 * NDCG@10 (Järvelin and Kekäläinen, 2002): gain 2^grade - 1, discounted by log2(rank + 1), over the best order there can be.
 * @param ranked service ids, the best first.
 */
export function ndcg(grades: Readonly<Record<string, number>>, ranked: readonly string[]): number {
  const gained = (list: readonly number[]) =>
    list.slice(0, LOOKED_AT).reduce((sum, grade, at) => sum + (2 ** grade - 1) / Math.log2(at + 2), 0)
  const best = gained(Object.values(grades).sort((a, b) => b - a))
  return best === 0 ? 0 : gained(ranked.map(id => grades[id] ?? 0)) / best
}
