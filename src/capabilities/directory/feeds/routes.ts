import { duplicateAnswer, duplicatePage, duplicatesPage, lookNow } from './duplicates/duplicates.page.ts'
import { addFeedAnswer, addFeedPage, feedAnswer, feedPage, feedsPage } from './harvest/feeds.page.ts'
import { importReportPage } from './import-report.page.ts'
import { sendTableAnswer, tableAnswer, tablePage, tablesPage } from './tables/tables.page.ts'

/** Every page of this room. */
export const feedRoutes = [
  feedsPage,
  addFeedPage,
  addFeedAnswer,
  feedPage,
  feedAnswer,
  importReportPage,
  duplicatesPage,
  lookNow,
  duplicatePage,
  duplicateAnswer,
  tablesPage,
  sendTableAnswer,
  tablePage,
  tableAnswer,
]
