import type { Activity, CheckLevel, LanguageSpoken, Workforce } from '../src/capabilities/volunteers/words.ts'
import type { NeighbourhoodName } from './map.ts'
import { ago, justNow, type Moment } from './moments.ts'

/** A check somebody holds: `counts` is the last day on which it does, in days from now; found out from it is the date on the certificate. */
export interface DemoCheck {
  readonly level: Exclude<CheckLevel, 'none'>
  readonly workforce: Workforce
  readonly counts: number
  readonly seenAgo: number
  readonly updateService?: true
  readonly notAccepted?: true
}

/** Somebody who was asked about them; `answer` null is still silent. */
export interface DemoReferee {
  readonly name: string
  readonly relationship: string
  readonly by: 'mail' | 'phone'
  readonly askedAgo: number
  readonly answer: 'recommends' | 'has concerns' | null
  readonly words: string
}

/** Somebody of Larkmere who offers time; invented, like everybody there. */
export interface DemoVolunteer {
  readonly name: string
  readonly lives: NeighbourhoodName
  /** The last digits of a number that nobody has; null for somebody who left only an e-mail address. */
  readonly phone: number | null
  readonly hasEmail: boolean
  /** A mobile number that nobody has, which they proved by a code: they are told by text. */
  readonly textsTo?: string
  readonly signedUp: Moment
  /** Whoever wrote it down for them; null when they did so themselves, on the web. */
  readonly writtenBy: string | null
  readonly lookedAfterBy: 'Larkmere Community Hub' | 'Larkmere Befrienders' | 'Larkmere Wheels'
  readonly can: readonly Activity[]
  readonly withinMetres: number
  readonly free: 'any' | 'working hours' | 'free time'
  readonly atOnce?: number
  readonly oftener?: true
  readonly car?: true
  readonly speaks?: readonly LanguageSpoken[]
  readonly limits?: string
  /** Days since somebody saw who they are, and how. */
  readonly seen?: readonly [ago: number, how: 'passport' | 'driving licence' | 'residence permit' | 'two bills']
  readonly checks?: readonly DemoCheck[]
  /** Trainings, and how many days ago each was done. */
  readonly trained?: Readonly<Record<string, number>>
  readonly knownBy?: readonly DemoReferee[]
  readonly pausedSince?: readonly [Moment, forDays: number]
  readonly leftAt?: Moment
}

const hub = 'Larkmere Community Hub'
/** Who looks after the Hub's volunteers: whoever signs in as her sees most of this. */
export const looksAfter = {
  [hub]: 'Beatriz Lima',
  'Larkmere Befrienders': 'Margot Ellery',
  'Larkmere Wheels': 'Cleo Adebayo',
} as const

/** Whom the visitor may be, and how they are introduced. */
export const inOnWith: Readonly<Record<string, string>> = {
  'Femi Adeyinka': 'with something to answer and something to do',
  'Maeve Corrigan': 'who visits somebody every week',
}

const recommended = (askedAgo: number, first: string, second: string): DemoReferee[] => [
  {
    name: first,
    relationship: 'Worked together',
    by: 'mail',
    askedAgo,
    answer: 'recommends',
    words: 'Reliable, and good company. I would have them in my own mother’s house.',
  },
  { name: second, relationship: 'A neighbour for years', by: 'phone', askedAgo, answer: 'recommends', words: '' },
]
const barred = (counts: number, seenAgo: number, more: Partial<DemoCheck> = {}): DemoCheck => ({
  level: 'enhanced with barred list',
  workforce: 'adult',
  counts,
  seenAgo,
  ...more,
})
const basic = (counts: number, seenAgo: number): DemoCheck => ({
  level: 'basic',
  workforce: 'not applicable',
  counts,
  seenAgo,
})
const onWeb = { hasEmail: true, writtenBy: null, lookedAfterBy: hub, free: 'any', withinMetres: 3200 } as const

