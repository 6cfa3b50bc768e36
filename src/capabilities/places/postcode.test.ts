import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { areaOf, outcodeOf, parsePostcode, postcodeKey, writePostcode } from './postcode.ts'

const letters = (from: string) => fc.constantFrom(...from)
const digit = letters('0123456789')
const inward = fc
  .tuple(digit, letters('ABDEFGHJLNPQRSTUWXYZ'), letters('ABDEFGHJLNPQRSTUWXYZ'))
  .map(part => part.join(''))
const first = letters('ABCDEFGHIJKLMNOPRSTUWYZ')
const second = letters('ABCDEFGHKLMNOPQRSTUVWXY')
const districtDigit = letters('123456789')
const outward = fc.oneof(
  fc.tuple(first, digit),
  fc.tuple(first, districtDigit, digit),
  fc.tuple(first, second, digit),
  fc.tuple(first, second, districtDigit, digit),
  fc.tuple(first, digit, letters('ABCDEFGHJKPSTUW')),
  fc.tuple(first, second, digit, letters('ABEHMNPRVWXY')),
  fc.tuple(fc.constant('ZZ'), digit),
)
const outcode = outward.map(part => part.join(''))

describe('parsePostcode', () => {
  it.each([
    ['ZZ1 4AB', 'ZZ1 4AB'],
    ['zz14ab', 'ZZ1 4AB'],
    ['  z z 1 4 a b ', 'ZZ1 4AB'],
    ['ZZ1-4AB.', 'ZZ1 4AB'],
    ['ZZ1\u00a04AB', 'ZZ1 4AB'],
    ['ＺＺ１ ４ＡＢ', 'ZZ1 4AB'],
    ['ZZ1A4AB', 'ZZ1A 4AB'],
    ['gir0aa', 'GIR 0AA'],
  ])('reads %j as the postcode %s', (typed, postcode) => {
    expect(parsePostcode(typed)).toMatchObject({ kind: 'unit', postcode })
  })

  it.each([
    ['ZZ41 IAA', 'ZZ41 1AA'],
    ['ZZ4l laa', 'ZZ41 1AA'],
    ['ZZ4O 1AA', 'ZZ40 1AA'],
    ['S014 3AB', 'SO14 3AB'],
    ['0X1 2JD', 'OX1 2JD'],
    ['LI 1AA', 'L1 1AA'],
    ['SWIA 2AA', 'SW1A 2AA'],
    ['12 High Street, ZZ1 4AB', 'ZZ1 4AB'],
    ['ZZ41 AA', 'ZZ4 1AA'],
  ])('mends the slip in %j and says so', (typed, postcode) => {
    expect(parsePostcode(typed)).toMatchObject({ kind: 'unit', postcode, mended: true })
  })

  it.each([
    ['ZZ1', 'ZZ1', false],
    ['zz 12', 'ZZ12', false],
    ['W1A', 'W1A', false],
    ['W11', 'W11', false],
    ['ZZ4I', 'ZZ41', true],
  ])('reads %j as the first part %s', (typed, outcode, mended) => {
    expect(parsePostcode(typed)).toMatchObject({ kind: 'outcode', outcode, mended })
  })

  it.each([
    ['ZZ', 'ZZ', null],
    ['ZZ1 4', 'ZZ1 4', 'ZZ1'],
    ['ZZ4 1', 'ZZ4 1', 'ZZ4'],
    ['ZZ411', 'ZZ41 1', 'ZZ41'],
    ['zz41 1a', 'ZZ41 1A', 'ZZ41'],
  ])('reads %j as the beginning %s', (typed, shown, outcode) => {
    expect(parsePostcode(typed)).toMatchObject({ kind: 'partial', shown, outcode })
  })

  it.each([
    ['', /^Enter a postcode like ZZ1 4AB, or the first part, like ZZ1\.$/],
    ['  ', /^Enter a postcode/],
    ['hello', /“hello” is not a postcode\. Enter a postcode like/],
    ['ZZ1 4OA', /never C, I, K, M, O or V.*first part, like ZZ1\.$/],
    ['ZZ4 AA', /number missing.*first part, like ZZ4\.$/],
    ['QQ1 1QQ', /none starts with Q/],
    ['11', /is not a postcode/],
    ['M1 1AE or M1 1AF', /is not a postcode/],
    ['💥', /^Enter a postcode/],
    ['x'.repeat(100_000), /too long/],
  ])('says what is wrong with %j', (typed, message) => {
    expect(parsePostcode(typed)).toMatchObject({ kind: 'not-a-postcode', message: expect.stringMatching(message) })
  })

  it('reads every well-formed postcode in any case and spacing, unmended', () => {
    fc.assert(
      fc.property(outcode, inward, fc.constantFrom('', ' ', '  '), fc.boolean(), (out, inn, gap, lower) => {
        const typed = `${out}${gap}${inn}`
        const parsed = parsePostcode(lower ? typed.toLowerCase() : typed)
        expect(parsed).toMatchObject({
          kind: 'unit',
          postcode: `${out} ${inn}`,
          key: out + inn,
          outcode: out,
          mended: false,
        })
        expect(postcodeKey(typed)).toBe(out + inn)
      }),
    )
  })

  it('reads every well-formed first part', () => {
    fc.assert(
      fc.property(outcode, out => void expect(parsePostcode(out)).toMatchObject({ kind: 'outcode', outcode: out })),
    )
  })

  it('gives any text one of the four answers, and reads its own answer back the same', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.stringMatching(/^[A-Z0-9 ]{1,9}$/)),
        typed => {
          const parsed = parsePostcode(typed)
          if (parsed.kind === 'not-a-postcode') return void expect(parsed.message).toMatch(/\.$/)
          const shown =
            parsed.kind === 'unit' ? parsed.postcode : parsed.kind === 'outcode' ? parsed.outcode : parsed.shown
          expect(parsePostcode(shown)).toEqual({ ...parsed, mended: false })
        },
      ),
      { numRuns: 2000 },
    )
  })
})

describe('postcodeKey', () => {
  it('mends nothing: a slip in a data file is no postcode', () => {
    expect(postcodeKey('ZZ41 IAA')).toBeUndefined()
    expect(postcodeKey('ZZ1')).toBeUndefined()
    expect(postcodeKey('A000DD')).toBeUndefined()
    expect(postcodeKey('zz1  4ab')).toBe('ZZ14AB')
  })

  it('comes apart into outcode and area, and is written with its space', () => {
    expect(writePostcode('ZZ14AB')).toBe('ZZ1 4AB')
    expect(outcodeOf('ZZ14AB')).toBe('ZZ1')
    expect(areaOf('ZZ1')).toBe('ZZ')
    expect(areaOf('GIR')).toBe('GIR')
  })
})
