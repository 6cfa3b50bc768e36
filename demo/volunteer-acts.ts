import type { Static } from 'typebox'
import { acceptOffer, declineOffer } from '../src/capabilities/matching/asking/answer-offer.ts'
import {
  offerToThese,
  refuseVolunteer,
  takeBackFromVolunteers,
} from '../src/capabilities/matching/asking/decide-on-task.ts'
import { askVolunteers } from '../src/capabilities/matching/asking/offer-round.ts'
import { agreeHour } from '../src/capabilities/matching/doing/agree-hour.ts'
import { confirmMatch, recordCallBack } from '../src/capabilities/matching/doing/confirm-match.ts'
import { readDetails } from '../src/capabilities/matching/doing/read-details.ts'
import {
  recordReceipt,
  recordVolunteerContact,
  reportVisit,
  reportVolunteerCouldNot,
  reportVolunteerDone,
} from '../src/capabilities/matching/doing/report-match.ts'
import { listVisits } from '../src/capabilities/matching/match-store.ts'
import { listOffersOfTasks } from '../src/capabilities/matching/offer-store.ts'
import { type PutInput, putToVolunteers } from '../src/capabilities/matching/putting/put-to-volunteers.ts'
import type { CouldNotReason, NoReason, PaidHow } from '../src/capabilities/matching/words.ts'
import { type Difference, recordOutcome } from '../src/capabilities/outcomes/index.ts'
import { acceptReferral, recordContact } from '../src/capabilities/referrals/index.ts'
import { bearerOf, sayNoLongerNeeded } from '../src/capabilities/requests/index.ts'
import { raiseConcern } from '../src/capabilities/safeguarding/raise-concern.ts'
import { askOrganisation } from '../src/capabilities/triage/index.ts'
import { sayThanks } from '../src/capabilities/volunteers/hours/give-hours.ts'
import { type Activity, type Circumstances, usualCircumstances } from '../src/capabilities/volunteers/index.ts'
import { dateAt } from '../src/design/time-in-words.ts'
import type { JourneyId } from '../src/kernel/ids.ts'
import type { Actor } from '../src/platform/auth/actor.ts'
import { perform } from '../src/platform/command.ts'
import type { Platform } from '../src/platform/platform.ts'
import type { Moment } from './moments.ts'
import { done, found, type Stage } from './tell.ts'

/** What happens to a need that is put to volunteers; each act is one of our own commands, done by whoever does it in Larkmere. */

export interface KnownVolunteer {
  readonly volunteerId: string
  readonly personId: string
  readonly journeyId: JourneyId
  /** The volunteer themselves, as with reference and code. */
  readonly actor: Actor
}

export interface Scene {
  readonly stage: Stage
  readonly platform: Platform
  readonly now: Date
  readonly volunteers: ReadonlyMap<string, KnownVolunteer>
  readonly about: { readonly says: string }
  readonly personId: string
  readonly needId: string
  readonly helpRequestId: string
  readonly description: string
  /** What it was put to volunteers as, and who said yes to it. */
  taskId: string
  readonly matchIds: Map<string, string>
  /** What is delivered after each act. */
  readonly journeyIds: Set<string>
  referralId: string
}

export type Act = (scene: Scene) => Promise<unknown>

const by = (scene: Scene, name: string): Actor => found(scene.stage.members, name)
const themselves = (scene: Scene, name: string): Actor => found(scene.volunteers, name).actor
const matchOf = (scene: Scene, name: string) => ({ matchId: found(scene.matchIds, name) })
const resident = ({ stage, helpRequestId }: Scene): Actor => ({
  ...bearerOf(stage.placeId, helpRequestId),
  permissions: new Set(['request.follow', 'request.withdraw', 'outcome.record']),
})

export interface HowItIsPut {
  readonly activity: Activity
  readonly from: Moment
  readonly until: Moment
  readonly minutes: number
  readonly offersBy?: 'rules'
  readonly every?: 'week'
  readonly so?: Partial<Circumstances>
}

