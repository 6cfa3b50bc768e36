import type { PlaceId } from '../../kernel/ids.ts'
import type { PlaceTx } from '../../platform/db/database.ts'
import { writeNotice } from '../../platform/notify/notice.ts'
import type { Platform } from '../../platform/platform.ts'
import { findOrganisation, listMembersWithRole, triageOrganisationOf } from '../organisations/index.ts'
import { listPeople } from '../people/index.ts'
import { findOwnPlace } from '../places/index.ts'
import { leadsHolder } from './concern.ts'
import { takeUnlooked } from './concern-store.ts'

/** The people who are safeguarding leads of the place today. */
export const listLeads = (tx: PlaceTx) =>
  tx.house(async () =>
    listPeople(
      tx,
      (await listMembersWithRole(tx, 'safeguarding lead')).map(({ personId }) => personId),
    ),
  )

/**
 * Tells the leads that a concern waits, and nothing of it: mail is read by others too. Where nobody is a lead, whoever triages is told that somebody must
 * become one.
 */
export const tellLeads = async (tx: PlaceTx, concernId: string, which: 'new' | 'nobody has looked'): Promise<void> => {
  const about = { aboutId: concernId, sentFor: `concern ${which}` }
  const link = { words: 'Look at it here', path: '/concerns' }
  const body =
    which === 'new'
      ? 'A concern waits for you. Please look at it within the hour.'
      : 'A concern has waited for more than an hour. Please look at it now.'
  const leads = await listLeads(tx)
  for (const lead of leads)
    await writeNotice(tx, {
      ...about,
      atNight: 'urgent',
      ...(lead.email
        ? { channel: 'email' as const, holderIds: [], toAddress: lead.email }
        : {
            channel: 'phone' as const,
            holderIds: [leadsHolder(tx.placeId)],
            toAddress: lead.phone ?? 'no contact details',
          }),
      toName: lead.name,
      subject: 'A concern waits for you',
      body,
      link,
    })
  if (leads.length > 0) return
  const place = await findOwnPlace(tx)
  const triage = place && triageOrganisationOf(place)
  const organisation = triage ? await findOrganisation(tx, triage) : null
  if (organisation?.email)
    await writeNotice(tx, {
      ...about,
      atNight: 'urgent',
      channel: 'email',
      holderIds: [],
      toName: organisation.name,
      toAddress: organisation.email,
      subject: 'A concern waits, and nobody here is safeguarding lead',
      body: 'Somebody has raised a concern. Only a safeguarding lead can read it, and nobody here is one. Make somebody lead now.',
    })
}

/** Reminds the leads, once, of each concern that nobody has looked at within the hour. */
export const remindLeads = (platform: Platform, placeId: PlaceId): Promise<void> =>
  platform.db.asHouse(placeId, async tx => {
    for (const { concernId } of await takeUnlooked(tx)) await tellLeads(tx, concernId, 'nobody has looked')
  })
