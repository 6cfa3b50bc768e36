/** Tables as text (RFC 4180). */

const cell = (value: unknown): string => {
  const text = value === undefined || value === null ? '' : String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** One line with its end. What is undefined or null is an empty cell. */
export const csvLine = (cells: readonly unknown[]): string => `${cells.map(cell).join(',')}\r\n`

// A sign alone makes no formula that reaches out: that takes a call, a pipe (DDE) or a sheet. Telephone numbers and sentences begin with signs too.
const FORMULA = /^(?:[=@\t\r]|[+-].*(?:[|!]|\p{L}\s*\())/su

/**
 * A text that a spreadsheet would take for a formula, kept from being one by an apostrophe (OWASP, CSV Injection, 2025): for whatever others wrote, in
 * files that people may open. Numbers, telephone numbers and sentences stay as they are.
 */
export const notAFormula = (text: string): string => (FORMULA.test(text) ? `'${text}` : text)
