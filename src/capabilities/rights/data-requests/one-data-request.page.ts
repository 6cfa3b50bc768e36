/** `/:place/data-requests/:dataRequestId`: one of them: who it is, what they get, and the answer. */
import { Type } from 'typebox'
import { type FormView, form } from '../../../design/form.ts'
import { type Happenings, noticeOf } from '../../../design/happened.ts'
import type { Link, PageModel } from '../../../design/page.ts'
import { exactDate, exactTime } from '../../../design/time-in-words.ts'
import type { Action, ErrorItem, SummaryCard } from '../../../design/view-models.ts'
import { isRefusal, type Refusal } from '../../../kernel/refusal.ts'
import { audit } from '../../../platform/audit/audit.ts'
import { perform } from '../../../platform/command.ts'
import {
  errorsOf,
  notFound,
  page,
  privateView,
  type Reply,
  redirect,
  type Visit,
} from '../../../platform/http/route.ts'
import { chosen, typedLine, typedText } from '../../../platform/http/typed.ts'
import { findPerson, lookedAtPerson } from '../../people/index.ts'
import { personRows } from '../../requests/index.ts'
import { certificateInWords } from '../certificate-in-words.ts'
import { overdueBy } from '../clock.ts'
import { type CopyView, copyView } from '../copy-view.ts'
import { correctable, type DataRequest, outcomeCodes, outcomes, requestKinds } from '../data-request.ts'
import { findDataRequest } from '../data-request-store.ts'
import type { Certificate } from '../erase-person.ts'
import { type LawSays, law } from '../law.ts'
import { findCertificate } from '../rights-store.ts'
import { copyAsFile, copyOf } from './copy-of.ts'
import { listCorrections } from './correction-store.ts'
import { correctionCard, drawPlan, type PlanView } from './correction-view.ts'
import { stateOfDataRequest } from './data-requests.page.ts'
import {
  answerDataRequest,
  askThem,
  heardFromThem,
  sayWhoItIs,
  takeLonger,
  undoCorrection,
} from './work-on-data-request.ts'

type OneModel = PageModel & {
  lawSaid: LawSays | null
  plan: PlanView | null
  corrections: readonly { card: SummaryCard; undo: Action | null }[]
  about: SummaryCard
  who: SummaryCard | null
  links: readonly Link[]
  certificate: readonly string[]
  forms: readonly { id: string; title: string; form: FormView }[]
  actions: readonly Action[]
  copy: CopyView | null
}

type OneVisit = Visit<{ dataRequestId: string }, { done?: unknown; copy?: unknown }>
const oneOnly = Type.Object({ dataRequestId: Type.String({ format: 'uuid' }) })
const missing = 'We cannot find that, or it is not yours to see.'

const happenings: Happenings = {
  taken: { message: 'Written down. It has to be answered within one calendar month.' },
  who: { message: 'Written down who it is.' },
  asked: { message: 'Asked. The clock stands until they answer.' },
  heard: { message: 'The clock runs again, later by the days it stood.' },
  longer: { message: 'Two months more. They are told why.' },
  answered: { message: 'Answered. They are told.' },
  undone: { message: 'Taken back. It stands as before, the same people are told, and the request is open again.' },
  erased: { message: 'Forgotten. The certificate stands below.' },
}

const aboutOf = (one: DataRequest): SummaryCard => ({
  rows: [
    { key: 'What they ask', value: requestKinds[one.kind] },
    { key: 'Who asks', value: `${one.askedByName}\n${one.askedContact}` },
    { key: 'How they asked', value: one.askedHow },
    ...(one.says ? [{ key: 'What they say', value: one.says }] : []),
    ...(one.field ? [{ key: 'What is wrong', value: correctable[one.field] }] : []),
    ...(one.was ? [{ key: 'What stood there', value: one.was }] : []),
    ...(one.wanted ? [{ key: 'What it should be', value: one.wanted }] : []),
    { key: 'Received', value: exactTime(one.receivedAt) },
    { key: 'To be answered by', value: exactDate(one.dueOn) },
    ...(one.extendedBecause ? [{ key: 'Why it takes longer', value: one.extendedBecause }] : []),
    ...(one.askedThem ? [{ key: 'What we asked them', value: one.askedThem }] : []),
    ...(one.identitySeen ? [{ key: 'How we know it is they', value: one.identitySeen }] : []),
    ...(one.answeredAt ? [{ key: 'Answered', value: `${one.answeredBy}, ${exactTime(one.answeredAt)}` }] : []),
    ...(one.answer ? [{ key: 'Our answer', value: one.answer }] : []),
    ...(one.disagreement ? [{ key: 'What they say against it', value: one.disagreement }] : []),
  ],
})

