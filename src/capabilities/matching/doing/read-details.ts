import { Type } from 'typebox'
import { exactTime, inWords } from '../../../design/time-in-words.ts'
import { instantAt, localTime } from '../../../kernel/local-time.ts'
import { isRefusal, type Refusal, refuse } from '../../../kernel/refusal.ts'
import { audit } from '../../../platform/audit/audit.ts'
import { command } from '../../../platform/command.ts'
import type { SharedField } from '../../organisations/index.ts'
import { findPerson, lookedAtPerson, onlyShared, type Person, showShared } from '../../people/index.ts'
import { findHelpRequest } from '../../requests/index.ts'
import { accessOwnMatch } from '../access.ts'
import { isLiveMatch, peopleADay } from '../match.ts'
import { holdReadsOf, insertDetailsRead, listPeopleRead } from '../match-store.ts'
import { raiseAlert } from '../raise-alert.ts'
import type { Match } from '../task.ts'
import { mayStillMeet } from '../weighing/may-still-meet.ts'

/** Who it is and where, for the volunteer who helps them, near the time. */
export interface Details {
  readonly name: string
  readonly phone: string | null
  readonly contactBy: Person['contactBy']
  /** Null where nobody may be told where they live. */
  readonly address: string | null
  readonly meetAt: string | null
  readonly communicationNeeds: string | null
  readonly story: string
  readonly onBehalfName: string | null
  readonly onBehalfContact: string | null
  readonly until: Date
}

/** Within a day and a half, "tomorrow at 2 pm" says more than the day of the week; later it would say the same twice. */
const isNear = (at: Date, now: Date): boolean => at.getTime() - now.getTime() < 36 * 3_600_000

/** Why the details of a match cannot be read at a moment; null when they can. */
export const cannotReadNow = (
  match: Pick<Match, 'state' | 'detailsFrom' | 'detailsUntil'>,
  now: Date,
): Refusal | null => {
  const { state, detailsFrom, detailsUntil } = match
  if (!isLiveMatch(state)) return refuse('details-over', 'This is over, so who it was is hidden again.')
  if (state === 'accepted')
    return refuse('not-confirmed', 'This is not confirmed yet. You hear from us as soon as it is.')
  if (!detailsFrom || !detailsUntil)
    return refuse(
      'no-hour',
      'Say when you come: from a day before that you can see who it is and where, until two hours after.',
    )
  if (now >= detailsUntil) return refuse('details-over', 'This is over, so who it was is hidden again.')
  return now < detailsFrom
    ? refuse(
        'too-soon',
        `You can see who it is and where from ${exactTime(detailsFrom)}${isNear(detailsFrom, now) ? ` (${inWords(detailsFrom, now)})` : ''}.`,
      )
    : null
}

/**
 * Shows a volunteer who it is and where: from a day before until two hours after, so many people a day, and each time written down where the person themselves
 * can read it. It is this command that lets them see; before and after it the database shows them nothing.
 */
export const readDetails = command({
  name: 'matching.read-details',
  allow: 'volunteer.follow',
  input: Type.Object({ matchId: Type.String({ format: 'uuid', mend: 'Choose what you said yes to' }) }),
  async run(tx, { matchId }): Promise<{ recordId: string; details: Details } | Refusal> {
    const found = await accessOwnMatch(tx, matchId, 'read')
    if (isRefusal(found)) return found
    const { match, task } = found
    const tooSoonOrLate = cannotReadNow(match, tx.now)
    if (tooSoonOrLate) return tooSoonOrLate
    return tx.house(async () => {
      if (!(await mayStillMeet(tx, task, match.volunteerId)))
        return refuse('details-over', 'There is nothing to see any more.')
      await holdReadsOf(tx, match.volunteerId)
      const { day } = localTime(tx.now.getTime())
      const [from, to] = [new Date(instantAt(day, 0)), new Date(instantAt(day + 1, 0))]
      const read = await listPeopleRead(tx, match.volunteerId, from, to)
      if (!read.includes(task.personId) && read.length >= peopleADay)
        return refuse(
          'enough-for-today',
          `You have looked at ${peopleADay} people today, which is the most for one day. Ring us if you are to see more, and we look at it together.`,
        )
      const person = await findPerson(tx, task.personId)
      const request = await findHelpRequest(tx, task.helpRequestId)
      if (!person || !request || !match.detailsUntil) return refuse('details-over', 'There is nothing to see any more.')
      const shared = await showShared(tx, match.matchId, match.volunteerId, {
        basis: 'helps as a volunteer',
        until: match.detailsUntil,
      })
      if (isRefusal(shared)) return shared
      const told = onlyShared(person, shared.fields)
      const tells = (field: SharedField) => shared.fields.includes(field)
      await insertDetailsRead(tx, {
        matchId: match.matchId,
        volunteerId: match.volunteerId,
        personId: person.personId,
      })
      await audit(tx, lookedAtPerson, person.personId)
      if (!read.includes(task.personId) && read.length + 1 === peopleADay)
        await raiseAlert(tx, task, {
          volunteerId: match.volunteerId,
          kind: 'many details read',
          says: { people: peopleADay },
        })
      return {
        recordId: match.matchId,
        details: {
          name: told.name,
          phone: told.phone,
          contactBy: told.contactBy,
          address: [told.address, told.postcode].filter(part => part).join('\n') || null,
          meetAt: task.meetAt,
          communicationNeeds: told.communicationNeeds,
          story: tells('story') ? request.story : '',
          onBehalfName: tells('on behalf') ? request.onBehalfName : null,
          onBehalfContact: tells('on behalf') ? request.onBehalfContact : null,
          until: match.detailsUntil,
        },
      }
    })
  },
})
