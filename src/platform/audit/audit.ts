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

/**
 * Adds a line for each person whose row was loaded for somebody to read. Stores that load people call it, so that no page has to think of it. What the house loads
 * for its own work is shown to nobody by that; whoever shows it says so with `audit`.
 */
export const auditLoads = (tx: PlaceTx, action: string, personIds: readonly string[]): void => {
  const { kind, personId } = tx.actor
  if (tx.seesAsHouse() || kind === 'anyone') return
  // Whoever comes in by a request's code sees no other person's row than their own.
  if (kind === 'bearer' && personId === null) return
  for (const recordId of personIds)
    if (recordId !== personId) tx.unwrittenLines.push({ action, recordId, reason: null, isLoad: true })
}

/** Leaves out what was loaded so far in this transaction: a command says itself what was done, and what it read to do it is shown to nobody by that. */
export const leaveOutLoads = (tx: PlaceTx): void => {
  const others = tx.unwrittenLines.filter(({ isLoad }) => !isLoad)
  tx.unwrittenLines.splice(0, tx.unwrittenLines.length, ...others)
}

/** Leaves out whoever was loaded and has a line of this reader's from within the hour: for a page that asks for itself again while somebody reads it. */
export const leaveOutSeenAlready = (tx: PlaceTx): Promise<void> =>
  tx.house(async () => {
    const ids = tx.unwrittenLines.flatMap(({ isLoad, recordId }) => (isLoad && recordId ? [recordId] : []))
    if (ids.length === 0) return
    const rows = await tx.sql<{ recordId: string }[]>`
      select distinct record_id from platform.audit_line
      where place_id = ${tx.placeId} and person_id = ${tx.actor.personId} and acted_at > ${new Date(tx.now.getTime() - 60 * 60_000)} and record_id = any (${ids}::uuid[])`
    const seen = new Set(rows.map(({ recordId }) => recordId))
    const fresh = tx.unwrittenLines.filter(({ isLoad, recordId }) => !(isLoad && recordId && seen.has(recordId)))
    tx.unwrittenLines.splice(0, tx.unwrittenLines.length, ...fresh)
  })

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

/** The reason somebody gave for looking at a record within the hour; null when they gave none. */
export const findReasonGiven = (tx: PlaceTx, recordId: string): Promise<string | null> =>
  tx.house(async () => {
    const [row] = await tx.sql<{ words: string }[]>`
      select w.words from platform.audit_line l join platform.audit_words w on w.place_id = l.place_id and w.seal = l.reason_seal
      where l.place_id = ${tx.placeId} and l.record_id = ${recordId} and l.person_id = ${tx.actor.personId} and l.acted_at > ${new Date(tx.now.getTime() - 60 * 60_000)}
      order by l.acted_at desc limit 1`
    return row?.words ?? null
  })

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

/** Forgets the reasons that were given for looking at some records: they may tell of whom they are about. The lines stay, and their chain sound. */
export const forgetReasons = (tx: PlaceTx, recordIds: readonly string[]): Promise<number> =>
  tx.house(async () => {
    const gone = await tx.sql`
      delete from platform.audit_words where place_id = ${tx.placeId} and kind = 'reason' and seal in (
        select reason_seal from platform.audit_line where place_id = ${tx.placeId} and record_id = any (${[...recordIds]}::uuid[]) and reason_seal is not null)`
    return gone.count
  })
