import { askForCode } from '../src/capabilities/people/codes/one-time-code.ts'
import { findPlaceBySlug } from '../src/capabilities/places/index.ts'
import { leaveVolunteering, pauseVolunteering } from '../src/capabilities/volunteers/change-volunteering.ts'
import { recordCheck, recordIdentity, recordTraining } from '../src/capabilities/volunteers/checks/record-checks.ts'
import {
  answerReference,
  askReference,
  referencePath,
  writeDownReference,
} from '../src/capabilities/volunteers/checks/references.ts'
import { usualTrainings } from '../src/capabilities/volunteers/checks/trainings.ts'
import { bearerOfVolunteer } from '../src/capabilities/volunteers/follow-volunteering.ts'
import { quickTimes } from '../src/capabilities/volunteers/free-at.ts'
import { provePhone } from '../src/capabilities/volunteers/prove-phone.ts'
import { signUpVolunteer } from '../src/capabilities/volunteers/sign-up.ts'
import { volunteerCode } from '../src/capabilities/volunteers/volunteer-code.ts'
import { offersAWeek } from '../src/capabilities/volunteers/words.ts'
import { dateAt } from '../src/design/time-in-words.ts'
import { chance, seedOf } from '../src/kernel/chance.ts'
import type { JourneyId } from '../src/kernel/ids.ts'
import { anyone } from '../src/platform/auth/actor.ts'
import { perform } from '../src/platform/command.ts'
import type { Cast, Happening } from './happening.ts'
import { postcodesIn } from './map.ts'
import { ago, ahead } from './moments.ts'
import { addressOf } from './organisations.ts'
import { slug } from './stage.ts'
import { hours } from './story.ts'
import { done, found } from './tell.ts'
import {
  type DemoCheck,
  type DemoReferee,
  type DemoVolunteer,
  inOnWith,
  looksAfter,
  signsUpAgain,
  volunteers,
} from './volunteers.ts'

/** Signs Larkmere's volunteers up, and writes down what was seen, checked, learned and said of each, when it was. */
export const signUps = (cast: Cast): Happening[] => [
  ...volunteers.flatMap(volunteer => [
    { at: volunteer.signedUp(cast.now), happens: () => signUp(cast, volunteer) },
    ...checked(cast, volunteer),
    ...sinceThen(cast, volunteer),
    ...(volunteer.textsTo
      ? [
          {
            at: new Date(volunteer.signedUp(cast.now).getTime() + hours / 6),
            happens: () => proveByText(cast, volunteer.textsTo ?? ''),
          },
        ]
      : []),
  ]),
  { at: new Date(signsUpAgain.at(cast.now).getTime() - 24 * hours), happens: () => ringToProve(cast) },
  { at: signsUpAgain.at(cast.now), happens: () => signUpAgain(cast) },
]

const phoneOf = (digits: number | null): string | null => (digits === null ? null : `020 7946 0${digits}`)

const saidBy = (volunteer: DemoVolunteer, { organisationIds }: Cast['stage']) => ({
  name: volunteer.name,
  phone: volunteer.textsTo ?? phoneOf(volunteer.phone),
  email: volunteer.hasEmail ? addressOf(volunteer.name) : null,
  postcode: chance(seedOf(volunteer.name)).pick(postcodesIn(volunteer.lives)).postcode,
  activities: [...volunteer.can],
  withinMetres: volunteer.withinMetres,
  languages: [...(volunteer.speaks ?? [])],
  freeAt: quickTimes[volunteer.free].bits,
  capacity: volunteer.atOnce ?? 1,
  mostOffersAWeek: volunteer.oftener ? offersAWeek.more : offersAWeek.usual,
  hasCar: volunteer.car ?? false,
  limits: volunteer.limits ?? '',
  isAdult: true,
  organisationId: found(organisationIds, volunteer.lookedAfterBy),
  personId: null,
})

