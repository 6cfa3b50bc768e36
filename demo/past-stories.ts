import { type Chance, chance } from '../src/kernel/chance.ts'
import { courseOf } from './course.ts'
import { drawResident, neighbourhoodOf } from './residents.ts'
import { situations } from './situations.ts'
import {
  atWork,
  beginStory,
  days,
  hours,
  hubMember,
  later,
  minutes,
  residentFor,
  type Step,
  type Story,
} from './story.ts'

/** What has happened in Larkmere: requests of the last 60 days, each followed until it ended, or until now. */

const oldest = 60
/** The last days belong to the stories of today. */
const newest = 3

/** Requests of the past, oldest first, each with its steps up to now. */
export const pastStories = (seed: number, count: number, now: Date): Story[] => {
  const chances = chance(seed)
  const moments = Array.from({ length: count }, () => askedAt(chances, now)).sort((a, b) => a.getTime() - b.getTime())
  const stories: Story[] = []
  for (const [number, at] of moments.entries())
    stories.push(pastStory(chance(seed + 1 + number), at, number, stories, now))
  return stories
}

/** People ask by day more than by night, and on Mondays most. */
const askedAt = (chances: Chance, now: Date): Date => {
  for (;;) {
    const at = later(now, -chances.between(newest, oldest) * days)
    const hour = at.getUTCHours()
    const likely =
      (hour >= 8 && hour < 17 ? 1 : hour >= 17 && hour < 22 ? 0.4 : 0.05) * (at.getUTCDay() === 1 ? 1 : 0.75)
    if (chances.isTrue(likely)) return at
  }
}

const pastStory = (chances: Chance, at: Date, number: number, earlier: readonly Story[], now: Date): Story => {
  const double = chances.isTrue(0.03) ? earlier.findLastIndex(story => isOpenAt(story, at)) : -1
  if (double >= 0) return askedTwice(chances, at, earlier[double] as Story, now)
  // Everybody's situation comes round before anybody's comes again.
  const situation = situations[(number * 31) % situations.length] as (typeof situations)[number]
  const fits = (story: Story | undefined): story is Story =>
    story?.again === null && !situation.who && !situation.askedBy && story.resident.age >= situation.ages[0]
  const again = chances.isTrue(0.2) ? chances.whole(0, Math.max(0, number - 30)) : -1
  const known = fits(earlier[again]) ? earlier[again].resident : null
  const resident =
    known ?? residentFor(draws => drawResident(draws, number, situation.ages), situation, 50_000 + number * 13)
  const begun = beginStory(chances, at, resident, situation, number)
  // Somebody who is known rings the Hub, which finds them: nobody else may see who they are.
  const story: Story = known
    ? { ...begun, again, at: atWork(at, chances), takenHow: 'phone', takenBy: hubMember(chances) }
    : begun
  const steps = story.needs.flatMap((_, need) => courseOf({ chances, story, need, now }))
  return { ...story, steps: ordered(steps, now) }
}

/** A story whose first need was still being worked on. */
const isOpenAt = (story: Story, at: Date): boolean =>
  story.again === null &&
  at.getTime() - story.at.getTime() < 3 * days &&
  !story.steps.some(step => step.at < at && ['close', 'signpost', 'tell how it went'].includes(step.act.does))

/** The same person asks once more, by another way, before anyone has come; somebody notices. */
const askedTwice = (chances: Chance, at: Date, first: Story, now: Date): Story => {
  const by = hubMember(chances)
  const closedAt = atWork(later(at, chances.between(0.5, 4) * hours), chances)
  const story: Story = {
    ...first,
    at,
    again: null,
    onBehalf: null,
    takenHow: 'web',
    takenBy: null,
    needs: first.needs.slice(0, 1),
    steps: [],
  }
  return {
    ...story,
    words: `I asked a few days ago and I have not heard, so I am asking again. ${first.words}`,
    resident: {
      ...first.resident,
      name: chances.isTrue(0.5) ? first.resident.name : first.resident.name.replace(/^(\w)\w+/, '$1'),
    },
    steps: ordered(
      [
        {
          at: closedAt,
          need: 0,
          act: {
            does: 'close',
            by,
            reason: 'asked twice',
            note: 'Same person as an open request; rang to say where that one stands.',
          },
        },
      ],
      now,
    ),
  }
}

const ordered = (steps: readonly Step[], now: Date): Step[] => {
  return steps
    .filter(({ at }) => at.getTime() <= now.getTime() - 2 * minutes)
    .sort((a, b) => a.at.getTime() - b.at.getTime())
}

/** Which stories' people ask for their details back before the help has come. */
export const withdrawing = (stories: readonly Story[]): Story[] => {
  let left = 3
  return stories.map(story => {
    const yes = story.steps.find(({ act }) => act.does === 'say yes')
    const asked = story.steps.find(({ act }) => act.does === 'ask')
    if (
      !left ||
      !yes ||
      !story.mayShare ||
      story.needs.length > 1 ||
      asked?.act.does !== 'ask' ||
      asked.act.basis !== 'consent'
    )
      return story
    if (neighbourhoodOf(story.resident) !== 'Fellgate') return story
    left -= 1
    const at = later(yes.at, 40 * minutes)
    return {
      ...story,
      steps: [
        ...story.steps.filter(step => step.at <= yes.at),
        { at, need: 0, act: { does: 'withdraw permission' } },
        { at: later(at, 3 * hours), need: 0, act: { does: 'say it is not needed' } },
      ],
    }
  })
}
