import { createHash, createSign, generateKeyPairSync, randomBytes } from 'node:crypto'

/** A device that keeps a passkey, made of keys alone: what a browser would send, with any part of it wrong where a test says so. */

const sha256 = (bytes: Buffer | string): Buffer => createHash('sha256').update(bytes).digest()

/** CBOR (RFC 8949) of what attestation objects hold: short texts, byte strings, small numbers and maps of them. */
const head = (kind: number, length: number): Buffer =>
  length < 24
    ? Buffer.from([(kind << 5) | length])
    : length < 256
      ? Buffer.from([(kind << 5) | 24, length])
      : Buffer.from([(kind << 5) | 25, length >> 8, length & 255])
type Cbor = number | string | Buffer | Map<number | string, Cbor>
const cbor = (value: Cbor): Buffer => {
  if (typeof value === 'number') return value >= 0 ? head(0, value) : head(1, -1 - value)
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)])
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value])
  return Buffer.concat([head(5, value.size), ...[...value].flatMap(([key, each]) => [cbor(key), cbor(each)])])
}

/** What a test may have the device say other than it should. */
interface Wrong {
  readonly challenge?: string
  readonly origin?: string
  readonly domain?: string
  /** False: nobody touched it with a finger or a PIN. */
  readonly knowsOwner?: boolean
  readonly counter?: number
  readonly type?: string
}

export const aPasskeyDevice = (origin: string) => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
  const credentialId = randomBytes(32)
  const id = credentialId.toString('base64url')
  let counter = 0
  let userHandle = ''
  const clientData = (type: string, challenge: string, wrong: Wrong) =>
    Buffer.from(
      JSON.stringify({
        type: wrong.type ?? type,
        challenge: wrong.challenge ?? challenge,
        origin: wrong.origin ?? origin,
        crossOrigin: false,
      }),
    )
  const authData = (wrong: Wrong, made: boolean) => {
    counter = wrong.counter ?? counter + 1
    const count = Buffer.alloc(4)
    count.writeUInt32BE(counter)
    const flags = 0x01 | (wrong.knowsOwner === false ? 0 : 0x04) | (made ? 0x40 : 0)
    return Buffer.concat([sha256(wrong.domain ?? new URL(origin).hostname), Buffer.from([flags]), count])
  }
  return {
    id,
    /** Makes the passkey that is asked for. */
    make(options: { challenge: string; user: { id: string } }, wrong: Wrong = {}): string {
      userHandle = options.user.id
      const key = new Map<number | string, Cbor>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, Buffer.from(x, 'base64url')],
        [-3, Buffer.from(y, 'base64url')],
      ])
      const length = Buffer.from([0, credentialId.length])
      const data = Buffer.concat([authData(wrong, true), Buffer.alloc(16), length, credentialId, cbor(key)])
      const attestation = new Map<number | string, Cbor>([
        ['fmt', 'none'],
        ['attStmt', new Map()],
        ['authData', data],
      ])
      return JSON.stringify({
        id,
        rawId: id,
        type: 'public-key',
        response: {
          clientDataJSON: clientData('webauthn.create', options.challenge, wrong).toString('base64url'),
          attestationObject: cbor(attestation).toString('base64url'),
          transports: ['internal'],
        },
      })
    },
    /** Signs what is asked. */
    use(options: { challenge: string }, wrong: Wrong = {}): string {
      const client = clientData('webauthn.get', options.challenge, wrong)
      const data = authData(wrong, false)
      const signature = createSign('sha256')
        .update(Buffer.concat([data, sha256(client)]))
        .sign(privateKey)
      return JSON.stringify({
        id,
        rawId: id,
        type: 'public-key',
        response: {
          clientDataJSON: client.toString('base64url'),
          authenticatorData: data.toString('base64url'),
          signature: signature.toString('base64url'),
          userHandle,
        },
      })
    },
  }
}
