/** What community organisations and residents say: `/:place/practice/our-view` and, without an account, `/:place/practice/your-view/…`. */
import { Type } from 'typebox'
import { type Field, form } from '../../../design/form.ts'
import { type Happenings, noticeOf } from '../../../design/happened.ts'
import { dateAt, exactDate } from '../../../design/time-in-words.ts'
import type { ErrorItem } from '../../../design/view-models.ts'
import { isUuid, newId } from '../../../kernel/ids.ts'
import { isRefusal, type Refusal } from '../../../kernel/refusal.ts'
import { isWithinLimits } from '../../../platform/auth/attempts.ts'
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
import { typedLine } from '../../../platform/http/typed.ts'
import { principles } from '../published.ts'
import type { SectionsPage } from '../sections.ts'
import { type Assessment, findAssessment, findViewOf, listOpenAssessments } from './assessment-store.ts'
import { evidenceItem } from './assessments.page.ts'
import { evidenceFields, readEvidence } from './evidence-form.ts'
import { giveOurView, giveView, readViewLink } from './give-view.ts'
import { addOurEvidence, removeOurEvidence } from './keep-evidence.ts'
import { sayMeasures } from './measures.ts'
import { levelNames, levels, ourOwn, rubric } from './rubric.ts'
import { listOurEvidence } from './view-evidence-store.ts'

const unknown = { value: '0', text: 'I do not know' }
const happenings: Happenings = {
  evidence: { message: 'Added. The council reads it beside the principle.' },
  removed: { message: 'Taken away. Nobody reads it any more.' },
  said: {
    message: 'Thank you. It counts.',
    detail: 'You can change it until the last day. Nobody sees what one organisation said.',
  },
}

/** One answer for each principle, in their order; 0 for "do not know" and for what was left out. */
const levelsIn = (body: Readonly<Record<string, unknown>>): number[] =>
  principles.map(({ number }) => {
    const typed = typedLine(body[`p${number}`])
    return /^[0-4]$/.test(typed) ? Number(typed) : 0
  })

const organisationFields: readonly Field[] = rubric.map(({ principle, statements }) => ({
  kind: 'radios',
  name: `p${principle}`,
  label: `${principle}. ${principles.find(({ number }) => number === principle)?.words ?? ''}`,
  options: [
    ...levels.map(level => ({
      value: String(level),
      text: `${level}. ${levelNames[level]}`,
      hint: statements[level - 1] ?? '',
    })),
    unknown,
  ],
}))

const residentFields: readonly Field[] = rubric.map(({ principle, residents }) => ({
  kind: 'radios',
  name: `p${principle}`,
  label: residents.ask,
  options: [...levels.map(level => ({ value: String(level), text: residents.answers[level - 1] ?? '' })), unknown],
}))

