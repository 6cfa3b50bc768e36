/** Sharing agreements: the list, one of them, and writing a new one down. */
import { Type } from 'typebox'
import { type Field, type FormView, form, readDate } from '../../../design/form.ts'
import { type Happenings, noticeOf } from '../../../design/happened.ts'
import type { PageModel } from '../../../design/page.ts'
import { dateAt, dateInWords, exactTime } from '../../../design/time-in-words.ts'
import type { Action, EmptyState, ErrorItem, StateTag, SummaryCard } from '../../../design/view-models.ts'
import { isAboutFields, isRefusal, type Refusal } from '../../../kernel/refusal.ts'
import { perform } from '../../../platform/command.ts'
import { errorsOf, notFound, page, type Reply, redirect, type Visit, view } from '../../../platform/http/route.ts'
import { chosen, ticked, typedLine, typedText } from '../../../platform/http/typed.ts'
import { listOrganisations } from '../organisation-store.ts'
import { cannotSettle } from '../settles-sharing.ts'
import { fieldsInWords, type Purpose, purposes, sharedFieldCodes, sharedFields } from '../sharing-words.ts'
import { type AgreementState, agreementStateOn, type SharingAgreement } from './agreement.ts'
import { findAgreement, listAgreements } from './agreement-store.ts'
import { endAgreement, signAgreement, writeAgreement } from './write-agreement.ts'

const states: Readonly<Record<AgreementState, StateTag>> = {
  'in force': { word: 'In force', tone: 'agreed' },
  'waits for signatures': { word: 'Waits for signatures', tone: 'attention' },
  'not yet': { word: 'Begins later', tone: 'waiting' },
  over: { word: 'Over', tone: 'stopped' },
  ended: { word: 'Ended', tone: 'stopped' },
}

const happenings: Happenings = {
  written: { message: 'Written down. It is in force once everybody has signed and its first day has come.' },
  signed: { message: 'The signature is written down.' },
  ended: { message: 'Ended. Nothing is shared under it any more; what was shared goes back.' },
}

type Names = ReadonlyMap<string, string>

const namesOf = async (visit: Visit<never, never>): Promise<Names> =>
  new Map(
    (await visit.platform.db.as(visit.actor, listOrganisations)).map(({ organisationId, name }) => [
      organisationId as string,
      name,
    ]),
  )

const partiesOf = ({ parties }: SharingAgreement, names: Names): string =>
  parties.map(({ organisationId }) => names.get(organisationId) ?? 'An organisation').join(', ')

type AgreementsPage = PageModel & {
  agreements: readonly { title: string; href: string; state: StateTag; parties: string; says: string }[]
  newAction: Action | null
  levelsHref: string
  empty: EmptyState
}

const maySettle = (visit: Visit<never, never>) =>
  visit.actor.permissions.has('sharing.settle')
    ? visit.platform.db.as(visit.actor, async tx => (await cannotSettle(tx)) === null)
    : Promise.resolve(false)

const agreementsRoute = page({
  method: 'GET',
  path: '/:place/agreements',
  allow: 'sharing.see',
  async handle(visit) {
    const { platform, actor, place } = visit
    const on = dateAt(platform.clock())
    const names = await namesOf(visit as never)
    const agreements = await platform.db.as(actor, listAgreements)
    const settles = await maySettle(visit as never)
    const model: AgreementsPage = {
      page: { title: 'Sharing agreements', kind: 'staff' },
      agreements: agreements.map(agreement => ({
        title: agreement.title,
        href: `/${place.slug}/agreements/${agreement.agreementId}`,
        state: states[agreementStateOn(agreement, on)],
        parties: partiesOf(agreement, names),
        says: `Lets ${fieldsInWords(agreement.fields)} be shared.`,
      })),
      levelsHref: `/${place.slug}/sharing-levels`,
      newAction: settles ? { text: 'Write an agreement down', href: `/${place.slug}/agreements/new` } : null,
      empty: {
        title: 'No sharing agreements yet',
        sentences: ['Until there is one, details are shared by permission, as a public task, or in an emergency.'],
      },
    }
    return view('organisations/agreements/agreements.njk', model)
  },
})

