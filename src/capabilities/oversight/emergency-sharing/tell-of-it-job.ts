import { dateAt } from '../../../design/time-in-words.ts'
import type { PlaceId } from '../../../kernel/ids.ts'
import type { Platform } from '../../../platform/platform.ts'
import { dataProtectionHolder, listMembersWithRole, triageOrganisationOf } from '../../organisations/index.ts'
import { listSharedInEmergency } from '../../people/index.ts'
import { findOwnPlace } from '../../places/index.ts'
import { tellThoseWho } from '../tell-leads.ts'

/** More wait only where nobody looks at all. */
const most = 200
const day = 24 * 3_600_000

const link = { words: 'Look at it here', path: '/emergency-sharing' }

/**
 * Tells the data protection lead at once of what was shared without asking, and again each day until somebody has looked. Where nobody is data protection lead, the
 * coordinators of the organisation that decides are told that somebody must be.
 */
export const tellOfEmergencySharing = (platform: Platform, placeId: PlaceId): Promise<void> =>
  platform.db.asHouse(placeId, async tx => {
    const waiting = await listSharedInEmergency(tx, 'not yet', most)
    const [oldest] = waiting
    if (!oldest) return
    if ((await listMembersWithRole(tx, 'data protection lead')).length === 0) {
      const place = await findOwnPlace(tx)
      const decides = place && triageOrganisationOf(place)
      return tellThoseWho(
        tx,
        ['coordinator'],
        {
          aboutId: dataProtectionHolder(placeId),
          sentFor: `nobody looks at emergency sharing ${dateAt(tx.now)}`,
          atNight: 'waits',
          subject: 'Details were shared without asking, and nobody is there to look at it',
          body: 'Nobody here has the role of data protection lead. Give it to somebody today: what is shared in an emergency has to be looked at afterwards.',
          link: { words: 'Your people', path: '/our-people' },
        },
        member => member.organisationId === decides,
      )
    }
    for (const { disclosureId, decidedById } of waiting)
      await tellThoseWho(
        tx,
        ['data protection lead'],
        {
          aboutId: disclosureId,
          sentFor: 'shared without asking',
          atNight: 'waits',
          subject: 'Details were shared without asking, in an emergency',
          body: 'Please look at it and write down whether it was right: what was told to whom, on which ground, and why.',
          link,
        },
        ({ personId }) => personId !== decidedById,
      )
    const days = Math.floor((tx.now.getTime() - oldest.decidedAt.getTime()) / day)
    if (days >= 1)
      await tellThoseWho(tx, ['data protection lead'], {
        aboutId: dataProtectionHolder(placeId),
        sentFor: `still to be looked at ${dateAt(tx.now)}`,
        atNight: 'waits',
        subject: `Still to be looked at: shared without asking${waiting.length > 1 ? `, ${waiting.length} times` : ''}`,
        body: `The oldest has waited for ${days === 1 ? 'a day' : `${days} days`}. Whoever was told goes on knowing it until somebody has looked.`,
        link,
      })
  })