const drawOurs = async (visit: Visit, errors: readonly ErrorItem[] = []): Promise<Reply> => {
  const { platform, place, actor, query, body } = visit
  const wanted = typedLine(query.assessment ?? body.assessment)
  const { rounds, round, said, evidence, live } = await platform.db.as(actor, async tx => {
    const rounds = (await listOpenAssessments(tx, dateAt(tx.now))).filter(
      ({ organisationId }) => organisationId === null || organisationId !== actor.organisationId,
    )
    const round = rounds.find(({ assessmentId }) => assessmentId === wanted) ?? rounds[0]
    const said = round && actor.organisationId ? await findViewOf(tx, round.assessmentId, actor.organisationId) : null
    const evidence =
      round && actor.organisationId ? await listOurEvidence(tx, round.assessmentId, actor.organisationId) : []
    const live = evidence.some(({ kind }) => kind === 'measure') ? await sayMeasures(tx) : null
    return { rounds, round, said, evidence, live }
  })
  const here = `/${place.slug}/practice/our-view`
  const adding = body.do === 'evidence'
  const values = Object.fromEntries((said ?? []).map((level, at) => [`p${at + 1}`, String(level)]))
  const model: SectionsPage = {
    page: {
      title: round ? `How does ${round.councilName} do, from where you stand?` : 'How does the council do?',
      ...(actor.organisationName && { caption: actor.organisationName }),
      backHref: `/${place.slug}/practice`,
      errors,
      ...noticeOf(happenings, query.done),
    },
    sections: round
      ? [
          {
            sentences: [
              `Say it for ${actor.organisationName ?? 'your organisation'}, until ${exactDate(round.closesOn)}. What one organisation says is shown to nobody, the council included: only the middle of five or more.`,
              ourOwn,
            ],
            links: rounds
              .filter(each => each !== round)
              .map(each => ({
                text: `${each.councilName}: ${each.name}`,
                href: `${here}?assessment=${each.assessmentId}`,
              })),
            form: form({
              action: here,
              hidden: { assessment: round.assessmentId },
              fields: organisationFields,
              values: errors.length && !adding ? body : values,
              errors: adding ? [] : errors,
              button: said ? 'Change what we say' : 'This is how we see it',
            }),
          },
          {
            id: 'evidence',
            title: 'Evidence for what you say',
            sentences: [
              'The council and its peers read it beside the principle. Without your name, unless you choose it; what you scored is never shown with it.',
              ...(evidence.length === 0 ? ['You have put none there yet.'] : []),
            ],
            items: evidence.map(each => ({
              ...evidenceItem(
                { ...each, addedBy: each.isNamed ? (actor.organisationName ?? 'you') : 'you, without your name' },
                live,
              ),
              actions: [
                {
                  text: 'Take it away',
                  action: here,
                  hidden: { do: 'remove', assessment: round.assessmentId, evidenceId: each.evidenceId },
                  look: 'other' as const,
                },
              ],
            })),
            form: form({
              action: here,
              hidden: { do: 'evidence', assessment: round.assessmentId },
              fields: [
                {
                  kind: 'select',
                  name: 'principle',
                  label: 'Which principle is it about?',
                  options: principles.map(({ number, words }) => ({
                    value: String(number),
                    text: `${number}. ${words}`,
                  })),
                  choose: 'Choose',
                },
                ...evidenceFields,
                {
                  kind: 'checkboxes',
                  name: 'named',
                  label: 'Your name',
                  options: [{ value: 'yes', text: 'Say that it comes from us' }],
                  optional: true,
                },
              ],
              values: adding && errors.length ? body : {},
              errors: adding ? errors : [],
              button: 'Add evidence',
            }),
          },
        ]
      : [
          {
            empty: {
              title: 'Nobody is asked just now',
              sentences: ['When a council opens its next assessment, your organisation gets a mail.'],
            },
          },
        ],
  }
  return privateView('practice/sections.njk', model)
}

const answerOurs = async (visit: Visit): Promise<Reply> => {
  const { platform, place, actor, body } = visit
  const assessmentId = typedLine(body.assessment)
  const back = (answer: unknown | Refusal, done: string) =>
    isRefusal(answer)
      ? drawOurs(visit, errorsOf(answer))
      : redirect(`/${place.slug}/practice/our-view?assessment=${assessmentId}&done=${done}#evidence`)
  if (body.do === 'remove')
    return back(
      await perform(platform.db, actor, removeOurEvidence, { assessmentId, evidenceId: typedLine(body.evidenceId) }),
      'removed',
    )
  if (body.do === 'evidence') {
    const read = readEvidence(body)
    if ('message' in read) return drawOurs(visit, [read])
    const principle = Number(typedLine(body.principle))
    return back(
      await perform(platform.db, actor, addOurEvidence, {
        ...{ assessmentId, principle, ...read },
        isNamed: body.named === 'yes',
      }),
      'evidence',
    )
  }
  const given = await perform(platform.db, actor, giveOurView, { assessmentId, levels: levelsIn(body) })
  return isRefusal(given)
    ? drawOurs(visit, errorsOf(given))
    : redirect(`/${place.slug}/practice/our-view?assessment=${assessmentId}&done=said`)
}

/** In a quarter of an hour from one network address: a library, or a whole street behind one, but no machine. */
const mostFromAnAddress = 30
/** The browser remembers that it has said something, and nothing else does. */
const saidCookie = (assessmentId: string) => `view-${assessmentId.slice(-12)}`

const drawYours = (visit: Visit, round: Assessment, action: string, errors: readonly ErrorItem[] = []): Reply => {
  const { place, body, cookies, query } = visit
  const over = round.closedAt !== null || round.closesOn < dateAt(visit.platform.clock())
  const said = query.done === 'said' || cookies[saidCookie(round.assessmentId)] !== undefined
  const model: SectionsPage = {
    page: {
      title: over || said ? (said ? 'Thank you' : 'This is over') : `How do you find it where you live?`,
      caption: round.councilName,
      backHref: `/${place.slug}/practice`,
      errors,
    },
    sections:
      over || said
        ? [
            {
              sentences: said
                ? ['Your answers count. Nothing else about you was kept, so they cannot be changed.']
                : ['People are not asked about this any more. Thank you for coming.'],
            },
          ]
        : [
            {
              sentences: [
                `Six questions, three minutes, until ${exactDate(round.closesOn)}. No name and no account: only your answers and the day are kept, and nothing is shown before five people have answered.`,
                ourOwn,
              ],
              form: form({
                action,
                hidden: { viewId: isUuid(body.viewId) ? String(body.viewId) : newId() },
                fields: residentFields,
                values: body,
                errors,
                button: 'Send my answers',
              }),
            },
          ],
  }
  return privateView('practice/sections.njk', model)
}

