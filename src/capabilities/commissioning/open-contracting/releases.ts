/**
 * What was published of engagements and agreements, as Open Contracting releases (OCDS 1.1.5 with the United Kingdom's extension, aa0e43b, 2026-01-13). Made from
 * publications alone, which are never changed: asked twice, the same releases come out.
 */
import type { PublicAgreement, Publication } from '../agreements/publication-store.ts'
import { noMetricsReasons } from '../care/metrics.ts'
import type { Engagement } from '../engagement/engagement.ts'
import { sum } from '../money.ts'
import type { Party } from '../parties/party.ts'
import { orgIdParts } from '../parties/register-numbers.ts'
import { named } from '../routes/local-area.ts'
import { waysToMake } from '../routes/way-names.ts'
import type { Release } from './merge-releases.ts'
import { inPounds } from './publisher.ts'

/** Turns a path below the place into a whole address. */
export type AddressOf = (path: string) => string

/** A process begins with its engagement, where there was one; all agreements that came from it are one process. */
const ocidOf = (prefix: string, reference: string): string => `${prefix}-${reference}`

/** The releases an engagement tells: that it opened and, later, what came of it. */
export const releasesOfEngagement = (
  engagement: Engagement,
  buyer: Party,
  ocidPrefix: string,
  addressOf: AddressOf,
): Release[] => {
  const { reference, title, about, openedAt, closedAt, closedSays } = engagement
  const opened = release(ocidOf(ocidPrefix, reference), `${reference}-opened`, openedAt, ['planning'], {
    parties: [partyOf(buyer, ['buyer'])],
    buyer: referenceTo(buyer),
    planning: {
      rationale: about,
      documents: [
        {
          id: `${reference}-engagement`,
          documentType: 'marketEngagementNotice',
          noticeType: 'UK2',
          title: `Preliminary market engagement: ${title}`,
          description: engagement.process,
          url: addressOf(`/commissioning/engagement/${engagement.engagementId}`),
          datePublished: openedAt.toISOString(),
          format: 'text/html',
        },
      ],
      milestones: [
        {
          id: 'engagement',
          type: 'engagement',
          title: 'Engagement closes',
          dueDate: endOf(engagement.closesOn),
          status: 'scheduled',
        },
      ],
    },
    tender: {
      id: reference,
      title,
      status: 'planning',
      mainProcurementCategory: engagement.category,
      suitability: { sme: engagement.suitsSme, vcse: engagement.suitsVcse },
      ...(engagement.valueInPence !== null && {
        value: { amountGross: inPounds(engagement.valueInPence), currency: 'GBP' },
      }),
      ...(engagement.cpvCode && { classification: { scheme: 'CPV', id: engagement.cpvCode } }),
      ...(engagement.plannedFromOn && {
        contractPeriod: {
          startDate: startOf(engagement.plannedFromOn),
          ...(engagement.plannedUntilOn && { endDate: endOf(engagement.plannedUntilOn) }),
        },
      }),
    },
  })
  if (!closedAt) return [opened]
  const closed = release(ocidOf(ocidPrefix, reference), `${reference}-closed`, closedAt, ['planningUpdate'], {
    planning: {
      milestones: [
        {
          id: 'engagement',
          type: 'engagement',
          description: closedSays,
          dateMet: closedAt.toISOString(),
          status: 'met',
        },
      ],
    },
  })
  return [opened, closed]
}

/**
 * The releases of one agreement, one for each time it was published. A grant is no contract and has none: it is told as 360Giving.
 *
 * @param publications of one agreement, in their order.
 * @param engagement the one it came from; null where there was none.
 */
export const releasesOfAgreement = (
  publications: readonly Publication[],
  engagement: Engagement | null,
  ocidPrefix: string,
  addressOf: AddressOf,
): Release[] =>
  publications.flatMap(({ number, tells, document, publishedAt }) => {
    const { agreement } = document
    if (agreement.kind === 'grant') return []
    const { reference } = agreement
    const buyer = document.parties.find(party => party.roles.includes('buyer'))
    return release(
      ocidOf(ocidPrefix, engagement?.reference ?? reference),
      `${reference}-${number}`,
      publishedAt,
      [...tags[tells]],
      {
        parties: document.parties.map(party => partyOf(party, party.roles)),
        ...(buyer && { buyer: referenceTo(buyer) }),
        ...(!engagement &&
          agreement.noEngagementBecause && {
            planning: { noEngagementNoticeRationale: agreement.noEngagementBecause },
          }),
        tender: tenderOf(document, engagement),
        awards: [awardOf(document)],
        contracts: [contractOf(document, publishedAt, addressOf(`/commissioning/agreements/${reference}`))],
      },
    )
  })

