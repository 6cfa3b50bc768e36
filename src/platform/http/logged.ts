import type { FastifyRequest } from 'fastify'

/**
 * What is logged of a request: the door, never what was asked of it. An address may hold a reference, a one-time link or words typed into a search, so that neither
 * path nor query is written down, only the pattern of the route.
 */
export const loggedRequest = (req: FastifyRequest): { method: string; door: string } => ({
  method: req.method,
  door: req.routeOptions?.url ?? 'none of ours',
})

/** Mistakes in the program: their words quote code. Those of any other error may quote what somebody typed (JSON, a key that is there twice). */
const quotesCode = new Set(['TypeError', 'ReferenceError', 'RangeError', 'AssertionError'])

/** What is logged of a fault: where in the code it happened, and what the database calls it; no value of any row or form. */
export const loggedFault = (fault: unknown): { type: string; message: string; stack: string } => {
  if (!(fault instanceof Error)) return { type: typeof fault, message: '', stack: '' }
  const { name, message, stack = '' } = fault
  const named = fault as unknown as Record<string, unknown>
  const called = ['code', 'schema_name', 'table_name', 'constraint_name', 'routine'].flatMap(
    field => named[field] ?? [],
  )
  return {
    type: [name, ...called].join(' '),
    message: quotesCode.has(name) ? message : '',
    // The stack begins with the message, however many lines that has and whatever stands in them.
    stack: /(?:\n {4}at [^\n]*)+$/.exec(stack.slice(stack.indexOf(message) + message.length))?.[0].slice(1) ?? '',
  }
}
