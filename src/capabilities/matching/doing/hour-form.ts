/** The two boxes in which somebody says when a volunteer comes, for the volunteer and for a coordinator. */
import { dateValues, type Field } from '../../../design/form.ts'
import { dateAt } from '../../../design/time-in-words.ts'
import type { ErrorItem } from '../../../design/view-models.ts'
import { clockOf, instantFrom } from '../clock.ts'
import type { When } from '../times.ts'

export const hourFields = (label: string): Field[] => [
  { kind: 'date', name: 'comesOn', label },
  {
    kind: 'text',
    name: 'comesTime',
    label: 'At what time',
    hint: 'Like 14:00 or 2 pm',
    width: 5,
    autocomplete: 'off',
  },
]

/** What the boxes start with: the hour as it was agreed, else the first day it can be. */
export const hourValues = (agreedAt: Date | null, within: When, now: Date): Readonly<Record<string, unknown>> => ({
  ...dateValues('comesOn', dateAt(agreedAt ?? new Date(Math.max(within.startsAt.getTime(), now.getTime())))),
  comesTime: agreedAt ? clockOf(agreedAt) : '',
})

export const readHour = (body: Readonly<Record<string, unknown>>): string => instantFrom(body, 'comesOn', 'comesTime')

/** What is wrong with the moment is said at the box of its time. */
export const atHour = (error: ErrorItem): ErrorItem => ({
  ...error,
  field: error.field === 'comesAt' ? 'comesTime' : error.field,
})
