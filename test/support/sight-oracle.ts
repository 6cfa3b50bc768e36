import type { TableSight } from '../../src/platform/table-sight.ts'
import type { Row } from './planted-rows.ts'
import type { Looker, SightStory } from './sight-story.ts'

const nobody: ReadonlySet<string> = new Set()

/** What the story says, asked of a row: the oracle. It knows the manifests and who had a part in what; the table of grants it does not know. */
export const oracleOf = (story: SightStory) => {
  const seesRecord = (recordId: string, looker: Pick<Looker, 'name'>): boolean => {
    const holding = story.holds.get(looker.name) ?? nobody
    return [...(story.records.get(recordId)?.parties ?? nobody)].some(party => holding.has(party))
  }
  return {
    seesRecord,
    /** Whether somebody may see a row of a table of this sight. */
    maySee(sight: TableSight, { placeId, by }: Row, looker: Pick<Looker, 'name' | 'placeId'>): boolean {
      if (sight.seen === 'house') return false
      if (sight.seen === 'everywhere') return true
      if (placeId !== looker.placeId) return false
      if (sight.seen === 'place') return true
      return sight.seen === 'holder'
        ? by.some(id => story.holds.get(looker.name)?.has(id))
        : by.some(id => seesRecord(id, looker))
    },
    /** In what state of the story a row stands: cases are counted by it. */
    stateOf(sight: TableSight, { placeId, by }: Row): string {
      const where = story.places[0]?.placeId === placeId ? '' : ' elsewhere'
      return (
        (sight.seen === 'granted' ? (story.records.get(by[0] ?? '')?.state ?? 'known to nobody') : sight.seen) + where
      )
    },
  }
}
