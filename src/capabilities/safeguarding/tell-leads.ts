import type { PlaceId } from '../../kernel/ids.ts'
import type { PlaceTx } from '../../platform/db/database.ts'
import { writeNotice } from '../../platform/notify/notice.ts'
import type { Platform } from '../../platform/platform.ts'
import { findOrganisation, listMembersWithRole, triageOrganisationOf } from '../organisations/index.ts'
import { listPeople } from '../people/index.ts'
import { findOwnPlace } from '../places/index.ts'
import { leadsHolder, othersFromReminder } from './concern.ts'
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
 * become one; where no lead looks in spite of reminders, that a lead must be reached.
 * @param reminder which reminder this is, from 1; 0 tells of a concern that is new; 'handed back' of one whose lead has gone, which is told beside the hourly reminders.
 */
export const tellLeads = async (
  tx: PlaceTx,
  concernId: string,
  reminder: number | 'handed back' = 0,
): Promise<void> => {
  const about = {
    aboutId: concernId,
    sentFor:
      reminder === 0
        ? 'concern new'
        : reminder === 'handed back'
          ? `concern handed back ${tx.now.toISOString()}`
          : `concern nobody has looked ${reminder}`,
    atNight: 'urgent' as const,
  }
  const leads = await listLeads(tx)
  for (const lead of leads)
    await writeNotice(tx, {
      ...about,
      ...(lead.email
        ? { channel: 'email' as const, holderIds: [], toAddress: lead.email }
        : {
            channel: 'phone' as const,
            holderIds: [leadsHolder(tx.placeId)],
            toAddress: lead.phone ?? 'no contact details',
          }),
      toName: lead.name,
      subject: 'A concern waits for you',
      body:
        reminder === 0
          ? 'A concern waits for you. Please look at it within the hour.'
          : 'A concern waits, and nobody is looking at it. Please look at it now. You are told again each hour until somebody does.',
      link: { words: 'Look at it here', path: '/concerns' },
    })
  if (leads.length > 0 && (reminder === 'handed back' || reminder < othersFromReminder)) return
  const place = await findOwnPlace(tx)
  const triage = place && triageOrganisationOf(place)
  const organisation = triage ? await findOrganisation(tx, triage) : null
  if (organisation?.email)
    await writeNotice(tx, {
      ...about,
      channel: 'email',
      holderIds: [],
      toName: organisation.name,
      toAddress: organisation.email,
      subject:
        leads.length > 0
          ? 'A concern waits, and no safeguarding lead has looked'
          : 'A concern waits, and nobody here is safeguarding lead',
      body:
        leads.length > 0
          ? `Somebody has raised a concern, and no safeguarding lead has looked at it in spite of reminders. You cannot read it; please reach one of them now: ${leads.map(({ name, phone }) => (phone ? `${name}, ${phone}` : name)).join('; ')}.`
          : 'Somebody has raised a concern. Only a safeguarding lead can read it, and nobody here is one. Make somebody lead now.',
    })
}

/** Reminds of each concern that nobody looks at in time, each hour until somebody does. */
export const remindLeads = (platform: Platform, placeId: PlaceId): Promise<void> =>
  platform.db.asHouse(placeId, async tx => {
    for (const { concernId, reminders } of await takeUnlooked(tx)) await tellLeads(tx, concernId, reminders)
  })
