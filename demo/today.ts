import { chance } from '../src/kernel/chance.ts'
import type { NeighbourhoodName } from './map.ts'
import type { DemoNeed } from './situation.ts'
import { type Act, answererOf } from './story.ts'

/** Minutes, hours and days ago, in minutes. */
const h = 60
const d = 24 * h

/** One request of today, told backwards. */
export interface Today {
  readonly asked: number
  readonly where: NeighbourhoodName
  readonly kind: DemoNeed['kind']
  readonly urgency: DemoNeed['urgency']
  readonly takenBy?: string
  readonly mayNotShare?: boolean
  /** Made of the same person as the one before, on the web, by somebody who did not know that help had been asked for. */
  readonly double?: boolean
  readonly steps?: readonly (readonly [number, Act, number?] | typeof runsOut)[]
}

const asks = (organisation: string, by = 'Nadia Rahman'): Act => ({
  does: 'ask',
  by,
  organisation,
  basis: 'consent',
  ground: '',
  readOut: false,
})
/** Nobody could be asked, and waiting would have put a life at risk: looked at afterwards by the data protection lead. */
const asksToSaveALife = (organisation: string, ground: string): Act => ({
  ...(asks(organisation) as Act & { does: 'ask' }),
  basis: 'vital interests',
  ground,
})
const does = (what: 'say yes' | 'make contact' | 'finish', organisation: string): Act => ({
  does: what,
  by: answererOf(organisation, chance(0)),
})
const saysNo = (organisation: string, reasonCode: 'not our area' | 'full', reason: string): Act => ({
  does: 'say no',
  by: answererOf(organisation, chance(0)),
  reasonCode,
  reason,
})

const kitchen = 'Old Quay Kitchen'
const wheels = 'Larkmere Wheels'
const advice = 'Plain Sailing Advice'
const fixers = 'Fellgate Fixers'
const northgate = 'Northgate Neighbours'
/** Takes the place of a moment: it is the question's urgency that says when its time is up. */
export const runsOut = 'runs out'

