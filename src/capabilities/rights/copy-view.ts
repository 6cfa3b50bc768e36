import { exactTime } from '../../design/time-in-words.ts'
import type { SummaryCard } from '../../design/view-models.ts'
import type { HeldRecord } from '../../platform/personal/gather-store.ts'
import type { CopyOfEverything } from './subject-access.ts'

/** A copy of everything held about somebody, as it is read: in parts by story, each row with its label. */
export interface CopyView {
  readonly place: string
  readonly madeAt: string
  readonly parts: readonly { readonly id: string; readonly title: string; readonly cards: readonly SummaryCard[] }[]
  readonly seenBy: SummaryCard | null
  readonly looks: SummaryCard | null
  readonly heldBack: readonly string[]
  readonly alsoToKnow: readonly string[]
}

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d/

const inWords = (value: unknown): string => {
  if (value === null || value === undefined || value === '') return 'Nothing'
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  if (typeof value === 'string') return instant.test(value) ? exactTime(new Date(value)) : value
  if (typeof value === 'number') return String(value)
  if (Array.isArray(value)) return value.length === 0 ? 'Nothing' : value.map(inWords).join('\n')
  return Object.entries(value)
    .map(([name, each]) => `${name}: ${inWords(each)}`)
    .join('\n')
}

/** What stands in a row; rows of nothing are left out, so that a page is not mostly "Nothing". */
export const cardOf = ({ what, at, fields, withheld }: HeldRecord): SummaryCard => ({
  title: at ? `${what}, ${exactTime(new Date(at))}` : what,
  rows: [
    ...fields
      .filter(({ value }) => value !== null && value !== '' && !(Array.isArray(value) && value.length === 0))
      .map(({ label, value }) => ({ key: label, value: inWords(value) })),
    ...withheld.map(({ ground }) => ({ key: 'Held back', value: ground })),
  ],
})

export const copyView = (copy: CopyOfEverything): CopyView => ({
  place: copy.place,
  madeAt: exactTime(new Date(copy.madeAt)),
  parts: copy.sections.map(({ story, records }, at) => ({
    id: `part-${at + 1}`,
    title: story,
    cards: records.map(cardOf).filter(({ rows }) => rows.length > 0),
  })),
  seenBy: copy.mayBeSeenBy.length
    ? {
        title: 'Who may see something of it, or could',
        rows: copy.mayBeSeenBy.map(({ who, because, since, until }) => ({
          key: who,
          value: `${because}: from ${exactTime(new Date(since))}${until ? ` until ${exactTime(new Date(until))}` : ', still'}`,
        })),
      }
    : null,
  looks: copy.looks.length
    ? {
        title: 'Who did or looked at what, the latest first',
        rows: copy.looks.map(({ at, who, did, reason }) => ({
          key: exactTime(new Date(at)),
          value: `${who}: ${did}${reason ? ` (${reason})` : ''}`,
        })),
      }
    : null,
  heldBack: copy.heldBack,
  alsoToKnow: copy.alsoToKnow,
})
