import { codeDoor, listPeopleAt, type TypedReach } from '../people/index.ts'
import { listVolunteersAmong } from './volunteer-store.ts'

/** The way to a volunteer's pages by a code or a one-time link to whatever they gave us. */
export const volunteerCode = codeDoor({
  opens: 'volunteering',
  at: '/volunteer/code',
  backAt: '/volunteer/sign-in',
  leadsTo: '/my-volunteering',
  title: 'Open your volunteering page',
  what: 'your volunteering page',
  async list(tx, { channel, reach }: TypedReach) {
    const people = await listPeopleAt(tx, {
      phone: channel === 'text' ? reach : null,
      email: channel === 'email' ? reach : null,
    })
    const volunteers = await listVolunteersAmong(
      tx,
      people.map(({ personId }) => personId),
    )
    return volunteers.map(({ volunteerId, personId, reference }) => ({
      id: volunteerId,
      says: `Reference ${reference}`,
      personId,
      session: { volunteerId, personId },
    }))
  },
})
