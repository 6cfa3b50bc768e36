/** Everybody to whom something of somebody was shown, and telling them that it was put right (UK GDPR, Article 19). */
import type { PlaceTx } from '../../../platform/db/database.ts'
import { writeNotices } from '../../../platform/notify/notice.ts'
import type { FactOfPerson } from '../../../platform/personal/rule.ts'
import { listOrganisations, type SharedField } from '../../organisations/index.ts'
import { findPerson, listShownOf } from '../../people/index.ts'
import { findHelpRequest } from '../../requests/index.ts'
import { findVolunteer, tellVolunteer } from '../../volunteers/index.ts'

/** An organisation or a volunteer that was shown it. */
export interface Recipient {
  readonly id: string
  readonly kind: 'organisation' | 'volunteer'
  readonly name: string
  /** The requests it was shown for, by their references: by these they know whom it is about. */
  readonly references: readonly string[]
  /** Where they read it, below the place, while the sharing lasts; null once it is over. */
  readonly path: string | null
  /** There is no way left to tell them: they have stopped, or left no number. */
  readonly unreachable: boolean
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
    return recipients
  })

const kinds: Readonly<Record<FactOfPerson, string>> = {
  name: 'The name',
  phone: 'The phone number',
  email: 'The e-mail address',
  address: 'The address',
  postcode: 'The postcode',
  communication: 'What to know before talking to them',
}

const whoever = (references: readonly string[]): string =>
  references.length > 0
    ? `somebody whose details you were shown (${references.join(', ')})`
    : 'somebody whose details you were shown'

/** What it says to one of them: never who it is about, nor what was wrong; that is read behind the link, by those who may still see it. */
const sentences = (fact: FactOfPerson | null, { path, references }: Recipient, isTakenBack: boolean): string[] => [
  isTakenBack
    ? `${fact ? kinds[fact] : 'Something'} of ${whoever(references)}, which we told you was put right, stands again as it did before.`
    : `${fact ? kinds[fact] : 'Something'} of ${whoever(references)} was wrong, and has been put right.`,
  path
    ? 'Look at it again, and put right what you wrote down.'
    : 'You see it no longer, because the help is over. If you still have it written down, destroy it now.',
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
    const { id, kind, path } = recipient
    const says = sentences(fact, recipient, isTakenBack)
    if (kind === 'volunteer') {
      const volunteer = await findVolunteer(tx, id)
      if (volunteer)
        await tellVolunteer(tx, volunteer, { sentFor, subject, sentences: says, ...(path && { next: path }) })
      continue
    }
    const organisation = organisations.find(({ organisationId }) => organisationId === id)
    if (!organisation) continue
    const { name, email, phone, organisationId } = organisation
    await writeNotices(tx, [
      {
        aboutId: dataRequestId,
        holderIds: email ? [] : [organisationId],
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
