/** Writing down what somebody asks about what is held of them: by themselves with their code, or by whoever has them on the phone. */
import { Type } from 'typebox'
import { dateAt } from '../../../design/time-in-words.ts'
import { newId } from '../../../kernel/ids.ts'
import { refuse } from '../../../kernel/refusal.ts'
import { grantAccess } from '../../../platform/auth/grants.ts'
import { newReference } from '../../../platform/auth/reference.ts'
import { command } from '../../../platform/command.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { findRecords } from '../../../platform/personal/find-store.ts'
import { allRules } from '../../../platform/personal/rules.ts'
import { dataProtectionHolder } from '../../organisations/index.ts'
import { tellThoseWho } from '../../oversight/index.ts'
import { findPerson, type Person } from '../../people/index.ts'
import { findHelpRequest, type HelpRequest, heldRequestId, listHelpRequestsOf } from '../../requests/index.ts'
import { leadsHolder } from '../../safeguarding/index.ts'
import { monthsLater } from '../clock.ts'
import { answeredAtOnce, askedHows, copyIsOpen, correctable, type DataRequest, requestKinds } from '../data-request.ts'
import { insertDataRequest, listDataRequestsOf, type NewDataRequest, saveDataRequest } from '../data-request-store.ts'
import { findWhoIsMeant } from '../find-person.ts'

const codes = <Code extends string>(of: Readonly<Record<Code, unknown>> | readonly Code[], mend: string) =>
  Type.Union(
    (Array.isArray(of) ? (of as readonly Code[]) : (Object.keys(of) as Code[])).map(code => Type.Literal(code)),
    { mend },
  )

const link = { words: 'Look at it here', path: '/data-requests' }

/** Writes it down, lets those who answer see it, and tells them. */
const open = async (
  tx: PlaceTx,
  asked: Omit<NewDataRequest, 'dataRequestId' | 'reference' | 'dueOn'>,
  alsoSeenBy: readonly string[] = [],
): Promise<string> => {
  const dataRequestId = newId()
  await insertDataRequest(tx, {
    ...asked,
    dataRequestId,
    reference: newReference(),
    dueOn: monthsLater(dateAt(tx.now), 1),
  })
  await grantAccess(tx, [
    { recordId: dataRequestId, holderId: dataProtectionHolder(tx.placeId), basis: 'answers for the data' },
    ...alsoSeenBy.map(holderId => ({ recordId: dataRequestId, holderId, basis: 'asked for it' })),
  ])
  return dataRequestId
}

/** Whether safeguarding leads hold something of somebody. Only they are told; the answer shows on no page of anybody else. */
const hasRecordsApart = async (tx: PlaceTx, personIds: readonly string[]): Promise<boolean> => {
  const rules = allRules()
  const found = await findRecords(tx, rules, { person: personIds })
  return rules.some(({ apart, record }) => apart && record && (found.get(record)?.size ?? 0) > 0)
}

/** A safeguarding lead decides whether what leads hold goes into a copy; where they hold nothing nobody is asked. */
export const askSafeguardingLeads = (tx: PlaceTx, dataRequestId: string, personIds: readonly string[]): Promise<void> =>
  tx.house(async () => {
    if (!(await hasRecordsApart(tx, personIds))) return
    await grantAccess(tx, [
      { recordId: dataRequestId, holderId: leadsHolder(tx.placeId), basis: 'safeguarding: decides on a copy' },
    ])
    await tellThoseWho(tx, ['safeguarding lead'], {
      aboutId: dataRequestId,
      sentFor: 'data request safeguarding',
      atNight: 'waits',
      subject: 'Somebody has asked for a copy of what is held about them',
      body: 'You decide whether what safeguarding leads hold goes into it. Until you do, it is left out.',
      link: { words: 'Decide here', path: `/data-requests/${dataRequestId}/concerns` },
    })
  })

/**
 * Whether what a code opens is all there is of them, so that nobody need look: asked for by themselves, one request, and nobody else of that name and number, for whoever
 * knows those could write them into a request of their own and read of another.
 */
const isTheirsAlone = async (tx: PlaceTx, { personId, onBehalfName }: HelpRequest): Promise<boolean> => {
  if (onBehalfName !== null) return false
  const lists = await findWhoIsMeant(tx, personId)
  return lists.length === 1 && lists[0]?.length === 1 && (await listHelpRequestsOf(tx, personId)).length === 1
}

/**
 * What the code proves: that the one request is theirs. Where an answer reaches further, to everybody of that name and number, who they are is still to be seen, or a stranger who
 * wrote both into a request of their own would be given somebody else's records.
 */
const provedBy = ({ reference }: HelpRequest, isEnough: boolean): Pick<NewDataRequest, 'says' | 'identitySeen'> => {
  const holds = `They hold the reference ${reference} and its code.`
  return isEnough
    ? { says: '', identitySeen: holds }
    : {
        says: `${holds} That proves this one request alone. What is answered reaches everything under their name and number: make sure that it is they.`,
        identitySeen: null,
      }
}

const contactOf = ({ email, phone }: Person): string => email ?? phone ?? 'no contact details'

