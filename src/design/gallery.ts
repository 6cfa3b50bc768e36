import { type Examples, examples } from './examples.ts'
import { type FormView, form } from './form.ts'
import type { PageModel } from './page.ts'

/** The gallery's model: every component in every example; `design/gallery.njk` draws it. */
export type Gallery = PageModel & {
  examples: Examples
  form: FormView
  instants: readonly Date[]
  on: readonly string[]
}

/** @param kind the size and width of the page to show it in. */
export function gallery(now: Date, kind: 'resident' | 'staff' = 'staff'): Gallery {
  const made = examples(now)
  const hours = (count: number) => new Date(now.getTime() + count * 3_600_000)
  return {
    page: {
      title: 'Every component in every example',
      caption: 'Gallery',
      state: { word: 'Needs an answer', tone: 'attention' },
      kind,
      backHref: '/',
      errors: made.form.errors ?? [],
    },
    examples: made,
    form: form(made.form),
    instants: [0, -0.3, -5, -24, -72, -900, 0.3, 2, 6, 24, 96].map(hours),
    on: ['2026-11-22', '2026-11-26', '1950-03-27'],
  }
}
