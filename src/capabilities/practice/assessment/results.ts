/** What a round says now: the council's own levels and the middle of each other voice. */
import type { PlaceTx } from '../../../platform/db/database.ts'
import { principles } from '../published.ts'
import { countLevels, listResults, listScores, type VoiceResult } from './assessment-store.ts'
import { middleOf, type PrincipleLevels, type VoiceLevel, voiceCodes } from './gap.ts'

/** Levels of an open round, as they are at this moment: for closing it, and for nobody to read. */
const levelsNow = async (tx: PlaceTx, assessmentId: string): Promise<Map<number, PrincipleLevels>> => {
  const scores = await listScores(tx, assessmentId)
  const said = await countLevels(tx, assessmentId)
  const middle = (voice: 'community' | 'residents', principle: number) =>
    middleOf(
      said
        .filter(each => each.voice === voice && each.principle === principle)
        .flatMap(({ level, answers }) => Array<number>(answers).fill(level)),
    )
  return new Map(
    principles.map(({ number }) => {
      const own = scores.find(({ principle }) => principle === number)
      const council: VoiceLevel = { level: own?.level ?? null, answers: own ? 1 : 0 }
      return [number, { council, community: middle('community', number), residents: middle('residents', number) }]
    }),
  )
}

/** What may be read of an open round: where the council stands, and how many others have said. Two looks at their middle, before and after one more, would tell what that one said. */
export const levelsWhileOpen = async (tx: PlaceTx, assessmentId: string): Promise<Map<number, PrincipleLevels>> =>
  new Map(
    [...(await levelsNow(tx, assessmentId))].map(([principle, { council, community, residents }]) => [
      principle,
      { council, community: { ...community, level: null }, residents: { ...residents, level: null } },
    ]),
  )

/** Levels of a closed round, as they stood then. */
export const levelsThen = async (tx: PlaceTx, assessmentId: string): Promise<Map<number, PrincipleLevels>> => {
  const results = await listResults(tx, assessmentId)
  const none: VoiceLevel = { level: null, answers: 0 }
  return new Map(
    principles.map(({ number }) => {
      const of = (voice: string) => results.find(each => each.principle === number && each.voice === voice) ?? none
      return [number, { council: of('council'), community: of('community'), residents: of('residents') }]
    }),
  )
}

/** What closing a round would write, and on which principles the council has not said where it stands. */
export const resultsNow = async (
  tx: PlaceTx,
  assessmentId: string,
): Promise<{ results: VoiceResult[]; unscored: number[] }> => {
  const levels = await levelsNow(tx, assessmentId)
  const results = [...levels].flatMap(([principle, of]) =>
    voiceCodes.flatMap(voice => {
      const { level, answers } = of[voice]
      return level === null ? [] : [{ principle, voice, level, answers }]
    }),
  )
  return {
    results,
    unscored: [...levels].flatMap(([principle, { council }]) => (council.level === null ? [principle] : [])),
  }
}
