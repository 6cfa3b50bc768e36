import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ReferralState } from '../referrals/index.ts'
import type { Need, NeedState, Urgency } from '../requests/index.ts'
import { type InHand, whatWouldMoveIt, whereItStands } from './what-would-move-it.ts'

const now = new Date('2026-11-16T14:00:00Z')
const ago = (hours: number) => new Date(now.getTime() - hours * 3_600_000)

type Told = {
  state?: NeedState
  urgency?: Urgency
  referral?: ReferralState | undefined
  /** Hours since the last thing heard. */
  hours: number
  /** Hours until the answer is due; negative when it is past. */
  due?: number
  next?: string | null
  returnedBecause?: Need['returnedBecause']
  phone?: string
  askedOf?: Need['askedOf']
  toConfirm?: boolean
}

const inHand = ({
  state = 'waiting',
  urgency = 'this week',
  referral,
  hours,
  due = 1,
  next = 'Drivers',
  returnedBecause = null,
  phone,
  askedOf = null,
  toConfirm = false,
}: Told): InHand => ({
  need: { state, stateSince: ago(hours), urgency, returnedBecause, askedOf },
  toConfirm,
  latest: referral
    ? {
        state: referral,
        sentAt: ago(hours),
        answerBy: ago(-due),
        answeredAt: ago(hours),
        answeredByName: 'Ben',
        contactMadeAt: ago(hours),
        endedAt: ago(hours),
        organisationName: 'Kitchen',
        organisationPhone: phone ?? null,
      }
    : null,
  next,
})

