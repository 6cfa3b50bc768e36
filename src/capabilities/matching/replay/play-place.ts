import { dateAt } from '../../../design/time-in-words.ts'
import type { Chance } from '../../../kernel/chance.ts'
import { localTime } from '../../../kernel/local-time.ts'
import { distanceMetres } from '../../places/index.ts'
import { offersAWeek } from '../../volunteers/index.ts'
import { answerToYes, isTooLate, reserveOf, reserveToAsk, takeTurn, whenNobodyWasAsked } from '../asking/round-rules.ts'
import { silentDays } from '../looking-after/next-steps-runs.ts'
import { answerBy, asksOthersAfter, contactsSince, mayBeTold, nextStepsThatAsk, wasAsked } from '../offer-rules.ts'
import { isFromHome } from '../task.ts'
import type { Weights } from '../weighing/cost.ts'
import { type Candidate, type TaskToFill, toFill } from '../weighing/eligible.ts'
import { WithinReach } from '../weighing/within-reach.ts'
import type { OfferState, TaskState, UnmetReason } from '../words.ts'
import type { NeedOf2020, SomebodyOf2020 } from './people-of-place.ts'
import type { Policy } from './policy.ts'
import type { StepsNear, ToTell } from './steps-near.ts'
import { assumptions } from './workload.ts'

const minuteMilliseconds = 60_000
const dayMilliseconds = 24 * 60 * minuteMilliseconds

/** When it is in one place: all who live there read the same. */
interface Clock {
  now: number
  /** What was asked before this moment is longer ago than the rule counts. */
  contactsSince: number
  today: string
}

/** Somebody who signed up, as the rules see them: what was asked of them and what they have in hand stand here instead of in tables. */
class Played implements Candidate, ToTell {
  readonly volunteer: Candidate['volunteer']
  readonly who: SomebodyOf2020
  readonly #clock: Clock
  readonly #contacts: number[] = []
  readonly openOffers = new Set<PlayedOffer>()
  readonly knowsOf = new Set<string>()
  #lastContact = Number.NEGATIVE_INFINITY
  offersEver = 0
  offersOpen = 0
  inHand = 0
  yeses = 0
  noNeeds = 0
  timesTold = 0
  mostInAWeek = 0
  lastAskedAt = Number.NEGATIVE_INFINITY

  constructor(who: SomebodyOf2020, clock: Clock) {
    this.who = who
    this.volunteer = who.volunteer
    this.#clock = clock
  }

