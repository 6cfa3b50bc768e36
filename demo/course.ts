import { urgencies } from '../src/capabilities/requests/index.ts'
import type { Chance } from '../src/kernel/chance.ts'
import { gladWords, mixedWords, worseWords } from './outcome-words.ts'
import { neighbourhoodOf } from './residents.ts'
import { situations } from './situations.ts'
import {
  type Act,
  answererOf,
  atWork,
  days,
  hours,
  hubMember,
  later,
  minutes,
  organisationCalled,
  type Step,
  type Story,
  whoCould,
} from './story.ts'

/** How one need goes, from the first decision to what changed: by the manner of whoever is asked, and by chance. */

/** How long things take, by how soon help is needed: from and to. */
const pace = {
  today: { decide: [4, 30], contact: [10, 90], finish: [0.5 * 60, 5 * 60] },
  'two days': { decide: [10, 80], contact: [40, 8 * 60], finish: [3 * 60, 40 * 60] },
  'this week': { decide: [20, 150], contact: [60, 22 * 60], finish: [8 * 60, 2.5 * 24 * 60] },
  'no hurry': { decide: [30, 6 * 60], contact: [3 * 60, 40 * 60], finish: [18 * 60, 4 * 24 * 60] },
} as const

const regularKinds: readonly string[] = ['company', 'caring', 'wellbeing', 'shopping', 'prescription']
const statutoryKinds: readonly string[] = ['caring', 'housing', 'other', 'money', 'wellbeing']

const noReasons = {
  full: ['We have nobody free before the end of next week.', 'Our list is closed until the first of the month.', ''],
  'not what we do': ['This is one for a trained adviser.', 'We do not do repairs.', ''],
  'not our area': ['Our drivers do not go up to the moor.', 'It is too far for our volunteers.', ''],
  'needs more than we can give': [
    'This needs two people and a hoist.',
    'Our volunteers may not give personal care.',
    '',
  ],
  'not enough told': ['How many are in the household, and are there allergies?', ''],
  other: ['Our van is off the road.', 'The hall is flooded, so no lunches this week.'],
} as const

export interface Course {
  readonly chances: Chance
  readonly story: Story
  readonly need: number
  readonly now: Date
}

const step = ({ need }: Course, at: Date, act: Act): Step => ({ at, need, act })

const within = (chances: Chance, [from, to]: readonly [number, number]): number => chances.between(from, to) * minutes

/** Every step of a need, also those that would come after now. */
export const courseOf = (course: Course): Step[] => decide(course, course.story.at, [])

/** Somebody decides what happens next; comes round again whenever the need comes back. */
const decide = (course: Course, since: Date, tried: readonly string[]): Step[] => {
  const { chances, story } = course
  const { kind, urgency } = wanted(course)
  const by = decider(chances, story)
  const at = atWork(later(since, within(chances, pace[urgency].decide)), chances)
  if (tried.length === 0) {
    const early = endsEarly(course, since, at, by)
    if (early) return early
  }
  const described =
    tried.length === 0 && story.takenBy === null
      ? [step(course, later(at, -3 * minutes), { does: 'describe', by })]
      : []
  const left = whoCould(kind, story.resident).filter(({ name }) => !tried.includes(name))
  const nearer = left.filter(({ near }) => near)
  const isMoor = neighbourhoodOf(story.resident) === 'Gorsemoor'
  if (left.length === 0 || tried.length >= (isMoor ? 2 : 5))
    return [
      ...described,
      step(course, atWork(later(at, chances.between(4, 40) * hours), chances), {
        does: 'close',
        by,
        reason: 'nobody could help',
        note: isMoor ? 'Nobody who does this goes that far out.' : 'Asked everyone who does this.',
      }),
    ]
  const { name: organisation, near } = chances.weighted(
    (nearer.length ? nearer : left).map(each => [each, likelihood(each.name)] as const),
  )
  return [
    ...described,
    step(course, at, { does: 'ask', by, organisation, ...basisFor(chances, story, organisation) }),
    ...answer(course, at, { organisation, by }, [...tried, organisation], near),
  ]
}