const tags: Readonly<Record<Publication['tells'], readonly string[]>> = {
  agreement: ['award', 'contract'],
  change: ['contractAmendment'],
  correction: ['awardUpdate', 'contractUpdate'],
  end: ['contractTermination'],
}

const release = (
  ocid: string,
  id: string,
  date: Date,
  tag: readonly string[],
  said: Readonly<Record<string, unknown>>,
): Release => ({
  ocid,
  id: `${ocid}-${id}`,
  date: date.toISOString(),
  tag,
  initiationType: 'tender',
  language: 'en',
  ...said,
})

const startOf = (on: string): string => `${on}T00:00:00Z`
const endOf = (on: string): string => `${on}T23:59:59Z`

const identifierOf = (orgId: string) => {
  const parts = orgIdParts(orgId)
  return parts ? [{ scheme: parts.scheme, id: parts.id }] : []
}

const idOf = ({ orgIds: [orgId], partyId }: Party): string => orgId ?? partyId
const referenceTo = (party: Party) => ({ id: idOf(party), name: party.name })

const partyOf = (party: Party, roles: readonly string[]) => {
  const [first, ...others] = party.orgIds.flatMap(identifierOf)
  const details = {
    ...(party.website && { url: party.website }),
    ...(party.size && { scale: party.size }),
    ...(party.isVcse !== null && { vcse: party.isVcse }),
    ...(party.isMutual !== null && { publicServiceMissionOrganization: party.isMutual }),
    ...(party.isSupportedEmployer !== null && { shelteredWorkshop: party.isSupportedEmployer }),
  }
  return {
    ...referenceTo(party),
    roles: [...roles],
    ...(first && { identifier: { ...first, legalName: party.name } }),
    ...(others.length > 0 && { additionalIdentifiers: others }),
    ...((party.address || party.postcode) && {
      address: {
        ...(party.address && { streetAddress: party.address }),
        ...(party.postcode && { postalCode: party.postcode }),
        countryName: 'United Kingdom',
      },
    }),
    ...(Object.keys(details).length > 0 && { details }),
  }
}

type Open = PublicAgreement['agreement']

const worthOf = ({ years }: Open) => ({
  amount: inPounds(sum(years.map(({ amountInPence }) => amountInPence))),
  amountGross: inPounds(sum(years.map(({ amountInPence, vatInPence }) => amountInPence + vatInPence))),
  currency: 'GBP',
})

const periodOf = ({ startsOn, endsOn, extendableUntilOn }: Open) => ({
  startDate: startOf(startsOn),
  endDate: endOf(endsOn),
  ...(extendableUntilOn && { maxExtentDate: endOf(extendableUntilOn) }),
})

/** Whether a route is for what is worth as much as the threshold or more; nothing is said of ways the Act does not sort so. */
const aboveThreshold = (route: string) =>
  route.startsWith('below-')
    ? { aboveThreshold: false }
    : /^(above-|light-)/.test(route)
      ? { aboveThreshold: true }
      : {}

/** How open the way was (OCDS method codelist); nothing where the route does not say. */
const methodOf = (route: string) =>
  /direct/.test(route)
    ? { procurementMethod: 'direct' }
    : /quotes|few|selective|flexible/.test(route)
      ? { procurementMethod: 'selective' }
      : /open/.test(route)
        ? { procurementMethod: 'open' }
        : {}

