import { embedPage, makeEmbedPage } from './embed.page.ts'
import { sharedListPage } from './list-by-link.page.ts'
import { lookUpMistakePage, mistakeAnswerPage } from './mistake-answer.page.ts'
import { answerMistakePage, lookAtMistakePage, mistakePage, mistakesPage, toldByPhonePage } from './mistakes.page.ts'
import { reportMistakePage, sendMistakePage } from './report-mistake.page.ts'
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
  embedPage,
  makeEmbedPage,
  reportMistakePage,
  sendMistakePage,
  mistakeAnswerPage,
  lookUpMistakePage,
  mistakesPage,
  mistakePage,
  answerMistakePage,
  lookAtMistakePage,
  toldByPhonePage,
]
