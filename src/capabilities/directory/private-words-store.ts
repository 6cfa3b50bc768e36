import type { PlaceTx } from '../../platform/db/database.ts'
import { rewriteNotices } from '../../platform/notify/notice.ts'
import { type PrivateAddress, tellingParts, wipe } from './private-address.ts'

/** What people write about entries, in every room, and the private addresses that are not to stand in it. Read and written with the house's sight. */

/** What would give away where the private places of these entries, of who publishes them, or of an organisation are. */
export const tellingOf = (
  tx: PlaceTx,
  serviceIds: readonly string[],
  organisationId: string | null = null,
): Promise<RegExp | null> =>
  tx.house(async () => {
    const kept = await tx.sql<{ address: PrivateAddress }[]>`
      select distinct a.address from directory.private_address a
      join directory.service_location l on l.place_id = a.place_id and l.location_id = a.location_id
      join directory.listed_service s on s.place_id = l.place_id and s.service_id = l.service_id
      where a.place_id = ${tx.placeId} and (s.service_id = any (${[...serviceIds]}::uuid[]) or s.publisher_id in (
        select o.publisher_id from directory.listed_service o where o.place_id = a.place_id and o.service_id = any (${[...serviceIds]}::uuid[])
        union all
        select p.publisher_id from directory.publisher p where p.place_id = a.place_id and p.organisation_id = ${organisationId}))`
    return tellingParts(kept.map(({ address }) => address))
  })

/** Somebody's words about an entry, without what would give a private address of it away. What takes its place is longer at times: never longer than `most`. */
export async function withoutPrivateWords(
  tx: PlaceTx,
  serviceIds: readonly string[],
  words: string,
  most = 2000,
): Promise<string> {
  return words === '' ? '' : wipe(words, await tellingOf(tx, serviceIds)).slice(0, most)
}

type Words = { key: string; words: string }

/**
 * Frees all that was written about entries of what `telling` finds: reports of mistakes and their answers, why an entry is to be checked, the names that
 * shortlists and lists by link keep, and mails about any of it.
 */
export async function wipeWordsAbout(
  tx: PlaceTx,
  serviceIds: readonly string[],
  telling: RegExp | null,
): Promise<void> {
  if (telling === null) return
  const ids = [...serviceIds]
  const { placeId } = tx
  const changed = (found: readonly Words[], most: number): Words[] =>
    found.flatMap(({ key, words }) => {
      const clean = wipe(words, telling).slice(0, most)
      return clean === words ? [] : [{ key, words: clean }]
    })
  const rows = (found: readonly Words[]) =>
    tx.sql`jsonb_to_recordset(${tx.sql.json(found as never)}) as x (key text, words text)`

  const mistakes = await tx.sql<{ mistakeId: string; words: string; answer: string | null }[]>`
    select mistake_id, words, answer from directory.mistake where place_id = ${placeId} and service_id = any (${ids}::uuid[])`
  const told = mistakes.map(({ mistakeId, words }) => ({ key: mistakeId, words }))
  const answers = mistakes.map(({ mistakeId, answer }) => ({ key: mistakeId, words: answer ?? '' }))
  await tx.sql`
    update directory.mistake m set words = x.words from ${rows(changed(told, 1000))} where m.place_id = ${placeId} and m.mistake_id::text = x.key`
  await tx.sql`
    update directory.mistake m set answer = x.words from ${rows(changed(answers, 1000))} where m.place_id = ${placeId} and m.mistake_id::text = x.key`

  const reasons = await tx.sql<Words[]>`
    select reason_id::text as key, words from directory.reason_to_check
    where place_id = ${placeId} and service_id = any (${ids}::uuid[]) and words is not null`
  await tx.sql`
    update directory.reason_to_check r set words = x.words from ${rows(changed(reasons, 1000))} where r.place_id = ${placeId} and r.reason_id::text = x.key`

  const kept = await tx.sql<Words[]>`
    select distinct service_id::text as key, name as words from directory.shortlist_entry
    where place_id = ${placeId} and service_id = any (${ids}::uuid[])`
  for (const { key, words } of kept)
    await tx.sql`
      update directory.shortlist_entry set name = ${wipe(words, telling)}
      where place_id = ${placeId} and service_id = ${key} and name = ${words}`
  const lists = await tx.sql<{ code: string; entries: { serviceId: string; name: string }[] }[]>`
    select code, entries from directory.shared_list l
    where place_id = ${placeId} and exists (select from jsonb_array_elements(l.entries) e where e ->> 'serviceId' = any (${ids}::text[]))`
  for (const { code, entries } of lists) {
    const clean = entries.map(each =>
      ids.includes(each.serviceId) ? { ...each, name: wipe(each.name, telling) } : each,
    )
    if (JSON.stringify(clean) !== JSON.stringify(entries))
      await tx.sql`
        update directory.shared_list set entries = ${tx.sql.json(clean as never)} where place_id = ${placeId} and code = ${code}`
  }

  const about = await tx.sql<{ id: string }[]>`
    select mistake_id as id from directory.mistake where place_id = ${placeId} and service_id = any (${ids}::uuid[])
    union all select proposal_id from directory.proposal where place_id = ${placeId} and service_id = any (${ids}::uuid[])
    union all select asking_id from directory.asked_entry where place_id = ${placeId} and service_id = any (${ids}::uuid[])`
  await rewriteNotices(tx, [...ids, ...about.map(({ id }) => id)], text => wipe(text, telling))
}
