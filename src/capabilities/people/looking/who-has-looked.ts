import { inWords } from '../../../design/time-in-words.ts'
import type { SummaryRow } from '../../../design/view-models.ts'
import type { AuditLine } from '../../../platform/audit/audit.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { listOrganisations } from '../../organisations/index.ts'

/** One thing somebody did or looked at, in the words of whom it is about. */
export interface Look {
  /** "Amira (Hub)", "A volunteer who helped you", "You, or whoever held your code". */
  readonly who: string
  readonly did: string
  /** Why, where they had to say it. */
  readonly why: string | null
  readonly at: Date
}

/** How the trail is told to one kind of person. */
interface Telling {
  /** An action of the audit trail in their words; null where it is not told. */
  did(action: string): string | null
  /** Who did it, where no name is told. */
  who(line: AuditLine): string | null
}

/** Whether whoever it is about may read a line of the trail: not those by which it would show that somebody worries about them, or that an emergency may not be told yet. */
export const isTold = ({ action, actorKind }: AuditLine): boolean =>
  actorKind !== 'house' && !action.startsWith('safeguarding.') && !action.includes('concern')

/** Lines of the audit trail as they are told to whom they are about, in their order. */
export const looksFrom = async (tx: PlaceTx, lines: readonly AuditLine[], { did, who }: Telling): Promise<Look[]> => {
  const organisations = new Map<string, string>(
    (await listOrganisations(tx)).map(({ organisationId, name }) => [organisationId, name]),
  )
  const named = ({ actorName, organisationId }: AuditLine): string => {
    const organisation = organisationId && organisations.get(organisationId)
    return organisation ? `${actorName} (${organisation})` : actorName
  }
  return lines.filter(isTold).flatMap(line => {
    const says = did(line.action)
    return says === null ? [] : [{ who: who(line) ?? named(line), did: says, why: line.reason, at: line.actedAt }]
  })
}

/** Who did what, the latest first: one row for each person, what they did with how often, when last, and why. */
export const looksInWords = (looks: readonly Look[], now: Date): SummaryRow[] => {
  const byName = new Map<string, Map<string, { count: number; last: Date }>>()
  for (const { who, did, why, at } of looks) {
    const said = why ? `${did}: “${why}”` : did
    const theirs = byName.get(who) ?? new Map()
    theirs.set(said, { count: (theirs.get(said)?.count ?? 0) + 1, last: at })
    byName.delete(who)
    byName.set(who, theirs)
  }
  return [...byName].toReversed().map(([key, theirs]) => ({
    key,
    value: [...theirs]
      .toReversed()
      .map(([did, { count, last }]) =>
        count === 1 ? `${did}, ${inWords(last, now)}` : `${did}, ${count} times, last ${inWords(last, now)}`,
      )
      .join('\n'),
  }))
}
