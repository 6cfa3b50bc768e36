import { recordOutcome } from '../src/capabilities/outcomes/index.ts'
import {
  acceptReferral,
  declineReferral,
  expireReferral,
  recallReferral,
  recordContact,
  reportCouldNot,
  reportDone,
  reportNotNeeded,
  reportOngoing,
} from '../src/capabilities/referrals/index.ts'
import {
  bearerOf,
  describeNeed,
  findHelpRequest,
  makeHelpRequest,
  sayNoLongerNeeded,
  withdrawConsent,
} from '../src/capabilities/requests/index.ts'
import { askOrganisation, closeWithoutHelp, signpost } from '../src/capabilities/triage/index.ts'
import { journeys } from '../src/journeys.ts'
import type { JourneyId, PlaceId } from '../src/kernel/ids.ts'
import type { NeedKind } from '../src/kernel/need-kind.ts'
import { isRefusal, type Refusal } from '../src/kernel/refusal.ts'
import { type Actor, anyone } from '../src/platform/auth/actor.ts'
import { type Command, perform } from '../src/platform/command.ts'
import { type Database, houseActor } from '../src/platform/db/database.ts'
import { deliverJourney } from '../src/platform/facts/deliver.ts'
import type { Clock } from './clock.ts'
import { organisations } from './organisations.ts'
import { later, type Step, type Story } from './story.ts'

/** Larkmere as far as it stands before anybody asks for help. */
export interface Stage {
  readonly db: Database
  readonly clock: Clock
  readonly placeId: PlaceId
  readonly organisationIds: ReadonlyMap<string, string>
  readonly neighbourhoodIds: ReadonlyMap<string, string>
  /** Members of the organisations, by name. */
  readonly members: ReadonlyMap<string, Actor>
  /** Services to tell people about, by kind of need. */
  readonly serviceIds: ReadonlyMap<NeedKind, readonly string[]>
}

/** The answer, or an end of the whole with what was refused: in Larkmere nothing is refused by mistake. */
export const done = <T>(answer: T | Refusal): T => {
  if (isRefusal(answer)) throw new Error(`${answer.refused}: ${answer.message}`)
  return answer
}

export const found = <Key, Value>(map: ReadonlyMap<Key, Value>, key: Key): Value => {
  const value = map.get(key)
  if (value === undefined) throw new Error(`Larkmere has no ${String(key)}.`)
  return value
}

/** How many stories are told at once: as many as a small machine has use for. */
const tellers = 4

/**
 * Tells the stories, several at once, each by its own clock: every step at its own moment, and what follows from it delivered two seconds
 * later, as the jobs process would have done.
 */
export const tellStories = async (
  stage: Stage,
  stories: readonly Story[],
  told: (count: number) => Promise<void>,
): Promise<void> => {
  const personIds = stories.map(() => Promise.withResolvers<string>())
  let next = 0
  let count = 0
  const teller = async (): Promise<void> => {
    for (let at = next++; at < stories.length; at = next++) {
      const story = stories[at] as Story
      await tellStory(
        stage,
        story,
        story.again === null ? null : ((await personIds[story.again]?.promise) ?? null),
        id => personIds[at]?.resolve(id),
      )
      await told(++count)
    }
  }
  await Promise.all(Array.from({ length: tellers }, teller))
}

interface Telling extends Stage {
  readonly story: Story
  readonly helpRequestId: string
  readonly journeyId: JourneyId
  readonly needIds: readonly string[]
  /** The referral each need is with. */
  readonly referralIds: string[]
}

/** Has a help request made by whoever asks, at the moment of the story. */
export const makeRequest = async (stage: Stage, story: Story, personId: string | null) => {
  const { db, clock, placeId } = stage
  const made = done(
    await clock.at(story.at, () => perform(db, asker(stage, story), makeHelpRequest, inputOf(stage, story, personId))),
  )
  const request = await db.asHouse(placeId, tx => findHelpRequest(tx, made.helpRequestId))
  if (!request) throw new Error('A help request that was just made is not there.')
  return { ...made, journeyId: request.journeyId }
}

const tellStory = async (
  stage: Stage,
  story: Story,
  personId: string | null,
  known: (personId: string) => void,
): Promise<void> => {
  const { clock } = stage
  const made = await makeRequest(stage, story, personId)
  known(made.personId)
  const telling: Telling = { ...stage, ...made, story, referralIds: [] }
  await deliver(telling, story.at)
  for (const step of story.steps) {
    await clock.at(step.at, () => act(telling, step))
    if (step.act.does !== 'describe') await deliver(telling, step.at)
  }
}

