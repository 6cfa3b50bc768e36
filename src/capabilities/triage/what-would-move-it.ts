import { byWhen, inWords } from '../../design/time-in-words.ts'
import type { StateTag } from '../../design/view-models.ts'
import type { Referral } from '../referrals/index.ts'
import { type Need, type NeedState, urgencies } from '../requests/index.ts'

/** What is known of who has a need: enough to say what would move it. */
export interface InHand {
  readonly need: Pick<Need, 'state' | 'stateSince' | 'urgency' | 'returnedBecause'> & {
    readonly askedOf?: Need['askedOf']
  }
  /** True while a volunteer's yes waits for whoever decides to confirm it: nobody is told who comes before that. */
  readonly toConfirm?: boolean
  /** The last organisation asked, if any. */
  readonly latest:
    | (Pick<
        Referral,
        'state' | 'sentAt' | 'answerBy' | 'answeredAt' | 'answeredByName' | 'contactMadeAt' | 'endedAt'
      > & {
        readonly organisationName: string
        readonly organisationPhone: string | null
      })
    | null
  /** The best organisation that has not been asked about this need yet; null when there is none, or it has not been worked out. */
  readonly next: string | null
}

/** The one thing that moves a need on. */
export type Move =
  | 'find who can help'
  | 'ask the next nearest'
  | 'ring them'
  | 'ring who has it'
  | 'ask how it went'
  | 'confirm the volunteer'
  | 'see where it stands'

/** Where a need stands: what a list is sorted, counted and filtered by. */
export interface Standing {
  /** As the need's state, but true at once: read from the referral where the journey has not caught up yet. */
  readonly stage: NeedState
  /** Since when nothing has been heard. */
  readonly since: Date
  /** When somebody should have done the next thing; null when nothing is due. */
  readonly due: Date | null
  /** True when the next step is ours. */
  readonly needsAnswer: boolean
  readonly overdue: boolean
}

/** A standing in words, with the one thing that would move it. */
export interface Moving extends Standing {
  readonly tag: StateTag
  readonly heldBy: string
  readonly wouldMoveIt: string
  readonly move: Move
}

const hour = 60 * 60_000
const day = 24 * hour

/**
 * How long each stage may go without news before it is ours to act. Our own rule, not a published standard: what we ask of an organisation
 * (an answer within the time its urgency allows) we ask of ourselves as well.
 */
export const patience = {
  /** A decision: as long as an organisation would have to answer. */
  waiting: (urgency: Need['urgency']) => urgencies[urgency].answerWithinMinutes * 60_000,
  /** Of the time to answer, how much may pass before we ring when help is needed today. */
  shareBeforeRinging: 0.5,
  /** First contact after a yes. */
  accepted: (urgency: Need['urgency']) => (urgency === 'today' ? 4 * hour : day),
  /** Word that it is done. */
  'in contact': (urgency: Need['urgency']) => (urgency === 'today' || urgency === 'two days' ? 3 * day : 7 * day),
  /** Word that it still goes well. */
  ongoing: () => 28 * day,
  /** Time for the resident to tell us by themselves. */
  done: () => day,
  /** After this an outcome is late: it is closed as not known after 14 days. */
  doneOverdue: () => 7 * day,
} as const

/** Where a need stands at a moment. Cheap: asked of every open need whenever a list is opened. */
export const whereItStands = (given: InHand, now: Date): Standing => {
  const inHand = whoHasItNow(given)
  const stage = stageOf(inHand)
  return { stage, ...(waitsForUs(inHand, stage) ? waiting : stages[stage]).when(inHand, now) }
}

/** A yes that is ours to confirm waits for us like a decision: as long as an organisation would have to answer. */
const waitsForUs = (inHand: InHand, stage: NeedState): boolean =>
  inHand.toConfirm === true && stage === 'accepted' && isWithVolunteers(inHand.need)

/** Who was asked before volunteers were says nothing of how long volunteers have had it. */
const whoHasItNow = (inHand: InHand): InHand =>
  isWithVolunteers(inHand.need) || volunteersEndedIt(inHand.need) ? { ...inHand, latest: null } : inHand

const volunteersEndedIt = ({ returnedBecause, askedOf }: InHand['need']): boolean =>
  askedOf !== 'organisation' && returnedBecause !== null && returnedBecause in volunteerReturns

/** Where a need stands and what would move it, in words: what list, page and test all say. */
export const whatWouldMoveIt = (inHand: InHand, now: Date): Moving => {
  const standing = whereItStands(inHand, now)
  return {
    ...standing,
    ...(isWithVolunteers(inHand.need) && standing.stage !== 'waiting' && standing.stage !== 'closed'
      ? waitsForUs(inHand, standing.stage)
        ? sayToConfirm(standing, now)
        : sayOfVolunteers(standing, now)
      : stages[standing.stage].say(whoHasItNow(inHand), standing, now)),
  }
}

