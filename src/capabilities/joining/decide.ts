/** What somebody decides about a group that joined by itself: welcome it, join it to an organisation that is known, or turn it away. */
import { Type } from 'typebox'
import { type Refusal, refuse } from '../../kernel/refusal.ts'
import { endAccess, grantAccess } from '../../platform/auth/grants.ts'
import { command } from '../../platform/command.ts'
import type { PlaceTx } from '../../platform/db/database.ts'
import { writeNotice } from '../../platform/notify/notice.ts'
import { cannotSettle, endNewcomer, findOrganisation, welcomeNewcomer } from '../organisations/index.ts'
import { listNeedsOf, listRequestsTakenBy, saveTakenBy } from '../requests/index.ts'
import type { Newcomer } from './newcomer.ts'
import { findNewcomer, saveDecision } from './newcomer-store.ts'

type Waiting = Newcomer & { readonly organisationId: string }

const waiting = async (tx: PlaceTx, newcomerId: string): Promise<Waiting | Refusal> => {
  const cannot = await cannotSettle(tx)
  if (cannot) return cannot
  const newcomer = await findNewcomer(tx, newcomerId)
  if (!newcomer?.organisationId) return refuse('no-such-group', 'No group joined with this.')
  if (newcomer.decision) return refuse('decided', `${newcomer.decidedBy} has decided already. This is how it stands.`)
  return newcomer as Waiting
}

const NewcomerId = Type.String({ format: 'uuid', mend: 'Choose a group' })

/** Welcomes a group: an informal group that is known, with what was seen of it and by whom. Higher levels come with evidence. */
export const welcomeGroup = command({
  name: 'joining.welcome-group',
  allow: 'sharing.settle',
  inHouse: true,
  input: Type.Object({
    newcomerId: NewcomerId,
    name: Type.String({
      minLength: 2,
      maxLength: 120,
      mend: 'Enter the name it is to be listed under, of 2 to 120 characters',
    }),
    sawWhat: Type.String({
      minLength: 1,
      maxLength: 500,
      mend: 'Write down what you have seen of them, in up to 500 characters',
    }),
  }),
  async run(tx, { newcomerId, name, sawWhat }) {
    const newcomer = await waiting(tx, newcomerId)
    if ('refused' in newcomer) return newcomer
    const refused = await welcomeNewcomer(tx, newcomer.organisationId, { name: name.trim(), sawWhat: sawWhat.trim() })
    if (refused) return refused
    await saveDecision(tx, newcomerId, { decision: 'welcomed', says: sawWhat.trim(), knownOrganisationId: null })
    await tell(tx, newcomer, {
      subject: 'Welcome: your group is known here now',
      body: `Somebody has looked at ${newcomer.name}. It is listed among who helps here, can pass on as many needs as it meets, and may be asked for help.`,
    })
    return { recordId: newcomer.organisationId }
  },
})

/** The group is part of an organisation that is known: its people pass needs on for that one, which sees what they passed on. */
export const joinToKnown = command({
  name: 'joining.join-to-known',
  allow: 'sharing.settle',
  inHouse: true,
  input: Type.Object({
    newcomerId: NewcomerId,
    organisationId: Type.String({ format: 'uuid', mend: 'Choose the organisation they belong to' }),
    because: Type.String({
      minLength: 1,
      maxLength: 500,
      mend: 'Say how you know that they belong together, in up to 500 characters',
    }),
  }),
  async run(tx, { newcomerId, organisationId, because }) {
    const newcomer = await waiting(tx, newcomerId)
    if ('refused' in newcomer) return newcomer
    const known = await findOrganisation(tx, organisationId)
    if (known?.trust !== 'known')
      return refuse('no-such-organisation', 'Choose an organisation that is known here.', 'organisationId')
    const records = await recordsOf(tx, newcomer.organisationId)
    await endAccess(tx, { holderId: newcomer.organisationId, recordIds: records.map(({ recordId }) => recordId) })
    await grantAccess(
      tx,
      records.map(({ recordId, helpRequestId }) => ({
        recordId,
        holderId: organisationId,
        basis: 'took the request down',
        basisId: helpRequestId,
      })),
    )
    await saveTakenBy(tx, newcomer.organisationId, organisationId)
    await endNewcomer(tx, newcomer.organisationId, organisationId)
    await saveDecision(tx, newcomerId, {
      decision: 'joined to another',
      says: because.trim(),
      knownOrganisationId: organisationId,
    })
    await tell(tx, newcomer, {
      subject: `You pass needs on for ${known.name} now`,
      body: `We know ${newcomer.name} as part of ${known.name}. Sign in as before: what you passed on is there.`,
    })
    if (known.email)
      await writeNotice(tx, {
        aboutId: newcomerId,
        holderIds: [organisationId],
        sentFor: 'joining.joined-to-you',
        atNight: 'waits',
        channel: 'email',
        toName: known.name,
        toAddress: known.email,
        subject: `${newcomer.speaksFor} passes needs on for you now`,
        body: `${tx.actor.name} joined ${newcomer.name} to ${known.name}: ${newcomer.speaksFor} signs in for you as a link worker. If that is wrong, ring us.`,
      })
    return { recordId: organisationId }
  },
})

/** Turns a group away: nobody acts for it from now on. What it passed on stays with whoever decides about it. */
export const turnAway = command({
  name: 'joining.turn-away',
  allow: 'sharing.settle',
  inHouse: true,
  input: Type.Object({
    newcomerId: NewcomerId,
    words: Type.String({
      minLength: 1,
      maxLength: 500,
      mend: 'Write what they are to be told, in up to 500 characters',
    }),
  }),
  async run(tx, { newcomerId, words }) {
    const newcomer = await waiting(tx, newcomerId)
    if ('refused' in newcomer) return newcomer
    const records = await recordsOf(tx, newcomer.organisationId)
    await endAccess(tx, { holderId: newcomer.organisationId, recordIds: records.map(({ recordId }) => recordId) })
    await endNewcomer(tx, newcomer.organisationId, null)
    await saveDecision(tx, newcomerId, { decision: 'turned away', says: words.trim(), knownOrganisationId: null })
    await tell(tx, newcomer, {
      subject: 'Your group was not welcomed',
      body: `${words.trim()}\n\nWhat you passed on is not lost: we go on with it ourselves.`,
    })
    return { recordId: newcomer.organisationId }
  },
})

/** Everything an organisation sees because it took it down. */
const recordsOf = async (tx: PlaceTx, organisationId: string) => {
  const requests = await listRequestsTakenBy(tx, organisationId)
  const all = await Promise.all(
    requests.map(async ({ helpRequestId, personId }) =>
      [helpRequestId, personId, ...(await listNeedsOf(tx, helpRequestId)).map(({ needId }) => needId)].map(
        recordId => ({ recordId, helpRequestId }),
      ),
    ),
  )
  return all.flat()
}

/** Tells the group: by mail, or on the phone by a person. */
const tell = async (
  tx: PlaceTx,
  { newcomerId, speaksFor, email, phone }: Newcomer,
  { subject, body }: { readonly subject: string; readonly body: string },
): Promise<void> => {
  await writeNotice(tx, {
    aboutId: newcomerId,
    holderIds: tx.actor.organisationId ? [tx.actor.organisationId] : [],
    sentFor: 'joining.decided',
    atNight: 'waits',
    channel: email ? 'email' : 'phone',
    toName: speaksFor,
    toAddress: email ?? phone ?? '',
    subject,
    body,
  })
}
