import { byWhen, inWords } from '../../design/time-in-words.ts'
import type { StateTag } from '../../design/view-models.ts'
import type { Referral } from '../referrals/index.ts'
import { type Need, type NeedState, urgencies } from '../requests/index.ts'

/** What is known of who has a need: enough to say what would move it. */
export interface InHand {
  readonly need: Pick<Need, 'state' | 'stateSince' | 'urgency' | 'returnedBecause'>
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
  | 'ring the helper'
  | 'ask how it went'
  | 'see where it stands'

/** Where a need stands and what would move it. */
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

/** Where a need stands at a moment: pure, so that list, page and test say the same. */
export const whatWouldMoveIt = (inHand: InHand, now: Date): Standing => {
  const stage = stageOf(inHand)
  return { stage, ...sayings[stage](inHand, now) }
}

const stageOf = ({ need, latest }: InHand): NeedState => {
  if (need.state === 'closed') return 'closed'
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

type Said = Omit<Standing, 'stage'>

const after = (since: Date, milliseconds: number): Date => new Date(since.getTime() + milliseconds)

const waiting = ({ need, latest, next }: InHand, now: Date): Said => {
  const since = latest?.endedAt ?? need.stateSince
  const due = after(since, patience.waiting(need.urgency))
  const overdue = due <= now
  const because = latest ? latest.state : need.returnedBecause
  const name = latest?.organisationName ?? 'Whoever was asked'
  const [word, happened] =
    because === 'declined'
      ? ['Said no', `${name} said no.`]
      : because === 'expired'
        ? ['No answer', `${name} did not answer in time.`]
        : because === 'could not'
          ? ['Could not', `${name} could not do it after all.`]
          : because === 'recalled'
            ? ['Taken back', `The question to ${name} was taken back.`]
            : ['New', 'Nobody has been asked yet.']
  const returned = word !== 'New'
  return {
    since,
    due,
    needsAnswer: true,
    overdue,
    tag: overdue ? { word: `${word}, waiting too long`, tone: 'overdue' } : { word, tone: 'attention' },
    heldBy: 'Nobody yet',
    wouldMoveIt: `${happened} ${next ? `${next} is ${returned ? 'next' : 'the best to ask'}.` : 'Look for who could do this.'}`,
    move: returned && next ? 'ask the next nearest' : 'find who can help',
  }
}

const ring = (latest: InHand['latest']): string =>
  latest?.organisationPhone
    ? `Ring ${latest.organisationName} on ${latest.organisationPhone}.`
    : `Ring ${latest?.organisationName ?? 'whoever was asked'}.`

const asked = ({ need, latest, next }: InHand, now: Date): Said => {
  const since = latest?.sentAt ?? need.stateSince
  const due = latest?.answerBy ?? after(since, patience.waiting(need.urgency))
  const overdue = due <= now
  const ringFrom = after(since, (due.getTime() - since.getTime()) * patience.shareBeforeRinging)
  const soon = need.urgency === 'today' && ringFrom <= now
  const name = latest?.organisationName ?? 'Somebody'
  const until = byWhen(due, now).replace(/^by /, '')
  return {
    since,
    due,
    needsAnswer: overdue || soon,
    overdue,
    tag: overdue
      ? { word: 'No answer', tone: 'overdue' }
      : soon
        ? { word: 'Answer due soon', tone: 'attention' }
        : { word: 'Asked', tone: 'waiting' },
    heldBy: overdue ? `${name}, asked ${inWords(since, now)}` : `${name}, until ${until}`,
    wouldMoveIt: overdue
      ? `Their time was up at ${until.replace(/ today$/, '')}. ${ring(latest)}`
      : soon
        ? `Help is needed today and half the time has gone. ${ring(latest)}`
        : `Their answer.${next ? ` If they can't, ${next} is next.` : ''}`,
    move: overdue || soon ? 'ring them' : 'see where it stands',
  }
}

const heldByHelper = (latest: InHand['latest'], what: string): string =>
  latest
    ? `${latest.answeredByName ? `${latest.answeredByName} at ` : ''}${latest.organisationName}, ${what}`
    : `Somebody, ${what}`

const accepted = ({ need, latest }: InHand, now: Date): Said => {
  const since = latest?.answeredAt ?? need.stateSince
  const due = after(since, patience.accepted(need.urgency))
  const overdue = due <= now
  return {
    since,
    due,
    needsAnswer: overdue,
    overdue,
    tag: overdue ? { word: 'No contact yet', tone: 'overdue' } : { word: 'Said yes', tone: 'agreed' },
    heldBy: heldByHelper(latest, `said yes ${inWords(since, now)}`),
    wouldMoveIt: overdue
      ? `No word that they have been in touch. ${ring(latest)}`
      : `Their first contact, ${byWhen(due, now)}.`,
    move: overdue ? 'ring the helper' : 'see where it stands',
  }
}

const beingHelped =
  (stage: 'in contact' | 'ongoing', word: string, next: string) =>
  ({ need, latest }: InHand, now: Date): Said => {
    const since = stage === 'in contact' ? (latest?.contactMadeAt ?? need.stateSince) : need.stateSince
    const due = after(since, patience[stage](need.urgency))
    const quiet = due <= now
    return {
      since,
      due: null,
      needsAnswer: quiet,
      overdue: false,
      tag: quiet ? { word: 'Gone quiet', tone: 'attention' } : { word, tone: 'underway' },
      heldBy: heldByHelper(latest, `${word.toLowerCase()} ${inWords(since, now)}`),
      wouldMoveIt: quiet ? `Nothing heard since. ${ring(latest)}` : next,
      move: quiet ? 'ring the helper' : 'see where it stands',
    }
  }

const done = ({ need, latest }: InHand, now: Date): Said => {
  const since = latest?.endedAt ?? need.stateSince
  const toAsk = after(since, patience.done()) <= now
  const overdue = after(since, patience.doneOverdue()) <= now
  return {
    since,
    due: null,
    needsAnswer: toAsk,
    overdue,
    tag: overdue
      ? { word: 'Outcome late', tone: 'overdue' }
      : toAsk
        ? { word: 'How did it go?', tone: 'attention' }
        : { word: 'Done', tone: 'done' },
    heldBy: `${latest?.organisationName ?? 'The helper'}, done ${inWords(since, now)}`,
    wouldMoveIt: 'A word from them: how did it go?',
    move: 'ask how it went',
  }
}

const closed = ({ need }: InHand): Said => ({
  since: need.stateSince,
  due: null,
  needsAnswer: false,
  overdue: false,
  tag: { word: 'Closed', tone: 'stopped' },
  heldBy: 'Nobody: it is closed',
  wouldMoveIt: 'Nothing: it is closed.',
  move: 'see where it stands',
})

const sayings: Readonly<Record<NeedState, (inHand: InHand, now: Date) => Said>> = {
  waiting,
  asked,
  accepted,
  'in contact': beingHelped('in contact', 'In contact', 'Word that it is done.'),
  ongoing: beingHelped('ongoing', 'Helped regularly', 'Word that it is done, or still needed.'),
  done,
  closed,
}
