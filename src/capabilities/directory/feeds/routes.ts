import { duplicateAnswer, duplicatePage } from './duplicates/duplicate.page.ts'
import { duplicatesPage, lookNow } from './duplicates/duplicates.page.ts'
import { addFeedAnswer, addFeedPage } from './harvest/add-feed.page.ts'
import { feedAnswer, feedPage } from './harvest/feed.page.ts'
import { feedsPage } from './harvest/feeds.page.ts'
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
