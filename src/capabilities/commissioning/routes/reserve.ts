/** For whom a competition may be kept: the area, small bodies, voluntary and community bodies, mutuals. */
import { isBestValue } from './buyers.ts'
import type { Facts } from './facts.ts'
import { type Area, areasMeant, type LocalArea } from './local-area.ts'
import { holdsOn, type Rule, rules } from './rules.ts'

export interface Reservation {
  readonly code: 'area' | 'sme' | 'vcse' | 'mutual'
  readonly title: string
  /** Null where our rules do not say. */
  readonly may: boolean | null
  readonly says: string
  readonly rules: readonly Rule[]
  /** Whether the answers ask for it. */
  readonly isAsked: boolean
  /** What has to be said where it is advertised, once it is kept so; null where nothing we know asks for that. */
  readonly notice: Rule | null
  /** The areas it is kept for, by name; none where nothing was asked for, or nobody has told what ours are. */
  readonly areas?: readonly Area[]
}

const localAreas = ['own', 'bordering', 'county', 'combined']
const longestForMutuals = 5

/** What may be done about each reservation that was asked for; and where none was, what would be open. */
export const reservationsOf = (facts: Facts, isAbove: boolean, on: string, local: LocalArea | null): Reservation[] => [
  ...(isAsked(facts.area) || !isAbove ? [area(facts, isAbove, on, local)] : []),
  ...(facts.sme === 'yes' || !isAbove ? [kind('sme', 'Small and medium-sized enterprises', facts, isAbove, on)] : []),
  ...(facts.vcse === 'yes' || !isAbove
    ? [kind('vcse', 'Voluntary, community and social enterprises', facts, isAbove, on)]
    : []),
  ...(facts.mutual === 'yes' || (isAbove && facts.light === 'yes') ? [mutual(facts, isAbove)] : []),
]

const isAsked = (asked: string | undefined): boolean => asked !== undefined && asked !== 'none'

const area = (facts: Facts, isAbove: boolean, on: string, local: LocalArea | null): Reservation => {
  const areas = areasMeant(facts, local)
  const answer = (may: boolean | null, says: string, ...resting: Rule[]): Reservation => ({
    code: 'area',
    title: 'Suppliers of an area',
    may,
    says,
    rules: resting,
    isAsked: isAsked(facts.area),
    notice: may === true && isBestValue(facts) && holdsOn(rules.reserveNotice, on) ? rules.reserveNotice : null,
    areas: may === true ? areas : [],
  })
  if (isAbove) return answer(false, 'At or above the threshold it may not be kept for an area.', rules.aboveReserve)
  if (facts.buyer === 'central') {
    if (localAreas.includes(facts.area ?? ''))
      return answer(
        false,
        'Central government may name one county or London borough, or the UK, and no other area.',
        rules.ppn005,
      )
    return answer(true, 'It may be kept for one county or London borough, or for the UK.', rules.ppn005)
  }
  if (!isBestValue(facts))
    return answer(
      null,
      `${facts.buyer === 'police' ? 'Police bodies are not named among the best value authorities the Order of 2026 is for, and our sources differ.' : 'The Order of 2026 is for best value authorities and parish councils.'} Whether you may is not settled here: ask.`,
      rules.ppn005Others,
      ...(holdsOn(rules.reserveOrder, on) ? [rules.reserveOrder] : []),
    )
  if (!holdsOn(rules.reserveOrder, on))
    return answer(
      false,
      'Before 4 February 2026 a council in England, and others like it, may not look at where a supplier is.',
      rules.section17,
    )
  if (facts.area === 'one-county' && facts.inside !== 'yes')
    return answer(
      false,
      'A council may name one whole county or borough only where it is wholly inside it.',
      rules.localArea,
    )
  return answer(
    true,
    isAsked(facts.area)
      ? 'It may be kept for that area. Say so in the notice, draw the area, keep your reasons, and check that enough would compete.'
      : 'It may be kept for the UK, or for your local area: your own; that with the counties and London boroughs that border it; or the whole county or borough that you are inside.',
    rules.reserveOrder,
    rules.localArea,
    rules.localMeans,
    rules.reserveNotice,
  )
}

const kind = (code: 'sme' | 'vcse', title: string, facts: Facts, isAbove: boolean, on: string): Reservation => {
  const asked = { isAsked: facts[code] === 'yes' }
  const notice = holdsOn(rules.reserveKindsNotice, on) ? rules.reserveKindsNotice : null
  if (isAbove)
    return {
      ...{ code, title, may: false, ...asked, notice: null },
      says: 'At or above the threshold it may not be kept for them.',
      rules: [rules.aboveReserve],
    }
  if (facts.buyer === 'central') {
    const withArea = facts.area === 'uk' || facts.area === 'one-county'
    const says = 'Central government may keep it for them only together with an area.'
    return { code, title, may: withArea, says, rules: [rules.ppn005], ...asked, notice: withArea ? notice : null }
  }
  return {
    ...{ code, title, may: true, ...asked, notice },
    says: 'It may be kept for them, with an area or without. Say so in the notice.',
    rules: [rules.reserveKinds],
  }
}

const mutual = (facts: Facts, isAbove: boolean): Reservation => {
  const answer = (may: boolean | null, says: string): Reservation => ({
    code: 'mutual',
    title: 'Public service mutuals',
    may,
    says,
    rules: [rules.mutuals],
    isAsked: facts.mutual === 'yes',
    notice: null,
  })
  if (!isAbove)
    return answer(
      null,
      'Below the threshold you are free to ask whom you like; this reservation is for what is at or above it.',
    )
  if (facts.light !== 'yes') return answer(false, 'Only light touch contracts may be kept for mutuals.')
  if (facts.years === undefined)
    return answer(null, 'Certain light touch contracts may, for five years at most. Say for how many years it is.')
  return facts.years <= longestForMutuals
    ? answer(true, 'It may be kept for public service mutuals, where the service is one of those the Act names for it.')
    : answer(false, 'It is for more than five years: it may not be kept for mutuals.')
}
