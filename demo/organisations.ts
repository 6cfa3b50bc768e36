import type { AssuranceLevel, OrganisationKind, Role } from '../src/capabilities/organisations/index.ts'
import type { NeedKind } from '../src/kernel/need-kind.ts'
import type { NeighbourhoodName } from './map.ts'

/** Somebody who acts for an organisation. */
export interface DemoMember {
  readonly name: string
  readonly role: Role
  /** Told to the visitor, who may sign in as this person; how they are introduced. */
  readonly signInAs?: string
}

/** How an organisation answers what it is asked; the referrals of the last 60 days are played by it. */
export interface Manner {
  /** Share of its time to answer that it usually takes, from and to. */
  readonly takes: readonly [number, number]
  readonly saysYes: number
  readonly staysSilent: number
  /** Of those it said yes to, how many it could not do after all. */
  readonly couldNot: number
}

export interface DemoOrganisation {
  readonly name: string
  readonly kind: OrganisationKind
  readonly assuranceLevel: AssuranceLevel
  readonly about: string
  readonly mailbox: string
  readonly phone: string | null
  readonly office: NeighbourhoodName
  readonly helpsWith: readonly NeedKind[]
  /** Where it helps; null for all of Larkmere. */
  readonly helpsIn: readonly NeighbourhoodName[] | null
  readonly takesReferrals: boolean
  readonly manner: Manner
  readonly members: readonly DemoMember[]
}

const town: NeighbourhoodName[] = ['Harbourside', 'Old Town', 'Northgate', 'Marsh End', 'Fellgate']
const steady: Manner = { takes: [0.15, 0.55], saysYes: 0.8, staysSilent: 0.04, couldNot: 0.05 }

