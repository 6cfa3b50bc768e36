import type { Activity, RoleKind } from '../src/capabilities/volunteers/words.ts'
import type { NeighbourhoodName } from './map.ts'
import { ago, awake, type Moment } from './moments.ts'

/** What became of somebody's interest in a role. */
export interface DemoInterest {
  readonly who: string
  readonly said: Moment
  readonly answered?: readonly [Moment, 'started' | 'ended' | 'not this time', words: string][]
}

/** What organisations of Larkmere look for somebody for: roles, care roles, paid jobs and training places. */
export interface DemoRole {
  readonly opened: Moment
  /** A coordinator of the organisation that opens it. */
  readonly by: string
  readonly kind: RoleKind
  readonly title: string
  readonly about: string
  readonly activities: readonly Activity[]
  readonly trainings?: readonly string[]
  readonly whereItIs: string
  readonly near: NeighbourhoodName
  readonly hoursAWeek: number | null
  readonly payInPencePerHour?: number
  readonly places: number
  /** Days from now until which one can say that one is interested. */
  readonly openFor?: number
  readonly interests?: readonly DemoInterest[]
  readonly closed?: Moment
}

export const roles: readonly DemoRole[] = [
  {
    opened: ago(66, 9.5),
    by: 'Beatriz Lima',
    kind: 'training place',
    title: 'Safeguarding: an evening at the Hub',
    about: 'Two hours, tea and no exam: what to notice, whom to tell, and what is not yours to carry. Every month.',
    activities: [],
    trainings: ['safeguarding basics'],
    whereItIs: 'The Hub, upstairs',
    near: 'Old Town',
    hoursAWeek: null,
    places: 20,
  },
  {
    opened: ago(54, 10),
    by: 'Beatriz Lima',
    kind: 'volunteer role',
    title: 'A welcome at the warm room',
    about:
      'Open the door, put the kettle on, learn names. Two of you each time, and somebody of the Hub is always there.',
    activities: ['at a hub'],
    whereItIs: 'The Hub, ground floor',
    near: 'Old Town',
    hoursAWeek: 3,
    places: 4,
    interests: [
      {
        who: 'Grace Whitlock',
        said: ago(43, 15),
        answered: [[ago(41, 10), 'started', 'Wednesdays, with Tom. Welcome.']],
      },
      {
        who: 'Keith Garrity',
        said: ago(50, 12),
        answered: [
          [ago(48, 11), 'started', 'Mondays and Thursdays. Thank you for asking.'],
          [ago(12, 15), 'ended', 'We shall miss you, and we are glad about why.'],
        ],
      },
      { who: 'Ismail Kaya', said: ago(2, 19.5) },
    ],
  },
  {
    opened: ago(42, 11),
    by: 'Aoife Kinsella',
    kind: 'paid job',
    title: 'Pantry assistant',
    about: 'Sixteen hours a week among shelves and people. We train you; who has helped us before is who we hope for.',
    activities: ['at a hub', 'delivery'],
    trainings: ['food hygiene'],
    whereItIs: 'The old net loft',
    near: 'Harbourside',
    hoursAWeek: 16,
    payInPencePerHour: 1310,
    places: 2,
    openFor: 17,
    interests: [
      {
        who: 'Keith Garrity',
        said: ago(21, 18),
        answered: [[ago(13, 12), 'started', 'Start on Monday. The keys are yours.']],
      },
      {
        who: 'Tunde Balogun',
        said: ago(18, 22),
        answered: [[ago(13, 12.2), 'not this time', 'Your lectures are when we open. Ask us again in summer.']],
      },
    ],
  },
  {
    opened: ago(35, 9),
    by: 'Priya Nair',
    kind: 'care role',
    title: 'Home carer, relief, with training',
    about:
      'Help people at home with what their day needs. Paid from the first day, also of the two weeks of training; the check is on us.',
    activities: ['visit'],
    trainings: ['safeguarding basics', 'lone visiting'],
    whereItIs: 'All of Larkmere',
    near: 'Old Town',
    hoursAWeek: 12,
    payInPencePerHour: 1345,
    places: 6,
    openFor: 40,
    interests: [
      {
        who: 'Tamara Voss',
        said: ago(28, 10.3),
        answered: [[ago(24, 14), 'started', 'Your years on the ward count. Welcome back.']],
      },
      { who: 'Sylvia Brandt', said: awake(9) },
    ],
  },
  {
    opened: ago(27, 14),
    by: 'Cleo Adebayo',
    kind: 'volunteer role',
    title: 'Driver for the lunch club',
    about: 'Our minibus or your car, six people who have known one another since school, and a lunch for you.',
    activities: ['lift'],
    whereItIs: 'Northgate and Old Town',
    near: 'Northgate',
    hoursAWeek: 4,
    places: 2,
    interests: [{ who: 'Val Crossley', said: ago(19, 20.5), answered: [[ago(17, 9.3), 'started', '']] }],
  },
  {
    opened: ago(14, 16),
    by: 'Margot Ellery',
    kind: 'training place',
    title: 'Visiting alone, safely',
    about: 'An afternoon with people who have visited for years: doorsteps, dogs, and when to ring us.',
    activities: [],
    trainings: ['lone visiting'],
    whereItIs: 'The Befrienders’ room',
    near: 'Fellgate',
    hoursAWeek: null,
    places: 8,
    interests: [{ who: 'Lottie Farrow', said: ago(8, 20) }],
  },
  {
    opened: ago(40, 12),
    by: 'Ben Castellano',
    kind: 'volunteer role',
    title: 'Bicycle courier in the holidays',
    about: 'Three weeks of parcels by cargo bicycle while the school kitchens are shut.',
    activities: ['delivery'],
    whereItIs: 'The old net loft',
    near: 'Harbourside',
    hoursAWeek: 6,
    places: 3,
    closed: ago(15, 17),
  },
]
