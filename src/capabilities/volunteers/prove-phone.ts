import { Type } from 'typebox'
import type { JourneyId } from '../../kernel/ids.ts'
import { isRefusal, refuse } from '../../kernel/refusal.ts'
import { command } from '../../platform/command.ts'
import type { PlaceTx } from '../../platform/db/database.ts'
import { record } from '../../platform/facts/fact.ts'
import { writeNotices } from '../../platform/notify/notice.ts'
import { findPerson, listPeopleReachedAt, lockReach, type Person } from '../people/index.ts'
import { accessVolunteer } from './access.ts'
import { PhoneProved } from './facts.ts'
import type { Volunteer } from './volunteer.ts'
import { holdBack, type KnownVolunteer, listVolunteersAmong, savePhoneProved, standAlone } from './volunteer-store.ts'

/**
 * Whose a phone number is. Anybody can type anybody's: until somebody rang it, it holds no other sign-up back, and nothing that names anyone is written to whoever
 * typed it. Whoever is proved at the other end has it, also when others typed it first.
 */

/** True when a volunteer's way of being reached is theirs as far as a second sign-up goes: mail goes to whoever reads it; a phone number has to be proved. */
export const hasProved = (
  { phoneProvedAt }: KnownVolunteer,
  theirs: Pick<Person, 'phone' | 'email'>,
  asked: { phone: string | null; email: string | null },
): boolean =>
  (asked.phone !== null && theirs.phone === asked.phone && phoneProvedAt !== null) ||
  (asked.email !== null && theirs.email?.toLowerCase() === asked.email.toLowerCase())

/** Puts calls to volunteers among those to make, each to ask whose number it is: others of a name that is alike had typed it before. */
export const askWhoseNumber = (
  tx: PlaceTx,
  all: readonly {
    volunteer: Pick<Volunteer, 'volunteerId' | 'organisationId' | 'reference'>
    person: Pick<Person, 'name' | 'phone'>
  }[],
): Promise<void> =>
  writeNotices(
    tx,
    all.flatMap(({ volunteer, person }) =>
      person.phone
        ? [
            {
              aboutId: volunteer.volunteerId,
              holderIds: [volunteer.organisationId],
              sentFor: 'whose number',
              atNight: 'waits' as const,
              channel: 'phone' as const,
              toName: person.name,
              toAddress: person.phone,
              subject: 'Is this number theirs?',
              body: [
                'Somebody with a name like this had given this number before, and nobody has rung it yet.',
                'Let them say who they are before you say a name. Ask whether they offered to help, and how often. If it is them, press "I rang, it is them" on their page: other sign-ups with this name and number are held back from then on.',
                `Their reference is ${volunteer.reference}.`,
              ].join('\n\n'),
            },
          ]
        : [],
    ),
  )

/** Those of a name that is alike who gave the same phone number, not gone. */
const listOthersAt = async (tx: PlaceTx, { name, phone, personId }: Person): Promise<KnownVolunteer[]> => {
  const [alike = []] = await listPeopleReachedAt(tx, [{ name, phone, email: null }])
  const others = alike.filter(person => person.personId !== personId)
  return listVolunteersAmong(
    tx,
    others.map(person => person.personId),
  )
}

/**
 * Writes down that somebody rang the number of a volunteer and it is them: the number is theirs alone, and other sign-ups with it and a name that is alike are held
 * back until it is said who those are. `isThem` false takes it back.
 */
export const provePhone = command({
  name: 'volunteers.prove-phone',
  allow: 'volunteer.look-after',
  input: Type.Object({ volunteerId: Type.String({ format: 'uuid' }), isThem: Type.Boolean() }),
  async run(tx, { volunteerId, isThem }) {
    const volunteer = await accessVolunteer(tx, volunteerId)
    if (isRefusal(volunteer)) return volunteer
    if (volunteer.personId === tx.actor.personId)
      return refuse('oneself', 'Somebody else has to ring you and write it down.')
    if (volunteer.state === 'left') return refuse('left', 'They have stopped volunteering. They can start again first.')
    const person = await findPerson(tx, volunteer.personId)
    if (!person?.phone) return refuse('no-phone', 'They left no phone number.')
    if (isThem === (volunteer.phoneProvedAt !== null)) return { recordId: volunteerId }
    await tx.house(async () => {
      await lockReach(tx, [person])
      const others = await listOthersAt(tx, person)
      const otherIds = others.map(other => other.volunteerId)
      await savePhoneProved(tx, [volunteerId], isThem ? tx.actor.name : null)
      if (isThem) {
        await savePhoneProved(tx, otherIds, null)
        await standAlone(tx, volunteerId)
        await holdBack(tx, otherIds, volunteerId)
      } else
        for (const { volunteerId: otherId, maybeVolunteerId } of others)
          if (maybeVolunteerId === volunteerId) await standAlone(tx, otherId)
      await record(
        tx,
        PhoneProved,
        { recordId: volunteerId, journeyId: volunteer.journeyId as JourneyId },
        { volunteerId, ...(!isThem && { takenBack: true as const }) },
      )
    })
    return { recordId: volunteerId }
  },
})
