import type { ListedService, ListedServiceDraft } from '../../listed-service.ts'

/** What an entry shows when others were merged into it: its own words, those taken from the others, and what was edited here. Pure. */

/** The choices on the page: what belongs together is taken together. */
export const choices = {
  name: ['name', 'alternateName'],
  description: ['description'],
  status: ['status', 'alert'],
  phones: ['phones', 'contacts'],
  email: ['email'],
  url: ['url'],
  locations: ['locations', 'attending', 'attendingNote'],
  schedules: ['schedules'],
  cost: ['cost', 'fees', 'costOptions'],
  eligibility: ['eligibility', 'minimumAge', 'maximumAge'],
  languages: ['languages', 'interpretation'],
  terms: ['terms'],
  serviceAreas: ['serviceAreas'],
  access: ['access', 'applicationProcess', 'waitTime', 'requiredDocuments'],
  publisher: ['publisher'],
} as const satisfies Readonly<Record<string, readonly (keyof ListedServiceDraft)[]>>

export type Choice = keyof typeof choices
export const isChoice = (text: string): text is Choice => Object.hasOwn(choices, text)

export type SaidBy = { source: string; at?: string; entry?: string }
export type SaidFields = Readonly<Record<string, SaidBy>>

/** One entry that stands in another, with what is shown in its words. */
export type Absorbed = {
  entryId: string
  source: string
  mergedAt: string
  taken: readonly string[]
  says: ListedServiceDraft
}

const DRAFT: readonly (keyof ListedServiceDraft)[] = [
  ...Object.values(choices).flat(),
  'serviceId',
  'externalId',
  'accreditations',
  'funding',
  'assuredOn',
  'assuredBy',
  'lastModifiedAt',
]

/** The draft a stored entry was written from: without what the house adds to it. */
export function draftOfEntry(entry: ListedService): ListedServiceDraft {
  const draft: Record<string, unknown> = {}
  for (const field of DRAFT) if (entry[field] !== undefined) draft[field] = entry[field]
  draft.locations = entry.locations.map(({ point: _point, pointFrom: _from, ...location }) => location)
  return draft as ListedServiceDraft
}

/**
 * @param own what the entry's own source says of it.
 * @param now what stands there: fields that were edited here stay as they are.
 * @param said who said the fields of `now` that are not the source's own; those with an `entry` came from a merge.
 */
export function compose(
  own: ListedServiceDraft,
  now: ListedServiceDraft,
  said: SaidFields,
  absorbed: readonly Absorbed[],
): { draft: ListedServiceDraft; said: Record<string, SaidBy> } {
  const draft: Record<string, unknown> = { ...own }
  const saidNow: Record<string, SaidBy> = {}
  const put = (field: keyof ListedServiceDraft, value: unknown) => {
    if (value === undefined) delete draft[field]
    else draft[field] = value
  }
  for (const { entryId, source, mergedAt, taken, says } of absorbed)
    for (const choice of taken.filter(isChoice))
      for (const field of choices[choice]) {
        put(field, says[field])
        saidNow[field] = { source, at: mergedAt, entry: entryId }
      }
  for (const field of DRAFT) {
    const by = said[field]
    if (!by || by.entry !== undefined) continue
    put(field, now[field])
    saidNow[field] = by
  }
  return { draft: draft as ListedServiceDraft, said: saidNow }
}
