import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readFindQuery, without, writeFindQuery } from './find-query.ts'

const fromAddress = (address: string) => {
  const given: Record<string, string | string[]> = {}
  for (const [name, value] of new URLSearchParams(address)) {
    const before = given[name]
    given[name] = before === undefined ? value : [...(Array.isArray(before) ? before : [before]), value]
  }
  return readFindQuery(given)
}

describe('a search in the address bar', () => {
  it('reads back what was written', () => {
    const address =
      'q=food+bank&near=ZZ1+4AB&open=today&cost=free&way=phone&way=online&age=70&language=Polish&kind=t1&access=step-free&within=5&serves=yes&checked=yes&leave-out=cost&page=3'
    expect(writeFindQuery(fromAddress(address))).toBe(address)
  })
  it('takes one thing out and leaves the rest', () => {
    const { filters } = fromAddress('q=&way=phone&way=online&age=7')
    expect(without(filters, 'way', 'phone')).toEqual({ way: ['online'], age: 7 })
    expect(without(filters, 'age', '7')).toEqual({ way: ['phone', 'online'] })
  })
  it('understands anything, or takes it as not said', () => {
    const anything = fc.oneof(fc.string(), fc.array(fc.string()), fc.constant(undefined), fc.object(), fc.double())
    const names = 'q near page open cost way age language kind access within serves checked leave-out'.split(' ')
    fc.assert(
      fc.property(fc.record(Object.fromEntries(names.map(name => [name, anything]))), given => {
        const read = readFindQuery(given)
        expect(read.page).toBeGreaterThan(0)
        expect(fromAddress(writeFindQuery(read)).filters).toEqual(read.filters)
      }),
    )
    expect(readFindQuery({ page: '-1', age: '1e3', within: '3', open: 'yes', cost: 'gold' })).toEqual({
      words: '',
      near: '',
      filters: {},
      page: 1,
      asked: false,
    })
  })
})