const tenderOf = ({ agreement, choice }: PublicAgreement, engagement: Engagement | null) => {
  const { reference, title, purpose, route, category, cpvCode, reservedFor, reservedArea, reservedPlaces } = agreement
  const taken = choice?.ways.find(({ code }) => code === route)
  return {
    id: engagement?.reference ?? reference,
    title: engagement?.title ?? title,
    ...(!engagement && { description: purpose }),
    status: 'complete',
    mainProcurementCategory: category,
    ...methodOf(route),
    procurementMethodDetails: waysToMake[route as keyof typeof waysToMake] ?? route,
    ...(taken && { procurementMethodRationale: `${taken.because} ${taken.rule.source}: ${taken.rule.url}` }),
    ...aboveThreshold(route),
    ...(route.startsWith('light-') && { specialRegime: ['lightTouch'] }),
    ...(cpvCode && { classification: { scheme: 'CPV', id: cpvCode } }),
    ...((reservedFor.length > 0 || reservedArea) && {
      otherRequirements: {
        ...(reservedFor.length > 0 && { reservedParticipation: ['smeVcse'] }),
        ...(reservedArea && {
          reservedParticipationLocation: {
            description:
              reservedArea === 'uk'
                ? 'United Kingdom'
                : reservedPlaces?.length
                  ? named(reservedPlaces)
                  : 'The buyer’s own area, or that with the areas that border it',
          },
        }),
      },
    }),
  }
}

const awardOf = ({ agreement, parties }: PublicAgreement) => ({
  id: agreement.reference,
  title: agreement.title,
  status: 'active',
  ...(agreement.signedOn && { date: startOf(agreement.signedOn) }),
  value: worthOf(agreement),
  suppliers: parties.filter(({ roles }) => roles.includes('supplier')).map(referenceTo),
  contractPeriod: periodOf(agreement),
})

const contractOf = ({ agreement, measures, variations }: PublicAgreement, at: Date, url: string) => {
  const { reference, title, purpose, state, startsOn, signedOn, endedOn, noMetricsBecause, noMetricsSays } = agreement
  return {
    id: reference,
    awardID: reference,
    title,
    description: purpose,
    status: state === 'ended' ? 'terminated' : startOf(startsOn) > at.toISOString() ? 'pending' : 'active',
    period: periodOf(agreement),
    value: worthOf(agreement),
    ...(signedOn && { dateSigned: startOf(signedOn) }),
    ...aboveThreshold(agreement.route),
    documents: [
      {
        id: `${reference}-page`,
        documentType: 'contractNotice',
        title,
        url,
        format: 'text/html',
        datePublished: at.toISOString(),
      },
    ],
    ...(measures.length > 0
      ? { agreedMetrics: measures.map(metricOf) }
      : noMetricsBecause && { noAgreedMetricsRationale: rationaleOf(noMetricsBecause, noMetricsSays) }),
    ...(variations.length > 0 && { amendments: variations.map(amendmentOf) }),
    ...(endedOn && {
      implementation: {
        endDate: endOf(endedOn),
        ...(agreement.endedBecause && { endDateDetails: agreement.endedBecause }),
      },
    }),
  }
}

const rationaleOf = (because: string, says: string | null): string =>
  [noMetricsReasons[because as keyof typeof noMetricsReasons] ?? because, says].filter(Boolean).join('. ')

const metricOf = ({ measureId, name, unit, aim, newest }: PublicAgreement['measures'][number]) => ({
  id: measureId,
  title: name,
  description: `${aim} (${unit})`,
  ...(newest && {
    observations: [
      {
        id: `${measureId}-${newest.readOn}`,
        period: { endDate: endOf(newest.readOn) },
        measure: newest.value,
        unit: { name: unit },
        measureClassification: { scheme: 'ukPerformanceAgainstTarget', id: newest.stands },
      },
    ],
  }),
})

const amendmentOf = ({
  number,
  reason,
  ground,
  fromOn,
  untilOn,
  endsOnAfter,
  penceBefore,
  penceAfter,
}: PublicAgreement['variations'][number]) => ({
  id: String(number),
  date: startOf(fromOn),
  rationale: reason,
  description: `Value, without VAT, from ${inPounds(penceBefore).toFixed(2)} to ${inPounds(penceAfter).toFixed(2)} pounds; ends on ${endsOnAfter}.`,
  rationaleClassifications: [{ scheme: 'KIL-CHANGE', id: ground }],
  period: { startDate: startOf(fromOn), ...(untilOn && { endDate: endOf(untilOn) }) },
})
