import { Type } from 'typebox'
import { refuse } from '../../../kernel/refusal.ts'
import { command } from '../../../platform/command.ts'
import { findDisclosure, saveReview } from './disclosure-store.ts'
import { emergencyBases, type ReviewOutcome, reviewOutcomes } from './emergency.ts'
import { endAndTell } from './tend-sharing-job.ts'

/**
 * Says afterwards whether sharing without asking was right, in words that the resident reads in their copy; never by whoever shared it. What was not right ends at once, and whoever
 * was told is told to delete it.
 */
export const reviewSharing = command({
  name: 'people.review-sharing',
  allow: 'emergency-sharing.review',
  input: Type.Object({
    disclosureId: Type.String({ format: 'uuid' }),
    outcome: Type.Enum(Object.keys(reviewOutcomes), { mend: 'Choose whether it was right' }),
    words: Type.String({ minLength: 10, maxLength: 1000, mend: 'Write down in a sentence or two what you found' }),
  }),
  async run(tx, { disclosureId, words, ...input }) {
    const outcome = input.outcome as ReviewOutcome
    const disclosure = await findDisclosure(tx, disclosureId)
    if (!disclosure || !emergencyBases.includes(disclosure.basis))
      return refuse('no-such-sharing', 'We cannot find that, or it is not yours to see.')
    if (disclosure.decidedById !== null && disclosure.decidedById === tx.actor.personId)
      return refuse('needs-a-second-person', 'You shared this yourself: somebody else has to look at it.', 'outcome')
    const found = { outcome, words: words.trim() }
    if (!(await tx.house(() => saveReview(tx, disclosureId, found))))
      return refuse('somebody-else', 'Somebody else has written down what they found.')
    if (outcome === 'wrong') await tx.house(() => endAndTell(tx, { disclosureIds: [disclosureId] }, 'not justified'))
    return { recordId: disclosure.personId, auditReason: reviewOutcomes[outcome].label }
  },
})
