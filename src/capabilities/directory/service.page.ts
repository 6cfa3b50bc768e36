import { Type } from 'typebox'
import { isUuid } from '../../kernel/ids.ts'
import { notFound, page, redirect, view } from '../../platform/http/route.ts'
import { listNeighbourhoods } from '../places/index.ts'
import { provenanceOf } from './feeds/harvest/feed-store.ts'
import { freshnessOf } from './freshness.ts'
import { countLook } from './learning/keep-count.ts'
import { findListedService } from './listed-service-store.ts'
import { hasCalendarFile } from './opening/calendar-file.ts'
import { findCalendar } from './opening/opening.ts'
import { openingCard } from './opening/opening-card.ts'
import { backToResults } from './search/back-to-results.ts'
import { contactCard, entryCard, readerOf, whereAndWhenCard, whoCard } from './service-cards.ts'
import { mapOfService } from './service-map.ts'
import { keepButton, keptBy, reportLink, shortlistLink } from './sharing/keep-button.ts'
import { findSurvivor } from './standards/published-store.ts'
import { serviceData } from './standards/schema-org.ts'
import { directoryWords, sayFreshness, statusInWords } from './words.ts'

/** `/:place/services/:serviceId`: everything that is known of one listed service, and what is not. */

export const servicePage = page({
  method: 'GET',
  path: '/:place/services/:serviceId',
  allow: 'anyone',
  params: Type.Object({ serviceId: Type.String() }),
  query: Type.Object({ from: Type.Optional(Type.Unknown()) }),
  async handle(visit) {
    const { platform, place, actor, params, language, cookies } = visit
    const missing = directoryWords(language)('noSuchService')
    if (!isUuid(params.serviceId)) return notFound(missing)
    const { survivorId, service, provenance, neighbourhoods, calendar, kept } = await platform.db.as(
      actor,
      async tx => ({
        survivorId: await findSurvivor(tx, params.serviceId),
        service: await findListedService(tx, params.serviceId),
        provenance: await provenanceOf(tx, params.serviceId),
        neighbourhoods: await listNeighbourhoods(tx),
        calendar: await findCalendar(tx),
        kept: await keptBy(tx, cookies),
      }),
    )
    if (!service) return notFound(missing)
    const base = `/${place.slug}`
    if (survivorId && survivorId !== service.serviceId) return redirect(`${base}/services/${survivorId}`)
    countLook(visit, service.serviceId)
    const reader = readerOf(language, platform.clock())
    const { say, now } = reader
    const back = backToResults(visit)
    const calendarHref = hasCalendarFile(service, calendar, now)
      ? `${base}/services/${service.serviceId}/calendar.ics`
      : undefined
    const freshness = freshnessOf(service, now)
    const status = statusInWords(service.status, language)
    const address = `${platform.config.publicUrl}${base}/services/${service.serviceId}`
    return view('directory/service.njk', {
      page: {
        canonicalHref: address,
        structuredData: serviceData(service, address, calendar, now),
        title: service.name,
        titleIsContent: true,
        translated: true,
        backHref: `${back.href}#entry-${service.serviceId}`,
        ...(service.publisher && service.publisher.name !== service.name && { caption: service.publisher.name }),
        ...(service.status !== 'active' && {
          state: { word: status, tone: 'stopped' as const },
          notice: { tone: 'attention' as const, message: `${status}.`, detail: say('stillShown') },
        }),
      },
      words: { noDescription: say('noDescription'), askForHelp: say('askForHelp') },
      alert: service.alert ?? '',
      description: service.description ?? '',
      askHref: `${base}/ask`,
      keep: keepButton({ ...visit, url: back.here }, kept, service),
      shortlist: shortlistLink(visit, kept),
      mistake: reportLink(visit, service.serviceId),
      checked: { word: sayFreshness(freshness, language), tone: freshness.stale ? 'unknown' : 'agreed' },
      opening: openingCard(service, calendar, now, language, calendarHref),
      cards: [
        ...[contactCard, whereAndWhenCard, whoCard].map(card => card(service, reader)),
        entryCard(service, reader, provenance),
      ],
      map: mapOfService(service, neighbourhoods, reader),
    })
  },
})
