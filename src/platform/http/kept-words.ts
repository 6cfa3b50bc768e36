import { seal, unseal } from '../auth/house-secret.ts'
import type { PlaceTx } from '../db/database.ts'

/**
 * Words that somebody typed to find a person, for an address. A search by personal data is pressed (POST) and leads to a page whose address says none of it: addresses stand in
 * the browser's history, in what it tells the next page, and on shared computers. They are sealed for whoever typed them and for one page, for a working day; to anybody else, and
 * afterwards, the address is that of the page without a search.
 */
type Words = Readonly<Record<string, string>>

const keptMilliseconds = 12 * 60 * 60_000

const of = (tx: PlaceTx, page: string): string => `${page} ${tx.actor.personId ?? tx.actor.kind}`

/** What stands in the address for some words; '' where nothing was typed. */
export const keepWords = (tx: PlaceTx, page: string, words: Words): string => {
  const typed = Object.entries(words).filter(([, each]) => each !== '')
  return typed.length === 0
    ? ''
    : seal(tx, 'words of a search', of(tx, page), JSON.stringify([tx.now.getTime(), Object.fromEntries(typed)]))
}

/** The words again; none where it was not theirs, not of this page, changed, or is too long ago. */
export const wordsKept = (tx: PlaceTx, page: string, kept: string): Words => {
  const text = kept === '' ? null : unseal(tx, 'words of a search', of(tx, page), kept)
  if (text === null) return {}
  const [at, words] = JSON.parse(text) as [number, Words]
  return tx.now.getTime() - at > keptMilliseconds ? {} : words
}
