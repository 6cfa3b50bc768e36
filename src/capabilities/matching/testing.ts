/** Builders for tests and benches: a volunteer ready to be asked, and a need put to volunteers. */
import type { Static } from 'typebox'
import { isRefusal } from '../../kernel/refusal.ts'
import type { Actor } from '../../platform/auth/actor.ts'
import { startSession } from '../../platform/auth/session.ts'
import { perform } from '../../platform/command.ts'
import type { Platform } from '../../platform/platform.ts'
import { bearerOfVolunteer, usualCircumstances } from '../volunteers/index.ts'
import { type PutInput, putToVolunteers } from './putting/put-to-volunteers.ts'

const expectDone = <Answer>(answer: Answer): Exclude<Answer, { refused: string }> => {
  if (isRefusal(answer)) throw new Error(`refused: ${answer.refused}: ${answer.message}`)
  return answer as Exclude<Answer, { refused: string }>
}

/** The bearer of a volunteer's code: an actor, and a cookie. */
export const bearing = async (
  platform: Platform,
  place: Actor['placeId'],
  { volunteerId, personId }: { volunteerId: string; personId: string },
): Promise<{ actor: Actor; cookie: string }> => ({
  actor: bearerOfVolunteer(place, volunteerId, personId),
  cookie: `session=${await platform.db.asHouse(place, tx => startSession(tx, { volunteerId, personId }))}`,
})

/** A need put to volunteers: shopping tomorrow afternoon, by the rules, unless a test says otherwise. */
export const putTask = async (
  platform: Platform,
  who: Actor,
  needId: string,
  more: Partial<Static<typeof PutInput>> = {},
): Promise<string> => {
  const now = platform.clock().getTime()
  const day = 86_400_000
  const two = Math.floor(now / day) * day + day + 14 * 3_600_000
  const answer = await perform(platform.db, who, putToVolunteers, {
    needId,
    activity: 'shopping',
    what: 'A woman in her 70s needs a bag of shopping brought to her door.',
    startsAt: new Date(two).toISOString(),
    endsAt: new Date(two + 2 * 3_600_000).toISOString(),
    minutes: 60,
    every: null,
    circumstances: usualCircumstances(more.activity ?? 'shopping') as never,
    languages: [],
    needsCar: false,
    trainings: [],
    meetAtOrganisationId: null,
    offersBy: 'rules',
    basis: 'consent',
    basisGround: '',
    consentGivenHow: null,
    ...more,
  } as Static<typeof PutInput>)
  return expectDone(answer).taskId
}