const newFields = (names: Names): Field[] => [
  { kind: 'text', name: 'title', label: 'What is it called?' },
  {
    kind: 'checkboxes',
    name: 'organisationIds',
    label: 'Whom does it bind?',
    options: [...names].map(([value, text]) => ({ value, text })),
  },
  {
    kind: 'checkboxes',
    name: 'purposes',
    label: 'What may details be shared for?',
    options: Object.entries(purposes).map(([value, text]) => ({ value, text })),
  },
  {
    kind: 'checkboxes',
    name: 'fields',
    label: 'Which details?',
    options: sharedFieldCodes.map(value => ({ value, text: sharedFields[value] })),
  },
  {
    kind: 'textarea',
    name: 'lawfulGround',
    label: 'What ground in law does it name?',
    hint: 'Like: public task, UK GDPR Article 6(1)(e), Care Act 2014 section 6',
    rows: 2,
    limit: 300,
  },
  { kind: 'date', name: 'fromOn', label: 'First day' },
  { kind: 'date', name: 'untilOn', label: 'Last day', optional: true },
]

type Asked = { errors: readonly ErrorItem[]; values: Readonly<Record<string, unknown>> }

const showNew = async (visit: Visit<never, never>, asked: Asked | null): Promise<Reply> => {
  if (!(await maySettle(visit)))
    return notFound('Only the organisation that decides about what is asked here writes agreements down.')
  const errors = asked?.errors ?? []
  const here = `/${visit.place.slug}/agreements`
  return view(
    'design/question.njk',
    {
      page: { title: 'Write an agreement down', kind: 'staff', backHref: here, ...(errors.length && { errors }) },
      form: form({
        action: `${here}/new`,
        fields: newFields(await namesOf(visit)),
        values: asked?.values ?? {},
        errors,
        button: 'Write it down',
      }),
    },
    { status: errors.length ? 422 : 200 },
  )
}

const newPage = page({
  method: 'GET',
  path: '/:place/agreements/new',
  allow: 'sharing.settle',
  handle: visit => showNew(visit as never, null),
})

const newAnswer = page({
  method: 'POST',
  path: '/:place/agreements/new',
  allow: 'sharing.settle',
  async handle(visit) {
    const { platform, actor, place, body } = visit
    const from = readDate(body, 'fromOn', 'the first day')
    const until = readDate(body, 'untilOn', 'the last day')
    const wrongDates: ErrorItem[] = [
      ...('message' in from ? [{ field: 'fromOn', message: from.message }] : []),
      ...('message' in until ? [{ field: 'untilOn', message: until.message }] : []),
    ]
    if (wrongDates.length) return showNew(visit as never, { errors: wrongDates, values: body })
    const names = await namesOf(visit as never)
    const answer = await perform(platform.db, actor, writeAgreement, {
      title: typedLine(body.title),
      organisationIds: ticked(body.organisationIds, [...names.keys()]),
      purposes: ticked(body.purposes, Object.keys(purposes)) as Purpose[],
      fields: ticked(body.fields, sharedFieldCodes),
      lawfulGround: typedText(body.lawfulGround),
      fromOn: 'on' in from ? from.on : '',
      untilOn: 'on' in until ? until.on : null,
    })
    return isRefusal(answer)
      ? showNew(visit as never, { errors: errorsOf(answer), values: body })
      : redirect(`/${place.slug}/agreements/${answer.agreementId}?done=written`)
  },
})

type AgreementPage = PageModel & {
  says: SummaryCard
  parties: SummaryCard
  sign: FormView | null
  end: FormView | null
}

const OneAgreement = Type.Object({ agreementId: Type.String({ format: 'uuid' }) })

