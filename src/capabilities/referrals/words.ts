/**
 * Where a referral is, with the FHIR R4 Task status it is (HL7 Gravity SDOH Clinical Care, Task for Referral Management), so that it can cross
 * to other systems without being told again.
 */
export const referralStates = {
  sent: { label: 'Waiting for an answer', fhirTask: 'requested', live: true },
  accepted: { label: 'Said yes', fhirTask: 'accepted', live: true },
  'in contact': { label: 'In contact', fhirTask: 'in-progress', live: true },
  ongoing: { label: 'Helping regularly', fhirTask: 'in-progress', live: true },
  done: { label: 'Done', fhirTask: 'completed', live: false },
  'could not': { label: 'Could not do it', fhirTask: 'failed', live: false },
  declined: { label: 'Said no', fhirTask: 'rejected', live: false },
  expired: { label: 'No answer in time', fhirTask: 'cancelled', live: false },
  recalled: { label: 'Taken back', fhirTask: 'cancelled', live: false },
  'not needed': { label: 'No longer needed', fhirTask: 'cancelled', live: false },
} as const

export type ReferralState = keyof typeof referralStates

/** Why an organisation says no. */
export const declineReasons = {
  full: 'We are full at the moment',
  'not what we do': 'This is not what we do',
  'not our area': 'It is outside our area',
  'needs more than we can give': 'They need more help than we can give safely',
  'not enough told': 'We were not told enough to decide',
  other: 'Another reason',
} as const

export type DeclineReason = keyof typeof declineReasons

/** Why an organisation that said yes could not do it. */
export const couldNotReasons = {
  'could not reach them': 'We could not reach them',
  'nobody free': 'Nobody was free after all',
  'they refused': 'They did not want our help',
  'not safe': 'It was not safe to go on',
  other: 'Another reason',
} as const

export type CouldNotReason = keyof typeof couldNotReasons

/**
 * What allows details to be shared. A council's ordinary work is its public task, not consent; consent is for sharing with a named or local
 * group; an emergency may be shared without either, with its ground recorded (UK GDPR Art. 6(1)(a), (e), (d); ICO Data Sharing Code, 2021).
 */
export const bases = {
  consent: { label: 'They said yes to sharing', needsGround: false },
  'public task': { label: 'Public task of a public body', needsGround: true },
  'vital interests': { label: 'To protect someone’s life', needsGround: true },
} as const

export type Basis = keyof typeof bases
