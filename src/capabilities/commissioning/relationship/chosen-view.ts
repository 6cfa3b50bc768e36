/** Why an agreement was made the way it was: as whoever is in it reads it, and as everybody does. */
import { exactDate } from '../../../design/time-in-words.ts'
import type { SummaryCard } from '../../../design/view-models.ts'
import type { Agreement } from '../agreements/agreement.ts'
import type { KeptRule, OpenChoice } from '../routes/choice.ts'
import { named } from '../routes/local-area.ts'
import { always } from '../routes/rules.ts'

interface RuleView {
  readonly says: string
  readonly source: string
  readonly href: string
  readonly holds: string
}

export interface ChosenView {
  readonly askedOn: string
  readonly sentence: string
  /** Where the same is asked again, by the rules of now; empty for those who may not see every answer. */
  readonly href: string
  readonly ways: readonly { title: string; because: string; isTaken: boolean; rule: RuleView }[]
  readonly threshold: RuleView | null
  readonly keptFor: readonly { title: string; areas: string; rules: readonly RuleView[] }[]
  readonly told: readonly { question: string; answer: string }[]
}

const ruleView = ({ says, source, url, from, until }: KeptRule): RuleView => ({
  says,
  source,
  href: url,
  holds: from === always ? '' : `since ${exactDate(from)}${until ? `, until ${exactDate(until)}` : ''}`,
})

export const openChosen = ({ askedOn, told, ways, threshold, keptFor }: OpenChoice, route: string): ChosenView => ({
  askedOn: exactDate(askedOn),
  sentence: '',
  href: '',
  ways: ways.map(({ code, title, because, rule }) => ({
    title,
    because,
    isTaken: code === route,
    rule: ruleView(rule),
  })),
  threshold: threshold && ruleView(threshold),
  keptFor: keptFor.map(({ title, areas, rules }) => ({
    title: title.toLowerCase(),
    areas: named(areas),
    rules: rules.map(ruleView),
  })),
  told,
})

export const chosenView = (
  { routeFacts, route }: Pick<Agreement, 'routeFacts' | 'route'>,
  slug: string,
): ChosenView | null =>
  routeFacts && {
    ...openChosen(routeFacts, route),
    sentence: routeFacts.sentence,
    href: `/${slug}/commissioning/routes?${new URLSearchParams(routeFacts.answers)}`,
  }

/** For whom it is kept, as a row of a card; none where it is open to all. */
export const reservedRow = ({
  reservedArea,
  reservedPlaces,
  reservedFor,
}: Pick<Agreement, 'reservedArea' | 'reservedPlaces' | 'reservedFor'>): SummaryCard['rows'] => {
  const kinds = reservedFor.map(code =>
    code === 'sme' ? 'small and medium-sized enterprises' : 'voluntary, community and social enterprises',
  )
  const area =
    reservedArea === 'uk' ? 'the United Kingdom' : reservedArea && (named(reservedPlaces ?? []) || 'the local area')
  if (!area && kinds.length === 0) return []
  return [
    {
      key: 'Kept for',
      value: `${kinds.length ? kinds.join(' and ') : 'suppliers'}${area ? ` of ${area}` : ''}`,
    },
  ]
}
