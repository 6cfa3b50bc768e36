/** Opening in an emergency what somebody may not see otherwise: asked with a reason, approved by a second person, for an hour. */
import { Type } from 'typebox'
import { type JourneyId, newId } from '../../../kernel/ids.ts'
import { type Refusal, refuse } from '../../../kernel/refusal.ts'
import { endAccess, grantAccess } from '../../../platform/auth/grants.ts'
import { parseReference } from '../../../platform/auth/reference.ts'
import { command } from '../../../platform/command.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { factKind, record } from '../../../platform/facts/fact.ts'
import { dataProtectionHolder, triageOrganisationOf } from '../../organisations/index.ts'
import { listPeopleReachedAt, readPhone } from '../../people/index.ts'
import { findOwnPlace } from '../../places/index.ts'
import { findRequestByReference, listHelpRequestsOf } from '../../requests/index.ts'
import { leadsHolder } from '../../safeguarding/index.ts'
import { tellThoseWho } from '../tell-leads.ts'
import {
  type BreakGlass,
  type BreakGlassId,
  findBreakGlass,
  insertBreakGlass,
  saveDecision,
  saveEnd,
  saveTold,
} from './break-glass-store.ts'

/** So long it stays open. Our own choice: long enough for one emergency, too short to be a way of working. */
export const openMinutes = 60
/** An emergency that nobody has decided on by then is over. */
export const decideHours = 24

type Ids = Readonly<{ breakGlassId: string }>
export const BreakGlassAsked = factKind<Ids>(
  'break-glass-asked',
  () => 'Somebody asked to open details in an emergency.',
)
export const BreakGlassApproved = factKind<Ids>('break-glass-approved', () => 'A second person let them be opened.')
export const BreakGlassRefused = factKind<Ids>(
  'break-glass-refused',
  () => 'A second person did not let them be opened.',
)
export const BreakGlassEnded = factKind<Ids>('break-glass-ended', () => 'It was ended before its time.')

/** Each of them is a story of its own: what the resident's story shows must not tell of one that is held back. */
const remember = (tx: PlaceTx, kind: typeof BreakGlassAsked, breakGlassId: string) =>
  record(tx, kind, { recordId: breakGlassId, journeyId: breakGlassId as JourneyId }, { breakGlassId })

const link = { words: 'Look at it here', path: '/break-glass' }

/** Whom a reference, or a name and a number, belongs to: by the house, for whoever decides. */
const findWhom = (tx: PlaceTx, given: string): Promise<string | null> =>
  tx.house(async () => {
    const reference = parseReference(given)
    const request = reference && (await findRequestByReference(tx, reference))
    if (request) return request.personId
    const [, name = '', number = ''] = /^(\D*?)[\s,]*(\+?\d[\d\s()-]+)$/.exec(given) ?? []
    const read = readPhone(number)
    if (name.length < 2 || !('phone' in read)) return null
    const [[person] = []] = await listPeopleReachedAt(tx, [{ name, phone: read.phone, email: null }])
    return person?.personId ?? null
  })

/** Asks a second person. The answer is the same whether anybody was found: that somebody is known here is theirs to keep too. */
export const askBreakGlass = command({
  name: 'oversight.ask-break-glass',
  allow: 'break-glass.ask',
  input: Type.Object({
    askedFor: Type.String({
      minLength: 3,
      maxLength: 200,
      mend: 'Enter a reference like K7Q-4MD, or a name and a phone number',
    }),
    reason: Type.String({ minLength: 10, maxLength: 500, mend: 'Say in a sentence what the emergency is' }),
  }),
  async run(tx, { askedFor, reason }) {
    const { personId: askedById } = tx.actor
    if (!askedById) return refuse('not-allowed', 'Sign in with an account of your own.')
    const breakGlassId = newId<BreakGlassId>()
    const place = await findOwnPlace(tx)
    const triage = place && triageOrganisationOf(place)
    await insertBreakGlass(tx, { breakGlassId, askedFor, reason, personId: await findWhom(tx, askedFor) })
    const holders = [askedById, dataProtectionHolder(tx.placeId), leadsHolder(tx.placeId), ...(triage ? [triage] : [])]
    await grantAccess(
      tx,
      holders.map(holderId => ({ recordId: breakGlassId, holderId, basis: 'decides in an emergency' })),
    )
    await remember(tx, BreakGlassAsked, breakGlassId)
    await tellThoseWho(tx, ['data protection lead', 'safeguarding lead'], {
      aboutId: breakGlassId,
      sentFor: 'break-glass asked',
      atNight: 'urgent',
      subject: 'Somebody asks to open details in an emergency',
      body: 'A second person has to say yes or no, and it must not be whoever asked. Please look now.',
      link,
    })
    return { recordId: breakGlassId, breakGlassId, auditReason: reason }
  },
})

const notThere = refuse('no-such-thing', 'We cannot find that, or it is not yours to see.')

