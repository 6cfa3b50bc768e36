/** What changed, by the resident's own measure. */
export const differences = {
  'much better': { label: 'Much better' },
  better: { label: 'A bit better' },
  'the same': { label: 'About the same' },
  worse: { label: 'Worse' },
  'not known': { label: 'Not known' },
} as const

export type Difference = keyof typeof differences

/** Who told us what changed. `nobody` is what the clock writes when the time to be told has passed. */
export const toldBys = {
  'the resident': 'The resident',
  'someone for them': 'Someone for them',
  'the helper': 'The organisation that helped',
  nobody: 'Nobody',
} as const
export type ToldBy = keyof typeof toldBys
