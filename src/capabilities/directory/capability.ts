import { capability } from '../../platform/capability.ts'
import { commandLine } from './command-line.ts'
import { placeWhatCouldNotBePlaced } from './feeds/import-services.ts'
import { askWhatIsDue } from './freshness/ask-organisations.ts'
import { stillRightAnswer, stillRightPage } from './freshness/still-right.page.ts'
import { findPage } from './search/find.page.ts'
import { servicePage } from './service.page.ts'
import { hsdsStandard, orukStandard, routesOf } from './standards/standards-api.ts'
import { settleTerms } from './standards/terms-store.ts'

export default capability({
  name: 'directory',
  level: 1,
  permissions: {
    'listed-service.publish': {
      about:
        'Publish a service of an organisation: from the command line, the demo and journeys, which act as the house.',
      roles: [],
    },
    'directory.keep-right': {
      about: 'See what nobody has checked, ask and ring about it, and say what is right, doubtful or hidden',
      roles: ['directory editor'],
    },
  },
  routes: [
    stillRightPage,
    stillRightAnswer,
    findPage,
    servicePage,
    ...routesOf(orukStandard),
    ...routesOf(hsdsStandard),
  ],
  navigation: [{ text: 'Find help', path: '/find', allow: 'anyone', order: 50 }],
  commandLine,
  jobs: [
    {
      queue: 'directory-settle-terms',
      cron: '*/10 * * * *',
      run: (platform, placeId) => platform.db.asHouse(placeId, async tx => void (await settleTerms(tx))),
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
  retention: {
    'listed service':
      'As long as its feed or its organisation lists it; what a feed drops is reported, and stays until somebody ends it.',
    'import report': 'As long as the place uses the software: it says where every entry came from.',
  },
})
