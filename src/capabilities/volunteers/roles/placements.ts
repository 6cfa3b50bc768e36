import { Type } from 'typebox'
import { dateAt } from '../../../design/time-in-words.ts'
import { type JourneyId, newId } from '../../../kernel/ids.ts'
import { isRefusal, refuse } from '../../../kernel/refusal.ts'
import { endAccess, grantAccess } from '../../../platform/auth/grants.ts'
import { command } from '../../../platform/command.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { record } from '../../../platform/facts/fact.ts'
import { takeBackSentFor, writeNotice } from '../../../platform/notify/notice.ts'
import { findOrganisation } from '../../organisations/index.ts'
import { accessVolunteer, findOwnVolunteer } from '../access.ts'
import { PlacementMoved } from '../facts.ts'
import { noteActedOn } from '../next-steps/act-on-step.ts'
import { tellVolunteer } from '../tell-volunteer.ts'
import { findVolunteer } from '../volunteer-store.ts'
import type { PlacementState } from '../words.ts'
import { isOpen } from './change-role.ts'
import { findPlacement, findRole, insertPlacement, listPlacementsOf, savePlacement } from './role-store.ts'

/** From "I am interested" to what became of it. */

/** Which way an interest can go from each state, as whoever opened the role says. */
export const moves: Readonly<Record<PlacementState, readonly PlacementState[]>> = {
  interested: ['started', 'not this time'],
  started: ['ended'],
  ended: [],
  'not this time': [],
  withdrawn: [],
}

const interestNotice = 'interested in a role'

const Interest = Type.Object({
  roleId: Type.String({ format: 'uuid' }),
  /** Whose interest it is, where whoever looks after them writes down what they said by phone; one's own where left out. */
  forVolunteerId: Type.Optional(Type.String({ format: 'uuid' })),
})

const whoseInterest = (tx: PlaceTx, forVolunteerId: string | undefined) =>
  tx.asActor(async () => {
    if (!forVolunteerId) return findOwnVolunteer(tx)
    const volunteer = await accessVolunteer(tx, forVolunteerId)
    return isRefusal(volunteer) ? null : volunteer
  })

const saidBy = (tx: PlaceTx, forVolunteerId: string | undefined): string =>
  forVolunteerId ? tx.actor.name : 'the volunteer'

/** A volunteer says that they are interested: the organisation that opened the role sees them from now on and is told. */
export const sayInterested = command({
  name: 'volunteers.say-interested',
  allow: 'anyone',
  inHouse: true,
  input: Interest,
  async run(tx, { roleId, forVolunteerId }) {
    const volunteer = await whoseInterest(tx, forVolunteerId)
    if (!volunteer || volunteer.state === 'left')
      return refuse(
        'sign-up-first',
        forVolunteerId
          ? 'They have stopped, or are not yours to look after.'
          : 'Sign up first, so that they know whom to get in touch with.',
      )
    const role = await findRole(tx, roleId, 'lock')
    if (!role) return refuse('no-such-role', 'There is no such role.')
    if (!isOpen(role, dateAt(tx.now)) || role.taken >= role.places)
      return refuse('not-open', 'This is not open any more. See what else is.')
    const { volunteerId, personId } = volunteer
    const placementId = newId()
    const isNew = await insertPlacement(tx, { placementId, roleId, volunteerId, saidBy: saidBy(tx, forVolunteerId) })
    if (!isNew) return { recordId: volunteerId }
    await grantAccess(
      tx,
      [volunteerId, personId].map(recordId => ({
        recordId,
        holderId: role.organisationId,
        basis: 'is interested in a role',
        basisId: placementId,
      })),
    )
    await noteActedOn(tx, volunteerId, { aboutId: roleId })
    const organisation = await findOrganisation(tx, role.organisationId)
    if (organisation)
      await writeNotice(tx, {
        aboutId: placementId,
        holderIds: [role.organisationId],
        sentFor: interestNotice,
        atNight: 'waits',
        channel: 'email',
        toName: organisation.name,
        toAddress: organisation.email,
        subject: `Somebody is interested: ${role.title}`,
        body: 'Somebody has said that they are interested. You see who it is on the page of the role. Please answer them within a week, also when it is a no.',
        link: { words: 'See who it is', path: `/roles/${roleId}` },
      })
    await record(
      tx,
      PlacementMoved,
      { recordId: volunteerId, journeyId: volunteer.journeyId as JourneyId },
      { volunteerId, roleId, placementId, to: 'interested' },
    )
    return { recordId: volunteerId }
  },
})

/**
 * A volunteer takes their interest back before they were answered: the organisation does not see them any more, and is told unless it had not heard yet. Saying
 * again that one is interested takes this back, as long as the role is open.
 */
