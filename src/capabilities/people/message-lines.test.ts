import { describe, expect, it } from 'vitest'
import { linkedLines } from './message-lines.ts'

const links = (body: string) =>
  linkedLines(body, 'https://example.org/north-shore', '/north-shore')
    .flat()
    .flatMap(({ href }) => (href ? [href] : []))

describe('message lines', () => {
  it('link to pages of this place', () => {
    expect(links('Hello.\n\nAnswer here: https://example.org/north-shore/referrals/0198-ab')).toEqual([
      '/north-shore/referrals/0198-ab',
    ])
  })

  it('link to a page that an invitation in the address opens', () => {
    expect(links('Begin here: https://example.org/north-shore/directory/claim?link=AaI_z-9')).toEqual([
      '/north-shore/directory/claim?link=AaI_z-9',
    ])
  })

  it.each([
    'https://example.org/north-shore/sign-in?next=//elsewhere.example',
    'https://elsewhere.example/north-shore/x',
    'https://example.org/north-shore.elsewhere.example/x',
    'https://example.org/north-shore//elsewhere.example',
    'https://example.org@elsewhere.example/north-shore/x',
    'https://example.org/north-shore/../other',
    'javascript:alert(1)',
    'https://example.org/north-shore/x"onclick="y',
  ])('do not link to %s', address => {
    expect(links(`See ${address} now`)).toEqual([])
  })

  it('keep every word and space as written', () => {
    const body = ' Two  spaces\tand a tab\n\nthen <b>this</b>'
    const lines = linkedLines(body, 'https://example.org/x', '/x')
    expect(lines.map(line => line.map(({ text }) => text).join('')).join('\n')).toBe(body)
  })
})