/** Local groups are asked first, whoever helps everywhere after them, the Hub itself last. */
const likelihood = (name: string): number =>
  name === 'Larkmere Community Hub' ? 0.8 : organisationCalled(name).helpsIn ? 3 : 1.7

/** What ends without anybody being asked: a service named, a change of mind, a phone that nobody picks up, a duty of the council. */
const endsEarly = (course: Course, since: Date, at: Date, by: string): Step[] | null => {
  const { chances } = course
  const drawn = chances.next()
  if (drawn < 0.11) return [step(course, at, { does: 'signpost', by })]
  if (drawn < 0.135)
    return [step(course, later(since, chances.between(1, 9) * hours), { does: 'say it is not needed' })]
  if (drawn < 0.165)
    return [
      step(course, atWork(later(at, 2 * days), chances), {
        does: 'close',
        by,
        reason: 'could not reach them',
        note: 'Rang three times on three days, at different hours, and wrote.',
      }),
    ]
  if (drawn > 0.195 || !statutoryKinds.includes(wanted(course).kind)) return null
  return [
    step(course, later(at, 20 * minutes), {
      does: 'close',
      by,
      reason: 'passed to statutory service',
      note: 'Care needs assessment asked for; the duty desk has it and has rung them.',
    }),
  ]
}

const wanted = ({ story, need }: Course) => story.needs[need] as Story['needs'][number]

/** The Hub decides, unless a link worker or call handler who took it down does so at once. */
const decider = (chances: Chance, { takenBy }: Story): string =>
  takenBy && chances.isTrue(0.4) ? takenBy : hubMember(chances)

const basisFor = (chances: Chance, { mayShare }: Story, organisation: string) => {
  const isPublicBody = ['council', 'nhs'].includes(organisationCalled(organisation).kind)
  return isPublicBody && chances.isTrue(0.5)
    ? {
        basis: 'public task' as const,
        ground: 'The council’s and the surgery’s own work for this person.',
        readOut: false,
      }
    : { basis: 'consent' as const, ground: '', readOut: !mayShare }
}

const answer = (
  course: Course,
  askedAt: Date,
  { organisation, by: asker }: { organisation: string; by: string },
  tried: readonly string[],
  near: boolean,
): Step[] => {
  const { chances } = course
  const { urgency } = wanted(course)
  const { manner } = organisationCalled(organisation)
  const allowed = urgencies[urgency].answerWithinMinutes * minutes
  const by = answererOf(organisation, chances)
  const drawn = chances.next()
  if (drawn < 0.02) {
    const at = later(askedAt, chances.between(0.1, 0.6) * Math.min(allowed, 6 * hours))
    return [step(course, at, { does: 'take back', by: asker }), ...decide(course, later(at, 5 * minutes), tried)]
  }
  if (chances.isTrue(manner.staysSilent)) {
    const at = later(askedAt, allowed + 30_000)
    return [step(course, at, { does: 'let time run out' }), ...decide(course, at, tried)]
  }
  const at = awake(
    later(askedAt, chances.between(manner.takes[0], manner.takes[1]) * allowed),
    later(askedAt, allowed),
    askedAt,
  )
  if (!chances.isTrue(near ? manner.saysYes : neighbourhoodOf(course.story.resident) === 'Gorsemoor' ? 0.15 : 0.5)) {
    const reasonCode = near
      ? chances.weighted([
          ['full', 6],
          ['needs more than we can give', 2],
          ['not what we do', 1],
          ['not enough told', 1],
          ['other', 1],
        ] as const)
      : 'not our area'
    const no: Act = { does: 'say no', by, reasonCode, reason: chances.pick(noReasons[reasonCode]) }
    return [step(course, at, no), ...decide(course, at, tried)]
  }
  return [step(course, at, { does: 'say yes', by }), ...help(course, at, organisation, by, tried)]
}