describe('what would move it', () => {
  it.each<[string, Told, { tag: string; now: boolean; overdue: boolean; move: string; says: RegExp; held: RegExp }]>([
    [
      'a new need, just asked',
      { hours: 0.5, urgency: 'today' },
      {
        tag: 'attention New',
        now: true,
        overdue: false,
        move: 'find who can help',
        says: /^Nobody has been asked yet. Drivers is the best to ask.$/,
        held: /^Nobody yet$/,
      },
    ],
    [
      'a need for today after an hour',
      { hours: 1, urgency: 'today' },
      {
        tag: 'overdue New, waiting too long',
        now: true,
        overdue: true,
        move: 'find who can help',
        says: /Nobody has been asked/,
        held: /Nobody/,
      },
    ],
    [
      'a need without hurry after two days',
      { hours: 48, urgency: 'no hurry' },
      { tag: 'attention New', now: true, overdue: false, move: 'find who can help', says: /Nobody/, held: /Nobody/ },
    ],
    [
      'a need nobody here is listed for',
      { hours: 1, next: null },
      {
        tag: 'attention New',
        now: true,
        overdue: false,
        move: 'find who can help',
        says: /Look for who could do this/,
        held: /Nobody/,
      },
    ],
    [
      'a no',
      { hours: 1, referral: 'declined' },
      {
        tag: 'attention Said no',
        now: true,
        overdue: false,
        move: 'ask the next nearest',
        says: /^Kitchen said no. Drivers is next.$/,
        held: /Nobody yet/,
      },
    ],
    [
      'a no, with nobody left to ask',
      { hours: 1, referral: 'declined', next: null },
      {
        tag: 'attention Said no',
        now: true,
        overdue: false,
        move: 'find who can help',
        says: /Look for/,
        held: /Nobody/,
      },
    ],
    [
      'a silence',
      { hours: 30, referral: 'expired' },
      {
        tag: 'overdue No answer, waiting too long',
        now: true,
        overdue: true,
        move: 'ask the next nearest',
        says: /did not answer in time/,
        held: /Nobody/,
      },
    ],
    [
      'a "could not"',
      { hours: 1, referral: 'could not' },
      {
        tag: 'attention Could not',
        now: true,
        overdue: false,
        move: 'ask the next nearest',
        says: /could not do it after all/,
        held: /Nobody/,
      },
    ],
    [
      'a question taken back',
      { hours: 1, referral: 'recalled' },
      {
        tag: 'attention Taken back',
        now: true,
        overdue: false,
        move: 'ask the next nearest',
        says: /was taken back/,
        held: /Nobody/,
      },
    ],
    [
      'a return whose referral we cannot see',
      { hours: 1, returnedBecause: 'declined' },
      {
        tag: 'attention Said no',
        now: true,
        overdue: false,
        move: 'ask the next nearest',
        says: /Whoever was asked said no/,
        held: /Nobody/,
      },
    ],
    [
      'a question with time left',
      { state: 'asked', hours: 1, referral: 'sent', due: 2 },
      {
        tag: 'waiting Asked',
        now: false,
        overdue: false,
        move: 'see where it stands',
        says: /^Their answer. If they can't, Drivers is next.$/,
        held: /^Kitchen, until 4 pm$/,
      },
    ],
    [
      'a question for today, half the time gone',
      { state: 'asked', urgency: 'today', hours: 0.5, referral: 'sent', due: 0.5, phone: '01632 960 001' },
      {
        tag: 'attention Answer due soon',
        now: true,
        overdue: false,
        move: 'ring them',
        says: /Ring Kitchen on 01632 960 001/,
        held: /until 2:30 pm/,
      },
    ],
    [
      'a question for this week, half the time gone',
      { state: 'asked', hours: 12, referral: 'sent', due: 12 },
      {
        tag: 'waiting Asked',
        now: false,
        overdue: false,
        move: 'see where it stands',
        says: /Their answer/,
        held: /until 2 am tomorrow/,
      },
    ],
    [
      'a question whose time is up',
      { state: 'asked', hours: 4, referral: 'sent', due: -1 },
      {
        tag: 'overdue No answer',
        now: true,
        overdue: true,
        move: 'ring them',
        says: /^Their time was up at 1 pm. Ring Kitchen.$/,
        held: /^Kitchen, asked today at 10 am$/,
      },
    ],
    [
      'a question the journey has not caught up with',
      { state: 'waiting', hours: 1, referral: 'sent', due: 2 },
      {
        tag: 'waiting Asked',
        now: false,
        overdue: false,
        move: 'see where it stands',
        says: /Their answer/,
        held: /Kitchen/,
      },
    ],
    [
      'a yes of this morning',
      { state: 'accepted', hours: 3, referral: 'accepted' },
      {
        tag: 'agreed Said yes',
        now: false,
        overdue: false,
        move: 'see where it stands',
        says: /first contact, by 11 am tomorrow/,
        held: /^Ben at Kitchen, said yes today at 11 am$/,
      },
    ],
    [
      'a yes without contact for a day',
      { state: 'accepted', hours: 24, referral: 'accepted' },
      {
        tag: 'overdue No contact yet',
        now: true,
        overdue: true,
        move: 'ring who has it',
        says: /No word that they have been in touch/,
        held: /^Ben at Kitchen, said yes yesterday at 2 pm$/,
      },
    ],
    [
      'a yes for today without contact for four hours',
      { state: 'accepted', urgency: 'today', hours: 4, referral: 'accepted' },
      {
        tag: 'overdue No contact yet',
        now: true,
        overdue: true,
        move: 'ring who has it',
        says: /Ring Kitchen/,
        held: /Ben/,
      },
    ],
    [
      'somebody in contact',
      { state: 'in contact', hours: 24, referral: 'in contact' },
      {
        tag: 'underway In contact',
        now: false,
        overdue: false,
        move: 'see where it stands',
        says: /Word that it is done/,
        held: /in contact yesterday/,
      },
    ],
    [
      'somebody in contact and silent for a week',
      { state: 'in contact', hours: 7 * 24, referral: 'in contact' },
      {
        tag: 'attention Gone quiet',
        now: true,
        overdue: false,
        move: 'ring who has it',
        says: /Nothing heard since/,
        held: /7 days ago/,
      },
    ],
    [
      'regular help',
      { state: 'ongoing', hours: 7 * 24, referral: 'ongoing' },
      {
        tag: 'underway Helped regularly',
        now: false,
        overdue: false,
        move: 'see where it stands',
        says: /still needed/,
        held: /Ben at Kitchen/,
      },
    ],
    [
      'regular help, silent for four weeks',
      { state: 'ongoing', hours: 28 * 24, referral: 'ongoing' },
      {
        tag: 'attention Gone quiet',
        now: true,
        overdue: false,
        move: 'ring who has it',
        says: /Ring Kitchen/,
        held: /Ben/,
      },
    ],
    [
      'done an hour ago',
      { state: 'done', hours: 1, referral: 'done' },
      {
        tag: 'done Done',
        now: false,
        overdue: false,
        move: 'ask how it went',
        says: /how did it go/,
        held: /^Kitchen, done today/,
      },
    ],
    [
      'done yesterday',
      { state: 'done', hours: 24, referral: 'done' },
      {
        tag: 'attention How did it go?',
        now: true,
        overdue: false,
        move: 'ask how it went',
        says: /how did it go/,
        held: /Kitchen/,
      },
    ],
    [
      'done a week ago',
      { state: 'done', hours: 7 * 24, referral: 'done' },
      {
        tag: 'overdue Outcome late',
        now: true,
        overdue: true,
        move: 'ask how it went',
        says: /how did it go/,
        held: /Kitchen/,
      },
    ],
    [
      'closed',
      { state: 'closed', hours: 1, referral: 'done' },
      {
        tag: 'stopped Closed',
        now: false,
        overdue: false,
        move: 'see where it stands',
        says: /it is closed/,
        held: /Nobody/,
      },
    ],
    [
      'no longer needed, about to close',
      { state: 'accepted', hours: 0, referral: 'not needed' },
      {
        tag: 'stopped Closed',
        now: false,
        overdue: false,
        move: 'see where it stands',
        says: /closed/,
        held: /Nobody/,
      },
    ],
  ])('says what would move it: %s', (_, told, expected) => {
    const moving = whatWouldMoveIt(inHand(told), now)
    expect({
      tag: `${moving.tag.tone} ${moving.tag.word}`,
      now: moving.needsAnswer,
      overdue: moving.overdue,
      move: moving.move,
    }).toEqual({ tag: expected.tag, now: expected.now, overdue: expected.overdue, move: expected.move })
    expect(moving.wouldMoveIt).toMatch(expected.says)
    expect(moving.heldBy).toMatch(expected.held)
  })

  it('says that a volunteer who said yes waits for us, from the yes on, and is late like any decision', () => {
    const said = (hours: number, toConfirm: boolean) => {
      const { need, ...rest } = inHand({ state: 'accepted', urgency: 'two days', hours })
      return whatWouldMoveIt({ ...rest, need: { ...need, askedOf: 'volunteers' }, toConfirm }, now)
    }
    expect(said(1, true)).toMatchObject({
      needsAnswer: true,
      overdue: false,
      tag: { word: 'To confirm', tone: 'attention' },
      wouldMoveIt: 'Confirm the volunteer: until then nobody is told who comes.',
      move: 'confirm the volunteer',
    })
    expect(said(48, true)).toMatchObject({ overdue: true, tag: { word: 'To confirm, waiting too long' } })
    expect(said(1, false)).toMatchObject({ needsAnswer: false, wouldMoveIt: 'The day it is for.' })
  })

  const anyTold = fc.record({
    state: fc.constantFrom<NeedState>('waiting', 'asked', 'accepted', 'in contact', 'ongoing', 'done'),
    urgency: fc.constantFrom<Urgency>('today', 'two days', 'this week', 'no hurry'),
    referral: fc.constantFrom<ReferralState | undefined>(
      undefined,
      'sent',
      'accepted',
      'in contact',
      'ongoing',
      'done',
      'declined',
      'expired',
      'could not',
      'recalled',
    ),
    hours: fc.integer({ min: 0, max: 2000 }),
    due: fc.integer({ min: -100, max: 100 }),
    askedOf: fc.constantFrom(null, 'organisation' as const, 'volunteers' as const),
    toConfirm: fc.boolean(),
  })

  it('never says overdue of what needs no answer, and what nobody has always needs one', () => {
    fc.assert(
      fc.property(anyTold, told => {
        const standing = whereItStands(inHand(told), now)
        expect(standing.overdue && !standing.needsAnswer).toBe(false)
        if (standing.stage === 'waiting') expect(standing.needsAnswer).toBe(true)
      }),
    )
  })

  it('never lets time alone take a need off the list', () => {
    fc.assert(
      fc.property(anyTold, fc.integer({ min: 0, max: 500 }), (told, hours) => {
        const given = inHand(told)
        const later = new Date(now.getTime() + hours * 3_600_000)
        if (whereItStands(given, now).needsAnswer) expect(whereItStands(given, later).needsAnswer).toBe(true)
        if (whereItStands(given, now).overdue) expect(whereItStands(given, later).overdue).toBe(true)
      }),
    )
  })
})
