/** One agreement as whoever takes part in it reads it. */
import type { PageModel } from '../../../design/page.ts'
import { dateAt, exactDate } from '../../../design/time-in-words.ts'
import type { Action, StateTag, SummaryCard, TableRows } from '../../../design/view-models.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { listOrganisationsById } from '../../organisations/index.ts'
import { listNeighbourhoods } from '../../places/index.ts'
import { partIn } from '../agreements/access-agreement.ts'
import { type Agreement, agreementKinds, type Partner } from '../agreements/agreement.ts'
import { listPartners } from '../agreements/agreement-store.ts'
import { stateOf, termInWords } from '../agreements/agreement-words.ts'
import { bearRisk, percent, whole } from '../agreements/pool.ts'
import { listPublicationsOf } from '../agreements/publication-store.ts'
import { listLearning, listMeasures, listReviews, standings } from '../care/care-store.ts'
import { type NoMetricsReason, noMetricsReasons } from '../care/metrics.ts'
import { listVariations } from '../changes/variation-store.ts'
import { gapSays, gapsIn } from '../costs/below-cost.ts'
import { listCosts } from '../costs/cost-store.ts'
import { costFlags, fullCost } from '../costs/full-cost.ts'
import { pounds, sum } from '../money.ts'
import type { Party } from '../parties/party.ts'
import { listPartiesById } from '../parties/party-store.ts'
import { listMonths, listReliefs } from '../pay/pay-store.ts'
import { waysToMake } from '../routes/way-names.ts'
import { type ChosenView, chosenView, reservedRow } from './chosen-view.ts'
import { deeds } from './deeds.ts'
import { type PaymentView, paymentView } from './payment-view.ts'
import { missingToSign } from './sign.ts'
import { type VariationView, variationView } from './variation-view.ts'

export type AgreementModel = PageModel & {
  about: SummaryCard
  missing: readonly string[]
  /** What open data of it would lack, each with where it is told. */
  lacks: readonly { text: string; href: string }[]
  chosen: ChosenView | null
  years: { caption: string; table: TableRows } | null
  own: { caption: string; table: TableRows; says: readonly string[]; risk: TableRows | null } | null
  costs: readonly { title: string; says: string; flags: readonly { says: string; source: string; href: string }[] }[]
  measures: readonly {
    name: string
    why: string
    aim: string
    standing: StateTag | null
    found: string
    href: string
  }[]
  noMeasures: string | null
  learning: readonly {
    when: string
    kind: string
    by: string
    says: string
    thenWhat: string
    isGone: boolean
    takeOut: Action | null
  }[]
  reviews: readonly { when: string; state: StateTag; says: string }[]
  variations: readonly VariationView[]
  payment: PaymentView
  published: string | null
  actions: readonly { title: string; links: readonly Action[] }[]
}

const cell = (content: string) => ({ content })

const groups: readonly (readonly [string, readonly string[]])[] = [
  [
    'Before it is signed',
    ['money', 'pool', 'no-pool', 'way', 'engagement', 'describe', 'no-measures', 'measure', 'review', 'sign'],
  ],
  [
    'While it runs',
    ['learning', 'reading', 'costs', 'held', 'month', 'relief', 'assure', 'vary', 'go-back', 'publish', 'end'],
  ],
]

/** By how much it may cost more or less, to show who would bear what of it. */
const swings = [10, 5, -5, -10]

/** Who bears what it costs more or less than planned, to the penny: reckoned over all who pay in, shown of those the reader sees, with the whole. */
const riskTable = (
  all: readonly Partner[],
  seen: readonly Partner[],
  planned: number,
  named: (partyId: string) => { content: string },
): TableRows | null => {
  const risks = all.map(({ riskInHundredths }) => riskInHundredths)
  if (all.length < 2 || planned === 0 || sum(risks) !== whole) return null
  const cases = swings.map(percent => Math.trunc((planned * percent) / 100))
  const borne = cases.map(pence => bearRisk(pence, risks))
  return {
    columns: [
      { text: 'Who bears it' },
      ...cases.map((pence, at) => ({
        text: `${Math.abs(swings[at] ?? 0)} % ${pence < 0 ? 'less' : 'more'}: ${pounds(Math.abs(pence))}`,
        number: true,
      })),
    ],
    rows: [
      ...seen.map(({ partyId }) => {
        const of = all.findIndex(each => each.partyId === partyId)
        return [named(partyId), ...borne.map(parts => pounds(parts[of] ?? 0))]
      }),
      ['In all', ...borne.map(parts => pounds(sum(parts)))],
    ],
  }
}

