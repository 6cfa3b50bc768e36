import type { FormView } from '../../design/form.ts'
import type { Link, PageModel } from '../../design/page.ts'
import type { Action, EmptyState, Figure, StateTag, SummaryCard, TableRows } from '../../design/view-models.ts'

/** One part of a page: what it has is drawn in the order of these fields. */
export interface Section {
  /** Reached by `#id`. */
  readonly id?: string
  readonly title?: string
  readonly sentences?: readonly string[]
  /** Longer text somebody wrote, with its paragraphs. */
  readonly text?: string
  /** Numbered words, as published. */
  readonly numbered?: { readonly from: number; readonly words: readonly string[] }
  /** Where words were published. */
  readonly source?: Link & { readonly says: string }
  readonly empty?: EmptyState
  readonly items?: readonly Item[]
  readonly cards?: readonly SummaryCard[]
  readonly figure?: Figure
  readonly table?: { readonly caption: string; readonly rows: TableRows }
  readonly links?: readonly Link[]
  readonly actions?: readonly Action[]
  readonly form?: FormView
  readonly upload?: Upload
}

/** A form that sends one file. */
export interface Upload {
  readonly action: string
  readonly label: string
  readonly hint: string
  /** What is wrong with the file that was sent; empty while nothing is. */
  readonly error: string
  readonly button: string
}

/** One of a list. */
export interface Item {
  readonly id?: string
  readonly title: string
  readonly href?: string
  readonly state?: StateTag
  readonly lines: readonly string[]
  readonly links?: readonly Link[]
  readonly actions?: readonly Action[]
}

/** A page of sections: most of ours are. */
export type SectionsPage = PageModel & { sections: readonly Section[] }
