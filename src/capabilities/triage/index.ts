export { askOrganisation, closeWithoutHelp } from './decide.ts'
export { type Decision, NeedTriaged } from './facts.ts'
export { listTriageDecisions, type TriageDecision } from './triage-decision-store.ts'
