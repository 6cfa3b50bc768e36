/** The words of places and postcodes: states, reasons and their labels. */

/** Why a row of a postcode file was left out. */
export const SKIP_REASONS = {
  'not-a-postcode': 'not a full postcode',
  'no-grid-reference': 'no grid reference',
  'out-of-range': 'grid reference outside the United Kingdom',
  'open-quote': 'a quotation mark is left open',
  'wrong-column-count': 'wrong number of columns',
  'repeated-in-file': 'postcode already given earlier in the file',
  'unreadable-month': 'date of introduction or termination is not a month like 201203',
} as const

export type SkipReason = keyof typeof SKIP_REASONS
