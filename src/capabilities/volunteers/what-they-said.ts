import type { SummaryCard } from '../../design/view-models.ts'
import { freeAtInWords } from './free-at.ts'
import type { Volunteer } from './volunteer.ts'
import { activities, type LanguageSpoken, languagesSpoken } from './words.ts'

/** What a volunteer said they can do, when, where and how much, in rows: for themselves and for whoever looks after them. */
export const whatTheySaid = (volunteer: Volunteer): SummaryCard['rows'] => [
  { key: 'Can do', value: volunteer.activities.map(code => activities[code].label).join(', ') },
  { key: 'Free', value: freeAtInWords(volunteer.freeAt) },
  { key: 'How far', value: `${(volunteer.withinMetres / 1609.344).toFixed(1).replace(/\.0$/, '')} miles` },
  { key: 'Car', value: volunteer.hasCar ? 'Yes' : 'No' },
  { key: 'People at once', value: String(volunteer.capacity) },
  { key: 'Offers a week', value: `At most ${volunteer.mostOffersAWeek}` },
  {
    key: 'Languages',
    value: ['English', ...volunteer.languages.map(code => languagesSpoken[code as LanguageSpoken] ?? code)].join(', '),
  },
  { key: 'Limits', value: volunteer.limits || 'None' },
]
