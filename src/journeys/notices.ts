import type { Fact } from '../platform/facts/fact.ts'

/** What a notice about a fact is sent for: once for each fact, however often its step runs. */
export const once = (fact: Fact<unknown>): string => `${fact.kind} ${fact.factId}`

/** What a resident is told about a fact of their request, or of one need of it. */
export const toResident = (
  fact: Fact<{ helpRequestId: string; needId?: string }>,
  subject: string,
  ...sentences: string[]
) => ({
  helpRequestId: fact.data.helpRequestId,
  needId: fact.data.needId ?? null,
  sentFor: once(fact),
  subject,
  sentences,
})