/** Who runs the local system of Larkmere together. The first one decides what happens next; the second takes calls. */
export const organisations: readonly DemoOrganisation[] = [
  {
    name: 'Larkmere Community Hub',
    kind: 'charity',
    assuranceLevel: 'contracted',
    about:
      'Takes requests seven days a week, finds who near you can help, and makes sure that it happened. It also runs the warm room and the welcome desk.',
    mailbox: 'hub',
    phone: '020 7946 0101',
    office: 'Old Town',
    helpsWith: ['company', 'online', 'other'],
    helpsIn: null,
    takesReferrals: true,
    manner: { takes: [0.05, 0.3], saysYes: 0.86, staysSilent: 0.01, couldNot: 0.03 },
    members: [
      { name: 'Nadia Rahman', role: 'coordinator', signInAs: 'decides what happens next' },
      { name: 'Tom Ashworth', role: 'coordinator' },
      { name: 'Beatriz Lima', role: 'coordinator', signInAs: 'looks after volunteers' },
      { name: 'Idris Fontaine', role: 'convenor', signInAs: 'convenes the network of councils' },
    ],
  },
  {
    name: 'Larkmere Council',
    kind: 'council',
    assuranceLevel: 'contracted',
    about: 'Social care, housing advice, the welfare fund and the helpline. Pays for much of what others do here.',
    mailbox: 'council',
    phone: '0161 496 0200',
    office: 'Old Town',
    helpsWith: ['money', 'housing', 'caring'],
    helpsIn: null,
    takesReferrals: true,
    manner: { takes: [0.4, 0.9], saysYes: 0.7, staysSilent: 0.1, couldNot: 0.05 },
    members: [
      { name: 'Farida Noor', role: 'directory editor', signInAs: 'keeps the directory right' },
      { name: 'Gareth Pryce', role: 'call handler', signInAs: 'takes calls' },
      { name: 'Yvonne Baptiste', role: 'call handler' },
      { name: 'Priya Nair', role: 'coordinator' },
      { name: 'Imogen Farr', role: 'safeguarding lead', signInAs: 'looks at concerns' },
      { name: 'Thandeka Mbeki', role: 'data protection lead', signInAs: 'answers for who sees what' },
      { name: 'Helen Marchetti', role: 'commissioner', signInAs: 'looks for gaps' },
      { name: 'Rosalind Achterberg', role: 'champion', signInAs: 'keeps it local for the council' },
    ],
  },
  {
    name: 'Harbour Surgery',
    kind: 'nhs',
    assuranceLevel: 'contracted',
    about: 'The general practice on the quay, with link workers for what a prescription does not mend.',
    mailbox: 'surgery',
    phone: '020 7946 0118',
    office: 'Harbourside',
    helpsWith: ['wellbeing', 'caring', 'prescription'],
    helpsIn: ['Harbourside', 'Old Town', 'Northgate', 'Marsh End'],
    takesReferrals: true,
    manner: steady,
    members: [
      { name: 'Dilys Okafor', role: 'link worker', signInAs: 'passes needs on and follows them' },
      { name: 'Marek Zielinski', role: 'link worker' },
    ],
  },
  {
    name: 'Old Quay Kitchen',
    kind: 'charity',
    assuranceLevel: 'registered',
    about: 'Hot meals, a pantry and parcels from the old net loft. Delivers by bicycle in the town, every day.',
    mailbox: 'kitchen',
    phone: '020 7946 0134',
    office: 'Harbourside',
    helpsWith: ['food', 'shopping', 'company'],
    helpsIn: town,
    takesReferrals: true,
    manner: { takes: [0.03, 0.12], saysYes: 0.93, staysSilent: 0.01, couldNot: 0.03 },
    members: [
      { name: 'Ben Castellano', role: 'coordinator', signInAs: 'answers for a kitchen' },
      { name: 'Aoife Kinsella', role: 'coordinator' },
    ],
  },
  {
    name: 'Larkmere Wheels',
    kind: 'community interest company',
    assuranceLevel: 'registered',
    about: 'Lifts by volunteer drivers and one minibus with a lift, to surgeries, hospital and shops.',
    mailbox: 'wheels',
    phone: '020 7946 0142',
    office: 'Northgate',
    helpsWith: ['lift', 'prescription', 'shopping'],
    helpsIn: [...town, 'Skerby', 'Saltenby', 'Arle Valley'],
    takesReferrals: true,
    manner: { takes: [0.2, 0.6], saysYes: 0.68, staysSilent: 0.05, couldNot: 0.1 },
    members: [
      { name: 'Cleo Adebayo', role: 'coordinator', signInAs: 'answers for the drivers' },
      { name: 'Stuart Penhale', role: 'coordinator' },
    ],
  },
  {
    name: 'Northgate Neighbours',
    kind: 'mutual aid',
    assuranceLevel: 'informal',
    about:
      'About sixty households who shop, collect and knock for one another. One phone, one message group, no office.',
    mailbox: 'northgate',
    phone: '020 7946 0155',
    office: 'Northgate',
    helpsWith: ['shopping', 'prescription', 'company', 'home', 'food'],
    helpsIn: ['Northgate', 'Old Town', 'Harbourside'],
    takesReferrals: true,
    manner: { takes: [0.04, 0.25], saysYes: 0.84, staysSilent: 0.05, couldNot: 0.04 },
    members: [{ name: 'Sunita Ghale', role: 'coordinator', signInAs: 'answers for a mutual-aid group' }],
  },
  {
    name: 'Villages Mutual Aid',
    kind: 'mutual aid',
    assuranceLevel: 'informal',
    about: 'Neighbours in Skerby, Saltenby and Arle Valley with a rota, a noticeboard and three cars. Nobody is paid.',
    mailbox: 'villages',
    phone: null,
    office: 'Skerby',
    helpsWith: ['shopping', 'prescription', 'lift', 'company', 'food'],
    helpsIn: ['Skerby', 'Saltenby', 'Arle Valley'],
    takesReferrals: true,
    manner: { takes: [0.2, 0.7], saysYes: 0.74, staysSilent: 0.12, couldNot: 0.06 },
    members: [{ name: 'Owen Tregarth', role: 'coordinator' }],
  },
  {
    name: 'Plain Sailing Advice',
    kind: 'charity',
    assuranceLevel: 'registered',
    about:
      'Free and independent advice on benefits, debt, bills and housing. Always busy, never turned anyone away for good.',
    mailbox: 'advice',
    phone: '020 7946 0161',
    office: 'Old Town',
    helpsWith: ['money', 'housing', 'online'],
    helpsIn: null,
    takesReferrals: true,
    manner: { takes: [0.25, 0.7], saysYes: 0.72, staysSilent: 0.06, couldNot: 0.03 },
    members: [
      { name: 'Rukhsana Mirza', role: 'coordinator' },
      { name: 'Callum Drummond', role: 'coordinator' },
    ],
  },
  {
    name: 'Larkmere Befrienders',
    kind: 'charity',
    assuranceLevel: 'registered',
    about: 'Visits and calls for people who see nobody. Two paid half-days a week, forty volunteers, and a list.',
    mailbox: 'befrienders',
    phone: '020 7946 0177',
    office: 'Fellgate',
    helpsWith: ['company', 'wellbeing', 'caring'],
    helpsIn: null,
    takesReferrals: true,
    // The slow one: a question often runs out of time before anybody has read it.
    manner: { takes: [0.6, 0.97], saysYes: 0.45, staysSilent: 0.42, couldNot: 0.08 },
    members: [{ name: 'Margot Ellery', role: 'coordinator' }],
  },
  {
    name: 'Chapel Street Fellowship',
    kind: 'faith group',
    assuranceLevel: 'constituted',
    about: 'An open door, a community lunch and people who listen, whatever you believe.',
    mailbox: 'chapel',
    phone: '0161 496 0233',
    office: 'Marsh End',
    helpsWith: ['food', 'company', 'wellbeing'],
    helpsIn: ['Marsh End', 'Old Town', 'Saltenby', 'Fellgate'],
    takesReferrals: true,
    manner: { takes: [0.3, 0.8], saysYes: 0.74, staysSilent: 0.12, couldNot: 0.04 },
    members: [
      { name: 'Emmanuel Osei', role: 'coordinator' },
      { name: 'Ruth Fairclough', role: 'coordinator' },
    ],
  },
  {
    name: 'Lantern Homes',
    kind: 'housing association',
    assuranceLevel: 'registered',
    about: '2,300 homes in Larkmere, a repairs team, and tenancy support for whoever lives in them.',
    mailbox: 'lantern',
    phone: '0161 496 0241',
    office: 'Fellgate',
    helpsWith: ['housing', 'home', 'money'],
    helpsIn: town,
    takesReferrals: true,
    manner: { takes: [0.35, 0.85], saysYes: 0.66, staysSilent: 0.1, couldNot: 0.06 },
    members: [
      { name: 'Joanne Whitcombe', role: 'coordinator' },
      { name: 'Idris Malik', role: 'link worker' },
    ],
  },
  {
    name: 'Fellgate Fixers',
    kind: 'community interest company',
    assuranceLevel: 'constituted',
    about:
      'Small jobs in homes and gardens, and a repair shop for laptops and phones, done by people learning a trade.',
    mailbox: 'fixers',
    phone: '0161 496 0257',
    office: 'Fellgate',
    helpsWith: ['home', 'online'],
    helpsIn: [...town, 'Skerby'],
    takesReferrals: true,
    manner: steady,
    members: [{ name: 'Leon Hartnell', role: 'coordinator' }],
  },
  {
    name: 'Marsh Lane Primary School',
    kind: 'school',
    assuranceLevel: 'registered',
    about: 'A school with a family room: breakfast, a uniform shelf, a pantry on Thursdays and someone to talk to.',
    mailbox: 'school',
    phone: '0161 496 0264',
    office: 'Marsh End',
    helpsWith: ['food', 'caring', 'online'],
    helpsIn: ['Marsh End'],
    takesReferrals: true,
    manner: { takes: [0.2, 0.6], saysYes: 0.85, staysSilent: 0.05, couldNot: 0.03 },
    members: [{ name: 'Farida Haddad', role: 'coordinator' }],
  },
  {
    name: 'Tidewater Stores',
    kind: 'company',
    assuranceLevel: 'registered',
    about:
      'The grocer on Quay Street, which delivers free to anyone who cannot get out. What is left at closing goes to the pantry.',
    mailbox: 'tidewater',
    phone: '0161 496 0279',
    office: 'Harbourside',
    helpsWith: ['shopping'],
    helpsIn: ['Harbourside', 'Old Town', 'Marsh End'],
    takesReferrals: true,
    manner: { takes: [0.1, 0.4], saysYes: 0.8, staysSilent: 0.05, couldNot: 0.04 },
    members: [{ name: 'Gwen Sandiford', role: 'coordinator' }],
  },
]

