/**
 * Forms as data: fields are described once, and `form()` joins them with what was typed and what is wrong into the
 * view that `components/form.njk` draws with the govuk-frontend macros. Values typed are kept after an error; an
 * error is linked to its field by `#name` for every kind of field.
 */
import type { Language } from '../kernel/language.ts'
import type { ErrorItem, SummaryRow } from './view-models.ts'
import { layoutWords } from './wording.ts'

type FieldBase = {
  /** Name in the posted body, and id on the page: letters, digits, `-`, `_`, `.`. */
  name: string
  /** The question, or the words beside the box. */
  label: string
  hint?: string
  optional?: boolean
  /**
   * An HTML autofill token (WCAG 2.2, 1.3.5), when the kind's own is not right; 'off' when the answer is about
   * someone other than the person typing.
   */
  autocomplete?: string
}

export type Option = { value: string; text: string; hint?: string }

export type Field =
  | (FieldBase & {
      kind: 'text'
      width?: Width
      inputmode?: 'numeric' | 'decimal'
      prefix?: string
      suffix?: string
      spellcheck?: boolean
    })
  | (FieldBase & { kind: 'email' | 'phone' | 'postcode' })
  /** Never filled in again after an error; the browser is told whether it is a known one or a new one. */
  | (FieldBase & { kind: 'password'; isNew?: boolean })
  | (FieldBase & { kind: 'textarea'; rows?: number; limit?: number })
  | (FieldBase & { kind: 'radios'; options: readonly Option[]; inline?: boolean; orElse?: Option })
  | (FieldBase & { kind: 'checkboxes'; options: readonly Option[]; orElse?: Option })
  | (FieldBase & { kind: 'select'; options: readonly Option[]; choose?: string })
  | (FieldBase & { kind: 'date' })

type Width = 2 | 3 | 4 | 5 | 10 | 20 | 30

export type FormSpecification = {
  action: string
  method?: 'post' | 'get'
  fields: readonly Field[]
  /** What was posted (or is already known), by field name; a date's parts are `name-day`, `name-month`, `name-year`. */
  values?: Readonly<Record<string, unknown>>
  errors?: readonly ErrorItem[]
  /** What the form is read in; English unless said. */
  language?: Language
  /** Words on the button; "Continue" unless said. */
  button?: string
  /** Sent along unseen. */
  hidden?: Readonly<Record<string, string>>
  formToken?: string
  /** The one field's label (or legend) is the page's heading: a question page. */
  titleIsLabel?: boolean
  /** Another way out of the page, beside the button. */
  instead?: { text: string; href: string }
}

/** One field, ready for a govuk-frontend macro. */
export type FieldView = { component: Component; params: Record<string, unknown> }

type Component =
  | 'input'
  | 'passwordInput'
  | 'textarea'
  | 'characterCount'
  | 'radios'
  | 'checkboxes'
  | 'select'
  | 'dateInput'

export type FormView = {
  action: string
  method: 'post' | 'get'
  fields: readonly FieldView[]
  button: string
  hidden: readonly { name: string; value: string }[]
  formToken?: string
  titleIsLabel: boolean
  instead?: { text: string; href: string }
}

/** Answers to check before they count. */
export type CheckAnswers = {
  sections: readonly { title?: string; rows: readonly SummaryRow[] }[]
  /** What pressing the button means, in one sentence. */
  says?: string
  action: string
  button: string
  hidden?: Readonly<Record<string, string>>
  formToken?: string
}

/** Joins fields, values and errors. Throws RangeError when titleIsLabel is set with more than one field. */
export function form(of: FormSpecification): FormView {
  if (of.titleIsLabel && of.fields.length !== 1) throw new RangeError('titleIsLabel needs exactly one field')
  return {
    action: of.action,
    method: of.method ?? 'post',
    fields: of.fields.map(field =>
      fieldView(field, of.values ?? {}, of.errors ?? [], of.titleIsLabel ?? false, of.language),
    ),
    button: of.button ?? layoutWords(of.language ?? 'en')('continue'),
    hidden: Object.entries(of.hidden ?? {}).map(([name, value]) => ({ name, value })),
    titleIsLabel: of.titleIsLabel ?? false,
    ...(of.formToken === undefined ? {} : { formToken: of.formToken }),
    ...(of.instead === undefined ? {} : { instead: of.instead }),
  }
}

