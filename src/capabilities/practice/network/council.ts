/** A council of the network and what stands in its record. Pure. */
import type { Actor } from '../../../platform/auth/actor.ts'
import { isAllowed } from '../../../platform/auth/actor.ts'

/** A council of the network. `organisationId` is its organisation in this place, whose champions keep its record. */
export interface Council {
  readonly councilId: string
  readonly name: string
  readonly area: string | null
  readonly about: string | null
  readonly website: string | null
  readonly organisationId: string | null
  /** 'YYYY-MM-DD' */
  readonly joinedOn: string | null
  readonly leftOn: string | null
}

export const entryKindCodes = ['endorsement', 'champion', 'conversation', 'pilot', 'commitment'] as const
export type EntryKind = (typeof entryKindCodes)[number]

export const partnerKinds = {
  'community business': 'community business',
  'equalities organisation': 'equalities organisation',
  other: 'other organisation',
} as const
export type PartnerKind = keyof typeof partnerKinds

/** An organisation that takes part in a pilot. */
export interface Partner {
  readonly name: string
  readonly kind: PartnerKind
}

/** One happening or promise in a council's record: see `entry-kinds.ts` for what each field means in each kind. */
export interface CouncilEntry {
  readonly entryId: string
  readonly councilId: string
  readonly kind: EntryKind
  readonly title: string
  readonly post: string | null
  readonly sort: string | null
  readonly fromOn: string
  readonly untilOn: string | null
  readonly says: string | null
  readonly learned: string | null
  readonly howMany: number | null
  readonly document: string | null
  readonly documentTitle: string | null
  readonly partners: readonly Partner[]
  /** The document as a file, where one was put here. */
  readonly file: { readonly name: string; readonly sentOn: string } | null
  readonly changedAt: Date
  readonly changedBy: string
  readonly removedAt: Date | null
}

/** Whether somebody keeps a council's record: whoever convenes the network, and the council's own champions. */
export const keeps = (actor: Actor, council: Pick<Council, 'organisationId'>): boolean =>
  isAllowed(actor, 'network.convene') || isOwn(actor, council)

/** Whether somebody speaks for a council as its champion. */
export const isOwn = (actor: Actor, { organisationId }: Pick<Council, 'organisationId'>): boolean =>
  actor.kind === 'house' ||
  (isAllowed(actor, 'practice.assess') && organisationId !== null && organisationId === actor.organisationId)

/** Whether an entry holds on a day. */
export const holdsOn = ({ fromOn, untilOn }: Pick<CouncilEntry, 'fromOn' | 'untilOn'>, on: string): boolean =>
  fromOn <= on && (untilOn === null || untilOn >= on)

/** One thing that councils of the network are asked to do, and whether this one has. */
export interface Asked {
  readonly what: string
  readonly done: boolean
  readonly says: string
}

/**
 * The four things the network asks of a council, as put to councils in 2020 (the convenor's paper to a county council: endorse, appoint champions in the cabinet and the senior
 * management team, hold a conversation with the community, assess and improve with peers).
 */
export const whatIsAsked = (
  entries: readonly Pick<CouncilEntry, 'kind' | 'sort' | 'title' | 'fromOn' | 'untilOn'>[],
  assessedOn: string | null,
  today: string,
  onDate: (on: string) => string,
): Asked[] => {
  const of = (kind: EntryKind, sort?: string) =>
    entries
      .filter(each => each.kind === kind && (sort === undefined || each.sort === sort) && each.fromOn <= today)
      .sort((a, b) => b.fromOn.localeCompare(a.fromOn))
  const [endorsed] = of('endorsement')
  const champion = (sort: string) => of('champion', sort).find(each => holdsOn(each, today))
  const [cabinet, team] = [champion('cabinet'), champion('senior team')]
  const [talked] = of('conversation')
  return [
    asked('Endorse the six principles', endorsed && `Endorsed ${onDate(endorsed.fromOn)}`),
    asked('Name a champion in the cabinet', cabinet && `${cabinet.title}, since ${onDate(cabinet.fromOn)}`),
    asked('Name a champion in the senior team', team && `${team.title}, since ${onDate(team.fromOn)}`),
    asked('Hold a conversation with the community', talked && `Last held ${onDate(talked.fromOn)}`),
    asked('Assess and improve with peers', assessedOn ? `Last assessed ${onDate(assessedOn)}` : undefined),
  ]
}

const asked = (what: string, says: string | undefined): Asked => ({
  what,
  done: says !== undefined,
  says: says ?? 'Not recorded yet',
})
