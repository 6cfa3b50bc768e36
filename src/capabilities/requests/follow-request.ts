import type { PlaceId } from '../../kernel/ids.ts'
import { isRefusal } from '../../kernel/refusal.ts'
import type { Actor } from '../../platform/auth/actor.ts'
import { openedBy, ReferenceAndCode } from '../../platform/auth/reference.ts'
import { startSession } from '../../platform/auth/session.ts'
import { command } from '../../platform/command.ts'
import { findByReference } from './help-request-store.ts'

/** Opens "what is happening" for whoever holds the reference and the code. The page that calls it makes guessing slow (`guess`). */
export const followRequest = command({
  name: 'requests.follow-request',
  allow: 'anyone',
  inHouse: true,
  input: ReferenceAndCode,
  async run(tx, typed) {
    const helpRequestId = await openedBy(
      typed,
      (reference, codeHash) => findByReference(tx, reference, codeHash),
      'ring us and we will look it up',
    )
    if (isRefusal(helpRequestId)) return helpRequestId
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
  permissions: new Set(['request.follow', 'request.withdraw']),
})
