import { Type } from 'typebox'
import { dateAt } from '../../../design/time-in-words.ts'
import { refuse } from '../../../kernel/refusal.ts'
import { command } from '../../../platform/command.ts'
import { date, maybe } from '../input.ts'
import { insertLocalArea } from './local-area-store.ts'

const area = Type.Object({
  name: Type.String({ minLength: 2, maxLength: 120, mend: 'Enter the name of each area, in 2 to 120 characters' }),
  code: maybe(
    Type.String({ pattern: '^[A-Z]\\d{8}$' }),
    'Enter codes of the Office for National Statistics like E10000014',
  ),
})

/** Says what the local authority's own area is, and which counties and London boroughs border it: with where that was read. */
export const tellLocalArea = command({
  name: 'commissioning.tell-local-area',
  allow: 'commissioning.lead',
  input: Type.Object({
    own: area,
    inside: maybe(area),
    borders: Type.Array(area, { maxItems: 30, mend: 'Enter at most 30 areas that border it' }),
    source: Type.String({ minLength: 3, maxLength: 300, mend: 'Say where you read it, like the name of a map' }),
    sourceUrl: maybe(
      Type.String({ maxLength: 300, pattern: '^https?://\\S+$' }),
      'Enter an address like https://www.example.org/map',
    ),
    readOn: date('Enter the day you read it, like 20 11 2026'),
  }),
  async run(tx, input) {
    if (input.readOn > dateAt(tx.now)) return refuse('ahead', 'The day you read it cannot be ahead.', 'readOn')
    const names = [input.own, ...input.borders].map(({ name }) => name.toLowerCase())
    const twice = names.find((name, at) => names.indexOf(name) !== at)
    if (twice !== undefined) return refuse('twice', `“${twice}” stands there twice.`, 'borders')
    await insertLocalArea(tx, input)
    return { recordId: tx.placeId }
  },
})