export const today: readonly Today[] = [
  // Nobody has been asked yet.
  { asked: 14, where: 'Marsh End', kind: 'food', urgency: 'today' },
  { asked: 45, where: 'Old Town', kind: 'other', urgency: 'two days' },
  { asked: 1.8 * d, where: 'Skerby', kind: 'housing', urgency: 'no hurry', takenBy: 'Yvonne Baptiste' },
  {
    asked: 6 * h,
    where: 'Harbourside',
    kind: 'wellbeing',
    urgency: 'two days',
    takenBy: 'Gareth Pryce',
    mayNotShare: true,
  },
  // Asked, and no answer yet: one has minutes left.
  {
    asked: 75,
    where: 'Old Town',
    kind: 'prescription',
    urgency: 'today',
    takenBy: 'Gareth Pryce',
    steps: [[52, asks(northgate)]],
  },
  { asked: 5 * h, where: 'Fellgate', kind: 'shopping', urgency: 'two days', steps: [[3.5 * h, asks(wheels)]] },
  { asked: 30 * h, where: 'Harbourside', kind: 'home', urgency: 'this week', steps: [[20 * h, asks(fixers)]] },
  {
    asked: 2 * d,
    where: 'Northgate',
    kind: 'caring',
    urgency: 'this week',
    takenBy: 'Dilys Okafor',
    steps: [[19 * h, asks('Larkmere Council', 'Dilys Okafor')]],
  },
  {
    asked: 2.6 * d,
    where: 'Saltenby',
    kind: 'online',
    urgency: 'no hurry',
    steps: [[2.1 * d, asks(advice, 'Tom Ashworth')]],
  },
  // For whoever signs in as one of those who answer.
  { asked: 4 * h, where: 'Harbourside', kind: 'food', urgency: 'this week', steps: [[3 * h, asks(kitchen)]] },
  { asked: 1.5 * d, where: 'Northgate', kind: 'company', urgency: 'no hurry', steps: [[7 * h, asks(northgate)]] },
  { asked: 1.6 * d, where: 'Fellgate', kind: 'lift', urgency: 'this week', steps: [[2 * h, asks(wheels)]] },
  // Back again: said no, let it expire, could not do it, taken back. Three of them on the moor.
  {
    asked: 3.2 * h,
    where: 'Gorsemoor',
    kind: 'lift',
    urgency: 'today',
    takenBy: 'Nadia Rahman',
    steps: [
      [2.7 * h, asks(wheels)],
      [2.4 * h, saysNo(wheels, 'not our area', 'Our drivers do not go up to the moor.')],
    ],
  },
  {
    asked: 26 * h,
    where: 'Gorsemoor',
    kind: 'lift',
    urgency: 'two days',
    steps: [
      [24 * h, asks(wheels)],
      [23 * h, saysNo(wheels, 'not our area', 'It is forty minutes each way for us.')],
      [22 * h, asks('Villages Mutual Aid', 'Beatriz Lima')],
      [21 * h, saysNo('Villages Mutual Aid', 'not our area', 'We have no driver on that side.')],
    ],
  },
  {
    asked: 74 * h,
    where: 'Gorsemoor',
    kind: 'company',
    urgency: 'this week',
    takenBy: 'Yvonne Baptiste',
    steps: [[70 * h, asks('Larkmere Befrienders')], runsOut],
  },
  {
    asked: 105,
    where: 'Old Town',
    kind: 'housing',
    urgency: 'today',
    takenBy: 'Gareth Pryce',
    steps: [[72, asks(advice)], runsOut],
  },
  {
    asked: 26 * h,
    where: 'Fellgate',
    kind: 'home',
    urgency: 'two days',
    steps: [
      [25 * h, asks(fixers)],
      [24 * h, does('say yes', fixers)],
      [2 * h, { does: 'give up', by: 'Leon Hartnell', reasonCode: 'nobody free', reason: 'Our plumber is off sick.' }],
    ],
  },
  {
    asked: 1.7 * d,
    where: 'Marsh End',
    kind: 'money',
    urgency: 'no hurry',
    steps: [
      [4 * h, asks('Lantern Homes')],
      [1 * h, { does: 'take back', by: 'Nadia Rahman' }],
    ],
  },
  // Somebody has said yes: one should have rung by now.
  {
    asked: 5 * h,
    where: 'Harbourside',
    kind: 'shopping',
    urgency: 'today',
    steps: [
      [4.9 * h, asks('Tidewater Stores')],
      [4.7 * h, does('say yes', 'Tidewater Stores')],
    ],
  },
  {
    asked: 2.5 * d,
    where: 'Old Town',
    kind: 'company',
    urgency: 'no hurry',
    steps: [
      [2.3 * d, asks('Larkmere Community Hub')],
      [2.1 * d, does('say yes', 'Larkmere Community Hub')],
    ],
  },
  {
    asked: 1.2 * d,
    where: 'Northgate',
    kind: 'prescription',
    urgency: 'two days',
    steps: [
      [2.8 * h, asks(northgate)],
      [40, does('say yes', northgate)],
    ],
  },
  // Passed on yesterday without asking, to save a life.
  {
    asked: 27 * h,
    where: 'Northgate',
    kind: 'prescription',
    urgency: 'today',
    takenBy: 'Gareth Pryce',
    mayNotShare: true,
    steps: [
      [
        26.9 * h,
        asksToSaveALife(
          northgate,
          'No insulin since Friday, does not answer the phone; the ambulance is two hours away.',
        ),
      ],
      [26.8 * h, does('say yes', northgate)],
      [26.5 * h, does('make contact', northgate)],
    ],
  },
  // In contact: one has gone quiet. The first has been asked for twice.
  {
    asked: 22 * h,
    where: 'Old Town',
    kind: 'food',
    urgency: 'two days',
    steps: [
      [21.5 * h, asks(kitchen)],
      [21.3 * h, does('say yes', kitchen)],
      [20 * h, does('make contact', kitchen)],
    ],
  },
  { asked: 25, where: 'Old Town', kind: 'food', urgency: 'two days', double: true },
  {
    asked: 11 * d,
    where: 'Northgate',
    kind: 'lift',
    urgency: 'this week',
    takenBy: 'Marek Zielinski',
    steps: [
      [10.9 * d, asks(wheels)],
      [10.5 * d, does('say yes', wheels)],
      [8.5 * d, does('make contact', wheels)],
    ],
  },
  // Two needs told together, each going its own way.
  {
    asked: 4 * h,
    where: 'Marsh End',
    kind: 'money',
    urgency: 'two days',
    takenBy: 'Dilys Okafor',
    steps: [
      [3.8 * h, asks(advice, 'Dilys Okafor'), 0],
      [3.7 * h, asks('Chapel Street Fellowship', 'Dilys Okafor'), 1],
      [3.5 * h, does('say yes', 'Chapel Street Fellowship'), 1],
    ],
  },
  // Done this morning: nobody has asked yet how it went.
  {
    asked: 8 * h,
    where: 'Harbourside',
    kind: 'food',
    urgency: 'today',
    steps: [
      [7.9 * h, asks(kitchen)],
      [7.8 * h, does('say yes', kitchen)],
      [7 * h, does('make contact', kitchen)],
      [3 * h, does('finish', kitchen)],
    ],
  },
]
