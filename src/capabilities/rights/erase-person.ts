import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Type } from 'typebox'
import { type JourneyId, newId, type PlaceId } from '../../kernel/ids.ts'
import { isRefusal, type Refusal } from '../../kernel/refusal.ts'
import { audit, forgetReasons } from '../../platform/audit/audit.ts'
import type { Actor } from '../../platform/auth/actor.ts'
import { grantAccess } from '../../platform/auth/grants.ts'
import { keyedHash } from '../../platform/auth/signed-link.ts'
import { command, perform } from '../../platform/command.ts'
import type { PlaceTx } from '../../platform/db/database.ts'
import { record } from '../../platform/facts/fact.ts'
import { countJobsNaming } from '../../platform/jobs/queue.ts'
import { eraseRecords, type TableErased } from '../../platform/personal/erase-store.ts'
import { heldNow } from '../../platform/personal/held.ts'
import { heldBecause } from '../../platform/personal/held-because.ts'
import { allRules, allTables } from '../../platform/personal/rules.ts'
import { findWordsEverywhere } from '../../platform/personal/search-store.ts'
import type { Platform } from '../../platform/platform.ts'
import { dataProtectionHolder } from '../organisations/index.ts'
import { listPeople } from '../people/index.ts'
import { copyFiles } from './copy-files.ts'
import { saveDataRequest } from './data-request-store.ts'
import { PersonErased } from './facts.ts'
import { keepTombstones } from './keep-tombstones.ts'
import { insertTombstone, listCopies, type Tombstone } from './rights-store.ts'

/** What an erasure looked at, found, erased and kept, and on which ground: its proof, for people and programs. No name and no number is in it. */
export interface Certificate {
  readonly format: 'keepitlocal/erasure-certificate/1'
  readonly tombstoneId: string
  readonly personIds: readonly string[]
  readonly authority: string
  readonly erasedAt: string
  readonly complete: boolean
  readonly tables: readonly TableErased[]
  readonly queues: { readonly found: number; readonly kept: number; readonly ground: string }
  readonly files: readonly { readonly path: string; readonly erased: boolean }[]
  readonly memory: string
  /** Where their name, number or address still stands afterwards, over every column of words there is: in rows of others, for a person to look at. */
  readonly stillFound: readonly { readonly table: string; readonly column: string; readonly rows: number }[]
  /** Why something had to stay. */
  readonly stays: readonly string[]
}

const purpose = 'rights: whom a tombstone is of'

/**
 * Forgets some people who are one, and everything that hangs on them, as far as the law does not say that it stays (UK GDPR, Article 17). Audit line, fact, certificate and
 * tombstone are written in the same transaction.
 */
export const erasePerson = command({
  name: 'rights.erase-person',
  allow: 'rights.decide',
  inHouse: true,
  input: Type.Object({
    personIds: Type.Array(Type.String({ format: 'uuid' }), { minItems: 1, mend: 'Say whom' }),
    authority: Type.String({ minLength: 3, maxLength: 1000, mend: 'Say who decided it, and why' }),
    /** The request it answers: it stays, so that it can be answered. */
    dataRequestId: Type.Union([Type.Null(), Type.String({ format: 'uuid' })]),
    /** The tombstone by which they are erased again after a backup was put back. */
    again: Type.Union([Type.Null(), Type.Unsafe<Tombstone>({ type: 'object' })]),
  }),
  async run(tx, { personIds, authority, dataRequestId, again }) {
    const erased = await eraseWithin(tx, personIds, authority, again)
    const { tombstoneId, complete } = erased.certificate
    if (dataRequestId) await keepAnswerable(tx, dataRequestId)
    const about = dataRequestId ?? tombstoneId
    await record(
      tx,
      PersonErased,
      { recordId: about, journeyId: about as JourneyId },
      { personIds, tombstoneId, isWhole: complete },
    )
    for (const id of personIds.slice(1)) await audit(tx, 'rights.erase-person', id)
    return { ...erased, recordId: personIds[0] ?? null }
  },
})

/** What was asked is forgotten with whoever asked it; that it was asked stays, so that it can be answered. */
const keepAnswerable = async (tx: PlaceTx, dataRequestId: string): Promise<void> => {
  await saveDataRequest(tx, dataRequestId, { identitySeen: 'Seen before they were forgotten.' })
  await grantAccess(tx, [
    { recordId: dataRequestId, holderId: dataProtectionHolder(tx.placeId), basis: 'answers for the data' },
  ])
}

