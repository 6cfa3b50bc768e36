import { Type } from 'typebox'
import { dateAt, monthAndYear } from '../../../design/time-in-words.ts'
import type { JourneyId, PlaceId } from '../../../kernel/ids.ts'
import { refuse } from '../../../kernel/refusal.ts'
import { command } from '../../../platform/command.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { record } from '../../../platform/facts/fact.ts'
import { howMailFared, listWrongAddresses, writeNotice } from '../../../platform/notify/notice.ts'
import type { Platform } from '../../../platform/platform.ts'
import { listCoordinatorIds, listOrganisations } from '../../organisations/index.ts'
import { listPeople } from '../../people/index.ts'
import { findOwnPlace } from '../../places/index.ts'
import { findListedService } from '../listed-service-store.ts'
import {
  addToOpenAsking,
  countAskingsSince,
  type DueEntry,
  endAsking,
  insertAsking,
  isAskingPaused,
  listEntriesAtAddresses,
  listNearlyDue,
  listOpenAskings,
  listUnsettled,
  lockAsking,
  noteMail,
  setAskingPaused,
} from './asking-store.ts'
import { raise } from './assure.ts'
import { OrganisationAsked } from './facts.ts'
import { addressFor, daysAfter, dueOn, ladder, monthsAfter, nextStep } from './ladder.ts'
import { stillRightPath } from './still-right.ts'

/**
 * Asks organisations by mail whether their entries are still right, as the ladder says. Each address has a transaction of its own that also writes how far it
 * is: killed anywhere and run again, nothing is sent twice and nothing is left out.
 */
export const askWhatIsDue = async (platform: Platform, placeId: PlaceId): Promise<void> => {
  const { db } = platform
  const steps = await db.asHouse(placeId, async tx => {
    await doubtWrongAddresses(tx)
    return (await isAskingPaused(tx)) ? null : listNextSteps(tx)
  })
  if (!steps) return
  for (const { askingId, step } of steps) await db.asHouse(placeId, tx => takeStep(tx, askingId, step))
  const letters = await db.asHouse(placeId, async tx => {
    const due = await listLettersDue(tx)
    await raise(tx, due.nobodyToAsk, 'no address')
    return due.letters
  })
  for (const letter of letters) await db.asHouse(placeId, tx => openAsking(tx, letter))
}

const wrongAddressDays = 30

/** An address that a mail server calls wrong is wrong for every entry that gives it, whatever the mail was about. */
const doubtWrongAddresses = async (tx: PlaceTx): Promise<void> => {
  const wrong = await listWrongAddresses(tx, new Date(tx.now.getTime() - wrongAddressDays * 86_400_000))
  if (wrong.length === 0) return
  const entries = await listEntriesAtAddresses(tx, wrong)
  await raise(
    tx,
    entries.map(({ serviceId }) => serviceId),
    'mail came back',
  )
}

const listNextSteps = async (tx: PlaceTx) => {
  const rounds = await listOpenAskings(tx)
  const fared = new Map(
    (
      await howMailFared(
        tx,
        rounds.map(({ askingId }) => askingId),
      )
    ).map(each => [each.aboutId, each]),
  )
  return rounds.flatMap(round => {
    const step = nextStep({ ...round, lastMail: fared.get(round.askingId)?.how ?? null }, tx.now)
    return step === 'wait' ? [] : [{ askingId: round.askingId, step }]
  })
}

const takeStep = async (
  tx: PlaceTx,
  askingId: string,
  step: Exclude<ReturnType<typeof nextStep>, 'wait'>,
): Promise<void> => {
  const held = await lockAsking(tx, askingId)
  if (!held) return
  if (step === 'mail') return writeMail(tx, askingId, held.mails + 1)
  const unsettled = (await listUnsettled(tx, askingId)).map(({ serviceId }) => serviceId)
  if (step === 'over') return endAsking(tx, askingId, 'answered')
  const because = step === 'ring: no answer' ? 'no answer' : 'mail came back'
  await raise(tx, unsettled, because)
  await endAsking(tx, askingId, because)
}

