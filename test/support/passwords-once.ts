import { vi } from 'vitest'

/**
 * Hashing a password costs 50 ms on purpose, and every cast has three people with the same one: the tests hash each password once, and compare it once with
 * each hash.
 */
vi.mock('../../src/platform/auth/password.ts', async load => {
  const real = await load<typeof import('../../src/platform/auth/password.ts')>()
  const hashes = new Map<string, Promise<string>>()
  const comparisons = new Map<string, Promise<boolean>>()
  return {
    ...real,
    hashPassword(password: string) {
      const known = hashes.get(password) ?? real.hashPassword(password)
      hashes.set(password, known)
      return known
    },
    passwordFits(password: string, stored: string | null) {
      const key = JSON.stringify([password, stored])
      const known = comparisons.get(key) ?? real.passwordFits(password, stored)
      comparisons.set(key, known)
      return known
    },
  }
})
