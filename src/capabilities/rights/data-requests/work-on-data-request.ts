/** What the data protection lead does with what somebody asked: who it is, what is asked back, more time, the answer. */
import { Type } from 'typebox'
import { dateAt } from '../../../design/time-in-words.ts'
import type { PlaceId } from '../../../kernel/ids.ts'
import { type Refusal, refuse } from '../../../kernel/refusal.ts'
import { command } from '../../../platform/command.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { writeNotice } from '../../../platform/notify/notice.ts'
import type { Platform } from '../../../platform/platform.ts'
import { dataProtectionHolder } from '../../organisations/index.ts'
import { tellThoseWho } from '../../oversight/index.ts'
import { readEmail } from '../../people/index.ts'
import { afterWaiting, daysBetween, dueSubject, monthsLater, needsReminder, overdueBy } from '../clock.ts'
import { type DataRequest, type Outcome, outcomeCodes } from '../data-request.ts'
import { findDataRequest, listRunning, saveDataRequest } from '../data-request-store.ts'
import { PersonPutRight, PutRightTakenBack, recordAboutPerson } from '../facts.ts'
import { findWhoIsMeant } from '../find-person.ts'
import { law } from '../law.ts'
import { correct, takeBackCorrection } from './correct.ts'
import { listCorrections } from './correction-store.ts'
import { askSafeguardingLeads } from './take-data-request.ts'

const allow = 'rights.decide'
const one = { dataRequestId: Type.String({ format: 'uuid' }) }
const words = (mend: string, most = 2000) => Type.String({ minLength: 3, maxLength: most, mend })

const notThere = refuse('no-such-thing', 'We cannot find that, or it is not yours to see.')
const answered = refuse('answered', 'This has been answered already.')

const toWorkOn = async (tx: PlaceTx, dataRequestId: string): Promise<DataRequest | Refusal> => {
  const asked = await findDataRequest(tx, dataRequestId)
  if (!asked) return notThere
  return asked.answeredAt === null ? asked : answered
}

/** Tells whoever asked, by mail, or by a person where they gave no address. */
const tell = (tx: PlaceTx, asked: DataRequest, sentFor: string, subject: string, body: string) => {
  const email = readEmail(asked.askedContact)
  return writeNotice(tx, {
    aboutId: asked.dataRequestId,
    sentFor,
    atNight: 'waits',
    toName: asked.askedByName,
    subject,
    body,
    ...('email' in email && email.email
      ? { channel: 'email' as const, holderIds: [], toAddress: email.email }
      : { channel: 'phone' as const, holderIds: [dataProtectionHolder(tx.placeId)], toAddress: asked.askedContact }),
  })
}

/** Says whom it is about, and how we know that it is they who ask. */
export const sayWhoItIs = command({
  name: 'rights.say-who-it-is',
  allow,
  input: Type.Object({
    ...one,
    said: words('Enter a reference, a phone number, an e-mail address or an id', 254),
    identitySeen: words('Say how you know that it is they who ask', 500),
  }),
  async run(tx, { dataRequestId, said, identitySeen }) {
    const asked = await toWorkOn(tx, dataRequestId)
    if ('refused' in asked) return asked
    const lists = await findWhoIsMeant(tx, said)
    const [found] = lists
    if (!found?.[0])
      return refuse('nobody-found', 'Nobody here is known by that. Try a reference, a number, or an address.', 'said')
    if (lists.length > 1)
      return refuse(
        'several-found',
        `That reaches ${lists.length} people. Enter the reference of a request of the one who asks.`,
        'said',
      )
    await saveDataRequest(tx, dataRequestId, { personId: found[0].personId, identitySeen })
    if (asked.kind === 'access')
      await askSafeguardingLeads(
        tx,
        dataRequestId,
        found.map(({ personId }) => personId),
      )
    return { recordId: dataRequestId }
  },
})

