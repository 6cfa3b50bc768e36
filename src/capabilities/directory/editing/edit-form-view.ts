import { type Field, type FieldView, fieldView } from '../../../design/form.ts'
import type { ErrorItem } from '../../../design/view-models.ts'
import { statusWords } from '../words.ts'
import { rowBoxes, rowTitles, sections, simple } from './edit-form-boxes.ts'
import type { EntryContent, EntryField } from './entry-content.ts'
import { isRowField, kindsOfHelp, type Row, type RowField, seenHash, type Typed, typedHash } from './entry-form.ts'
import { fieldInWords, fieldWords } from './entry-in-words.ts'
import { AS_PUBLISHED } from './schedule-rows.ts'

/** The form of an entry as it is drawn: headings, boxes, and rows of boxes. */

export type FormPart =
  | { kind: 'field'; id: string; view: FieldView }
  | {
      kind: 'rows'
      id: string
      title: string
      hint: string
      addText: string
      addValue: string
      rows: readonly {
        title: string
        says: string | null
        hidden: readonly { name: string; value: string }[]
        fields: readonly FieldView[]
        /** None where there is nothing to remove yet. */
        remove: FieldView | null
      }[]
    }
export type FormSection = {
  title: string
  /** What it says now, in short: read while the section is closed. */
  says: readonly { title: string; value: string }[]
  /** Something in it is new, or wrong, or is to be filled in next. */
  isOpen: boolean
  parts: readonly FormPart[]
}

/**
 * The form with what is in it: each section closed over what the entry says now, and open where something was typed, is wrong, or is asked for.
 * @param more a field that gets an empty row besides.
 */
export function formSections(
  content: EntryContent,
  typed: Readonly<Record<EntryField, Typed>>,
  errors: readonly ErrorItem[],
  more: RowField | null,
): FormSection[] {
  const isNew = content.name === ''
  const asksFor = (field: EntryField) =>
    field === more ||
    seenHash(field, content) !== typedHash(typed[field]) ||
    errors.some(error => error.field === field || error.field.startsWith(`${field}-`))
  return sections.map(({ title, fields }, at) => ({
    title,
    says: fields.flatMap(field => {
      const value = inShort(fieldInWords(field, content))
      // Where a part holds one thing of its own name, the name is said once.
      return value ? [{ title: fieldWords[field] === title ? '' : fieldWords[field], value }] : []
    }),
    isOpen: (isNew && at === 0) || fields.some(asksFor),
    parts: fields.flatMap(field =>
      isRowField(field)
        ? [rowsPart(field, typed[field] as readonly Row[], errors, more)]
        : partsOf(field, typed[field], errors),
    ),
  }))
}

const inShort = (text: string): string => {
  const line = text.trim().replace(/\s*\n\s*/g, ' · ')
  return line.length > 120 ? `${line.slice(0, 119).trimEnd()}…` : line
}

function partsOf(field: EntryField, typed: Typed, errors: readonly ErrorItem[]): FormPart[] {
  const part = (of: Field, value: unknown): FormPart => ({
    kind: 'field',
    id: of.name,
    view: fieldView(of, { [of.name]: value }, errors),
  })
  if (field === 'terms') {
    const chosen = typed as readonly string[]
    const others = chosen.filter(name => !kindsOfHelp.includes(name))
    return [
      part(
        {
          kind: 'checkboxes',
          name: 'terms',
          label: fieldWords.terms,
          hint: 'Choose all that are right: they decide what it is found by',
          options: kindsOfHelp.map(name => ({ value: name, text: name })),
        },
        chosen.filter(name => kindsOfHelp.includes(name)),
      ),
      part(
        { kind: 'textarea', name: 'otherTerms', label: 'Other kinds', hint: 'One a line', rows: 2, optional: true },
        others.join('\n'),
      ),
    ]
  }
  if (field === 'status') {
    const offered = Object.entries(statusWords).filter(([value]) => value !== 'defunct' || typed === 'defunct')
    return [
      part(
        {
          kind: 'radios',
          name: 'status',
          label: fieldWords.status,
          options: offered.map(([value, text]) => ({ value, text })),
        },
        typed,
      ),
    ]
  }
  const of = simple[field]
  return of ? [part({ label: fieldWords[field], ...of, name: field } as Field, typed)] : []
}

function rowsPart(
  field: RowField,
  rows: readonly Row[],
  errors: readonly ErrorItem[],
  more: RowField | null,
): FormPart {
  const { one, hint, add } = rowTitles[field]
  const isEmpty = rows.length === 0
  const blank: Row = field === 'schedules' ? { kind: 'open', every: 'week' } : {}
  const shown = isEmpty || more === field ? [...rows, blank] : rows
  return {
    kind: 'rows',
    id: field,
    title: fieldWords[field],
    hint,
    addText: add,
    addValue: `add ${field}`,
    rows: shown.map((row, at) => {
      const isAsPublished = row.kind === AS_PUBLISHED
      const name = (box: string) => `${field}-${at}-${box}`
      const values = Object.fromEntries(Object.entries(row).map(([box, value]) => [name(box), value]))
      const kept = isAsPublished ? ['id', 'kind', 'note', 'every'] : ['id']
      return {
        title: `${one} ${at + 1}`,
        says: isAsPublished ? String(row.note) : null,
        hidden: kept.map(box => ({ name: name(box), value: String(row[box] ?? '') })),
        fields: isAsPublished
          ? []
          : rowBoxes[field].map(({ box, ...of }) => fieldView({ ...of, name: name(box) } as Field, values, errors)),
        remove:
          row === blank
            ? null
            : fieldView(
                {
                  kind: 'checkboxes',
                  name: name('remove'),
                  label: 'Remove',
                  options: [{ value: 'yes', text: `Remove ${one.toLowerCase()} ${at + 1}` }],
                },
                {},
                errors,
              ),
      }
    }),
  }
}
