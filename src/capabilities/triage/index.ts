export { askOrganisation, closeWithoutHelp } from './decide.ts'
export { NeedTriaged } from './facts.ts'
export { listWorklist } from './list-worklist.ts'
export { signpost } from './signpost.ts'
