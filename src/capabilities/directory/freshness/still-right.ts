import { Type } from 'typebox'
import { type Refusal, refuse } from '../../../kernel/refusal.ts'
import { readSignedLink, signLink } from '../../../platform/auth/signed-link.ts'
import { command } from '../../../platform/command.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { type AskedLink, findAskedLink, settleLink } from './asking-store.ts'
import { assure, raise } from './assure.ts'

/** The link in a mail that asks whether an entry is still right: signed, used once, and opens nothing else. */

const purpose = 'directory: is it still right?'

/** The address of a link, below the place. */
export const stillRightPath = async (tx: PlaceTx, linkId: string, until: Date): Promise<string> =>
  `/still-right/${await signLink(tx, purpose, linkId, until)}`

const notOurs = () =>
  refuse(
    'not-our-link',
    'This link is not one of ours, or a part of it is missing. Copy the whole of it from the mail.',
  )

/** What a link stands for, used or not; a refusal when it is forged or has ended unused. */
export const readStillRightLink = async (
  tx: PlaceTx,
  token: string,
  lock: 'read' | 'lock' = 'read',
): Promise<AskedLink | Refusal> => {
  const link = await readSignedLink(tx, purpose, token)
  const asked = link && (await findAskedLink(tx, link.id, lock))
  if (!link || !asked) return notOurs()
  if (!asked.settledAt && (link.ended || asked.linkUntil <= tx.now))
    return refuse('link-ended', 'This link has ended. Ring us, or wait for our next mail: it brings a new one.')
  return asked
}

/** True for an answer that counts as a wrong guess. */
export const isWrongLink = ({ refused }: Refusal): boolean => refused === 'not-our-link'

/** What somebody with the link answers: everything is right; something has changed, in their words; or it has stopped. The first answer stands. */
export const answerByLink = command({
  name: 'directory.answer-by-link',
  allow: 'anyone',
  inHouse: true,
  input: Type.Object({
    link: Type.String({ maxLength: 200 }),
    answer: Type.Enum(['right', 'changed', 'stopped']),
    words: Type.String({ maxLength: 1000, mend: 'Keep it to 1,000 characters' }),
  }),
  async run(tx, { link, answer, words }) {
    const asked = await readStillRightLink(tx, link, 'lock')
    if ('refused' in asked) return asked
    if (asked.settledAt) return refuse('used', 'This link was used already. Thank you.')
    const said = words.trim()
    if (answer === 'changed' && said === '')
      return refuse('no-words', 'Say what has changed, so that we can put it right', 'words')
    await settleLink(tx, asked.linkId, answer as 'right' | 'changed' | 'stopped')
    if (answer === 'right')
      await assure(tx, [asked.serviceId], {
        how: 'link',
        byName: `Whoever reads ${asked.toAddress}`,
        organisationId: null,
      })
    else await raise(tx, [asked.serviceId], answer === 'changed' ? 'said changed' : 'said stopped', said || null)
    return { recordId: asked.serviceId, answer }
  },
})
