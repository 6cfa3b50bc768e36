import { type FieldView, fieldView } from '../../design/form.ts'
import type { ErrorItem } from '../../design/view-models.ts'
import { days, slots } from './free-at.ts'
import { fieldsFor } from './what-they-say.ts'
import { partsOfDay } from './words.ts'

/** The one form of what a volunteer says, as `what-they-say.njk` draws it. */
export type VolunteerForm = {
  essential: readonly FieldView[]
  activities: FieldView
  times: FieldView
  parts: readonly string[]
  days: readonly { day: string; slots: readonly { value: string; label: string; checked: boolean }[] }[]
  slotsOpen: boolean
  distance: FieldView
  more: readonly FieldView[]
  moreOpen: boolean
}

const moreNames = ['hasCar', 'capacity', 'moreOffers', 'languages', 'limits']

export const volunteerForm = (
  values: Readonly<Record<string, unknown>>,
  errors: readonly ErrorItem[],
  {
    forThem = false,
    withoutReach = false,
    open = false,
    nameHint,
  }: { forThem?: boolean; withoutReach?: boolean; open?: boolean; nameHint?: string } = {},
): VolunteerForm => {
  const fields = fieldsFor(forThem)
  const draw = (field: Parameters<typeof fieldView>[0]) => fieldView(field, values, errors)
  const ticks = new Set([values.slots].flat())
  const parts = Object.entries(partsOfDay)
  return {
    essential: fields.essential
      .filter(({ name }) => !withoutReach || name === 'postcode')
      .map(field => draw(field.name === 'name' && nameHint ? ({ ...field, hint: nameHint } as typeof field) : field)),
    activities: draw(fields.activities),
    times: draw(fields.times),
    // Short, so that three columns fit a phone; each box says its time in full.
    parts: ['am', 'pm', 'eve'],
    days: days.map((day, n) => ({
      day,
      slots: parts.map(([part], p) => {
        const value = slots[n * parts.length + p] ?? ''
        return { value, label: `${day} ${part}`, checked: ticks.has(value) }
      }),
    })),
    slotsOpen: values.freeWhen === 'slots' || slots.some(slot => ticks.has(slot)),
    distance: draw(fields.distance),
    more: fields.more.map(draw),
    moreOpen: open || errors.some(({ field }) => moreNames.includes(field)),
  }
}
