export { askOrganisation, closeWithoutHelp } from './decide.ts'
export { NeedTriaged } from './facts.ts'
