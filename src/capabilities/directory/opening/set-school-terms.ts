import { Type } from 'typebox'
import { refuse } from '../../../kernel/refusal.ts'
import { command } from '../../../platform/command.ts'
import { recordChange } from '../change-log-store.ts'
import { isDay } from './calendar.ts'
import { listServicesBySchool, replaceSchoolTerms } from './calendar-store.ts'

/** What is wrong with a list of terms, as a sentence with the mend; undefined when nothing is. */
export function wrongTerms(terms: readonly { startsOn: string; endsOn: string }[]): string | undefined {
  const impossible = terms.flatMap(({ startsOn, endsOn }) => [startsOn, endsOn]).find(on => !isDay(on))
  if (impossible) return `There is no ${impossible}: give a day that exists.`
  const inOrder = [...terms].sort((a, b) => (a.startsOn < b.startsOn ? -1 : 1))
  for (const [at, { startsOn, endsOn }] of inOrder.entries()) {
    if (endsOn < startsOn) return `The term from ${startsOn} ends before it begins, on ${endsOn}: swap them.`
    const before = inOrder[at - 1]
    if (before && startsOn <= before.endsOn)
      return `The term from ${startsOn} begins before the one from ${before.startsOn} ends, on ${before.endsOn}: give each half of a term its own line, without days in common.`
  }
  return undefined
}

const On = Type.String({
  pattern: '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$',
  mend: 'Give days like 2026-09-02',
})

/** Says when the schools of the place are open to pupils, instead of what was said before; an empty list makes it not known again. */
export const setSchoolTerms = command({
  name: 'directory.set-school-terms',
  allow: 'directory.keep-right',
  inHouse: true,
  input: Type.Object({
    terms: Type.Array(
      Type.Object({
        name: Type.Optional(
          Type.String({ minLength: 1, maxLength: 80, mend: 'Give a term a name of up to 80 characters' }),
        ),
        startsOn: On,
        endsOn: On,
      }),
      { maxItems: 200, mend: 'Give at most 200 terms' },
    ),
  }),
  async run(tx, { terms }) {
    const wrong = wrongTerms(terms)
    if (wrong) return refuse('terms', wrong, 'terms')
    await replaceSchoolTerms(tx, terms)
    await recordChange(tx, await listServicesBySchool(tx))
    return { recordId: tx.placeId, terms: terms.length }
  },
})