export const puts =
  (who: string, how: HowItIsPut): Act =>
  async scene => {
    const { stage, needId, description, now } = scene
    const input = {
      needId,
      activity: how.activity,
      what: description,
      startsAt: how.from(now).toISOString(),
      endsAt: how.until(now).toISOString(),
      minutes: how.minutes,
      every: how.every ?? null,
      circumstances: { ...usualCircumstances(how.activity), ...how.so },
      languages: [],
      needsCar: false,
      trainings: [],
      meetAtOrganisationId: null,
      offersBy: how.offersBy ?? 'coordinator',
      basis: 'consent',
      basisGround: '',
      consentGivenHow: null,
    } as Static<typeof PutInput>
    scene.taskId = done(await perform(stage.db, by(scene, who), putToVolunteers, input)).taskId
  }

export const asks =
  (who: string, ...names: string[]): Act =>
  async scene => {
    const volunteerIds = names.map(name => found(scene.volunteers, name).volunteerId)
    const input = { taskId: scene.taskId, volunteerIds }
    const { asked } = done(await perform(scene.stage.db, by(scene, who), offerToThese, input))
    if (asked !== names.length) throw new Error(`Of ${names.join(', ')} only ${asked} were asked.`)
  }

/** The clock does what it does each minute. */
export const rulesAsk: Act = ({ platform, stage }) => askVolunteers(platform, stage.placeId)

const offersOf = ({ stage, taskId }: Scene) => stage.db.asHouse(stage.placeId, tx => listOffersOfTasks(tx, [taskId]))

const offerTo = async (scene: Scene, name: string): Promise<string> => {
  const { volunteerId } = found(scene.volunteers, name)
  const offer = (await offersOf(scene)).findLast(each => each.volunteerId === volunteerId)
  if (!offer) throw new Error(`${name} was not asked.`)
  return offer.offerId
}

export const saysYes =
  (name: string): Act =>
  async scene => {
    const offer = { offerId: await offerTo(scene, name) }
    const { yes, matchId } = done(await perform(scene.stage.db, themselves(scene, name), acceptOffer, offer))
    if (yes === 'over') throw new Error(`The yes of ${name} came too late.`)
    if (matchId) scene.matchIds.set(name, matchId)
  }

export const saysNo =
  (name: string, reasonCode: NoReason | null): Act =>
  async scene =>
    done(
      await perform(scene.stage.db, themselves(scene, name), declineOffer, {
        offerId: await offerTo(scene, name),
        reasonCode,
      }),
    )

/** Whomever the rules have asked says no. */
export const whoeverIsAskedSaysNo: Act = async scene => {
  for (const { state, volunteerId } of await offersOf(scene))
    for (const [name, volunteer] of scene.volunteers)
      if (state === 'sent' && volunteer.volunteerId === volunteerId) await saysNo(name, 'not free')(scene)
}

export const confirms =
  (who: string, name: string): Act =>
  async scene =>
    done(await perform(scene.stage.db, by(scene, who), confirmMatch, matchOf(scene, name)))

/** Says when they come. */
export const comes =
  (name: string, at: Moment): Act =>
  async scene =>
    done(
      await perform(scene.stage.db, themselves(scene, name), agreeHour, {
        ...matchOf(scene, name),
        comesAt: at(scene.now).toISOString(),
      }),
    )

export const reads =
  (name: string): Act =>
  async scene =>
    done(await perform(scene.stage.db, themselves(scene, name), readDetails, matchOf(scene, name)))

export const rings =
  (name: string): Act =>
  async scene =>
    done(await perform(scene.stage.db, themselves(scene, name), recordVolunteerContact, matchOf(scene, name)))

/** Says of the visit that is planned next whether it happened. */
export const visits =
  (name: string, minutes: number | null, note: string): Act =>
  async scene => {
    const { db, placeId } = scene.stage
    const { matchId } = matchOf(scene, name)
    const planned = (await db.asHouse(placeId, tx => listVisits(tx, [matchId]))).find(
      ({ state }) => state === 'planned',
    )
    const input = { matchId, visitId: planned?.visitId ?? '', happened: minutes !== null, minutes, note }
    return done(await perform(db, themselves(scene, name), reportVisit, input))
  }

