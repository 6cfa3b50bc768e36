import { describe, expect, it } from 'vitest'
import { factKind, sayFact } from './fact.ts'

describe('fact', () => {
  it('is said by the words its kind was declared with, wherever it is read', () => {
    factKind<{ what: string }>('lamp-lit', ({ what }) => `Lit the ${what}.`)
    expect(sayFact({ kind: 'lamp-lit', data: { what: 'lamp' } })).toBe('Lit the lamp.')
  })

  it('is said by its name when nobody declares its kind any more', () => {
    expect(sayFact({ kind: 'bridge-crossed-twice', data: {} })).toBe('Bridge crossed twice.')
  })
})
