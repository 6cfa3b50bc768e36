import { setPool, setYears } from '../src/capabilities/commissioning/agreements/set-money.ts'
import {
  addMeasure,
  planReview,
  recordReading,
  sayNoMetrics,
  writeLearning,
} from '../src/capabilities/commissioning/care/care.ts'
import { listMeasures } from '../src/capabilities/commissioning/care/care-store.ts'
import { chooseWay } from '../src/capabilities/commissioning/choosing/choose-way.ts'
import { tellCosts } from '../src/capabilities/commissioning/costs/tell-costs.ts'
import { openEngagement, writeEntry } from '../src/capabilities/commissioning/engagement/engage.ts'
import { writeAgreement } from '../src/capabilities/commissioning/index.ts'
import { tellLocalArea } from '../src/capabilities/commissioning/local-area/tell-local-area.ts'
import { changeParty } from '../src/capabilities/commissioning/parties/know-party.ts'
import { listParties } from '../src/capabilities/commissioning/parties/party-store.ts'
import { askRelief, decideRelief, recordMonth } from '../src/capabilities/commissioning/pay/pay.ts'
import { listReliefs } from '../src/capabilities/commissioning/pay/pay-store.ts'
import { nameEngagement, publishAgreement, signAgreement } from '../src/capabilities/commissioning/relationship/sign.ts'
import { dateAt } from '../src/design/time-in-words.ts'
import type { Actor } from '../src/platform/auth/actor.ts'
import { type Command, perform } from '../src/platform/command.ts'
import { tellCompetitions } from './competitions.ts'
import { days, later } from './story.ts'
import { done, found, type Stage } from './tell.ts'

