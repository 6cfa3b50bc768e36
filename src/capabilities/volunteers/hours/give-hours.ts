import { Type } from 'typebox'
import { dateAt } from '../../../design/time-in-words.ts'
import type { JourneyId } from '../../../kernel/ids.ts'
import { isRefusal, refuse } from '../../../kernel/refusal.ts'
import { command } from '../../../platform/command.ts'
import { record } from '../../../platform/facts/fact.ts'
import { accessToThank } from '../access.ts'
import { HoursGiven, ThanksSaid } from '../facts.ts'
import { tellVolunteer } from '../tell-volunteer.ts'
import { noteActed } from '../volunteer-store.ts'
import { deleteHours, insertHours, insertThanks, minutesOn } from './hours-store.ts'

const volunteerId = Type.String({ format: 'uuid' })
const aDay = 24 * 60
/** What is older nobody remembers to the hour. */
const mostDaysAgo = 366

/** Writes down the hours somebody gave; by themselves or by whoever looks after them. */
export const giveHours = command({
  name: 'volunteers.give-hours',
  allow: 'anyone',
  input: Type.Object({
    volunteerId,
    givenOn: Type.String({ format: 'date', mend: 'Enter a real date' }),
    minutes: Type.Integer({ minimum: 1, maximum: aDay, mend: 'Enter a time from 5 minutes to 24 hours' }),
    note: Type.String({ maxLength: 300, mend: 'Keep it to 300 characters' }),
    aboutId: Type.Union([Type.String({ format: 'uuid' }), Type.Null()]),
  }),
  async run(tx, input) {
    const volunteer = await accessToThank(tx, input.volunteerId)
    if (isRefusal(volunteer)) return volunteer
    const today = dateAt(tx.now)
    if (input.givenOn > today) return refuse('future', 'Choose today or a day before it', 'givenOn')
    if (input.givenOn < dateAt(new Date(tx.now.getTime() - mostDaysAgo * 86_400_000)))
      return refuse('too-old', 'Choose a day within the last year', 'givenOn')
    return tx.house(async () => {
      if ((await minutesOn(tx, volunteer.volunteerId, input.givenOn)) + input.minutes > aDay)
        return refuse(
          'more-than-a-day',
          'That makes more than 24 hours on one day. Check the day and the time',
          'hours',
        )
      const saidBy = tx.actor.kind === 'person' ? tx.actor.name : 'the volunteer'
      const hoursId = await insertHours(tx, { ...input, note: input.note.trim(), saidBy })
      await noteActed(tx, volunteer.volunteerId)
      await record(
        tx,
        HoursGiven,
        { recordId: volunteer.volunteerId, journeyId: volunteer.journeyId as JourneyId },
        { volunteerId: volunteer.volunteerId, minutes: input.minutes },
      )
      return { recordId: volunteer.volunteerId, hoursId }
    })
  },
})

/** Takes one line of hours back. */
export const takeHoursBack = command({
  name: 'volunteers.take-hours-back',
  allow: 'anyone',
  input: Type.Object({ volunteerId, hoursId: Type.String({ format: 'uuid' }) }),
  async run(tx, { volunteerId: id, hoursId }) {
    const volunteer = await accessToThank(tx, id)
    if (isRefusal(volunteer)) return volunteer
    await tx.house(() => deleteHours(tx, volunteer.volunteerId, hoursId))
    return { recordId: volunteer.volunteerId }
  },
})

/** Whoever looks after a volunteer thanks them: on their page, and by mail or a call. */
export const sayThanks = command({
  name: 'volunteers.say-thanks',
  allow: 'volunteer.look-after',
  input: Type.Object({
    volunteerId,
    says: Type.String({ minLength: 1, maxLength: 500, mend: 'Say thank you in 1 to 500 characters' }),
    aboutId: Type.Union([Type.String({ format: 'uuid' }), Type.Null()]),
  }),
  async run(tx, { volunteerId: id, says, aboutId }) {
    const volunteer = await accessToThank(tx, id)
    if (isRefusal(volunteer)) return volunteer
    const said = says.trim()
    if (said === '') return refuse('no-words', 'Say thank you in your own words', 'says')
    return tx.house(async () => {
      const thanksId = await insertThanks(tx, { volunteerId: id, fromName: tx.actor.name, says: said, aboutId })
      if (volunteer.state !== 'left')
        await tellVolunteer(tx, volunteer, {
          sentFor: `thanks ${thanksId}`,
          subject: `${tx.actor.name} says thank you`,
          sentences: [
            `${tx.actor.name}${tx.actor.organisationName ? ` of ${tx.actor.organisationName}` : ''} says:`,
            said,
          ],
        })
      await record(tx, ThanksSaid, { recordId: id, journeyId: volunteer.journeyId as JourneyId }, { volunteerId: id })
      return { recordId: id }
    })
  },
})
