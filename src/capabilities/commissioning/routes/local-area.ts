/** The local area of the place's own authority, by name: what the Order of 2026 calls the authority's area, and what borders it. */
import type { Facts } from './facts.ts'

/** A local authority's area, with its nine-character code of the Office for National Statistics where it was told. */
export interface Area {
  readonly name: string
  readonly code: string | null
}

export interface LocalArea {
  readonly own: Area
  /** The county or London borough that it is wholly inside; null where there is none, such as where it is one itself. */
  readonly inside: Area | null
  /** Every county and London borough that borders it. */
  readonly borders: readonly Area[]
  readonly source: string
  readonly sourceUrl: string | null
  /** The day the source was read. */
  readonly readOn: string
}

/** The areas that an answer means, by name; none where they are not known or it means none of ours. */
export const areasMeant = ({ area }: Facts, local: LocalArea | null): readonly Area[] => {
  if (!local) return []
  if (area === 'own') return [local.own]
  if (area === 'bordering') return [local.own, ...local.borders]
  if (area === 'county' || area === 'one-county') return local.inside ? [local.inside] : []
  // Those who buy together add theirs.
  return area === 'combined' ? [local.own, ...local.borders] : []
}

export const named = (areas: readonly Area[]): string =>
  areas.map(({ name, code }) => (code ? `${name} (${code})` : name)).join(', ')
