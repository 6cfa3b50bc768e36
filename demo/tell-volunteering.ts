import { sayNoContact } from '../src/capabilities/matching/apart/say-no-contact.ts'
import { releaseAhead } from '../src/capabilities/matching/doing/release-volunteer.ts'
import { tellNextSteps } from '../src/capabilities/matching/looking-after/next-steps-job.ts'
import { describeNeed } from '../src/capabilities/requests/index.ts'
import { raiseConcern } from '../src/capabilities/safeguarding/raise-concern.ts'
import { decideConcern } from '../src/capabilities/safeguarding/work-on-concern.ts'
import { tendChecks } from '../src/capabilities/volunteers/checks/check-expiry-job.ts'
import { giveHours } from '../src/capabilities/volunteers/hours/give-hours.ts'
import { dateAt } from '../src/design/time-in-words.ts'
import { chance } from '../src/kernel/chance.ts'
import type { JourneyId } from '../src/kernel/ids.ts'
import { perform } from '../src/platform/command.ts'
import type { Platform } from '../src/platform/platform.ts'
import type { Cast, Happening, WithCode } from './happening.ts'
import { postcodesIn } from './map.ts'
import { ago } from './moments.ts'
import { sendMail } from './notices.ts'
import { drawResident } from './residents.ts'
import { signUps } from './sign-ups.ts'
import { situation } from './situation.ts'
import { slug } from './stage.ts'
import { beginStory, later, minutes, residentFor } from './story.ts'
import { deliver, done, found, makeRequest, type Stage } from './tell.ts'
import { roleStories } from './tell-roles.ts'
import type { Scene } from './volunteer-acts.ts'
import { type VolunteeredNeed, volunteeredNeeds } from './volunteered-needs.ts'
import { inOnWith } from './volunteers.ts'

/** How many of Larkmere's requests are put to volunteers. */
export const volunteeredCount = volunteeredNeeds.length

/**
 * Lives the months of Larkmere's volunteers, one thing after the other as the clock goes: what the rules decide about one depends on what happened to all the
 * others before.
 * @param first the number of the first of their requests, after those of others.
 * @returns who may be looked in on with a reference and a code.
 */
export const tellVolunteering = async (
  stage: Stage,
  platform: Platform,
  { seed, first, now }: { seed: number; first: number; now: Date },
): Promise<WithCode[]> => {
  const cast: Cast = { stage, platform, now, volunteers: new Map(), withCode: [] }
  const scenes: Scene[] = []
  const happenings = [
    ...signUps(cast),
    ...roleStories(cast),
    ...volunteeredNeeds.flatMap((need, at) => needStory(cast, scenes, need, seed, first + at)),
    ...clockwork(cast, scenes),
    ...besides(cast, scenes),
  ].sort((a, b) => a.at.getTime() - b.at.getTime())
  for (const { at, happens } of happenings) {
    if (at > now) throw new Error(`A volunteer of Larkmere would do something after now, at ${at.toISOString()}.`)
    const told = [...(await stage.clock.at(at, happens))]
    for (const journeyId of told) await deliver({ ...stage, journeyId: journeyId as JourneyId }, at)
    // A question has left before it is answered: what has not is taken back when it is.
    await sendMail(platform.config, stage.db, stage.placeId, slug)
  }
  // Of what was written down about a volunteer little leads to anything more, so it is delivered in one go.
  for (const { journeyId } of cast.volunteers.values()) await deliver({ ...stage, journeyId }, now)
  return cast.withCode.toSorted((a, b) => byTurn(a) - byTurn(b))
}

const byTurn = ({ name }: WithCode): number => {
  const turn = Object.keys(inOnWith).indexOf(name)
  return turn < 0 ? Object.keys(inOnWith).length : turn
}

