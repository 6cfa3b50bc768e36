import { Type } from 'typebox'
import { refuse } from '../../kernel/refusal.ts'
import { command } from '../../platform/command.ts'
import { record } from '../../platform/facts/fact.ts'
import { findPerson, saveAddressHidden, tendSharingsAbout } from '../people/index.ts'
import { AddressHidden, AddressShown } from './facts.ts'
import { listHelpRequestsOf } from './help-request-store.ts'

/**
 * Says that nobody is told where somebody lives who was not named to them, or that they may be again. Whoever was told sees it no longer from this moment. Written in the story of each request of theirs, from which matching learns it.
 */
export const hideAddress = command({
  name: 'requests.hide-address',
  allow: 'request.triage',
  input: Type.Object({ personId: Type.String({ format: 'uuid', mend: 'Choose a person' }), isHidden: Type.Boolean() }),
  async run(tx, { personId, isHidden }) {
    const person = await findPerson(tx, personId)
    // Whoever follows a request of theirs says so; whoever knows them as a volunteer alone does not.
    if (!person || (await listHelpRequestsOf(tx, personId)).length === 0)
      return refuse('no-such-person', 'We cannot find that person, or they are not yours to see.')
    if (person.addressIsHidden === isHidden) return { recordId: personId }
    await saveAddressHidden(tx, personId, isHidden)
    await tx.house(async () => {
      const requests = await listHelpRequestsOf(tx, personId)
      if (isHidden)
        await tendSharingsAbout(
          tx,
          requests.map(({ helpRequestId }) => helpRequestId),
        )
      for (const { helpRequestId, journeyId } of requests)
        await record(
          tx,
          isHidden ? AddressHidden : AddressShown,
          { recordId: helpRequestId, journeyId },
          { helpRequestId },
        )
    })
    return { recordId: personId }
  },
})
