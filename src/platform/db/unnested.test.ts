import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { useHouse } from '../../../test/support/house.ts'
import { unnested } from './unnested.ts'

const house = useHouse()

describe('unnested rows', () => {
  it('come out of the database as they went in, whatever signs they hold', async () => {
    const texts = fc.string({ unit: 'grapheme', maxLength: 20 }).map(text => text.replaceAll('\0', ''))
    const odd = fc.constantFrom('', 'null', 'NULL', '{}', '","', '\\', '\\"', '"', "'", '\n', ' a ', '{a,b}')
    const text = fc.oneof(texts, odd)
    const row = fc.record({
      name: fc.option(text),
      count: fc.option(fc.nat()),
      detail: fc.array(text, { maxLength: 3 }),
      tags: fc.array(text, { maxLength: 3 }),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 5 }), async rows => {
        const back = await house.platform.db.national(
          tx => tx.sql`
            select x.name, x.count, x.detail, x.tags::text[] as tags
            from ${unnested(tx.sql, rows, { name: 'text', count: 'int', detail: 'jsonb', tags: 'text' })} as x (name, count, detail, tags)`,
        )
        expect(JSON.parse(JSON.stringify(back))).toEqual(JSON.parse(JSON.stringify(rows)))
      }),
      { numRuns: 60 },
    )
  })
  it('hold JSON with half a character or NUL in it, as any JSON that is written: jsonb itself would refuse the whole statement', async () => {
    const rows = [{ detail: { '\ud83d': ['a\ud83d…', 'b\0', 'c\\ud83d', '😀', new Date(0)] } }]
    const [back] = await house.platform.db.national(
      tx => tx.sql`
        select x.detail, ${tx.sql.json(rows[0]?.detail as never)}::jsonb as same from ${unnested(tx.sql, rows, { detail: 'jsonb' })} as x (detail)`,
    )
    const kept = { '\ufffd': ['a\ufffd…', 'b\ufffd', 'c\\ud83d', '😀', '1970-01-01T00:00:00.000Z'] }
    expect(back).toEqual({ detail: kept, same: kept })
  })
  it('are no rows when there are none', async () => {
    const back = await house.platform.db.national(
      tx => tx.sql`select * from ${unnested(tx.sql, [] as { name: string }[], { name: 'text' })} as x (name)`,
    )
    expect(back.length).toBe(0)
  })
})
