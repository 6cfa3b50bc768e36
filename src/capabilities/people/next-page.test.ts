import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Actor, Permission } from '../../platform/auth/actor.ts'
import type { VisitedPlace } from '../../platform/http/route.ts'
import { pathOfThisPlace, whereNeeded } from './next-page.ts'

describe('path of this place', () => {
  it.each(['/north-shore', '/north-shore/referrals/12?done=x', '/north-shore/a%20b'])('lets %s through', path => {
    expect(pathOfThisPlace(path, 'north-shore')).toBe(path)
  })

  it.each([
    '//elsewhere.example',
    '/\\elsewhere.example',
    'https://elsewhere.example/north-shore/',
    '/north-shore.elsewhere.example',
    '/north-shore/../other/worklist',
    '/north-shore/%2e%2e/other',
    '/north-shore\\..\\..\\\\elsewhere.example',
    '/other/worklist',
    'javascript:alert(1)',
    '/north-shore/sign-out',
    '/north-shore/sign-in?next=/north-shore/sign-in',
    '',
    `/north-shore/${'x'.repeat(2000)}`,
  ])('turns %s away', path => {
    expect(pathOfThisPlace(path, 'north-shore')).toBeNull()
  })

  it('turns away what is not one text', () => {
    expect(pathOfThisPlace(['/north-shore/a', '/north-shore/b'], 'north-shore')).toBeNull()
    expect(pathOfThisPlace(undefined, 'north-shore')).toBeNull()
  })

  it('never leads out of the place, whatever it is given', () => {
    const piece = fc.constantFrom(
      '/',
      '\\',
      '..',
      '.',
      '%2e',
      '@',
      ':',
      '//',
      'north-shore',
      'evil.example',
      '\t',
      '\n',
      '?',
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 8 }), pieces => {
        const path = pathOfThisPlace(`/north-shore${pieces.join('')}`, 'north-shore')
        if (path === null) return
        const led = new URL(path, 'https://house.example')
        expect(led.origin).toBe('https://house.example')
        expect(led.pathname === '/north-shore' || led.pathname.startsWith('/north-shore/')).toBe(true)
      }),
    )
  })
})

describe('where needed', () => {
  const place = { slug: 'north-shore', settings: { triageOrganisationId: 'hub' } } as unknown as VisitedPlace
  const who = (organisationId: string, ...permissions: Permission[]) =>
    ({ organisationId, permissions: new Set(permissions) }) as unknown as Actor

  it('is the worklist for those who decide', () => {
    expect(whereNeeded(who('hub', 'worklist.see', 'referral.answer'), place)).toBe('/north-shore/worklist')
  })
  it('is what they are asked for every other coordinator', () => {
    expect(whereNeeded(who('kitchen', 'worklist.see', 'referral.answer'), place)).toBe('/north-shore/referrals')
  })
  it('is what worries somebody for a safeguarding lead', () => {
    expect(whereNeeded(who('council', 'concern.see', 'directory.keep-right'), place)).toBe('/north-shore/concerns')
    expect(whereNeeded(who('hub', 'concern.see', 'worklist.see'), place)).toBe('/north-shore/worklist')
  })
  it('is never a page they may not open', () => {
    expect(whereNeeded(who('kitchen', 'worklist.see'), place)).toBe('/north-shore/worklist')
    expect(whereNeeded(who('council'), place)).toBe('/north-shore')
  })
})
