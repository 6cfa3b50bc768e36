import { Type } from 'typebox'
import { isRefusal } from '../../../kernel/refusal.ts'
import { command } from '../../../platform/command.ts'
import { listPeople } from '../../people/index.ts'
import { listVolunteersById } from '../../volunteers/index.ts'
import { accessMatch } from '../access.ts'
import { tellNotNeeded } from '../end-task.ts'
import { fallThrough } from '../fall-through.ts'
import { listLiveMeetings } from '../match-store.ts'
import { mustNotMeet } from './no-contact.ts'

/**
 * Ends what one of two people has in hand for the other, now that they must not meet, and what those have who live with them or are one of them under another record;
 * somebody else is asked. What is only offered needs no end: a yes to it is refused. The volunteer is told that they are not needed, and not why.
 */
export const keepApart = command({
  name: 'matching.keep-apart',
  allow: 'match.tend',
  input: Type.Object({ personA: Type.String({ format: 'uuid' }), personB: Type.String({ format: 'uuid' }) }),
  run: (tx, { personA, personB }) =>
    tx.house(async () => {
      const live = await listLiveMeetings(tx)
      const volunteers = new Map(
        (await listVolunteersById(tx, [...new Set(live.map(({ volunteerId }) => volunteerId))])).map(volunteer => [
          volunteer.volunteerId as string,
          volunteer,
        ]),
      )
      const everybody = new Set([personA, personB, ...live.map(({ personId }) => personId)])
      for (const { personId } of volunteers.values()) everybody.add(personId)
      const people = new Map((await listPeople(tx, [...everybody])).map(person => [person.personId as string, person]))
      const [one, other] = [people.get(personA), people.get(personB)]
      if (!one || !other) return { recordId: null }
      for (const { matchId, volunteerId, personId } of live) {
        const volunteer = volunteers.get(volunteerId)
        const [theirs, resident] = [people.get(volunteer?.personId ?? ''), people.get(personId)]
        if (!volunteer || !theirs || !resident) continue
        if (mustNotMeet(theirs, resident, [{ people: [one, other], because: 'safeguarding' }]) !== 'no contact')
          continue
        const found = await accessMatch(tx, matchId, 'release')
        if (isRefusal(found)) continue
        await fallThrough(tx, found.task, found.match, 'released')
        await tellNotNeeded(tx, volunteer, found.task, matchId)
      }
      return { recordId: null }
    }),
})
