import type { PageModel } from '../../../design/page.ts'
import { page, view } from '../../../platform/http/route.ts'
import { addressOf, hsdsStandard, orukStandard, publishingOf } from './standards-api.ts'

/** `/:place/open-data`: every way to use the directory somewhere else, for whoever runs another site or writes a program. */

type OpenDataPage = PageModel & {
  place: string
  embedHref: string
  licence: { name: string; url: string } | null
  ways: readonly { title: string; says: string; links: readonly { text: string; href: string }[] }[]
  example: string
}

export const openDataPage = page({
  method: 'GET',
  path: '/:place/open-data',
  allow: 'anyone',
  async handle(visit) {
    const { place } = visit
    const oruk = addressOf(visit, orukStandard)
    const hsds = addressOf(visit, hsdsStandard)
    const model: OpenDataPage = {
      page: { title: 'Use this directory on your own site', backHref: `/${place.slug}` },
      place: place.name,
      embedHref: `/${place.slug}/embed/make`,
      licence: publishingOf(place).licence ?? null,
      ways: [
        {
          title: 'As tables, for a spreadsheet',
          says: 'Everything in one file: a Frictionless data package of CSV tables.',
          links: [
            { text: 'Download the tables (ZIP)', href: `${hsds}/datapackage.zip` },
            { text: 'What is in them', href: `${hsds}/datapackage.json` },
          ],
        },
        {
          title: 'Open Referral UK 3.0',
          says: 'Search, filters and pages, strictly as the UK standard says.',
          links: [
            { text: 'Services as Open Referral UK', href: `${oruk}/services` },
            { text: 'How to ask for Open Referral UK (OpenAPI)', href: `${oruk}/openapi.json` },
          ],
        },
        {
          title: 'HSDS 3.1',
          says: 'The same services in full, and what was written since you last asked (modified_after).',
          links: [
            { text: 'Services as HSDS', href: `${hsds}/services` },
            { text: 'Services as HSDS, one a line (ndjson)', href: `${hsds}/services?format=ndjson` },
            { text: 'How to ask for HSDS (OpenAPI)', href: `${hsds}/openapi.json` },
          ],
        },
      ],
      example: `curl '${oruk}/services?search=food&per_page=10'`,
    }
    return view('directory/standards/open-data.njk', model)
  },
})
