/** What the page of a task says: where it stands, who was asked in which round and what they said, what comes next. */
import { type FieldView, fieldView } from '../../../design/form.ts'
import { byWhen, exactDate, exactTime, inWords } from '../../../design/time-in-words.ts'
import type { Action, ErrorItem, Reason, StateTag, SummaryCard } from '../../../design/view-models.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { listPeople } from '../../people/index.ts'
import { activities, checkLevels, firstName, listVolunteersById } from '../../volunteers/index.ts'
import { hourFields, hourValues } from '../doing/hour-form.ts'
import { plannedVisit } from '../doing/what-is-next.ts'
import { isLiveMatch } from '../match.ts'
import { listMatchesOfTasks, listReceipts, listVisits, type Receipt } from '../match-store.ts'
import { askableFrom } from '../offer-rules.ts'
import { listOffersOfTasks } from '../offer-store.ts'
import { whenInWords } from '../send-offers.ts'
import type { Match, Offer, Task, Visit } from '../task.ts'
import { needsHour, whenOfVisit } from '../times.ts'
import {
  askedElsewheres,
  couldNotReasons,
  matchStates,
  noReasons,
  type OfferState,
  offerStates,
  offersBys,
} from '../words.ts'
import type { Suggestions } from './suggest.ts'

/** A task with everything that hangs on it. */
export interface TaskStory {
  readonly task: Task
  readonly offers: readonly Offer[]
  readonly matches: readonly Match[]
  readonly visits: readonly Visit[]
  readonly receipts: readonly Receipt[]
  /** First names by volunteer. */
  readonly names: ReadonlyMap<string, string>
}

/** Loads what hangs on a task that the actor may see; offers and first names by the house, since whoever decides on a need does not look after every volunteer. */
export const loadTaskStory = (tx: PlaceTx, task: Task): Promise<TaskStory> =>
  tx.house(async () => {
    const offers = await listOffersOfTasks(tx, [task.taskId])
    const matches = await listMatchesOfTasks(tx, [task.taskId])
    const volunteers = await listVolunteersById(tx, [
      ...new Set([...offers, ...matches].map(({ volunteerId }) => volunteerId)),
    ])
    const people = new Map(
      (
        await listPeople(
          tx,
          volunteers.map(({ personId }) => personId),
        )
      ).map(person => [person.personId as string, person.name]),
    )
    const receipts: Receipt[] = []
    for (const { matchId } of matches) receipts.push(...(await listReceipts(tx, matchId)))
    return {
      task,
      offers,
      matches,
      visits: await listVisits(
        tx,
        matches.map(({ matchId }) => matchId),
      ),
      receipts,
      names: new Map(
        volunteers.map(({ volunteerId, personId }) => [
          volunteerId as string,
          firstName(people.get(personId) ?? 'A volunteer'),
        ]),
      ),
    }
  })

export interface TaskModel {
  readonly taskId: string
  readonly tag: StateTag
  readonly title: string
  readonly next: string
  readonly unmet: string | null
  readonly facts: SummaryCard
  readonly rounds: readonly {
    title: string
    offers: readonly { name: string; tag: StateTag; says: string; reasons: readonly Reason[] }[]
  }[]
  readonly matches: readonly {
    title: string
    tag: StateTag
    card: SummaryCard
    /** When they come, where that is left open. */
    hour: {
      action: string
      hidden: { taskId: string; matchId: string }
      fields: readonly FieldView[]
      open: boolean
    } | null
    buttons: readonly Action[]
  }[]
  readonly suggestions: (Suggestions & { action: string }) | null
  readonly whoAsks: Action | null
  readonly takeBack: Action | null
}

const offerTones: Readonly<Record<OfferState, StateTag['tone']>> = {
  sent: 'waiting',
  yes: 'agreed',
  'in reserve': 'fresh',
  no: 'stopped',
  'no answer': 'overdue',
  'not reached': 'stopped',
  filled: 'stopped',
  'taken back': 'stopped',
}

const matchTones: Readonly<Record<Match['state'], StateTag['tone']>> = {
  accepted: 'attention',
  confirmed: 'agreed',
  'in contact': 'underway',
  ongoing: 'underway',
  done: 'done',
  'could not': 'stopped',
  released: 'stopped',
  'refused by the resident': 'stopped',
  'not needed': 'stopped',
}

const endedWords: Readonly<Record<string, string>> = {
  done: 'Done',
  'no volunteer': 'No volunteer was left to ask',
  'taken back': 'Taken back',
  'need closed': 'The need was closed',
  'consent withdrawn': 'The permission to share was withdrawn',
  'sharing stopped': 'What allowed their details to be shared has ended',
  'could not': 'The volunteer could not do it',
  left: 'The volunteer has stopped volunteering',
  released: 'The volunteer was released from it',
  refused: 'The resident asked for somebody else',
}

