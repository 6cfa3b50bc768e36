/** 90 → "1 hour 30 minutes". */
export const hoursInWords = (minutes: number): string => {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60]
  const part = (n: number, word: string) =>
    n === 0 ? [] : [`${n.toLocaleString('en-GB')} ${word}${n === 1 ? '' : 's'}`]
  return [...part(hours, 'hour'), ...part(rest, 'minute')].join(' ') || 'No time yet'
}
