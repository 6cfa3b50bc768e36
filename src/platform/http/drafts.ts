import { hashSecret } from '../auth/session.ts'
import type { PlaceTx } from '../db/database.ts'

/** Answers of a form of several pages. */
export type DraftAnswers = Readonly<Record<string, unknown>>

/** A draft is forgotten after this long: the national vulnerable-people form of 2020 wiped its sessions after 4 hours. */
export const draftSeconds = 4 * 60 * 60

/** What has been answered so far; empty for a new, expired or foreign token. */
export const readDraft = (tx: PlaceTx, token: string | undefined, flow: string): Promise<DraftAnswers> =>
  tx.house(async () => {
    if (!token) return {}
    const [row] = await tx.sql<{ answers: DraftAnswers }[]>`
      select answers from platform.form_draft
      where place_id = ${tx.placeId} and token_hash = ${hashSecret(token)} and flow = ${flow} and expires_at > ${tx.now}`
    return row?.answers ?? {}
  })

/** Keeps the answers for a few hours more. */
export const saveDraft = (tx: PlaceTx, token: string, flow: string, answers: DraftAnswers): Promise<void> =>
  tx.house(async () => {
    const expiresAt = new Date(tx.now.getTime() + draftSeconds * 1000)
    await tx.sql`
      insert into platform.form_draft (place_id, token_hash, flow, answers, expires_at)
      values (${tx.placeId}, ${hashSecret(token)}, ${flow}, ${tx.sql.json(answers as never)}, ${expiresAt})
      on conflict (place_id, token_hash, flow) do update set answers = excluded.answers, expires_at = excluded.expires_at`
  })

/** Forgets the answers at once, when the form was sent or left. */
export const forgetDraft = (tx: PlaceTx, token: string, flow: string): Promise<void> =>
  tx.house(async () => {
    await tx.sql`delete from platform.form_draft where place_id = ${tx.placeId} and token_hash = ${hashSecret(token)} and flow = ${flow}`
  })
