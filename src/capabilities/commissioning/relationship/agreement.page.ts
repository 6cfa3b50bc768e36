/** `/:place/commissioning/agreements/:agreementReference`: one agreement as a relationship; to the public, what was published of it. And each thing that can be done with it. */
import { Type } from 'typebox'
import { form } from '../../../design/form.ts'
import { type Happenings, noticeOf } from '../../../design/happened.ts'
import type { PageModel } from '../../../design/page.ts'
import { dateAt, exactDate } from '../../../design/time-in-words.ts'
import type { ErrorItem, SummaryCard, TableRows } from '../../../design/view-models.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import { perform } from '../../../platform/command.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import {
  errorsOf,
  notFound,
  page,
  privateView,
  type Reply,
  redirect,
  type Visit,
  view,
} from '../../../platform/http/route.ts'
import { typedLine } from '../../../platform/http/typed.ts'
import { partIn } from '../agreements/access-agreement.ts'
import { agreementKinds } from '../agreements/agreement.ts'
import { findAgreementByReference } from '../agreements/agreement-store.ts'
import { termInWords } from '../agreements/agreement-words.ts'
import { listPublicationsOf, type Publication } from '../agreements/publication-store.ts'
import { withdrawLearning } from '../care/care.ts'
import { type NoMetricsReason, noMetricsReasons } from '../care/metrics.ts'
import { pounds, sum } from '../money.ts'
import { waysToMake } from '../routes/way-names.ts'
import { promisedRows } from '../social-value/carry.ts'
import { agreementView } from './agreement-view.ts'
import { type ChosenView, openChosen, reservedRow } from './chosen-view.ts'
import type { Deed } from './deed.ts'
import { deeds } from './deeds.ts'

const happenings: Happenings = {
  written: { message: 'Written down as a draft. Say what it costs and who pays, then sign it.' },
  money: { message: 'Saved.' },
  pool: { message: 'Saved: the parts add to the whole to the penny. Each funder sees its own and the whole.' },
  noPool: { message: 'Undone. Those who paid into it see it no longer.' },
  way: { message: 'Kept, with what you answered and the rules as they stand today.' },
  engagement: { message: 'Saved.' },
  described: { message: 'Saved. It is in open data the next time you publish.' },
  measure: { message: 'Added.' },
  noMeasures: { message: 'Saved.' },
  review: { message: 'Planned. You are reminded four weeks before.' },
  held: { message: 'Written down.' },
  reading: { message: 'Written down.' },
  learning: { message: 'Written down. Everybody in the agreement reads it.' },
  gone: { message: 'Taken out. The words are gone.' },
  costs: { message: 'Told to the commissioner, and to nobody else.' },
  month: { message: 'Written down.' },
  relief: { message: 'Asked. Until it is decided nobody knows, and the page says so.' },
  assure: { message: 'Decided. Both sides read it here.' },
  signed: { message: 'It is signed.' },
  varied: { message: 'Changed. What it was before stands below.' },
  wentBack: { message: 'Written down. It is as it says below from now on.' },
  ended: { message: 'It has ended.' },
  published: { message: 'Published. Everybody can read it.' },
}

const referenceOnly = Type.Object({ agreementReference: Type.String({ maxLength: 20 }) })
const nobodys = 'We cannot find that agreement, or it is not yours to see.'

type PublicModel = PageModel & {
  about: SummaryCard
  years: TableRows
  shares: TableRows | null
  measures: readonly { name: string; says: string }[]
  noMeasures: string | null
  chosen: ChosenView | null
  history: readonly string[]
}

