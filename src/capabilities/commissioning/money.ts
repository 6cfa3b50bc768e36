/** Money in whole pence: read, said, added up, and shared out so that the parts add to the penny. */

/** The most an amount may be: £10,000 million, far above any agreement of a place and far below where whole numbers stop being exact. */
export const mostPence = 1_000_000_000_000

/** "£1,234.56"; whole pounds without pence. */
export const pounds = (pence: number): string => {
  const sign = pence < 0 ? '−' : ''
  const whole = Math.trunc(Math.abs(pence) / 100).toLocaleString('en-GB')
  const rest = Math.abs(pence) % 100
  return `${sign}£${whole}${rest === 0 ? '' : `.${String(rest).padStart(2, '0')}`}`
}

/** What was typed as pounds, in pence: '£207,720', '207720.00', '1 234.5'. Null when it is no amount of money, is negative, or names part of a penny. */
export const readPounds = (typed: string): number | null => {
  const plain = typed.replace(/[£,\s\u00a0]/g, '')
  const found = /^(\d{1,12})(?:\.(\d{1,2}))?$/.exec(plain)
  if (!found) return null
  const pence = Number(found[1]) * 100 + Number((found[2] ?? '').padEnd(2, '0'))
  return pence <= mostPence ? pence : null
}

export const sum = (amounts: readonly number[]): number => amounts.reduce((all, amount) => all + amount, 0)

/**
 * Shares a whole number of pence out by weights so that the parts add to it exactly: each gets the whole pence of its exact share, and what is left goes a penny
 * each to those whose fraction was largest, the earlier first where two are alike (the method of largest remainders, Hamilton 1792).
 * @throws when no weight is above nothing, or one is below.
 */
export const shareOut = (pence: number, weights: readonly number[]): number[] => {
  const of = weights.map(weight => BigInt(weight))
  const all = of.reduce((total, weight) => total + weight, 0n)
  if (all <= 0n || of.some(weight => weight < 0n))
    throw new Error('Shares need weights of at least nothing, not all nothing.')
  const parts = of.map((weight, at) => ({
    at,
    pence: (BigInt(pence) * weight) / all,
    left: (BigInt(pence) * weight) % all,
  }))
  const missing = Number(BigInt(pence) - parts.reduce((total, part) => total + part.pence, 0n))
  const byFraction = parts
    .filter(({ left }) => left > 0n)
    .sort((a, b) => (a.left === b.left ? a.at - b.at : a.left > b.left ? -1 : 1))
  const more = new Set(byFraction.slice(0, missing).map(({ at }) => at))
  return parts.map(part => Number(part.pence) + (more.has(part.at) ? 1 : 0))
}
