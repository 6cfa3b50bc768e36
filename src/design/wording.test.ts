import { describe, expect, it } from 'vitest'
import { isLanguage } from '../kernel/language.ts'
import { wording } from './wording.ts'

const words = wording({
  en: { found: '{count, plural, =0 {No services} one {# service} other {# services}}', ask: 'Ask for help' },
  ar: {
    found: '{count, plural, =0 {لا خدمات} one {خدمة واحدة} two {خدمتان} few {# خدمات} many {# خدمة} other {# خدمة}}',
    ask: 'اطلب المساعدة',
  },
})

describe('wording', () => {
  it('says a count as each language counts', () => {
    expect([0, 1, 2].map(count => words('en')('found', { count }))).toEqual(['No services', '1 service', '2 services'])
    expect([1, 2].map(count => words('ar')('found', { count }))).toEqual(['خدمة واحدة', 'خدمتان'])
  })

  it('says a plain message as it stands', () => {
    expect(words('ar')('ask')).toBe('اطلب المساعدة')
  })

  it('refuses to say a message without a value it needs', () => {
    expect(() => words('en')('found')).toThrow(/count/)
  })

  it('knows its languages and nothing else', () => {
    expect([isLanguage('ar'), isLanguage('xx'), isLanguage('toString'), isLanguage(undefined)]).toEqual([
      true,
      false,
      false,
      false,
    ])
  })
})
