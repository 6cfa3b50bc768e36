import { Type } from 'typebox'
import { form } from '../../../design/form.ts'
import { type Happenings, noticeOf } from '../../../design/happened.ts'
import type { ErrorItem, StateTag, SummaryRow } from '../../../design/view-models.ts'
import { isAboutFields, isRefusal } from '../../../kernel/refusal.ts'
import { audit } from '../../../platform/audit/audit.ts'
import { perform } from '../../../platform/command.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { errorsOf, notFound, page, type Reply, redirect, type Visit, view } from '../../../platform/http/route.ts'
import { chosen, ticked, typedText } from '../../../platform/http/typed.ts'
import { telephone } from '../../places/index.ts'
import { answerMistake, lookAtMistake, tellReporterByPhone } from './answer-mistake.ts'
import { answers, isOpen, type MistakeState, MOST_WORDS } from './mistake.ts'
import { accessMistake, listTheirMistakes } from './mistake-access.ts'
import { replyTime } from './mistake-answer.page.ts'
import { findContact, type Mistake } from './mistake-store.ts'
import { sharingWords } from './sharing-words.ts'

/** `/:place/directory/mistakes`: what people told us is wrong, for those who keep the directory right and for the organisations whose entries they are. */

const say = sharingWords('en')
const stateWords: Readonly<Record<MistakeState, StateTag>> = {
  received: { word: 'Needs an answer', tone: 'attention' },
  'looked at': { word: 'Being looked at', tone: 'underway' },
  mended: { word: 'Mended', tone: 'done' },
  'not a mistake': { word: 'Not a mistake', tone: 'stopped' },
}
const MOST_SHOWN = 200

const lineOf = (base: string, mistake: Mistake) => ({
  name: mistake.serviceName,
  href: `${base}/directory/mistakes/${mistake.mistakeId}`,
  state: stateWords[mistake.state],
  wrong: mistake.wrong.map(code => say(`wrong_${code}`)).join('; '),
  receivedAt: mistake.receivedAt,
  answeredAt: mistake.answeredAt,
  answeredBy: mistake.answeredBy ?? '',
  hears:
    mistake.hearsBy === null
      ? 'They look the answer up themselves'
      : `They want to hear by ${mistake.hearsBy === 'email' ? 'e-mail' : 'phone'}`,
})

export const mistakesPage = page({
  method: 'GET',
  path: '/:place/directory/mistakes',
  allow: 'mistake.answer',
  async handle({ platform, place, actor }) {
    const { open, answered, answeredIn } = await platform.db.as(actor, async tx => ({
      open: await listTheirMistakes(tx, true, MOST_SHOWN),
      answered: await listTheirMistakes(tx, false, 30),
      answeredIn: await replyTime(tx, 'en'),
    }))
    const base = `/${place.slug}`
    return view('directory/sharing/mistakes.njk', {
      page: {
        title: 'Mistakes people told us of',
        kind: 'staff',
        backHref: actor.permissions.has('directory.keep-right') ? `${base}/directory` : `${base}/directory/entries`,
      },
      open: open.map(each => lineOf(base, each)),
      answered: answered.map(each => lineOf(base, each)),
      more: open.length === MOST_SHOWN,
      answeredIn,
      empty: {
        title: 'No report waits for an answer',
        sentences: [
          actor.permissions.has('directory.keep-right')
            ? 'When somebody reports a mistake in an entry, it stands here until it is answered.'
            : 'When somebody reports a mistake in one of your organisation’s entries, it stands here until it is answered.',
        ],
        tone: 'good',
      },
    })
  },
})

type MistakeVisit = Visit<{ mistakeId: string }, Record<string, unknown>>
const params = Type.Object({ mistakeId: Type.String({ format: 'uuid' }) })
const query = Type.Object({ done: Type.Optional(Type.Unknown()) })
const noSuch = () => notFound('There is no such report, or it is about an entry that others look after.')

const happened: Happenings = {
  looking: { message: 'You have it in hand.', detail: 'Whoever told us sees that somebody is looking at it.' },
  answered: { message: 'Answered.', detail: 'It is off the list.' },
  mailed: { message: 'Answered.', detail: 'Whoever told us gets your words by e-mail within minutes.' },
  told: { message: 'Noted: they know.' },
}

/** A number to ring is looked at only when there is something to tell, and each look is written down. */
const numberToRing = async (tx: PlaceTx, mistake: Mistake): Promise<string | null> => {
  if (isOpen(mistake.state) || mistake.hearsBy !== 'phone' || mistake.toldAt) return null
  const contact = await tx.house(() => findContact(tx, mistake.mistakeId))
  if (contact) await audit(tx, 'looked at how to reach a reporter', mistake.mistakeId)
  return contact?.address ?? null
}

