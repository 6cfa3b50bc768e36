import type { PlaceTx } from '../../platform/db/database.ts'
import { type NoticeDraft, type NoticeLink, writeNotices } from '../../platform/notify/notice.ts'
import type { AtNight } from '../../platform/notify/quiet-hours.ts'
import { findPerson, listReachedByText, type Person } from '../people/index.ts'
import { volunteerLinkPath } from './follow-volunteering.ts'
import type { Volunteer } from './volunteer.ts'

/** What a volunteer is told, whichever way it reaches them. */
export interface ToTell {
  /** What it is told for, once. */
  readonly sentFor: string
  readonly subject: string
  readonly sentences: readonly string[]
  /** The page below the place the link of the mail leads to; their own page unless said. */
  readonly next?: string
  readonly links?: readonly NoticeLink[]
  /** Whether it may leave at night; it waits unless said. */
  readonly atNight?: AtNight
}

type Told = Pick<Volunteer, 'volunteerId' | 'personId' | 'organisationId' | 'reference' | 'state'>

/**
 * Tells a volunteer something: by mail with a link that opens their pages; without an address by text, to a number they proved by a code; or as a call for the organisation
 * that looks after them to make. Nothing is written for somebody who left no way to reach them, nor for whoever has stopped.
 */
export const tellVolunteer = (
  tx: PlaceTx,
  volunteer: Told,
  about: ToTell,
  known?: Pick<Person, 'name' | 'phone' | 'email'>,
): Promise<void> =>
  tx.house(async () => {
    if (volunteer.state === 'left') return
    const person = known ?? (await findPerson(tx, volunteer.personId))
    if (person) await tellVolunteers(tx, [{ volunteer, about, person }])
  })

/** The same for many, who are known. */
export const tellVolunteers = (
  tx: PlaceTx,
  all: readonly { volunteer: Told; about: ToTell; person: Pick<Person, 'name' | 'phone' | 'email'> }[],
): Promise<void> =>
  tx.house(async () => {
    const byText = await listReachedByText(
      tx,
      all.flatMap(({ volunteer, person }) => (person.email === null && person.phone ? volunteer.personId : [])),
    )
    const notices = await Promise.all(
      all.map(({ volunteer, about, person }) =>
        noticeTo(tx, volunteer, about, person, byText.has(volunteer.personId) ? 'text' : 'phone'),
      ),
    )
    await writeNotices(
      tx,
      notices.filter(notice => notice !== null),
    )
  })

const noticeTo = async (
  tx: PlaceTx,
  volunteer: Told,
  about: ToTell,
  person: Pick<Person, 'name' | 'phone' | 'email'>,
  withoutMail: 'text' | 'phone',
): Promise<NoticeDraft | null> => {
  const toAddress = person.email ?? person.phone
  if (!toAddress) return null
  const byMail = person.email !== null
  const channel = byMail ? 'email' : withoutMail
  const link = {
    words: 'Open your page (the link is yours alone)',
    path: await volunteerLinkPath(tx, volunteer.volunteerId, about.next),
  }
  return {
    aboutId: volunteer.volunteerId,
    holderIds: [volunteer.organisationId],
    sentFor: about.sentFor,
    atNight: about.atNight ?? 'waits',
    channel,
    toName: person.name,
    toAddress,
    subject: about.subject,
    // A text lies open on a locked phone, so it says what it is about and no more.
    body:
      channel === 'text'
        ? `Your reference is ${volunteer.reference}.`
        : [`${firstName(person.name)},`, ...about.sentences, `Your reference is ${volunteer.reference}.`].join('\n\n'),
    ...(byMail && { links: about.links ?? [] }),
    ...(channel !== 'phone' && { link }),
  }
}

/** How somebody is spoken to: the first of their names. */
export const firstName = (name: string): string => name.trim().split(/\s+/)[0] ?? name
