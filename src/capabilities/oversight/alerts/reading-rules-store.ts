import type { PlaceTx } from '../../../platform/db/database.ts'
import { numberNames, type ReadingNumbers, usualNumbers } from './reading-numbers.ts'

/** One choice of a place's numbers; `numbers` null where it went back to what every place starts with. */
export interface ChosenNumbers {
  /** 1 for the first choice. */
  readonly version: number
  readonly changedAt: Date
  readonly changedBy: string
  readonly because: string
  readonly numbers: ReadingNumbers | null
}

type Row = Omit<ChosenNumbers, 'numbers'> & { readonly [Name in keyof ReadingNumbers]: number | null }

/** The latest choices of the place, newest first. By the house's sight: what is chosen tells of nobody; pages ask who reads. */
export const listChosenNumbers = (tx: PlaceTx, most: number): Promise<ChosenNumbers[]> =>
  tx.house(async () => {
    const rows = await tx.sql<Row[]>`
      select version, changed_at, changed_by, because, people_in_an_hour, times_usual, people_at_night, nights_usual, night_from, night_until, days_without_need
      from oversight.reading_rules where place_id = ${tx.placeId} order by version desc limit ${most}`
    return rows.map(({ version, changedAt, changedBy, because, ...row }) => ({
      ...{ version, changedAt, changedBy, because },
      numbers: numberNames.some(name => row[name] === null) ? null : (row as ReadingNumbers),
    }))
  })

/** What counts in the place now. */
export const numbersOfPlace = async (tx: PlaceTx): Promise<ReadingNumbers> =>
  (await listChosenNumbers(tx, 1))[0]?.numbers ?? usualNumbers

/** Writes a choice down; false when somebody else wrote one of this number first. */
export const insertNumbers = (
  tx: PlaceTx,
  { version, because, numbers }: Pick<ChosenNumbers, 'version' | 'because' | 'numbers'>,
): Promise<boolean> =>
  tx.house(async () => {
    const written = await tx.query
      .insertInto('oversight.readingRules')
      .values({
        placeId: tx.placeId,
        version,
        because,
        changedAt: tx.now,
        changedBy: tx.actor.name,
        ...Object.fromEntries(numberNames.map(name => [name, numbers?.[name] ?? null])),
      })
      .onConflict(conflict => conflict.doNothing())
      .executeTakeFirst()
    return Number(written.numInsertedOrUpdatedRows) === 1
  })
