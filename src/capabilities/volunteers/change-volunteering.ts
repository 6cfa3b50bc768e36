import { Type } from 'typebox'
import { dateAt } from '../../design/time-in-words.ts'
import type { JourneyId } from '../../kernel/ids.ts'
import { isRefusal, refuse } from '../../kernel/refusal.ts'
import { command } from '../../platform/command.ts'
import { record } from '../../platform/facts/fact.ts'
import { takeBackNotices } from '../../platform/notify/notice.ts'
import { findPerson, saveReach } from '../people/index.ts'
import { accessVolunteer } from './access.ts'
import { VolunteerBack, VolunteerChanged, VolunteerLeft, VolunteerPaused } from './facts.ts'
import { forgetVolunteer } from './forget-volunteer.ts'
import type { Volunteer } from './volunteer.ts'
import { findVolunteer, listVolunteersAmong, saveState, saveWhatTheySay, standAlone } from './volunteer-store.ts'
import { noReach, WhatTheySayInput, whereTheyLive } from './what-they-say.ts'
import { offerNotice, undoDays } from './words.ts'

/** What a volunteer, or whoever looks after them, changes after signing up. */

const volunteerId = Type.String({ format: 'uuid' })

const about = (volunteer: Volunteer) => ({
  recordId: volunteer.volunteerId,
  journeyId: volunteer.journeyId as JourneyId,
})

const gone = () => refuse('left', 'They have stopped volunteering. They can start again first.')

/** Changes what they can do, where, when and how they are reached. */
export const changeVolunteering = command({
  name: 'volunteers.change',
  allow: 'anyone',
  input: Type.Object({ volunteerId, ...WhatTheySayInput.properties }),
  async run(tx, input) {
    const volunteer = await accessVolunteer(tx, input.volunteerId)
    if (isRefusal(volunteer)) return volunteer
    if (volunteer.state === 'left') return gone()
    const person = await findPerson(tx, volunteer.personId)
    if (!person) return refuse('no-such-person', 'We do not know that person.')
    const lives = await whereTheyLive(tx, input.postcode)
    if ('message' in lives) return refuse('postcode', lives.message, 'postcode')
    const { shown: postcode, position, neighbourhoodId } = lives.where
    const { name, phone, email } = input
    if (!phone && !email && !person.address) return noReach()
    // Whoever takes the way away by which they wanted to be reached is reached by what is left.
    const isLost = { phone: !phone, text: !phone, email: !email, letter: false }[person.contactBy]
    await saveReach(tx, person.personId, {
      name,
      phone,
      email,
      contactBy: isLost ? (email ? 'email' : 'phone') : person.contactBy,
      postcode,
      position,
      neighbourhoodId,
    })
    await saveWhatTheySay(tx, volunteer.volunteerId, {
      ...input,
      activities: input.activities as Volunteer['activities'],
      position,
      neighbourhoodId,
    })
    await record(tx, VolunteerChanged, about(volunteer), { volunteerId: volunteer.volunteerId })
    return { recordId: volunteer.volunteerId }
  },
})

const mostPauseDays = 366

/** Nobody asks them until a day, nor with what was written and has not left yet; what they said yes to stays theirs. Null ends the pause now. */
export const pauseVolunteering = command({
  name: 'volunteers.pause',
  allow: 'anyone',
  input: Type.Object({
    volunteerId,
    until: Type.Union([Type.String({ format: 'date' }), Type.Null()], { mend: 'Enter a real date' }),
  }),
  async run(tx, { volunteerId, until }) {
    const volunteer = await accessVolunteer(tx, volunteerId)
    if (isRefusal(volunteer)) return volunteer
    if (volunteer.state === 'left') return gone()
    if (until === null) {
      await saveState(tx, volunteerId, { state: 'active', pausedUntil: null })
      await record(tx, VolunteerBack, about(volunteer), { volunteerId })
      return { recordId: volunteerId }
    }
    const latest = dateAt(new Date(tx.now.getTime() + mostPauseDays * 86_400_000))
    if (until <= dateAt(tx.now)) return refuse('past', 'Choose a day after today', 'until')
    if (until > latest) return refuse('too-far', 'Choose a day within a year. You can pause again then', 'until')
    await saveState(tx, volunteerId, { state: 'paused', pausedUntil: until })
    await takeBackNotices(tx, volunteerId, offerNotice)
    await record(tx, VolunteerPaused, about(volunteer), { volunteerId, until })
    return { recordId: volunteerId }
  },
})

