import { numbersIn } from '../../../design/wording.ts'
import type { Language } from '../../../kernel/language.ts'
import { type AccessFeature, accessFeatures } from './access-features.ts'
import type { Filters, GroupKey } from './filter-answers.ts'
import type { Facet } from './filters.ts'
import { addressOf, type FindQuery, valuesOf, without } from './find-query.ts'
import { type SearchKey, searchWording } from './search-words.ts'

/** The filters of the find page as people see them: groups of boxes with counts, what was chosen, and what is not known. */

export type FilterItem = { id: string; value: string; text: string; checked: boolean }
export type FilterGroup = {
  id: string
  name: string
  legend: string
  kind: 'radios' | 'checkboxes' | 'age'
  hint?: string
  value?: string
  items: FilterItem[]
  /** Is any of them? */
  chosen: boolean
  /** Offered once something is chosen here that is not known of some. */
  leaveOut: FilterItem[]
}

/** What one chosen filter found: "Cost: 12 free, and 230 where we do not know." */
export type FilterFound = { text: string; link?: { text: string; href: string } }

const GROUP_WORDS: Readonly<Record<string, SearchKey>> = {
  open: 'groupOpen',
  cost: 'groupCost',
  way: 'groupWay',
  age: 'groupAge',
  language: 'groupLanguage',
  kind: 'groupKind',
  within: 'groupWithin',
  serves: 'groupServes',
  checked: 'groupChecked',
  access: 'groupAccess',
}
const ACCESS_WORDS: Readonly<Record<AccessFeature, SearchKey>> = {
  'step-free': 'stepFree',
  'accessible-toilet': 'accessibleToilet',
  'hearing-loop': 'hearingLoop',
  'accessible-parking': 'accessibleParking',
  'assistance-dogs': 'assistanceDogs',
  'quiet-space': 'quietSpace',
}
const CHOICE_WORDS: Readonly<Record<string, SearchKey>> = {
  'open now': 'openNow',
  'open today': 'openToday',
  'cost free': 'costFree',
  'cost paid': 'costPaid',
  'way in-person': 'wayInPerson',
  'way phone': 'wayPhone',
  'way online': 'wayOnline',
  'way home-visit': 'wayHome',
  'serves yes': 'serves',
  'checked yes': 'checked',
}
const isAccess = (key: string): key is AccessFeature => (accessFeatures as readonly string[]).includes(key)

/** How one choice is called: "Free", "Within 5 miles, or no journey needed". */
export function choiceInWords(name: string, value: string, label: string | undefined, language: Language): string {
  const say = searchWording(language)
  if (isAccess(name)) return say(ACCESS_WORDS[name])
  if (name === 'access' && isAccess(value)) return say(ACCESS_WORDS[value])
  if (name === 'within') return say('within', { count: Number(value) })
  if (name === 'age') return say('ageChosen', { age: value })
  const key = CHOICE_WORDS[`${name} ${value}`]
  return key ? say(key) : (label ?? value)
}

/** The groups in the order they are shown; a choice that would give nothing is left out unless it is chosen. */
export function groupsOf(facets: readonly Facet[], filters: Filters, language: Language): FilterGroup[] {
  const say = searchWording(language)
  const groups: FilterGroup[] = []
  const number = numbersIn(language)
  const groupOf = (key: GroupKey | 'access', kind: FilterGroup['kind']): FilterGroup => {
    const group: FilterGroup = {
      id: `filter-${key}`,
      name: key,
      legend: say(GROUP_WORDS[key] as SearchKey),
      kind,
      items: [],
      chosen: false,
      leaveOut: [],
    }
    groups.push(group)
    return group
  }
  const add = (group: FilterGroup, facet: Facet, sent: (value: string) => string) => {
    group.chosen ||= facet.active
    let before = 0
    for (const { value, label, count, chosen } of facet.choices) {
      // A greater distance that brings nothing more is not worth a line.
      const brings = facet.key === 'within' ? count > before : count > 0
      if (!brings && !chosen) continue
      before = count
      const text = say('choice', {
        label: choiceInWords(facet.key, value, label, language),
        count: number.format(count),
      })
      group.items.push({ id: `${group.id}-${group.items.length}`, value: sent(value), text, checked: chosen })
    }
    if (facet.active && (facet.notKnown > 0 || facet.leftOut))
      group.leaveOut.push({
        id: `${group.id}-unknown-${group.leaveOut.length}`,
        value: facet.key,
        text: say('leaveOut', { count: number.format(facet.notKnown) }),
        checked: facet.leftOut,
      })
  }
  let access: FilterGroup | undefined
  for (const facet of facets) {
    if (facet.key === 'age') continue
    if (isAccess(facet.key)) {
      access ??= groupOf('access', 'checkboxes')
      add(access, facet, () => facet.key)
    } else
      add(
        groupOf(facet.key, facet.key === 'open' || facet.key === 'within' ? 'radios' : 'checkboxes'),
        facet,
        value => value,
      )
  }
  const age = facets.find(({ key }) => key === 'age')
  const ageGroup = groupOf('age', 'age')
  ageGroup.hint = say('ageHint')
  ageGroup.value = filters.age === undefined ? '' : String(filters.age)
  if (age) add(ageGroup, age, value => value)
  ageGroup.items = []
  return groups.filter(({ kind, items }) => kind === 'age' || items.length > 0)
}

/** What was chosen, each with the same search without it. */
export function appliedOf(query: FindQuery, facets: readonly Facet[], base: string, language: Language) {
  return valuesOf(query.filters)
    .filter(([name]) => name !== 'leave-out')
    .map(([name, value]) => {
      const label = facets.find(({ key }) => key === name)?.choices.find(choice => choice.value === value)?.label
      return {
        text: choiceInWords(name, value, label, language),
        // What a feed calls its own is not ours to translate.
        isContent: name === 'kind' || name === 'language',
        href: addressOf(base, { ...query, page: 1, filters: without(query.filters, name, value) }),
      }
    })
}

/** For each filter that is set: how many it is certain of, how many not, and the way to leave these out or take them in again. */
export function foundOf(query: FindQuery, facets: readonly Facet[], base: string, language: Language): FilterFound[] {
  const say = searchWording(language)
  const number = numbersIn(language)
  return facets.flatMap(({ key, choices, active, notKnown, leftOut }): FilterFound[] => {
    const chosen = choices.filter(choice => choice.chosen)
    if (!active || notKnown === 0) return []
    const leaveOut = query.filters.leaveOut ?? []
    const filters = leftOut
      ? without(query.filters, 'leave-out', key)
      : { ...query.filters, leaveOut: [...leaveOut, key] }
    return [
      {
        text: say(leftOut ? 'sureOnly' : 'sure', {
          group: say(GROUP_WORDS[isAccess(key) ? 'access' : key] as SearchKey),
          count: chosen.map(({ count }) => number.format(count)).join(' + '),
          choice: chosen
            .map(({ value, label }) =>
              lowerFirst(choiceInWords(key, key === 'age' ? String(query.filters.age) : value, label, language)),
            )
            .join(', '),
          unknown: number.format(notKnown),
        }),
        link: {
          text: say(leftOut ? 'keepLink' : 'leaveOutLink'),
          href: addressOf(base, { ...query, page: 1, filters }),
        },
      },
    ]
  })
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1)
