import { bearerOf } from '../src/capabilities/requests/index.ts'
import { takeComplaint, takeOnComplaint } from '../src/capabilities/rights/complaints/complain.ts'
import { askForCorrection, takeDataRequest } from '../src/capabilities/rights/data-requests/take-data-request.ts'
import { answerDataRequest, sayWhoItIs } from '../src/capabilities/rights/data-requests/work-on-data-request.ts'
import { erasePerson } from '../src/capabilities/rights/erase-person.ts'
import { putHold } from '../src/capabilities/rights/forgetting/hold.ts'
import { dateAt } from '../src/design/time-in-words.ts'
import { perform } from '../src/platform/command.ts'
import { days, hours, later } from './story.ts'
import { done, found, type Stage } from './tell.ts'

/** Somebody of Larkmere with one request, who is known for nothing else. */
interface Known {
  readonly helpRequestId: string
  readonly personId: string
  readonly reference: string
  readonly name: string
  readonly phone: string
}

/** Those with one request each, a phone that is theirs alone, and no more to do with Larkmere: the newest first. */
const known = ({ db, placeId }: Stage, state: 'open' | 'closed', isShared: boolean): Promise<Known[]> =>
  db.asHouse(
    placeId,
    tx => tx.sql<Known[]>`
      select r.help_request_id, r.person_id, r.reference, p.name, p.phone from requests.help_request r
      join people.person p on p.place_id = r.place_id and p.person_id = r.person_id
      where r.place_id = ${tx.placeId} and r.state = ${state} and r.on_behalf_name is null and p.phone is not null and (${state} = 'open' or r.made_at < ${new Date(tx.now.getTime() - 20 * days)})
        and exists (select from people.disclosure d where d.place_id = r.place_id and d.about_id = r.help_request_id and d.shown_at is not null) = ${isShared}
        and not exists (select from people.person o where o.place_id = p.place_id and o.phone = p.phone and o.person_id <> p.person_id)
        and not exists (select from requests.help_request o where o.place_id = r.place_id and o.person_id = r.person_id and o.help_request_id <> r.help_request_id)
        and not exists (select from requests.help_request o where o.place_id = r.place_id and o.on_behalf_contact = p.phone)
      order by r.made_at desc, r.reference`,
  )

/** What people of Larkmere asked about what is held of them: each right once, one of them near its limit, a complaint, and something held. */
export const tellRights = async (stage: Stage, now: Date): Promise<void> => {
  const { db, clock, placeId, members } = stage
  const thandeka = found(members, 'Thandeka Mbeki')
  const [asks, forgets, holds, late] = await known(stage, 'closed', false)
  const [corrects] = await known(stage, 'open', true)
  if (!asks || !forgets || !holds || !late || !corrects)
    throw new Error('Larkmere has too few people to ask for their rights.')
  const at = <T>(ago: number, act: () => Promise<T>): Promise<T> => clock.at(later(now, -ago), act)
  const byPhone = (kind: 'access' | 'erasure', who: Known, says: string) =>
    perform(db, thandeka, takeDataRequest, {
      kind: kind as never,
      askedByName: who.name,
      askedContact: who.phone,
      askedHow: 'by phone' as never,
      says,
    }).then(done)
  const seen = (dataRequestId: string, { reference }: Known) =>
    perform(db, thandeka, sayWhoItIs, {
      dataRequestId,
      said: reference,
      identitySeen: 'We rang the number we have, and it was they.',
    }).then(done)

  const inTime = await at(4 * days, () =>
    byPhone('access', asks, 'She would like to read what we wrote down when she rang.'),
  )
  await at(3 * days, () => seen(inTime.dataRequestId, asks))
  // The month of whoever asked 28 days ago is over in two or three days.
  await at(28 * days, () => byPhone('access', late, 'He wants to know who was told about him.'))

  const wanted = corrects.phone.replace(/\d$/, last => String((Number(last) + 1) % 10))
  await at(2 * days, () =>
    perform(db, bearerOf(placeId, corrects.helpRequestId), askForCorrection, {
      kind: 'correction' as never,
      field: 'phone' as never,
      was: corrects.phone,
      wanted,
    }).then(done),
  )

  const erasure = await at(6 * days, () =>
    byPhone('erasure', forgets, 'It is over, and I do not want to be on any list.'),
  )
  await at(5.9 * days, () => seen(erasure.dataRequestId, forgets))
  const { certificate } = await at(5 * days, () =>
    perform(db, thandeka, erasePerson, {
      personIds: [forgets.personId],
      authority: 'Thandeka Mbeki: they asked by phone, and nothing is at work.',
      dataRequestId: erasure.dataRequestId,
      again: null,
    }).then(done),
  )
  if (!certificate.complete) throw new Error(`Larkmere could not forget somebody: ${certificate.stays.join(' ')}`)
  await at(5 * days - 0.5 * hours, () =>
    perform(db, thandeka, answerDataRequest, {
      dataRequestId: erasure.dataRequestId,
      state: 'done' as never,
      answer: 'Everything that told of you is gone. Counts without a name stay.',
    }).then(done),
  )

  const complaint = await at(12 * days, () =>
    perform(db, thandeka, takeComplaint, {
      about: 'data' as never,
      says: 'A letter about my food parcel was put through my neighbour’s door.',
      fromName: 'Winifred Ashdown',
      fromContact: '020 7946 0190',
      takenHow: 'by phone' as never,
    }).then(done),
  )
  await at(11 * days, () => perform(db, thandeka, takeOnComplaint, { complaintId: complaint.complaintId }).then(done))
  await at(9 * days, () =>
    perform(db, thandeka, putHold, {
      what: 'request' as never,
      said: holds.reference,
      ground: 'legal' as never,
      because: 'The insurer of a volunteer driver asks what was agreed about a lift.',
      untilOn: dateAt(later(now, 180 * days)),
    }).then(done),
  )
}
