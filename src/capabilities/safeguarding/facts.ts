import { factKind } from '../../platform/facts/fact.ts'
import type { AboutKind } from './concern.ts'

// Facts of a concern stand in a story of their own, whose holders are the leads: no timeline of a need, a person or a volunteer has them.
type About = { concernId: string }

export const ConcernRaised = factKind<About & { aboutKind: AboutKind | null; aboutId: string | null }>(
  'concern-raised',
  () => 'Raised.',
)
export const ConcernTaken = factKind<About>('concern-taken', () => 'Is looking at it.')
export const ConcernPutBack = factKind<About>('concern-put-back', () => 'Put it back for another lead.')
export const ConcernDecided = factKind<About>('concern-decided', () => 'Wrote down what was decided.')
export const ConcernClosed = factKind<About>('concern-closed', () => 'Closed it.')
export const ConcernReopened = factKind<About>('concern-reopened', () => 'Opened it again.')
