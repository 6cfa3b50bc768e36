import places from './capabilities/places/capability.ts'
import type { Capability } from './platform/capability.ts'
import type { Journey } from './platform/facts/journey.ts'

/** Every capability of the house; with `journeys`, the only place that names them all (a test compares it with the folders). */
export const capabilities: readonly Capability[] = [places]

/** Every story that crosses capabilities. */
export const journeys: readonly Journey[] = []
