import { sharedListPage } from './list-by-link.page.ts'
import {
  changeShortlistPage,
  clearShortlistNowPage,
  clearShortlistPage,
  endSharedListPage,
  keepServicePage,
  removeServicePage,
  shareShortlistPage,
  shortlistPage,
} from './shortlist.page.ts'

/** The doors of this room. */
export const sharingRoutes = [
  shortlistPage,
  changeShortlistPage,
  keepServicePage,
  removeServicePage,
  clearShortlistPage,
  clearShortlistNowPage,
  shareShortlistPage,
  sharedListPage,
  endSharedListPage,
]
