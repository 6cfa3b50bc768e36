import type { PlaceTx } from '../../platform/db/database.ts'
import { type NoticeDraft, writeNotices } from '../../platform/notify/notice.ts'
import { dataProtectionHolder, listMembersWithRole } from '../organisations/index.ts'
import { listPeople } from '../people/index.ts'

/** What the leads are told, which names nobody: mail is read by others too. */
export interface Told {
  readonly aboutId: string
  readonly sentFor: string
  readonly subject: string
  readonly body: string
  /** An emergency does not wait for the morning; what was unusual does. */
  readonly atNight: NoticeDraft['atNight']
  readonly link: { readonly words: string; readonly path: string }
}

/** Tells those with one of these roles, by mail, or by phone where they have none. */
export const tellThoseWho = (
  tx: PlaceTx,
  roles: readonly ('data protection lead' | 'safeguarding lead' | 'coordinator' | 'champion')[],
  told: Told,
  within: (member: { personId: string; organisationId: string }) => boolean = () => true,
): Promise<void> =>
  tx.house(async () => {
    const members = []
    for (const role of roles) members.push(...(await listMembersWithRole(tx, role)).filter(within))
    const people = await listPeople(
      tx,
      members.map(({ personId }) => personId),
    )
    await writeNotices(
      tx,
      people.map(person => ({
        ...told,
        toName: person.name,
        ...(person.email
          ? { channel: 'email' as const, holderIds: [], toAddress: person.email }
          : {
              channel: 'phone' as const,
              holderIds: [dataProtectionHolder(tx.placeId)],
              toAddress: person.phone ?? 'no contact details',
            }),
      })),
    )
  })
