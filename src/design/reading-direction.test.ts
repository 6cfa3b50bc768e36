import { describe, expect, it } from 'vitest'
import { compileStyles } from './build-static.ts'
import { saidInFlow, saidInSides } from './reading-direction.ts'

describe('the two directions of the style sheet', () => {
  it('says start and end where a sheet said left and right', () => {
    expect(saidInFlow('.a{margin-left:1px;padding:1px 2px 3px 4px;text-align:right;left:0;float:left}')).toBe(
      '.a{margin-inline-start:1px;padding-block:1px 3px;padding-inline:4px 2px;text-align:end;inset-inline-start:0;float:inline-start}',
    )
    expect(saidInFlow('.a{border-left-color:red;padding:0 calc(1px + (2px*2)) 0 4px}')).toBe(
      '.a{border-inline-start-color:red;padding-block:0 0;padding-inline:4px calc(1px + (2px*2))}',
    )
  })

  it('leaves alone what has no side, and names that only look like one', () => {
    const css = '.left:hover,.kil-left{margin:0 auto;padding:1px 2px 3px 2px;transform:rotate(45deg);--left:1px}'
    expect(saidInFlow(css)).toBe(css)
  })

  it('says left and right where our styles said start and end', () => {
    expect(saidInSides('.a{padding-inline-start:1px;border-inline-end:0;inset-inline-end:0;text-align:start}')).toBe(
      '.a{padding-left:1px;border-right:0;right:0;text-align:left}',
    )
  })

  it('leaves no side in the sheet of pages read from the right, and no flow in the other', async () => {
    const { fromTheLeft, fromTheRight } = await compileStyles()
    const declared = (css: string, what: RegExp) => [...css.matchAll(what)].map(([found]) => found)
    expect(declared(fromTheRight, /[{;](?:(?:margin|padding|border)-(?:left|right)|left|right)[-:]/g)).toEqual([])
    expect(declared(fromTheRight, /(?:text-align|float):(?:left|right)/g)).toEqual([])
    expect(declared(fromTheLeft, /(?:margin|padding|border|inset)-inline-(?:start|end)/g)).toEqual([])
  })
})
