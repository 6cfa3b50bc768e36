import type { PlaceTx } from '../db/database.ts'
import { beginning, type ChainedLine, linkOf, sealOf } from './chain.ts'

/** Where one lane of a place stood at a moment: kept somewhere else, it tells of a trail that was written anew since. */
export interface NotedHead {
  readonly lane: number
  /** The number of its last line then. */
  readonly seq: number
  /** The hash of that line, in hexadecimal digits. */
  readonly hash: string
}

/** What is wrong with one lane, at the first line where it is. */
export interface Tampering {
  readonly lane: number
  /** The number of the line; of the first that is not there for what was taken away. */
  readonly seq: number
  readonly auditId: string | null
  readonly what: keyof typeof tamperings
}

/** Each way a trail can have been tampered with, as it is told. */
export const tamperings = {
  changed:
    'does not fit the line before it: it was changed, or one before it was taken away and the rest numbered anew',
  removed: 'is not there: it was taken away',
  'put in': 'was put in between two that fit each other',
  'cut off': 'and whatever came after it is not there: the end was cut off',
  'added at the end': 'stands behind the end: it was added by hand',
  'another end': 'is the last, and is not the line the lane says it ended with: the end was changed',
  'written anew': 'is not the line that was noted: the lane was written anew since',
  'shorter than noted': 'was noted and is not there: the end was cut off, or the whole lane taken away, since',
  'words changed': 'names whoever acted, or their reason, in words that were changed since',
} as const

/** What a check found in one place. */
export interface AuditCheck {
  readonly lines: number
  readonly lanes: number
  /** Lines whose name or reason was deleted since, as the law may ask; the lines themselves are whole. */
  readonly wordsForgotten: number
  /** One for each lane that is not whole; empty when the trail is sound. */
  readonly tampered: readonly Tampering[]
}

type ReadLine = ChainedLine & { readonly hash: Uint8Array }

const linesAtOnce = 20_000

/** Where each lane stands now. */
export const listHeads = async (tx: PlaceTx): Promise<NotedHead[]> => [
  ...(await tx.sql<NotedHead[]>`
    select lane, seq, encode(hash, 'hex') as hash from platform.audit_head where place_id = ${tx.placeId} order by lane`),
]

/**
 * Walks every lane of the place from its first line. Works beside a running system: what is written meanwhile is not looked at.
 * @param noted heads written out earlier, for what nobody can tell from the trail alone: that it was cut off or written anew together with its heads.
 * @param onProgress hears how many lines have been looked at.
 */
export const checkAudit = async (
  tx: PlaceTx,
  noted: readonly NotedHead[] = [],
  onProgress: (lines: number) => void = () => {},
): Promise<AuditCheck> => {
  const found = { lines: 0, tampered: [] as Tampering[] }
  // The last line is asked for before the head: whoever writes meanwhile moves the head with it.
  const lasts = await tx.sql<{ lane: number; seq: number; auditId: string }[]>`
    select distinct on (lane) lane, seq, audit_id from platform.audit_line where place_id = ${tx.placeId} order by lane, seq desc`
  const heads = await listHeads(tx)
  const lanes = [...new Set([...lasts, ...heads, ...noted].map(({ lane }) => lane))].sort((a, b) => a - b)
  const badSeals = await listChangedWords(tx)
  for (const lane of lanes) {
    const inLane = <Of extends { lane: number }>(all: readonly Of[]) => all.find(each => each.lane === lane)
    const head = inLane(heads) ?? { lane, seq: 0, hash: '' }
    const before = found.lines
    const tampering =
      (await walkLane(tx, head, { noted: inLane(noted), badSeals }, lines => {
        found.lines = before + lines
        onProgress(found.lines)
      })) ?? behindTheEnd(head, inLane(lasts))
    if (tampering) found.tampered.push(tampering)
  }
  return { ...found, lanes: lanes.length, wordsForgotten: await countForgotten(tx) }
}

