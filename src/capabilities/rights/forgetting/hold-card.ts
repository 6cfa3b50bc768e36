import type { form } from '../../../design/form.ts'
import { exactDate, exactTime } from '../../../design/time-in-words.ts'
import type { SummaryCard } from '../../../design/view-models.ts'
import { type Hold, holdGrounds } from '../hold-store.ts'

/** One hold as a card: what, on which ground, why, who, until when, and its end. */
export const holdCard = (
  { ground, because, putBy, putAt, untilOn, endedAt, endedBy }: Hold,
  says: string,
): SummaryCard => ({
  title: says,
  rows: [
    { key: 'What for', value: holdGrounds[ground] },
    { key: 'Why', value: because },
    { key: 'Put by', value: `${putBy}, ${exactTime(putAt)}` },
    { key: 'Until', value: exactDate(untilOn) },
    ...(endedAt ? [{ key: 'Ended', value: `${endedBy}, ${exactTime(endedAt)}` }] : []),
  ],
})

/** What is asked of every hold. */
export const holdQuestions: Parameters<typeof form>[0]['fields'] = [
  {
    kind: 'radios',
    name: 'ground',
    label: 'What is it for?',
    options: Object.entries(holdGrounds).map(([value, text]) => ({ value, text })),
  },
  { kind: 'textarea', name: 'because', label: 'Why must it stay?', limit: 2000 },
  { kind: 'date', name: 'untilOn', label: 'Until when?' },
]
