import {
  type EntryChanges,
  type EntryContent,
  type EntryField,
  entryFields,
  saysHash,
  saysTheSame,
} from './entry-content.ts'

/** Who said a field, where that is not the entry's own source. */
export type FieldSource = {
  /** Who: the name of an organisation or a feed. */
  source: string
  /** ISO 8601 instant. */
  at: string
  organisationId?: string
  /** What the feed says of the field, as far as anybody has looked at it (saysHash); set for what was edited here. */
  feedSaid?: string
}
export type FieldSources = Readonly<Record<string, FieldSource>>

export type Meeting = {
  /** What the entry is to say: the feed's words, but for what was edited here. */
  content: EntryContent
  sources: Record<string, FieldSource>
  /** Where the feed now says something new of a field that was edited here: for somebody to decide on. */
  feedNowSays: EntryChanges
}

/**
 * The one rule for when a feed meets an entry that was edited here: the edited value stays. Where the feed now says something else than it did when
 * somebody last looked, that is proposed, once; where it has come to say the same as the edit, the field is the feed's own again.
 */
export function feedMeetsEdits(now: EntryContent, feed: EntryContent, sources: FieldSources): Meeting {
  const content = { ...feed } as Record<EntryField, unknown>
  const kept: Record<string, FieldSource> = { ...sources }
  const feedNowSays: Record<string, unknown> = {}
  for (const field of entryFields) {
    const edited = sources[field]
    if (edited?.feedSaid === undefined) continue
    if (saysTheSame(now[field], feed[field])) {
      delete kept[field]
      continue
    }
    if (now[field] === undefined) delete content[field]
    else content[field] = now[field]
    const feedSays = saysHash(feed[field])
    if (feedSays === edited.feedSaid) continue
    feedNowSays[field] = feed[field] ?? null
    kept[field] = { ...edited, feedSaid: feedSays }
  }
  return { content: content as EntryContent, sources: kept, feedNowSays: feedNowSays as EntryChanges }
}
