import { Type } from 'typebox'
import { command } from '../../platform/command.ts'
import { listPeopleByEmail } from '../people/index.ts'
import { tellVolunteer } from './tell-volunteer.ts'
import { listVolunteersAmong } from './volunteer-store.ts'

/**
 * Sends a volunteer a new link. Whether there is a volunteer with this e-mail address does not show in the answer; one mail an hour goes to one volunteer.
 */
export const sendVolunteerLink = command({
  name: 'volunteers.send-link',
  allow: 'anyone',
  inHouse: true,
  input: Type.Object({ email: Type.String({ maxLength: 254 }) }),
  async run(tx, { email }) {
    const people = await listPeopleByEmail(tx, email)
    const volunteers = await listVolunteersAmong(
      tx,
      people.map(({ personId }) => personId),
    )
    for (const volunteer of volunteers)
      await tellVolunteer(tx, volunteer, {
        sentFor: `asked for a link ${tx.now.toISOString().slice(0, 13)}`,
        atNight: 'answer',
        subject: 'The way to your volunteering page',
        sentences: ['you asked for a link to your page. If it was not you, you need do nothing.'],
      })
    return { recordId: null }
  },
})