/** One field with its value and its error, for pages that draw fields one by one. */
export function fieldView(
  field: Field,
  values: Readonly<Record<string, unknown>> = {},
  errors: readonly ErrorItem[] = [],
  isHeading = false,
  language: Language = 'en',
): FieldView {
  const say = layoutWords(language)
  const message = errors.find(error => error.field === field.name)?.message
  const text = field.optional ? say('optional', { label: field.label }) : field.label
  const label = {
    text,
    classes: isHeading ? 'govuk-label--l kil-question' : 'govuk-label--s',
    isPageHeading: isHeading,
  }
  const legend = {
    text,
    classes: isHeading ? 'govuk-fieldset__legend--l kil-question' : 'govuk-fieldset__legend--s',
    isPageHeading: isHeading,
  }
  const base = {
    name: field.name,
    ...(field.hint === undefined ? {} : { hint: { text: field.hint } }),
    ...(message === undefined ? {} : { errorMessage: { text: message, visuallyHiddenText: say('errorBefore') } }),
  }
  const single = { ...base, id: field.name, label, value: oneValue(values[field.name]) }
  const autocomplete = (own?: string) => {
    const token = field.autocomplete ?? own
    return token === undefined ? {} : { autocomplete: token }
  }

  switch (field.kind) {
    case 'text':
      return {
        component: 'input',
        params: {
          ...single,
          ...autocomplete(),
          ...(field.width === undefined ? {} : { classes: `govuk-input--width-${field.width}` }),
          ...(field.inputmode === undefined ? {} : { inputmode: field.inputmode }),
          ...(field.spellcheck === undefined ? {} : { spellcheck: field.spellcheck }),
          ...(field.prefix === undefined ? {} : { prefix: { text: field.prefix } }),
          ...(field.suffix === undefined ? {} : { suffix: { text: field.suffix } }),
        },
      }
    case 'email':
      return { component: 'input', params: { ...single, ...autocomplete('email'), type: 'email', spellcheck: false } }
    case 'password':
      return {
        component: 'passwordInput',
        params: { ...base, id: field.name, label, ...autocomplete(field.isNew ? 'new-password' : 'current-password') },
      }
    case 'phone':
      return {
        component: 'input',
        params: { ...single, ...autocomplete('tel'), type: 'tel', classes: 'govuk-input--width-20' },
      }
    case 'postcode':
      return {
        component: 'input',
        params: {
          ...single,
          ...autocomplete('postal-code'),
          classes: 'govuk-input--width-10',
          spellcheck: false,
          autocapitalize: 'characters',
        },
      }
    case 'textarea': {
      // The script that counts down speaks English; elsewhere the limit is said once.
      const counts = field.limit !== undefined && language === 'en'
      const limit = field.limit === undefined || counts ? '' : say('limit', { count: field.limit })
      return {
        component: counts ? 'characterCount' : 'textarea',
        params: {
          ...single,
          ...(limit && { hint: { text: [field.hint, limit].filter(Boolean).join(' ') } }),
          ...autocomplete(),
          rows: field.rows ?? 5,
          ...(counts && { maxlength: field.limit }),
        },
      }
    }
    case 'select':
      return {
        component: 'select',
        params: {
          ...single,
          items: [
            { value: '', text: field.choose ?? say('chooseOne') },
            ...field.options.map(({ value, text: words }) => ({ value, text: words })),
          ],
          ...(field.autocomplete === undefined ? {} : { attributes: { autocomplete: field.autocomplete } }),
        },
      }
    case 'radios':
      return {
        component: 'radios',
        params: {
          ...base,
          idPrefix: field.name,
          fieldset: { legend },
          value: oneValue(values[field.name]),
          items: items(field.options, field.orElse, say('or')),
          ...(field.inline ? { classes: 'govuk-radios--inline' } : {}),
        },
      }
    case 'checkboxes':
      return {
        component: 'checkboxes',
        params: {
          ...base,
          idPrefix: field.name,
          fieldset: { legend },
          values: allValues(values[field.name]),
          items: items(field.options, field.orElse, say('or'), 'exclusive'),
        },
      }
    case 'date':
      return {
        component: 'dateInput',
        params: {
          ...base,
          // The first box carries the field's own name as its id, so that an error links to something that takes focus.
          id: `${field.name}-date`,
          namePrefix: field.name,
          fieldset: { legend },
          items: (['day', 'month', 'year'] as const).map(part => ({
            name: part,
            label: say(part),
            id: part === 'day' ? field.name : `${field.name}-${part}`,
            value: oneValue(values[`${field.name}-${part}`]),
            classes: `govuk-input--width-${part === 'year' ? 4 : 2}`,
            ...(field.autocomplete === undefined ? {} : { autocomplete: dateToken(field.autocomplete, part) }),
          })),
        },
      }
  }
}

