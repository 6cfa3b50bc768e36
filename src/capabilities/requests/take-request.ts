import { Type } from 'typebox'
import { isRefusal } from '../../kernel/refusal.ts'
import { sealCode } from '../../platform/auth/reference.ts'
import { checkInput, command } from '../../platform/command.ts'
import type { PlaceTx } from '../../platform/db/database.ts'
import { readDraft, saveDraft } from '../../platform/http/drafts.ts'
import { HelpRequestInput, makeHelpRequest } from './make-help-request.ts'

const flow = 'take a request'
const turn = 'take a request, whose turn'

/** What a filled-in form has become: shown once more to whoever took it, with the code only its token can unseal. */
export interface Taken {
  readonly helpRequestId: string
  readonly sealedCode: string
}

/** What the form with this token has become; null while it was not sent, and after four hours. */
export const findTaken = async (tx: PlaceTx, token: string): Promise<Taken | null> => {
  const kept = await readDraft(tx, token, flow)
  return typeof kept.helpRequestId === 'string' && typeof kept.sealedCode === 'string'
    ? (kept as unknown as Taken)
    : null
}

/**
 * Takes a request down for somebody, once for each form: a second press of the same form waits for the first and finds it taken. The request and the
 * end of the form are written together, so that a process killed between them cannot make two of one.
 */
export const takeRequest = command({
  name: 'requests.take-request',
  allow: 'request.take',
  inHouse: true,
  input: Type.Object({ token: Type.String(), request: Type.Unknown() }),
  async run(tx, { token, request }) {
    // An upsert locks its row until the end of the transaction; it is written for that alone.
    await saveDraft(tx, token, turn, {})
    const taken = await findTaken(tx, token)
    if (taken) return { recordId: taken.helpRequestId }
    const made = checkInput(HelpRequestInput, request) ?? (await makeHelpRequest.run(tx, request as never))
    if (isRefusal(made)) return made
    await saveDraft(tx, token, flow, { helpRequestId: made.helpRequestId, sealedCode: sealCode(made.code, token) })
    return { recordId: made.helpRequestId }
  },
})
