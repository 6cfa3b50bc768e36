import { randomInt } from 'node:crypto'
import { newLetterCode } from '../../kernel/letter-code.ts'
import { hashSecret } from '../../platform/auth/session.ts'

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
