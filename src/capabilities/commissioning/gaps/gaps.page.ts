/** `/:place/commissioning/gaps`: where help is missing, as the needs themselves tell it; each line opens an engagement about it. */
import { Type } from 'typebox'
import type { PageModel } from '../../../design/page.ts'
import type { EmptyState } from '../../../design/view-models.ts'
import { type NeedKind, needKinds } from '../../../kernel/need-kind.ts'
import { page, view } from '../../../platform/http/route.ts'
import {
  chosenPeriod,
  type Gap,
  periodChoices,
  periodLabels,
  readPeriodChoice,
  takeGaps,
  waysMissing,
} from '../../demand/index.ts'
import { hrefFromGap } from './engagement-from-gap.ts'

/** Help with one kind of need in one neighbourhood; without an address for whoever opens no engagement. */
type GapLink = { text: string; href: string | null }

type GapsModel = PageModel & {
  periods: readonly { text: string; href: string; current: boolean }[]
  /** What there are numbers of, most needs first. */
  most: { columns: readonly string[]; rows: readonly { link: GapLink; numbers: readonly string[] }[] }
  /** Where help is missing too, too seldom for numbers to be shown. */
  few: readonly { name: string; links: readonly GapLink[]; more: boolean }[]
  /** Where not even with what can be said. */
  tooFew: readonly GapLink[]
  mayOpen: boolean
  howItIsCounted: readonly string[]
  empty: EmptyState
}

const nowhereKnown = 'Neighbourhood not known'

const ways = ['unmet', 'askedAgain', 'unanswered'] as const

/** Whether anything at all is said of a neighbourhood but that help was missing there. */
const says = ({ gaps }: { readonly gaps: readonly Gap[] }): boolean =>
  gaps.some(gap => ways.some(way => gap[way] !== 'not shown' && gap[way] !== 0))

/** As many needs as may be said; one need can be in it more than once. */
const saidOf = (gap: Gap): number => ways.reduce((sum, way) => sum + (typeof gap[way] === 'number' ? gap[way] : 0), 0)

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
    const hrefOf = (neighbourhoodId: string | null, kind: NeedKind | null) =>
      mayOpen ? hrefFromGap(place.slug, { neighbourhoodId, kind, days: choice }) : null
    const [told, tooFewTold] = [neighbourhoods.filter(says), neighbourhoods.filter(each => !says(each))]
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
      most: {
        columns: ways.map(way => waysMissing[way]),
        rows: told
          .flatMap(({ neighbourhoodId, name, gaps }) => gaps.map(gap => ({ neighbourhoodId, name, gap })))
          .filter(({ gap }) => saidOf(gap) > 0)
          .sort((a, b) => saidOf(b.gap) - saidOf(a.gap))
          .map(({ neighbourhoodId, name, gap }) => ({
            link: {
              text: `${needKinds[gap.kind].label}${name ? ` in ${name}` : ', neighbourhood not known'}`,
              href: hrefOf(neighbourhoodId, gap.kind),
            },
            numbers: ways.map(way => String(gap[way])),
          })),
      },
      few: told.flatMap(({ neighbourhoodId, name, gaps }) => {
        const few = gaps.filter(gap => ways.some(way => gap[way] === 'fewer than 5') && saidOf(gap) === 0)
        return few.length === 0
          ? []
          : [
              {
                name: name ?? nowhereKnown,
                links: few.map(({ kind }) => ({ text: needKinds[kind].label, href: hrefOf(neighbourhoodId, kind) })),
                more: gaps.some(gap => ways.some(way => gap[way] === 'not shown')),
              },
            ]
      }),
      tooFew: tooFewTold.map(({ neighbourhoodId, name }) => ({
        text: name ?? nowhereKnown,
        href: hrefOf(neighbourhoodId, null),
      })),
      mayOpen,
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
