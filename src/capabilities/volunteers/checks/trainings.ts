import { Type } from 'typebox'
import { Value } from 'typebox/value'

/** A training that a place offers or accepts. */
export interface Training {
  readonly code: string
  readonly label: string
  /** How long it counts; null for always. */
  readonly countsMonths: number | null
}

/** What a place has while it has said nothing else (`trainings` of its settings). How long each counts is our own rule. */
export const usualTrainings: readonly Training[] = [
  { code: 'safeguarding basics', label: 'Safeguarding: what to notice and whom to tell', countsMonths: 36 },
  { code: 'lone visiting', label: 'Visiting alone, safely', countsMonths: 36 },
  { code: 'money and receipts', label: 'Other people’s money: receipts, never a card or a PIN', countsMonths: 36 },
  { code: 'phone company', label: 'Listening on the phone', countsMonths: null },
  { code: 'food hygiene', label: 'Food hygiene, level 2', countsMonths: 36 },
]

const Trainings = Type.Array(
  Type.Object({
    code: Type.String({ minLength: 1, maxLength: 60 }),
    label: Type.String({ minLength: 1, maxLength: 120 }),
    countsMonths: Type.Union([Type.Integer({ minimum: 1, maximum: 240 }), Type.Null()]),
  }),
  { minItems: 1, maxItems: 40 },
)

/** The trainings of a place, from its settings; the usual ones where it has said nothing that can be read. */
export const trainingsOf = (settings: Readonly<Record<string, unknown>>): readonly Training[] =>
  Value.Check(Trainings, settings.trainings) ? settings.trainings : usualTrainings

/** The last day that a training or a check counts which was done on a day: so many months later, on the last of a shorter month. */
export const countsUntil = (on: string, months: number): string => {
  const [year = 0, month = 1, day = 1] = on.split('-').map(Number)
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate()
  return new Date(Date.UTC(year, month - 1 + months, Math.min(day, last))).toISOString().slice(0, 10)
}
