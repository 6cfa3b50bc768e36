import type { ListedService } from '../listed-service.ts'
import type { Json } from './shapes.ts'
import { type PublishedService, standardService } from './standard-service.ts'

/** The whole service as the `service` object of Open Referral UK 3.0, strictly: only fields of the profile, no null and no empty text. */
export const toOruk3 = (service: ListedService, more: Omit<PublishedService, 'service'> = {}): Json =>
  standardService({ service, ...more }, 'ORUK 3.0')
