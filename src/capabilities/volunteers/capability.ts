import { capability } from '../../platform/capability.ts'

export default capability({
  name: 'volunteers',
  level: 1,
  permissions: {},
  routes: [],
  retention: {
    volunteer: '24 months after they last did or answered anything, then deleted.',
    held_check: 'As long as the volunteer; never the certificate.',
    training_done: 'As long as the volunteer.',
    reference_asked: 'As long as the volunteer; how to reach the referee until they answered.',
    next_step: '12 months.',
    hours_given: 'As long as the volunteer, then counted without a name.',
    thanks: 'As long as the volunteer.',
    role: '24 months after it closed.',
    placement: 'As long as the volunteer.',
  },
})
