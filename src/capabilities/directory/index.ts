/** The only door to the directory: what organisations offer residents, as published, and how it is found. */

export { type ImportCounts, type ImportReport, importServices, type ReportedRecord } from './import-services.ts'
export { findImportReport } from './import-store.ts'
export type { AttendingType, Cost, ListedService, ListedServiceStatus, ServiceLocation } from './listed-service.ts'
export { findListedService as getListedService } from './listed-service-store.ts'
export { ListedServicePublished, publishListedService } from './publish-listed-service.ts'
export { type Feed, readFeed } from './read-feed.ts'
export {
  type FoundService,
  findServicesNear,
  type SearchAnswer,
  type SearchAsked,
  searchServices,
} from './search-services.ts'
export { attendingWords, costWords, freshnessInWords, statusWords } from './words.ts'