export const finishes =
  (name: string, minutes: number, note: string): Act =>
  async scene =>
    done(
      await perform(scene.stage.db, themselves(scene, name), reportVolunteerDone, {
        ...matchOf(scene, name),
        minutes,
        note,
      }),
    )

export const spends =
  (name: string, spentInPence: number, shop: string, paidHow: PaidHow): Act =>
  async scene =>
    done(
      await perform(scene.stage.db, themselves(scene, name), recordReceipt, {
        ...matchOf(scene, name),
        spentInPence,
        shop,
        paidHow,
        spentOn: dateAt(scene.stage.clock.now()),
      }),
    )

export const cannot =
  (name: string, reasonCode: CouldNotReason, reason: string): Act =>
  async scene =>
    done(
      await perform(scene.stage.db, themselves(scene, name), reportVolunteerCouldNot, {
        ...matchOf(scene, name),
        reasonCode,
        reason,
      }),
    )

/** The resident would rather have somebody else. */
export const isRefused =
  (name: string): Act =>
  async scene =>
    done(await perform(scene.stage.db, resident(scene), refuseVolunteer, matchOf(scene, name)))

/** The resident says that the help is not needed any more. */
export const needsItNoMore: Act = async scene =>
  done(await perform(scene.stage.db, resident(scene), sayNoLongerNeeded, { needId: scene.needId }))

export const callsBack =
  (who: string, name: string): Act =>
  async scene =>
    done(await perform(scene.stage.db, by(scene, who), recordCallBack, matchOf(scene, name)))

export const thanks =
  (who: string, name: string, says: string): Act =>
  async scene => {
    const { volunteerId } = found(scene.volunteers, name)
    const aboutId = scene.matchIds.get(name) ?? null
    return done(await perform(scene.stage.db, by(scene, who), sayThanks, { volunteerId, says, aboutId }))
  }

export const takesBack =
  (who: string): Act =>
  async scene =>
    done(await perform(scene.stage.db, by(scene, who), takeBackFromVolunteers, { taskId: scene.taskId }))

/** The resident says what changed; `who` when somebody of an organisation heard it from them. */
export const tells =
  (difference: Difference, inTheirWords: string, who?: string): Act =>
  async scene => {
    const input = { needId: scene.needId, difference, inTheirWords, toldBy: 'the resident' as const }
    return done(await perform(scene.stage.db, who ? by(scene, who) : resident(scene), recordOutcome, input))
  }

export const asksOrganisation =
  (who: string, organisation: string): Act =>
  async scene => {
    const sent = await perform(scene.stage.db, by(scene, who), askOrganisation, {
      needId: scene.needId,
      organisationId: found(scene.stage.organisationIds, organisation),
      listedServiceId: null,
      basis: 'consent',
      basisGround: '',
      consentGivenHow: null,
    })
    scene.referralId = done(sent).referralId
  }

export const organisationSaysYes =
  (who: string): Act =>
  async ({ stage, referralId }) =>
    done(await perform(stage.db, found(stage.members, who), acceptReferral, { referralId }))

export const organisationRings =
  (who: string): Act =>
  async ({ stage, referralId }) =>
    done(await perform(stage.db, found(stage.members, who), recordContact, { referralId }))

/** A volunteer is worried about whom they help. */
export const worries =
  (name: string, says: string): Act =>
  async scene => {
    const input = {
      says,
      whereabouts: '',
      reachAt: 'By my phone number, which you have.',
      inDangerNow: false,
      about: { kind: 'match' as const, id: found(scene.matchIds, name) },
    }
    const raised = done(await perform(scene.stage.db, themselves(scene, name), raiseConcern, input))
    scene.journeyIds.add(raised.concernId)
  }