/**
 * Stops at once: no offer goes to them from here on, and what was written to them and has not left yet does not leave any more. What need not be kept goes when it
 * can no longer be undone.
 */
export const leaveVolunteering = command({
  name: 'volunteers.leave',
  allow: 'anyone',
  input: Type.Object({ volunteerId }),
  async run(tx, { volunteerId }) {
    const volunteer = await accessVolunteer(tx, volunteerId)
    if (isRefusal(volunteer)) return volunteer
    if (volunteer.state === 'left') return { recordId: volunteerId }
    await saveState(tx, volunteerId, { state: 'left', pausedUntil: null })
    await takeBackNotices(tx, volunteerId)
    await record(tx, VolunteerLeft, about(volunteer), { volunteerId })
    return { recordId: volunteerId }
  },
})

/** Takes stopping back, as long as nothing is deleted yet. */
export const comeBack = command({
  name: 'volunteers.come-back',
  allow: 'anyone',
  input: Type.Object({ volunteerId }),
  async run(tx, { volunteerId }) {
    const volunteer = await accessVolunteer(tx, volunteerId)
    if (isRefusal(volunteer)) return volunteer
    if (volunteer.state !== 'left' || !volunteer.leftAt) return { recordId: volunteerId }
    if (volunteer.leftAt.getTime() + undoDays * 86_400_000 <= tx.now.getTime())
      return refuse(
        'too-late',
        'It is too long ago, and what you told us is deleted. Sign up again: it takes three minutes.',
      )
    if ((await listVolunteersAmong(tx, [volunteer.personId])).length > 0)
      return refuse('signed-up-again', 'You have signed up again since. That is the one that counts.')
    await saveState(tx, volunteerId, { state: 'active', pausedUntil: null })
    await record(tx, VolunteerBack, about(volunteer), { volunteerId })
    return { recordId: volunteerId }
  },
})

/** Who a second sign-up with the same name and number was. */
export const whoItWas = {
  me: 'Yes, that was me: keep me once, with what I said last',
  'somebody I know': 'No, somebody I know with the same name and number',
  'nobody I know': 'No, and I know nobody like that: remove it',
} as const

/** Says who a second sign-up was: one person is kept once, a stranger who used their number is removed. */
export const sayWhoItWas = command({
  name: 'volunteers.say-who-it-was',
  allow: 'anyone',
  input: Type.Object({
    volunteerId,
    otherId: Type.String({ format: 'uuid' }),
    was: Type.Enum(Object.keys(whoItWas) as (keyof typeof whoItWas)[], { mend: 'Choose who it was' }),
  }),
  async run(tx, { volunteerId, otherId, was }) {
    const volunteer = await accessVolunteer(tx, volunteerId)
    if (isRefusal(volunteer)) return volunteer
    return tx.house(async () => {
      const other = await findVolunteer(tx, otherId, 'lock')
      if (!other || other.maybeVolunteerId !== volunteerId)
        return refuse('settled', 'That is settled already. Thank you.')
      if (was === 'somebody I know') await standAlone(tx, otherId)
      if (was === 'me') {
        await saveWhatTheySay(tx, volunteerId, other)
        if (volunteer.state !== 'active') await saveState(tx, volunteerId, { state: 'active', pausedUntil: null })
        await record(tx, VolunteerChanged, about(volunteer), { volunteerId })
      }
      if (was !== 'somebody I know') {
        await forgetVolunteer(tx, other)
        await record(tx, VolunteerLeft, about(other), { volunteerId: otherId })
      }
      return { recordId: volunteerId }
    })
  },
})
