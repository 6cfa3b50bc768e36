import { dateAt, dateInWords } from '../../design/time-in-words.ts'
import { codeDoor, listPeopleAt } from '../people/index.ts'
import { listOpenedByReach } from './help-request-store.ts'

/** The way to "what is happening" by a code or a one-time link to where whoever asked wants to be told, for who has lost the reference. */
export const requestCode = codeDoor({
  opens: 'request',
  at: '/my-request/code',
  backAt: '/my-request',
  leadsTo: '/my-request',
  title: 'See what is happening with a request',
  what: 'the page that says what is happening with your request',
  async list(tx, reach) {
    const people = await listPeopleAt(tx, {
      phone: reach.channel === 'text' ? reach.reach : null,
      email: reach.channel === 'email' ? reach.reach : null,
    })
    // By the way they asked to be told and no other: somebody else may read what they did not choose.
    const told = people.filter(({ contactBy }) => (contactBy === 'email') === (reach.channel === 'email'))
    const requests = await listOpenedByReach(
      tx,
      reach.reach,
      told.filter(({ contactBy }) => contactBy !== 'letter').map(({ personId }) => personId),
    )
    return requests.map(({ helpRequestId, personId, reference, madeAt, isTheirs }) => ({
      id: helpRequestId,
      says: `Reference ${reference}, asked for on ${dateInWords(dateAt(madeAt), tx.now)}`,
      personId: isTheirs ? personId : null,
      session: { helpRequestId },
    }))
  },
})
