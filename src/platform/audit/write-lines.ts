import { newId } from '../../kernel/ids.ts'
import type { PlaceTx } from '../db/database.ts'
import { unnested } from '../db/unnested.ts'
import { beginning, linkOf, sealed } from './chain.ts'

/** A line that stands in the trail when its transaction ends. */
export interface UnwrittenLine {
  readonly action: string
  readonly recordId: string | null
  readonly reason: string | null
  /** Written because a row was loaded: left out where the same transaction says itself what was done with the record. */
  readonly isLoad: boolean
}

/**
 * So many transactions of one place write at once without waiting for one another. A connection keeps to one lane, and takes it as the last thing of its transaction:
 * nobody who holds a lane waits for anything else, so no two can wait for each other.
 */
const lanes = 16

/** What the lines of a transaction say together: a load is told once, and not where the same record has a line of its own. */
const told = (lines: readonly UnwrittenLine[]): UnwrittenLine[] => {
  const said = new Set(lines.filter(({ isLoad }) => !isLoad).map(({ recordId }) => recordId))
  return lines.filter(({ isLoad, recordId }) => !isLoad || (!said.has(recordId) && said.add(recordId)))
}

/** Writes the lines of a transaction at its end, each hung on the one before it in its lane. */
export const writeLines = (tx: PlaceTx, unwritten: readonly UnwrittenLine[]): Promise<void> =>
  tx.house(async () => {
    const lines = told(unwritten)
    if (lines.length === 0) return
    const { kind, name, personId, organisationId } = tx.actor
    const head = await takeLane(tx, personId, name)
    const who = sealed(name)
    const nameSeal = head.nameSeal ?? who.seal
    const reasons = new Map(lines.flatMap(({ reason }) => (reason ? [[reason, sealed(reason)]] : [])))
    let previous = head.hash
    const rows = lines.map(({ action, recordId, reason }, index) => {
      const row = {
        seq: head.seq + index + 1,
        auditId: newId(),
        action,
        recordId: recordId?.toLowerCase() ?? null,
        reasonSeal: reason ? (reasons.get(reason)?.seal ?? null) : null,
      }
      previous = linkOf(previous, {
        ...row,
        placeId: tx.placeId,
        lane: head.lane,
        personId,
        organisationId,
        nameSeal,
        actedAtMicros: `${tx.now.getTime()}000`,
        actorKind: kind,
      })
      return { ...row, hash: previous }
    })
    const words = [
      ...(head.nameSeal ? [] : [{ kind: 'name', ...who }]),
      ...[...reasons.values()].map(reason => ({ kind: 'reason', ...reason })),
    ]
    await tx.sql`
      with moved as (
        update platform.audit_head set seq = ${head.seq + rows.length}, hash = ${previous} where place_id = ${tx.placeId} and lane = ${head.lane}
      ), kept as (
        insert into platform.audit_words (place_id, seal, kind, person_id, words, salt)
        select ${tx.placeId}, decode(seal, 'hex'), kind, ${personId}::uuid, words, salt
        from ${unnested(tx.sql, words.map(inHex), { kind: 'text', seal: 'text', words: 'text', salt: 'text' })} as w (kind, seal, words, salt)
      )
      insert into platform.audit_line (place_id, lane, seq, audit_id, action, record_id, actor_kind, person_id, organisation_id, name_seal, reason_seal, acted_at, hash)
      select ${tx.placeId}, ${head.lane}, seq, audit_id, action, record_id, ${kind}, ${personId}::uuid, ${organisationId}::uuid, ${nameSeal}, decode(reason_seal, 'hex'), ${tx.now}, decode(hash, 'hex')
      from ${unnested(tx.sql, rows.map(inHex), {
        seq: 'bigint',
        auditId: 'uuid',
        action: 'text',
        recordId: 'uuid',
        reasonSeal: 'text',
        hash: 'text',
      })} as x (seq, audit_id, action, record_id, reason_seal, hash)`
  })

/** Bytes as PostgreSQL's `decode` reads them. */
const inHex = <Row extends object>(row: Row): { [Column in keyof Row]: Row[Column] | string } =>
  Object.fromEntries(
    Object.entries(row).map(([column, value]) => [column, Buffer.isBuffer(value) ? value.toString('hex') : value]),
  ) as { [Column in keyof Row]: Row[Column] | string }

interface Head {
  readonly lane: number
  readonly seq: number
  readonly hash: Buffer
  /** The seal that the name of this actor has here already. */
  readonly nameSeal: Buffer | null
}

/** Holds the lane of this connection until the transaction ends. */
const takeLane = async (tx: PlaceTx, personId: string | null, name: string): Promise<Head> => {
  // `is not distinct from` would say both, and finds nothing by an index: every name and reason of the place would be read for each line.
  const whose = personId === null ? tx.sql`w.person_id is null` : tx.sql`w.person_id = ${personId}`
  const find = () => tx.sql<Head[]>`
    select h.lane, h.seq, h.hash, (
      select w.seal from platform.audit_words w
      where w.place_id = ${tx.placeId} and ${whose} and w.kind = 'name' and w.words = ${name} limit 1) as name_seal
    from platform.audit_head h where h.place_id = ${tx.placeId} and h.lane = 1 + pg_backend_pid() % ${lanes} for update of h`
  const [head] = await find()
  if (head) return head
  await tx.sql`
    insert into platform.audit_head (place_id, lane, seq, hash) values (${tx.placeId}, 1 + pg_backend_pid() % ${lanes}, 0, ${beginning})
    on conflict (place_id, lane) do nothing`
  const [made] = await find()
  if (!made) throw new Error('A lane of the audit trail was made and is not there.')
  return made
}