const volunteerWords: Readonly<Record<string, { word: string; held: string; next: string }>> = {
  asked: { word: 'Volunteers asked', held: 'Volunteers near them, asked', next: 'A yes from one of them.' },
  accepted: { word: 'A volunteer said yes', held: 'A volunteer, said yes', next: 'The day it is for.' },
  'in contact': { word: 'In contact', held: 'A volunteer, in contact', next: 'Word that it is done.' },
  ongoing: { word: 'Helped regularly', held: 'A volunteer, helping regularly', next: 'The next visit.' },
  done: { word: 'Done', held: 'A volunteer, done', next: 'A word from them: how did it go?' },
}

const sayToConfirm = ({ since, overdue }: Standing, now: Date): Omit<Moving, keyof Standing> => ({
  tag: overdue ? { word: 'To confirm, waiting too long', tone: 'overdue' } : { word: 'To confirm', tone: 'attention' },
  heldBy: `A volunteer, said yes ${inWords(since, now)}`,
  wouldMoveIt: 'Confirm the volunteer: until then nobody is told who comes.',
  move: 'confirm the volunteer',
})

/** What volunteers have is said on its own page; what takes too long is said here. */
const sayOfVolunteers = ({ stage, since, needsAnswer, overdue }: Standing, now: Date): Omit<Moving, keyof Standing> => {
  const { word, held, next } = volunteerWords[stage] ?? { word: 'With volunteers', held: 'Volunteers', next: '' }
  const tones = { asked: 'waiting', accepted: 'agreed', done: 'done' } as const
  return {
    tag: overdue
      ? { word: `${word}, too long ago`, tone: 'overdue' }
      : needsAnswer
        ? { word, tone: 'attention' }
        : { word, tone: stage in tones ? tones[stage as keyof typeof tones] : 'underway' },
    heldBy: `${held} ${inWords(since, now)}`,
    wouldMoveIt: needsAnswer && stage !== 'done' ? `${next} Look at what was asked of volunteers.` : next,
    move: stage === 'done' ? 'ask how it went' : 'see where it stands',
  }
}

/** Volunteers have it, whoever was asked before them: their rounds and reminders run by themselves. */
const isWithVolunteers = ({ askedOf }: InHand['need']): boolean => askedOf === 'volunteers'

const stageOf = ({ need, latest }: InHand): NeedState => {
  if (need.state === 'closed') return 'closed'
  if (isWithVolunteers(need)) return need.state
  switch (latest?.state) {
    case 'sent':
      return 'asked'
    case 'accepted':
    case 'in contact':
    case 'ongoing':
    case 'done':
      return latest.state
    case 'not needed':
      return 'closed'
    case undefined:
      return need.state
    default:
      return 'waiting'
  }
}

interface Stage {
  when(inHand: InHand, now: Date): Omit<Standing, 'stage'>
  say(inHand: InHand, standing: Standing, now: Date): Omit<Moving, keyof Standing>
}

const after = (since: Date, milliseconds: number): Date => new Date(since.getTime() + milliseconds)

const ring = (latest: InHand['latest']): string =>
  latest?.organisationPhone
    ? `Ring ${latest.organisationName} on ${latest.organisationPhone}.`
    : `Ring ${latest?.organisationName ?? 'whoever was asked'}.`

const heldByOrganisation = (latest: InHand['latest'], what: string): string =>
  latest
    ? `${latest.answeredByName ? `${latest.answeredByName} at ` : ''}${latest.organisationName}, ${what}`
    : `Somebody, ${what}`

/** How it came back from volunteers. */
const volunteerReturns: Readonly<Record<string, { word: string; sentence: string }>> = {
  'no volunteer': { word: 'No volunteer', sentence: 'No volunteer near could take it.' },
  'volunteer could not': { word: 'Could not', sentence: 'The volunteer could not do it after all.' },
  'volunteer released': { word: 'Released', sentence: 'The volunteer who said yes was released from it.' },
  'volunteer refused': { word: 'Somebody else', sentence: 'The resident asked for somebody else.' },
  'volunteers taken back': { word: 'Taken back', sentence: 'The question to volunteers was taken back.' },
}

const whatHappened = ({ need, latest }: InHand): { word: string; sentence: string } => {
  const fromVolunteers = volunteerReturns[need.returnedBecause ?? '']
  if (fromVolunteers) return fromVolunteers
  const name = latest?.organisationName ?? 'Whoever was asked'
  switch (latest ? latest.state : need.returnedBecause) {
    case 'declined':
      return { word: 'Said no', sentence: `${name} said no.` }
    case 'expired':
      return { word: 'No answer', sentence: `${name} did not answer in time.` }
    case 'could not':
      return { word: 'Could not', sentence: `${name} could not do it after all.` }
    case 'recalled':
      return { word: 'Taken back', sentence: `The question to ${name} was taken back.` }
    default:
      return { word: 'New', sentence: 'Nobody has been asked yet.' }
  }
}