/** What was typed about when somebody comes, and refused. */
export interface HourTyped {
  readonly body: Readonly<Record<string, unknown>>
  readonly errors: readonly ErrorItem[]
}

/** The page of one task. `base` is the address of its need. */
export const taskModel = (
  story: TaskStory,
  suggestions: Suggestions | null,
  base: string,
  now: Date,
  typed: HourTyped | null = null,
): TaskModel => {
  const { task, offers, matches, receipts } = story
  const here = `${base}/volunteers`
  const live = matches.find(({ state }) => isLiveMatch(state))
  const hidden = { taskId: task.taskId as string }
  return {
    taskId: task.taskId,
    title: `${activities[task.activity].label}, put ${inWords(task.putAt, now)} by ${task.putBy}`,
    tag: tagOf(story, live),
    next: nextOf(story, live, now),
    unmet: task.unmetBecause,
    facts: {
      title: 'What was asked',
      rows: [
        { key: 'Needed', value: task.what },
        { key: 'When', value: whenInWords(task) },
        ...(task.meetAt ? [{ key: 'They meet at', value: task.meetAt }] : []),
        task.askedElsewhere
          ? { key: 'Check', value: `${askedElsewheres[task.askedElsewhere]}\n${task.askedElsewhereSays ?? ''}` }
          : { key: task.every ? 'Check when it was put' : 'Check', value: checkLevels[task.checkLevel].label },
        ...(task.trainings.length ? [{ key: 'Trainings', value: task.trainings.join('\n') }] : []),
        ...(task.languages.length ? [{ key: 'Languages', value: task.languages.join(', ') }] : []),
        ...(task.needsCar ? [{ key: 'Car', value: 'Needed' }] : []),
        { key: 'Who asks', value: offersBys[task.offersBy].label },
        ...(receipts.length
          ? [
              {
                key: 'Receipts',
                value: receipts
                  .map(
                    ({ spentInPence, shop, paidHow, spentOn }) =>
                      `£${(spentInPence / 100).toFixed(2)}, ${shop}, ${exactDate(spentOn)}: ${paidHow}`,
                  )
                  .join('\n'),
              },
            ]
          : []),
      ],
    },
    rounds: roundsOf(story, now),
    matches: matches.toReversed().map(match => matchOf(story, match, here, now, typed)),
    suggestions: suggestions && { ...suggestions, action: `${here}/ask` },
    whoAsks:
      task.state === 'open'
        ? {
            text: task.offersBy === 'rules' ? 'I choose who is asked' : 'Let the rules ask by themselves',
            action: `${here}/who-asks`,
            hidden: { ...hidden, offersBy: task.offersBy === 'rules' ? 'coordinator' : 'rules' },
            look: 'other',
          }
        : null,
    takeBack:
      task.state === 'ended'
        ? null
        : { text: 'Take it back from volunteers', action: `${here}/take-back`, hidden, look: 'danger' },
  }

  function roundsOf({ names }: TaskStory, at: Date): TaskModel['rounds'] {
    return [...Map.groupBy(offers, ({ round }) => round)]
      .sort(([a], [b]) => b - a)
      .map(([round, asked]) => ({
        title: `Round ${round}, ${inWords(asked[0]?.sentAt ?? at, at)}`,
        offers: asked.map(offer => ({
          name: names.get(offer.volunteerId) ?? 'A volunteer',
          tag: { word: offerStates[offer.state].label, tone: offerTones[offer.state] },
          says: saidOf(offer, at),
          reasons: offer.reasons.map(text => ({ text })),
        })),
      }))
  }
}

const saidOf = ({ state, answerBy, answeredAt, noBecause }: Offer, now: Date): string => {
  if (state === 'sent') return `Asked to answer ${byWhen(answerBy, now)}.`
  const because =
    noBecause && Object.hasOwn(noReasons, noBecause) ? ` “${noReasons[noBecause as keyof typeof noReasons]}”` : ''
  return answeredAt ? `Answered ${inWords(answeredAt, now)}.${because}` : ''
}

const tagOf = ({ task, offers }: TaskStory, live: Match | undefined): StateTag => {
  if (live) return { word: matchStates[live.state].label, tone: matchTones[live.state] }
  if (task.state === 'ended')
    return {
      word: endedWords[task.endedBecause ?? ''] ?? 'Ended',
      tone: task.endedBecause === 'done' ? 'done' : 'stopped',
    }
  return offers.some(({ state }) => state === 'sent')
    ? { word: 'Asked', tone: 'waiting' }
    : { word: task.offersBy === 'coordinator' ? 'Choose whom to ask' : 'About to ask', tone: 'attention' }
}

