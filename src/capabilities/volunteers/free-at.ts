import { chosen, ticked } from '../../platform/http/typed.ts'
import { partsOfDay } from './words.ts'

/** When somebody is free in a usual week: 21 bits, bit `3 * day + part`, Monday 0, morning 0. */

export const days = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const

const parts = Object.keys(partsOfDay) as (keyof typeof partsOfDay)[]

/** Every slot as forms name it: 'monday-morning', ... */
export const slots: readonly string[] = days.flatMap(day => parts.map(part => `${day.toLowerCase()}-${part}`))

export const anyTime = 2 ** slots.length - 1

const bitsOf = (isFree: (day: number, part: number) => boolean): number =>
  slots.reduce((bits, _, n) => (isFree(Math.floor(n / parts.length), n % parts.length) ? bits | (1 << n) : bits), 0)

const [saturday, evening] = [5, 2]

/** Quick answers; whoever wants it finer ticks slots. */
export const quickTimes = {
  any: { label: 'Any time', bits: anyTime },
  'working hours': { label: 'Weekdays, in the daytime', bits: bitsOf((day, part) => day < saturday && part < evening) },
  'free time': { label: 'Evenings and weekends', bits: bitsOf((day, part) => day >= saturday || part === evening) },
} as const

type Quick = keyof typeof quickTimes

const quickCodes = [...(Object.keys(quickTimes) as Quick[]), 'slots' as const]

/** What a form says of it; 0 when slots were to be ticked and none was. Somebody who ticked slots and left the quick answer alone means the slots. */
export const readFreeAt = (posted: Readonly<Record<string, unknown>>): number => {
  const ticks = new Set(ticked(posted.slots, slots))
  const bits = slots.reduce((sum, slot, n) => (ticks.has(slot) ? sum | (1 << n) : sum), 0)
  const quick = chosen(posted.freeWhen, quickCodes)
  return quick && quick !== 'slots' && (bits === 0 || quick !== 'any') ? quickTimes[quick].bits : bits
}

/** The form's fields for what is known. */
export const freeAtValues = (freeAt: number): { freeWhen: string; slots: string[] } => {
  const quick = (Object.keys(quickTimes) as Quick[]).find(code => quickTimes[code].bits === freeAt)
  return quick
    ? { freeWhen: quick, slots: [] }
    : { freeWhen: 'slots', slots: slots.filter((_, n) => freeAt & (1 << n)) }
}

/** "Any time"; "Monday morning and evening, Friday". */
export const freeAtInWords = (freeAt: number): string => {
  const quick = Object.values(quickTimes).find(({ bits }) => bits === freeAt)
  if (quick) return quick.label
  return days
    .flatMap((day, n) => {
      const free = parts.filter((_, part) => freeAt & (1 << (parts.length * n + part)))
      if (free.length === 0) return []
      return free.length === parts.length ? day : `${day} ${free.join(' and ')}`
    })
    .join(', ')
}