/** One mail to one address about all its entries. */
interface Letter {
  readonly toAddress: string
  readonly toName: string
  readonly serviceIds: readonly string[]
}

/** The addresses to be asked for the first time today, longest unchecked first, and the entries that nobody can be asked about. */
const listLettersDue = async (tx: PlaceTx): Promise<{ letters: Letter[]; nobodyToAsk: string[] }> => {
  const today = dateAt(tx.now)
  const soon = daysAfter(today, ladder.togetherDays)
  // A day either way for the ends of months; what is due is asked of the ladder below.
  const entries = await listNearlyDue(tx, daysAfter(monthsAfter(soon, -ladder.dueAfterMonths), 3), today)
  const isDue = (entry: DueEntry, by: string) => dueOn(entry) <= by
  if (!entries.some(entry => isDue(entry, today))) return { letters: [], nobodyToAsk: [] }
  const addressOf = await addressBook(tx, entries)
  const byAddress = new Map<string, { toName: string; serviceIds: string[]; due: boolean }>()
  const nobodyToAsk: string[] = []
  for (const entry of entries) {
    const address = addressOf(entry)
    if (!address) {
      if (isDue(entry, today)) nobodyToAsk.push(entry.serviceId)
      continue
    }
    if (!isDue(entry, soon)) continue
    const letter = byAddress.get(address) ?? { toName: entry.publisherName ?? entry.name, serviceIds: [], due: false }
    letter.serviceIds.push(entry.serviceId)
    letter.due ||= isDue(entry, today)
    byAddress.set(address, letter)
  }
  const already = await countAskingsSince(tx, new Date(tx.now.getTime() - 86_400_000))
  const letters = [...byAddress].filter(([, { due }]) => due).map(([toAddress, letter]) => ({ toAddress, ...letter }))
  return { letters: letters.slice(0, Math.max(0, ladder.newAddressesADay - already)), nobodyToAsk }
}

type Addressed = Pick<DueEntry, 'serviceEmail' | 'publisherEmail' | 'organisationId'>

const addressBook = async (tx: PlaceTx, entries: readonly Addressed[]) => {
  const without = entries.filter(entry => !addressFor({ ...entry, organisationEmail: null, coordinatorEmails: [] }))
  const ids = [...new Set(without.flatMap(({ organisationId }) => organisationId ?? []))]
  const organisations =
    ids.length > 0
      ? new Map((await listOrganisations(tx)).map(each => [each.organisationId as string, each]))
      : new Map()
  const coordinators = new Map<string, string[]>()
  for (const id of ids) {
    const people = await listPeople(tx, await listCoordinatorIds(tx, id))
    coordinators.set(
      id,
      people.flatMap(({ email }) => email ?? []),
    )
  }
  return ({ serviceEmail, publisherEmail, organisationId }: Addressed): string | null =>
    addressFor({
      serviceEmail,
      publisherEmail,
      organisationEmail: organisations.get(organisationId ?? '')?.email ?? null,
      coordinatorEmails: coordinators.get(organisationId ?? '') ?? [],
    })
}

const linkUntil = (tx: PlaceTx) => new Date(tx.now.getTime() + ladder.linkDays * 86_400_000)

const openAsking = async (tx: PlaceTx, letter: Letter): Promise<void> => {
  const askingId = await insertAsking(tx, { ...letter, linkUntil: linkUntil(tx) })
  if (askingId) await writeMail(tx, askingId, 1)
}

const greetings = ['', 'A reminder: ', 'Our last mail about this: ']

