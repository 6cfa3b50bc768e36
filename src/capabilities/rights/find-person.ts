import { isUuid } from '../../kernel/ids.ts'
import { parseReference } from '../../platform/auth/reference.ts'
import type { PlaceTx } from '../../platform/db/database.ts'
import { findPerson, listPeopleAt, type Person, readPhone } from '../people/index.ts'
import { findRequestByReference } from '../requests/index.ts'
import { findVolunteerByReference } from '../volunteers/index.ts'

/** Everybody who is one with somebody: the same name with the same phone number or e-mail address. Each request that was made without an account has written them down anew. */
const sameAs = async (tx: PlaceTx, person: Person): Promise<Person[]> => {
  const others = (await listPeopleAt(tx, person)).filter(other => plain(other.name) === plain(person.name))
  return others.some(({ personId }) => personId === person.personId) ? others : [person, ...others]
}

const plain = (name: string): string => name.toLowerCase().replace(/\s+/g, ' ').trim()

/**
 * Whom somebody means: by id, the reference of a request or of a volunteer, a phone number or an e-mail address.
 * @returns lists of people, each of whom are one; more than one where it is not clear who is meant.
 */
export const findWhoIsMeant = (tx: PlaceTx, said: string): Promise<Person[][]> =>
  tx.house(async () => {
    const text = said.trim()
    const known = await idsMeant(tx, text)
    const people = known
      ? [await findPerson(tx, known)].flatMap(person => person ?? [])
      : await listPeopleAt(tx, { phone: readPhoneOr(text), email: text.includes('@') ? text.toLowerCase() : null })
    const lists: Person[][] = []
    for (const person of people) {
      if (person.name === 'deleted' || lists.some(list => list.some(({ personId }) => personId === person.personId)))
        continue
      lists.push(await sameAs(tx, person))
    }
    return lists
  })

const readPhoneOr = (text: string): string | null => {
  const phone = readPhone(text)
  return 'phone' in phone ? phone.phone : null
}

const idsMeant = async (tx: PlaceTx, text: string): Promise<string | null> => {
  const reference = text.includes('@') ? null : parseReference(text)
  if (isUuid(text)) return text
  if (!reference) return null
  return (
    (await findRequestByReference(tx, reference))?.personId ??
    (await findVolunteerByReference(tx, reference))?.personId ??
    null
  )
}
