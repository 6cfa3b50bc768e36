/** The only door to the directory: what organisations offer residents, as published, and how it is found. */

export { importServices } from './import-services.ts'
export { findImportReport } from './import-store.ts'
export { findListedService as getListedService } from './listed-service-store.ts'
export { publishListedService } from './publish-listed-service.ts'
export { type FoundService, findServicesNear, searchServices } from './search-services.ts'
