import { Type } from 'typebox'
import type { JourneyId } from '../../../kernel/ids.ts'
import { isRefusal, type Refusal, refuse } from '../../../kernel/refusal.ts'
import { command } from '../../../platform/command.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { record } from '../../../platform/facts/fact.ts'
import { accessVolunteer } from '../../volunteers/index.ts'
import { accessMatch } from '../access.ts'
import { AnsweredForThem } from '../facts.ts'
import { fallThrough } from '../fall-through.ts'
import { findOffer } from '../offer-store.ts'
import { noReasons } from '../words.ts'
import { acceptOffer, declineOffer } from './answer-offer.ts'
import type { YesLeadsTo } from './round-rules.ts'

/** What a volunteer answers by phone or at the door, done for them by whoever looks after them: the same as if they had pressed it. */

const ids = {
  volunteerId: Type.String({ format: 'uuid', mend: 'Choose a volunteer' }),
  offerId: Type.String({ format: 'uuid', mend: 'Choose an offer' }),
}

const notTheirs = () => refuse('no-such-thing', 'We cannot find that offer, or it is not theirs.')

const note = async (
  tx: PlaceTx,
  volunteer: { volunteerId: string; journeyId: string },
  offerId: string,
  answer: 'yes' | 'no' | 'could not',
): Promise<void> => {
  const { volunteerId, journeyId } = volunteer
  await record(
    tx,
    AnsweredForThem,
    { recordId: volunteerId, journeyId: journeyId as JourneyId },
    { volunteerId, offerId, answer },
  )
}

/** Writes down a yes or a no. */
export const answerForThem = command({
  name: 'matching.answer-for-them',
  allow: 'volunteer.look-after',
  input: Type.Object({
    ...ids,
    answer: Type.Enum(['yes', 'no'], { mend: 'Choose what they answered' }),
    reasonCode: Type.Union([Type.Enum(Object.keys(noReasons)), Type.Null()], { mend: 'Choose a reason, or none' }),
  }),
  async run(
    tx,
    { volunteerId, offerId, answer, reasonCode },
  ): Promise<{ recordId: string; yes: YesLeadsTo | null } | Refusal> {
    const volunteer = await accessVolunteer(tx, volunteerId)
    if (isRefusal(volunteer)) return volunteer
    const offer = await findOffer(tx, offerId, 'read')
    if (offer?.volunteerId !== volunteerId) return notTheirs()
    if (answer === 'no') {
      const declined = await declineOffer.run(tx, { offerId, reasonCode })
      if (isRefusal(declined)) return declined
      await note(tx, volunteer, offerId, 'no')
      return { recordId: offerId, yes: null }
    }
    const accepted = await acceptOffer.run(tx, { offerId })
    if (isRefusal(accepted)) return accepted
    await note(tx, volunteer, offerId, 'yes')
    return { recordId: offerId, yes: accepted.yes }
  },
})

/** They cannot do it after all, or never said yes: somebody else is found, as when they say so themselves. */
export const couldNotForThem = command({
  name: 'matching.could-not-for-them',
  allow: 'volunteer.look-after',
  input: Type.Object({ volunteerId: ids.volunteerId, matchId: Type.String({ format: 'uuid', mend: 'Choose a task' }) }),
  async run(tx, { volunteerId, matchId }) {
    const volunteer = await accessVolunteer(tx, volunteerId)
    if (isRefusal(volunteer)) return volunteer
    const found = await accessMatch(tx, matchId, 'give up')
    if (isRefusal(found)) return found
    const { match, task } = found
    if (match.volunteerId !== volunteerId) return notTheirs()
    await fallThrough(tx, task, match, 'could not', { reasonCode: 'other', reason: `Said to ${tx.actor.name}.` })
    await note(tx, volunteer, matchId, 'could not')
    return { recordId: matchId }
  },
})