/** Loads one to decide on: not by whoever asked, not twice, not a day later. */
const accessToDecide = async (tx: PlaceTx, breakGlassId: string): Promise<BreakGlass | Refusal> => {
  const asked = await findBreakGlass(tx, breakGlassId)
  if (!asked) return notThere
  if (!tx.actor.personId || asked.askedById === tx.actor.personId)
    return refuse('needs-a-second-person', 'You asked for this yourself: somebody else has to decide.')
  if (asked.state !== 'asked') return refuse('somebody-else', 'Somebody else has decided on this already.')
  return tx.now.getTime() - asked.askedAt.getTime() > decideHours * 3_600_000
    ? refuse('too-late', 'This was asked more than a day ago. If it is still an emergency, it has to be asked again.')
    : asked
}

/** A second person says yes: whoever asked sees the person and what they asked for, for an hour. */
export const approveBreakGlass = command({
  name: 'oversight.approve-break-glass',
  allow: 'break-glass.decide',
  input: Type.Object({
    breakGlassId: Type.String({ format: 'uuid' }),
    heldBecause: Type.Union([Type.Null(), Type.String({ minLength: 10, maxLength: 500 })], {
      mend: 'Say in a sentence why the resident is not to be told yet',
    }),
  }),
  async run(tx, { breakGlassId, heldBecause }) {
    const asked = await accessToDecide(tx, breakGlassId)
    if ('refused' in asked) return asked
    const { personId } = asked
    if (!personId)
      return refuse('nobody-found', 'Nobody was found by what they entered. Say no, and ask them to look at it again.')
    const openUntil = new Date(tx.now.getTime() + openMinutes * 60_000)
    if (!(await saveDecision(tx, breakGlassId, { state: 'approved', openUntil, heldBecause })))
      return refuse('somebody-else', 'Somebody else has decided on this already.')
    const requests = await tx.house(() => listHelpRequestsOf(tx, personId))
    const open = requests.filter(({ state }) => state === 'open').map(({ helpRequestId }) => helpRequestId)
    // Where it is held back nothing is granted, so that no other page can write a look on the person: the page of the emergency alone shows them.
    await grantAccess(
      tx,
      (heldBecause === null ? [personId, ...open] : []).map(recordId => ({
        recordId,
        holderId: asked.askedById,
        basis: 'break-glass',
        basisId: breakGlassId,
        until: openUntil,
      })),
    )
    await remember(tx, BreakGlassApproved, breakGlassId)
    await tellThoseWho(tx, ['data protection lead', 'safeguarding lead'], {
      aboutId: breakGlassId,
      sentFor: 'break-glass approved',
      atNight: 'urgent',
      subject: 'Details were opened in an emergency',
      body: 'A second person said yes. Please look at whether it was right.',
      link,
    })
    return { recordId: heldBecause === null ? personId : breakGlassId, auditReason: heldBecause ?? asked.reason }
  },
})

/** A second person says no. */
export const refuseBreakGlass = command({
  name: 'oversight.refuse-break-glass',
  allow: 'break-glass.decide',
  input: Type.Object({ breakGlassId: Type.String({ format: 'uuid' }) }),
  async run(tx, { breakGlassId }) {
    const asked = await accessToDecide(tx, breakGlassId)
    if ('refused' in asked) return asked
    if (!(await saveDecision(tx, breakGlassId, { state: 'refused', openUntil: null, heldBecause: null })))
      return refuse('somebody-else', 'Somebody else has decided on this already.')
    await remember(tx, BreakGlassRefused, breakGlassId)
    return { recordId: breakGlassId }
  },
})

/** Ends it before its time, by whoever asked or whoever decides. */
export const endBreakGlass = command({
  name: 'oversight.end-break-glass',
  allow: 'break-glass.ask',
  input: Type.Object({ breakGlassId: Type.String({ format: 'uuid' }) }),
  async run(tx, { breakGlassId }) {
    if (!(await findBreakGlass(tx, breakGlassId))) return notThere
    if (!(await saveEnd(tx, breakGlassId))) return refuse('over', 'It is closed already.')
    await endAccess(tx, { basisId: breakGlassId })
    await remember(tx, BreakGlassEnded, breakGlassId)
    return { recordId: breakGlassId }
  },
})

/** Lets the resident be told of what was held back. */
export const tellResidentOfBreakGlass = command({
  name: 'oversight.tell-resident',
  allow: 'break-glass.decide',
  input: Type.Object({ breakGlassId: Type.String({ format: 'uuid' }) }),
  async run(tx, { breakGlassId }) {
    const asked = await findBreakGlass(tx, breakGlassId)
    if (!asked?.personId) return notThere
    if (!(await saveTold(tx, breakGlassId))) return refuse('told', 'The resident can read it already.')
    return { recordId: asked.personId, auditReason: asked.reason }
  },
})
