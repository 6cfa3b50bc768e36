import commissioning from './capabilities/commissioning/capability.ts'
import demand from './capabilities/demand/capability.ts'
import directory from './capabilities/directory/capability.ts'
import exchange from './capabilities/exchange/capability.ts'
import joining from './capabilities/joining/capability.ts'
import matching from './capabilities/matching/capability.ts'
import organisations from './capabilities/organisations/capability.ts'
import outcomes from './capabilities/outcomes/capability.ts'
import oversight from './capabilities/oversight/capability.ts'
import people from './capabilities/people/capability.ts'
import places from './capabilities/places/capability.ts'
import practice from './capabilities/practice/capability.ts'
import referrals from './capabilities/referrals/capability.ts'
import requests from './capabilities/requests/capability.ts'
import rights from './capabilities/rights/capability.ts'
import safeguarding from './capabilities/safeguarding/capability.ts'
import triage from './capabilities/triage/capability.ts'
import volunteers from './capabilities/volunteers/capability.ts'
import type { Capability } from './platform/capability.ts'

/** Every capability of the house; with `journeys.ts`, the only place that names them all (a test compares it with the folders). */
export const capabilities: readonly Capability[] = [
  places,
  organisations,
  people,
  directory,
  volunteers,
  safeguarding,
  requests,
  referrals,
  matching,
  joining,
  triage,
  exchange,
  outcomes,
  demand,
  oversight,
  rights,
  commissioning,
  practice,
]
