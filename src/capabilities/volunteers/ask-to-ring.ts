import { dateAt } from '../../design/time-in-words.ts'
import { type Refusal, refuse } from '../../kernel/refusal.ts'
import type { PlaceTx } from '../../platform/db/database.ts'
import { listWrittenSince, writeNotice } from '../../platform/notify/notice.ts'
import { findPerson } from '../people/index.ts'
import type { Volunteer } from './volunteer.ts'

const ringNotice = 'ring '

/** Whom a call was put down for since a moment, to ask how they are, once for each call that was not taken back. By the house's sight. */
export const listRungSince = (tx: PlaceTx, since: Date, only: readonly string[] | null = null): Promise<string[]> =>
  listWrittenSince(tx, ringNotice, since, only)

/** Puts a call to a volunteer among the calls to make of the organisation that looks after them; once a day, however often it is pressed. */
export const askToRing = (
  tx: PlaceTx,
  volunteer: Pick<Volunteer, 'volunteerId' | 'personId' | 'organisationId' | 'reference'>,
  because: string,
): Promise<Refusal | null> =>
  tx.house(async () => {
    const person = await findPerson(tx, volunteer.personId)
    if (!person?.phone)
      return refuse('no-phone', 'They left no phone number. Write to them, or give them a next step by mail.')
    await writeNotice(tx, {
      aboutId: volunteer.volunteerId,
      holderIds: [volunteer.organisationId],
      sentFor: `${ringNotice}${dateAt(tx.now)}`,
      atNight: 'waits',
      channel: 'phone',
      toName: person.name,
      toAddress: person.phone,
      subject: 'How are they, and do they still want to help?',
      body: [
        `They were not asked for a while. ${because}`.trim(),
        'Ask what they would like to do, and when. Write down on their page what has changed.',
        `Their reference is ${volunteer.reference}.`,
      ].join('\n\n'),
    })
    return null
  })
