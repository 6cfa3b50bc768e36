/** Who helps in the place: the list, and a page for each organisation. Public. */
import { Type } from 'typebox'
import type { PageModel } from '../../design/page.ts'
import type { EmptyState, SummaryCard, SummaryRow, Words } from '../../design/view-models.ts'
import { notFound, page, type Visit, view } from '../../platform/http/route.ts'
import { listNeighbourhoods, type Neighbourhood, telephone } from '../places/index.ts'
import type { Organisation } from './organisation.ts'
import { findOrganisation, listOrganisations } from './organisation-store.ts'
import { organisationData, organisationsData } from './schema-org.ts'
import { cannotSettle } from './settles-sharing.ts'
import { organisationWords } from './words.ts'

type Say = ReturnType<typeof organisationWords>

type OrganisationsPage = PageModel & {
  say: Say
  organisations: readonly { name: string; href: string; kind: string; helpsWith: string; about: string }[]
  empty: EmptyState
}

type OrganisationPage = PageModel & {
  say: Say
  isA: string
  about: string
  helpsWith: readonly string[]
  where: readonly Words[]
  contact: SummaryCard
  /** How it has answered, for those who ask. */
  answersHref: string | null
  /** The systems that call for it, for its own coordinators. */
  systemsHref: string | null
  /** How far it is known and what may be shared with it, for those whose business that is. */
  sharingHref: string | null
}

export const organisationsRoute = page({
  method: 'GET',
  path: '/:place/organisations',
  allow: 'anyone',
  async handle({ platform, place, actor, language }) {
    const say = organisationWords(language)
    const organisations = (await platform.db.as(actor, listOrganisations)).filter(({ trust }) => trust === 'known')
    const address = `${platform.config.publicUrl}/${place.slug}/organisations`
    const model: OrganisationsPage = {
      page: {
        title: language === 'en' ? `${say('titleIn')} ${place.name}` : say('title'),
        translated: true,
        backHref: `/${place.slug}`,
        canonicalHref: address,
        structuredData: organisationsData(organisations, address),
      },
      say,
      organisations: organisations.map(({ organisationId, name, kind, helpsWith, about }) => ({
        name,
        href: `/${place.slug}/organisations/${organisationId}`,
        kind: say(`kind_${kind}`),
        helpsWith: helpsWith.map(code => say(`need_${code}`)).join(language === 'ar' ? '، ' : ', '),
        about: firstSentence(about),
      })),
      empty: { title: say('none'), sentences: [say('noneSays')] },
    }
    return view('organisations/organisations.njk', model)
  },
})

export const organisationRoute = page({
  method: 'GET',
  path: '/:place/organisations/:organisationId',
  allow: 'anyone',
  params: Type.Object({ organisationId: Type.String({ format: 'uuid' }) }),
  async handle(visit) {
    const { platform, place, actor, params, language } = visit
    const say = organisationWords(language)
    const { organisation, neighbourhoods } = await platform.db.as(actor, async tx => ({
      organisation: await findOrganisation(tx, params.organisationId),
      neighbourhoods: await listNeighbourhoods(tx),
    }))
    // Who joined by itself is shown to nobody before somebody has looked at it, but to its own people and to whoever looks.
    if (!organisation || (organisation.trust === 'limited' && !(await mayLook(visit as Visit, organisation))))
      return notFound(say('noSuch'))
    const { organisationId, name, kind, about, helpsWith } = organisation
    const address = `${platform.config.publicUrl}/${place.slug}/organisations/${organisationId}`
    const model: OrganisationPage = {
      page: {
        title: name,
        titleIsContent: true,
        translated: true,
        backHref: `/${place.slug}/organisations`,
        canonicalHref: address,
        structuredData: organisationData(organisation, address),
      },
      say,
      isA: say(`kind_${kind}`),
      about,
      helpsWith: helpsWith.map(code => say(`asks_${code}`)),
      where: whereItHelps(organisation, neighbourhoods, place.name, say),
      contact: { title: say('getInTouch'), rows: contactRows(organisation, say) },
      systemsHref:
        actor.organisationId === organisationId && actor.permissions.has('exchange.keep-systems')
          ? `/${place.slug}/organisations/${organisationId}/systems`
          : null,
      answersHref: actor.permissions.has('referral.send')
        ? `/${place.slug}/organisations/${organisationId}/answers`
        : null,
      sharingHref: actor.permissions.has('sharing.see')
        ? `/${place.slug}/organisations/${organisationId}/sharing`
        : null,
    }
    return view('organisations/organisation.njk', model)
  },
})

const mayLook = async ({ platform, actor }: Visit, { organisationId }: Organisation): Promise<boolean> =>
  actor.organisationId === organisationId ||
  (actor.permissions.has('sharing.settle') &&
    (await platform.db.as(actor, async tx => (await cannotSettle(tx)) === null)))

const whereItHelps = (
  { neighbourhoodIds }: Organisation,
  neighbourhoods: readonly Neighbourhood[],
  placeName: string,
  say: Say,
): Words[] => {
  if (!neighbourhoodIds) return [`${say('everywhere')} `, { content: placeName }]
  const names = neighbourhoods
    .filter(({ neighbourhoodId }) => neighbourhoodIds.includes(neighbourhoodId))
    .map(({ name }) => name)
  return names.length ? [{ content: names.join(', ') }] : [say('parts')]
}

const contactRows = (organisation: Organisation, say: Say): SummaryRow[] => {
  const { phone, email, postcode } = organisation
  const tel = phone ? telephone(phone) : undefined
  return [
    ...(phone ? [{ key: say('phone'), value: [{ content: phone }], ...(tel && { href: tel.href }) }] : []),
    ...(email
      ? [
          {
            key: say('email'),
            value: [{ content: email }],
            href: `mailto:${encodeURIComponent(email).replace('%40', '@')}`,
          },
        ]
      : []),
    ...(postcode ? [{ key: say('postcode'), value: [{ content: postcode }] }] : []),
  ]
}

const firstSentence = (text: string): string => /^[^\n]{0,200}?[.!?](?=\s|$)/.exec(text)?.[0] ?? text.slice(0, 200)
