import { type Static, Type } from 'typebox'
import { isRefusal, refuse } from '../../../kernel/refusal.ts'
import { sealCode } from '../../../platform/auth/reference.ts'
import { checkInput, command } from '../../../platform/command.ts'
import { type Whereabouts, whereaboutsOf } from '../../places/index.ts'
import { hearBy } from '../hear-by.ts'
import { type HelpRequestInput, makeHelpRequest } from '../make-help-request.ts'
import { type Urgency, urgencies } from '../words.ts'
import { type Answers, communicationInWords, urgencyFor } from './answers.ts'
import { holdDraft, keepDraft, type Sent } from './draft.ts'
import { firstUnanswered } from './questions.ts'

/**
 * Makes a help request of a draft. The request and the end of the draft are written together: a second press, a second tab or the Back
 * button finds a draft that is sent, and no second request.
 */
export const sendAnswers = command({
  name: 'requests.send-answers',
  allow: 'anyone',
  inHouse: true,
  input: Type.Object({
    token: Type.String(),
    triagedByOrganisationId: Type.String({ format: 'uuid' }),
  }),
  async run(tx, { token, triagedByOrganisationId }) {
    const draft = await holdDraft(tx, token)
    if (!draft) return refuse('draft-expired', 'Your answers were kept for 4 hours, and those have passed.')
    if (draft.sent) return { recordId: null, alreadySent: true }
    const { answers } = draft
    if (firstUnanswered(answers)) return refuse('unfinished', 'One of the questions is not answered yet.')
    const { where } = answers
    const whereabouts = typeof where === 'object' ? await whereaboutsOf(tx, where.postcode) : null
    const input = helpRequestFrom(answers, whereabouts, triagedByOrganisationId)
    const made = checkInput(makeHelpRequest.schema, input) ?? (await makeHelpRequest.run(tx, input))
    if (isRefusal(made)) return made
    const soonest = (Object.keys(urgencies) as Urgency[]).find(urgency =>
      input.needs.some(need => need.urgency === urgency),
    )
    const sent: Sent = {
      reference: made.reference,
      sealedCode: sealCode(made.code, token),
      sentAt: tx.now.toISOString(),
      hearBy: hearBy(soonest ?? 'no hurry', tx.now).toISOString(),
      forSomeone: answers.who === 'someone else',
      share: answers.share === 'yes',
    }
    await keepDraft(tx, token, { sent })
    return { recordId: made.helpRequestId, alreadySent: false }
  },
})

/** The answers as a help request; only for a draft without open questions. */
const helpRequestFrom = (
  answers: Answers,
  whereabouts: Whereabouts | null,
  triagedByOrganisationId: string,
): Static<typeof HelpRequestInput> => {
  const { asker, contact, where, contactBy = 'phone' } = answers
  const home = typeof where === 'object' ? where.address : ''
  const throughAsker = asker?.contact.includes('@') ? 'email' : 'phone'
  return {
    needs: (answers.kinds ?? []).map(kind => ({
      kind,
      urgency: urgencyFor(answers, kind) ?? 'this week',
      // The resident's words may name them; what an organisation sees first is said from the kind and the neighbourhood.
      description: null,
    })),
    story: answers.story ?? '',
    person: {
      name: answers.name ?? '',
      phone: contact?.phone || null,
      email: contact?.email || null,
      contactBy: contactBy === 'through me' ? throughAsker : contactBy,
      address: (contactBy === 'letter' ? contact?.address : null) || home || null,
      postcode: whereabouts?.shown ?? null,
      position: whereabouts?.position ?? null,
      neighbourhoodId: whereabouts?.neighbourhoodId ?? null,
      neighbourhoodName: whereabouts?.neighbourhoodName ?? null,
      communicationNeeds: communicationInWords(answers),
    },
    personId: null,
    onBehalf: answers.who === 'someone else' && asker ? asker : null,
    consent:
      answers.share !== 'yes'
        ? null
        : answers.who === 'me'
          ? 'ticked on the web'
          : 'given for them by someone who asked them',
    takenHow: 'web',
    triagedByOrganisationId,
  }
}
