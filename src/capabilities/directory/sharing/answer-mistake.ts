import { Type } from 'typebox'
import type { JourneyId } from '../../../kernel/ids.ts'
import { refuse } from '../../../kernel/refusal.ts'
import { command } from '../../../platform/command.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { factKind, record } from '../../../platform/facts/fact.ts'
import { forgetNotices, writeNotice } from '../../../platform/notify/notice.ts'
import { assure } from '../freshness/assure.ts'
import { withoutPrivateWords } from '../private-words-store.ts'
import { type Answer, answers, isOpen, MOST_WORDS } from './mistake.ts'
import { accessMistake } from './mistake-access.ts'
import {
  deleteOldMistakes,
  findContact,
  forgetContacts,
  listContactsToForget,
  type Mistake,
  setAnswered,
  setLookedAt,
  setTold,
} from './mistake-store.ts'
import { sharingWords } from './sharing-words.ts'

/** Somebody has a reported mistake in hand. */
export const MistakeLookedAt = factKind<{ mistakeId: string; serviceId: string }>(
  'directory.looked-at-mistake',
  () => 'A reported mistake is being looked at.',
)

/** A reported mistake was answered. */
export const MistakeAnswered = factKind<{ mistakeId: string; serviceId: string; state: Answer }>(
  'directory.answered-mistake',
  ({ state }) =>
    state === 'mended' ? 'A reported mistake was mended.' : 'What was reported was found not to be a mistake.',
)

/** Somebody told the reporter by phone. */
export const ReporterTold = factKind<{ mistakeId: string }>(
  'directory.reporter-told',
  () => 'The reporter was told by phone.',
)

const mistakeId = Type.String({ format: 'uuid' })
const about = (id: string) => ({ recordId: id, journeyId: id as unknown as JourneyId })
const noSuch = () =>
  refuse('no-such-mistake', 'There is no such report, or it is about an entry that others look after.')
const answered = ({ answeredBy }: Mistake) =>
  refuse('answered-already', `${answeredBy ?? 'Somebody'} has answered this meanwhile. What they wrote is below.`)

/** Says that somebody has it in hand; the reporter sees that when they look. */
export const lookAtMistake = command({
  name: 'directory.look-at-mistake',
  allow: 'mistake.answer',
  input: Type.Object({ mistakeId }),
  async run(tx, { mistakeId }) {
    const mistake = await accessMistake(tx, mistakeId, 'change')
    if (!mistake) return noSuch()
    if (!isOpen(mistake.state)) return answered(mistake)
    if (mistake.state === 'received') {
      await tx.house(() => setLookedAt(tx, mistakeId))
      await record(tx, MistakeLookedAt, about(mistakeId), { mistakeId, serviceId: mistake.serviceId })
    }
    return { recordId: mistakeId }
  },
})

/** Answers a report; who left an e-mail address is written to at once. */
export const answerMistake = command({
  name: 'directory.answer-mistake',
  allow: 'mistake.answer',
  input: Type.Object({
    mistakeId,
    state: Type.Union(
      answers.map(state => Type.Literal(state)),
      { mend: 'Choose whether it is mended, or was not a mistake' },
    ),
    answer: Type.String({
      minLength: 1,
      maxLength: MOST_WORDS,
      pattern: '\\S',
      mend: 'Write what you did or found, in up to 1,000 characters: the person who told us reads it',
    }),
    allRight: Type.Boolean(),
  }),
  async run(tx, { mistakeId, state, answer: typed, allRight }) {
    const mistake = await accessMistake(tx, mistakeId, 'change')
    if (!mistake) return noSuch()
    if (!isOpen(mistake.state)) return answered(mistake)
    const { actor } = tx
    const answer = await withoutPrivateWords(tx, [mistake.serviceId], typed, MOST_WORDS)
    await tx.house(() => setAnswered(tx, mistakeId, { state, answer, by: actor.organisationName ?? actor.name }))
    await record(tx, MistakeAnswered, about(mistakeId), { mistakeId, serviceId: mistake.serviceId, state })
    await tellAnswer(tx, mistake, state, answer)
    if (allRight)
      await assure(tx, [mistake.serviceId], { how: 'edit', byName: actor.name, organisationId: actor.organisationId })
    return { recordId: mistakeId, hearsBy: mistake.hearsBy }
  },
})

const tellAnswer = (tx: PlaceTx, mistake: Mistake, state: Answer, answer: string): Promise<void> =>
  tx.house(async () => {
    const { mistakeId, serviceName, language, code } = mistake
    const contact = await findContact(tx, mistakeId)
    if (contact?.kind !== 'email') return
    const say = sharingWords(language)
    await writeNotice(tx, {
      aboutId: mistakeId,
      holderIds: [],
      sentFor: 'mistake answered',
      atNight: 'waits',
      channel: 'email',
      toName: contact.address,
      toAddress: contact.address,
      subject: say('mailAnswerSubject', { service: serviceName }),
      body: say(state === 'mended' ? 'mailMendedBody' : 'mailNotAMistakeBody', { service: serviceName, answer }),
      link: { words: say('mailLink'), path: `/mistakes/${code}${language === 'en' ? '' : `?lang=${language}`}` },
    })
    await setTold(tx, mistakeId)
  })

/** Notes that the reporter was rung. */
export const tellReporterByPhone = command({
  name: 'directory.tell-reporter-by-phone',
  allow: 'mistake.answer',
  input: Type.Object({ mistakeId }),
  async run(tx, { mistakeId }) {
    const mistake = await accessMistake(tx, mistakeId, 'change')
    if (!mistake || isOpen(mistake.state)) return noSuch()
    if (!(await tx.house(() => setTold(tx, mistakeId)))) return refuse('told-already', 'They were told before.')
    await record(tx, ReporterTold, about(mistakeId), { mistakeId })
    return { recordId: mistakeId }
  },
})

/** Deletes how reporters can be reached, with what was mailed to them, when its time is over; and reports long after their answer. */
export const forgetReporters = (tx: PlaceTx): Promise<number> =>
  tx.house(async () => {
    const ids = await listContactsToForget(tx)
    await forgetContacts(tx, ids)
    await forgetNotices(tx, ids)
    await deleteOldMistakes(tx)
    return ids.length
  })