const heldRequest = async (tx: PlaceTx): Promise<{ request: HelpRequest; person: Person } | null> => {
  const id = heldRequestId(tx.actor)
  const request = id ? await findHelpRequest(tx, id) : null
  const person = request && (await findPerson(tx, request.personId))
  return request && person ? { request, person } : null
}

const ended = refuse('no-such-request', 'Enter your reference and code again.')

const isOpenStill =
  (kind: DataRequest['kind'], now: Date) =>
  (one: DataRequest): boolean =>
    one.kind === kind && (one.answeredAt === null || copyIsOpen(one, now))

/** "Everything held about you", in one press: ready at once where nobody has to look, and otherwise within a month. Asking twice is asking once. */
export const askForCopy = command({
  name: 'rights.ask-for-copy',
  allow: 'request.follow',
  input: Type.Object({}),
  async run(tx) {
    const held = await heldRequest(tx)
    if (!held) return ended
    const { request, person } = held
    return tx.house(async () => {
      const already = (await listDataRequestsOf(tx, person.personId)).find(isOpenStill('access', tx.now))
      if (already) return { recordId: already.dataRequestId }
      const atOnce = await isTheirsAlone(tx, request)
      const dataRequestId = await open(
        tx,
        {
          kind: 'access',
          personId: person.personId,
          askedByName: request.onBehalfName ?? person.name,
          askedContact: request.onBehalfName ? (request.onBehalfContact ?? contactOf(person)) : contactOf(person),
          askedHow: 'on their own pages',
          ...provedBy(request, atOnce),
          field: null,
          was: null,
          wanted: null,
        },
        [request.helpRequestId],
      )
      if (atOnce) {
        await saveDataRequest(tx, dataRequestId, { state: 'done', answeredAt: tx.now, answeredBy: answeredAtOnce })
        await askSafeguardingLeads(tx, dataRequestId, [person.personId])
      } else await tellOfNew(tx, dataRequestId)
      return { recordId: dataRequestId }
    })
  },
})

/** What is wrong, and what it should be: by whoever holds the code. */
export const askForCorrection = command({
  name: 'rights.ask-for-correction',
  allow: 'request.follow',
  input: Type.Object({
    kind: codes(['correction', 'erasure'], 'Choose what you ask for'),
    field: Type.Union([Type.Null(), codes(correctable, 'Choose what is wrong')], { mend: 'Choose what is wrong' }),
    was: Type.String({ maxLength: 2000, mend: 'Say it in up to 2,000 characters' }),
    wanted: Type.String({ maxLength: 2000, mend: 'Say it in up to 2,000 characters' }),
  }),
  async run(tx, { kind, field, was, wanted }) {
    if (kind === 'correction' && field === null) return refuse('say-which', 'Choose what is wrong', 'field')
    if (kind === 'correction' && wanted === '') return refuse('say-what', 'Say what it should be', 'wanted')
    const held = await heldRequest(tx)
    if (!held) return ended
    const { request, person } = held
    return tx.house(async () => {
      const before = (await listDataRequestsOf(tx, person.personId)).filter(
        one => one.kind === kind && one.answeredAt === null,
      )
      if (before.length >= (kind === 'erasure' ? 1 : 5))
        return refuse('asked-already', 'You have asked for this already. We answer within a month.')
      const dataRequestId = await open(
        tx,
        {
          kind: kind as 'correction' | 'erasure',
          personId: person.personId,
          askedByName: request.onBehalfName ?? person.name,
          askedContact: request.onBehalfName ? (request.onBehalfContact ?? contactOf(person)) : contactOf(person),
          askedHow: 'on their own pages',
          ...provedBy(request, kind === 'correction'),
          field: kind === 'correction' ? (field as DataRequest['field']) : null,
          was: was || null,
          wanted: wanted || null,
        },
        [request.helpRequestId],
      )
      await tellOfNew(tx, dataRequestId)
      return { recordId: dataRequestId }
    })
  },
})

const tellOfNew = (tx: PlaceTx, dataRequestId: string) =>
  tellThoseWho(tx, ['data protection lead'], {
    aboutId: dataRequestId,
    sentFor: 'data request new',
    atNight: 'waits',
    subject: 'Somebody asks about what is held about them',
    body: 'It has to be answered within one calendar month.',
    link,
  })

/** By whoever has them on the phone, or opened their letter. */
export const takeDataRequest = command({
  name: 'rights.take-data-request',
  allow: 'rights.take',
  input: Type.Object({
    kind: codes(requestKinds, 'Choose what they ask for'),
    askedByName: Type.String({ minLength: 1, maxLength: 120, mend: 'Enter the name of whoever asks' }),
    askedContact: Type.String({ minLength: 3, maxLength: 254, mend: 'Enter how we can reach them' }),
    askedHow: codes(askedHows, 'Choose how they asked'),
    says: Type.String({ maxLength: 4000, mend: 'Say it in up to 4,000 characters' }),
  }),
  async run(tx, { kind, askedByName, askedContact, askedHow, says }) {
    const dataRequestId = await open(tx, {
      kind: kind as DataRequest['kind'],
      personId: null,
      askedByName,
      askedContact,
      askedHow: String(askedHow),
      says,
      identitySeen: null,
      field: null,
      was: null,
      wanted: null,
    })
    await tellOfNew(tx, dataRequestId)
    return { recordId: dataRequestId, dataRequestId }
  },
})
