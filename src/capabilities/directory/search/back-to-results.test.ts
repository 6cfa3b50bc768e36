import { describe, expect, it } from 'vitest'
import type { Visit } from '../../../platform/http/route.ts'
import { backToResults } from './back-to-results.ts'

const visit = (referer?: string, from?: unknown) =>
  ({
    place: { slug: 'seaside' },
    query: { from },
    headers: { host: 'here.example', referer },
    url: '/seaside/services/1',
  }) as unknown as Visit

describe('back from a service', () => {
  it('leads to the results it was opened from, and still does after a press on its page', () => {
    const { href, here } = backToResults(visit('https://here.example/seaside/find?q=food&near=ZZ1'))
    expect(href).toBe('/seaside/find?q=food&near=ZZ1')
    expect(here).toBe('/seaside/services/1?from=%2Fseaside%2Ffind%3Fq%3Dfood%26near%3DZZ1')
    expect(backToResults(visit('https://here.example/seaside/services/1', href)).href).toBe(href)
    expect(backToResults(visit('https://here.example/seaside/list/K7QM4DXP')).href).toBe('/seaside/list/K7QM4DXP')
  })
  it('leads to Find help from anywhere else, and nowhere out of the place', () => {
    for (const referer of [
      undefined,
      'nonsense',
      'https://else.example/seaside/find?q=x',
      'https://here.example/other/find',
    ])
      expect(backToResults(visit(referer))).toEqual({ href: '/seaside/find', here: '/seaside/services/1' })
    for (const from of [
      '//else.example/find',
      '/seaside/sign-out',
      '/seaside/find\\x',
      '/seaside/../find',
      ['/seaside/find'],
      'x'.repeat(2000),
    ])
      expect(backToResults(visit(undefined, from)).href).toBe('/seaside/find')
  })
})
