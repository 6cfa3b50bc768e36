import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { isUuid } from '../../kernel/ids.ts'
import type { PlaceTx } from '../db/database.ts'

/**
 * Links that open one thing without a sign-in: an id and the day they end, signed with a key of the place (HMAC-SHA-256, RFC 2104, cut to 128 bits as its §5 allows).
 * Nothing is in them but that, so nothing can be read out of an address; whether one was used is for whoever made it to remember.
 */

const idBytes = 16
const dayBytes = 4
const signatureBytes = 16
const day = 86_400_000

/** What a link says once its signature held. `ended` is true after its last day. */
export interface SignedLink {
  readonly id: string
  readonly ended: boolean
}

/** The part of an address that stands for `id` until `endsAt` (kept as whole days, rounded up). `purpose` keeps a link for one thing from opening another. */
export const signLink = async (tx: PlaceTx, purpose: string, id: string, endsAt: Date): Promise<string> => {
  const says = Buffer.alloc(idBytes + dayBytes)
  Buffer.from(id.replaceAll('-', ''), 'hex').copy(says)
  says.writeUInt32BE(Math.ceil(endsAt.getTime() / day), idBytes)
  return Buffer.concat([says, sign(await keyFor(tx, purpose), says)]).toString('base64url')
}

/** What a link says; null for anything that this place did not sign for this purpose. */
export const readSignedLink = async (tx: PlaceTx, purpose: string, token: string): Promise<SignedLink | null> => {
  const bytes = Buffer.from(token, 'base64url')
  if (bytes.length !== idBytes + dayBytes + signatureBytes || bytes.toString('base64url') !== token) return null
  const says = bytes.subarray(0, idBytes + dayBytes)
  if (!timingSafeEqual(sign(await keyFor(tx, purpose), says), bytes.subarray(idBytes + dayBytes))) return null
  const hex = says.subarray(0, idBytes).toString('hex')
  const id = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
  return isUuid(id) ? { id, ended: says.readUInt32BE(idBytes) * day <= tx.now.getTime() } : null
}

/** A text as the place alone can recognise it again: whoever reads the table cannot try out which text it was. */
export const keyedHash = async (tx: PlaceTx, purpose: string, text: string): Promise<string> =>
  createHmac('sha256', await keyFor(tx, purpose))
    .update(text)
    .digest('base64url')

const sign = (key: Buffer, says: Buffer): Buffer =>
  createHmac('sha256', key).update(says).digest().subarray(0, signatureBytes)

/** Keys never change, so that what was found once is kept; beside the database it was found in. */
const known = new WeakMap<object, Map<string, Buffer>>()

/** The place's key for a purpose, made by whoever needs it first. */
const keyFor = async (tx: PlaceTx, purpose: string): Promise<Buffer> => {
  const ofDatabase = known.get(tx.database) ?? new Map<string, Buffer>()
  known.set(tx.database, ofDatabase)
  const name = `${tx.placeId} ${purpose}`
  const kept = ofDatabase.get(name)
  if (kept) return kept
  return tx.house(async () => {
    const find = () =>
      tx.sql<{ key: Buffer; madeAt: Date }[]>`
        select key, made_at from platform.signing_key where place_id = ${tx.placeId} and purpose = ${purpose}`
    const [found] = await find()
    if (found) {
      const key = Buffer.from(found.key)
      // One that this transaction made itself may yet be undone with it.
      if (found.madeAt < tx.now) ofDatabase.set(name, key)
      return key
    }
    await tx.sql`
      insert into platform.signing_key (place_id, purpose, key, made_at)
      values (${tx.placeId}, ${purpose}, ${randomBytes(32)}, ${tx.now}) on conflict do nothing`
    const [made] = await find()
    if (!made) throw new Error('The signing key that was just made is not there.')
    return Buffer.from(made.key)
  })
}