const signUp = async (cast: Cast, volunteer: DemoVolunteer): Promise<string[]> => {
  const { stage, volunteers: known, withCode } = cast
  const by = volunteer.writtenBy ? found(stage.members, volunteer.writtenBy) : anyone(stage.placeId)
  const made = done(await perform(stage.db, by, signUpVolunteer, saidBy(volunteer, stage)))
  const { volunteerId, personId, reference, code } = made
  const actor = bearerOfVolunteer(stage.placeId, volunteerId, personId)
  const [row] = await stage.db.asHouse(
    stage.placeId,
    tx => tx.sql<{ journeyId: JourneyId }[]>`
      select journey_id from platform.fact where place_id = ${tx.placeId} and record_id = ${volunteerId} and kind = 'volunteer-signed-up'`,
  )
  if (!row) throw new Error(`${volunteer.name} signed up, and nothing was written down.`)
  known.set(volunteer.name, { volunteerId, personId, journeyId: row.journeyId, actor })
  const says = inOnWith[volunteer.name]
  if (says)
    withCode.push({ name: volunteer.name, role: `volunteer, ${says}`, path: '/volunteer/sign-in', reference, code })
  return []
}

/** Asks for a code to a mobile number, reads it there, and types it on the page it was asked on: from then on they are told by text. */
const proveByText = async ({ stage, platform }: Cast, reach: string): Promise<string[]> => {
  const { db, placeId } = stage
  const { codeId } = done(
    await perform(db, anyone(placeId), askForCode, { opens: 'volunteering', channel: 'text', reach }),
  )
  await volunteerCode.job.run(platform, placeId)
  const [text] = await db.asHouse(
    placeId,
    tx =>
      tx.sql<
        { subject: string }[]
      >`select subject from platform.notice where place_id = ${placeId} and about_id = ${codeId}`,
  )
  const page = volunteerCode.routes.find(({ method, path }) => method === 'POST' && path.endsWith('/:askedCode'))
  const place = await db.national(tx => findPlaceBySlug(tx, slug))
  const typed = { code: /\d{6}/.exec(text?.subject ?? '')?.[0] ?? '' }
  const visit = { platform, place, actor: anyone(placeId), params: { askedCode: codeId }, body: typed }
  const opened = await page?.handle({
    ...visit,
    query: {},
    cookies: {},
    headers: {},
    remoteAddress: '192.0.2.19',
  } as never)
  if (opened?.kind !== 'redirect') throw new Error(`The code to ${reach} opened nothing.`)
  return []
}

/** Whoever looks after her has rung her number, and it is her. */
const ringToProve = async ({ stage, volunteers: known }: Cast): Promise<string[]> => {
  const { volunteerId } = found(known, signsUpAgain.who)
  const first = volunteers.find(({ name }) => name === signsUpAgain.who)
  if (!first) throw new Error(`${signsUpAgain.who} has not signed up before.`)
  const by = found(stage.members, looksAfter[first.lookedAfterBy])
  done(await perform(stage.db, by, provePhone, { volunteerId, isThem: true }))
  return []
}

/** With the phone number she gave the first time: she is told, and the second is held back until she says who it was. */
const signUpAgain = async ({ stage }: Cast): Promise<string[]> => {
  const first = volunteers.find(({ name }) => name === signsUpAgain.who)
  if (!first) throw new Error(`${signsUpAgain.who} has not signed up before.`)
  const said = { ...saidBy(first, stage), name: signsUpAgain.as, email: signsUpAgain.email }
  done(await perform(stage.db, anyone(stage.placeId), signUpVolunteer, said))
  return []
}

/** The day so many months before another, on the last of a shorter month. */
const monthsBefore = (on: Date, months: number): string => {
  const first = new Date(Date.UTC(on.getUTCFullYear(), on.getUTCMonth() - months, 1))
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate()
  return new Date(first.setUTCDate(Math.min(on.getUTCDate(), last))).toISOString().slice(0, 10)
}

const certificateMonths = 36

