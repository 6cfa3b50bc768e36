import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

const derive = promisify(argon2)

// OWASP Password Storage Cheat Sheet (2025): argon2id, 19 MiB, 2 passes, 1 lane. 14 to 47 ms here.
const cost = { parallelism: 1, tagLength: 32, memory: 19_456, passes: 2 }

/** A password as stored: salt and argon2id tag, never the password. */
export const hashPassword = async (password: string): Promise<string> => {
  const nonce = randomBytes(16)
  const tag = await derive('argon2id', { message: Buffer.from(password.normalize('NFKC')), nonce, ...cost })
  return `${nonce.toString('base64url')}.${tag.toString('base64url')}`
}

/** Compares in constant time; a null hash costs as much as a wrong one, so that unknown accounts cannot be told by the clock. */
export const passwordFits = async (password: string, stored: string | null): Promise<boolean> => {
  const [salt, tag] = (stored ?? `${'A'.repeat(22)}.${'A'.repeat(43)}`).split('.')
  const given = await derive('argon2id', {
    message: Buffer.from(password.normalize('NFKC')),
    nonce: Buffer.from(salt ?? '', 'base64url'),
    ...cost,
  })
  return timingSafeEqual(given, Buffer.from(tag ?? '', 'base64url')) && stored !== null
}