/** Has somebody erased, and then what no transaction reaches: the files of copies, and the tombstone beside the backups. */
export const erasePeople = async (
  platform: Platform,
  actor: Actor,
  input: {
    readonly personIds: readonly string[]
    readonly authority: string
    readonly dataRequestId?: string
    readonly again?: Tombstone
  },
): Promise<Certificate | Refusal> => {
  const { personIds, authority, dataRequestId = null, again = null } = input
  const done = await perform(platform.db, actor, erasePerson, {
    personIds: [...personIds],
    authority,
    dataRequestId,
    again,
  })
  if (isRefusal(done)) return done
  await keepTombstones(platform, actor.placeId as PlaceId)
  const files = await Promise.all(done.certificate.files.map(({ path }) => eraseFile(path, personIds)))
  return { ...done.certificate, files: files.filter(file => file !== null) }
}

/** Carries what an erasure would have done out of the transaction that it undoes. */
class OnlyLooked extends Error {
  readonly certificate: Certificate
  constructor(certificate: Certificate) {
    super('Only looked at, and undone.')
    this.certificate = certificate
  }
}

/** What an erasure would find, erase and keep now: the same work, undone. */
export const previewErasure = async (
  { db }: Pick<Platform, 'db'>,
  placeId: PlaceId,
  personIds: readonly string[],
): Promise<Certificate> => {
  try {
    return await db.asHouse(placeId, async tx => {
      throw new OnlyLooked((await eraseWithin(tx, personIds, 'looked at', null)).certificate)
    })
  } catch (error) {
    if (error instanceof OnlyLooked) return error.certificate
    throw error
  }
}

const eraseWithin = async (
  tx: PlaceTx,
  personIds: readonly string[],
  authority: string,
  again: Tombstone | null,
): Promise<{ certificate: Certificate; stone: Tombstone | null }> => {
  const people = await listPeople(tx, personIds)
  const words = people
    .filter(({ name }) => name !== 'deleted')
    .flatMap(({ name, phone, email, address }) => [name, phone, email, address].flatMap(word => word ?? []))
  const copies = await listCopies(tx, personIds)
  const holds = (await heldNow(tx)).ids.map(recordId => ({ recordId, because: heldBecause }))
  const erased = await eraseRecords(tx, allRules(), { person: personIds }, holds)
  const ids = [...new Set(Object.values(erased.records).flat())]
  await forgetReasons(tx, ids)
  const apart = new Set(allRules().flatMap(rule => (rule.apart ? [rule.table] : [])))
  const hashes = await Promise.all(erased.reach.map(reach => keyedHash(tx, purpose, reach)))
  const complete = erased.stays.length === 0
  const certificate: Certificate = {
    format: 'keepitlocal/erasure-certificate/1',
    tombstoneId: again?.tombstoneId ?? newId(),
    personIds,
    authority,
    erasedAt: tx.now.toISOString(),
    complete,
    tables: erased.tables.filter(({ table }) => !apart.has(table)),
    queues: await queuesOf(tx, ids),
    files: copies.flatMap(({ path }) =>
      Object.values(copyFiles).map(name => ({ path: join(path, name), erased: false })),
    ),
    memory:
      'What is kept in memory is the directory, which tells of no person; who is signed in is looked up at each call.',
    stillFound: complete
      ? (await findWordsEverywhere(tx, allTables(), words)).filter(({ table }) => !apart.has(table))
      : [],
    stays: [...new Set(erased.stays.map(({ because }) => because))],
  }
  const stone: Tombstone = again ?? {
    tombstoneId: certificate.tombstoneId,
    personIds,
    hashes,
    authority,
    erasedAt: certificate.erasedAt,
  }
  // Somebody who stays in part is asked about again; only who is gone may be erased again unasked.
  if (complete) await insertTombstone(tx, stone, certificate)
  return { certificate, stone: complete ? stone : null }
}

const queuesOf = async (tx: PlaceTx, ids: readonly string[]): Promise<Certificate['queues']> => {
  const found = await countJobsNaming(tx, ids)
  return { found, kept: found, ground: 'A waiting job holds ids alone; what it finds when it runs is erased.' }
}

/** Erases a copy that was written to a folder, if it is still there and theirs; null where there is none. */
const eraseFile = async (path: string, personIds: readonly string[]) => {
  try {
    const text = await readFile(path, 'utf8')
    if (path.endsWith('.json') && !personIds.some(id => text.includes(id))) return null
    await rm(path)
    return { path, erased: true }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    return { path, erased: false }
  }
}
