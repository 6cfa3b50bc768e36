import { capability } from '../../platform/capability.ts'
import { postcodeApi } from './api.ts'
import { commandLine } from './command-line.ts'
import { neighbourhoodsPage } from './neighbourhoods.page.ts'
import { tables } from './tables.ts'

export default capability({
  name: 'places',
  level: 0,
  permissions: {
    'place.change': {
      about: 'Make and change places and their neighbourhoods: only from the command line.',
      roles: [],
    },
  },
  routes: [neighbourhoodsPage, postcodeApi],
  commandLine,
  tables,
  retention: {
    place: { words: 'Kept as long as the place uses the software.', kept: 'Tells of nobody.' },
    neighbourhood: { words: 'Kept, retired, as long as records point at it.', kept: 'Tells of nobody.' },
    postcode: {
      words: 'Kept: terminated postcodes are still given by people and found in old records.',
      kept: 'Tells of nobody.',
    },
  },
})
