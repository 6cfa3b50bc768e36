import { capability } from '../../platform/capability.ts'
import { concernRoutes } from './concern.page.ts'
import { forgetOldConcerns } from './concern-store.ts'
import { concernsRoutes } from './concerns.page.ts'
import { concernsInHands } from './in-hands.ts'
import { personal } from './personal.ts'
import { tables } from './tables.ts'
import { remindLeads } from './tell-leads.ts'

export default capability({
  name: 'safeguarding',
  level: 1,
  permissions: {
    'concern.see': { about: 'See concerns about somebody’s safety, and decide on them', roles: ['safeguarding lead'] },
  },
  routes: [...concernRoutes, ...concernsRoutes],
  navigation: [{ text: 'Concerns', path: '/concerns', allow: 'concern.see', order: 5 }],
  jobs: [{ queue: 'remind-safeguarding-leads', cron: '*/5 * * * *', run: remindLeads }],
  tables,
  personal,
  inHands: [concernsInHands],
  retention: {
    concern: {
      words:
        '6 years after a safeguarding lead closed it, unless a lead holds it; then what was said, who said it and what was decided go.',
      apart: true,
      after: { years: 6 },
      from: 'it was closed',
      forget: forgetOldConcerns,
    },
  },
})
