/** `/:place/commissioning/gaps`: where help is missing, as the needs themselves tell it; each line opens an engagement about it. */
import { Type } from 'typebox'
import type { PageModel } from '../../../design/page.ts'
import type { EmptyState, TableRows } from '../../../design/view-models.ts'
import { type NeedKind, needKinds } from '../../../kernel/need-kind.ts'
import { page, view } from '../../../platform/http/route.ts'
import {
  chosenPeriod,
  periodChoices,
  periodLabels,
  readPeriodChoice,
  takeGaps,
  waysMissing,
} from '../../demand/index.ts'
import { hrefFromGap } from './engagement-from-gap.ts'

type GapsModel = PageModel & {
  periods: readonly { text: string; href: string; current: boolean }[]
  neighbourhoods: readonly {
    id: string
    name: string
    table: TableRows
    openings: readonly { text: string; href: string }[]
  }[]
  howItIsCounted: readonly string[]
  empty: EmptyState
}

const nowhereKnown = 'Neighbourhood not known'

export const gapsPage = page({
  method: 'GET',
  path: '/:place/commissioning/gaps',
  allow: 'measures.see',
  query: Type.Object({ days: Type.Optional(Type.Unknown()) }),
  async handle({ platform, place, actor, query }) {
    const known = readPeriodChoice(query.days, '90')
    const choice = known ?? '90'
    const here = `/${place.slug}/commissioning/gaps`
    const neighbourhoods = await platform.db.as(actor, tx => takeGaps(tx, chosenPeriod(choice, tx.now)))
    const mayOpen = actor.permissions.has('commissioning.lead')
    const model: GapsModel = {
      page: {
        title: 'Where help is missing',
        caption: periodLabels[choice],
        kind: 'staff',
        backHref: `/${place.slug}/commissioning`,
        ...(!known && {
          errors: [{ field: 'days', message: 'Choose one of the four spans of days. These are the last 90 days.' }],
        }),
      },
      periods: periodChoices.map(each => ({
        text: periodLabels[each],
        href: `${here}?days=${each}`,
        current: each === choice,
      })),
      neighbourhoods: neighbourhoods.map(({ neighbourhoodId, name, gaps }) => ({
        id: neighbourhoodId ?? 'not-known',
        name: name ?? nowhereKnown,
        table: {
          columns: [{ text: 'Help with' }, ...Object.values(waysMissing).map(text => ({ text, number: true }))],
          rows: gaps.map(gap => [
            needKinds[gap.kind].label,
            ...(['unmet', 'askedAgain', 'unanswered'] as const).map(way => String(gap[way])),
          ]),
        },
        openings: mayOpen
          ? gaps.map(({ kind }) => ({
              text: `Ask people about ${needKinds[kind as NeedKind].label.toLowerCase()} in ${name ?? 'the place'}`,
              href: hrefFromGap(place.slug, { neighbourhoodId, kind, days: choice }),
            }))
          : [],
      })),
      howItIsCounted: [
        'Nobody could help: whoever was asked said no, did not answer or could not do it, and nobody has taken it on since; or it was closed because nobody could help.',
        'Had to ask again: after a no, a silence or a “could not do it”, somebody else was asked.',
        'Asked, no answer: an organisation that was asked did not answer in time, whatever came of it.',
        'One need can be in all three. Numbers from 1 to 4 are shown as “fewer than 5”, and sometimes a larger one is not shown, so that nobody can be recognised.',
        'Only needs told in these days count. What nobody told us is not here: ask.',
      ],
      empty: {
        title: 'Nothing is missing in these days',
        sentences: ['Every need told in these days was taken on by somebody, or is still being asked about.'],
      },
    }
    return view('commissioning/gaps/gaps.njk', model, known ? {} : { status: 400 })
  },
})