/** Delivers in one transaction what else takes several a fact: nobody reads Larkmere before it is whole, and whole it is four times sooner. */
export const deliver = (
  { db, clock, placeId, journeyId }: Stage & { readonly journeyId: JourneyId },
  after: Date,
): Promise<number> =>
  clock.at(later(after, 2000), () =>
    db.asHouse(placeId, tx => deliverJourney({ ...db, asHouse: (_, work) => work(tx) }, journeys, placeId, journeyId)),
  )

const asker = ({ placeId, members }: Stage, { takenBy }: Story): Actor =>
  takenBy ? found(members, takenBy) : anyone(placeId)

const inputOf = (stage: Stage, story: Story, personId: string | null) => {
  const { resident, takenHow, takenBy, onBehalf } = story
  const { home, woman: _woman, age: _age, ...contact } = resident
  return {
    needs: story.needs.map(({ kind, urgency, description }) => ({
      kind,
      urgency,
      description: takenBy ? description : null,
    })),
    story: story.words,
    person: {
      ...contact,
      postcode: home?.postcode ?? null,
      position: home?.point ?? null,
      neighbourhoodId: home ? found(stage.neighbourhoodIds, home.neighbourhood) : null,
      neighbourhoodName: home?.neighbourhood ?? null,
    },
    personId,
    onBehalf,
    consent: !story.mayShare
      ? null
      : onBehalf
        ? ('given for them by someone who asked them' as const)
        : takenHow === 'web'
          ? ('ticked on the web' as const)
          : takenHow === 'phone'
            ? ('said on the phone' as const)
            : ('said in person' as const),
    takenHow,
    triagedByOrganisationId: found(stage.organisationIds, organisations[0]?.name ?? ''),
  }
}

/** Has one step done by whoever does it. */
const act = async (telling: Telling, { act: step, need }: Step): Promise<void> => {
  const { db, placeId, members, organisationIds, story, helpRequestId, referralIds } = telling
  const needId = telling.needIds[need] ?? ''
  const referralId = referralIds[need] ?? ''
  const by = async <Input, Answer>(actor: Actor, command: Command<Input, Answer>, input: Input): Promise<Answer> =>
    done(await perform(db, actor, command, input))
  const member = (name: string) => found(members, name)
  const theyThemselves: Actor = {
    ...bearerOf(placeId, helpRequestId),
    permissions: new Set(['request.follow', 'request.withdraw', 'outcome.record']),
  }
  const { kind, urgency, description } = story.needs[need] as Story['needs'][number]
  switch (step.does) {
    case 'describe':
      await by(member(step.by), describeNeed, { needId, description, urgency, kind })
      return
    case 'ask': {
      const sent = await by(member(step.by), askOrganisation, {
        needId,
        organisationId: found(organisationIds, step.organisation),
        listedServiceId: null,
        basis: step.basis,
        basisGround: step.ground,
        consentGivenHow: step.readOut ? 'said on the phone' : null,
      })
      referralIds[need] = sent.referralId
      return
    }
    case 'say yes':
      await by(member(step.by), acceptReferral, { referralId })
      return
    case 'say no':
      await by(member(step.by), declineReferral, { referralId, reasonCode: step.reasonCode, reason: step.reason })
      return
    case 'let time run out':
      await by(houseActor(placeId), expireReferral, { referralId })
      return
    case 'take back':
      await by(member(step.by), recallReferral, { referralId })
      return
    case 'make contact':
      await by(member(step.by), recordContact, { referralId })
      return
    case 'help regularly':
      await by(member(step.by), reportOngoing, { referralId })
      return
    case 'finish':
      await by(member(step.by), reportDone, { referralId })
      return
    case 'give up':
      await by(member(step.by), reportCouldNot, { referralId, reasonCode: step.reasonCode, reason: step.reason })
      return
    case 'hear it is not needed':
      await by(member(step.by), reportNotNeeded, { referralId })
      return
    case 'signpost': {
      const services = found(telling.serviceIds, kind)
      const listedServiceId = services[story.words.length % services.length] ?? ''
      await by(member(step.by), signpost, { needId, listedServiceId })
      return
    }
    case 'close':
      await by(member(step.by), closeWithoutHelp, { needId, reason: step.reason, note: step.note })
      return
    case 'tell how it went':
      await by(step.by ? member(step.by) : theyThemselves, recordOutcome, {
        needId,
        difference: step.difference,
        inTheirWords: step.words,
        toldBy: step.toldBy,
      })
      return
    case 'stay untold':
      await by(houseActor(placeId), recordOutcome, {
        needId,
        difference: 'not known',
        inTheirWords: '',
        toldBy: 'the helper',
      })
      return
    case 'say it is not needed':
      await by(theyThemselves, sayNoLongerNeeded, { needId })
      return
    case 'withdraw permission':
      await by(theyThemselves, withdrawConsent, { helpRequestId })
      return
  }
}