export const withdrawInterest = command({
  name: 'volunteers.withdraw-interest',
  allow: 'anyone',
  inHouse: true,
  input: Interest,
  async run(tx, { roleId, forVolunteerId }) {
    const volunteer = await whoseInterest(tx, forVolunteerId)
    const role = await findRole(tx, roleId, 'lock')
    const latest = volunteer && (await listPlacementsOf(tx, [volunteer.volunteerId])).find(of => of.roleId === roleId)
    const placement = latest && (await findPlacement(tx, latest.placementId, 'lock'))
    if (!volunteer || !role || !placement)
      return refuse(
        'no-such-placement',
        forVolunteerId
          ? 'They have not said that they are interested in this.'
          : 'You have not said that you are interested in this.',
      )
    const { volunteerId } = volunteer
    if (placement.state === 'withdrawn') return { recordId: volunteerId }
    if (placement.state !== 'interested')
      return refuse(
        'answered',
        forVolunteerId
          ? 'The organisation has answered them meanwhile. If it is not for them after all, ring the organisation.'
          : 'They have answered you meanwhile. If it is not for you after all, tell them yourself.',
      )
    const { placementId } = placement
    await savePlacement(tx, { ...placement, state: 'withdrawn', saidBy: saidBy(tx, forVolunteerId) })
    await endAccess(tx, { basisId: placementId })
    const unheard = await takeBackSentFor(tx, [{ aboutId: placementId, sentFor: interestNotice }])
    const organisation = unheard.size === 0 ? await findOrganisation(tx, role.organisationId) : null
    if (organisation)
      await writeNotice(tx, {
        aboutId: placementId,
        holderIds: [role.organisationId],
        sentFor: 'interest taken back',
        atNight: 'waits',
        channel: 'email',
        toName: organisation.name,
        toAddress: organisation.email,
        subject: `No longer interested: ${role.title}`,
        body: 'Somebody who said that they are interested has taken it back. You need not answer them, and do not see them any more.',
        link: { words: 'See who else is interested', path: `/roles/${roleId}` },
      })
    await record(
      tx,
      PlacementMoved,
      { recordId: volunteerId, journeyId: volunteer.journeyId as JourneyId },
      { volunteerId, roleId, placementId, to: 'withdrawn' },
    )
    return { recordId: volunteerId }
  },
})

export const mostWords = 500

/** Whoever opened the role says what becomes of somebody's interest; the volunteer is told in their words. */
export const movePlacement = command({
  name: 'volunteers.move-placement',
  allow: 'volunteer.look-after',
  inHouse: true,
  input: Type.Object({
    placementId: Type.String({ format: 'uuid' }),
    to: Type.Enum(['started', 'ended', 'not this time'], { mend: 'Choose what became of it' }),
    words: Type.String({ maxLength: mostWords, mend: `Keep it to ${mostWords} characters` }),
  }),
  async run(tx, { placementId, words, ...input }) {
    const to = input.to as PlacementState
    const placement = await findPlacement(tx, placementId, 'lock')
    const role = placement && (await findRole(tx, placement.roleId, 'lock'))
    const volunteer = placement && (await findVolunteer(tx, placement.volunteerId))
    if (!role || !volunteer || role.organisationId !== tx.actor.organisationId)
      return refuse('no-such-placement', 'There is no such interest, or another organisation opened the role.')
    if (placement.state === to) return { recordId: volunteer.volunteerId, roleId: role.roleId }
    if (!moves[placement.state].includes(to))
      return refuse('cannot-move', 'Somebody else has said what became of it already. Look at it again.')
    const said = words.trim()
    if (to === 'not this time' && said === '')
      return refuse('no-words', 'Say in your own words why not this time. They read it', 'words')
    if (to === 'started' && role.taken >= role.places)
      return refuse('full', 'All places of this role are taken. Say that somebody has ended first.')
    const today = dateAt(tx.now)
    await savePlacement(tx, {
      ...placement,
      state: to,
      startedOn: to === 'started' ? today : placement.startedOn,
      endedOn: to === 'ended' ? today : placement.endedOn,
      saidBy: tx.actor.name,
      words: said,
    })
    const { volunteerId, journeyId } = volunteer
    if (to !== 'started') await endAccess(tx, { basisId: placementId })
    if (volunteer.state !== 'left')
      await tellVolunteer(tx, volunteer, {
        sentFor: `placement ${placementId} ${to}`,
        subject: {
          started: `You have started: ${role.title}`,
          ended: `Thank you: ${role.title}`,
          'not this time': `Not this time: ${role.title}`,
        }[to as 'started' | 'ended' | 'not this time'],
        sentences: [
          {
            started: `it is settled: you have started with "${role.title}".`,
            ended: `"${role.title}" has ended. Thank you for what you gave.`,
            'not this time': `about "${role.title}": it is not this time. You stay on our list.`,
          }[to as 'started' | 'ended' | 'not this time'],
          ...(said ? [`${tx.actor.name} says: ${said}`] : []),
        ],
      })
    await record(
      tx,
      PlacementMoved,
      { recordId: volunteerId, journeyId: journeyId as JourneyId },
      { volunteerId, roleId: role.roleId, placementId, to },
    )
    return { recordId: volunteerId, roleId: role.roleId }
  },
})
