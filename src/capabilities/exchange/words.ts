/** What a system may be let do for its organisation, as its coordinator ticks it. */
export const scopes = {
  'referrals.answer': {
    label: 'Read and answer what your organisation is asked',
    permissions: ['exchange.read', 'referral.answer'],
  },
  'referrals.send': {
    label: 'Pass needs on to this place, and take them back',
    permissions: ['exchange.read', 'exchange.send'],
  },
  'directory.read': { label: 'Read the listed services', permissions: ['exchange.directory'] },
} as const

export type Scope = keyof typeof scopes

/** How long a token lasts, in days, before a new one is made. */
export const tokenDays = { 30: '30 days', 90: '90 days', 365: 'A year' } as const

/** Code systems of our own, as names that no registry gives out and no address can be read into. */
export const ours = {
  state: 'urn:keepitlocal:referral-state',
  kind: 'urn:keepitlocal:need-kind',
  declined: 'urn:keepitlocal:decline-reason',
  couldNot: 'urn:keepitlocal:could-not-reason',
  closed: 'urn:keepitlocal:closing-reason',
  scope: 'urn:keepitlocal:scope',
  basis: 'urn:keepitlocal:basis-for-sharing',
  ground: 'urn:keepitlocal:ground-for-sharing',
  capacity: 'urn:keepitlocal:capacity',
  signingSecret: 'urn:keepitlocal:signing-secret',
  handshake: 'urn:keepitlocal:handshake',
} as const

/** Code systems of HL7 and others that we speak. */
export const theirs = {
  task: 'http://hl7.org/fhir/CodeSystem/task-code',
  snomed: 'http://snomed.info/sct',
  gravity: 'http://hl7.org/fhir/us/sdoh-clinicalcare/CodeSystem/SDOHCC-CodeSystemTemporaryCodes',
  consentScope: 'http://terminology.hl7.org/CodeSystem/consentscope',
  act: 'http://terminology.hl7.org/CodeSystem/v3-ActCode',
  participant: 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType',
} as const
