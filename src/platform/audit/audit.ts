import type { PlaceTx } from '../db/database.ts'

/** What else can be said of a line. */
interface About {
  /** Why they looked, in their own words or those they chose: kept where it is not obvious from their own work. */
  readonly reason?: string | null
}

/**
 * Adds one line to the audit trail, in the transaction of what it tells of; it is written when that ends.
 * @param action what was done or looked at, e.g. 'referrals.accept' or 'looked at who and where'.
 */
export const audit = (tx: PlaceTx, action: string, recordId: string | null, about: About = {}): Promise<void> =>
  auditAll(tx, action, [recordId], about)

/** The same for many records, a line for each. */
export const auditAll = async (
  tx: PlaceTx,
  action: string,
  recordIds: readonly (string | null)[],
  { reason = null }: About = {},
): Promise<void> => {
  for (const recordId of recordIds) tx.unwrittenLines.push({ action, recordId, reason, isLoad: false })
}

/** One line of the audit trail, as shown to people. */
export interface AuditLine {
  readonly action: string
  readonly recordId: string | null
  readonly actorKind: string
  /** How whoever it was is called; their name may have been forgotten since. */
  readonly actorName: string
  readonly personId: string | null
  readonly organisationId: string | null
  readonly reason: string | null
  readonly actedAt: Date
}

/** How somebody is called whose name had to be forgotten. */
export const forgottenName = 'Somebody whose name was deleted since'

/** Who did or looked at what with some records, oldest first, with what this transaction adds; only for records the actor may see. */
export const listAuditLines = async (tx: PlaceTx, recordIds: readonly string[]): Promise<AuditLine[]> => {
  const rows = await tx.sql<(Omit<AuditLine, 'actorName' | 'reason'> & Seals)[]>`
    select action, record_id, actor_kind, person_id, organisation_id, acted_at, encode(name_seal, 'hex') as name_seal, encode(reason_seal, 'hex') as reason_seal
    from platform.audit_line where place_id = ${tx.placeId} and record_id = any (${[...recordIds]}::uuid[]) order by acted_at, audit_id`
  const words = await wordsOf(tx, rows)
  return [
    ...rows.map(({ nameSeal, reasonSeal, ...line }) => ({
      ...line,
      actorName: words.get(nameSeal) ?? forgottenName,
      reason: reasonSeal && (words.get(reasonSeal) ?? null),
    })),
    ...addedHere(tx, recordIds),
  ]
}

interface Seals {
  readonly nameSeal: string
  readonly reasonSeal: string | null
}

/** What the seals of some lines stand for, by the seal in hexadecimal digits; what was forgotten is not there. */
const wordsOf = (tx: PlaceTx, lines: readonly Seals[]): Promise<Map<string, string>> =>
  tx.house(async () => {
    const seals = [
      ...new Set(lines.flatMap(({ nameSeal, reasonSeal }) => [nameSeal, ...(reasonSeal ? [reasonSeal] : [])])),
    ]
    if (seals.length === 0) return new Map()
    const rows = await tx.sql<{ seal: string; words: string }[]>`
      select encode(seal, 'hex') as seal, words from platform.audit_words
      where place_id = ${tx.placeId} and seal in (select decode(seal, 'hex') from unnest(${seals}::text[]) seal)`
    return new Map(rows.map(({ seal, words }) => [seal, words]))
  })

/** The lines about some records that this transaction writes at its end. */
const addedHere = (tx: PlaceTx, recordIds: readonly string[]): AuditLine[] => {
  const { kind, name, personId, organisationId } = tx.actor
  return tx.unwrittenLines
    .filter(({ recordId }) => recordId !== null && recordIds.includes(recordId))
    .map(({ action, recordId, reason }) => ({
      action,
      recordId,
      actorKind: kind,
      actorName: name,
      personId,
      organisationId,
      reason,
      actedAt: tx.now,
    }))
}
