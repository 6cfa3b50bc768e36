/** The only door to the directory: what organisations offer residents, as published, and how it is found. */

export { importServices } from './feeds/import-services.ts'
export { findImportReport } from './feeds/import-store.ts'
export { doubtAfterReferral } from './freshness/doubt-after-referral.ts'
export { findListedService as getListedService } from './listed-service-store.ts'
export { scheduleFields } from './opening/feed-schedule.ts'
export { schedulesFromShort } from './opening/opening.ts'
export { publishListedService } from './publish-listed-service.ts'
export { type FoundService, findServicesNear, searchServices } from './search/search-services.ts'
export { sayReasons } from './search/search-words.ts'
export { filesAtRoot } from './standards/sitemap.ts'
