/** Tables as text (RFC 4180). */

// A sign alone makes no formula that reaches out: that takes a call, a pipe (DDE) or a sheet. Telephone numbers and sentences begin with signs too.
const FORMULA = /^(?:[=@\t\r]|[+-].*(?:[|!]|\p{L}\s*\())/su

/** A text that a spreadsheet would take for a formula, kept from being one by an apostrophe (OWASP, CSV Injection, 2025). Numbers, telephone numbers and sentences stay as they are. */
const notAFormula = (text: string): string => (FORMULA.test(text) ? `'${text}` : text)

const cell = (value: unknown): string => {
  const text =
    value === undefined || value === null ? '' : typeof value === 'string' ? notAFormula(value) : String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/**
 * One line with its end. What is undefined or null is an empty cell. Whoever takes a table away opens it in a spreadsheet, and what stands in it came from anybody: so no line
 * is written with a cell that would be run, whoever forgets to think of it.
 */
export const csvLine = (cells: readonly unknown[]): string => `${cells.map(cell).join(',')}\r\n`
