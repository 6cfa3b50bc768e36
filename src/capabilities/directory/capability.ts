import { capability } from '../../platform/capability.ts'
import { commandLine } from './command-line.ts'
import { forgetOldInvitations } from './editing/invitation-store.ts'
import { editingRoutes } from './editing/routes.ts'
import { harvestFeeds } from './feeds/harvest/harvest-feeds.ts'
import { placeWhatCouldNotBePlaced } from './feeds/import-services.ts'
import { feedRoutes } from './feeds/routes.ts'
import { forgetOldTables } from './feeds/tables/table-store.ts'
import { findPage } from './find.page.ts'
import { askWhatIsDue } from './freshness/ask-organisations.ts'
import {
  entryFreshnessAnswer,
  entryFreshnessPage,
  freshnessPage,
  freshnessSettings,
} from './freshness/freshness.page.ts'
import { stillRightAnswer, stillRightPage } from './freshness/still-right.page.ts'
import { forgetOldSearches } from './learning/keep-count.ts'
import { searchesFile, searchesPage } from './learning/searches.page.ts'
import { calendarFilePage } from './opening/calendar-file.page.ts'
import { personal } from './personal.ts'
import { searchApi } from './search/search-api.ts'
import { servicePage } from './service.page.ts'
import { forgetReporters } from './sharing/answer-mistake.ts'
import { sharingRoutes } from './sharing/sharing-routes.ts'
import { forgetOldLists } from './sharing/shortlist-store.ts'
import { openDataPage } from './standards/open-data.page.ts'
import { sitemapRoutes } from './standards/sitemap.ts'
import { hsdsStandard, orukStandard, routesOf } from './standards/standards-api.ts'
import { settleTerms } from './standards/terms-store.ts'
import { tables } from './tables.ts'
import { tasksPage } from './tasks.page.ts'
import { directoryWords } from './words.ts'

export default capability({
  name: 'directory',
  level: 1,
  permissions: {
    'entry.edit': {
      about: 'Change the entries of one’s own organisation: what is sent in is checked before people see it.',
      roles: ['coordinator', 'directory editor'],
    },
    'entry.moderate': {
      about:
        'Check what organisations send in, put entries back to how they were, and invite organisations to look after theirs.',
      roles: ['directory editor'],
    },
    'listed-service.publish': {
      about:
        'Publish a service of an organisation: from the command line, the demo and journeys, which act as the house.',
      roles: [],
    },
    'mistake.answer': {
      about: 'See what people reported about their organisation’s entries, and answer it',
      roles: ['directory editor', 'coordinator'],
    },
    'directory.see-searches': {
      about: 'See what people look for and do not find: counts only, never a search',
      roles: ['directory editor', 'commissioner'],
    },
    'directory.keep-right': {
      about: 'See what nobody has checked, ask and ring about it, and say what is right, doubtful or hidden',
      roles: ['directory editor'],
    },
  },
  // One line a room.
  routes: [
    ...[findPage, searchApi, servicePage, tasksPage],
    ...editingRoutes,
    ...feedRoutes,
    calendarFilePage,
    ...sharingRoutes,
    ...[stillRightPage, stillRightAnswer, freshnessPage, freshnessSettings, entryFreshnessPage, entryFreshnessAnswer],
    ...[searchesPage, searchesFile],
    ...routesOf(orukStandard),
    ...routesOf(hsdsStandard),
    ...sitemapRoutes,
    openDataPage,
  ],
  navigation: [
    { text: language => directoryWords(language)('findHelp'), path: '/find', allow: 'anyone', order: 50 },
    { text: 'The directory', path: '/directory', allow: 'directory.keep-right', order: 45 },
    ...(
      [
        { text: 'What is not found', path: '/directory/searches', allow: 'directory.see-searches', order: 46 },
        { text: 'Our entries', path: '/directory/entries', allow: 'entry.edit', order: 52 },
      ] as const
    ).map(item => ({ ...item, unless: 'directory.keep-right' as const })),
  ],
  commandLine,
  jobs: [
    {
      queue: 'directory-harvest',
      cron: '*/10 * * * *',
      run: async (platform, placeId) => void (await harvestFeeds(platform, placeId)),
    },
    {
      queue: 'directory-forget-tables',
      cron: '47 3 * * *',
      run: (platform, placeId) => platform.db.asHouse(placeId, forgetOldTables),
    },
    {
      queue: 'directory-forget-invitations',
      cron: '51 3 * * *',
      run: (platform, placeId) => platform.db.asHouse(placeId, forgetOldInvitations),
    },
    {
      queue: 'directory-forget-lists',
      cron: '41 * * * *',
      run: (platform, placeId) =>
        platform.db.asHouse(placeId, async tx => {
          await forgetOldLists(tx)
          await forgetReporters(tx)
        }),
    },
    {
      queue: 'directory-settle-terms',
      cron: '*/10 * * * *',
      run: (platform, placeId) => platform.db.asHouse(placeId, async tx => void (await settleTerms(tx))),
    },
    {
      queue: 'directory-forget-searches',
      cron: '53 3 * * *',
      run: (platform, placeId) => platform.db.asHouse(placeId, forgetOldSearches),
    },
    {
      // By day: nobody's phone should ring with our mail at night.
      queue: 'directory-ask-organisations',
      cron: '23 8-16 * * *',
      run: askWhatIsDue,
    },
    {
      // Whoever loads the postcode file after the services should not have to import them again.
      queue: 'directory-place-services',
      cron: '17 * * * *',
      run: (platform, placeId) => platform.db.asHouse(placeId, async tx => void (await placeWhatCouldNotBePlaced(tx))),
    },
  ],
  tables,
  personal,
  retention: {
    'search vocabulary': {
      words:
        'What the place has added to it stays until another file is imported in its place; it says nothing of anybody.',
      kept: 'Tells of no private person.',
    },
    'table sent in': {
      words: '30 days, or until somebody throws it away; what was imported from it stays.',
      job: 'directory-forget-tables',
    },
    shortlist: {
      words:
        '90 days after it was last changed, then an hourly job deletes it. Nothing in it says whose it is; what is taken off can be put back for an hour.',
      job: 'directory-forget-lists',
    },
    'list shared by link': {
      words: '90 days after it was shared, or until its maker ends it; then an hourly job deletes it.',
      job: 'directory-forget-lists',
    },
    'reported mistake': {
      words:
        'A year after its answer. How the reporter can be reached, and what was mailed to them, goes 30 days after the answer, and 180 days after the report at the latest.',
      job: 'directory-forget-lists',
    },
    'listed service': {
      words:
        'As long as its feed or its organisation lists it; what a feed drops is reported, and stays until somebody ends it.',
      kept: 'Tells of no private person.',
    },
    'what was sent in about an entry': {
      words:
        'As long as the entry is listed, with every version of it: it says who said what, and lets any state be had back.',
      kept: 'Tells of no private person.',
    },
    'private address': {
      words: 'As long as the place is in the directory and its address private; only its own organisation sees it.',
      kept: 'Tells of no private person.',
    },
    'invitation to look after entries': {
      words: '1 year after it was accepted, withdrawn or ran out.',
      job: 'directory-forget-invitations',
    },
    'searches counted': {
      words: 'By week, for thirteen months; no search, sentence, postcode or visitor is kept.',
      job: 'directory-forget-searches',
    },
    'assurance and asking': {
      words: 'As long as the entry is listed: they say who checked it and when.',
      kept: 'Tells of no private person.',
    },
    'import report': {
      words: 'As long as the place uses the software: it says where every entry came from.',
      kept: 'Tells of no private person.',
    },
  },
})