/** What a date field holds. `on` is 'YYYY-MM-DD'; a `message` says what to mend and names the field. */
export type DateAnswer = { on: string } | { empty: true } | { message: string }

/**
 * Reads the three boxes of a date field. Months may be typed as numbers or words ("3", "March", "mar").
 *
 * @param called what the date is called in the middle of a sentence: "the date of birth".
 */
export function readDate(values: Readonly<Record<string, unknown>>, name: string, called: string): DateAnswer {
  const [day, month, year] = ['day', 'month', 'year'].map(part => oneValue(values[`${name}-${part}`]).trim())
  if (!day && !month && !year) return { empty: true }
  const missing = Object.entries({ day, month, year })
    .filter(([, typed]) => !typed)
    .map(([part]) => part)
  const named = `${called[0]?.toUpperCase()}${called.slice(1)}`
  if (missing.length > 0) return { message: `${named} must include a ${missing.join(' and a ')}` }
  const monthNumber = readMonth(month ?? '')
  const read = new Date(Date.UTC(Number(year), monthNumber - 1, Number(day)))
  const real =
    /^\d{1,2}$/.test(day ?? '') &&
    /^\d{4}$/.test(year ?? '') &&
    Number(year) >= 1000 &&
    read.getUTCMonth() === monthNumber - 1 &&
    read.getUTCDate() === Number(day)
  if (!real) return { message: `${named} must be a real date, like 27 3 1950` }
  return { on: read.toISOString().slice(0, 10) }
}

function readMonth(typed: string): number {
  if (/^\d{1,2}$/.test(typed)) return Number(typed)
  const names = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
  return typed.length < 3 ? 0 : names.indexOf(typed.slice(0, 3).toLowerCase()) + 1
}

/** The boxes' values for a known date, to put into `values`. */
export function dateValues(name: string, on: string): Record<string, string> {
  const [year = '', month = '', day = ''] = on.split('-')
  return { [`${name}-day`]: String(Number(day)), [`${name}-month`]: String(Number(month)), [`${name}-year`]: year }
}

function dateToken(token: string, part: string): string {
  return token === 'bday' ? `bday-${part}` : token
}

function items(options: readonly Option[], orElse: Option | undefined, or: string, behaviour?: string) {
  const item = ({ value, text, hint }: Option) => ({
    value,
    text,
    ...(hint === undefined ? {} : { hint: { text: hint } }),
  })
  if (orElse === undefined) return options.map(item)
  return [...options.map(item), { divider: or }, { ...item(orElse), ...(behaviour ? { behaviour } : {}) }]
}

function oneValue(posted: unknown): string {
  const first = Array.isArray(posted) ? posted[0] : posted
  return typeof first === 'string' ? first : typeof first === 'number' ? String(first) : ''
}

function allValues(posted: unknown): string[] {
  return (Array.isArray(posted) ? posted : [posted]).filter(value => typeof value === 'string')
}
