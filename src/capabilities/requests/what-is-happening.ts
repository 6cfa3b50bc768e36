/** What has happened to a need, in sentences for the one who asked: from the facts of its journey, whichever capability recorded them. */
import { byWhen, inWords } from '../../design/time-in-words.ts'
import type { Steps } from '../../design/view-models.ts'
import type { Fact } from '../../platform/facts/fact.ts'
import { hearBy } from './hear-by.ts'
import type { Need } from './help-request.ts'
import { closingReasons } from './words.ts'

/** Only what a step needs of a fact. */
export type Happened = Pick<Fact, 'kind' | 'data' | 'recordedAt'>

/** Who reads: the resident, or someone who asked for them. */
export interface Reader {
  readonly now: Date
  readonly isForSomeone: boolean
  /** False when there is no permission to share: then nobody is asked. */
  readonly shares: boolean
}

type Step = Steps['steps'][number]

/** Where a need stands, as far as the facts go; the need's own state follows them by a moment. */
type Stage = 'looking' | 'asked' | 'accepted' | 'in contact' | 'ongoing' | 'done' | 'told' | 'finished'

const text = (data: Happened['data'], name: string): string | null => {
  const value = data[name]
  return typeof value === 'string' && value ? value : null
}

const helper = (data: Happened['data']): string =>
  text(data, 'organisationName') ?? (text(data, 'volunteerId') ? 'A volunteer' : 'A local organisation')

const whoHelps = (data: Happened['data']): string | null =>
  text(data, 'organisationName') ?? (text(data, 'volunteerId') ? 'A volunteer' : null)

interface Reading {
  readonly stage: Stage
  /** Who said yes. */
  readonly who: string | null
  /** Volunteers were asked, not an organisation. */
  readonly volunteers: boolean
  readonly since: Date
  readonly answerBy: Date | null
  readonly past: readonly Step[]
}

type Said = { stage: Stage; sentence: string | null; detail?: string }

// One row per kind of fact: where it leads, and what is said of it once it is past.
const said = (fact: Happened, you: string): Said | null => {
  const { kind, data } = fact
  switch (kind) {
    case 'help-request-made':
      return { stage: 'looking', sentence: 'You told us what is needed.' }
    case 'referral-sent':
      return { stage: 'asked', sentence: 'We asked a local organisation.' }
    case 'referral-declined':
      return { stage: 'looking', sentence: 'They could not take this on.' }
    case 'referral-expired':
      return { stage: 'looking', sentence: 'They did not answer in time.' }
    case 'referral-recalled':
      return { stage: 'looking', sentence: 'We took the question back.' }
    case 'referral-accepted':
      return { stage: 'accepted', sentence: `${helper(data)} said yes.` }
    case 'put-to-volunteers':
      return { stage: 'asked', sentence: 'We asked volunteers near you.' }
    case 'no-volunteer-left':
      return { stage: 'looking', sentence: 'No volunteer near you could take it.' }
    case 'volunteers-taken-back':
      return data.because === 'need closed' ? null : { stage: 'looking', sentence: 'We took the question back.' }
    case 'volunteer-accepted':
      return { stage: 'accepted', sentence: 'A volunteer said yes.' }
    case 'match-fell-through':
      return {
        stage: data.asksOthers === true ? 'asked' : 'looking',
        sentence:
          data.because === 'refused' ? 'You asked for somebody else.' : 'The volunteer could not come after all.',
      }
    case 'volunteer-in-contact':
    case 'contact-made':
      return { stage: 'in contact', sentence: `${helper(data)} got in touch with ${you}.` }
    case 'volunteer-ongoing':
    case 'help-ongoing':
      return { stage: 'ongoing', sentence: `${helper(data)} began to help regularly.` }
    case 'volunteer-done':
    case 'help-done':
      return { stage: 'done', sentence: `${helper(data)} gave the help.` }
    case 'could-not-help':
      return { stage: 'looking', sentence: `${helper(data)} could not do it after all.` }
    case 'need-triaged':
      return text(data, 'decision') === 'signpost'
        ? {
            stage: 'finished',
            sentence: `We found a service that can help: ${text(data, 'serviceName') ?? 'a local service'}.`,
            detail: `Get in touch with it directly; we have not passed anything on.`,
          }
        : null
    case 'outcome-recorded':
      return {
        stage: 'told',
        sentence: data.known === false ? 'We could not find out how it went.' : 'You told us how it went.',
      }
    case 'need-closed': {
      const reason = text(data, 'reason') ?? ''
      return {
        stage: 'finished',
        sentence: Object.hasOwn(closingReasons, reason)
          ? closingReasons[reason as keyof typeof closingReasons].toResident
          : 'This is finished.',
      }
    }
    case 'consent-withdrawn':
      return { stage: 'looking', sentence: 'You ended the permission to share.' }
    default:
      return null
  }
}

