/**
 * Why something was not done, for the person who asked: a value, not an exception, so a page can show it beside the field.
 * `code` is stable for tests and JSON; `message` is a sentence that says what happened and what to do.
 */
export interface Refusal {
  readonly refused: string
  readonly message: string
  readonly field?: string
  /** All field errors at once, when more than one field is wrong. */
  readonly errors?: readonly FieldError[]
}

/** One wrong field and its mend ("Enter a postcode like ZZ1 4AB"). */
export interface FieldError {
  readonly field: string
  readonly message: string
}

/** Builds a refusal; name the field when one field is to blame. */
export const refuse = (code: string, message: string, field?: string): Refusal =>
  field === undefined ? { refused: code, message } : { refused: code, message, field }

/** True when a refusal says which fields to mend; otherwise the world has moved on, and showing the form again would not help. */
export const isAboutFields = (refusal: Refusal): boolean => refusal.field !== undefined || refusal.errors !== undefined

/** Tells a refusal from whatever the command returns when it works. */
export const isRefusal = (value: unknown): value is Refusal =>
  typeof value === 'object' && value !== null && typeof (value as { refused?: unknown }).refused === 'string'
