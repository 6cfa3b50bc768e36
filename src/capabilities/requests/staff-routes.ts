import type { Route } from '../../platform/http/route.ts'
import { callsRoutes } from './calls.page.ts'
import { personRoutes } from './person.page.ts'
import { whyRoutes } from './reason-to-look.ts'
import { requestPage } from './request.page.ts'
import { takeRequestRoutes } from './take-request.page.ts'
import { sharingOfRequestRoutes } from './who-may-see.page.ts'

/** What those who take requests down and pass them on open. */
export const staffRoutes: readonly Route[] = [
  ...takeRequestRoutes,
  requestPage,
  ...sharingOfRequestRoutes,
  ...personRoutes,
  ...whyRoutes,
  ...callsRoutes,
]
