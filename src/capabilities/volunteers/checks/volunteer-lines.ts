/** What was written down about a volunteer, line by line, as their page shows it. */
import { dateInWords, exactDate, inWords } from '../../../design/time-in-words.ts'
import type { Action, StateTag } from '../../../design/view-models.ts'
import { checkLevels, workforces } from '../words.ts'
import type { CheckedVolunteer, RecordedCheck, Reference } from './checks-store.ts'
import { identityHows, referenceAnswers, warnDaysBefore } from './words.ts'

/** Something that was written down, with the press that takes it back. */
export interface Line {
  readonly title: string
  readonly state: StateTag
  readonly says: readonly string[]
  readonly quote: string
  readonly undo: Action
  /** A press that has it count again. */
  readonly again: Action | null
  readonly answer: { readonly text: string; readonly href: string } | null
}

/** Until when something counts, as a state. */
export const counting = (until: string | null, today: string): StateTag => {
  if (until === null) return { word: 'Counts', tone: 'done' }
  if (until < today) return { word: 'No longer counts', tone: 'overdue' }
  const days = (Date.parse(until) - Date.parse(today)) / 86_400_000
  return days <= warnDaysBefore[0] ? { word: 'Ends soon', tone: 'attention' } : { word: 'Counts', tone: 'done' }
}

export type Undo = (kind: string, recordId: string, about: string) => Action

export const checkLine = (check: RecordedCheck, today: string, now: Date, undo: Undo, here: string): Line => {
  const { level, workforce, certificateOn, seenOn, seenBy, countsUntil, updateService, decision, checkId } = check
  return {
    title: checkLevels[level].label,
    state:
      decision === 'accepted'
        ? counting(countsUntil, today)
        : decision === 'in a former name'
          ? { word: 'In a former name: look at it again', tone: 'attention' }
          : { word: 'Not accepted', tone: 'stopped' },
    says: [
      `${workforces[workforce]}; dated ${exactDate(certificateOn)}`,
      `Seen ${dateInWords(seenOn, now)}, by ${seenBy}${updateService ? ', on the Update Service' : ''}`,
      ...(decision === 'accepted' ? [`Counts until ${exactDate(countsUntil)}`] : []),
    ],
    quote: '',
    undo: undo('check', checkId, checkLevels[level].label),
    again:
      decision === 'in a former name'
        ? {
            text: 'It is theirs: count it',
            action: `${here}/count-check`,
            hidden: { checkId },
            about: checkLevels[level].label,
          }
        : null,
    answer: null,
  }
}

export const referenceLine = (reference: Reference, now: Date, here: string, undo: Undo): Line => {
  const { referenceId, refereeName, refereeContact, relationship, askedAt, answer, answeredAt, words, recordedBy } =
    reference
  return {
    title: refereeName,
    state: answer
      ? { word: referenceAnswers[answer].label, tone: referenceAnswers[answer].tone }
      : { word: 'Waiting for an answer', tone: 'waiting' },
    says: [
      relationship,
      answeredAt
        ? `Answered ${inWords(answeredAt, now)}${recordedBy ? `, written down by ${recordedBy}` : ''}. How to reach them is deleted.`
        : `Asked ${askedAt ? inWords(askedAt, now) : ''}${refereeContact ? `: ${refereeContact}` : '. They were silent for so long that how to reach them is deleted.'}`,
    ],
    quote: words,
    undo: undo('reference', referenceId, refereeName),
    again: null,
    answer: answeredAt ? null : { text: 'Write down what they answered', href: `${here}/references/${referenceId}` },
  }
}

/** That somebody saw who they are; nothing while nobody has. */
export const identityLines = (volunteer: CheckedVolunteer, now: Date, undo: Undo): Line[] =>
  volunteer.identitySeenOn
    ? [
        {
          title: volunteer.identitySeenHow ? identityHows[volunteer.identitySeenHow] : 'Seen',
          state: { word: 'Seen', tone: 'done' },
          says: [`${dateInWords(volunteer.identitySeenOn, now)}, by ${volunteer.identitySeenBy}`],
          quote: '',
          undo: undo('identity', volunteer.volunteerId, 'who they are'),
          again: null,
          answer: null,
        },
      ]
    : []

/** What is said while nobody has seen who they are. */
export const notSeen = ({ formerName }: CheckedVolunteer): string =>
  formerName
    ? `They were seen as ${formerName}. Under the name they have now nobody has seen them yet, and nobody meets a resident before that. Look at their checks again too.`
    : 'Nobody has written down that they saw who they are. Nobody meets a resident before that.'