async function show(visit: MistakeVisit, errors: readonly ErrorItem[] = [], conflict = ''): Promise<Reply> {
  const { platform, place, actor, params, query, body } = visit
  const found = await platform.db.as(actor, async tx => {
    const mistake = await accessMistake(tx, params.mistakeId, 'see')
    return mistake && { mistake, ring: await numberToRing(tx, mistake) }
  })
  if (!found) return noSuch()
  const { mistake, ring } = found
  const base = `/${place.slug}`
  const here = `${base}/directory/mistakes/${mistake.mistakeId}`
  const number = ring ? telephone(ring) : undefined
  const open = isOpen(mistake.state)
  const rows: SummaryRow[] = [
    { key: 'What is wrong', value: mistake.wrong.map(code => say(`wrong_${code}`)).join('\n') },
    { key: 'In their words', value: mistake.words || 'They wrote nothing.' },
    {
      key: 'Wants to hear',
      value:
        mistake.hearsBy === null
          ? 'Looks the answer up with a reference'
          : `By ${mistake.hearsBy === 'email' ? 'e-mail: your words are sent by themselves' : 'phone: the number is shown once you have answered'}`,
    },
    ...(mistake.answer === null ? [] : [{ key: `Answer of ${mistake.answeredBy}`, value: mistake.answer }]),
  ]
  return view(
    'directory/sharing/mistake.njk',
    {
      page: {
        title: mistake.serviceName,
        caption: 'Somebody told us of a mistake',
        kind: 'staff',
        backHref: `${base}/directory/mistakes`,
        state: stateWords[mistake.state],
        errors,
        ...(conflict ? { notice: { tone: 'attention', message: conflict } } : noticeOf(happened, query.done)),
      },
      card: { title: 'What we were told', rows },
      receivedAt: mistake.receivedAt,
      answeredAt: mistake.answeredAt,
      entryHref: `${base}/services/${mistake.serviceId}`,
      look: mistake.state === 'received' ? { text: 'I am looking at it', action: `${here}/look`, look: 'other' } : null,
      form: open
        ? form({
            action: here,
            fields: [
              {
                kind: 'radios',
                name: 'state',
                label: 'What did you find?',
                options: [
                  { value: 'mended', text: 'It was wrong, and the entry is right now' },
                  { value: 'not a mistake', text: 'The entry is right as it is' },
                ],
              },
              {
                kind: 'textarea',
                name: 'answer',
                label: 'What to tell them',
                hint: 'The person who told us reads this, by e-mail or with their reference.',
                limit: MOST_WORDS,
              },
              {
                kind: 'checkboxes',
                name: 'allRight',
                label: 'The whole entry',
                options: [
                  {
                    value: 'yes',
                    text: 'I have checked all of the entry, and all of it is right today',
                    hint: 'The public then reads “checked today”, and doubts about it end.',
                  },
                ],
                optional: true,
              },
            ],
            values: body,
            errors,
            button: 'Answer',
          })
        : null,
      ring: ring ? { says: number?.says ?? ring, href: number?.href ?? '' } : null,
      told: { text: 'I have told them', action: `${here}/told` },
    },
    { status: errors.length > 0 ? 422 : 200, headers: { 'cache-control': 'no-store' } },
  )
}

export const mistakePage = page({
  method: 'GET',
  path: '/:place/directory/mistakes/:mistakeId',
  allow: 'mistake.answer',
  params,
  query,
  handle: visit => show(visit as MistakeVisit),
})

export const answerMistakePage = page({
  method: 'POST',
  path: '/:place/directory/mistakes/:mistakeId',
  allow: 'mistake.answer',
  params,
  async handle(visit) {
    const { platform, place, actor, params, body } = visit
    const answer = await perform(platform.db, actor, answerMistake, {
      mistakeId: params.mistakeId,
      state: chosen(body.state, answers) as 'mended',
      answer: typedText(body.answer),
      allRight: ticked(body.allRight, ['yes']).length > 0,
    })
    const here = { ...visit, query: {} } as MistakeVisit
    if (isRefusal(answer)) return isAboutFields(answer) ? show(here, errorsOf(answer)) : show(here, [], answer.message)
    const done = answer.hearsBy === 'email' ? 'mailed' : 'answered'
    return redirect(`/${place.slug}/directory/mistakes/${params.mistakeId}?done=${done}`)
  },
})

const pressed = (path: '/look' | '/told', command: typeof lookAtMistake, done: string) =>
  page({
    method: 'POST',
    path: `/:place/directory/mistakes/:mistakeId${path}`,
    allow: 'mistake.answer',
    params,
    async handle(visit) {
      const { platform, place, actor, params } = visit
      const answer = await perform(platform.db, actor, command, { mistakeId: params.mistakeId })
      if (isRefusal(answer)) return show({ ...visit, query: {} } as MistakeVisit, [], answer.message)
      return redirect(`/${place.slug}/directory/mistakes/${params.mistakeId}?done=${done}`)
    },
  })

export const lookAtMistakePage = pressed('/look', lookAtMistake, 'looking')
export const toldByPhonePage = pressed('/told', tellReporterByPhone, 'told')