const answerYours = async (visit: Visit, round: Assessment, action: string, link?: string): Promise<Reply> => {
  const { platform, actor, body, remoteAddress } = visit
  if (visit.cookies[saidCookie(round.assessmentId)] !== undefined) return drawYours(visit, round, action)
  const within = await isWithinLimits(platform.db, actor, [
    { subject: `view of ${round.assessmentId} from ${remoteAddress}`, limit: mostFromAnAddress },
  ])
  if (!within)
    return drawYours(visit, round, action, [
      { field: 'form', message: 'Many have answered from here just now. Wait 15 minutes, then send this again.' },
    ])
  const given = await perform(platform.db, actor, giveView, {
    assessmentId: round.assessmentId,
    viewId: isUuid(body.viewId) ? String(body.viewId) : newId(),
    levels: levelsIn(body),
    ...(link !== undefined && { link }),
  })
  if (isRefusal(given)) return drawYours(visit, round, action, errorsOf(given))
  const ninetyDays = 90 * 86_400
  return redirect(`${action}?done=said`, [
    { name: saidCookie(round.assessmentId), value: 'said', maxAgeSeconds: ninetyDays },
  ])
}

const openParams = Type.Object({ assessmentId: Type.String({ format: 'uuid' }) })
const linkParams = Type.Object({ viewLink: Type.String({ maxLength: 200 }) })
const query = Type.Object({ done: Type.Optional(Type.Unknown()), assessment: Type.Optional(Type.Unknown()) })
const missing = 'There is nothing to answer here. A letter of the address may be missing.'

const byAddress = ({ platform, actor, params }: Visit) =>
  platform.db.as(actor, tx => findAssessment(tx, params.assessmentId ?? ''))
const byLink = ({ platform, actor, params }: Visit) =>
  platform.db.as(actor, async tx => {
    const link = await readViewLink(tx, params.viewLink ?? '')
    return link && findAssessment(tx, link.assessmentId)
  })

export const viewRoutes = [
  page({
    method: 'GET',
    path: '/:place/practice/our-view',
    allow: 'practice.view',
    query,
    handle: visit => drawOurs({ ...(visit as unknown as Visit), body: {} }),
  }),
  page({
    method: 'POST',
    path: '/:place/practice/our-view',
    allow: 'practice.view',
    handle: visit => answerOurs({ ...(visit as unknown as Visit), query: {} }),
  }),
  page({
    method: 'GET',
    path: '/:place/practice/your-view/:assessmentId',
    allow: 'anyone',
    params: openParams,
    query,
    async handle(given) {
      const visit = { ...(given as unknown as Visit), body: {} }
      const round = await byAddress(visit)
      return round
        ? drawYours(visit, round, `/${visit.place.slug}/practice/your-view/${round.assessmentId}`)
        : notFound(missing)
    },
  }),
  page({
    method: 'POST',
    path: '/:place/practice/your-view/:assessmentId',
    allow: 'anyone',
    params: openParams,
    async handle(given) {
      const visit = { ...(given as unknown as Visit), query: {} }
      const round = await byAddress(visit)
      return round
        ? answerYours(visit, round, `/${visit.place.slug}/practice/your-view/${round.assessmentId}`)
        : notFound(missing)
    },
  }),
  page({
    method: 'GET',
    path: '/:place/practice/your-view/link/:viewLink',
    allow: 'anyone',
    params: linkParams,
    query,
    async handle(given) {
      const visit = { ...(given as unknown as Visit), body: {} }
      const round = await byLink(visit)
      return round
        ? drawYours(visit, round, `/${visit.place.slug}/practice/your-view/link/${visit.params.viewLink}`)
        : notFound(missing)
    },
  }),
  page({
    method: 'POST',
    path: '/:place/practice/your-view/link/:viewLink',
    allow: 'anyone',
    params: linkParams,
    async handle(given) {
      const visit = { ...(given as unknown as Visit), query: {} }
      const round = await byLink(visit)
      const link = visit.params.viewLink ?? ''
      return round
        ? answerYours(visit, round, `/${visit.place.slug}/practice/your-view/link/${link}`, link)
        : notFound(missing)
    },
  }),
]
