/** Everybody to whom something of somebody was shown, and telling them that it was put right (UK GDPR, Article 19). */
import type { PlaceTx } from '../../../platform/db/database.ts'
import { writeNotices } from '../../../platform/notify/notice.ts'
import type { FactOfPerson } from '../../../platform/personal/rule.ts'
import { listSystemsShown, type SystemShown, tellSystemShown } from '../../exchange/index.ts'
import { dataProtectionHolder, listOrganisations, type SharedField } from '../../organisations/index.ts'
import { listOpenedOf } from '../../oversight/index.ts'
import { findPerson, listShownOf } from '../../people/index.ts'
import { findHelpRequest, listHelpRequestsOf } from '../../requests/index.ts'
import { findVolunteer, tellVolunteer } from '../../volunteers/index.ts'

/** Whoever was shown it: an organisation, a volunteer, somebody who opened it in an emergency, or another organisation's software that reads it. */
export interface Recipient {
  readonly id: string
  readonly kind: 'organisation' | 'volunteer' | 'in an emergency' | 'system'
  readonly name: string
  /** The requests it was shown for, by their references: by these they know whom it is about. */
  readonly references: readonly string[]
  /** Where they read it, below the place, while the sharing lasts; null once it is over. */
  readonly path: string | null
  /** There is no way left to tell them: they have stopped, or left no number. */
  readonly unreachable: boolean
  /** What is told to a system: ids, to be read again. */
  readonly system?: SystemShown
}

const fieldOf: Readonly<Record<FactOfPerson, SharedField>> = {
  name: 'name',
  phone: 'contact',
  email: 'contact',
  address: 'address',
  postcode: 'address',
  communication: 'communication',
}

/** Each once, whether the sharing lasts or is over, as far as this was among what they were shown. @param fact null for something else: everybody who was shown anything. */
export const recipientsOf = (
  tx: PlaceTx,
  personIds: readonly string[],
  fact: FactOfPerson | null,
): Promise<Recipient[]> =>
  tx.house(async () => {
    const shown = (await listShownOf(tx, personIds)).filter(({ fields }) => !fact || fields.includes(fieldOf[fact]))
    const paths = new Map<string, string | null>()
    const references = new Map<string, Set<string>>()
    for (const { organisationId, volunteerId, path, endedAt, aboutId } of shown) {
      const id = volunteerId ?? organisationId
      paths.set(id, paths.get(id) ?? (endedAt ? null : path))
      const reference = (await findHelpRequest(tx, aboutId))?.reference
      references.set(id, new Set([...(references.get(id) ?? []), ...(reference ? [reference] : [])]))
    }
    const known = (id: string) => ({ path: paths.get(id) ?? null, references: [...(references.get(id) ?? [])] })
    const organisations = (await listOrganisations(tx)).filter(({ organisationId }) => paths.has(organisationId))
    const recipients: Recipient[] = organisations.map(({ organisationId, name, email, phone }) => ({
      id: organisationId,
      kind: 'organisation',
      name,
      ...known(organisationId),
      unreachable: !email && !phone,
    }))
    for (const id of new Set(shown.flatMap(({ volunteerId }) => volunteerId ?? []))) {
      const volunteer = await findVolunteer(tx, id)
      const person = volunteer && (await findPerson(tx, volunteer.personId))
      recipients.push({
        id,
        kind: 'volunteer',
        name: person?.name ?? 'A volunteer who is gone',
        ...known(id),
        unreachable: !volunteer || volunteer.state === 'left' || !(person?.email || person?.phone),
      })
    }
    recipients.push(...(await openedInEmergency(tx, personIds)))
    const referralIds = shown.flatMap(({ forId, volunteerId }) => (volunteerId ? [] : forId))
    for (const system of await listSystemsShown(tx, { personIds, referralIds })) {
      const of = organisations.find(({ organisationId }) => organisationId === system.organisationId)
      recipients.push({
        id: system.subscriptionId,
        kind: 'system',
        name: `${system.systemName}${of ? `, of ${of.name}` : ''}`,
        ...known(system.organisationId),
        unreachable: false,
        system,
      })
    }
    return recipients
  })