const checked = (cast: Cast, volunteer: DemoVolunteer): Happening[] => {
  const { stage, now, volunteers: known } = cast
  const { db, members } = stage
  const by = found(members, looksAfter[volunteer.lookedAfterBy])
  // By the calendar of the place: so many times 24 hours ago may be another day where the clocks have changed since.
  const dayAgo = (days_: number) => dateAt(ago(days_, 12)(now))
  // Nothing is written down before they have signed up.
  const whenAgo = (days_: number, hour: number) =>
    new Date(Math.max(ago(days_, hour)(now).getTime(), volunteer.signedUp(now).getTime() + 20 * hours))
  const note = (days_: number, hour: number, write: (volunteerId: string) => Promise<unknown>): Happening => ({
    at: whenAgo(days_, hour),
    async happens() {
      await write(found(known, volunteer.name).volunteerId)
      // Nothing waits for it: told with all the rest at the end.
      return []
    },
  })
  const check = ({ level, workforce, counts, seenAgo, updateService, notAccepted }: DemoCheck): Happening =>
    note(seenAgo, 11.5, async volunteerId =>
      done(
        await perform(db, by, recordCheck, {
          volunteerId,
          level,
          workforce,
          certificateOn: monthsBefore(ahead(counts, 12)(now), certificateMonths),
          seenOn: dayAgo(seenAgo),
          updateService: updateService ?? false,
          decision: notAccepted ? 'not accepted' : 'accepted',
        }),
      ),
    )
  return [
    ...(volunteer.seen
      ? [
          note(volunteer.seen[0], 11, async volunteerId =>
            done(
              await perform(db, by, recordIdentity, {
                volunteerId,
                how: volunteer.seen?.[1] ?? 'passport',
                seenOn: dayAgo(volunteer.seen?.[0] ?? 0),
              }),
            ),
          ),
        ]
      : []),
    ...(volunteer.checks ?? []).map(check),
    ...Object.entries(volunteer.trained ?? {}).map(([training, daysAgo]) => {
      if (!usualTrainings.some(({ code }) => code === training))
        throw new Error(`Nobody gives a training in ${training}.`)
      return note(daysAgo, 20.5, async volunteerId =>
        done(await perform(db, by, recordTraining, { volunteerId, training, doneOn: dayAgo(daysAgo) })),
      )
    }),
    ...(volunteer.knownBy ?? []).flatMap((referee, at) => heard(cast, volunteer, referee, at, note)),
  ]
}

/** A referee is asked, and some two days later answers, by the link or to whoever rings. */
const heard = (
  { stage }: Cast,
  volunteer: DemoVolunteer,
  { name, relationship, by: reachedBy, askedAgo, answer, words }: DemoReferee,
  turn: number,
  note: (days_: number, hour: number, write: (volunteerId: string) => Promise<unknown>) => Happening,
): Happening[] => {
  const { db, placeId, members } = stage
  const by = found(members, looksAfter[volunteer.lookedAfterBy])
  const contact = reachedBy === 'mail' ? addressOf(name) : (phoneOf(750 + ((volunteer.phone ?? 0) % 50)) ?? '')
  let referenceId = ''
  return [
    note(askedAgo, 12 + turn / 4, async volunteerId => {
      const asked = await perform(db, by, askReference, { volunteerId, refereeName: name, contact, relationship })
      referenceId = done(asked).referenceId
    }),
    ...(answer
      ? [
          note(askedAgo - 2, 14 + turn, async volunteerId => {
            if (reachedBy === 'phone')
              return done(await perform(db, by, writeDownReference, { volunteerId, referenceId, answer, words }))
            const path = await db.asHouse(placeId, tx => referencePath(tx, referenceId))
            const token = path.split('/').at(-1) ?? ''
            return done(await perform(db, anyone(placeId), answerReference, { token, answer, words }))
          }),
        ]
      : []),
  ]
}

/** A rest from being asked, or an end. */
const sinceThen = ({ stage, now, volunteers: known }: Cast, volunteer: DemoVolunteer): Happening[] => {
  const { pausedSince, leftAt } = volunteer
  const changes: Happening[] = []
  if (pausedSince) {
    const [since, forDays] = pausedSince
    changes.push({
      at: since(now),
      async happens() {
        const { volunteerId, actor, journeyId } = found(known, volunteer.name)
        const until = dateAt(ahead(forDays, 12)(now))
        done(await perform(stage.db, actor, pauseVolunteering, { volunteerId, until }))
        return [journeyId]
      },
    })
  }
  if (leftAt)
    changes.push({
      at: leftAt(now),
      async happens() {
        const { volunteerId, actor, journeyId } = found(known, volunteer.name)
        done(await perform(stage.db, actor, leaveVolunteering, { volunteerId }))
        return [journeyId]
      },
    })
  return changes
}
