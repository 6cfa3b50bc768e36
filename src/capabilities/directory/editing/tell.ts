import type { PlaceTx } from '../../../platform/db/database.ts'
import { writeNotice } from '../../../platform/notify/notice.ts'
import { findOrganisation, listMembersWithRole } from '../../organisations/index.ts'
import { listPeople } from '../../people/index.ts'
import type { Proposal } from './proposal.ts'

/** Tells those it concerns what happened to an entry; written with what it tells of, sent after it. */

type Message = { sentFor: string; subject: string; sentences: readonly string[]; linkWords: string }

const proposalPath = (proposalId: string) => `/directory/proposals/${proposalId}`

/** Tells the organisation that proposed; by phone where it has no e-mail. */
export async function tellProposer(tx: PlaceTx, proposal: Proposal, message: Message): Promise<void> {
  if (!proposal.organisationId) return
  const organisation = await findOrganisation(tx, proposal.organisationId)
  if (!organisation) return
  const byMail = organisation.email !== ''
  if (!byMail && !organisation.phone) return
  const editors = await listMembersWithRole(tx, 'directory editor')
  await writeNotice(tx, {
    aboutId: proposal.proposalId,
    // Who delivers it by hand: those who keep the directory right.
    holderIds: byMail ? [] : editors.map(({ personId }) => personId),
    sentFor: message.sentFor,
    atNight: 'waits',
    channel: byMail ? 'email' : 'phone',
    toName: organisation.name,
    toAddress: byMail ? organisation.email : (organisation.phone ?? ''),
    subject: message.subject,
    body: message.sentences.join('\n\n'),
    link: { words: message.linkWords, path: proposalPath(proposal.proposalId) },
  })
}

/** Tells everyone who keeps the directory right. */
export async function tellEditors(tx: PlaceTx, proposal: Proposal, message: Message): Promise<void> {
  const editors = await tx.house(async () =>
    listPeople(
      tx,
      (await listMembersWithRole(tx, 'directory editor')).map(({ personId }) => personId),
    ),
  )
  for (const { name, email } of editors) {
    if (!email) continue
    await writeNotice(tx, {
      aboutId: proposal.proposalId,
      holderIds: [],
      sentFor: message.sentFor,
      atNight: 'waits',
      channel: 'email',
      toName: name,
      toAddress: email,
      subject: message.subject,
      body: message.sentences.join('\n\n'),
      link: { words: message.linkWords, path: proposalPath(proposal.proposalId) },
    })
  }
}
