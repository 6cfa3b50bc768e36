import { endAccessTo } from '../../../platform/auth/grants.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { takeBackResting, writeNotice } from '../../../platform/notify/notice.ts'
import { findOrganisation } from '../../organisations/index.ts'
import {
  type Disclosure,
  type Ending,
  endings,
  markDisclosuresEnded,
  markToldToDelete,
  type Which,
} from './disclosure-store.ts'

/** Endings after which nothing was wrong with what they hold: nobody is told to delete it. */
const ordinary: readonly Ending[] = ['over', 'not needed']

/**
 * Ends sharings with everything that hangs on them, in this transaction: the grants that showed the details, what is still to leave the house and says something of them,
 * and what partners hold already, which they are told to delete. After an ordinary end only the details go; after any other the need as well.
 * @returns those that were live until now.
 */
export const endSharing = (tx: PlaceTx, which: Which, because: Ending): Promise<Disclosure[]> =>
  tx.house(async () => {
    const ended = await markDisclosuresEnded(tx, which, because)
    for (const disclosure of ended) {
      const { forId, personId, aboutId } = disclosure
      await endAccessTo(tx, {
        basisId: forId,
        ...(ordinary.includes(because) && { recordIds: [personId, aboutId] }),
        exceptRecordIds: [forId],
      })
      if (!ordinary.includes(because)) await takeBackResting(tx, forId)
    }
    const seen = ended.filter(({ shownAt, volunteerId }) => shownAt && volunteerId === null)
    if (!ordinary.includes(because)) {
      for (const disclosure of seen) await tellToDelete(tx, disclosure, because)
      await markToldToDelete(
        tx,
        seen.map(({ disclosureId }) => disclosureId),
      )
    }
    return ended
  })

const tellToDelete = async (
  tx: PlaceTx,
  { disclosureId, organisationId, path }: Disclosure,
  because: Ending,
): Promise<void> => {
  const organisation = await findOrganisation(tx, organisationId)
  if (!organisation) return
  await writeNotice(tx, {
    aboutId: disclosureId,
    holderIds: [],
    sentFor: `stop and delete ${disclosureId}`,
    atNight: 'urgent',
    channel: 'email',
    toName: organisation.name,
    toAddress: organisation.email,
    subject: 'Stop, and delete what you were told',
    body: [
      `You may no longer know who somebody is whom you said yes to helping. ${endings[because]}.`,
      'Please stop, and delete what you wrote down: name, phone number, address and what they told you, on paper, on phones and in other systems. Do not get in touch with them about it.',
      'What must be kept by law, such as a record of money, may stay as long as the law says.',
    ].join('\n\n'),
    link: { words: 'See what this was', path },
  })
}