  get contactsThisWeek(): number {
    // Most were not asked anything for a week: that is known without looking at when they were.
    if (this.#lastContact <= this.#clock.contactsSince) return 0
    const contacts = this.#contacts
    while (contacts.length > 0 && (contacts[0] as number) <= this.#clock.contactsSince) contacts.shift()
    return contacts.length
  }

  get activities() {
    return this.volunteer.activities
  }

  get withinMetres(): number {
    return this.volunteer.withinMetres
  }

  get position() {
    return this.who.position
  }

  asked(): void {
    this.#contacts.push(this.#clock.now)
    this.#lastContact = this.#clock.now
    this.mostInAWeek = Math.max(this.mostInAWeek, this.contactsThisWeek)
  }
}

interface PlayedOffer {
  readonly id: number
  readonly task: PlayedTask
  readonly volunteer: Played
  readonly answerBy: number
  state: OfferState
  answeredAt: Date | null
}

interface PlayedTask extends Pick<NeedOf2020['task'], 'endsAt' | 'minutes' | 'urgency'> {
  readonly need: NeedOf2020
  readonly offersBy: 'rules'
  readonly filled: TaskToFill
  readonly putAt: Date
  readonly offers: PlayedOffer[]
  readonly asked: Set<string>
  state: TaskState
  triedAt: Date | null
  firstYesAt: number | null
  isMet: boolean
}

const offersTo = ({ offers }: PlayedTask) => offers

/** What became of everybody of one place. */
export interface PlaceReplayed {
  /** Of those who could be asked about needs. */
  readonly volunteers: readonly {
    readonly offers: number
    readonly yeses: number
    readonly mostInAWeek: number
    readonly wantsMore: boolean
  }[]
  readonly offers: number
  readonly contacts: number
  readonly lateYeses: number
  readonly met: number
  /** Metres to each who was gone to. */
  readonly distances: readonly number[]
  /** Minutes until each first yes. */
  readonly waits: readonly number[]
  /** Needs brought back to whoever decides, by what stood in the way. */
  readonly broughtBack: ReadonlyMap<UnmetReason | 'could not', number>
  /** First next steps that were told, by kind. */
  readonly firstSteps: ReadonlyMap<string, number>
}

/** What happens in one place, minute by minute of a clock that only this function moves. */
export interface PlaceToPlay {
  readonly people: readonly SomebodyOf2020[]
  readonly needs: readonly NeedOf2020[]
  readonly steps: StepsNear
  /** When each of `people` is first due for a next step: a run of the job. */
  readonly firstStepAt: ArrayLike<number>
  /** The run of that job at or after a moment. */
  readonly stepRunFrom: (at: number) => number
  readonly answers: Chance
  readonly from: number
  readonly until: number
}

/**
 * Plays one place from `from` until `until`. Draws from `answers` in the order things happen, so that the same place plays the same way each time.
 * @param by what costs what, in metres.
 */
export function playPlace(place: PlaceToPlay, policy: Policy, by: Weights): PlaceReplayed {
  const { from, until, answers: chances } = place
  const clock: Clock = { now: from, contactsSince: 0, today: '' }
  const people = place.people.map(who => new Played(who, clock))
  const holdsEnhanced = Uint8Array.from(place.people, who => Number(who.holdsEnhanced))
  const isTrained = Uint8Array.from(place.people, who => Number(who.isTrained))
  const agenda: ((() => void)[] | undefined)[] = new Array(Math.ceil((until - from) / minuteMilliseconds) + 1)
  const at = (when: number, what: () => void): void => {
    const minute = Math.max(0, Math.ceil((when - from) / minuteMilliseconds))
    const list = agenda[minute]
    if (list) list.push(what)
    else if (minute < agenda.length) agenda[minute] = [what]
  }
  const ready: Played[] = []
  let reach: WithinReach | null = null
  const open = new Set<PlayedTask>()
  const helped = new Map<number, Set<string>>()
  const distances: number[] = []
  const waits: number[] = []
  const broughtBack = new Map<UnmetReason | 'could not', number>()
  const firstSteps = new Map<string, number>()
  let offers = 0
  let contacts = 0
  let lateYeses = 0
  let met = 0

  const endTask = (task: PlayedTask, because: UnmetReason | 'could not' | null) => {
    task.state = 'ended'
    open.delete(task)
    if (because) broughtBack.set(because, (broughtBack.get(because) ?? 0) + 1)
    for (const offer of task.offers) if (offer.state === 'sent') moveOffer(offer, 'taken back')
  }

  const moveOffer = (offer: PlayedOffer, state: OfferState) => {
    offer.state = state
    if (state !== 'sent' && offer.volunteer.openOffers.delete(offer)) offer.volunteer.offersOpen -= 1
    if (wasAsked(offer)) offer.task.asked.add(offer.volunteer.volunteer.volunteerId)
    else offer.task.asked.delete(offer.volunteer.volunteer.volunteerId)
  }

  const helpersOf = (resident: number): Set<string> => {
    const helpers = helped.get(resident) ?? new Set<string>()
    helped.set(resident, helpers)
    return helpers
  }

  const ask = (task: PlayedTask, volunteer: Played) => {
    const until = answerBy(new Date(clock.now), task.need.task.urgency).getTime()
    const offer: PlayedOffer = { id: offers, task, volunteer, answerBy: until, state: 'sent', answeredAt: null }
    task.offers.push(offer)
    volunteer.openOffers.add(offer)
    volunteer.offersOpen += 1
    volunteer.offersEver += 1
    volunteer.lastAskedAt = clock.now
    volunteer.asked()
    offers += 1
    contacts += 1
    moveOffer(offer, 'sent')
    const drawn = chances.next()
    const yes = volunteer.who.saysYes
    const soon = Math.min(until, clock.now + chances.next() * assumptions.answersWithinMinutes * minuteMilliseconds)
    if (drawn < yes) at(soon, () => sayYes(offer))
    else if (drawn < yes + (1 - yes) * assumptions.saysNo) at(soon, () => sayNo(offer))
    else at(until, () => offer.state === 'sent' && moveOffer(offer, 'no answer'))
  }

  const sayNo = (offer: PlayedOffer) => {
    if (offer.state !== 'taken back' && offer.task.state !== 'ended') moveOffer(offer, 'no')
  }

  const sayYes = (offer: PlayedOffer) => {
    const { task, volunteer } = offer
    const leadsTo = answerToYes(task, offer)
    if (leadsTo !== 'yours') lateYeses += 1
    if (leadsTo === 'over') return
    offer.answeredAt = new Date(clock.now)
    if (leadsTo === 'in reserve') return moveOffer(offer, 'in reserve')
    moveOffer(offer, 'yes')
    task.state = 'matched'
    open.delete(task)
    for (const other of task.offers) if (other.state === 'sent') moveOffer(other, 'filled')
    volunteer.inHand += 1
    volunteer.yeses += 1
    if (!isFromHome(task.need.task)) distances.push(distanceMetres(volunteer.position, task.need.position))
    if (task.firstYesAt === null) {
      task.firstYesAt = clock.now
      waits.push((clock.now - task.need.at) / minuteMilliseconds)
    }
    const { startsAt, endsAt, minutes } = task.need.task
    const begins = Math.max(clock.now, startsAt.getTime())
    const latest = endsAt.getTime() - minutes * minuteMilliseconds
    const doneAt = begins + chances.next() * Math.max(0, latest - begins) + minutes * minuteMilliseconds
    if (chances.isTrue(assumptions.couldNotAfterAll))
      at(clock.now + chances.next() * (doneAt - clock.now), () => couldNot(task, offer))
    else at(doneAt, () => done(task, volunteer))
  }

  const done = (task: PlayedTask, volunteer: Played) => {
    volunteer.inHand -= 1
    endTask(task, null)
    task.isMet = true
    met += 1
    const { resident } = task.need
    helpersOf(resident).add(volunteer.volunteer.volunteerId)
  }

  const couldNot = (task: PlayedTask, offer: PlayedOffer) => {
    offer.volunteer.inHand -= 1
    moveOffer(offer, 'no')
    const hasTime = !isTooLate(task.need.task, new Date(clock.now))
    if (!asksOthersAfter('rules', 'could not', hasTime, reserveOf(task.offers).length))
      return endTask(task, 'could not')
    task.state = 'open'
    task.triedAt = null
    open.add(task)
  }

  const put = (need: NeedOf2020) => {
    const asked = new Set<string>()
    const task: PlayedTask = {
      need,
      endsAt: need.task.endsAt,
      minutes: need.task.minutes,
      urgency: need.task.urgency,
      offersBy: 'rules',
      asked,
      putAt: new Date(need.at),
      offers: [],
      state: 'open',
      triedAt: null,
      firstYesAt: null,
      isMet: false,
      filled: toFill(need.task, {
        get today() {
          return clock.today
        },
        hasCheck: volunteerId =>
          need.task.checkLevel === 'none' || (need.enhancedIsEnough && holdsEnhanced[Number(volunteerId)] === 1),
        hasTrainings: volunteerId => isTrained[Number(volunteerId)] === 1,
        isRecommended: () => true,
        mustNotMeet: () => false,
        askedAlready: volunteerId => asked.has(volunteerId),
        helpedThemBefore: helpersOf(need.resident),
      }),
    }
    open.add(task)
  }

  const askNextRound = () => {
    const now = new Date(clock.now)
    const turn = takeTurn(open, offersTo, now)
    let step = turn.next()
    while (!step.done) {
      const { does, task } = step.value
      if (does === 'give up') endTask(task, 'too late')
      step = turn.next(does === 'ask the reserve' && askReserve(task, now))
    }
    const due = step.value
    if (due.length === 0) return
    reach ??= new WithinReach(ready, clock.today)
    const plan = policy.plan(
      due.map(({ filled }) => filled),
      reach,
      by,
    )
    const taskOf = new Map(due.map(task => [task.filled, task]))
    for (const { filled, candidate } of plan.offers) ask(taskOf.get(filled) as PlayedTask, candidate as Played)
    for (const task of due) task.triedAt = now
    for (const { filled, eligible } of plan.without) {
      const because = whenNobodyWasAsked(eligible)
      if (because !== 'needed elsewhere') endTask(taskOf.get(filled) as PlayedTask, because)
    }
  }

  const askReserve = (task: PlayedTask, now: Date): boolean => {
    const waiting = reserveOf(task.offers)
    const asking = reserveToAsk(
      task.filled,
      waiting.map(({ volunteer }) => volunteer),
    ) as Played[]
    for (const volunteer of asking) {
      for (const offer of waiting) if (offer.volunteer === volunteer) moveOffer(offer, 'filled')
      ask(task, volunteer)
    }
    if (asking.length > 0) task.triedAt = now
    return asking.length > 0
  }

  /** The same choice as `chooseFor` makes for those who heard nothing. */
  const tellNextStep = (volunteer: Played) => {
    const again = (when: number) => at(place.stepRunFrom(when), () => tellNextStep(volunteer))
    const silence = silentDays * dayMilliseconds
    if (volunteer.timesTold > 0 && volunteer.offersOpen === 0) {
      // Whoever has something in hand, or was asked lately, has heard.
      if (volunteer.inHand > 0) return again(clock.now + dayMilliseconds)
      if (volunteer.lastAskedAt >= clock.now - silence) return again(volunteer.lastAskedAt + silence + 1)
    }
    const tasks = [...volunteer.openOffers].map(({ id, task }) => ({
      offerId: `offer ${id}`,
      activity: task.need.task.activity,
      roughlyWhere: '',
      answerByWords: '',
    }))
    const othersAreAskedFor = () => {
      let those = 0
      for (const { need } of open)
        if (
          volunteer.activities.includes(need.task.activity) &&
          need.task.near !== null &&
          distanceMetres(need.task.near, volunteer.position) <= volunteer.withinMetres
        )
          those += 1
      return those
    }
    const { step, holdsThem } = place.steps.choose(volunteer, { tasks, othersAreAskedFor }, clock.today)
    if (!mayBeTold(step, volunteer.contactsThisWeek, volunteer.volunteer.mostOffersAWeek))
      return again(clock.now + dayMilliseconds)
    if (volunteer.timesTold === 0) firstSteps.set(step.kind, (firstSteps.get(step.kind) ?? 0) + 1)
    volunteer.timesTold += 1
    if (nextStepsThatAsk.includes(step.kind)) {
      volunteer.asked()
      contacts += 1
    }
    if (!holdsThem) again(step.askAgainOn ? Date.parse(`${step.askAgainOn}T00:00:00Z`) : clock.now + silence + 1)
  }

  people.forEach((person, number) => {
    const { readyAt } = person.who
    if (readyAt !== null)
      at(readyAt, () => {
        ready.push(person)
        reach = null
      })
    if (policy.tellsNextSteps) at(place.firstStepAt[number] as number, () => tellNextStep(person))
  })
  for (const need of place.needs) at(need.at, () => put(need))

  let today = -1
  for (let minute = 0; minute < agenda.length; minute += 1) {
    const now = agenda[minute]
    if (!now && open.size === 0) continue
    clock.now = from + minute * minuteMilliseconds
    clock.contactsSince = contactsSince(new Date(clock.now)).getTime()
    const { day } = localTime(clock.now)
    if (day !== today) [today, clock.today] = [day, dateAt(new Date(clock.now))]
    agenda[minute] = undefined
    for (const happens of now ?? []) happens()
    if (open.size > 0) askNextRound()
  }

  return {
    volunteers: people
      .filter(({ who }) => who.readyAt !== null)
      .map(({ offersEver, yeses, mostInAWeek, volunteer }) => ({
        offers: offersEver,
        yeses,
        mostInAWeek,
        wantsMore: volunteer.mostOffersAWeek > offersAWeek.usual,
      })),
    offers,
    contacts,
    lateYeses,
    met,
    distances,
    waits,
    broughtBack,
    firstSteps,
  }
}
