import type { Platform } from '../src/platform/platform.ts'
import type { Stage } from './tell.ts'
import type { KnownVolunteer } from './volunteer-acts.ts'

/** Something that happens in Larkmere at a moment; it says which journeys are delivered after it, two seconds later. */
export interface Happening {
  readonly at: Date
  readonly happens: () => Promise<Iterable<string>>
}

/** Somebody whom the visitor may look in on with a reference and a code. */
export interface WithCode {
  readonly name: string
  readonly role: string
  /** The page below the place where they are typed. */
  readonly path: string
  readonly reference: string
  readonly code: string
}

/** What all the stories of volunteers share. */
export interface Cast {
  readonly stage: Stage
  readonly platform: Platform
  /** The moment Larkmere is made. */
  readonly now: Date
  /** The volunteers who have signed up so far, by name. */
  readonly volunteers: Map<string, KnownVolunteer>
  readonly withCode: WithCode[]
}
