import type { Resource } from '@medplum/fhirtypes'
import type { Allow } from '../../platform/auth/actor.ts'
import type { VisitedPlace } from '../../platform/http/route.ts'
import type { Platform } from '../../platform/platform.ts'
import type { Fault } from './outcome.ts'
import type { Caller } from './systems/who-calls.ts'

/** A call that was let in and read. */
export interface Call {
  readonly platform: Platform
  readonly place: VisitedPlace
  /** Whoever calls; where anybody may, nobody. */
  readonly caller: Caller | null
  /** The last part of the path: a resource's id. */
  readonly id: string
  readonly query: URLSearchParams
  /** The payload, of the type the interaction takes. */
  readonly body: Resource | null
  readonly requestId: string | null
  readonly bodyHash: string
  readonly ifMatch: string | null
  /** The caller would rather be refused than half understood (`Prefer: handling=strict`). */
  readonly isStrict: boolean
  /** The address everything of this place's gate starts with, without a last slash. */
  readonly base: string
}

export interface Answer {
  readonly status: number
  readonly body: Resource | null
  readonly headers?: Readonly<Record<string, string>>
}

/** Something that other systems may do here: one line of the table that is served, said in the CapabilityStatement and documented. */
export interface Interaction {
  readonly does: 'read' | 'search-type' | 'create' | 'update' | 'delete' | 'capabilities' | 'operation'
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** 'Task', 'Task/:id', 'metadata', '$process-message'. */
  readonly path: string
  /** The type it reads or writes; null for what is about the whole. */
  readonly resource:
    | 'Task'
    | 'ServiceRequest'
    | 'Patient'
    | 'Organization'
    | 'HealthcareService'
    | 'Consent'
    | 'Subscription'
    | null
  /** The type of payload it takes. */
  readonly takes?: 'Task' | 'Subscription' | 'Bundle'
  readonly allow: Allow
  readonly parameters?: Readonly<
    Record<string, { type: 'token' | 'reference' | 'date' | 'string' | 'number'; about: string }>
  >
  readonly about: string
  run(call: Call): Promise<Answer | Fault>
}

/** The caller of an interaction that is not for anybody. */
export const callerOf = ({ caller }: Call): Caller => {
  if (!caller) throw new Error('An interaction that names a permission was run for nobody.')
  return caller
}