/** Those whom a second person let see everything of somebody: each once, with the references they could read by. */
const openedInEmergency = async (tx: PlaceTx, personIds: readonly string[]): Promise<Recipient[]> => {
  const recipients = new Map<string, Recipient>()
  for (const { askedById, askedBy, personId, decidedAt, openUntil } of await listOpenedOf(tx, personIds)) {
    const person = await findPerson(tx, askedById as never)
    const requests = personId ? await listHelpRequestsOf(tx, personId) : []
    const before = recipients.get(askedById)
    recipients.set(askedById, {
      id: askedById,
      kind: 'in an emergency',
      name: person?.name ?? askedBy,
      references: [
        ...new Set([
          ...(before?.references ?? []),
          ...requests.filter(({ madeAt }) => decidedAt && madeAt <= decidedAt).map(({ reference }) => reference),
        ]),
      ],
      path: before?.path ?? (openUntil && openUntil > tx.now ? '/break-glass' : null),
      unreachable: !(person?.email || person?.phone),
    })
  }
  return [...recipients.values()]
}

const kinds: Readonly<Record<FactOfPerson, string>> = {
  name: 'The name',
  phone: 'The phone number',
  email: 'The e-mail address',
  address: 'The address',
  postcode: 'The postcode',
  communication: 'What to know before talking to them',
}

const whoever = ({ kind, references }: Recipient): string => {
  const how = kind === 'in an emergency' ? 'opened in an emergency' : 'were shown'
  return `somebody whose details you ${how}${references.length > 0 ? ` (${references.join(', ')})` : ''}`
}

/** What it says to one of them: never who it is about, nor what was wrong; that is read behind the link, by those who may still see it. */
const sentences = (fact: FactOfPerson | null, recipient: Recipient, isTakenBack: boolean): string[] => [
  isTakenBack
    ? `${fact ? kinds[fact] : 'Something'} of ${whoever(recipient)}, which we told you was put right, stands again as it did before.`
    : `${fact ? kinds[fact] : 'Something'} of ${whoever(recipient)} was wrong, and has been put right.`,
  recipient.path
    ? 'Look at it again, and put right what you wrote down.'
    : `You see it no longer, because ${recipient.kind === 'in an emergency' ? 'the emergency' : 'the help'} is over. If you still have it written down, destroy it now.`,
]

/** Tells each of them, in the same transaction. */
export const tellRecipients = async (
  tx: PlaceTx,
  dataRequestId: string,
  sentFor: string,
  fact: FactOfPerson | null,
  recipients: readonly Recipient[],
  isTakenBack: boolean,
): Promise<void> => {
  const subject = isTakenBack
    ? 'Details you were shown stand again as before'
    : 'Details you were shown have been put right'
  const organisations = await listOrganisations(tx)
  for (const recipient of recipients) {
    const { id, kind, path, system } = recipient
    if (system) {
      await tellSystemShown(tx, system, sentFor)
      continue
    }
    const says = sentences(fact, recipient, isTakenBack)
    if (kind === 'volunteer') {
      const volunteer = await findVolunteer(tx, id)
      if (volunteer)
        await tellVolunteer(tx, volunteer, { sentFor, subject, sentences: says, ...(path && { next: path }) })
      continue
    }
    const to =
      kind === 'organisation'
        ? organisations.find(({ organisationId }) => organisationId === id)
        : await findPerson(tx, id as never)
    if (!to) continue
    const { name, email, phone } = to
    await writeNotices(tx, [
      {
        aboutId: dataRequestId,
        // Whoever has no mail is rung: by their own people, or by whoever answers for the data.
        holderIds: email ? [] : [kind === 'organisation' ? id : dataProtectionHolder(tx.placeId)],
        sentFor,
        atNight: 'waits',
        channel: email ? 'email' : 'phone',
        toName: name,
        toAddress: email ?? phone ?? 'no contact details',
        subject,
        body: says.join('\n\n'),
        ...(path && { link: { words: 'Look at it here', path } }),
      },
    ])
  }
}
