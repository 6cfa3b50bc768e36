import { Type } from 'typebox'
import { isRefusal, refuse } from '../../kernel/refusal.ts'
import { command } from '../../platform/command.ts'
import { writeNotice } from '../../platform/notify/notice.ts'
import { findOrganisation } from '../organisations/index.ts'
import { decideObjection, endAndTell, insertObjection, listDisclosuresAbout, listObjections } from '../people/index.ts'
import { accessRequestToSpeakFor } from './access.ts'

const helpRequestId = Type.String({ format: 'uuid', mend: 'Choose a request' })

/** Objects to details being shared as a public task. It stops at once, until somebody decides otherwise. */
export const objectToSharing = command({
  name: 'requests.object-to-sharing',
  allow: 'request.withdraw',
  input: Type.Object({
    helpRequestId,
    says: Type.String({
      minLength: 1,
      maxLength: 1000,
      mend: 'Say in up to 1,000 characters what you do not want, and why',
    }),
  }),
  async run(tx, input) {
    const request = await accessRequestToSpeakFor(tx, input.helpRequestId)
    if (isRefusal(request)) return request
    const { personId, triagedByOrganisationId, takenByOrganisationId } = request
    if ((await listObjections(tx, request.helpRequestId)).some(({ decidedAt }) => decidedAt === null))
      return refuse(
        'already-objected',
        'You have objected already, and nothing is shared as a public task until somebody has decided.',
      )
    await insertObjection(tx, {
      personId,
      aboutId: request.helpRequestId,
      says: input.says.trim(),
      holders: [
        request.helpRequestId,
        triagedByOrganisationId,
        ...(takenByOrganisationId ? [takenByOrganisationId] : []),
      ],
    })
    await tx.house(async () => {
      const live = (await listDisclosuresAbout(tx, [request.helpRequestId])).filter(
        ({ basis, endedAt }) => basis === 'public task' && endedAt === null,
      )
      await endAndTell(tx, { disclosureIds: live.map(({ disclosureId }) => disclosureId) }, 'objected')
      const decides = await findOrganisation(tx, triagedByOrganisationId)
      if (decides)
        await writeNotice(tx, {
          aboutId: request.helpRequestId,
          holderIds: [],
          sentFor: `objection ${tx.now.toISOString()}`,
          atNight: 'waits',
          channel: 'email',
          toName: decides.name,
          toAddress: decides.email,
          subject: `${request.reference}: they object to sharing`,
          body: 'The resident objects to details being shared as a public task. It has stopped. Decide within a month whether there are compelling grounds to go on, and say why (UK GDPR, Article 21).',
          link: { words: 'Read it and decide', path: `/requests/${request.helpRequestId}/sharing` },
        })
    })
    return { recordId: request.helpRequestId }
  },
})

/** Decides on an objection: it stands, or there are compelling grounds against it, which are written down and shown to the resident. */
export const decideOnObjection = command({
  name: 'requests.decide-on-objection',
  allow: 'request.triage',
  input: Type.Object({
    helpRequestId,
    upheld: Type.Boolean({ mend: 'Choose whether the objection stands' }),
    decision: Type.String({ minLength: 1, maxLength: 1000, mend: 'Say why, in up to 1,000 characters: they read it' }),
  }),
  async run(tx, input) {
    const request = await accessRequestToSpeakFor(tx, input.helpRequestId)
    if (isRefusal(request)) return request
    const decided = await decideObjection(tx, request.helpRequestId, {
      upheld: input.upheld,
      decision: input.decision.trim(),
    })
    return decided
      ? { recordId: request.helpRequestId }
      : refuse('nothing-to-decide', 'There is no objection that waits for a decision: somebody else may have decided.')
  },
})
