import { urgencies } from '../src/capabilities/requests/index.ts'
import { chance } from '../src/kernel/chance.ts'
import { postcodesIn } from './map.ts'
import { drawResident } from './residents.ts'
import type { Situation } from './situation.ts'
import { situations } from './situations.ts'
import { type Act, beginStory, days, hours, later, minutes, residentFor, type Step, type Story } from './story.ts'
import { runsOut, type Today, today } from './today.ts'

/** What is going on in Larkmere at the moment it is made, whenever that is: told backwards from now, so that today's worklist is alive. */

/** How many there are. */
export const todaysCount = today.length

/** @param from the number of the first, after those of the past. */
export const todaysStories = (seed: number, from: number, now: Date): Story[] => {
  const stories: Story[] = []
  const told = new Set<string>()
  for (const [at, item] of today.entries()) {
    const situation = situationFor(item, told)
    told.add(situation.story)
    stories.push(todaysStory(item, situation, seed, from + at, now, item.double ? stories.at(-1) : undefined))
  }
  return stories
}

/** A situation with as many needs as the story has, nobody else's today if there is one left. */
const situationFor = ({ kind, urgency, steps = [] }: Today, told: ReadonlySet<string>): Situation => {
  const needed = steps.some(step => step !== runsOut && step[2] === 1) ? 2 : 1
  const fitting = situations.filter(({ needs }) => needs[0]?.kind === kind && needs.length === needed)
  const left = fitting.filter(({ story }) => !told.has(story))
  const situation = left.find(({ needs }) => needs[0]?.urgency === urgency) ?? left[0] ?? fitting[0]
  if (!situation) throw new Error(`Nobody in Larkmere tells a story about ${kind}.`)
  return situation
}

const todaysStory = (
  item: Today,
  situation: Situation,
  seed: number,
  number: number,
  now: Date,
  before: Story | undefined,
): Story => {
  const chances = chance(seed + number)
  const drawn = residentFor(draws => drawResident(draws, number, situation.ages), situation, seed + number * 101)
  const home = chances.pick(postcodesIn(item.where))
  const resident = before
    ? { ...before.resident, name: before.resident.name.replace(/^(\w)\w+/, '$1') }
    : { ...drawn, home, address: drawn.address ?? '3 Cooper Street' }
  const madeAt = byDay(later(now, -item.asked * minutes), now)
  const story = beginStory(chances, madeAt, resident, situation, number)
  const needs = story.needs.map((need, at) => (at === 0 ? { ...need, urgency: item.urgency } : need))
  // Nobody sits by the phone at night: what somebody would have taken down then comes by the web, and the Hub alone decides on it.
  const isOpen = madeAt.getUTCHours() >= 8 && madeAt.getUTCHours() < 18
  const takenBy = item.takenBy && isOpen ? item.takenBy : null
  const steps: Step[] = []
  for (const each of item.steps ?? []) {
    if (each === runsOut) {
      const asked = steps.at(-1) as Step
      const { answerWithinMinutes } = urgencies[needs[asked.need]?.urgency ?? 'today']
      steps.push({
        at: later(asked.at, answerWithinMinutes * minutes + 20_000),
        need: asked.need,
        act: { does: 'let time run out' },
      })
      continue
    }
    const [ago, given, need = 0] = each
    const at = byDay(later(now, -ago * minutes), now)
    const act: Act = given.does === 'ask' && !takenBy ? { ...given, by: 'Nadia Rahman' } : given
    if (act.does === 'ask' && !takenBy)
      steps.push({ at: later(at, -minutes), need, act: { does: 'describe', by: act.by } })
    steps.push({ at, need, act })
  }
  return {
    ...story,
    takenBy,
    takenHow: takenBy ? (takenBy === 'Dilys Okafor' ? 'in person' : 'phone') : 'web',
    mayShare: !item.mayNotShare,
    needs,
    steps,
  }
}

/**
 * Moves what is days ago, and would fall in the night, into the day: each of those days from midnight to midnight is pressed into the hours
 * from 8 to 19, so that what came first still does. Today and yesterday stay as they are, whatever the hour.
 */
const byDay = (at: Date, now: Date): Date => {
  const from = later(now, -1.5 * days)
  from.setUTCHours(0, 0, 0, 0)
  if (at >= from) return at
  const midnight = new Date(at)
  midnight.setUTCHours(0, 0, 0, 0)
  return new Date(midnight.getTime() + 8 * hours + (at.getTime() - midnight.getTime()) * (11 / 24))
}
