/** Who helps in the place: the list, and a page for each organisation. Public. */
import { Type } from 'typebox'
import type { PageModel } from '../../design/page.ts'
import type { EmptyState, SummaryCard, SummaryRow } from '../../design/view-models.ts'
import { needKinds } from '../../kernel/need-kind.ts'
import { notFound, page, view } from '../../platform/http/route.ts'
import { listNeighbourhoods, type Neighbourhood, telephone } from '../places/index.ts'
import type { Organisation } from './organisation.ts'
import { findOrganisation, listOrganisations } from './organisation-store.ts'
import { organisationKinds } from './words.ts'

type OrganisationsPage = PageModel & {
  organisations: readonly { name: string; href: string; kind: string; helpsWith: string; about: string }[]
  empty: EmptyState
}

type OrganisationPage = PageModel & {
  about: string
  helpsWith: readonly string[]
  where: string
  contact: SummaryCard
  /** How it has answered, for those who ask. */
  answersHref: string | null
}

export const organisationsRoute = page({
  method: 'GET',
  path: '/:place/organisations',
  allow: 'anyone',
  async handle({ platform, place, actor }) {
    const organisations = await platform.db.as(actor, listOrganisations)
    const model: OrganisationsPage = {
      page: { title: `Who helps in ${place.name}`, backHref: `/${place.slug}` },
      organisations: organisations.map(({ organisationId, name, kind, helpsWith, about }) => ({
        name,
        href: `/${place.slug}/organisations/${organisationId}`,
        kind: organisationKinds[kind],
        helpsWith: helpsWith.map(code => needKinds[code].label).join(', '),
        about: firstSentence(about),
      })),
      empty: { title: 'No organisations yet', sentences: [`Nobody has joined in ${place.name} so far.`] },
    }
    return view('organisations/organisations.njk', model)
  },
})

export const organisationRoute = page({
  method: 'GET',
  path: '/:place/organisations/:organisationId',
  allow: 'anyone',
  params: Type.Object({ organisationId: Type.String({ format: 'uuid' }) }),
  async handle({ platform, place, actor, params }) {
    const { organisation, neighbourhoods } = await platform.db.as(actor, async tx => ({
      organisation: await findOrganisation(tx, params.organisationId),
      neighbourhoods: await listNeighbourhoods(tx),
    }))
    if (!organisation) return notFound('There is no such organisation here.')
    const { organisationId, name, kind, about, helpsWith } = organisation
    const model: OrganisationPage = {
      page: { title: name, caption: organisationKinds[kind], backHref: `/${place.slug}/organisations` },
      about,
      helpsWith: helpsWith.map(code => needKinds[code].asks),
      where: whereItHelps(organisation, neighbourhoods, place.name),
      contact: { title: 'Get in touch', rows: contactRows(organisation) },
      answersHref: actor.permissions.has('referral.send')
        ? `/${place.slug}/organisations/${organisationId}/answers`
        : null,
    }
    return view('organisations/organisation.njk', model)
  },
})

const whereItHelps = (
  { neighbourhoodIds }: Organisation,
  neighbourhoods: readonly Neighbourhood[],
  placeName: string,
): string => {
  if (!neighbourhoodIds) return `Everywhere in ${placeName}`
  const names = neighbourhoods
    .filter(({ neighbourhoodId }) => neighbourhoodIds.includes(neighbourhoodId))
    .map(({ name }) => name)
  return names.length ? names.join(', ') : `Parts of ${placeName}: ask them which`
}

const contactRows = ({ phone, email, postcode, assuranceLevel }: Organisation): SummaryRow[] => {
  const tel = phone ? telephone(phone) : undefined
  return [
    ...(phone ? [{ key: 'Phone', value: phone, ...(tel && { href: tel.href }) }] : []),
    ...(email
      ? [{ key: 'E-mail', value: email, href: `mailto:${encodeURIComponent(email).replace('%40', '@')}` }]
      : []),
    // An informal group's postcode is somebody's home.
    ...(postcode && assuranceLevel !== 'informal' ? [{ key: 'Postcode', value: postcode }] : []),
  ]
}

const firstSentence = (text: string): string => /^[^\n]{0,200}?[.!?](?=\s|$)/.exec(text)?.[0] ?? text.slice(0, 200)