/** Nothing once it is answered. */
const lawSaid = ({ answeredAt, state, dueOn }: DataRequest, now: Date): LawSays | null => {
  if (answeredAt) return null
  const overdue = state === 'open' ? overdueBy(dueOn, now) : null
  return { overdue, sentences: [...(overdue ? [law.late] : []), law.answer, law.stop] }
}

const formsFor = (one: DataRequest, action: string, body: OneVisit['body'], errors: readonly ErrorItem[]) => {
  const made = (what: string, title: string, button: string, fields: Parameters<typeof form>[0]['fields']) => ({
    id: what,
    title,
    form: form({
      action,
      hidden: { do: what },
      fields,
      button,
      values: body.do === what ? body : {},
      errors: body.do === what ? errors : [],
    }),
  })
  if (one.answeredAt) return []
  return [
    made('who', 'Who is it?', 'Write down who it is', [
      {
        kind: 'text',
        name: 'said',
        label: 'Whose data is it?',
        hint: 'A reference like K7Q-4MD, a phone number or an e-mail address.',
        autocomplete: 'off',
      },
      {
        kind: 'text',
        name: 'identitySeen',
        label: 'How do you know that it is they who ask?',
        hint: 'For instance: they gave reference and code; we rang the number we have.',
        autocomplete: 'off',
      },
    ]),
    ...(one.state === 'open'
      ? [
          made('ask', 'Do you need to know something first?', 'Ask them, and stop the clock', [
            {
              kind: 'textarea',
              name: 'askedThem',
              label: 'What do you ask them?',
              hint:
                one.kind === 'access'
                  ? 'Only what you cannot do without: who they are, or which data they mean.'
                  : 'Only who they are, where you cannot do without it: the law stops the clock for nothing else here.',
              limit: 2000,
            },
          ]),
        ]
      : []),
    ...(one.extendedBecause
      ? []
      : [
          made('longer', 'Does it take longer than a month?', 'Take two months more', [
            { kind: 'textarea', name: 'extendedBecause', label: 'Why? They read it', limit: 2000 },
          ]),
        ]),
    made('answer', 'Answer', 'Answer', [
      {
        kind: 'radios',
        name: 'state',
        label: 'Was it done?',
        options: outcomeCodes.map(value => ({ value, text: outcomes[value] })),
      },
      { kind: 'textarea', name: 'answer', label: 'What do you answer? They read it', limit: 4000 },
    ]),
  ]
}

const draw = async (visit: OneVisit, errors: readonly ErrorItem[] = []): Promise<Reply> => {
  const { platform, place, actor, params, query, body } = visit
  const here = `/${place.slug}/data-requests/${params.dataRequestId}`
  const model = await platform.db.as(actor, async (tx): Promise<OneModel | null> => {
    const one = await findDataRequest(tx, params.dataRequestId)
    if (!one) return null
    await audit(tx, 'looked at a data request', one.dataRequestId)
    const { personId } = one
    if (personId) await audit(tx, lookedAtPerson, personId)
    const { person, certificate, copy } = await tx.house(async () => ({
      person: personId ? await findPerson(tx, personId) : null,
      certificate: personId ? ((await findCertificate(tx, personId)) as Certificate | null) : null,
      copy: query.copy === 'shown' ? await copyOf(tx, one, { isForThem: false }) : null,
    }))
    return {
      page: {
        title: `Data request ${one.reference}`,
        kind: 'staff',
        backHref: `/${place.slug}/data-requests`,
        state: stateOfDataRequest(one, tx.now),
        errors,
        ...noticeOf(happenings, query.done),
      },
      lawSaid: lawSaid(one, tx.now),
      plan: one.kind === 'correction' && !one.answeredAt && personId ? await drawPlan(tx, one) : null,
      corrections: (await listCorrections(tx, one.dataRequestId)).map(made => ({
        card: correctionCard(made),
        undo: made.undoneAt
          ? null
          : {
              text: 'Take it back',
              action: here,
              hidden: { do: 'undo', correctionId: made.correctionId },
              look: 'other',
            },
      })),
      about: aboutOf(one),
      who: person && { title: 'Whom it is about', rows: personRows(person, null) },
      links: personId
        ? [
            { text: 'See the copy', href: `${here}?copy=shown#copy` },
            { text: 'Fetch the copy as a page', href: `${here}/copy.html` },
            { text: 'Fetch the copy as JSON', href: `${here}/copy.json` },
            ...(one.kind === 'erasure' && !certificate
              ? [{ text: 'See what would be forgotten', href: `${here}/erase` }]
              : []),
          ]
        : [],
      certificate: certificate ? certificateInWords(certificate) : [],
      forms: formsFor(one, here, body, errors),
      actions: one.waitingSince ? [{ text: 'They have answered', action: here, hidden: { do: 'heard' } }] : [],
      copy: copy && copyView(copy),
    }
  })
  return model ? privateView('rights/data-requests/one.njk', model) : notFound(missing)
}

