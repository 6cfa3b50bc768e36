import { parsePhoneNumberFromString } from 'libphonenumber-js'
import type { Config } from '../config.ts'
import type { Failure } from './retry.ts'
import { segmentsOf } from './text.ts'

/** A text that did not leave, with what that means for trying again. */
export class TextNotSent extends Error {
  readonly failure: Failure
  constructor(failure: Failure, because: string) {
    super(because)
    this.failure = failure
  }
}

/** What the hook is given (docs/running/texts.md). */
export interface TextToSend {
  /** The same for the same text, however often it is tried: nobody gets it twice. */
  readonly id: string
  /** As people write it; sent as E.164. */
  readonly to: string
  readonly text: string
}

const secondsInAll = 20

/** Gives texts to the address that whoever runs this installation has set. It is theirs, so that it may lie in their own network; it is not followed elsewhere. */
export const textHook =
  ({ textUrl, textSecret }: Pick<Config, 'textUrl' | 'textSecret'>) =>
  async ({ id, to, text }: TextToSend): Promise<void> => {
    if (!textUrl) throw new TextNotSent('no-server', 'No TEXT_URL is set.')
    const number = parsePhoneNumberFromString(to, 'GB')
    if (!number?.isPossible()) throw new TextNotSent('no-such-address', 'This is no phone number.')
    let answer: Response
    try {
      answer = await fetch(textUrl, {
        method: 'POST',
        redirect: 'error',
        signal: AbortSignal.timeout(secondsInAll * 1000),
        headers: {
          'content-type': 'application/json',
          'idempotency-key': id,
          ...(textSecret && { authorization: `Bearer ${textSecret}` }),
        },
        body: JSON.stringify({ id, to: number.number, text, segments: segmentsOf(text) }),
      })
    } catch (error) {
      const { name, cause } = error as Error & { cause?: { code?: string } }
      throw new TextNotSent('no-server', `The text hook could not be reached (${cause?.code ?? name}).`)
    }
    const said = (await answer.text().catch(() => '')).slice(0, 300)
    if (!answer.ok)
      throw new TextNotSent(failureOfHook(answer.status, said), `The text hook answered ${answer.status}.`)
  }

/** What the status of the hook's answer means: RFC 9110, 15; `{"problem":"number"}` beside a refusal blames the number. */
export const failureOfHook = (status: number, said: string): Failure => {
  if (status === 400 || status === 404 || status === 410 || status === 422) {
    const blames = /"problem"\s*:\s*"number"/.test(said)
    // A hook that is not there refuses nothing: its address is wrong.
    return blames ? 'no-such-address' : status === 404 ? 'no-server' : 'refused'
  }
  // Our own secret was not taken, or it sends us elsewhere: nothing to do with this text.
  if (status === 401 || status === 403 || status < 400) return 'no-server'
  return 'later'
}