const publicModel = (publications: readonly Publication[], slug: string): PublicModel | null => {
  const last = publications.at(-1)
  if (!last) return null
  const { agreement, parties, shares, measures, variations } = last.document
  const named = (role: string) =>
    parties.filter(({ roles }) => roles.includes(role)).map(({ name }) => ({ content: name }))
  const net = sum(agreement.years.map(({ amountInPence }) => amountInPence))
  return {
    page: {
      title: agreement.title,
      titleIsContent: true,
      caption: `Agreement ${agreement.reference}`,
      backHref: `/${slug}/commissioning`,
    },
    about: {
      rows: [
        { key: 'Purpose', value: agreement.purpose },
        { key: 'Kind', value: agreementKinds[agreement.kind] },
        { key: 'Commissioner', value: named('buyer') },
        { key: 'Who does it', value: named('supplier') },
        { key: 'Who pays', value: named('funder') },
        {
          key: 'Term',
          value: `${termInWords(agreement.startsOn, agreement.endsOn)}: ${exactDate(agreement.startsOn)} to ${exactDate(agreement.endsOn)}`,
        },
        { key: 'Way it was made', value: waysToMake[agreement.route as keyof typeof waysToMake] ?? 'Not told' },
        ...reservedRow(agreement),
        { key: 'Money in all', value: `${pounds(net)} without VAT` },
        ...(agreement.endedOn
          ? [{ key: 'Ended', value: `${exactDate(agreement.endedOn)}: ${agreement.endedBecause ?? ''}` }]
          : []),
      ],
    },
    years: {
      columns: [{ text: 'Year from' }, { text: 'Without VAT', number: true }],
      rows: agreement.years.map(year => [exactDate(year.startsOn), pounds(year.amountInPence)]),
    },
    shares: shares
      ? {
          columns: [{ text: 'Funder' }, { text: 'In all', number: true }],
          rows: shares.map(each => [
            { content: parties.find(({ partyId }) => partyId === each.partyId)?.name ?? '' },
            pounds(each.amountInPence),
          ]),
        }
      : null,
    measures: measures.map(({ name, aim, unit, newest }) => ({
      name,
      says: `Aimed at: ${aim}, in ${unit}. ${newest ? `${newest.value} on ${exactDate(newest.readOn)}.` : 'Not looked at yet.'}`,
    })),
    noMeasures: agreement.noMetricsBecause
      ? `${noMetricsReasons[agreement.noMetricsBecause as NoMetricsReason] ?? agreement.noMetricsBecause}. ${agreement.noMetricsSays ?? ''}`
      : null,
    chosen: last.document.choice ? openChosen(last.document.choice, agreement.route) : null,
    history: [
      ...variations.map(
        each =>
          `Change ${each.number}, from ${exactDate(each.fromOn)}: ${each.reason} ${pounds(each.penceBefore)} became ${pounds(each.penceAfter)}.`,
      ),
      ...publications.map(
        ({ number, publishedAt }) =>
          `Published ${number === 1 ? 'for the first time' : 'again'} on ${exactDate(dateAt(publishedAt))}.`,
      ),
    ],
  }
}

const agreementPage = page({
  method: 'GET',
  path: '/:place/commissioning/agreements/:agreementReference',
  allow: 'anyone',
  params: referenceOnly,
  query: Type.Object({ done: Type.Optional(Type.Unknown()) }),
  async handle({ platform, place, actor, params, query }) {
    return platform.db.as(actor, async (tx): Promise<Reply> => {
      // Its rows are seen by everybody of the organisations in it; what is not published is for those of them who take part in commissioning.
      const agreement = actor.permissions.has('commissioning.take-part')
        ? await findAgreementByReference(tx, params.agreementReference)
        : null
      if (!agreement) {
        const publications = await listPublicationsOf(tx, params.agreementReference)
        const model = publicModel(publications, place.slug)
        if (!model) return notFound(nobodys)
        const promised = await promisedRows(tx, place.slug, publications.at(-1)?.agreementId ?? '')
        return view('commissioning/relationship/public.njk', {
          ...model,
          about: { ...model.about, rows: [...model.about.rows, ...promised] },
        })
      }
      const { state, ...model } = await agreementView(tx, agreement, place.slug)
      return privateView('commissioning/relationship/agreement.njk', {
        ...model,
        about: {
          ...model.about,
          rows: [...model.about.rows, ...(await promisedRows(tx, place.slug, agreement.agreementId))],
        },
        page: {
          title: agreement.title,
          titleIsContent: true,
          caption: `Agreement ${agreement.reference}`,
          kind: 'staff',
          backHref: `/${place.slug}/commissioning/agreements`,
          state,
          ...noticeOf(happenings, query.done),
        },
      })
    })
  },
})

