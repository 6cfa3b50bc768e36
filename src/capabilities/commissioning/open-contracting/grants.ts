/** What was published of grants, as 360Giving grants (360Giving Data Standard 1.4). Made from the newest publication of each. */

import type { PublicAgreement, Publication } from '../agreements/publication-store.ts'
import { monthsOf } from '../calendar.ts'
import { sum } from '../money.ts'
import type { Party } from '../parties/party.ts'
import { inPounds, type Publisher } from './publisher.ts'

/** Neighbourhoods by their id, as national statistics know them. */
export type Places = ReadonlyMap<string, { readonly name: string; readonly code: string | null }>

/**
 * One grant for each body that was given it, with one funder: the standard asks for one of each. Where several pay in and do not show who pays what, whoever holds the
 * pool is the funder; where several are given one grant together, each has an equal part to the penny, and its description says so.
 */
export const grantsOf = ({ document, publishedAt }: Publication, prefix: string, places: Places, url: string) => {
  const { agreement, parties, shares } = document
  if (agreement.kind !== 'grant') return []
  const given = parties.filter(({ roles }) => roles.includes('supplier'))
  const holder = parties.find(({ roles }) => roles.includes('buyer'))
  const total = sum(agreement.years.map(({ amountInPence }) => amountInPence))
  const funders = shares
    ? shares.flatMap(({ partyId, amountInPence }) => {
        const party = parties.find(each => each.partyId === partyId)
        return party && amountInPence > 0 ? [{ party, amountInPence }] : []
      })
    : holder
      ? [{ party: holder, amountInPence: total }]
      : []
  return funders.flatMap(({ party: funder, amountInPence }, funderAt) =>
    given.map((recipient, at) => ({
      id: `${prefix}-${agreement.reference}${funders.length * given.length > 1 ? `-${funderAt + 1}-${at + 1}` : ''}`,
      title: agreement.title,
      description: descriptionOf(agreement, given.length, funders.length),
      currency: 'GBP',
      amountAwarded: inPounds(equalPart(amountInPence, given.length, at)),
      awardDate: agreement.signedOn ?? agreement.startsOn,
      url,
      plannedDates: [
        {
          startDate: agreement.startsOn,
          endDate: agreement.endsOn,
          duration: monthsOf(agreement.startsOn, agreement.endsOn),
        },
      ],
      recipientOrganization: [organisationOf(recipient, prefix)],
      fundingOrganization: [organisationOf(funder, prefix)],
      grantProgramme: [{ code: agreement.reference, title: agreement.title }],
      ...beneficiariesOf(agreement.neighbourhoodIds, places),
      dateModified: publishedAt.toISOString(),
      dataSource: url,
    })),
  )
}

const equalPart = (pence: number, parts: number, at: number): number =>
  Math.floor(pence / parts) + (at < pence % parts ? 1 : 0)

const descriptionOf = ({ purpose }: PublicAgreement['agreement'], recipients: number, funders: number): string =>
  [
    purpose,
    ...(recipients > 1 ? [`Given to ${recipients} organisations together; this is an equal part.`] : []),
    ...(funders > 1 ? [`Paid by ${funders} funders together; this is one funder’s part.`] : []),
  ].join(' ')

/** Bodies are named by public registers where they told one; else within the publisher's own prefix, as the standard asks. */
const organisationOf = (party: Party, prefix: string) => {
  const [orgId] = party.orgIds
  const numberIn = (list: string) => party.orgIds.find(id => id.startsWith(`${list}-`))?.slice(list.length + 1)
  const charityNumber = numberIn('GB-CHC') ?? numberIn('GB-SC') ?? numberIn('GB-NIC')
  const companyNumber = numberIn('GB-COH')
  return {
    id: orgId ?? `${prefix}-${party.partyId}`,
    name: party.name,
    ...(charityNumber && { charityNumber }),
    ...(companyNumber && { companyNumber }),
    ...(party.address && { streetAddress: party.address }),
    ...(party.postcode && { postalCode: party.postcode }),
    ...(party.website && { url: party.website }),
  }
}

// Electoral wards and divisions of England, Wales, Scotland and Northern Ireland: a place's own areas have codes of its own.
const wardCode = /^(E05|W05|S13|N08)\d{6}$/

const beneficiariesOf = (neighbourhoodIds: readonly string[] | null, places: Places) => {
  const where = (neighbourhoodIds ?? []).flatMap(id => {
    const place = places.get(id)
    return place
      ? [
          {
            name: place.name,
            ...(place.code && wardCode.test(place.code) && { geoCode: place.code, geoCodeType: 'WD' }),
          },
        ]
      : []
  })
  return where.length > 0 ? { beneficiaryLocation: where } : {}
}

/** Grants as a package (360Giving package 1.4). */
export const grantPackage = (publisher: Publisher, grants: readonly unknown[], modifiedAt: Date, url: string) => ({
  version: '1.4',
  title: `Grants published by ${publisher.name}`,
  license: publisher.licence,
  publisher: { name: publisher.name, ...(publisher.orgId && { identifier: publisher.orgId }) },
  issued: modifiedAt.toISOString().slice(0, 10),
  modified: modifiedAt.toISOString(),
  downloadURL: url,
  grants,
})