const onePage = page({
  method: 'GET',
  path: '/:place/data-requests/:dataRequestId',
  allow: 'rights.decide',
  params: oneOnly,
  query: Type.Object({ done: Type.Optional(Type.Unknown()), copy: Type.Optional(Type.Unknown()) }),
  handle: visit => draw({ ...(visit as unknown as OneVisit), body: {} }),
})

const act = async ({ platform: { db }, actor, params, body }: OneVisit): Promise<{ done: string } | Refusal> => {
  const { dataRequestId } = params
  const did = <T>(done: string, answer: T | Refusal) => (isRefusal(answer) ? answer : { done })
  switch (body.do) {
    case 'who':
      return did(
        'who',
        await perform(db, actor, sayWhoItIs, {
          dataRequestId,
          said: typedLine(body.said),
          identitySeen: typedLine(body.identitySeen),
        }),
      )
    case 'ask':
      return did('asked', await perform(db, actor, askThem, { dataRequestId, askedThem: typedText(body.askedThem) }))
    case 'heard':
      return did('heard', await perform(db, actor, heardFromThem, { dataRequestId }))
    case 'longer':
      return did(
        'longer',
        await perform(db, actor, takeLonger, { dataRequestId, extendedBecause: typedText(body.extendedBecause) }),
      )
    case 'undo':
      return did(
        'undone',
        await perform(db, actor, undoCorrection, { dataRequestId, correctionId: typedLine(body.correctionId) }),
      )
    case 'answer':
      return did(
        'answered',
        await perform(db, actor, answerDataRequest, {
          dataRequestId,
          state: chosen(body.state, outcomeCodes) ?? ('' as never),
          answer: typedText(body.answer),
        }),
      )
    default:
      return { refused: 'say-which', message: 'Press one of the buttons on this page' }
  }
}

const oneAnswer = page({
  method: 'POST',
  path: '/:place/data-requests/:dataRequestId',
  allow: 'rights.decide',
  params: oneOnly,
  async handle(given) {
    const visit = { ...given, query: {} } as unknown as OneVisit
    const answer = await act(visit)
    return isRefusal(answer)
      ? draw(visit, errorsOf(answer))
      : redirect(`/${visit.place.slug}/data-requests/${visit.params.dataRequestId}?done=${answer.done}`)
  },
})

const file = (as: 'html' | 'json') =>
  page({
    method: 'GET',
    path: `/:place/data-requests/:dataRequestId/copy.${as}`,
    allow: 'rights.decide',
    params: oneOnly,
    async handle({ platform, actor, params }) {
      const copy = await platform.db.as(actor, async tx => {
        const one = await findDataRequest(tx, params.dataRequestId)
        return one && tx.house(() => copyOf(tx, one, { isForThem: false }))
      })
      return copy ? copyAsFile(copy, as, platform.clock) : notFound(missing)
    },
  })

export const oneDataRequestRoutes = [onePage, oneAnswer, file('html'), file('json')]
