/** `/:place/complain`: complaining, without an account; `/:place/complaints`: what was complained of, with its clock, and the answer. */
import { Type } from 'typebox'
import { type FormView, form } from '../../../design/form.ts'
import { type Happenings, noticeOf } from '../../../design/happened.ts'
import type { PageModel } from '../../../design/page.ts'
import { exactDate, exactTime, inWords } from '../../../design/time-in-words.ts'
import type { Action, EmptyState, ErrorItem, StateTag, SummaryCard } from '../../../design/view-models.ts'
import { isRefusal, type Refusal } from '../../../kernel/refusal.ts'
import { audit } from '../../../platform/audit/audit.ts'
import { isAllowed } from '../../../platform/auth/actor.ts'
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
import { ringUs } from '../../places/index.ts'
import { overdueBy, timeLeft } from '../clock.ts'
import { type LawSays, law } from '../law.ts'
import { answerComplaint, complain, takeComplaint, takeOnComplaint } from './complain.ts'
import {
  type Complaint,
  complaintAbout,
  complaintAboutCodes,
  complaintHows,
  findComplaint,
  listComplaints,
} from './complaint-store.ts'

type OpenVisit = Visit<Record<string, string>, { reference?: unknown }>
type ComplainModel = PageModel & { reference: string | null; ring: string; form: FormView | null }

const drawComplain = (visit: OpenVisit, errors: readonly ErrorItem[] = []): Reply => {
  const { place, actor, body, query } = visit
  const staff = isAllowed(actor, 'rights.take')
  const reference = /^[A-Z0-9]{3}-[A-Z0-9]{3}$/.exec(typedLine(query.reference))?.[0] ?? null
  return privateView('rights/complaints/complain.njk', {
    page: {
      title: reference ? 'We have your complaint' : staff ? 'Write down a complaint' : 'Complain',
      backHref: `/${place.slug}`,
      ...(reference && { caption: `Reference ${reference}` }),
      errors,
    },
    reference,
    ring: ringUs(place),
    form: reference
      ? null
      : form({
          action: `/${place.slug}/complain`,
          fields: [
            {
              kind: 'radios',
              name: 'about',
              label: 'What is it about?',
              options: complaintAboutCodes.map(value => ({ value, text: complaintAbout[value] })),
            },
            { kind: 'textarea', name: 'says', label: 'What went wrong, and what should happen?', limit: 4000, rows: 6 },
            {
              kind: 'text',
              name: 'fromName',
              label: staff ? 'Their name' : 'Your name',
              autocomplete: staff ? 'off' : 'name',
            },
            {
              kind: 'text',
              name: 'fromContact',
              label: staff ? 'How do we reach them?' : 'How do we reach you?',
              hint: 'An e-mail address, a phone number or a postal address.',
              autocomplete: 'off',
            },
            ...(staff
              ? [
                  {
                    kind: 'radios' as const,
                    name: 'takenHow',
                    label: 'How did they complain?',
                    options: complaintHows.map(value => ({
                      value,
                      text: value.charAt(0).toUpperCase() + value.slice(1),
                    })),
                  },
                ]
              : []),
          ],
          values: body,
          errors,
          button: staff ? 'Write it down' : 'Send the complaint',
        }),
  } satisfies ComplainModel as ComplainModel)
}

const complainPage = page({
  method: 'GET',
  path: '/:place/complain',
  allow: 'anyone',
  query: Type.Object({ reference: Type.Optional(Type.Unknown()) }),
  handle: async visit => drawComplain({ ...(visit as unknown as OpenVisit), body: {} }),
})

const complainAnswer = page({
  method: 'POST',
  path: '/:place/complain',
  allow: 'anyone',
  async handle(given) {
    const visit = { ...given, query: {} } as unknown as OpenVisit
    const { platform, place, actor, body } = visit
    const said = {
      about: chosen(body.about, complaintAboutCodes) ?? ('' as never),
      says: typedText(body.says),
      fromName: typedLine(body.fromName),
      fromContact: typedLine(body.fromContact),
    }
    const made = isAllowed(actor, 'rights.take')
      ? await perform(platform.db, actor, takeComplaint, {
          ...said,
          takenHow: chosen(body.takenHow, complaintHows) ?? ('' as never),
        })
      : await perform(platform.db, actor, complain, said)
    return isRefusal(made)
      ? drawComplain(visit, errorsOf(made))
      : redirect(`/${place.slug}/complain?reference=${made.reference}`)
  },
})

const stateOf = ({ state, answerBy }: Complaint, now: Date): StateTag =>
  state === 'answered' ? { word: 'Answered', tone: 'done' } : timeLeft(answerBy, now)

/** Nothing once it is answered. The law speaks of complaints about data alone; the others are answered as soon. */
const lawSaid = ({ answeredAt, about, answerBy }: Complaint, now: Date): LawSays | null => {
  if (answeredAt) return null
  const overdue = overdueBy(answerBy, now)
  const ofLaw =
    about === 'data' ? [law.complaint] : ['Our own rule: we answer every complaint as we answer those about data.']
  return { overdue, sentences: [...(overdue ? [law.complaintLate] : []), ...ofLaw] }
}

