import { capability } from '../../platform/capability.ts'
import { concernRoutes } from './concern.page.ts'
import { concernsRoutes } from './concerns.page.ts'
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
  retention: { concern: 'By the place’s safeguarding policy; held until a safeguarding lead says otherwise.' },
})
