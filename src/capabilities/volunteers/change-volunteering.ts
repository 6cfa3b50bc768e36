import { Type } from 'typebox'
import { dateAt, exactDate } from '../../design/time-in-words.ts'
import type { JourneyId } from '../../kernel/ids.ts'
import { isRefusal, type Refusal, refuse } from '../../kernel/refusal.ts'
import { command } from '../../platform/command.ts'
import type { PlaceTx } from '../../platform/db/database.ts'
import { record } from '../../platform/facts/fact.ts'
import { takeBackNotices } from '../../platform/notify/notice.ts'
import { findPerson, type Person, saveReach } from '../people/index.ts'
import { accessVolunteer } from './access.ts'
import { bringBackSeen, putToSeeAgain } from './checks/checks-store.ts'
import { IdentityToSeeAgain } from './checks/facts.ts'
import { VolunteerBack, VolunteerChanged, VolunteerLeft, VolunteerPaused } from './facts.ts'
import { forgetVolunteer } from './forget-volunteer.ts'
import { isAnotherName, isSpelling } from './new-name.ts'
import { tellVolunteer } from './tell-volunteer.ts'
import type { Volunteer } from './volunteer.ts'
import {
  findSaidBefore,
  findVolunteer,
  listVolunteersAmong,
  savePhoneProved,
  saveSaidBefore,
  saveState,
  saveWhatTheySay,
  standAlone,
} from './volunteer-store.ts'
import { noReach, WhatTheySayInput, whereTheyLive } from './what-they-say.ts'
import { offerNotice, undoDays } from './words.ts'

/** What a volunteer, or whoever looks after them, changes after signing up. */

const volunteerId = Type.String({ format: 'uuid' })

const about = (volunteer: Volunteer) => ({
  recordId: volunteer.volunteerId,
  journeyId: volunteer.journeyId as JourneyId,
})

/** True for whoever acts for somebody else, as they asked by phone or at the door. */
const actsForThem = ({ actor }: PlaceTx, { personId }: Volunteer): boolean =>
  actor.kind === 'person' && actor.personId !== personId

/** What a fact says of who did it. */
const saidBy = (tx: PlaceTx, volunteer: Volunteer): { forThem?: true } =>
  actsForThem(tx, volunteer) ? { forThem: true } : {}

/** Tells somebody by mail what was done for them, so that they can say if that was not what they asked. Whoever has no mail has just been spoken to. */
const confirmByMail = async (tx: PlaceTx, volunteer: Volunteer, done: string, known?: Person): Promise<void> => {
  if (!actsForThem(tx, volunteer)) return
  const person = known ?? (await findPerson(tx, volunteer.personId))
  if (!person?.email) return
  await tellVolunteer(
    tx,
    volunteer,
    {
      sentFor: `done for them ${tx.now.toISOString()} ${done}`,
      subject: 'Done, as you asked',
      sentences: [
        `${tx.actor.name} has done this for you, as you asked: ${done}`,
        'If that is not what you asked for, open your page and change it, or tell us.',
      ],
      next: '/volunteer/my-details',
    },
    person,
  )
}

const gone = () => refuse('left', 'They have stopped volunteering. They can start again first.')

/** What somebody had said, as it would be said again. */
const saidBefore = (volunteer: Volunteer, person: Person): WhatTheySayInput => ({
  name: person.name,
  phone: person.phone,
  email: person.email,
  postcode: person.postcode ?? '',
  activities: [...volunteer.activities],
  withinMetres: volunteer.withinMetres,
  languages: [...volunteer.languages] as WhatTheySayInput['languages'],
  freeAt: volunteer.freeAt,
  capacity: volunteer.capacity,
  mostOffersAWeek: volunteer.mostOffersAWeek,
  hasCar: volunteer.hasCar,
  limits: volunteer.limits,
})

