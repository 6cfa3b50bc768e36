import type { PlaceTx } from '../../../platform/db/database.ts'
import { writeNotices } from '../../../platform/notify/notice.ts'
import { listMembersWithRole } from '../../organisations/index.ts'
import { listPeople } from '../../people/index.ts'

export interface Told {
  readonly aboutId: string
  /** What it is sent for, once. */
  readonly sentFor: string
  readonly subject: string
  readonly body: string
  readonly link: { readonly words: string; readonly path: string }
}

/** Tells everybody with a role in an organisation, by mail, or by phone where they have none. */
export const tellMembers = async (
  tx: PlaceTx,
  organisationId: string | null,
  role: 'commissioner' | 'coordinator',
  told: Told,
): Promise<void> => {
  const members = (await listMembersWithRole(tx, role)).filter(member => member.organisationId === organisationId)
  await tellPeople(
    tx,
    members.map(({ personId }) => personId),
    organisationId,
    told,
  )
}

/** Tells some people by name, by mail, or by phone where they have none. @param organisationId whose people ring them then */
export const tellPeople = async (
  tx: PlaceTx,
  personIds: readonly string[],
  organisationId: string | null,
  told: Told,
): Promise<void> => {
  // Whoever causes it need not see who is told.
  const people = await tx.house(() => listPeople(tx, personIds))
  await writeNotices(
    tx,
    people.map(person => ({
      ...told,
      atNight: 'waits' as const,
      toName: person.name,
      ...(person.email
        ? { channel: 'email' as const, holderIds: [], toAddress: person.email }
        : {
            channel: 'phone' as const,
            holderIds: organisationId ? [organisationId] : [],
            toAddress: person.phone ?? 'no contact details',
          }),
    })),
  )
}
