/**
 * Codes of the Common Procurement Vocabulary (Regulation (EC) No 213/2008): eight digits, of which the first two are one of its divisions. A ninth digit after a hyphen is read over:
 * the list of 2008 gives many codes a check digit that its own method does not (Publications Office, github.com/OP-TED/ePO, discussion 589), so nothing can be checked by it.
 */
import { Type } from 'typebox'
import { typedLine } from '../../platform/http/typed.ts'

/** The 45 divisions of the main vocabulary. */
const divisions =
  '03 09 14 15 16 18 19 22 24 30 31 32 33 34 35 37 38 39 41 42 43 44 45 48 50 51 55 60 63 64 65 66 70 71 72 73 75 76 77 79 80 85 90 92 98'.split(
    ' ',
  )

const pattern = `^(${divisions.join('|')})\\d{6}$`

/** What an input of a command takes: the eight digits, or null. */
export const cpvCode = Type.Union([Type.String({ pattern }), Type.Null()], {
  mend: 'Enter the eight digits of a CPV code, like 85300000 for social services',
})

/** What was typed into a form as the eight digits: '85300000-2' and '85 300 000' are 85300000; nothing is null, and what is no code stays as it was typed. */
export const typedCpv = (given: unknown): string | null =>
  typedLine(given)
    .replace(/\s/g, '')
    .replace(/^(\d{8})-?\d$/, '$1') || null