const readFacts = (need: Pick<Need, 'needId' | 'askedAt'>, facts: readonly Happened[], you: string): Reading => {
  let reading: Reading = {
    stage: 'looking',
    who: null,
    volunteers: false,
    since: need.askedAt,
    answerBy: null,
    past: [],
  }
  for (const fact of facts) {
    if ((fact.data.needId ?? need.needId) !== need.needId) continue
    const step = said(fact, you)
    if (!step) continue
    // Ending the permission is no step of a need that nobody was asked about or that is over.
    const isAside = fact.kind === 'consent-withdrawn'
    const { sentence, detail } = step
    const at = fact.recordedAt
    const answerBy = new Date(text(fact.data, 'answerBy') ?? '')
    reading = {
      stage: isAside ? reading.stage : step.stage,
      who: step.stage === 'looking' && !isAside ? null : (whoHelps(fact.data) ?? reading.who),
      volunteers: isAside ? reading.volunteers : text(fact.data, 'taskId') !== null,
      since: isAside ? reading.since : at,
      answerBy: Number.isNaN(answerBy.getTime()) ? (isAside ? reading.answerBy : null) : answerBy,
      past: [
        ...reading.past,
        ...(sentence ? [{ when: 'past' as const, sentence, at, ...(detail && { detail }) }] : []),
      ],
    }
  }
  return reading
}

/** The line of steps of one need: what was, the one present step, and what is still to come. */
export const stepsOf = (
  need: Pick<Need, 'needId' | 'urgency' | 'askedAt'>,
  facts: readonly Happened[],
  reader: Reader,
): Steps => {
  const you = reader.isForSomeone ? 'them' : 'you'
  const reading = readFacts(need, facts, you)
  if (reading.stage === 'finished' || reading.stage === 'told') {
    const last = reading.past.at(-1)
    return { steps: [...reading.past.slice(0, -1), ...(last ? [{ ...last, when: 'present' as const }] : [])] }
  }
  const past = presentSaysIt.has(reading.stage) ? reading.past.slice(0, -1) : reading.past
  return { steps: [...past, presentStep(need, reading, reader, you), ...comingSteps(reading, reader, you)] }
}

// The present step says the same as the last fact, in the present tense.
const presentSaysIt: ReadonlySet<Stage> = new Set(['asked', 'accepted', 'in contact', 'ongoing', 'done'])

const presentStep = (need: Pick<Need, 'urgency'>, reading: Reading, reader: Reader, you: string): Step => {
  const { stage, since, answerBy } = reading
  const { now, isForSomeone, shares } = reader
  const who = reading.who ?? 'A local organisation'
  const when = inWords(since, now)
  const step = (sentence: string, detail: string): Step => ({ when: 'present', sentence, detail })
  const hear = `should hear from us ${byWhen(hearBy(need.urgency, since), now)}`
  switch (stage) {
    case 'asked': {
      if (reading.volunteers)
        return step(
          isForSomeone ? 'We are asking volunteers near them.' : 'We are asking volunteers near you.',
          "They are asked a few at a time. If nobody can, we'll ask further, and you don't need to do anything.",
        )
      const until = answerBy && clockOf(answerBy, now)
      return step(
        'We have asked a local organisation.',
        answerBy && answerBy <= now
          ? `They had until ${until} and have not answered yet. We will ask the next nearest, and you don't need to do anything.`
          : `${until ? `They have until ${until}. ` : ''}If they can't, we'll ask the next nearest, and you don't need to do anything.`,
      )
    }
    case 'accepted':
      return step(
        `${who} said yes ${when}.`,
        reading.volunteers
          ? `They can see who needs help, and how to reach ${you}, from a day before until two hours after.`
          : `They will get in touch with ${you}. They can see who needs help and how to reach ${you}, until this is done.`,
      )
    case 'in contact':
      return step(`${who} got in touch with ${you} ${when}.`, 'They are arranging the help.')
    case 'ongoing':
      return step(`${who} is helping regularly.`, 'Tell them, or us, when it is no longer needed.')
    case 'done':
      return step(
        `${who} told us ${when} that the help was given.`,
        'Please tell us how it went: it helps the next person.',
      )
    default:
      if (!shares)
        return step(
          'Somebody will get in touch and tell you about services near you.',
          `You have not let us share details, so we ask nobody else. ${isForSomeone ? 'They' : 'You'} ${hear}.`,
        )
      return step(
        reading.past.length > 1 ? 'We are finding out who else can help.' : 'We are finding out who near you can help.',
        `You ${hear}. You don't need to do anything.`,
      )
  }
}

/** "2 pm", "2 pm tomorrow": a deadline after "until". */
const clockOf = (at: Date, now: Date): string => byWhen(at, now).replace(/^by /, '')

const comingSteps = ({ stage, who, volunteers }: Reading, reader: Reader, you: string): Step[] => {
  const coming = (sentence: string): Step => ({ when: 'future', sentence })
  const told = coming('You tell us how it went.')
  const touch = coming(`They get in touch with ${you}.`)
  if (stage === 'done' || stage === 'ongoing') return [told]
  if (stage === 'in contact') return [coming(`${who ?? 'They'} helps.`), told]
  if (stage === 'accepted') return [touch, told]
  if (stage === 'asked') return [coming(volunteers ? 'One of them says yes.' : 'They say yes or no.'), touch, told]
  return reader.shares ? [coming('We ask a local organisation.'), coming('One says yes and gets in touch.'), told] : []
}
