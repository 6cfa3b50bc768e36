/** Which law each kind of body is under: its threshold, the Provider Selection Regime, the Order of 2026. */
import type { Facts } from './facts.ts'
import type { ThresholdKind } from './thresholds.ts'

/** Central government authorities (Procurement Regulations 2024, regulation 44 and schedule 2, read as they stood on 24 March 2026): integrated care boards are not among them. */
const central: readonly string[] = ['central', 'nhs-england', 'nhs-trust']
/** Relevant authorities (National Health Service Act 2006, section 12ZB(7)): the list is complete, and police and fire authorities, parishes and other NHS bodies are not in it. */
const health: readonly string[] = ['council', 'icb', 'nhs-england', 'nhs-trust']
/** Best value authorities (Local Government Act 1999, section 1) and parish councils: the relevant authorities of the Order of 2026. Police bodies are not named there, the City of London apart. */
const bestValue: readonly string[] = ['council', 'fire', 'parish']

export const isCentral = ({ buyer = '' }: Facts): boolean => central.includes(buyer)
export const isRelevantForHealth = ({ buyer = '' }: Facts): boolean => health.includes(buyer)
export const isBestValue = ({ buyer = '' }: Facts): boolean => bestValue.includes(buyer)
/** Bodies that may pool money under section 75 of the National Health Service Act 2006. */
export const mayPool = ({ buyer = '' }: Facts): boolean => buyer === 'nhs' || health.includes(buyer)

/** Which threshold is looked at; null where it is not settled: some other NHS bodies are central government authorities and some are not. */
export const thresholdKindOf = (facts: Facts): ThresholdKind | null => {
  const { what, light, concession, buyer } = facts
  if (concession === 'yes') return light === 'yes' ? 'light-touch-concession' : 'concession'
  if (what === 'works') return 'works'
  if (light === 'yes') return buyer === 'utility' ? 'utilities-light-touch' : 'light-touch'
  if (buyer === 'utility') return 'utilities'
  if (buyer === 'nhs') return null
  return isCentral(facts) ? 'central' : 'sub-central'
}
