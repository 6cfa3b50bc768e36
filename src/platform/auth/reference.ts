import { createCipheriv, createDecipheriv, createHash, randomBytes, randomInt } from 'node:crypto'
import { Type } from 'typebox'
import { newLetterCode } from '../../kernel/letter-code.ts'
import { type Refusal, refuse } from '../../kernel/refusal.ts'
import { accountLimit, addressLimit, type GuessedAt } from './attempts.ts'
import { hashSecret } from './session.ts'

/** A reference and a code: the way in for whoever has no account. */

/** A reference like `7KM-4QX`: 191 million of them, so that one cannot be guessed from another. */
export const newReference = (): string => `${newLetterCode(3)}-${newLetterCode(3)}`

/** A code like `482193`, told once; together with the reference it opens the status page. */
export const newCode = (): string => String(randomInt(1_000_000)).padStart(6, '0')

/** Reads a reference as people type it: any case, with or without the hyphen or spaces. Null when it cannot be one. */
export const parseReference = (text: string): string | null => {
  const plain = text.toUpperCase().replace(/[^A-Z0-9]/g, '')
  return plain.length === 6 ? `${plain.slice(0, 3)}-${plain.slice(3)}` : null
}

/** Only this is stored of a code; the reference in it keeps equal codes apart. */
export const hashCode = (reference: string, code: string): string =>
  hashSecret(`${reference} ${code.replace(/\D/g, '')}`)

/** Whose wrong guesses are counted: the reference guessed at, known or not, and the address the guess came from. */
export const guessedAt = (reference: string, remoteAddress: string): GuessedAt[] => [
  { subject: `reference ${parseReference(reference) ?? reference}`, limit: accountLimit },
  { subject: `address ${remoteAddress}`, limit: addressLimit },
]

const keyFrom = (token: string): Buffer => createHash('sha256').update(`code ${token}`).digest()

/** Hides a code so that only the holder of a secret, such as a cookie, can read it: the house itself keeps no more than its hash. */
export const sealCode = (code: string, token: string): string => {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', keyFrom(token), nonce)
  return Buffer.concat([nonce, cipher.update(code, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64url')
}

/** The code again; throws when the secret is another. */
export const unsealCode = (sealed: string, token: string): string => {
  const bytes = Buffer.from(sealed, 'base64url')
  const decipher = createDecipheriv('aes-256-gcm', keyFrom(token), bytes.subarray(0, 12))
  decipher.setAuthTag(bytes.subarray(-16))
  return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString('utf8')
}

/** What is typed to follow something without an account: the input of a command. */
export const ReferenceAndCode = Type.Object({
  reference: Type.String({ minLength: 1, maxLength: 40, mend: 'Enter the reference we gave you, like 7KM-4QX' }),
  code: Type.String({ minLength: 1, maxLength: 20, mend: 'Enter the 6-digit code we gave you' }),
})

/**
 * Looks up what a reference and a code together open. Which of the two was wrong is never told; `otherwise` is what else to do.
 * @param find by the reference as we write it and the hash of the code.
 */
export const openedBy = async <Found>(
  { reference, code }: { reference: string; code: string },
  find: (reference: string, codeHash: string) => Promise<Found | null>,
  otherwise: string,
): Promise<Found | Refusal> => {
  const parsed = parseReference(reference)
  if (!parsed) return refuse('wrong-reference', 'A reference has 6 letters and numbers, like 7KM-4QX.', 'reference')
  return (
    (await find(parsed, hashCode(parsed, code))) ??
    refuse(
      'wrong-reference-or-code',
      `The reference and the code do not fit together. Check both, or ${otherwise}.`,
      'reference',
    )
  )
}