/** What whoever reads it as open data would miss. */
const lacksOf = ({ reference, cpvCode, kind }: Agreement, parties: readonly Party[], slug: string) => {
  const here = `/${slug}/commissioning`
  return [
    ...(cpvCode || kind === 'grant'
      ? []
      : [{ text: 'Its CPV code', href: `${here}/agreements/${reference}/do/describe` }]),
    ...parties
      .filter(({ orgIds }) => orgIds.length === 0)
      .map(({ partyId, name }) => ({
        text: `A number in a public register for ${name}`,
        href: `${here}/bodies/${partyId}`,
      })),
  ]
}

/** Everything the page shows, by the actor's own sight. */
export const agreementView = async (
  tx: PlaceTx,
  agreement: Agreement,
  slug: string,
): Promise<Omit<AgreementModel, 'page'> & { state: StateTag }> => {
  const { agreementId, years } = agreement
  const wayHref = `/${slug}/commissioning/routes?agreement=${agreement.reference}`
  const here = `/${slug}/commissioning/agreements/${agreement.reference}`
  const is = await partIn(tx, agreement)
  const isLead = is('lead')
  const parties = new Map(
    (
      await listPartiesById(
        tx,
        agreement.parties.map(({ partyId }) => partyId),
      )
    ).map(party => [party.partyId, party]),
  )
  const named = (role: string) =>
    agreement.parties.filter(party => party.role === role).map(({ partyId }) => cell(parties.get(partyId)?.name ?? ''))
  const partners = await listPartners(tx, agreementId)
  const pool = agreement.isPooled ? await tx.house(() => listPartners(tx, agreementId)) : []
  const measures = await listMeasures(tx, agreementId)
  const learning = await listLearning(tx, agreementId, 100)
  const writers = new Map(
    (await listOrganisationsById(tx, [...new Set(learning.map(({ byOrganisationId }) => byOrganisationId))])).map(
      each => [each.organisationId as string, each.name],
    ),
  )
  const reviews = await listReviews(tx, agreementId)
  const variations = await listVariations(tx, agreementId)
  const costs = await listCosts(tx, agreementId)
  const months = await listMonths(tx, agreementId, 12)
  const reliefs = await listReliefs(tx, agreementId)
  const today = dateAt(tx.now)
  const gaps = gapsIn(years, costs)
  const published = (await listPublicationsOf(tx, agreement.reference)).at(-1)
  const net = sum(years.map(({ amountInPence }) => amountInPence))
  const may = (code: string): boolean => {
    const deed = deeds[code]
    if (!deed?.when(agreement)) return false
    if (code === 'go-back' && !variations.some(({ untilOn, wentBackAt }) => untilOn !== null && wentBackAt === null))
      return false
    return is(deed.by)
  }
  const serves = (agreement.neighbourhoodIds ? await listNeighbourhoods(tx) : [])
    .filter(({ neighbourhoodId }) => agreement.neighbourhoodIds?.includes(neighbourhoodId as string))
    .map(({ name }) => name)
  return {
    state: stateOf(agreement, tx.now),
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
        ...(agreement.extendableUntilOn
          ? [
              {
                key: 'May be extended until',
                value: `${exactDate(agreement.extendableUntilOn)}${agreement.extensionInPence === null ? '' : `, for ${pounds(agreement.extensionInPence)} more without VAT`}`,
              },
            ]
          : []),
        ...(agreement.shortBecause ? [{ key: 'Why it is short', value: agreement.shortBecause }] : []),
        {
          key: 'Way it is made',
          value: waysToMake[agreement.route as keyof typeof waysToMake] ?? 'Not chosen yet',
          ...(isLead && agreement.state === 'draft' && { change: wayHref }),
        },
        ...reservedRow(agreement),
        ...(agreement.cpvCode ? [{ key: 'CPV code', value: agreement.cpvCode }] : []),
        ...(serves.length > 0 ? [{ key: 'Neighbourhoods it serves', value: serves.join(', ') }] : []),
        {
          key: 'Money in all',
          value: `${pounds(net)} without VAT, ${pounds(net + sum(years.map(({ vatInPence }) => vatInPence)))} with it`,
        },
        ...(agreement.isPooled && agreement.poolBasis
          ? [{ key: 'One pool, on the ground of', value: agreement.poolBasis }]
          : []),
        ...(agreement.belowCostBecause ? [{ key: 'Why it is below cost', value: agreement.belowCostBecause }] : []),
        ...(agreement.endedBecause ? [{ key: 'Why it ended', value: agreement.endedBecause }] : []),
      ],
    },
    chosen: chosenView(agreement, slug),
    lacks: isLead ? lacksOf(agreement, [...parties.values()], slug) : [],
    missing: isLead && agreement.state === 'draft' ? await missingToSign(tx, agreement) : [],
    years: {
      caption: 'The whole, by year',
      table: {
        columns: [{ text: 'Year from' }, { text: 'Without VAT', number: true }, { text: 'VAT', number: true }],
        rows: [
          ...years.map(year => [exactDate(year.startsOn), pounds(year.amountInPence), pounds(year.vatInPence)]),
          ['In all', pounds(net), pounds(sum(years.map(({ vatInPence }) => vatInPence)))],
        ],
      },
    },
    own: partners.length
      ? {
          caption: isLead ? 'Who pays how much' : 'What you pay of it',
          table: {
            columns: [
              { text: 'Funder' },
              { text: 'In all', number: true },
              { text: 'Share', number: true },
              { text: 'Of the risk', number: true },
            ],
            rows: partners.map(partner => [
              cell(parties.get(partner.partyId)?.name ?? ''),
              pounds(sum(partner.contributions.map(({ amountInPence }) => amountInPence))),
              partner.shareInHundredths === null ? 'by amount' : percent(partner.shareInHundredths),
              percent(partner.riskInHundredths),
            ]),
          },
          says: partners.flatMap(partner =>
            partner.contributions.map(
              each =>
                `${parties.get(partner.partyId)?.name ?? ''}: ${pounds(each.amountInPence)} for the year from ${exactDate(each.yearStartsOn)}`,
            ),
          ),
          risk: riskTable(pool, partners, net, partyId => cell(parties.get(partyId)?.name ?? '')),
        }
      : null,
    costs: costs.map(told => {
      const price = years.find(({ startsOn }) => startsOn === told.yearStartsOn)?.amountInPence ?? 0
      const full = fullCost(told)
      return {
        title: `${parties.get(told.partyId)?.name ?? ''}, the year from ${exactDate(told.yearStartsOn)}`,
        says: `${pounds(full.totalInPence)} in full: people ${pounds(full.peopleInPence)}, other ${pounds(full.otherInPence)}, overheads ${pounds(full.overheadInPence)} (${percent(told.overheadInHundredths)}). The price is ${pounds(price)}.`,
        flags: [
          ...gaps
            .filter(({ yearStartsOn }) => yearStartsOn === told.yearStartsOn)
            .map(gap => ({ says: gapSays(gap), source: '', href: '' })),
          ...costFlags(told).map(({ says, floor }) => ({ says, source: floor?.source ?? '', href: floor?.url ?? '' })),
        ],
      }
    }),
    measures: measures.map(({ name, why, aim, unit, readings: [newest] }) => ({
      name,
      why,
      aim: `${aim}, in ${unit}`,
      standing: newest
        ? {
            word: standings[newest.stands],
            tone:
              newest.stands === 'met'
                ? ('agreed' as const)
                : newest.stands === 'other'
                  ? ('unknown' as const)
                  : ('attention' as const),
          }
        : null,
      found: newest ? `${newest.value} on ${exactDate(newest.readOn)}. ${newest.says}` : 'Not looked at yet.',
      href: here,
    })),
    noMeasures: agreement.noMetricsBecause
      ? `${noMetricsReasons[agreement.noMetricsBecause as NoMetricsReason] ?? agreement.noMetricsBecause}.${agreement.noMetricsSays ? ` ${agreement.noMetricsSays}` : ''}`
      : null,
    learning: learning.map(each => ({
      when: exactDate(each.happenedOn),
      kind: each.kind === 'story' ? 'Story' : 'Learned',
      by: writers.get(each.byOrganisationId) ?? '',
      says: each.says,
      thenWhat: each.thenWhat,
      isGone: each.withdrawnAt !== null,
      takeOut:
        each.withdrawnAt === null && each.byOrganisationId === tx.actor.organisationId && is('all')
          ? {
              text: 'Take it out',
              action: `${here}/take-out`,
              hidden: { learningId: each.learningId },
              look: 'other' as const,
              about: `${each.kind} of ${exactDate(each.happenedOn)}`,
            }
          : null,
    })),
    reviews: reviews.map(({ dueOn, heldOn, about, decided }) => ({
      when: exactDate(dueOn),
      state: heldOn
        ? { word: 'Held', tone: 'done' as const }
        : dueOn < today
          ? { word: 'Not held yet', tone: 'overdue' as const }
          : { word: 'Planned', tone: 'waiting' as const },
      says: decided ?? about,
    })),
    variations: variations.map(each => variationView(each, today)),
    payment: paymentView(reliefs, months, today),
    published: published
      ? `Published ${published.number === 1 ? 'once' : `${published.number} times`}, last on ${exactDate(published.publishedAt.toISOString().slice(0, 10))}.`
      : null,
    actions: groups
      .map(([title, of]) => ({
        title: agreement.state !== 'draft' && title === 'Before it is signed' ? 'What stands in it' : title,
        links: of.flatMap((code): Action[] =>
          code === 'way'
            ? isLead && agreement.state === 'draft'
              ? [{ text: 'By which way it is made', href: wayHref, look: 'other' }]
              : []
            : may(code)
              ? [{ text: deeds[code]?.title ?? code, href: `${here}/do/${code}`, look: 'other' }]
              : [],
        ),
      }))
      .filter(({ links }) => links.length > 0),
  }
}
