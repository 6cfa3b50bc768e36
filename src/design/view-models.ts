/**
 * What each component needs to be drawn: the one argument of the macro of the same name in `components/`. All text is
 * plain text and is escaped; instants are Dates and are put into words by the macro.
 */
import type { Link } from './page.ts'

/**
 * Words on a page: a string is ours, in the reader's language; `content` was written by somebody else and stays in the language it was written in
 * (the `said` filter marks it where the page is read in another).
 */
export type Words = string | { content: string }

/** A mistake in a form, named by its field (the `name` of the field; 'form' for the whole form). */
export type ErrorItem = { field: string; message: string }

/**
 * The meanings a state can have for the reader. Each has its own shape and colour; the word says exactly which state it is.
 * fresh ○ not looked at yet · waiting ◐ someone has been asked · attention ▲ needs an answer from you · overdue ◆ too late ·
 * agreed ✓ someone said yes · underway ▶ being done · done ■✓ finished · stopped – ended without · unknown ? we do not know
 */
export type Tone =
  | 'fresh'
  | 'waiting'
  | 'attention'
  | 'overdue'
  | 'agreed'
  | 'underway'
  | 'done'
  | 'stopped'
  | 'unknown'

/** A state as word, shape and colour. */
export type StateTag = { word: string; tone: Tone }

/** Something a person can do: a link when it has `href`, a form with one button when it has `action` (POST). */
export type Action = {
  text: string
  href?: string
  action?: string
  hidden?: Readonly<Record<string, string>>
  formToken?: string
  /** 'main' (default) is the one green button; 'other' is outlined; 'danger' is clay. */
  look?: 'main' | 'other' | 'danger'
  /** What the button is about, for those who hear it without its row: "for Mrs A, shopping". */
  about?: Words
}

/** "What is happening": a line of steps, past, the present one, and those to come. */
export type Steps = {
  steps: readonly {
    when: 'past' | 'present' | 'future'
    /** One sentence: "We have asked Southside Hub." */
    sentence: string
    detail?: string
    /** When it happened. */
    at?: Date
    /** By when the next thing will happen. */
    by?: Date
  }[]
}

/** One thing that waits for someone, with the one button that would move it. */
export type WorklistRow = {
  /** Stable and unique on the page; keeps focus through a refresh. */
  id: string
  /** Who is waiting. */
  who: string
  href: string
  /** For what. */
  what: string
  /** Where: "Northgate, ZZ1". */
  where?: string
  /** What to know before acting on it: "From a group that joined today". */
  heed?: string
  /** Who has it now: "With Southside Hub", "Nobody yet". */
  heldBy: string
  /** Since when nothing has been heard. */
  since: Date
  /** When an answer is due. */
  due?: Date
  state: StateTag
  /** What would move it: "Ask the next nearest". */
  wouldMoveIt: string
  action: Action
}

/** "Who needs an answer now": longest silence first (the order is the caller's). */
export type Worklist = {
  caption: string
  rows: readonly WorklistRow[]
  /** When the list was true. */
  asOf: Date
  /** The page's own address: asked again every 30 seconds where scripts run. */
  refreshHref?: string
  empty: EmptyState
}

/** A reason for or against, or something not known. */
export type Reason = { text: Words; tone?: 'for' | 'against' | 'unknown' }

/** Someone who could help, why, what they would learn, and the button that asks. */
export type Candidate = {
  id: string
  name: string
  href?: string
  /** "Organisation", "Volunteer", "Mutual-aid group". */
  kind: string
  reasons: readonly Reason[]
  /** What would be shared with them: "What is needed and the ward. Name and address only if they say yes." */
  wouldShare: string
  /** Already asked, said no, ...: shown in place of the button. */
  state?: StateTag
  action?: Action
}

/** Who can help, best first. */
export type Candidates = {
  caption: string
  candidates: readonly Candidate[]
  /** What happens if the one asked says no: "If they can't, Northgate Kitchen is next." */
  planB?: string
  empty: EmptyState
}

/** What happened, newest or oldest first as the caller orders it. */
export type Timeline = {
  caption: string
  facts: readonly {
    at: Date
    /** Who did it: "Amira (Southside Hub)", "The resident", "Keep it Local". */
    actor: string
    sentence: string
    /** In someone's own words; plain text. */
    quote?: string
    tone?: Tone
  }[]
}

/** Nothing here, and why that is good or what to do about it. */
export type EmptyState = { title: string; sentences?: readonly string[]; action?: Action; tone?: 'good' | 'plain' }

/** A fact sheet in a card: rows of key and value. */
export type SummaryCard = {
  title?: string
  rows: readonly SummaryRow[]
  actions?: readonly Link[]
}

/**
 * One row: `value` is plain text (lines kept) or one line each of ours and of content; `about` stands in brackets after the key; `href` makes it a link; `change` leads to the question that sets it.
 */
export type SummaryRow = {
  key: string
  about?: Words
  value: string | readonly Words[]
  href?: string
  change?: string
}

/** A listed service as a search result. */
export type ServiceResult = {
  /** The number of its point on the map beside the list. */
  number?: number
  name: string
  href: string
  /** As published; ours where it is not known. */
  organisation: Words
  summary?: string
  /** Whether it is open now, as a state: "Open until 5 pm". */
  open?: StateTag
  /** "0.6 miles", "checked last month": why it stands where it stands. */
  reasons: readonly Reason[]
  /** "Free", "£3 a meal"; "Cost not known". */
  cost: Words
  /** "Anyone over 60 in Northgate". */
  whoFor?: Words
  /** "Checked in March", "Not checked since 2024". */
  checked: string
  phone?: { says: string; href: string }
  /** Keeps it on the reader's shortlist, or takes it off. */
  keep?: Action
  /** Where it is kept, once it is. */
  keptAt?: { text: string; href: string }
  /** Where a reader comes back to, as `#id`. */
  id?: string
}

/** A table of text and numbers. Columns with `number` are set at the end of the line. */
export type TableRows = {
  columns: readonly { text: string; number?: boolean }[]
  rows: readonly (readonly (Words | number)[])[]
}

/** A picture drawn by `chart.ts` or `map.ts`, with the table that says the same. */
export type Drawing = {
  /** Clean SVG, built by this folder. */
  svg: string
  table: TableRows
  /** The steps of shading, for a map. */
  legend?: readonly { step: number | 'unknown'; text: string }[]
}

/** A picture on a page: title, what it counts (the denominator), the drawing, its table. */
export type Figure = {
  id: string
  title: string
  /** "Of 212 needs passed on since 1 October; 9 are still open and not counted." */
  counted: string
  drawing: Drawing
  /** Where the figures come from. */
  source?: string
}
