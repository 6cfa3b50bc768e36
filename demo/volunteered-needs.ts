import type { NeedKind } from '../src/kernel/need-kind.ts'
import type { NeighbourhoodName } from './map.ts'
import { after, ago, ahead, awake, justNow, type Moment, soon } from './moments.ts'
import type { DemoNeed } from './situation.ts'
import {
  type Act,
  asks,
  asksOrganisation,
  callsBack,
  cannot,
  comes,
  confirms,
  finishes,
  isRefused,
  needsItNoMore,
  organisationRings,
  organisationSaysYes,
  puts,
  reads,
  rings,
  rulesAsk,
  saysNo,
  saysYes,
  spends,
  takesBack,
  tells,
  thanks,
  visits,
  whoeverIsAskedSaysNo,
  worries,
} from './volunteer-acts.ts'

/** A need of Larkmere that was put to volunteers, from first word to where it stands now. */
export interface VolunteeredNeed {
  readonly asked: Moment
  readonly where: NeighbourhoodName
  readonly who: 'woman' | 'man'
  readonly age: number
  readonly kind: NeedKind
  readonly urgency: DemoNeed['urgency']
  /** In the words of whoever asks. */
  readonly words: string
  /** What volunteers read, after "A woman in her 70s". */
  readonly says: string
  /** Whoever took it down on the phone; null when it came by the web. */
  readonly takenBy: string | null
  /** How the resident is told to the visitor, who may look at what they see. */
  readonly residentAs?: string
  readonly turns: readonly (readonly [Moment, Act])[]
}

const bea = 'Beatriz Lima'
const tom = 'Tom Ashworth'
const illness = { cannotManageBecause: 'illness' } as const
const age = { cannotManageBecause: 'age' } as const

