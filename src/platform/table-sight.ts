/**
 * Who sees the rows of one table, what the application's role may do with them, and which columns tell of a person. Said once, in the manifest of the
 * capability whose table it is. The laws compare it with the policies and grants in the database (`test/architecture/sight-laws.ts`), the matrix asks the
 * database for every row as everybody (`test/contracts/`), and the search through every door plants a word into each personal column.
 */
export type TableSight = RowsSeen & {
  /** What the application's role may do with the rows it sees, beside reading them. The house may do what its journeys and jobs need. */
  readonly writes?: readonly ('insert' | 'update' | 'delete')[]
  /** Columns that tell of a resident, a volunteer or somebody who spoke for them: who and where they are, and what was said by or of them. */
  readonly personal?: readonly string[]
  /** Columns that name who acted: staff, in the course of their work. */
  readonly acting?: readonly string[]
  /** Which retention of a manifest says when its rows are forgotten, where erasing somebody leaves them alone or does not reach them; the others are found by the rules in `personal`. */
  readonly forgottenBy?: string
  /** Columns of words, documents or bytes that tell of nobody. Each such column of a table that not everybody sees stands in one of the three lists. */
  readonly plain?: readonly string[]
}

type RowsSeen =
  | {
      /**
       * `everywhere`: everybody, in no place as well (national tables). `place`: everybody in the place, signed in or not; it tells of nobody.
       * `house`: journeys, jobs and the few lines of a command inside `tx.house` alone.
       */
      readonly seen: 'everywhere' | 'place' | 'house'
    }
  | {
      /** `granted`: whoever holds a grant, not ended, on the record that `by` names. `holder`: the one (or one of those) whom `by` names. */
      readonly seen: 'granted' | 'holder'
      readonly by: string
    }
