import type { Route } from '../../platform/http/route.ts'
import { accessibilityPage, privacyPage } from './about-these-pages.page.ts'
import { askRoutes } from './ask/ask.page.ts'
import { sendRoutes } from './ask/send.page.ts'
import { waysOutRoutes } from './ask/ways-out.page.ts'
import { changeMyRequestRoutes } from './change-my-request.page.ts'
import { homePage } from './home.page.ts'
import { myRequestRoutes } from './my-request.page.ts'
import { requestCode } from './request-code.ts'
import { whoMaySeeRoutes } from './who-may-see.page.ts'

/** Every page a resident opens, from the front door to "Finish". */
export const residentRoutes: readonly Route[] = [
  homePage,
  ...askRoutes,
  ...waysOutRoutes,
  ...sendRoutes,
  ...myRequestRoutes,
  ...requestCode.routes,
  ...changeMyRequestRoutes,
  ...whoMaySeeRoutes,
  accessibilityPage,
  privacyPage,
]