const needStory = (cast: Cast, scenes: Scene[], need: VolunteeredNeed, seed: number, number: number): Happening[] => {
  const { stage, now } = cast
  const { kind, urgency, says, words, who, takenBy, where, age } = need
  const told = situation([age, age], [kind, urgency, says], words, { who })
  const drawn = residentFor(draws => drawResident(draws, number, told.ages), told, seed + number * 101)
  const home = chance(seed + number).pick(postcodesIn(where))
  const resident = { ...drawn, home, address: drawn.address ?? '7 Samphire Way' }
  const story = {
    ...beginStory(chance(seed + number), need.asked(now), resident, told, number),
    ...{ words, takenBy, takenHow: takenBy ? ('phone' as const) : ('web' as const), mayShare: true },
  }
  let scene: Scene | null = null
  const onStage = (): Scene => {
    if (!scene) throw new Error('Nobody has asked for this yet.')
    return scene
  }
  const begin = async (): Promise<Iterable<string>> => {
    const { needIds, helpRequestId, personId, journeyId, reference, code } = await makeRequest(stage, story, null)
    const description = story.needs[0]?.description ?? ''
    scene = {
      ...{ ...cast, helpRequestId, personId, description, needId: needIds[0] ?? '' },
      ...{ about: need, taskId: '', referralId: '', matchIds: new Map(), journeyIds: new Set([journeyId]) },
    }
    scenes.push(scene)
    if (need.residentAs)
      cast.withCode.push({
        ...{ name: resident.name, role: `resident, ${need.residentAs}`, path: '/my-request', reference, code },
      })
    return scene.journeyIds
  }
  const describe = async (): Promise<Iterable<string>> => {
    const { needId, description, journeyIds } = onStage()
    const says = { needId, description, urgency, kind }
    done(await perform(stage.db, found(stage.members, 'Nadia Rahman'), describeNeed, says))
    return journeyIds
  }
  return [
    { at: story.at, happens: begin },
    ...(takenBy ? [] : [{ at: later(story.at, 5 * minutes), happens: describe }]),
    ...need.turns.map(([moment, act]) => ({
      at: moment(now),
      async happens() {
        await act(onStage())
        return onStage().journeyIds
      },
    })),
  ]
}

/** What the clock does by itself, on those of the days on which it has something to do. */
const clockwork = ({ stage, platform, now, volunteers }: Cast, scenes: readonly Scene[]): Happening[] => [
  // The morning after somebody has signed up; and once while an offer waits for one who has heard nothing for weeks.
  ...[ago(45, 12.1), ...[74, 65, 57, 49, 41, 33, 19, 12, 5, 2].map(days => ago(days, 9.12))].map(moment => ({
    at: moment(now),
    async happens() {
      await tellNextSteps(platform, stage.placeId)
      return []
    },
  })),
  ...[
    { at: ago(49, 6.25), job: tendChecks },
    { at: ago(5, 10.5), job: releaseAhead },
    { at: ago(3, 6.25), job: tendChecks },
    { at: ago(1, 6.25), job: tendChecks },
  ].map(({ at, job }) => ({
    at: at(now),
    async happens() {
      await job(platform, stage.placeId)
      // That a check ended is told first, and then what follows for a need.
      return [...[...volunteers.values()].map(each => each.journeyId), ...scenes.flatMap(each => [...each.journeyIds])]
    },
  })),
]

/** What belongs to no single need: hours in a role, two who must not meet, and a concern that was looked at. */
const besides = ({ stage, now, volunteers }: Cast, scenes: readonly Scene[]): Happening[] => {
  const { db, members } = stage
  const hours = (who: string, days: number, hour: number, minutes: number, note: string): Happening => ({
    at: ago(days, hour)(now),
    async happens() {
      const { volunteerId, actor } = found(volunteers, who)
      const input = { volunteerId, givenOn: dateAt(stage.clock.now()), minutes, note, aboutId: null }
      done(await perform(db, actor, giveHours, input))
      return []
    },
  })
  const lead = found(members, 'Imogen Farr')
  let concernId = ''
  return [
    ...[40, 33, 26, 19, 12, 5].map(days => hours('Grace Whitlock', days, 17, 180, 'The warm room')),
    ...[46, 39, 32, 25, 18].map(days => hours('Keith Garrity', days, 13, 150, 'The warm room')),
    ...[16, 9, 2].map(days => hours('Val Crossley', days, 15, 210, 'The lunch club')),
    {
      at: ago(7, 9.5)(now),
      async happens() {
        const met = scenes.find(({ about }) => about.says.includes('broken wrist'))
        const input = {
          personId: found(volunteers, 'Dougie Strand').personId,
          otherPersonId: met?.personId ?? '',
          because: 'court order' as const,
        }
        return [done(await perform(db, lead, sayNoContact, input)).recordId]
      },
    },
    {
      at: ago(12, 19)(now),
      async happens() {
        const says =
          'She has signed her house over to a man she met in the spring. She says that he is a friend and that I must not tell her daughter.'
        const whereabouts = 'The top of Limekiln Lane'
        const input = { says, whereabouts, reachAt: 'Through the group’s phone', inDangerNow: false, about: null }
        ;({ concernId } = done(await perform(db, found(members, 'Sunita Ghale'), raiseConcern, input)))
        return [concernId]
      },
    },
    {
      at: ago(12, 19.6)(now),
      async happens() {
        const decision =
          'Rang whoever raised it. Passed to adult social care tonight as financial abuse, section 42; they visit tomorrow and will tell me.'
        done(await perform(db, lead, decideConcern, { concernId, decision, close: true }))
        return [concernId]
      },
    },
  ]
}
