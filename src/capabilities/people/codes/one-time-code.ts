import { timingSafeEqual } from 'node:crypto'
import { Type } from 'typebox'
import { newId } from '../../../kernel/ids.ts'
import { type Refusal, refuse } from '../../../kernel/refusal.ts'
import { secretHash } from '../../../platform/auth/house-secret.ts'
import { newCode } from '../../../platform/auth/reference.ts'
import { readSignedLink, signLink } from '../../../platform/auth/signed-link.ts'
import { command } from '../../../platform/command.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { writeNotice } from '../../../platform/notify/notice.ts'
import { readEmail, readPhone } from '../reach.ts'
import {
  type AskedCode,
  countAsked,
  findAsked,
  insertAsked,
  type Opens,
  saveCodeHash,
  type TypedReach,
  takeToLookAt,
} from './code-store.ts'

/**
 * Six figures by text or mail, and beside them in a mail a link: the way in for whoever has no account. Ten minutes and five tries (NIST SP 800-63B-4, 3.1.3.1 and
 * 3.2.2), one use, kept as a hash under a key that is not in the database.
 */

const purpose = 'people.one-time-code'
export const codeMinutes = 10
/** Wrong tries at one code; a quarter of an hour of counting outlasts it. */
export const codeTries = 5
/** More codes to one address within an hour are not sent, and nobody is told so. */
const mostInAnHour = 3

/** The queue of the job that finds out whose an address or a number is. */
export const codeQueue = (opens: Opens): string => `send-codes-for-${opens}`

/** What somebody typed, read; texts go to mobile numbers where texts leave at all. */
export const readReach = (typed: string, texts: boolean): TypedReach | { readonly message: string } => {
  if (typed.includes('@')) {
    const read = readEmail(typed.toLowerCase())
    return 'message' in read ? read : { channel: 'email', reach: read.email }
  }
  if (!texts) return { message: 'Enter an e-mail address like name@example.org. If you gave us none, ring us.' }
  const read = readPhone(typed)
  if ('message' in read)
    return { message: 'Enter an e-mail address like name@example.org, or a mobile number like 07700 900123' }
  return read.isMobile
    ? { channel: 'text', reach: read.phone }
    : { message: 'Enter a mobile number: texts may not arrive at any other. If you have none, ring us.' }
}

/**
 * Writes down that somebody asks for a code. The same is written, woken and said whether or not anybody is reached there: neither the page nor the clock tells who is
 * known here.
 */
export const askForCode = command({
  name: 'people.ask-for-code',
  allow: 'anyone',
  inHouse: true,
  input: Type.Object({
    opens: Type.Enum(['volunteering', 'request'] satisfies Opens[]),
    channel: Type.Enum(['email', 'text'] satisfies TypedReach['channel'][]),
    reach: Type.String({ maxLength: 254 }),
  }),
  async run(tx, { opens, channel, reach }) {
    const asked = { opens, channel, reach } as TypedReach & { opens: Opens }
    if ((await countAsked(tx, asked, new Date(tx.now.getTime() - 3_600_000))) >= mostInAnHour)
      return { recordId: null, codeId: newId() as string }
    const codeId = await insertAsked(tx, { ...asked, endsAt: new Date(tx.now.getTime() + codeMinutes * 60_000) })
    await tx.wake(codeQueue(opens), { placeId: tx.placeId })
    return { recordId: null, codeId }
  },
})

const hashOf = (tx: PlaceTx, codeId: string, code: string) => secretHash(tx, purpose, `${codeId} ${code}`)

/** The part of an address that opens what a code opens. */
export const linkOfCode = (tx: PlaceTx, codeId: string, endsAt: Date): Promise<string> =>
  signLink(tx, purpose, codeId, endsAt)

/** What the message that carries a code says. */
export interface CodeSays {
  /** What it opens: 'your volunteering page'. */
  readonly what: string
  readonly placeName: string
  /** The page below the place that takes links. */
  readonly linkPath: string
}

/** Makes the codes that were asked for, for those who are known. Returns how many. */
export const sendCodes = async (
  tx: PlaceTx,
  opens: Opens,
  isKnown: (tx: PlaceTx, reach: TypedReach) => Promise<boolean>,
  { what, placeName, linkPath }: CodeSays,
): Promise<number> => {
  let sent = 0
  for (const asked of await takeToLookAt(tx, opens)) {
    if (!(await isKnown(tx, asked))) continue
    const { codeId, channel, reach, endsAt } = asked
    const code = newCode()
    await saveCodeHash(tx, codeId, hashOf(tx, codeId, code))
    const goesTo = { aboutId: codeId, holderIds: [], sentFor: purpose, atNight: 'answer' as const, endsAt }
    await writeNotice(tx, {
      ...goesTo,
      channel,
      toName: reach,
      toAddress: reach,
      ...(channel === 'text'
        ? {
            subject: `${code} is your code for ${placeName}`,
            body: `It opens ${what} once, for ${codeMinutes} minutes. Tell it to nobody, not even to us.`,
          }
        : {
            subject: `Your code for ${placeName}`,
            body: `${code} opens ${what} once, for ${codeMinutes} minutes. Type it where you asked for it, or open the link on this device instead.\n\nTell it to nobody, not even to us. If you did not ask for it, do nothing: nobody gets in without it.`,
            link: {
              words: 'Open it here',
              path: `${linkPath}/${await linkOfCode(tx, codeId, endsAt)}`,
            },
          }),
    })
    sent++
  }
  return sent
}

export const wrongCode = (): Refusal =>
  refuse(
    'wrong-code',
    `This code is not right, was used, or is older than ${codeMinutes} minutes. Check it, or have a new one sent.`,
    'code',
  )

/** True for an answer that counts as a wrong guess. */
export const isWrongCode = ({ refused }: Refusal): boolean => refused === 'wrong-code'

/** What a code and its number, or a link, stand for; the same refusal for whatever is wrong, used, over or made up. */
export const readCode = async (
  tx: PlaceTx,
  opens: Opens,
  given: { readonly codeId: string; readonly code: string } | { readonly link: string },
): Promise<AskedCode | Refusal> => {
  if ('link' in given) {
    const signed = await readSignedLink(tx, purpose, given.link)
    const asked = signed && (await findAsked(tx, signed.id, opens))
    return asked?.codeHash ? asked : wrongCode()
  }
  const typed = Buffer.from(hashOf(tx, given.codeId, given.code.replace(/\D/g, '')))
  const asked = await findAsked(tx, given.codeId, opens)
  const kept = Buffer.from(asked?.codeHash ?? hashOf(tx, given.codeId, 'no code'))
  return typed.length === kept.length && timingSafeEqual(typed, kept) && asked?.codeHash ? asked : wrongCode()
}
