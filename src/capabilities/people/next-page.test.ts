import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Actor, Permission } from '../../platform/auth/actor.ts'
import type { VisitedPlace } from '../../platform/http/route.ts'
import { pathOfThisPlace, whereNeeded } from './next-page.ts'

describe('path of this place', () => {
  it.each(['/larkmere', '/larkmere/referrals/12?done=x', '/larkmere/a%20b'])('lets %s through', path => {
    expect(pathOfThisPlace(path, 'larkmere')).toBe(path)
  })

  it.each([
    '//elsewhere.example',
    '/\\elsewhere.example',
    'https://elsewhere.example/larkmere/',
    '/larkmere.elsewhere.example',
    '/larkmere/../other/worklist',
    '/larkmere/%2e%2e/other',
    '/larkmere\\..\\..\\\\elsewhere.example',
    '/other/worklist',
    'javascript:alert(1)',
    '/larkmere/sign-out',
    '/larkmere/sign-in?next=/larkmere/sign-in',
    '',
    `/larkmere/${'x'.repeat(2000)}`,
  ])('turns %s away', path => {
    expect(pathOfThisPlace(path, 'larkmere')).toBeNull()
  })

  it('turns away what is not one text', () => {
    expect(pathOfThisPlace(['/larkmere/a', '/larkmere/b'], 'larkmere')).toBeNull()
    expect(pathOfThisPlace(undefined, 'larkmere')).toBeNull()
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
      'larkmere',
      'evil.example',
      '\t',
      '\n',
      '?',
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 8 }), pieces => {
        const path = pathOfThisPlace(`/larkmere${pieces.join('')}`, 'larkmere')
        if (path === null) return
        const led = new URL(path, 'https://house.example')
        expect(led.origin).toBe('https://house.example')
        expect(led.pathname === '/larkmere' || led.pathname.startsWith('/larkmere/')).toBe(true)
      }),
    )
  })
})

describe('where needed', () => {
  const place = { slug: 'larkmere', settings: { triageOrganisationId: 'hub' } } as unknown as VisitedPlace
  const who = (organisationId: string, ...permissions: Permission[]) =>
    ({ organisationId, permissions: new Set(permissions) }) as unknown as Actor

  it('is the worklist for those who decide', () => {
    expect(whereNeeded(who('hub', 'worklist.see', 'referral.answer'), place)).toBe('/larkmere/worklist')
  })
  it('is what they are asked for every other coordinator', () => {
    expect(whereNeeded(who('kitchen', 'worklist.see', 'referral.answer'), place)).toBe('/larkmere/referrals')
  })
  it('is never a page they may not open', () => {
    expect(whereNeeded(who('kitchen', 'worklist.see'), place)).toBe('/larkmere/worklist')
    expect(whereNeeded(who('council'), place)).toBe('/larkmere')
  })
})