const behindTheEnd = (head: NotedHead, last: { seq: number; auditId: string } | undefined): Tampering | null =>
  last && last.seq > head.seq
    ? { lane: head.lane, seq: last.seq, auditId: last.auditId, what: 'added at the end' }
    : null

interface Against {
  readonly noted: NotedHead | undefined
  /** Seals whose words do not fit them, in hexadecimal digits. */
  readonly badSeals: ReadonlySet<string>
}

const walkLane = async (
  tx: PlaceTx,
  { lane, seq: end, hash }: NotedHead,
  { noted, badSeals }: Against,
  onProgress: (lines: number) => void,
): Promise<Tampering | null> => {
  let [seq, previous]: [number, Uint8Array] = [0, beginning]
  while (seq < end) {
    const lines = await readLines(tx, lane, seq, end)
    for (const [index, line] of lines.entries()) {
      const wrong = (what: Tampering['what'], at: number = line.seq): Tampering => ({
        lane,
        seq: at,
        auditId: at === line.seq ? line.auditId : null,
        what,
      })
      if (line.seq !== seq + 1) return wrong('removed', seq + 1)
      if (!linkOf(previous, line).equals(line.hash))
        return wrong(follows(previous, line.seq, lines[index + 1]) ? 'put in' : 'changed')
      if (noted?.seq === line.seq && noted.hash !== hex(line.hash)) return wrong('written anew')
      if (badSeals.has(hex(line.nameSeal)) || (line.reasonSeal && badSeals.has(hex(line.reasonSeal))))
        return wrong('words changed')
      previous = line.hash
      seq = line.seq
    }
    onProgress(seq)
    if (lines.length === 0) return { lane, seq: seq + 1, auditId: null, what: 'cut off' }
  }
  if (hash !== hex(previous)) return { lane, seq, auditId: null, what: 'another end' }
  return noted && noted.seq > end ? { lane, seq: end + 1, auditId: null, what: 'shorter than noted' } : null
}

/** True when a line, under the number of the one put in before it, hangs on the line before both. */
const follows = (previous: Uint8Array, seq: number, next: ReadLine | undefined): boolean =>
  next !== undefined && linkOf(previous, { ...next, seq }).equals(next.hash)

const readLines = (tx: PlaceTx, lane: number, after: number, until: number): Promise<ReadLine[]> => tx.sql<ReadLine[]>`
  select place_id, lane, seq, audit_id, record_id, person_id, organisation_id, name_seal, reason_seal, (extract(epoch from acted_at) * 1000000)::bigint::text as acted_at_micros,
    actor_kind, action, hash
  from platform.audit_line where place_id = ${tx.placeId} and lane = ${lane} and seq > ${after} and seq <= ${until} order by seq limit ${linesAtOnce}`

/** The seals whose words do not fit them any more, in hexadecimal digits. */
const listChangedWords = async (tx: PlaceTx): Promise<Set<string>> => {
  const changed = new Set<string>()
  const all = tx.sql<{ seal: Uint8Array; salt: string; words: string }[]>`
    select seal, salt, words from platform.audit_words where place_id = ${tx.placeId}`
  for await (const rows of all.cursor(linesAtOnce))
    for (const { seal, salt, words } of rows) if (!sealOf(salt, words).equals(seal)) changed.add(hex(seal))
  return changed
}

const countForgotten = async (tx: PlaceTx): Promise<number> => {
  const [row] = await tx.sql<{ n: number }[]>`
    select count(*)::int as n from platform.audit_line l
    where l.place_id = ${tx.placeId} and (
      not exists (select from platform.audit_words w where w.place_id = ${tx.placeId} and w.seal = l.name_seal)
      or (reason_seal is not null and not exists (select from platform.audit_words w where w.place_id = ${tx.placeId} and w.seal = l.reason_seal)))`
  return row?.n ?? 0
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