const showOne = async (
  visit: Visit<{ agreementId: string }, { done?: unknown }>,
  asked: (Asked & { step: 'sign' | 'end' }) | null,
): Promise<Reply> => {
  const { platform, actor, place, params, query } = visit
  const agreement = await platform.db.as(actor, tx => findAgreement(tx, params.agreementId))
  if (!agreement) return notFound('We cannot find that agreement, or it is not yours to see.')
  const now = platform.clock()
  const names = await namesOf(visit as never)
  const state = agreementStateOn(agreement, dateAt(now))
  const settles = (await maySettle(visit as never)) && state !== 'ended'
  const unsigned = agreement.parties.filter(({ signedOn }) => signedOn === null)
  const here = `/${place.slug}/agreements/${agreement.agreementId}`
  const errors = asked?.errors ?? []
  const of = (step: 'sign' | 'end') => ({
    action: `${here}/${step}`,
    values: asked?.step === step ? asked.values : {},
    errors: asked?.step === step ? errors : [],
  })
  const model: AgreementPage = {
    page: {
      title: agreement.title,
      kind: 'staff',
      backHref: `/${place.slug}/agreements`,
      state: states[state],
      ...noticeOf(happenings, query.done),
      ...(errors.length && { errors }),
    },
    says: {
      rows: [
        { key: 'What for', value: agreement.purposes.map(purpose => purposes[purpose]).join('\n') },
        { key: 'Which details', value: fieldsInWords(agreement.fields) },
        { key: 'Ground in law it names', value: agreement.lawfulGround },
        { key: 'From', value: dateInWords(agreement.fromOn, now) },
        { key: 'Until', value: agreement.untilOn ? dateInWords(agreement.untilOn, now) : 'It is ended' },
        { key: 'Written down', value: `${exactTime(agreement.writtenAt)}, by ${agreement.writtenBy}` },
        ...(agreement.endedAt
          ? [
              {
                key: 'Ended',
                value: `${exactTime(agreement.endedAt)}, by ${agreement.endedBy ?? ''}: ${agreement.endedBecause ?? ''}`,
              },
            ]
          : []),
      ],
    },
    parties: {
      title: 'Whom it binds',
      rows: agreement.parties.map(({ organisationId, signedBy, signedOn }) => ({
        key: names.get(organisationId) ?? 'An organisation',
        value: signedOn ? `Signed by ${signedBy ?? ''} on ${dateInWords(signedOn, now)}` : 'Not signed yet',
      })),
    },
    sign:
      settles && unsigned.length > 0
        ? form({
            ...of('sign'),
            fields: [
              {
                kind: 'radios',
                name: 'organisationId',
                label: 'For whom was it signed?',
                options: unsigned.map(({ organisationId }) => ({
                  value: organisationId,
                  text: names.get(organisationId) ?? 'An organisation',
                })),
              },
              { kind: 'text', name: 'signedBy', label: 'Who signed?' },
              { kind: 'date', name: 'signedOn', label: 'When?' },
            ],
            button: 'Write the signature down',
          })
        : null,
    end: settles
      ? form({
          ...of('end'),
          fields: [{ kind: 'text', name: 'because', label: 'Why does it end?' }],
          button: 'End this agreement now',
        })
      : null,
  }
  return view('organisations/agreements/agreement.njk', model, { status: errors.length ? 422 : 200 })
}

const agreementRoute = page({
  method: 'GET',
  path: '/:place/agreements/:agreementId',
  allow: 'sharing.see',
  params: OneAgreement,
  query: Type.Object({ done: Type.Optional(Type.Unknown()) }),
  handle: visit => showOne(visit as never, null),
})

const answered = (
  visit: Visit<{ agreementId: string }, { done?: unknown }>,
  step: 'sign' | 'end',
  done: string,
  answer: unknown | Refusal,
): Promise<Reply> | Reply => {
  if (!isRefusal(answer)) return redirect(`/${visit.place.slug}/agreements/${visit.params.agreementId}?done=${done}`)
  return isAboutFields(answer) || answer.refused === 'ended-already'
    ? showOne(visit, { step, errors: errorsOf(answer), values: visit.body })
    : notFound(answer.message)
}

const signAnswer = page({
  method: 'POST',
  path: '/:place/agreements/:agreementId/sign',
  allow: 'sharing.settle',
  params: OneAgreement,
  async handle(visit) {
    const { platform, actor, params, body } = visit
    const signed = readDate(body, 'signedOn', 'the day it was signed')
    if ('message' in signed)
      return showOne(visit as never, {
        step: 'sign',
        errors: [{ field: 'signedOn', message: signed.message }],
        values: body,
      })
    const names = await namesOf(visit as never)
    const answer = await perform(platform.db, actor, signAgreement, {
      agreementId: params.agreementId,
      organisationId: chosen(body.organisationId, [...names.keys()]) ?? '',
      signedBy: typedLine(body.signedBy),
      signedOn: 'on' in signed ? signed.on : '',
    })
    return answered(visit as never, 'sign', 'signed', answer)
  },
})

const endAnswer = page({
  method: 'POST',
  path: '/:place/agreements/:agreementId/end',
  allow: 'sharing.settle',
  params: OneAgreement,
  async handle(visit) {
    const { platform, actor, params, body } = visit
    const answer = await perform(platform.db, actor, endAgreement, {
      agreementId: params.agreementId,
      because: typedLine(body.because),
    })
    return answered(visit as never, 'end', 'ended', answer)
  },
})

/** The pages about sharing agreements. */
export const agreementRoutes = [agreementsRoute, newPage, newAnswer, agreementRoute, signAnswer, endAnswer]