export const volunteeredNeeds: readonly VolunteeredNeed[] = [
  // The same pair every week: five visits, one of them missed, and the next one planned.
  {
    asked: ago(45, 10.2),
    where: 'Fellgate',
    who: 'man',
    age: 84,
    kind: 'company',
    urgency: 'no hurry',
    takenBy: 'Gareth Pryce',
    words: 'The carers are kind, but they have eleven minutes. I would like somebody who sits down.',
    says: 'has carers who cannot stay, and would like a visitor once a week for tea and the crossword',
    turns: [
      [
        ago(45, 11),
        puts(tom, {
          activity: 'visit',
          from: ago(38, 14),
          until: ago(38, 16),
          minutes: 60,
          every: 'week',
          so: { ...age, qualifyingService: 'care at home' },
        }),
      ],
      [ago(45, 11.2), asks(tom, 'Maeve Corrigan', 'Roger Tillotson')],
      [ago(45, 18.1), saysYes('Maeve Corrigan')],
      [ago(44, 9.5), confirms(tom, 'Maeve Corrigan')],
      [ago(38, 9), reads('Maeve Corrigan')],
      [ago(38, 16), visits('Maeve Corrigan', 70, 'We did eleven clues.')],
      [ago(37, 10.3), callsBack(tom, 'Maeve Corrigan')],
      [ago(31, 16.3), visits('Maeve Corrigan', 60, '')],
      [ago(24, 12.1), visits('Maeve Corrigan', null, 'He is in hospital for tests until Friday.')],
      [ago(17, 16.2), visits('Maeve Corrigan', 75, 'Glad to be home.')],
      [
        ago(16, 11),
        thanks('Margot Ellery', 'Maeve Corrigan', 'He told me that his weeks have a shape again. That is you.'),
      ],
      [ago(10, 16.4), visits('Maeve Corrigan', 60, '')],
      [ago(3, 16.5), visits('Maeve Corrigan', 65, 'He beat me to the last clue.')],
      [
        justNow(0.5),
        worries(
          'Maeve Corrigan',
          'He had a bruise on his arm on my last visit and said that he fell. His nephew now keeps his bank card, and he went quiet when I asked.',
        ),
      ],
    ],
  },
  // Done, with a receipt, hours, a call-back and thanks.
  {
    asked: ago(9, 9.2),
    where: 'Old Town',
    who: 'woman',
    age: 78,
    kind: 'shopping',
    urgency: 'two days',
    takenBy: 'Yvonne Baptiste',
    words: 'I am just out of hospital with a new hip, and the fridge has a lemon in it.',
    says: 'is just home from hospital and needs a week of shopping, which she pays in cash',
    turns: [
      [
        ago(9, 9.6),
        puts(bea, {
          activity: 'shopping',
          from: ago(8, 10),
          until: ago(8, 17),
          minutes: 60,
          so: { ...illness, handlesMoney: true },
        }),
      ],
      [ago(9, 9.7), asks(bea, 'Femi Adeyinka', 'Odette Marchand')],
      [ago(9, 10.1), saysYes('Femi Adeyinka')],
      [ago(9, 10.4), confirms(bea, 'Femi Adeyinka')],
      [ago(8, 9.6), reads('Femi Adeyinka')],
      [ago(8, 9.8), rings('Femi Adeyinka')],
      [ago(8, 12), spends('Femi Adeyinka', 1845, 'Tidewater Stores', 'cash counted together')],
      [ago(8, 12.2), finishes('Femi Adeyinka', 55, 'Put it away for her too.')],
      [ago(7, 10), callsBack(bea, 'Femi Adeyinka')],
      [ago(7, 10.1), thanks(bea, 'Femi Adeyinka', 'She said that you remembered the good marmalade. Thank you.')],
      [
        ago(7, 10.2),
        tells('much better', 'He brought exactly what I would have chosen, and would not stop for a biscuit.', bea),
      ],
    ],
  },
  // Yes, no, a waiting list; it fell through and whoever waited did it.
  {
    asked: ago(7, 11.2),
    where: 'Old Town',
    who: 'man',
    age: 67,
    kind: 'money',
    urgency: 'this week',
    takenBy: 'Yvonne Baptiste',
    words: 'It is the forms. They come in brown envelopes and I put them in the drawer. The drawer is full.',
    says: 'needs somebody to go through a drawer of letters and forms with him',
    turns: [
      [ago(7, 11.8), puts(tom, { activity: 'forms', from: ago(4, 14), until: ago(4, 17), minutes: 90 })],
      [ago(7, 12), asks(tom, 'Sylvia Brandt', 'Karol Wisniewski', 'Roger Tillotson')],
      [ago(7, 12.6), saysYes('Sylvia Brandt')],
      [ago(7, 13.1), confirms(tom, 'Sylvia Brandt')],
      [ago(7, 14.9), saysYes('Karol Wisniewski')],
      [ago(7, 15.2), saysNo('Roger Tillotson', 'not free')],
      [ago(5, 15.5), reads('Sylvia Brandt')],
      [ago(5, 17), cannot('Sylvia Brandt', 'ill', 'I have come down with something. I am so sorry.')],
      [ago(5, 17.1), rulesAsk],
      [ago(5, 18.3), saysYes('Karol Wisniewski')],
      [ago(5, 18.6), confirms(tom, 'Karol Wisniewski')],
      [ago(4, 13.2), reads('Karol Wisniewski')],
      [ago(4, 16), finishes('Karol Wisniewski', 110, 'The drawer is empty. Two things are for the advice centre.')],
      [ago(3, 11), callsBack(tom, 'Karol Wisniewski')],
      [ago(3, 11.1), tells('better', 'I can see the bottom of the drawer.', tom)],
    ],
  },
  // A weekly shop whose volunteer's check ended: released, and somebody else goes on.
  {
    asked: ago(26, 14.1),
    where: 'Northgate',
    who: 'woman',
    age: 88,
    kind: 'shopping',
    urgency: 'no hurry',
    takenBy: 'Gareth Pryce',
    words: 'My legs will not do the hill any more. It is a loaf, milk and the paper, every week the same.',
    says: 'cannot manage the hill and needs the same few things fetched every week',
    turns: [
      [
        ago(26, 15),
        puts(bea, { activity: 'shopping', from: ago(24, 10), until: ago(24, 12), minutes: 45, every: 'week', so: age }),
      ],
      [ago(26, 15.1), asks(bea, 'Pete Yarwood')],
      [ago(26, 17.5), saysYes('Pete Yarwood')],
      [ago(25, 9.2), confirms(bea, 'Pete Yarwood')],
      [ago(24, 9.3), reads('Pete Yarwood')],
      [ago(24, 12), visits('Pete Yarwood', 40, '')],
      [ago(23, 10), callsBack(bea, 'Pete Yarwood')],
      [ago(17, 12), visits('Pete Yarwood', 45, '')],
      [ago(10, 12), visits('Pete Yarwood', 45, 'The paper shop is shut, so I went to the harbour.')],
      // His check ends the day before the next visit: the clock releases him two days ahead (`tell-volunteering.ts`), and it is back with whoever chooses.
      [
        ago(5, 10.9),
        puts(bea, { activity: 'shopping', from: ago(3, 10), until: ago(3, 12), minutes: 45, every: 'week', so: age }),
      ],
      [ago(5, 11), asks(bea, 'Odette Marchand')],
      [ago(5, 12.2), saysYes('Odette Marchand')],
      [ago(5, 12.5), confirms(bea, 'Odette Marchand')],
      [ago(3, 9.4), reads('Odette Marchand')],
      [ago(3, 12), visits('Odette Marchand', 50, 'She gave me a list in French!')],
      [ago(2, 10.2), callsBack(bea, 'Odette Marchand')],
    ],
  },
  // The resident asked for somebody else; it is back with whoever decides.
  {
    asked: ago(4, 9.4),
    where: 'Harbourside',
    who: 'woman',
    age: 71,
    kind: 'online',
    urgency: 'this week',
    takenBy: null,
    words: 'My tablet wants a password that I never had. My granddaughter is on it on Sundays, they say.',
    says: 'would like help to see her family on a tablet',
    turns: [
      [ago(4, 10.3), puts(tom, { activity: 'online', from: ago(2, 10), until: ahead(2, 17), minutes: 60 })],
      [ago(4, 10.4), asks(tom, 'Karol Wisniewski')],
      [ago(4, 12.1), saysYes('Karol Wisniewski')],
      [ago(4, 12.4), confirms(tom, 'Karol Wisniewski')],
      [ago(4, 12.6), comes('Karol Wisniewski', ago(2, 16))],
      [ago(2, 18.2), isRefused('Karol Wisniewski')],
    ],
  },
  // Put to volunteers and taken back, because a group next door does it.
  {
    asked: ago(8, 13.2),
    where: 'Northgate',
    who: 'man',
    age: 59,
    kind: 'home',
    urgency: 'this week',
    takenBy: 'Gareth Pryce',
    words: 'I broke my wrist and the dog does not care. He wants his mile.',
    says: 'has a broken wrist and needs his dog walked for some weeks',
    turns: [
      [ago(8, 13.5), puts(tom, { activity: 'dog walk', from: ago(7, 8), until: ago(3, 20), minutes: 45 })],
      [ago(8, 15), takesBack(tom)],
      [ago(8, 15.1), asksOrganisation(tom, 'Northgate Neighbours')],
      [ago(8, 16), organisationSaysYes('Sunita Ghale')],
      [ago(7, 9), organisationRings('Sunita Ghale')],
    ],
  },
  // Nobody who may do it goes up to the moor: back, with what stood in the way.
  {
    asked: ago(3, 8.9),
    where: 'Gorsemoor',
    who: 'woman',
    age: 81,
    kind: 'lift',
    urgency: 'this week',
    takenBy: 'Gareth Pryce',
    words: 'The eye clinic again, and there is still no bus. They said to ask the volunteers.',
    says: 'cannot travel alone because of her sight and needs a lift to the eye clinic and home',
    turns: [
      [
        ago(3, 9.4),
        puts(bea, {
          activity: 'lift',
          from: ahead(1, 9),
          until: ahead(1, 13),
          minutes: 180,
          offersBy: 'rules',
          so: { ...illness, toOrFromCare: true },
        }),
      ],
      [ago(3, 9.6), rulesAsk],
    ],
  },
  // The first time together was today or yesterday: somebody is to ring her.
  {
    asked: ago(3, 10.2),
    where: 'Northgate',
    who: 'woman',
    age: 76,
    kind: 'lift',
    urgency: 'two days',
    takenBy: 'Yvonne Baptiste',
    words: 'They put drops in, so I cannot drive home after. My daughter works until six.',
    says: 'needs a lift home after treatment at the hospital, which leaves her unwell',
    turns: [
      [
        ago(3, 10.6),
        puts(bea, {
          activity: 'lift',
          from: awake(6),
          until: awake(3),
          minutes: 90,
          so: { ...illness, toOrFromCare: true },
        }),
      ],
      [ago(3, 10.8), asks(bea, 'Harjit Sandhu')],
      [ago(3, 11.4), saysYes('Harjit Sandhu')],
      [ago(3, 11.6), confirms(bea, 'Harjit Sandhu')],
      [awake(7), reads('Harjit Sandhu')],
      [awake(3.2), finishes('Harjit Sandhu', 95, '')],
    ],
  },
  // In hand, with somebody on the waiting list.
  {
    asked: awake(8),
    where: 'Marsh End',
    who: 'woman',
    age: 34,
    kind: 'food',
    urgency: 'two days',
    takenBy: 'Gareth Pryce',
    words:
      'The three of us have had the bug and nobody is fit to carry anything. The Kitchen has a parcel with our name on it.',
    says: 'is ill with her children and needs a food parcel brought to the door',
    turns: [
      [awake(7.6), puts(bea, { activity: 'delivery', from: ahead(1, 10), until: ahead(1, 18), minutes: 30 })],
      [awake(7.5), asks(bea, 'Tunde Balogun', 'Ismail Kaya', 'Keith Garrity')],
      [awake(7.3), saysYes('Tunde Balogun')],
      [awake(7), confirms(bea, 'Tunde Balogun')],
      [awake(6.7), saysYes('Ismail Kaya')],
      [awake(6.5), saysNo('Keith Garrity', 'not free')],
    ],
  },
  // Near its time: who it is and where can be read now.
  {
    asked: awake(10),
    where: 'Old Town',
    who: 'man',
    age: 73,
    kind: 'prescription',
    urgency: 'two days',
    takenBy: 'Yvonne Baptiste',
    residentAs: 'whom a volunteer is about to help',
    words: 'The chemist has it ready. It is the stairs that I have not got ready.',
    says: 'needs a prescription collected from the chemist on the square',
    turns: [
      [awake(9.5), puts(bea, { activity: 'prescription', from: soon, until: after(soon, 2), minutes: 45 })],
      [awake(9.4), asks(bea, 'Femi Adeyinka', 'Pete Yarwood')],
      [awake(8.6), saysYes('Femi Adeyinka')],
      [awake(8.2), confirms(bea, 'Femi Adeyinka')],
    ],
  },
  // Somebody said yes and is to be confirmed.
  {
    asked: awake(6),
    where: 'Fellgate',
    who: 'woman',
    age: 69,
    kind: 'lift',
    urgency: 'this week',
    takenBy: 'Gareth Pryce',
    words: 'My sister is in a home in Skerby and it is her birthday. I have knitted the thing already.',
    says: 'would like a lift to visit her sister and home again',
    turns: [
      [awake(5.5), puts(bea, { activity: 'lift', from: ahead(3, 11), until: ahead(3, 17), minutes: 150 })],
      [awake(5.4), asks(bea, 'Val Crossley', 'Bryn Maddock')],
      [awake(1.5), saysYes('Val Crossley')],
    ],
  },
  // The rules ask by themselves: one has said no, the next has been asked.
  {
    asked: awake(5),
    where: 'Harbourside',
    who: 'man',
    age: 62,
    kind: 'home',
    urgency: 'this week',
    takenBy: null,
    words: 'I start chemotherapy on Monday and Biscuit still wants his walk round the harbour.',
    says: 'starts treatment and needs a small dog walked in the mornings',
    turns: [
      [
        awake(4.5),
        puts(bea, {
          activity: 'dog walk',
          from: ahead(1, 8),
          until: ahead(5, 12),
          minutes: 40,
          offersBy: 'rules',
        }),
      ],
      [awake(4.3), rulesAsk],
      [awake(2.2), whoeverIsAskedSaysNo],
      [awake(2), rulesAsk],
    ],
  },
  // Waits for the answer of whoever signs in as Femi, and of somebody without e-mail, whom somebody rings.
  {
    asked: awake(4),
    where: 'Old Town',
    who: 'woman',
    age: 80,
    kind: 'company',
    urgency: 'no hurry',
    takenBy: 'Yvonne Baptiste',
    words: 'The days are all right. It is the evenings, from the news on.',
    says: 'lives alone and would like a friendly call once a week, in the early evening',
    turns: [
      [
        awake(3.5),
        puts(bea, { activity: 'phone call', from: ahead(2, 16), until: ahead(2, 19), minutes: 30, every: 'week' }),
      ],
      [awake(3.3), asks(bea, 'Femi Adeyinka', 'Amal Haidar', 'Grace Whitlock')],
      [awake(2.8), saysNo('Amal Haidar', 'not free')],
    ],
  },
  // Two were asked and nobody answered: one never looked, the other nobody rang in time. The third has been in touch, and calls soon.
  {
    asked: ago(6, 9.5),
    where: 'Old Town',
    who: 'woman',
    age: 79,
    kind: 'company',
    urgency: 'this week',
    takenBy: 'Gareth Pryce',
    words: 'I moved here to be near my son and he moved to Leeds. I talk to the radio, and it does not listen.',
    says: 'is new in town and would like somebody to talk to on the phone',
    turns: [
      [ago(6, 10.2), puts(bea, { activity: 'phone call', from: soon, until: ahead(2, 20), minutes: 30 })],
      [ago(6, 10.3), asks(bea, 'Grace Whitlock', 'Amal Haidar')],
      [ago(6, 14.6), rulesAsk],
      [ago(2, 10.1), asks(bea, 'Sylvia Brandt')],
      [ago(2, 11), saysYes('Sylvia Brandt')],
      [ago(2, 11.3), confirms(bea, 'Sylvia Brandt')],
      [ago(2, 11.4), comes('Sylvia Brandt', soon)],
      [awake(1.6), reads('Sylvia Brandt')],
      [awake(1.2), rings('Sylvia Brandt')],
    ],
  },
  // A volunteer was confirmed, and then it was not needed any more: he was told, and thanked.
  {
    asked: ago(3, 13.1),
    where: 'Marsh End',
    who: 'man',
    age: 52,
    kind: 'food',
    urgency: 'this week',
    takenBy: 'Yvonne Baptiste',
    words: 'The van is off the road until the part comes, and the parcel is on the wrong side of the marsh.',
    says: 'has no transport this week and needs a food parcel brought to the door',
    turns: [
      [ago(3, 13.5), puts(bea, { activity: 'delivery', from: ahead(1, 10), until: ahead(1, 16), minutes: 30 })],
      [ago(3, 13.6), asks(bea, 'Keith Garrity')],
      [ago(3, 15.2), saysYes('Keith Garrity')],
      [ago(3, 15.4), confirms(bea, 'Keith Garrity')],
      [ago(2, 9.8), needsItNoMore],
    ],
  },
]