const nextOf = ({ task, offers, names }: TaskStory, live: Match | undefined, now: Date): string => {
  if (live) {
    const name = names.get(live.volunteerId) ?? 'The volunteer'
    if (live.state === 'accepted')
      return task.offersBy === 'coordinator'
        ? `${name} said yes. Confirm it, and ${name} and the resident are told.`
        : `${name} said yes. The rules confirm it within a minute.`
    const window = live.detailsFrom
      ? ` ${name} can see who it is from ${exactTime(live.detailsFrom)}.`
      : ` ${name} has not said when they come, and sees nobody's details until then. Ask, and write it down below.`
    return `${name} has it in hand.${window}`
  }
  if (task.state === 'ended')
    return `${endedWords[task.endedBecause ?? ''] ?? 'It ended'}, ${inWords(task.endedAt ?? now, now)}.`
  const waiting = offers.filter(({ state }) => state === 'sent')
  const [first] = waiting
  if (first)
    return `${waiting.length === 1 ? 'One volunteer has' : `${waiting.length} volunteers have`} until ${byWhen(first.answerBy, now).replace(/^by /, '')} to answer. If nobody says yes, ${task.offersBy === 'rules' ? 'the next are asked' : 'you choose whom to ask next'}.`
  if (task.offersBy === 'coordinator') return 'Nobody is asked until you choose. Tick whom to ask below.'
  const from = askableFrom(now)
  return from > now
    ? `Nobody is asked at night: the first are asked ${inWords(from, now)}.`
    : 'The rules ask the first within minutes.'
}

const hourOf = (
  { task, visits }: TaskStory,
  match: Match,
  here: string,
  now: Date,
  typed: HourTyped | null,
): TaskModel['matches'][number]['hour'] => {
  if (!isLiveMatch(match.state) || !needsHour(task)) return null
  const within = whenOfVisit(task, plannedVisit(visits, match.matchId)?.startsAt)
  const fields = hourFields('When do they come?').map(field =>
    fieldView(field, typed?.body ?? hourValues(match.agreedAt, within, now), typed?.errors ?? []),
  )
  return {
    action: `${here}/hour`,
    hidden: { taskId: task.taskId, matchId: match.matchId },
    fields,
    open: typed !== null || match.agreedAt === null,
  }
}

const matchOf = (
  story: TaskStory,
  match: Match,
  here: string,
  now: Date,
  typed: HourTyped | null,
): TaskModel['matches'][number] => {
  const { task, names, visits } = story
  const name = names.get(match.volunteerId) ?? 'A volunteer'
  const hidden = { taskId: task.taskId as string, matchId: match.matchId as string }
  const row = (key: string, at: Date | null, by?: string | null) =>
    at ? [{ key, value: `${inWords(at, now)}${by ? `, ${by}` : ''}` }] : []
  const mine = visits.filter(({ matchId }) => matchId === match.matchId)
  const because =
    match.reasonCode && Object.hasOwn(couldNotReasons, match.reasonCode)
      ? couldNotReasons[match.reasonCode as keyof typeof couldNotReasons]
      : null
  return {
    title: name,
    tag: { word: matchStates[match.state].label, tone: matchTones[match.state] },
    card: {
      rows: [
        ...row('Said yes', match.acceptedAt),
        ...row('Confirmed', match.confirmedAt, match.confirmedBy && `by ${match.confirmedBy}`),
        ...(match.agreedAt ? [{ key: 'Comes', value: exactTime(match.agreedAt) }] : []),
        ...(match.detailsFrom && match.detailsUntil && isLiveMatch(match.state)
          ? [
              {
                key: 'Can see who it is',
                value: `From ${exactTime(match.detailsFrom)}\nuntil ${exactTime(match.detailsUntil)}`,
              },
            ]
          : []),
        ...row('In touch', match.contactMadeAt),
        ...row('First visit', match.firstVisitAt),
        ...(mine.length
          ? [
              {
                key: 'Visits',
                value: mine
                  .map(
                    visit =>
                      `${exactTime(visit.startsAt)}: ${visit.state}${visit.minutes ? `, ${visit.minutes} minutes` : ''}${visit.note ? `. ${visit.note}` : ''}`,
                  )
                  .join('\n'),
              },
            ]
          : []),
        ...(match.firstVisitAt
          ? [
              {
                key: 'Call after the first visit',
                value: match.calledBackAt
                  ? `${inWords(match.calledBackAt, now)}, by ${match.calledBackBy}`
                  : 'Due: ring the resident and ask how it was',
              },
            ]
          : []),
        ...row('Ended', match.endedAt),
        ...(because ? [{ key: 'Because', value: [because, match.reason].filter(part => part).join('\n') }] : []),
      ],
    },
    hour: hourOf(story, match, here, now, typed),
    buttons: [
      ...(match.state === 'accepted'
        ? [{ text: `Confirm ${name}`, action: `${here}/confirm`, hidden, look: 'main' as const }]
        : []),
      ...(match.firstVisitAt && !match.calledBackAt
        ? [{ text: 'I have rung the resident', action: `${here}/rang-back`, hidden, look: 'other' as const }]
        : []),
    ],
  }
}