const listPage = page({
  method: 'GET',
  path: '/:place/complaints',
  allow: 'rights.decide',
  async handle({ platform, place, actor }) {
    const now = platform.clock()
    const all = await platform.db.as(actor, async tx => {
      const all = await listComplaints(tx, 200)
      await audit(tx, 'looked at the complaints', null)
      return all
    })
    const empty: EmptyState = {
      title: 'Nobody has complained',
      sentences: ['Complaints stand here, with their clock.'],
      tone: 'good',
    }
    return privateView('rights/data-requests/list.njk', {
      page: { title: 'Complaints', kind: 'staff' },
      says: 'The law wants a complaint acknowledged within 30 days, which is done at once, and answered without undue delay: within a month, we say.',
      lines: all.map(one => ({
        text: `${one.reference}: ${complaintAbout[one.about]}`,
        href: `/${place.slug}/complaints/${one.complaintId}`,
        state: stateOf(one, now),
        says: `${one.fromName}, ${inWords(one.receivedAt, now)}. ${one.ownerName ? `${one.ownerName} looks into it.` : 'Nobody looks into it yet.'}`,
      })),
      empty,
      take: { text: 'Write one down', href: `/${place.slug}/complain` },
    })
  },
})

type OneVisit = Visit<{ complaintId: string }, { done?: unknown }>
const oneOnly = Type.Object({ complaintId: Type.String({ format: 'uuid' }) })
type OneModel = PageModel & {
  lawSaid: LawSays | null
  about: SummaryCard
  actions: readonly Action[]
  form: FormView | null
}

const happenings: Happenings = {
  mine: { message: 'You look into it.' },
  answered: { message: 'Answered. They are told, and how to go on if they are not content.' },
}

const drawOne = async (visit: OneVisit, errors: readonly ErrorItem[] = []): Promise<Reply> => {
  const { platform, place, actor, params, query, body } = visit
  const here = `/${place.slug}/complaints/${params.complaintId}`
  const model = await platform.db.as(actor, async (tx): Promise<OneModel | null> => {
    const one = await findComplaint(tx, params.complaintId)
    if (!one) return null
    await audit(tx, 'looked at a complaint', one.complaintId)
    return {
      page: {
        title: `Complaint ${one.reference}`,
        kind: 'staff',
        backHref: `/${place.slug}/complaints`,
        state: stateOf(one, tx.now),
        errors,
        ...noticeOf(happenings, query.done),
      },
      lawSaid: lawSaid(one, tx.now),
      about: {
        rows: [
          { key: 'About', value: complaintAbout[one.about] },
          { key: 'What they say', value: one.says },
          { key: 'Who', value: `${one.fromName}\n${one.fromContact}` },
          { key: 'Received', value: `${exactTime(one.receivedAt)}, ${one.takenHow}` },
          ...(one.acknowledgedAt ? [{ key: 'Acknowledged', value: exactTime(one.acknowledgedAt) }] : []),
          { key: 'To be answered by', value: exactDate(one.answerBy) },
          { key: 'Who looks into it', value: one.ownerName ?? 'Nobody yet' },
          ...(one.answer ? [{ key: 'Our answer', value: one.answer }] : []),
          ...(one.learned ? [{ key: 'What we learned', value: one.learned }] : []),
        ],
      },
      actions:
        one.answeredAt || one.ownerId === actor.personId
          ? []
          : [{ text: 'I look into it', action: here, hidden: { do: 'mine' }, look: 'other' }],
      form: one.answeredAt
        ? null
        : form({
            action: here,
            hidden: { do: 'answer' },
            fields: [
              { kind: 'textarea', name: 'answer', label: 'What do you answer? They read it', limit: 4000, rows: 6 },
              { kind: 'textarea', name: 'learned', label: 'What was learned? Only we read it', limit: 2000 },
            ],
            values: body,
            errors,
            button: 'Answer',
          }),
    }
  })
  return model
    ? privateView('rights/complaints/one.njk', model)
    : notFound('We cannot find that, or it is not yours to see.')
}

const onePage = page({
  method: 'GET',
  path: '/:place/complaints/:complaintId',
  allow: 'rights.decide',
  params: oneOnly,
  query: Type.Object({ done: Type.Optional(Type.Unknown()) }),
  handle: visit => drawOne({ ...(visit as unknown as OneVisit), body: {} }),
})

const oneAnswer = page({
  method: 'POST',
  path: '/:place/complaints/:complaintId',
  allow: 'rights.decide',
  params: oneOnly,
  async handle(given) {
    const visit = { ...given, query: {} } as unknown as OneVisit
    const { platform, place, actor, body, params } = visit
    const { complaintId } = params
    const mine = body.do === 'mine'
    const answer: unknown | Refusal = mine
      ? await perform(platform.db, actor, takeOnComplaint, { complaintId })
      : await perform(platform.db, actor, answerComplaint, {
          complaintId,
          answer: typedText(body.answer),
          learned: typedText(body.learned),
        })
    return isRefusal(answer)
      ? drawOne(visit, errorsOf(answer))
      : redirect(`/${place.slug}/complaints/${complaintId}?done=${mine ? 'mine' : 'answered'}`)
  },
})

export const complaintRoutes = [complainPage, complainAnswer, listPage, onePage, oneAnswer]
