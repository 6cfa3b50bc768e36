/**
 * One style sheet written once, read in two directions.
 *
 * Our styles say `start` and `end`; govuk-frontend's say left and right. Pages read from the left get a sheet that says left and right throughout, which
 * the oldest phones understand; pages read from the right get one that says start and end throughout, so that a line of English in an Arabic page keeps
 * its own direction. Measured on the compiled sheet; the parts that are drawings (arrows, ticks) have rules of their own in `_direction.scss`.
 */

const sides = [
  ['left', 'inline-start'],
  ['right', 'inline-end'],
] as const

/** Everything said with left and right. */
export function saidInSides(css: string): string {
  let said = css
  for (const [side, flow] of sides) {
    const [, edge = ''] = flow.split('-')
    said = said
      .replace(new RegExp(`(?<=[{;])(margin|padding|border)-${flow}(?=[-:])`, 'g'), `$1-${side}`)
      .replace(new RegExp(`(?<=[{;])inset-${flow}:`, 'g'), `${side}:`)
      .replace(new RegExp(`(?<=[{;])text-align:${edge}(?=[\\s;}!])`, 'g'), `text-align:${side}`)
  }
  return said
}

/** Everything said with start and end. */
export function saidInFlow(css: string): string {
  let said = css.replace(
    /(?<=[{;])(margin|padding):([^;{}!]+)(?=[;}!])/g,
    (whole, property: string, values: string) => {
      const [top, right, bottom, left, more] = parts(values)
      if (left === undefined || more !== undefined || right === left) return whole
      return `${property}-block:${top} ${bottom};${property}-inline:${left} ${right}`
    },
  )
  for (const [side, flow] of sides) {
    const [, edge = ''] = flow.split('-')
    said = said
      .replace(new RegExp(`(?<=[{;])(margin|padding|border)-${side}(?=[-:])`, 'g'), `$1-${flow}`)
      .replace(new RegExp(`(?<=[{;])${side}:`, 'g'), `inset-${flow}:`)
      .replace(new RegExp(`(?<=[{;])float:${side}(?=[\\s;}!])`, 'g'), `float:${flow}`)
      .replace(new RegExp(`(?<=[{;])(text-align|justify-content):${side}(?=[\\s;}!])`, 'g'), `$1:${edge}`)
  }
  return said
}

/** The values of a shorthand; what stands in brackets is one. */
const parts = (values: string): string[] => values.trim().match(/(?:[^\s()]|\((?:[^()]|\([^()]*\))*\))+/g) ?? []