export const volunteers: readonly DemoVolunteer[] = [
  {
    ...onWeb,
    name: 'Femi Adeyinka',
    lives: 'Old Town',
    phone: 701,
    signedUp: ago(75, 19.4),
    can: ['shopping', 'prescription', 'phone call'],
    atOnce: 4,
    oftener: true,
    limits: 'No dogs, please: I am allergic.',
    seen: [73, 'driving licence'],
    checks: [barred(640, 66)],
    trained: { 'safeguarding basics': 64, 'money and receipts': 64, 'phone company': 50 },
    knownBy: recommended(73, 'Alison Frame', 'Jim Doherty'),
  },
  {
    ...onWeb,
    name: 'Grace Whitlock',
    lives: 'Harbourside',
    phone: 702,
    hasEmail: false,
    writtenBy: 'Beatriz Lima',
    signedUp: ago(50, 10.5),
    can: ['phone call', 'at a hub'],
    limits: 'I do not go out much myself. Please ring, I have no e-mail.',
    seen: [45, 'two bills'],
    trained: { 'safeguarding basics': 44, 'phone company': 44 },
    knownBy: recommended(48, 'Reverend Ann Moss', 'Della Quick'),
  },
  {
    ...onWeb,
    name: 'Tunde Balogun',
    lives: 'Marsh End',
    phone: 703,
    signedUp: ago(42, 23.1),
    can: ['shopping', 'delivery', 'dog walk'],
    withinMetres: 8000,
    atOnce: 2,
    limits: 'I study in the week; ask me anyway.',
    seen: [38, 'passport'],
    checks: [basic(900, 30)],
    trained: { 'safeguarding basics': 29 },
    knownBy: recommended(38, 'Dr Pia Renwick', 'Uche Balogun'),
  },
  {
    ...onWeb,
    name: 'Sylvia Brandt',
    lives: 'Old Town',
    phone: 704,
    signedUp: ago(58, 14.2),
    can: ['visit', 'phone call', 'forms'],
    speaks: ['fr'],
    seen: [55, 'passport'],
    checks: [basic(1000, 50)],
    trained: { 'safeguarding basics': 50, 'lone visiting': 43, 'phone company': 43 },
    knownBy: recommended(55, 'Helga Stone', 'Norris Webb'),
  },
  {
    ...onWeb,
    name: 'Karol Wisniewski',
    lives: 'Harbourside',
    phone: 705,
    signedUp: ago(50, 20.7),
    can: ['online', 'forms', 'odd jobs'],
    withinMetres: 8000,
    atOnce: 2,
    speaks: ['pl'],
    seen: [47, 'residence permit'],
    checks: [basic(1010, 40)],
    trained: { 'safeguarding basics': 43, 'lone visiting': 43 },
    knownBy: recommended(46, 'Ewa Lis', 'Martin Clegg'),
  },
  {
    ...onWeb,
    name: 'Amal Haidar',
    lives: 'Old Town',
    phone: null,
    signedUp: ago(34, 21.3),
    can: ['phone call', 'forms', 'online'],
    free: 'free time',
    speaks: ['ar', 'fr'],
    seen: [30, 'residence permit'],
    trained: { 'safeguarding basics': 29, 'phone company': 29 },
    knownBy: recommended(30, 'Salma Azzam', 'Rita Boon'),
  },
  {
    ...onWeb,
    name: 'Len Ockenden',
    lives: 'Skerby',
    phone: 707,
    signedUp: ago(75, 9.2),
    can: ['lift', 'prescription'],
    withinMetres: 16_000,
    car: true,
    seen: [66, 'driving licence'],
    checks: [barred(700, 60, { updateService: true })],
    knownBy: recommended(66, 'Dot Amery', 'Frank Hale'),
    pausedSince: [ago(8, 11), 21],
  },
  {
    ...onWeb,
    name: 'Jo Pickles',
    lives: 'Fellgate',
    phone: 708,
    signedUp: ago(42, 12.4),
    can: ['odd jobs', 'dog walk'],
    seen: [40, 'passport'],
    leftAt: ago(5, 18.2),
  },
  {
    ...onWeb,
    name: 'Ciara Doyle',
    lives: 'Northgate',
    phone: 709,
    signedUp: justNow(0.6),
    can: ['shopping', 'dog walk'],
    free: 'free time',
  },
  {
    ...onWeb,
    name: 'Bashir Noorzai',
    lives: 'Marsh End',
    phone: 710,
    hasEmail: false,
    writtenBy: 'Beatriz Lima',
    signedUp: ago(6, 11.3),
    can: ['delivery', 'at a hub'],
    speaks: ['fa', 'ur'],
  },
  {
    ...onWeb,
    name: 'Winnie Achterberg',
    lives: 'Saltenby',
    phone: 711,
    signedUp: ago(50, 16.1),
    can: ['at a hub', 'forms'],
    withinMetres: 1600,
    free: 'working hours',
    seen: [40, 'passport'],
    trained: { 'food hygiene': 200 },
  },
  {
    ...onWeb,
    name: 'Dougie Strand',
    lives: 'Harbourside',
    phone: 712,
    signedUp: ago(58, 8.6),
    can: ['dog walk'],
    seen: [57, 'driving licence'],
    knownBy: recommended(57, 'Sal Strang', 'Gil Pope'),
  },
  {
    ...onWeb,
    name: 'Prudence Oyelaran',
    lives: 'Fellgate',
    phone: 713,
    signedUp: ago(20, 13.7),
    can: ['visit', 'phone call'],
    seen: [17, 'passport'],
    knownBy: [
      {
        name: 'Colin Marsh',
        relationship: 'Ran a club together',
        by: 'phone',
        askedAgo: 16,
        answer: 'has concerns',
        words: 'Kind, but she finds it hard to keep what she hears to herself.',
      },
      { name: 'Bola Oyelaran', relationship: 'Family', by: 'mail', askedAgo: 16, answer: null, words: '' },
    ],
  },
  {
    ...onWeb,
    name: 'Ismail Kaya',
    lives: 'Marsh End',
    phone: 714,
    signedUp: ago(34, 18.8),
    can: ['delivery', 'shopping', 'at a hub'],
    speaks: ['tr'],
    seen: [33, 'residence permit'],
    checks: [{ level: 'standard', workforce: 'other', counts: 700, seenAgo: 33, notAccepted: true }, basic(1040, 21)],
    knownBy: recommended(33, 'Deniz Ak', 'Sue Partridge'),
  },
  {
    ...onWeb,
    name: 'Tamara Voss',
    lives: 'Northgate',
    phone: 715,
    signedUp: ago(66, 9.9),
    can: ['visit', 'phone call', 'shopping'],
    free: 'working hours',
    seen: [60, 'passport'],
    checks: [barred(300, 60, { workforce: 'adult and child', updateService: true })],
    trained: { 'safeguarding basics': 400, 'lone visiting': 59, 'phone company': 59 },
    knownBy: recommended(60, 'Sister Mary Gill', 'Theo Banks'),
  },
  {
    ...onWeb,
    name: 'Keith Garrity',
    lives: 'Marsh End',
    phone: 716,
    signedUp: ago(58, 10.1),
    can: ['delivery', 'at a hub', 'odd jobs'],
    seen: [52, 'two bills'],
    trained: { 'food hygiene': 37 },
    knownBy: recommended(52, 'Bev Lunt', 'Asif Rana'),
  },
  {
    ...onWeb,
    name: 'Lottie Farrow',
    lives: 'Skerby',
    phone: null,
    signedUp: ago(13, 22.2),
    can: ['visit', 'online'],
    withinMetres: 1600,
    free: 'free time',
    seen: [9, 'passport'],
  },
  {
    ...onWeb,
    name: 'Bryn Maddock',
    lives: 'Arle Valley',
    phone: 718,
    signedUp: ago(34, 7.5),
    can: ['lift', 'odd jobs', 'dog walk'],
    withinMetres: 16_000,
    car: true,
    seen: [26, 'driving licence'],
    knownBy: recommended(26, 'Megan Prys', 'Dilwyn Roe'),
  },
  {
    ...onWeb,
    name: 'Odette Marchand',
    lives: 'Northgate',
    phone: 719,
    hasEmail: false,
    textsTo: '07700 900719',
    writtenBy: 'Beatriz Lima',
    signedUp: ago(42, 15.2),
    can: ['shopping', 'prescription'],
    atOnce: 3,
    speaks: ['fr'],
    seen: [36, 'residence permit'],
    checks: [barred(980, 25)],
    trained: { 'safeguarding basics': 22, 'money and receipts': 22 },
    knownBy: recommended(36, 'Lucie Perrin', 'Tom Arden'),
  },
  {
    ...onWeb,
    name: 'Pete Yarwood',
    lives: 'Northgate',
    phone: 720,
    signedUp: ago(66, 17.6),
    can: ['shopping', 'prescription', 'odd jobs'],
    seen: [65, 'driving licence'],
    checks: [barred(-4, 65)],
    trained: { 'money and receipts': 61 },
    knownBy: recommended(65, 'Carol Nash', 'Vic Tully'),
  },
  {
    ...onWeb,
    name: 'Maeve Corrigan',
    lives: 'Fellgate',
    phone: 721,
    writtenBy: 'Margot Ellery',
    lookedAfterBy: 'Larkmere Befrienders',
    signedUp: ago(75, 11),
    can: ['visit', 'phone call'],
    seen: [70, 'passport'],
    checks: [{ level: 'enhanced', workforce: 'adult', counts: 820, seenAgo: 60 }],
    trained: { 'safeguarding basics': 58, 'lone visiting': 58, 'phone company': 58 },
    knownBy: recommended(69, 'Brid Casey', 'Len Marr'),
  },
  {
    ...onWeb,
    name: 'Roger Tillotson',
    lives: 'Old Town',
    phone: 722,
    hasEmail: false,
    writtenBy: 'Margot Ellery',
    lookedAfterBy: 'Larkmere Befrienders',
    signedUp: ago(66, 14.4),
    can: ['visit', 'forms'],
    limits: 'No stairs.',
    seen: [62, 'two bills'],
    checks: [{ level: 'enhanced', workforce: 'adult', counts: 55, seenAgo: 62 }],
    trained: { 'safeguarding basics': 58, 'lone visiting': 58 },
    knownBy: recommended(62, 'Ivy Stott', 'Captain Rees'),
  },
  {
    ...onWeb,
    name: 'Harjit Sandhu',
    lives: 'Northgate',
    phone: 723,
    lookedAfterBy: 'Larkmere Wheels',
    signedUp: ago(75, 19.9),
    can: ['lift'],
    car: true,
    speaks: ['pa'],
    seen: [71, 'driving licence'],
    // Ends soon: everybody concerned has been told.
    checks: [barred(11, 71)],
    trained: { 'safeguarding basics': 70 },
    knownBy: recommended(71, 'Gurpreet Gill', 'Hugh Mason'),
  },
  {
    ...onWeb,
    name: 'Val Crossley',
    lives: 'Fellgate',
    phone: 724,
    lookedAfterBy: 'Larkmere Wheels',
    signedUp: ago(34, 20.2),
    can: ['lift', 'shopping'],
    withinMetres: 8000,
    car: true,
    atOnce: 2,
    seen: [28, 'driving licence'],
    checks: [basic(1050, 24)],
    knownBy: recommended(28, 'Judy Pell', 'Ron Astley'),
  },
]

/** Signed up a second time with the same phone number: held back from offers until she says who it was. */
export const signsUpAgain = {
  who: 'Sylvia Brandt',
  as: 'Silvia Brandt',
  email: 's.brandt.2@example.org',
  at: ago(3, 20.1),
}
