import { Type } from 'typebox'
import type { PlaceId } from '../../kernel/ids.ts'
import { refuse } from '../../kernel/refusal.ts'
import type { Actor } from '../../platform/auth/actor.ts'
import { hashCode, parseReference } from '../../platform/auth/reference.ts'
import { startSession } from '../../platform/auth/session.ts'
import { command } from '../../platform/command.ts'
import { findByReference } from './help-request-store.ts'

/** Opens "what is happening" for whoever holds the reference and the code. The page that calls it makes guessing slow (`guess`). */
export const followRequest = command({
  name: 'requests.follow-request',
  allow: 'anyone',
  inHouse: true,
  input: Type.Object({
    reference: Type.String({ minLength: 1, maxLength: 40, mend: 'Enter the reference we gave you, like 7KM-4QX' }),
    code: Type.String({ minLength: 1, maxLength: 20, mend: 'Enter the 6-digit code we gave you' }),
  }),
  async run(tx, { reference, code }) {
    const parsed = parseReference(reference)
    if (!parsed) return refuse('wrong-reference', 'A reference has 6 letters and numbers, like 7KM-4QX.', 'reference')
    const helpRequestId = await findByReference(tx, parsed, hashCode(parsed, code))
    if (!helpRequestId)
      return refuse(
        'wrong-reference-or-code',
        'The reference and the code do not fit together. Check both, or ring us and we will look it up.',
        'reference',
      )
    const token = await startSession(tx, { helpRequestId })
    return { recordId: helpRequestId, token }
  },
})

/** The actor behind a reference and code: sees one request, may follow it, nothing else. */
export const bearerOf = (placeId: PlaceId, helpRequestId: string): Actor => ({
  kind: 'bearer',
  placeId,
  name: 'the resident',
  personId: null,
  organisationId: null,
  organisationName: null,
  holderIds: [helpRequestId],
  permissions: new Set(['request.follow']),
})
