import { capability } from '../../platform/capability.ts'

export default capability({
  name: 'triage',
  level: 4,
  permissions: {
    'worklist.see': {
      about: 'See who is waiting, for what, and who has it',
      roles: ['coordinator', 'link worker', 'call handler'],
    },
  },
  routes: [],
  retention: { 'triage decision': 'As long as its need.' },
})