/** Writes the next mail of a round: every entry that is not settled, each with its link. */
const writeMail = async (tx: PlaceTx, askingId: string, mail: number): Promise<void> => {
  const entries = await listUnsettled(tx, askingId)
  const [round] = (await listOpenAskings(tx)).filter(each => each.askingId === askingId)
  const place = await findOwnPlace(tx)
  if (entries.length === 0 || !round || !place) return
  const several = entries.length > 1
  const links = []
  for (const { name, assuredOn, linkId, linkUntil } of entries)
    links.push({
      words: `${name} (${assuredOn ? `last checked in ${monthAndYear(assuredOn)}` : 'not known when it was last checked'})`,
      path: await stillRightPath(tx, linkId, linkUntil),
    })
  await writeNotice(tx, {
    aboutId: askingId,
    holderIds: [],
    sentFor: `still right? mail ${mail}`,
    atNight: 'waits',
    channel: 'email',
    toName: round.toName,
    toAddress: round.toAddress,
    subject: `${greetings[Math.min(mail, 3) - 1]}${several ? `are your ${entries.length} entries` : 'is your entry'} in the ${place.name} directory still right?`,
    body: [
      `Hello ${round.toName},`,
      `people in ${place.name} find ${several ? 'these services of yours' : 'this service of yours'} in the local directory. Please look at ${several ? 'each entry' : 'the entry'} and tell us whether it is still right. It takes a minute, and you do not need to sign in: open the link, then press “Everything is right”, or say what has changed.`,
      mail < ladder.mailsAfterDays.length
        ? 'Where nobody has checked an entry for a year, people read “Not checked since …” beside it, and it is found later in lists.'
        : 'If we do not hear from you we will ring. Where nobody has checked an entry for a year, people read “Not checked since …” beside it, and it is found later in lists.',
    ].join('\n\n'),
    links,
  })
  await noteMail(tx, askingId)
  await record(
    tx,
    OrganisationAsked,
    { recordId: askingId, journeyId: askingId as unknown as JourneyId },
    { askingId, mail, entries: entries.length },
  )
}

/** Asks about one entry now, whatever the ladder says: in the round that is open at its address, or a new one. */
export const remindNow = command({
  name: 'directory.remind-now',
  allow: 'directory.keep-right',
  inHouse: true,
  input: Type.Object({ serviceId: Type.String({ format: 'uuid', mend: 'Choose an entry of the directory' }) }),
  async run(tx, { serviceId }) {
    const service = await findListedService(tx, serviceId)
    if (!service) return refuse('no-such-entry', 'This entry is not in the directory any more.')
    if (service.status !== 'active') return refuse('not-running', 'It is not running now, so there is nothing to ask.')
    const entry = {
      serviceEmail: service.email ?? null,
      publisherEmail: service.publisher?.email ?? null,
      organisationId: service.organisationId ?? null,
    }
    const toAddress = (await addressBook(tx, [entry]))(entry)
    if (!toAddress) return refuse('no-address', 'We know no e-mail address to write to. Ring them instead.')
    const open = (await listOpenAskings(tx)).find(round => round.toAddress === toAddress)
    if (open) {
      if (tx.now.getTime() - (open.lastMailAt?.getTime() ?? 0) < ladder.leastDaysBetween * 86_400_000)
        return refuse('asked-lately', 'We wrote to them in the last three days. Give them time, or ring.')
      if (!(await lockAsking(tx, open.askingId)))
        return refuse('somebody-else', 'Somebody else is asking them at this moment.')
      await addToOpenAsking(tx, toAddress, serviceId, linkUntil(tx))
      await writeMail(tx, open.askingId, open.mails + 1)
    } else await openAsking(tx, { toAddress, toName: service.publisher?.name ?? service.name, serviceIds: [serviceId] })
    return { recordId: serviceId }
  },
})

/** Stops asking by mail, or goes on with it: for whoever has just imported what must not be asked about. */
export const pauseAsking = command({
  name: 'directory.pause-asking',
  allow: 'directory.keep-right',
  inHouse: true,
  input: Type.Object({ paused: Type.Boolean() }),
  async run(tx, { paused }) {
    await setAskingPaused(tx, paused)
    return { recordId: null, paused }
  },
})
