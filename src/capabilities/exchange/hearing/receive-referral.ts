import { Type } from 'typebox'
import { newId } from '../../../kernel/ids.ts'
import { isRefusal, type Refusal, refuse } from '../../../kernel/refusal.ts'
import { endAccess } from '../../../platform/auth/grants.ts'
import { command } from '../../../platform/command.ts'
import { findOrganisation } from '../../organisations/index.ts'
import { endSharing } from '../../people/index.ts'
import { whereaboutsOf } from '../../places/index.ts'
import { listReferralsOfNeeds } from '../../referrals/index.ts'
import { closeNeed, findHelpRequest, findNeed, makeHelpRequest } from '../../requests/index.ts'
import { CallInput, type Done, once } from '../once.ts'
import { findReceivedByTheirs, insertReceived, lockReceived, markWithdrawn } from '../received-store.ts'
import { changedMeanwhile, etagOf, matches } from '../saying/version.ts'
import { seeReceivedTask } from '../see-received.ts'
import type { ToldReferral } from './read-referral.ts'

/** Where help goes to be decided on, in a call; null while nobody decides here. */
const triagedBy = Type.Union([Type.String(), Type.Null()])

/**
 * Takes in a need that another system passes on. It becomes a help request like any other, waiting for triage: sending it in gives nobody but whoever triages sight of
 * it, and decides nothing. What their consent does not let be passed on is asked for again before anybody else is told.
 */
export const receiveReferral = command({
  name: 'exchange.receive-referral',
  allow: 'exchange.send',
  inHouse: true,
  input: Type.Object({ call: CallInput, told: Type.Unknown(), triagedByOrganisationId: triagedBy }),
  run: (tx, { call, told: given, triagedByOrganisationId }) =>
    once(tx, call, async (): Promise<Done | Refusal> => {
      const told = given as ToldReferral
      const { organisationId } = tx.actor
      const sender = organisationId ? await findOrganisation(tx, organisationId) : null
      if (!sender || !organisationId || !triagedByOrganisationId)
        return refuse('no-triage', 'Nobody decides on needs in this place yet, so nothing can be passed on to it.')
      if (told.theirIdentifier && (await findReceivedByTheirs(tx, call.systemId, told.theirIdentifier)))
        return refuse(
          'already-received',
          'A referral with this identifier came from your system before. Read it, or send the new one by an identifier of its own.',
        )
      const postcode = told.person.postcode
      const where = postcode ? await whereaboutsOf(tx, postcode) : null
      const address = [told.person.address, where && !where.isPostcode ? postcode : null].filter(Boolean).join('\n')
      const made = await makeHelpRequest.run(tx, {
        needs: [{ kind: told.kind, urgency: told.urgency, description: told.description }],
        story: told.story,
        person: {
          ...told.person,
          address: address || null,
          postcode: where?.isPostcode ? where.shown : null,
          position: where?.position ?? null,
          neighbourhoodId: where?.neighbourhoodId ?? null,
          neighbourhoodName: where?.neighbourhoodName ?? null,
        },
        personId: null,
        onBehalf: null,
        consent: told.mayBePassedOn ? 'given for them by someone who asked them' : null,
        takenHow: 'web',
        triagedByOrganisationId,
      } as never)
      if (isRefusal(made)) return made
      const needId = made.needIds[0] ?? ''
      const need = await findNeed(tx, needId, 'read')
      if (!need) throw new Error('The need that was just made is not there.')
      const taskId = newId()
      await insertReceived(tx, {
        taskId,
        systemId: call.systemId,
        organisationId,
        journeyId: need.journeyId,
        helpRequestId: made.helpRequestId,
        needId,
        personId: made.personId,
        description: need.description,
        theirIdentifier: told.theirIdentifier,
        basis: told.basis,
        basisGround: told.ground,
      })
      return { recordId: taskId, status: 201, about: `Task/${taskId}` }
    }),
})

/**
 * Takes back a need that was passed on: it is closed, and from the same moment neither whoever decided on it nor whoever was helping sees who it was.
 */
export const withdrawReceived = command({
  name: 'exchange.withdraw-received',
  allow: 'exchange.send',
  input: Type.Object({
    call: CallInput,
    taskId: Type.String(),
    /** The version that was read; null where the message has none. */
    ifMatch: Type.Union([Type.String(), Type.Null()]),
    because: Type.String({ minLength: 1, maxLength: 500, mend: 'Say why it is taken back, in Task.statusReason.text' }),
  }),
  run: (tx, { call, taskId, ifMatch, because }) =>
    once(tx, call, async (): Promise<Done | Refusal> => {
      const received = await lockReceived(tx, taskId)
      if (!received) return refuse('no-such-task', 'There is no such Task, or it is not yours to see.')
      const now = ifMatch === null ? null : await seeReceivedTask(tx, received)
      if (ifMatch !== null && now && !matches(ifMatch, etagOf(now))) return changedMeanwhile
      const done = { recordId: taskId, status: 200, about: `Task/${taskId}` }
      if (received.withdrawnAt) return done
      const { needId, helpRequestId, personId } = received
      const closed = await closeNeed.run(tx, { needId, reason: 'no longer needed' })
      if (isRefusal(closed)) return closed
      await markWithdrawn(tx, taskId, because)
      await tx.house(async () => {
        const request = await findHelpRequest(tx, helpRequestId)
        const referrals = await listReferralsOfNeeds(tx, [needId])
        await endSharing(tx, { forIds: referrals.map(({ referralId }) => referralId) }, 'not needed')
        const others = referrals.map(each => each.organisationId)
        for (const holderId of new Set([...(request ? [request.triagedByOrganisationId] : []), ...others]))
          if (holderId !== received.organisationId)
            await endAccess(tx, { holderId, recordIds: [needId, helpRequestId, personId] })
      })
      return done
    }),
})
