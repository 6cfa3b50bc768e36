import { tellSafeguardingWho } from '../capabilities/matching/index.ts'
import { ConcernRaised } from '../capabilities/safeguarding/index.ts'
import { journey } from '../platform/facts/journey.ts'

/** Somebody raised a concern where they stood: the leads, and nobody else, see whom it is about. */
export const safeguardingConcern = journey('safeguarding concern').on(
  ConcernRaised,
  'let the leads see whom it is about',
  ({ data: { concernId, aboutKind, aboutId } }, act) => {
    if (aboutKind && aboutId && aboutKind !== 'person')
      return act(tellSafeguardingWho, { concernId, aboutKind, aboutId })
  },
)