/** Asks them something that cannot be done without: the clock stands until they answer (`law.stop`). */
export const askThem = command({
  name: 'rights.ask-them',
  allow,
  input: Type.Object({ ...one, askedThem: words('Say what you ask them') }),
  async run(tx, { dataRequestId, askedThem }) {
    const asked = await toWorkOn(tx, dataRequestId)
    if ('refused' in asked) return asked
    if (asked.state !== 'open') return refuse('waiting', 'They have been asked something already.')
    await saveDataRequest(tx, dataRequestId, { state: 'waiting for them', waitingSince: tx.now, askedThem })
    await tell(
      tx,
      asked,
      `data request asked ${tx.now.toISOString()}`,
      `We need to know something: ${asked.reference}`,
      askedThem,
    )
    return { recordId: dataRequestId }
  },
})

/** They have answered: the clock runs again, later by the days it stood. */
export const heardFromThem = command({
  name: 'rights.heard-from-them',
  allow,
  input: Type.Object(one),
  async run(tx, { dataRequestId }) {
    const asked = await toWorkOn(tx, dataRequestId)
    if ('refused' in asked) return asked
    if (!asked.waitingSince) return refuse('not-waiting', 'Nothing was asked of them.')
    const dueOn = afterWaiting(asked.dueOn, asked.waitingSince, tx.now)
    await saveDataRequest(tx, dataRequestId, { state: 'open', waitingSince: null, dueOn, remindedAt: null })
    return { recordId: dataRequestId }
  },
})

/** Takes two months more, once, for what is complex; they are told why before the first month is over (UK GDPR, Article 12A). */
export const takeLonger = command({
  name: 'rights.take-longer',
  allow,
  input: Type.Object({ ...one, extendedBecause: words('Say why it takes longer: they read it') }),
  async run(tx, { dataRequestId, extendedBecause }) {
    const asked = await toWorkOn(tx, dataRequestId)
    if ('refused' in asked) return asked
    if (asked.extendedBecause) return refuse('longer', 'It takes longer already: the law allows that once.')
    if (daysBetween(dateAt(tx.now), asked.dueOn) < 0)
      return refuse('too-late', 'The month is over. Answer now; it can take no longer.')
    await saveDataRequest(tx, dataRequestId, {
      extendedBecause,
      dueOn: monthsLater(asked.dueOn, 2),
      remindedAt: null,
    })
    await tell(tx, asked, 'data request longer', `It takes longer: ${asked.reference}`, extendedBecause)
    return { recordId: dataRequestId }
  },
})

const next =
  'If you are not content with this, complain to us, or to the Information Commissioner: ico.org.uk, 0303 123 1113. You can also go to court.'

/** Answers. What was to be put right is put right with it, and whoever it was shared with is told. */
export const answerDataRequest = command({
  name: 'rights.answer-data-request',
  allow,
  input: Type.Object({
    ...one,
    state: Type.Union(
      outcomeCodes.map(code => Type.Literal(code)),
      { mend: 'Choose whether it was done' },
    ),
    answer: words('Say what was done, or why not: they read it', 4000),
  }),
  async run(tx, { dataRequestId, state, answer }) {
    const asked = await toWorkOn(tx, dataRequestId)
    if ('refused' in asked) return asked
    if (state !== 'refused' && (!asked.personId || !asked.identitySeen))
      return refuse('who', 'Say first whom it is about, and how you know that it is they who ask.', 'state')
    const corrected = asked.kind === 'correction' && state === 'done' ? await correct(tx, asked) : null
    if (corrected && 'refused' in corrected) return corrected
    if (corrected)
      await recordAboutPerson(tx, PersonPutRight, asked, { personId: asked.personId ?? '', fact: corrected.fact })
    await saveDataRequest(tx, dataRequestId, {
      state: state as Outcome,
      answer,
      answeredAt: tx.now,
      answeredBy: tx.actor.name,
      waitingSince: null,
    })
    if (asked.askedContact !== 'deleted')
      await tell(
        tx,
        asked,
        'data request answered',
        `Our answer: ${asked.reference}`,
        asked.askedHow === 'on their own pages'
          ? `We have answered what you asked. Read it on the page of your request.\n\n${next}`
          : `${answer}\n\n${next}`,
      )
    return { recordId: dataRequestId }
  },
})

