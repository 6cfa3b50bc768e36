/** How lines of the audit trail hang together: what is written and what is checked is worked out here, in one way. */
import { createHash, hash } from 'node:crypto'
import { newId } from '../../kernel/ids.ts'

/** One line of a lane, as the chain holds it. Ids are in small letters. */
export interface ChainedLine {
  readonly placeId: string
  readonly lane: number
  /** 1 for the first of its lane, then one more each. */
  readonly seq: number
  readonly auditId: string
  readonly recordId: string | null
  readonly personId: string | null
  readonly organisationId: string | null
  readonly nameSeal: Uint8Array
  readonly reasonSeal: Uint8Array | null
  /** Microseconds since 1970, as PostgreSQL keeps them. */
  readonly actedAtMicros: string
  readonly actorKind: string
  readonly action: string
}

/** What a lane starts from. */
export const beginning = Buffer.alloc(0)

/** The text of a line that its hash is made of: one value in each row, and the only free one last, so that no two lines have the same text. */
const textOf = (line: ChainedLine): string =>
  [
    line.placeId,
    line.lane,
    line.seq,
    line.auditId,
    line.recordId ?? '',
    line.personId ?? '',
    line.organisationId ?? '',
    hex(line.nameSeal),
    line.reasonSeal ? hex(line.reasonSeal) : '',
    line.actedAtMicros,
    line.actorKind,
    line.action,
  ].join('\n')

/** The hash of a line: SHA-256 (FIPS 180-4) of the hash of the line before it and its own text. */
export const linkOf = (previous: Uint8Array, line: ChainedLine): Buffer =>
  createHash('sha256').update(previous).update(textOf(line)).digest()

/** Words kept beside the chain, and the seal the chain holds of them. */
export interface SealedWords {
  readonly seal: Buffer
  readonly salt: string
  readonly words: string
}

/** The seal of words: without the salt, which is forgotten with them, nobody can find out by trying whether it was these words. */
export const sealOf = (salt: string, words: string): Buffer => hash('sha256', salt + words, 'buffer')

/** Words with a salt of their own. */
export const sealed = (words: string): SealedWords => {
  const salt = newId()
  return { seal: sealOf(salt, words), salt, words }
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')
