import type { PlaceTx } from '../../../platform/db/database.ts'
import { draftSeconds, forgetDraft, readDraft, saveDraft } from '../../../platform/http/drafts.ts'
import type { CookieChange } from '../../../platform/http/route.ts'
import type { Answers } from './answers.ts'

/** The cookie that holds the secret of a draft; without it nobody can find the answers again. */
export const askCookie = 'ask'

const flow = 'ask for help'
const turn = 'ask for help, whose turn'

/** What is left of the answers once they are sent: only what the confirmation needs. */
export interface Sent {
  readonly reference: string
  /** Readable only with the cookie of whoever sent it. */
  readonly sealedCode: string
  readonly sentAt: string
  readonly hearBy: string
  readonly forSomeone: boolean
  readonly share: boolean
}

export type Draft = { readonly answers: Answers; readonly sent?: undefined } | { readonly sent: Sent }

/** The draft behind a cookie; null when there is none, or it was kept for longer than four hours. */
export const findDraft = async (tx: PlaceTx, token: string | undefined): Promise<Draft | null> => {
  const kept = await readDraft(tx, token, flow)
  return 'answers' in kept || 'sent' in kept ? (kept as unknown as Draft) : null
}

/** As `findDraft`, and the same draft waits for everybody else until this transaction ends, so that two tabs or two presses take turns. */
export const holdDraft = async (tx: PlaceTx, token: string): Promise<Draft | null> => {
  // An upsert locks its row until the end of the transaction; it is written for that alone.
  await saveDraft(tx, token, turn, {})
  return findDraft(tx, token)
}

export const keepDraft = (tx: PlaceTx, token: string, draft: Draft): Promise<void> =>
  saveDraft(tx, token, flow, draft as unknown as Record<string, unknown>)

/** Forgets a draft for good. */
export const dropDraft = async (tx: PlaceTx, token: string): Promise<void> => {
  await forgetDraft(tx, token, flow)
  await forgetDraft(tx, token, turn)
}

/** The cookie for a draft, or the order to forget it. */
export const draftCookie = (token: string | null): CookieChange => ({
  name: askCookie,
  value: token,
  maxAgeSeconds: draftSeconds,
})
