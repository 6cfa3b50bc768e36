import { listAuditLines } from '../../platform/audit/audit.ts'
import { listGrantsOn } from '../../platform/auth/grants.ts'
import type { PlaceTx } from '../../platform/db/database.ts'
import { type Found, findRecords } from '../../platform/personal/find-store.ts'
import { gatherRecords, type HeldRecord } from '../../platform/personal/gather-store.ts'
import { stories } from '../../platform/personal/rule.ts'
import { allRules } from '../../platform/personal/rules.ts'
import { listOrganisations } from '../organisations/index.ts'
import { isTold } from '../people/index.ts'
import { findOwnPlace } from '../places/index.ts'
import { actionInWords } from '../requests/index.ts'

/**
 * A copy of everything held about somebody (UK GDPR, Article 15): the same for the page, the file to print and the file for another program. Its JSON is described in
 * `docs/subject-access.md`.
 */
export interface CopyOfEverything {
  readonly format: 'keepitlocal/subject-access/1'
  readonly place: string
  readonly madeAt: string
  readonly personIds: readonly string[]
  readonly sections: readonly { readonly story: string; readonly records: readonly HeldRecord[] }[]
  /** Who may see something of it, or could: an organisation, a person, whoever holds a code. */
  readonly mayBeSeenBy: readonly {
    readonly who: string
    readonly because: string
    readonly since: string
    readonly until: string | null
  }[]
  /** Who did or looked at what, the latest first. */
  readonly looks: readonly {
    readonly at: string
    readonly who: string
    readonly did: string
    readonly reason: string | null
  }[]
  /** What is held back of all of it, and on which ground. */
  readonly heldBack: readonly string[]
  /** What else the law says must be told with a copy (Article 15(1)). */
  readonly alsoToKnow: readonly string[]
}

/** What everybody is told with their copy. */
const alsoToKnow = [
  'Why we hold it: to help you get help near you, or to let you help others; a public task of the partnership (UK GDPR, Article 6(1)(e)), and your permission where it was asked for.',
  'How long each kind of record is kept stands on the privacy page.',
  'Where it comes from: you, whoever asked for you, and those who helped.',
  'Nothing about you is decided by a computer alone.',
  'You can have what is wrong put right, be forgotten, or complain: to us, and to the Information Commissioner (ico.org.uk, 0303 123 1113).',
]

/** Which records are a person's own, for this copy. */
const rulesFor = (withSafeguarding: boolean) => allRules().filter(({ apart }) => withSafeguarding || !apart)

const anyIds = (found: Found): string[] =>
  [...found].flatMap(([record, ids]) => (['reach', 'fact', 'notice'].includes(record) ? [] : [...ids]))

/**
 * Gathers everything held about some people who are one.
 * @param withSafeguarding only where a safeguarding lead has decided so.
 */
export const copyOfEverything = (
  tx: PlaceTx,
  personIds: readonly string[],
  withSafeguarding = false,
): Promise<CopyOfEverything> =>
  tx.house(async () => {
    const rules = rulesFor(withSafeguarding)
    const found = await findRecords(tx, rules, { person: personIds })
    const records = await gatherRecords(tx, rules, found)
    const place = await findOwnPlace(tx)
    const apart = allRules().flatMap(rule => (rule.apart ? [rule.apart.ground] : []))
    return {
      format: 'keepitlocal/subject-access/1',
      place: place?.name ?? '',
      madeAt: tx.now.toISOString(),
      personIds,
      sections: stories.flatMap(story => {
        const ofStory = records.filter(record => record.story === story)
        return ofStory.length > 0 ? [{ story, records: ofStory }] : []
      }),
      mayBeSeenBy: await seenBy(tx, found, withSafeguarding),
      looks: await looksAt(tx, found),
      heldBack: [
        ...new Set([
          ...(withSafeguarding ? [] : apart),
          ...records.flatMap(({ withheld }) => withheld.map(one => one.ground)),
        ]),
      ],
      alsoToKnow,
    }
  })

const seenBy = async (
  tx: PlaceTx,
  found: Found,
  withSafeguarding: boolean,
): Promise<CopyOfEverything['mayBeSeenBy']> => {
  const names = new Map(
    (await listOrganisations(tx)).map(({ organisationId, name }) => [organisationId as string, name]),
  )
  const theirs = new Set(anyIds(found))
  const lines = (await listGrantsOn(tx, [...theirs])).filter(
    ({ basis }) => withSafeguarding || !basis.startsWith('safeguarding'),
  )
  const seen = new Map<string, CopyOfEverything['mayBeSeenBy'][number]>()
  for (const { holderId, basis, grantedAt, grantedUntil } of lines) {
    const who =
      names.get(holderId) ??
      (theirs.has(holderId) ? 'You, and whoever holds your reference and code' : 'A person who helps')
    const key = `${who} ${basis}`
    const other = seen.get(key)
    seen.set(key, {
      who,
      because: basis,
      since: other && other.since < grantedAt.toISOString() ? other.since : grantedAt.toISOString(),
      until: other && other.until === null ? null : (grantedUntil?.toISOString() ?? null),
    })
  }
  return [...seen.values()]
}

const looksAt = async (tx: PlaceTx, found: Found): Promise<CopyOfEverything['looks']> =>
  (await listAuditLines(tx, anyIds(found)))
    .filter(isTold)
    .toReversed()
    .map(({ actedAt, actorName, action, reason }) => ({
      at: actedAt.toISOString(),
      who:
        actorName === 'the resident' || actorName === 'Somebody on the web'
          ? 'You, or whoever held your code'
          : actorName,
      did: actionInWords(action),
      reason,
    }))