/** The password of everyone in Larkmere. Nobody real has it, and nothing real is behind it. */
export const demoPassword = 'larkmere-harbour'

export const addressOf = (name: string): string => `${name.toLowerCase().replace(/[^a-z]+/g, '.')}@example.org`

/** The first words of Larkmere's own page, and whom to ring. */
export const placeSettings = {
  openingWords:
    'Whatever it is, somebody in Larkmere can probably help: a bag of shopping, a lift, a form to fill in, someone to talk to. Tell us once. We find who near you can do it, ask them, and make sure that it happened.',
  phone: { says: '020 7946 0100', href: 'tel:02079460100', hours: 'every day, 8:30 am to 5:30 pm' },
  safeguardingPhone: { says: '0161 496 0999', href: 'tel:01614960999', hours: 'day and night' },
  emergencyPhone: { says: '999', href: 'tel:999' },
  // Made up, like everything here: real ones are given out by the Open Contracting Partnership and 360Giving.
  openContracting: {
    ocidPrefix: 'ocds-zz1zz1',
    grantPrefix: '360G-larkmere',
    name: 'Larkmere Council',
    orgId: 'GB-LAE-ZZZ',
  },
  licence: {
    name: 'Open Government Licence v3.0',
    url: 'https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/',
  },
} as const
