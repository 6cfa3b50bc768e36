/** Tables as text (RFC 4180). */

const cell = (value: unknown): string => {
  const text = value === undefined || value === null ? '' : String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** One line with its end. What is undefined or null is an empty cell. */
export const csvLine = (cells: readonly unknown[]): string => `${cells.map(cell).join(',')}\r\n`

/** A text that a spreadsheet would take for a formula, kept from being one: for files that people open, not for those that programs read. */
export const notAFormula = (text: string): string => text.replace(/^[=+\-@\t]/, sign => `'${sign}`)
