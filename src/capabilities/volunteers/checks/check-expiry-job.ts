import { dateAt, exactDate } from '../../../design/time-in-words.ts'
import type { PlaceId } from '../../../kernel/ids.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { record } from '../../../platform/facts/fact.ts'
import { forgetNotices, writeNotice } from '../../../platform/notify/notice.ts'
import type { Platform } from '../../../platform/platform.ts'
import { findOrganisation } from '../../organisations/index.ts'
import { findPerson } from '../../people/index.ts'
import { findOwnPlace } from '../../places/index.ts'
import { tellVolunteer } from '../tell-volunteer.ts'
import { type CheckLevel, checkLevels } from '../words.ts'
import {
  type CheckedVolunteer,
  type Ending,
  findCheckedVolunteer,
  forgetSilentReferees,
  listEndings,
  markExpired,
} from './checks-store.ts'
import { CheckExpired, TrainingExpired } from './facts.ts'
import { trainingsOf } from './trainings.ts'
import { warnDaysBefore } from './words.ts'

const day = 86_400_000
const silentRefereeDays = 60

/**
 * Warns volunteers and their coordinators in good time that a check or training ends, and says on the day after its last that it counts no more: what rests on it
 * hears that as a fact. Each in a transaction of its own; run again, or late, nothing is said twice and nothing is left out.
 */
export const tendChecks = async (platform: Platform, placeId: PlaceId): Promise<void> => {
  const { db } = platform
  const endings = await db.asHouse(placeId, tx =>
    listEndings(tx, dateAt(new Date(tx.now.getTime() + warnDaysBefore[0] * day))),
  )
  for (const ending of endings) await db.asHouse(placeId, tx => tend(tx, ending))
  await db.asHouse(placeId, async tx =>
    forgetNotices(tx, await forgetSilentReferees(tx, new Date(tx.now.getTime() - silentRefereeDays * day))),
  )
}

const tend = async (tx: PlaceTx, ending: Ending): Promise<void> => {
  const volunteer = await findCheckedVolunteer(tx, ending.volunteerId, 'lock')
  if (!volunteer || volunteer.state === 'left') return
  const today = dateAt(tx.now)
  if (ending.countsUntil >= today) {
    const left = (Date.parse(ending.countsUntil) - Date.parse(today)) / day
    // The nearest warning that is due: after a gap of some weeks the far one is not caught up.
    const due = warnDaysBefore.filter(days => left <= days).at(-1)
    return tell(tx, volunteer, ending, `ends in ${due} days`, `still counts until ${exactDate(ending.countsUntil)}`)
  }
  if (!(await markExpired(tx, ending))) return
  const about = { recordId: volunteer.volunteerId, journeyId: volunteer.journeyId as never }
  const { volunteerId } = volunteer
  if (ending.kind === 'check')
    await record(tx, CheckExpired, about, {
      volunteerId,
      checkId: ending.recordId,
      level: ending.what as CheckLevel,
      countedUntil: ending.countsUntil,
    })
  else await record(tx, TrainingExpired, about, { volunteerId, trainingId: ending.recordId, training: ending.what })
  await tell(tx, volunteer, ending, 'ended', 'no longer counts')
}

const tell = async (
  tx: PlaceTx,
  volunteer: CheckedVolunteer,
  ending: Ending,
  when: string,
  says: string,
): Promise<void> => {
  const { volunteerId, personId, organisationId } = volunteer
  const [person, organisation, place] = [
    await findPerson(tx, personId),
    await findOrganisation(tx, organisationId),
    await findOwnPlace(tx),
  ]
  const what =
    ending.kind === 'check'
      ? checkLevels[ending.what as CheckLevel].label
      : (trainingsOf(place?.settings ?? {}).find(({ code }) => code === ending.what)?.label ?? ending.what)
  const sentFor = `${ending.kind} ${ending.recordId} ${when}`
  const over = when === 'ended'
  await tellVolunteer(
    tx,
    volunteer,
    {
      sentFor,
      subject: over ? `Your ${what} no longer counts` : `Your ${what} ends soon`,
      sentences: [
        `Your ${what} ${says}.`,
        over
          ? 'Until it is done again we do not ask you for what needs it. Everything else you do goes on.'
          : `${organisation?.name ?? 'Whoever looks after you'} will help you to do it again in time. It costs a volunteer nothing. What you said yes to that needs it goes to somebody else if it is not done by then.`,
      ],
    },
    person ?? undefined,
  )
  if (organisation?.email)
    await writeNotice(tx, {
      aboutId: volunteerId,
      sentFor,
      atNight: 'waits',
      holderIds: [],
      channel: 'email',
      toName: organisation.name,
      toAddress: organisation.email,
      subject: over ? `A volunteer’s ${what} no longer counts` : `A volunteer’s ${what} ends soon`,
      body: [
        `${person?.name ?? 'A volunteer'}: ${what} ${says}.`,
        over
          ? 'They are not asked for what needs it, and tasks that need it go to somebody else.'
          : 'Please see to it that it is done again, and write it down: otherwise what they have in hand that needs it goes to somebody else.',
      ].join('\n\n'),
      link: { words: 'See what was checked', path: `/volunteers/${volunteerId}` },
    })
}
