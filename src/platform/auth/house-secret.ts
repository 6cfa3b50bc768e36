import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../config.ts'
import type { Database, PlaceTx } from '../db/database.ts'

/**
 * What the house keeps to itself: a secret that is in its settings, or in a file of its own, and never in the database. Whoever takes a copy of the database
 * away can read nothing that is sealed here.
 */
const fileName = 'house-secret'

/** The secret of the settings; else of the file in `dataDir`, which is made by whoever needs it first. */
export const houseSecret = ({ secret, dataDir }: Pick<Config, 'secret' | 'dataDir'>): Buffer => {
  if (secret) return Buffer.from(secret)
  const file = join(dataDir, fileName)
  const read = () => Buffer.from(readFileSync(file, 'utf8').trim())
  try {
    return read()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  mkdirSync(dataDir, { recursive: true, mode: 0o755 })
  const unfinished = `${file}.${randomBytes(6).toString('hex')}`
  writeFileSync(unfinished, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' })
  try {
    // Two processes may make it at once: the first one's appears whole, and both read that.
    linkSync(unfinished, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(unfinished)
  }
  return read()
}

const secrets = new WeakMap<Database, () => Buffer>()

/** Says where the secret of an open database's house is; it is looked for when something is sealed first. */
export const keepSecretOf = (db: Database, find: () => Buffer): void => {
  let found: Buffer | undefined
  secrets.set(db, () => {
    found ??= find()
    return found
  })
}

/** A key for one purpose in one place (HKDF, RFC 5869): what is sealed for one opens nothing else. */
const keyFor = (tx: PlaceTx, purpose: string): Buffer => {
  const secret = secrets.get(tx.database)
  if (!secret) throw new Error('This database was opened without its house’s secret.')
  return Buffer.from(hkdfSync('sha256', secret(), tx.placeId, purpose, 32))
}

/** Makes a text unreadable without the house's secret (AES-256-GCM). `about` is the record it belongs to: moved to another, it does not open. */
export const seal = (tx: PlaceTx, purpose: string, about: string, text: string): string => {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', keyFor(tx, purpose), nonce).setAAD(Buffer.from(about))
  return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64url')
}

/** The text again; null when it was sealed with another secret, for another purpose or record, or changed since. */
export const unseal = (tx: PlaceTx, purpose: string, about: string, sealed: string): string | null => {
  const bytes = Buffer.from(sealed, 'base64url')
  if (bytes.length < 28) return null
  const decipher = createDecipheriv('aes-256-gcm', keyFor(tx, purpose), bytes.subarray(0, 12))
    .setAAD(Buffer.from(about))
    .setAuthTag(bytes.subarray(-16))
  try {
    return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString('utf8')
  } catch {
    return null
  }
}

/** A short text as only this house can recognise it again: who holds the database alone cannot try out which it was. */
export const secretHash = (tx: PlaceTx, purpose: string, text: string): string =>
  createHmac('sha256', keyFor(tx, purpose)).update(text).digest('base64url')
