/**
 * What each table holds of one person, said once, in the manifest of the capability whose table it is: how its rows are found, what the person reads of them, what is
 * held back and on which ground, and what forgetting does to them. Subject access, erasure, its proof and retention all read this and nothing else
 * (`src/capabilities/rights`); a table that tells of a person and is not said here fails the build (`test/architecture/personal-laws.ts`).
 */
export type Personal = Readonly<Record<string, PersonalRule | OfNobody>>

/** The parts of a copy of everything held about somebody, in the order they are read. */
export const stories = [
  'Who you are',
  'What you asked for',
  'Who was asked, and who helped',
  'What changed for you',
  'Your volunteering',
  'What we told you',
  'What you told us about the directory',
  'What you let us publish, and the bulletin',
  'Your rights',
  'What runs behind the pages',
] as const

export type Story = (typeof stories)[number]

/** Rows that tell of nobody whom we could find by who they are. */
export interface OfNobody {
  readonly nobody: string
}

export interface PersonalRule {
  readonly story: Story
  /** What one row is, in the words of whoever it is about: 'A request you made'. */
  readonly what: string
  /** What other rules call a row of this table: 'help request'. Only with `key`. */
  readonly record?: string
  /** The column with the id of a row. */
  readonly key?: string
  readonly of: readonly PathToPerson[]
  /** The column that says when; rows are read in its order. */
  readonly on?: string
  /** Indexed columns that hold how somebody is reached: rows of other tables are found by what stands in them, unless somebody else is reached by it too. */
  readonly reach?: readonly string[]
  /** What the person reads: each column with its label, and an SQL expression where the column itself would tell of somebody else. */
  readonly shows: Readonly<Record<string, string | { readonly label: string; readonly as: string }>>
  /** Personal columns that are held back from a copy, each with the ground: another person's details or words, a confidential reference. */
  readonly withheld?: Readonly<Record<string, string>>
  /** Left out of every copy, certificate and list until a person decides otherwise: that there is a row must not show either. */
  readonly apart?: { readonly ground: string }
  /** An SQL condition: such rows stand in no copy for now, as if they were not there. What forgetting does to them is the same. */
  readonly notYet?: string
  /** An SQL condition: such rows are still at work, so they and what hangs on them stay, and who it is about with them. */
  readonly inUse?: { readonly when: string; readonly because: string }
  /** Columns that repeat a fact of who somebody is: putting it right reaches them too. Only with `key`. */
  readonly repeats?: Repeats
  /** An SQL condition that is true of a row that was forgotten. */
  readonly forgotten?: string
  readonly erase: Erase
}

/** What is known of who somebody is, and can be put right everywhere at once. */
export type FactOfPerson = 'name' | 'phone' | 'email' | 'address' | 'postcode' | 'communication'

export interface Repeats {
  readonly columns: Readonly<Partial<Record<FactOfPerson, readonly string[]>>>
  /** An SQL condition: what is still in use. What went out stays as it went. */
  readonly while?: string
}

/** One way from a row to whom it is about. */
export interface PathToPerson {
  /** A column (or an SQL expression) of the table. */
  readonly by: string
  /** 'person', another rule's `record`, 'reach' (a phone number or e-mail address), or 'any' record that was found. */
  readonly is: string
  /** `uuid` (a column of ids, unless said), `uuids` (a list of them), `text` (an id or a reach as text), `within` (a text that has it somewhere). */
  readonly as?: 'uuid' | 'uuids' | 'text' | 'within'
  /** What is read of rows found this way, where it is less than all: [] leaves them out. */
  readonly shows?: readonly string[]
  /** The row is another person's and tells of this one aside: nothing that hangs on it is theirs, and forgetting takes only this out of it. */
  readonly aside?: Readonly<Record<string, string>>
}

/** What forgetting does to a row. Values of `set` are SQL expressions, written in the manifest and never made of anything typed. */
export type Erase =
  | { readonly how: 'delete' }
  | { readonly how: 'empty'; readonly set: Readonly<Record<string, string>> }
  /** The row stays, with what `set` takes out of it, on this ground. */
  | { readonly how: 'keep'; readonly ground: string; readonly set?: Readonly<Record<string, string>> }