/** What Larkmere commissions: a pool of the council and the surgery, a contract in relief while a hall is flooded, a draft grant, and one engagement that is open. */
export const tellCommissioning = async (stage: Stage, now: Date): Promise<void> => {
  const { db, clock, placeId, organisationIds, members } = stage
  const helen = found(members, 'Helen Marchetti')
  const ben = found(members, 'Ben Castellano')
  const cleo = found(members, 'Cleo Adebayo')
  const margot = found(members, 'Margot Ellery')
  const id = (name: string) => found(organisationIds, name)
  const on = (ago: number) => dateAt(later(now, -ago * days))
  const at = <Input, Answer>(ago: number, who: Actor, what: Command<Input, Answer>, input: Input): Promise<Answer> =>
    clock.at(later(now, -ago * days), async () => done(await perform(db, who, what, input)))
  const year = now.getUTCFullYear()
  const none = {
    cpvCode: '85300000',
    extendableUntilOn: null,
    shortBecause: null,
    neighbourhoodIds: null,
  } as const

  const { engagementId } = await at(30, helen, openEngagement, {
    title: 'Coming home from hospital alone',
    about:
      'About 40 people a month come home to nobody. We want to know what would help in the first week before we decide what to fund, and with whom.',
    process:
      'Come to the Hub on a Thursday at 10, ring us, or write here. We come to you if you meet in the evening. Nobody has to write a paper.',
    ...{
      category: 'services',
      cpvCode: '85300000',
      contactName: 'Helen Marchetti',
      contactEmail: 'helen.marchetti@example.org',
    },
    ...{
      opensOn: on(30),
      closesOn: dateAt(later(now, 25 * days)),
      valueInPence: 24_000_000,
      plannedFromOn: `${year + 1}-04-01`,
      plannedUntilOn: `${year + 6}-03-31`,
    },
    ...{ suitsSme: true, suitsVcse: true, neighbourhoodIds: null, cameFrom: null },
  })
  const entries = [
    [
      24,
      helen,
      'visit',
      'Larkmere Befrienders: two coordinators, nine volunteers',
      'The first evening is the hard one. A call is not enough; somebody has to put the heating on.',
      'We ask for somebody at the door on the first evening, not for calls.',
    ],
    [
      17,
      ben,
      'meeting',
      'Old Quay Kitchen and Tidewater Stores',
      'Food for three days can be at the door, if we hear by noon. Payment by the parcel would mean that we count parcels and not people.',
      '',
    ],
    [
      6,
      cleo,
      'call',
      'Larkmere Wheels: drivers',
      'Drivers would wait and go in with people, if that hour is paid and insured.',
      '',
    ],
  ] as const
  for (const [ago, who, how, asked, said, changed] of entries)
    await at(ago, who, writeEntry, { engagementId, happenedOn: on(ago), how, asked, said, changed })

  await at(235, helen, tellLocalArea, {
    own: { name: 'Larkmere', code: null },
    inside: { name: 'Fenwater', code: null },
    borders: ['Fenwater', 'Harrowdale', 'Saltmarsh'].map(name => ({ name, code: null })),
    source: 'An invented map of an invented town',
    sourceUrl: null,
    readOn: on(236),
  })
  const write = (ago: number, input: object) =>
    at(ago, helen, writeAgreement, {
      ...none,
      kind: 'contract',
      category: 'services',
      engagementId: null,
      noEngagementBecause: null,
      ...input,
    } as never)
  const pool = await write(230, {
    title: 'Eating together',
    purpose: 'Nobody in the town eats alone who does not want to, and who cannot get out is not forgotten.',
    kind: 'partnership',
    supplierIds: [id('Old Quay Kitchen')],
    ...{ startsOn: `${year}-04-01`, endsOn: `${year + 5}-03-31` },
  })
  await at(229, helen, setYears, {
    reference: pool.reference,
    amountsInPence: [48_250_01, 49_500_00, 50_800_00, 52_100_00, 53_500_00],
    vatRate: '0',
  })
  await at(229, helen, setPool, {
    reference: pool.reference,
    basis: 'NHS Act 2006, section 75',
    showsShares: true,
    parts: [
      { funderId: id('Larkmere Council'), shareInHundredths: 6_667, amountsInPence: null, riskInHundredths: 5_000 },
      { funderId: id('Harbour Surgery'), shareInHundredths: 3_333, amountsInPence: null, riskInHundredths: 5_000 },
    ],
  })
  await at(228, helen, chooseWay, {
    reference: pool.reference,
    route: 'section-75',
    answers: { nation: 'england', buyer: 'council', on: on(228), form: 'pool' },
  })
  await at(228, helen, nameEngagement, {
    reference: pool.reference,
    engagementId: null,
    noEngagementBecause: 'It goes on from what the kitchen and the surgery had begun together.',
  })
  for (const [name, why, unit, aim] of [
    ['People who ate with somebody', 'It is what they asked for.', 'people in a month', '120'],
    ['People who came a second time', 'Who comes back was welcome.', 'of 10', '7'],
    ['Days from asking to the first meal', 'Hunger does not wait.', 'days', 'at most 2'],
  ] as const)
    await at(228, helen, addMeasure, { reference: pool.reference, name, why, unit, aim })
  await at(227, helen, planReview, {
    reference: pool.reference,
    dueOn: dateAt(later(now, 20 * days)),
    about: 'Half a year: what did we learn?',
  })
  await at(226, helen, signAgreement, { reference: pool.reference, signedOn: on(226), belowCostBecause: '' })
  const [first] = await db.as(helen, tx => listMeasures(tx, pool.agreementId))
  await at(40, ben, recordReading, {
    reference: pool.reference,
    measureId: first?.measureId ?? '',
    readOn: on(40),
    value: '134',
    stands: 'met',
    says: 'More in the week than at weekends.',
  })
  await at(38, ben, writeLearning, {
    reference: pool.reference,
    kind: 'learning',
    happenedOn: on(38),
    says: 'People come for the second helping of talk. When we moved the tables together, twice as many stayed.',
    thenWhat: 'Long tables everywhere.',
  })
  await at(20, ben, writeLearning, {
    reference: pool.reference,
    kind: 'story',
    happenedOn: on(22),
    says: 'Somebody who had eaten from tins for a year now lays the table for twelve on Tuesdays.',
    thenWhat: 'Said yes to telling it here, to Aoife, and can take it back any day.',
  })

  const lifts = await write(210, {
    title: 'Lifts to where people have to be',
    purpose: 'Whoever has an appointment gets there, waits with somebody, and gets home.',
    supplierIds: [id('Larkmere Wheels')],
    ...{ startsOn: `${year}-04-01`, endsOn: `${year + 5}-03-31` },
  })
  await at(209, helen, setYears, {
    reference: lifts.reference,
    amountsInPence: [24_000_00, 24_600_00, 25_200_00, 25_900_00, 26_500_00],
    vatRate: '20',
  })
  await at(209, helen, chooseWay, {
    reference: lifts.reference,
    route: 'below-open',
    answers: {
      ...{ nation: 'england', buyer: 'council', on: on(209), form: 'contract', what: 'services' },
      ...{ light: 'no', health: 'no', concession: 'no', value: '160000', vat: 'with', bidders: 'anyone' },
      // Before the Order of 2026 nothing could be kept for an area.
      ...(on(209) >= '2026-02-04' && { area: 'bordering' }),
      vcse: 'yes',
    },
  })
  await at(209, helen, nameEngagement, {
    reference: lifts.reference,
    engagementId: null,
    noEngagementBecause: 'Drivers and riders were asked in the spring, before this page was there.',
  })
  await at(209, helen, sayNoMetrics, { reference: lifts.reference, because: 'not over 5 million', says: '' })
  await at(208, helen, planReview, { reference: lifts.reference, dueOn: dateAt(later(now, 60 * days)), about: '' })
  await at(208, cleo, tellCosts, {
    reference: lifts.reference,
    yearStartsOn: `${year}-04-01`,
    lines: [
      { kind: 'people', says: 'A coordinator, half time', hours: 910, penceAnHour: 14_20, onCostInHundredths: 1_800 },
      { kind: 'other', says: 'Fuel, insurance and repairs', pence: 7_400_00 },
    ],
    overheadInHundredths: 1_500,
    overheadHow: 'Rent, accounts and management by hours.',
  })
  await at(207, helen, signAgreement, {
    reference: lifts.reference,
    signedOn: on(207),
    belowCostBecause: 'Fares of those who can pay cover the rest.',
  })
  const month = (back: number) =>
    `${dateAt(new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back, 1, 12))).slice(0, 7)}-01`
  for (const [back, pence] of [
    [4, 2_010_00],
    [3, 1_985_50],
    [2, 2_004_75],
    [1, 612_00],
  ] as const)
    await at(9, helen, recordMonth, {
      reference: lifts.reference,
      monthOn: month(back),
      invoicedInPence: pence,
      paidInPence: pence,
      paidOn: on(9),
    })
  const relief = {
    reason: 'The garage stood under water: the minibus with the lift is off the road.',
    fromOn: month(1),
    untilOn: dateAt(later(now, 60 * days)),
    openBook: true,
  }
  await at(8, cleo, askRelief, { reference: lifts.reference, ...relief })
  const [asked] = await db.as(helen, tx => listReliefs(tx, lifts.agreementId))
  await at(7, helen, decideRelief, {
    ...{
      reference: lifts.reference,
      reliefId: asked?.reliefId ?? '',
      assurance: 'assured',
      because: 'It is not their doing, and the drivers must be there in spring.',
    },
    ...{
      transitionPlan: 'A borrowed minibus from January; the usual lifts by the end of February.',
      transitionOn: dateAt(later(now, 90 * days)),
    },
  })

  const draft = await write(3, {
    title: 'Small grants for streets',
    purpose: 'Neighbours who do something together get a little money without a long form.',
    kind: 'grant',
    supplierIds: [id('Northgate Neighbours')],
    ...{ startsOn: `${year + 1}-04-01`, endsOn: `${year + 4}-03-31` },
  })
  await at(2, margot, writeEntry, {
    engagementId,
    happenedOn: on(2),
    how: 'call',
    asked: 'Larkmere Befrienders',
    said: 'We could be there by five, with a key from the ward.',
    changed: '',
  })
  await at(2, helen, setYears, {
    reference: draft.reference,
    amountsInPence: [6_000_00, 6_000_00, 6_000_00],
    vatRate: '0',
  })

  const numbers: Readonly<Record<string, { orgIds: string[]; address: string; size: 'micro' | 'small' | 'large' }>> = {
    'Larkmere Council': { orgIds: ['GB-LAE-LRK'], address: 'Town Hall, Quay Street, Larkmere', size: 'large' },
    'Old Quay Kitchen': { orgIds: ['GB-CHC-1123456'], address: 'The old net loft, Larkmere', size: 'micro' },
    'Larkmere Wheels': { orgIds: ['GB-COH-09123456'], address: 'Northgate, Larkmere', size: 'micro' },
  }
  for (const { partyId, organisationId: _of, ...party } of await db.asHouse(placeId, listParties)) {
    const known = numbers[party.name]
    if (known)
      await at(200, helen, changeParty, {
        ...party,
        partyId,
        orgIds: known.orgIds,
        address: known.address,
        size: known.size,
      } as never)
  }
  for (const { reference } of [pool, lifts]) await at(1, helen, publishAgreement, { reference })
  await tellCompetitions(stage, engagementId, now)
}