const deedOnly = Type.Object({
  agreementReference: Type.String({ maxLength: 20 }),
  deed: Type.String({ maxLength: 30 }),
})
type DeedVisit = Visit<{ agreementReference: string; deed: string }, Record<string, unknown>>

/** The deed, where the actor may do it with this agreement as it stands. */
const deedFor = async (
  tx: PlaceTx,
  { params }: Pick<DeedVisit, 'params'>,
): Promise<{ deed: Deed; agreement: NonNullable<Awaited<ReturnType<typeof findAgreementByReference>>> } | null> => {
  const deed = Object.hasOwn(deeds, params.deed) ? deeds[params.deed] : undefined
  const agreement = deed ? await findAgreementByReference(tx, params.agreementReference) : null
  if (!deed || !agreement || !deed.when(agreement)) return null
  return (await partIn(tx, agreement))(deed.by) ? { deed, agreement } : null
}

const showDeed = (
  visit: DeedVisit,
  errors: readonly ErrorItem[] = [],
  typed: Readonly<Record<string, unknown>> | null = null,
): Promise<Reply> =>
  visit.platform.db.as(visit.actor, async (tx): Promise<Reply> => {
    const found = await deedFor(tx, visit)
    if (!found) return notFound('That cannot be done with this agreement now, or not by you.')
    const { deed, agreement } = found
    const here = `/${visit.place.slug}/commissioning/agreements/${agreement.reference}`
    return privateView('design/question.njk', {
      page: { title: deed.title, caption: agreement.title, kind: 'staff', backHref: here, errors },
      form: form({
        action: `${here}/do/${visit.params.deed}`,
        fields: await deed.fields(tx, agreement),
        values: typed ?? (await deed.values?.(tx, agreement)) ?? {},
        errors,
        button: deed.button,
      }),
    })
  })

const deedPage = page({
  method: 'GET',
  path: '/:place/commissioning/agreements/:agreementReference/do/:deed',
  allow: 'commissioning.take-part',
  params: deedOnly,
  handle: visit => showDeed(visit as unknown as DeedVisit),
})

const deedAnswer = page({
  method: 'POST',
  path: '/:place/commissioning/agreements/:agreementReference/do/:deed',
  allow: 'commissioning.take-part',
  params: deedOnly,
  async handle(given) {
    const visit = given as unknown as DeedVisit
    const { platform, place, actor, body, params } = visit
    const found = await platform.db.as(actor, tx => deedFor(tx, visit))
    if (!found) return notFound('That cannot be done with this agreement now, or not by you.')
    const answer = await found.deed.act(visit as never, params.agreementReference, body, found.agreement)
    if (Array.isArray(answer)) return showDeed(visit, answer as ErrorItem[], body)
    if (isRefusal(answer)) return showDeed(visit, errorsOf(answer), body)
    return redirect(`/${place.slug}/commissioning/agreements/${params.agreementReference}?done=${found.deed.done}`)
  },
})

const takeOutAnswer = page({
  method: 'POST',
  path: '/:place/commissioning/agreements/:agreementReference/take-out',
  allow: 'commissioning.take-part',
  params: referenceOnly,
  async handle({ platform, place, actor, body, params }) {
    const reference = params.agreementReference
    const answer = await perform(platform.db, actor, withdrawLearning, {
      reference,
      learningId: typedLine(body.learningId),
    })
    return isRefusal(answer)
      ? notFound(answer.message)
      : redirect(`/${place.slug}/commissioning/agreements/${reference}?done=gone`)
  },
})

export const relationshipRoutes = [agreementPage, deedPage, deedAnswer, takeOutAnswer]