const waiting: Stage = {
  when({ need, latest }, now) {
    const since = latest?.endedAt ?? need.stateSince
    const due = after(since, patience.waiting(need.urgency))
    return { since, due, needsAnswer: true, overdue: due <= now }
  },
  say(inHand, { overdue }) {
    const { word, sentence } = whatHappened(inHand)
    const { next } = inHand
    const returned = word !== 'New'
    return {
      tag: overdue ? { word: `${word}, waiting too long`, tone: 'overdue' } : { word, tone: 'attention' },
      heldBy: 'Nobody yet',
      wouldMoveIt: `${sentence} ${next ? `${next} is ${returned ? 'next' : 'the best to ask'}.` : 'Look for who could do this.'}`,
      move: returned && next ? 'ask the next nearest' : 'find who can help',
    }
  },
}

const asked: Stage = {
  when({ need, latest }, now) {
    const since = latest?.sentAt ?? need.stateSince
    const due = latest?.answerBy ?? after(since, patience.waiting(need.urgency))
    const ringFrom = after(since, (due.getTime() - since.getTime()) * patience.shareBeforeRinging)
    const overdue = due <= now
    return { since, due, overdue, needsAnswer: overdue || (need.urgency === 'today' && ringFrom <= now) }
  },
  say({ latest, next }, { since, due, needsAnswer, overdue }, now) {
    const name = latest?.organisationName ?? 'Somebody'
    const until = byWhen(due ?? now, now).replace(/^by /, '')
    if (overdue)
      return {
        tag: { word: 'No answer', tone: 'overdue' },
        heldBy: `${name}, asked ${inWords(since, now)}`,
        wouldMoveIt: `Their time was up at ${until.replace(/ today$/, '')}. ${ring(latest)}`,
        move: 'ring them',
      }
    if (needsAnswer)
      return {
        tag: { word: 'Answer due soon', tone: 'attention' },
        heldBy: `${name}, until ${until}`,
        wouldMoveIt: `Help is needed today and half the time has gone. ${ring(latest)}`,
        move: 'ring them',
      }
    return {
      tag: { word: 'Asked', tone: 'waiting' },
      heldBy: `${name}, until ${until}`,
      wouldMoveIt: `Their answer.${next ? ` If they can't, ${next} is next.` : ''}`,
      move: 'see where it stands',
    }
  },
}

const accepted: Stage = {
  when({ need, latest }, now) {
    const since = latest?.answeredAt ?? need.stateSince
    const due = after(since, patience.accepted(need.urgency))
    return { since, due, needsAnswer: due <= now, overdue: due <= now }
  },
  say: ({ latest }, { since, due, overdue }, now) => ({
    tag: overdue ? { word: 'No contact yet', tone: 'overdue' } : { word: 'Said yes', tone: 'agreed' },
    heldBy: heldByOrganisation(latest, `said yes ${inWords(since, now)}`),
    wouldMoveIt: overdue
      ? `No word that they have been in touch. ${ring(latest)}`
      : `Their first contact, ${byWhen(due ?? now, now)}.`,
    move: overdue ? 'ring who has it' : 'see where it stands',
  }),
}

const beingHelped = (stage: 'in contact' | 'ongoing', word: string, next: string): Stage => ({
  when({ need, latest }, now) {
    const since = stage === 'in contact' ? (latest?.contactMadeAt ?? need.stateSince) : need.stateSince
    return {
      since,
      due: null,
      needsAnswer: after(since, patience[stage](need.urgency)) <= now,
      overdue: false,
    }
  },
  say: ({ latest }, { since, needsAnswer }, now) => ({
    tag: needsAnswer ? { word: 'Gone quiet', tone: 'attention' } : { word, tone: 'underway' },
    heldBy: heldByOrganisation(latest, `${word.toLowerCase()} ${inWords(since, now)}`),
    wouldMoveIt: needsAnswer ? `Nothing heard since. ${ring(latest)}` : next,
    move: needsAnswer ? 'ring who has it' : 'see where it stands',
  }),
})

const done: Stage = {
  when({ need, latest }, now) {
    const since = latest?.endedAt ?? need.stateSince
    return {
      since,
      due: null,
      needsAnswer: after(since, patience.done()) <= now,
      overdue: after(since, patience.doneOverdue()) <= now,
    }
  },
  say: ({ latest }, { since, needsAnswer, overdue }, now) => ({
    tag: overdue
      ? { word: 'Outcome late', tone: 'overdue' }
      : needsAnswer
        ? { word: 'How did it go?', tone: 'attention' }
        : { word: 'Done', tone: 'done' },
    heldBy: `${latest?.organisationName ?? 'The organisation'}, done ${inWords(since, now)}`,
    wouldMoveIt: 'A word from them: how did it go?',
    move: 'ask how it went',
  }),
}

const closed: Stage = {
  when: ({ need }) => ({ since: need.stateSince, due: null, needsAnswer: false, overdue: false }),
  say: () => ({
    tag: { word: 'Closed', tone: 'stopped' },
    heldBy: 'Nobody: it is closed',
    wouldMoveIt: 'Nothing: it is closed.',
    move: 'see where it stands',
  }),
}

const stages: Readonly<Record<NeedState, Stage>> = {
  waiting,
  asked,
  accepted,
  'in contact': beingHelped('in contact', 'In contact', 'Word that it is done.'),
  ongoing: beingHelped('ongoing', 'Helped regularly', 'Word that it is done, or still needed.'),
  done,
  closed,
}
