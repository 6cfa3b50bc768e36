import type { PlaceId } from '../../../kernel/ids.ts'
import { keyedHash } from '../../../platform/auth/signed-link.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import type { Platform } from '../../../platform/platform.ts'
import { listPeople } from '../../people/index.ts'
import { listVolunteersById } from '../../volunteers/index.ts'
import { raiseAlert } from '../raise-alert.ts'
import { detailsThatTell, type NoContactReason, type Recognisable } from './no-contact.ts'
import { insertRecognised, listKept, listPairsKnownBy, saveMarks } from './no-contact-store.ts'

const purpose = 'matching: two people who must not meet'

/** What is kept of somebody in a pair, so that they are known again once everything else is deleted; nobody can read out of it who they were. */
const marksOf = async (tx: PlaceTx, person: Recognisable): Promise<string[]> => {
  const { exactly, partly } = detailsThatTell(person)
  const hashed = async (prefix: string, text: string) => `${prefix} ${await keyedHash(tx, purpose, text)}`
  return Promise.all([...exactly.map(text => hashed('x', text)), ...partly.map(text => hashed('p', text))])
}

const isForgotten = ({ name, phone, email, postcode }: Recognisable): boolean =>
  name === 'deleted' && !phone && !email && !postcode

/** Keeps of a pair what the two would be known by again. */
export const markPair = async (tx: PlaceTx, one: string, other: string): Promise<void> => {
  const [personA, personB] = one < other ? [one, other] : [other, one]
  const people = new Map((await listPeople(tx, [one, other])).map(person => [person.personId as string, person]))
  const marks = async (personId: string) => {
    const person = people.get(personId)
    return person && !isForgotten(person) ? marksOf(tx, person) : null
  }
  await saveMarks(tx, personA, personB, { a: await marks(personA), b: await marks(personB) })
}

/** Keeps of each pair, while both are known, what they would be known by again. Run each day, before anybody is forgotten. */
export const keepRecognisable = ({ db }: Platform, placeId: PlaceId): Promise<void> =>
  db.asHouse(placeId, async tx => {
    const pairs = await listKept(tx)
    const people = await listPeople(
      tx,
      pairs.flatMap(({ personA, personB }) => [personA, personB]),
    )
    const marks = new Map<string, string[]>()
    for (const person of people) if (!isForgotten(person)) marks.set(person.personId, await marksOf(tx, person))
    for (const { personA, personB } of pairs)
      await saveMarks(tx, personA, personB, { a: marks.get(personA) ?? null, b: marks.get(personB) ?? null })
  })

type Likeness = 'themselves' | 'exactly' | 'perhaps'

/**
 * Those of some volunteers who may be somebody that must not meet this resident, and was forgotten since: by the same details for certain, by partly the same
 * perhaps. Both are kept apart from here on; of the second a coordinator is told to look, and may take it back. Whoever comes back with wholly new details is not known.
 */
export const recogniseKeptApart = (
  tx: PlaceTx,
  volunteerIds: readonly string[],
  residentId: string,
): Promise<ReadonlySet<string>> =>
  tx.house(async () => {
    const found = new Set<string>()
    const [resident] = await listPeople(tx, [residentId])
    if (!resident || volunteerIds.length === 0) return found
    const ofResident = await marksOf(tx, resident)
    const pairs = await listPairsKnownBy(tx, residentId, ofResident)
    if (pairs.length === 0) return found
    const forgotten = new Set(
      (
        await listPeople(
          tx,
          pairs.flatMap(({ personA, personB }) => [personA, personB]),
        )
      )
        .filter(isForgotten)
        .map(({ personId }) => personId as string),
    )
    if (forgotten.size === 0) return found
    const likeness = (personId: string, marks: readonly string[], of: string, known: readonly string[]) => {
      if (personId === of) return 'themselves'
      const shared = forgotten.has(of) ? marks.filter(mark => known.includes(mark)) : []
      if (shared.length === 0) return null
      return shared.some(mark => mark.startsWith('x')) ? 'exactly' : 'perhaps'
    }
    const volunteers = await listVolunteersById(tx, volunteerIds)
    const people = new Map(
      (
        await listPeople(
          tx,
          volunteers.map(({ personId }) => personId),
        )
      ).map(p => [p.personId, p]),
    )
    for (const { volunteerId, personId } of volunteers) {
      const person = people.get(personId as never)
      if (!person) continue
      const marks = await marksOf(tx, person)
      const alike = pairs.flatMap(({ personA, personB, knownA, knownB, because }) =>
        [
          [likeness(residentId, ofResident, personA, knownA), likeness(personId, marks, personB, knownB)] as const,
          [likeness(residentId, ofResident, personB, knownB), likeness(personId, marks, personA, knownA)] as const,
        ].flatMap(([one, other]) => (one && other ? [{ how: weaker(one, other), because }] : [])),
      )
      const best = alike.find(({ how }) => how === 'exactly') ?? alike.find(({ how }) => how === 'perhaps')
      if (
        !best ||
        !(await insertRecognised(tx, personId, residentId, best.because as NoContactReason, best.how as never))
      )
        continue
      found.add(volunteerId)
      if (best.how === 'perhaps') await raiseAlert(tx, null, { volunteerId, kind: 'perhaps kept apart', says: {} })
    }
    return found
  })

const weaker = (one: Likeness, other: Likeness): Likeness =>
  one === 'perhaps' || other === 'perhaps'
    ? 'perhaps'
    : one === 'themselves' && other === 'themselves'
      ? one
      : 'exactly'