/** Takes back what was put right: it stands as before, the same people are told, and the request is open again. */
export const undoCorrection = command({
  name: 'rights.undo-correction',
  allow,
  input: Type.Object({ ...one, correctionId: Type.String({ format: 'uuid' }) }),
  async run(tx, { dataRequestId, correctionId }) {
    const asked = await findDataRequest(tx, dataRequestId)
    const made = (await listCorrections(tx, dataRequestId)).find(each => each.correctionId === correctionId)
    if (!asked || !made) return notThere
    const refusal = await takeBackCorrection(tx, made)
    if (refusal) return refusal
    await saveDataRequest(tx, dataRequestId, {
      state: 'open',
      answer: null,
      answeredAt: null,
      answeredBy: null,
      remindedAt: null,
    })
    await recordAboutPerson(tx, PutRightTakenBack, asked, { personId: made.personId, fact: made.fact })
    await tell(
      tx,
      asked,
      `data request taken back ${correctionId}`,
      `We look at it again: ${asked.reference}`,
      'What we put right for you turned out to be wrong, so it stands as it did before. We look at it again and answer you anew.',
    )
    return { recordId: dataRequestId }
  },
})

/** What they say against what was not changed; it stays beside it. */
export const disagree = command({
  name: 'rights.disagree',
  allow: 'request.follow',
  input: Type.Object({ ...one, disagreement: words('Say what you disagree with', 4000) }),
  async run(tx, { dataRequestId, disagreement }) {
    const asked = await findDataRequest(tx, dataRequestId)
    if (!asked) return notThere
    if (asked.answeredAt === null || asked.state === 'done') return refuse('not-refused', 'It was not refused.')
    await saveDataRequest(tx, dataRequestId, { disagreement })
    return { recordId: dataRequestId }
  },
})

/** A safeguarding lead decides whether what leads hold goes into a copy. */
export const decideOnConcern = command({
  name: 'rights.decide-on-concern',
  allow: 'rights.decide-concern',
  input: Type.Object({ ...one, shows: Type.Boolean({ mend: 'Choose yes or no' }) }),
  async run(tx, { dataRequestId, shows }) {
    if (!(await findDataRequest(tx, dataRequestId))) return notThere
    await saveDataRequest(tx, dataRequestId, {
      safeguardingShows: shows,
      safeguardingDecidedAt: tx.now,
      safeguardingDecidedBy: tx.actor.name,
    })
    return { recordId: dataRequestId }
  },
})

/** The job: reminds whoever answers when 7 days are left, when 1 is, on the day, and each day after it. */
export const remindOfDataRequests = (platform: Platform, placeId: PlaceId): Promise<void> =>
  platform.db.asHouse(placeId, async tx => {
    for (const { dataRequestId, dueOn, remindedAt } of await listRunning(tx)) {
      if (!needsReminder(dueOn, remindedAt, tx.now)) continue
      await tellThoseWho(tx, ['data protection lead'], {
        aboutId: dataRequestId,
        sentFor: `data request due ${dueOn}, told ${dateAt(tx.now)}`,
        atNight: 'waits',
        subject: dueSubject('An answer about data', dueOn, tx.now),
        body: `Somebody asked about what is held about them. ${overdueBy(dueOn, tx.now) ? law.late : law.answer}`,
        link: { words: 'Answer it here', path: `/data-requests/${dataRequestId}` },
      })
      await saveDataRequest(tx, dataRequestId, { remindedAt: tx.now })
    }
  })