const change = async (
  tx: PlaceTx,
  input: { volunteerId: string } & WhatTheySayInput,
  isTakenBack: boolean,
): Promise<{ recordId: string; changedAt: string } | Refusal> => {
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
  if (phone !== person.phone && volunteer.phoneProvedAt)
    await tx.house(() => savePhoneProved(tx, [volunteer.volunteerId], null))
  await saveSaidBefore(tx, volunteer.volunteerId, saidBefore(volunteer, person))
  await saveWhatTheySay(tx, volunteer.volunteerId, {
    ...input,
    activities: input.activities as Volunteer['activities'],
    position,
    neighbourhoodId,
  })
  const mustBeSeen = isAnotherName(person.name, name) && !(actsForThem(tx, volunteer) && isSpelling(person.name, name))
  if (mustBeSeen) await seeAgain(tx, volunteer, person.name)
  if (isTakenBack) await tx.house(() => bringBackSeen(tx, volunteer.volunteerId, name))
  await record(tx, VolunteerChanged, about(volunteer), {
    volunteerId: volunteer.volunteerId,
    ...(isTakenBack && { takenBack: true }),
    ...saidBy(tx, volunteer),
  })
  await confirmByMail(
    tx,
    volunteer,
    isTakenBack
      ? 'the last change of what you told us about yourself was taken back.'
      : 'what you told us about yourself was changed.',
    // To where they were reached so far: whoever did not ask for it must hear of it.
    person,
  )
  return { recordId: volunteer.volunteerId, changedAt: tx.now.toISOString() }
}

/** Under a new name nobody has seen them: who they are and each check has to be looked at again, and what needs it goes to somebody else. */
const seeAgain = (tx: PlaceTx, volunteer: Volunteer, formerName: string): Promise<void> =>
  tx.house(async () => {
    if (await putToSeeAgain(tx, volunteer.volunteerId, formerName))
      await record(tx, IdentityToSeeAgain, about(volunteer), { volunteerId: volunteer.volunteerId })
  })

/** Changes what they can do, where, when and how they are reached. */
export const changeVolunteering = command({
  name: 'volunteers.change',
  allow: 'anyone',
  input: Type.Object({ volunteerId, ...WhatTheySayInput.properties }),
  run: (tx, input) => change(tx, input, false),
})

/**
 * Takes the last change of what somebody told us back. Taken back twice, it stands as it was changed.
 * `of` is when the change was made that is meant: a page left open takes back no later change, which somebody else made.
 */
export const takeChangeBack = command({
  name: 'volunteers.take-change-back',
  allow: 'anyone',
  input: Type.Object({ volunteerId, of: Type.String() }),
  async run(tx, { volunteerId, of }) {
    const volunteer = await accessVolunteer(tx, volunteerId)
    if (isRefusal(volunteer)) return volunteer
    const before = await findSaidBefore(tx, volunteerId, new Date(tx.now.getTime() - undoDays * 86_400_000))
    if (!before) return refuse('nothing-to-take-back', `There is no change of the last ${undoDays} days to take back.`)
    if (before.changedAt.toISOString() !== of)
      return refuse('changed-since', 'It was changed again since. Look at what they say now, and change that.')
    return change(tx, { volunteerId, ...before.said }, true)
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
      await record(tx, VolunteerBack, about(volunteer), { volunteerId, ...saidBy(tx, volunteer) })
      await confirmByMail(tx, volunteer, 'your pause has ended, and we may ask you again.')
      return { recordId: volunteerId }
    }
    const latest = dateAt(new Date(tx.now.getTime() + mostPauseDays * 86_400_000))
    if (until <= dateAt(tx.now)) return refuse('past', 'Choose a day after today', 'until')
    if (until > latest) return refuse('too-far', 'Choose a day within a year. You can pause again then', 'until')
    await saveState(tx, volunteerId, { state: 'paused', pausedUntil: until })
    await takeBackNotices(tx, volunteerId, offerNotice)
    await record(tx, VolunteerPaused, about(volunteer), { volunteerId, until, ...saidBy(tx, volunteer) })
    await confirmByMail(tx, volunteer, `nobody asks you before ${exactDate(until)}.`)
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
    await record(tx, VolunteerLeft, about(volunteer), { volunteerId, ...saidBy(tx, volunteer) })
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
    await record(tx, VolunteerBack, about(volunteer), { volunteerId, ...saidBy(tx, volunteer) })
    await confirmByMail(tx, { ...volunteer, state: 'active' }, 'you volunteer again, and we may ask you.')
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
