import { Type } from 'typebox'
import { isUuid } from '../../../kernel/ids.ts'
import { content, notFound, page } from '../../../platform/http/route.ts'
import { findListedService } from '../listed-service-store.ts'
import { calendarFile } from './calendar-file.ts'
import { findCalendar } from './opening.ts'
import { openingStrings } from './opening-words.ts'

/** `/:place/services/:serviceId/calendar.ics`: the times of one listed service for somebody's own calendar. */

export const calendarPath = '/:place/services/:serviceId/calendar.ics'

export const calendarFilePage = page({
  method: 'GET',
  path: calendarPath,
  allow: 'anyone',
  params: Type.Object({ serviceId: Type.String() }),
  async handle({ platform, place, actor, params, language }) {
    const say = openingStrings(language)
    if (!isUuid(params.serviceId)) return notFound(say('noSuchCalendar'))
    const { service, calendar } = await platform.db.as(actor, async tx => ({
      service: await findListedService(tx, params.serviceId),
      calendar: await findCalendar(tx),
    }))
    if (service?.status !== 'active') return notFound(say('noSuchCalendar'))
    const url = `${platform.config.publicUrl}/${place.slug}/services/${service.serviceId}`
    const file = calendarFile(service, calendar, { url, now: platform.clock(), description: say('calendarNote') })
    if (file === undefined) return notFound(say('noTimesForCalendar'))
    return content('text/calendar; charset=utf-8', file, {
      headers: {
        'content-disposition': `inline; filename="${service.serviceId}.ics"`,
      },
    })
  },
})
