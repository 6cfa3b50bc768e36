import type { Platform } from '../platform.ts'
import type { VisitedPlace } from './route.ts'

/** One call from another system, as it came: nothing of it has been read but where it goes. */
export interface GateCall {
  readonly platform: Platform
  /** Null when there is no such place. */
  readonly place: VisitedPlace | null
  readonly method: string
  /** Below the gate, without the first slash: 'Task/0190…'. */
  readonly path: string
  readonly query: URLSearchParams
  /** Lower-cased header values. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  /** Null when none was sent. */
  readonly body: Buffer | null
  /** Counts the call, once, as that system's, or as somebody's who is not known. @returns seconds to wait when it was one too many, otherwise 0. */
  count(systemId: string | null): Promise<number>
}

/** What a gate answers: a body in the words of its standard, or none. */
export interface GateReply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | null
}

/**
 * A way in for other systems: everything below one path of a place, in the words of one standard. A gate says itself who may come in and what each call may do;
 * nothing that a browser sends along by itself (a cookie) opens it. What goes wrong before a call reaches it (too long, too many, a fault) is said by it too.
 */
export interface Gate {
  /** The path below the place: 'fhir' stands at /:place/fhir. */
  readonly path: string
  answer(call: GateCall): Promise<GateReply>
  /** What went wrong instead of an answer, as words for whoever reads the other system's log. */
  problem(status: number, says: string): GateReply
}

/** The gate an address leads to, if any. */
export const gateAt = (gates: readonly Gate[], url: string): Gate | null => {
  const [, , path] = /^\/([^/?]+)\/([^/?]+)/.exec(url) ?? []
  return gates.find(gate => gate.path === path) ?? null
}