/** Answers that would fall in the night are given the next morning, or the evening before where that is too late. */
const awake = (at: Date, before: Date, after: Date): Date => {
  const hour = at.getUTCHours()
  if (hour >= 7 && hour < 21) return at
  const morning = new Date(at)
  if (hour >= 21) morning.setUTCDate(morning.getUTCDate() + 1)
  morning.setUTCHours(7, at.getUTCMinutes(), at.getUTCSeconds(), 0)
  if (morning < before) return morning
  const evening = later(morning, -11 * hours)
  return evening > after ? evening : later(after, 20 * minutes)
}

const help = (course: Course, saidYesAt: Date, organisation: string, by: string, tried: readonly string[]): Step[] => {
  const { chances } = course
  const { kind, urgency } = wanted(course)
  const { manner } = organisationCalled(organisation)
  const contactAt = awake(
    later(saidYesAt, within(chances, pace[urgency].contact)),
    later(saidYesAt, 9 * days),
    saidYesAt,
  )
  if (chances.isTrue(manner.couldNot)) {
    const reasonCode = chances.weighted([
      ['nobody free', 5],
      ['could not reach them', 2],
      ['they refused', 1],
      ['not safe', 1],
    ] as const)
    return [
      step(course, contactAt, { does: 'give up', by, reasonCode, reason: '' }),
      ...decide(course, contactAt, tried),
    ]
  }
  if (chances.isTrue(0.02)) return [step(course, contactAt, { does: 'hear it is not needed', by })]
  const steps = [step(course, contactAt, { does: 'make contact', by })]
  let doneAt = awake(later(contactAt, within(chances, pace[urgency].finish)), later(contactAt, 30 * days), contactAt)
  if (regularKinds.includes(kind) && chances.isTrue(0.09)) {
    const regularAt = awake(later(contactAt, chances.between(1, 6) * days), later(contactAt, 30 * days), contactAt)
    steps.push(step(course, regularAt, { does: 'help regularly', by }))
    doneAt = later(regularAt, chances.whole(6, 24) * days)
  }
  return [...steps, step(course, doneAt, { does: 'finish', by }), tell(course, doneAt, by)]
}

/** What changed, told by the resident, by somebody who rang them, or by nobody. */
const tell = (course: Course, doneAt: Date, helper: string): Step => {
  const { chances, story, now } = course
  const isRecent = now.getTime() - doneAt.getTime() < 15 * days
  if (chances.isTrue(isRecent ? 0.03 : 0.24)) {
    const at = later(doneAt, 14 * days)
    at.setUTCDate(at.getUTCDate() + 1)
    at.setUTCHours(5, 15, 0, 0)
    return step(course, at, { does: 'stay untold' })
  }
  const difference = chances.weighted([
    ['much better', 46],
    ['better', 36],
    ['the same', 15],
    ['worse', 3],
  ] as const)
  const { kind } = wanted(course)
  const glad = course.need === 0 ? situations.find(({ story: words }) => story.words.includes(words))?.glad : undefined
  const words =
    difference === 'worse'
      ? chances.pick(worseWords)
      : difference === 'the same'
        ? chances.pick(mixedWords)
        : (glad ?? chances.pick(gladWords[kind]))
  const who = chances.next()
  const byThemselves = story.resident.email !== null && story.onBehalf === null && who < 0.45
  const byHelper = !byThemselves && who > 0.92
  return step(course, awake(later(doneAt, chances.between(0.1, 2) * days), later(doneAt, 20 * days), doneAt), {
    does: 'tell how it went',
    by: byThemselves ? null : byHelper ? helper : hubMember(chances),
    difference,
    words: chances.isTrue(0.85) ? words : '',
    toldBy: byThemselves
      ? 'the resident'
      : byHelper
        ? 'the helper'
        : story.onBehalf
          ? 'someone for them'
          : 'the resident',
  })
}
