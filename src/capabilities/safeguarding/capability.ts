import { capability } from '../../platform/capability.ts'

export default capability({
  name: 'safeguarding',
  level: 1,
  permissions: {},
  routes: [],
  retention: { concern: 'By the place’s safeguarding policy; held until a safeguarding lead says otherwise.' },
})
