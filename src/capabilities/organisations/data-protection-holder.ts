import { v5 } from 'uuid'
import type { PlaceId } from '../../kernel/ids.ts'

/**
 * Who holds what only those who answer for the place's data may see: whoever has the role of data protection lead today, whatever their organisation. Made of the
 * place alone, so that nothing has to be kept right when leads change (docs/decisions/0016).
 */
export const dataProtectionHolder = (placeId: PlaceId): string => v5('data protection leads', placeId)
