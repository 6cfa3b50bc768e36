import { type Refusal, refuse } from '../../../kernel/refusal.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { writeNotices } from '../../../platform/notify/notice.ts'
import { listOrganisations } from '../../organisations/index.ts'
import {
  findPerson,
  listDisclosuresAbout,
  type Person,
  type PersonId,
  readEmail,
  readPhone,
  saveReach,
} from '../../people/index.ts'
import { listHelpRequestsOf } from '../../requests/index.ts'
import type { DataRequest } from './data-request.ts'

/** How they are reached once it is put right; null where it is something else, which whoever answers puts right where it stands. */
const corrected = (person: Person, { field, wanted }: DataRequest): Person | Refusal | null => {
  const typed = wanted ?? ''
  switch (field) {
    case 'name':
      return typed.length > 0 && typed.length <= 120
        ? { ...person, name: typed }
        : refuse('wrong-input', 'A name has up to 120 letters. Ask them, or refuse it and say why.', 'state')
    case 'phone': {
      const read = readPhone(typed)
      return 'phone' in read && read.phone
        ? { ...person, phone: read.phone }
        : refuse('wrong-input', 'That is no phone number. Ask them, or refuse it and say why.', 'state')
    }
    case 'email': {
      const read = readEmail(typed)
      return 'email' in read && read.email
        ? { ...person, email: read.email }
        : refuse('wrong-input', 'That is no e-mail address. Ask them, or refuse it and say why.', 'state')
    }
    default:
      return null
  }
}

/** Puts right what they asked for, and tells every organisation that was shown details of them (UK GDPR, Articles 16 and 19). */
export const correct = (tx: PlaceTx, asked: DataRequest): Promise<Refusal | null> =>
  tx.house(async () => {
    const person = await findPerson(tx, asked.personId as PersonId)
    if (!person) return refuse('nobody', 'Nobody is found any more whom it is about.')
    const right = corrected(person, asked)
    if (right && 'refused' in right) return right
    if (right) await saveReach(tx, person.personId, right)
    await tellWhoWasTold(tx, asked, person)
    return null
  })

const tellWhoWasTold = async (tx: PlaceTx, asked: DataRequest, person: Person): Promise<void> => {
  const requests = await listHelpRequestsOf(tx, person.personId)
  const told = await listDisclosuresAbout(tx, [
    person.personId,
    ...requests.map(({ helpRequestId }) => helpRequestId as string),
  ])
  const shown = new Set(
    told.flatMap(({ organisationId, shownAt }) => (shownAt && organisationId ? [organisationId as string] : [])),
  )
  const organisations = (await listOrganisations(tx)).filter(({ organisationId }) => shown.has(organisationId))
  const about = requests.map(({ reference }) => reference).join(', ')
  await writeNotices(
    tx,
    organisations.map(({ organisationId, name, email, phone }) => ({
      aboutId: asked.dataRequestId,
      holderIds: email ? [] : [organisationId],
      sentFor: 'data request corrected',
      atNight: 'waits' as const,
      channel: email ? ('email' as const) : ('phone' as const),
      toName: name,
      toAddress: email ?? phone ?? 'no contact details',
      subject: 'Details you were shown have been put right',
      body: `Details of whoever made request ${about} were wrong and have been put right. If you wrote them down, please look at them again and put yours right too.`,
    })),
  )
}
