/** How a place is doing: what is waited for, what became of it, and where nobody could help. */
import { Type } from 'typebox'
import type { PageModel } from '../../design/page.ts'
import type { EmptyState } from '../../design/view-models.ts'
import { isAllowed } from '../../platform/auth/actor.ts'
import { page, view } from '../../platform/http/route.ts'
import type { Measures } from './measures.ts'
import { chosenPeriod, type PeriodChoice, periodChoices, readPeriodChoice } from './period.ts'
import type { BigNumber, Pictures } from './pictures.ts'
import { takeMeasures } from './take-measures.ts'
import { howItIsCounted, periodLabels, roughly, silenceSentence } from './words.ts'

/** Drawing takes a tenth of what the whole house takes to start, so it is loaded with the first picture. */
const picturesOf = async (...of: Parameters<typeof import('./pictures.ts').picturesOf>): Promise<Pictures> =>
  (await import('./pictures.ts')).picturesOf(...of)

type HowAreWeDoing = PageModel & {
  periods: readonly { text: string; href: string; current: boolean }[]
  silence: { now: BigNumber; longest: BigNumber | null; worklistHref: string | null }
  /** Null while there is nothing to show for the chosen days. */
  shown: Pictures | null
  empty: EmptyState
  howItIsCounted: readonly string[]
}

export const howAreWeDoingPage = page({
  method: 'GET',
  path: '/:place/how-are-we-doing',
  allow: 'measures.see',
  query: Type.Object({ days: Type.Optional(Type.Unknown()) }),
  async handle({ platform, place, actor, query }) {
    const known = readPeriodChoice(query.days)
    const choice = known ?? '30'
    const { measures, neighbourhoods } = await platform.db.as(actor, tx =>
      takeMeasures(tx, chosenPeriod(choice, tx.now)),
    )
    const path = `/${place.slug}/how-are-we-doing`
    const some = measures.needs > 0 || measures.requests.total > 0
    const model: HowAreWeDoing = {
      page: {
        title: 'How are we doing',
        caption: periodLabels[choice],
        kind: 'staff',
        ...(!known && {
          errors: [{ field: 'days', message: 'Choose one of the four spans of days. These are the last 30 days.' }],
        }),
      },
      periods: periodChoices.map(each => ({
        text: periodLabels[each],
        href: `${path}?days=${each}`,
        current: each === choice,
      })),
      silence: silenceOf(measures, isAllowed(actor, 'worklist.see') ? `/${place.slug}/worklist` : null),
      shown: some ? await picturesOf(measures, neighbourhoods) : null,
      empty: emptyOf(choice, place.name),
      howItIsCounted,
    }
    return view('demand/how-are-we-doing.njk', model, known ? {} : { status: 400 })
  },
})

const silenceOf = (measures: Measures, worklistHref: string | null): HowAreWeDoing['silence'] => {
  const { needs, longestMinutes } = measures.silence
  return {
    now: {
      number: String(needs),
      says: needs === 0 ? silenceSentence(measures) : 'waiting now for a first reply by a person',
    },
    longest: needs === 0 ? null : { number: roughly(longestMinutes), says: 'is about how long the longest has waited' },
    worklistHref: needs === 0 ? null : worklistHref,
  }
}

const emptyOf = (choice: PeriodChoice, placeName: string): EmptyState =>
  choice === 'all'
    ? {
        title: 'Nothing to count yet',
        sentences: [
          `Nobody has asked for help in ${placeName} through this system so far.`,
          'With the first request, this page begins to say how long people wait, what became of it, and where nobody could help.',
        ],
      }
    : {
        title: 'Nobody asked for help in these days',
        sentences: ['Choose a longer span to see what came before.'],
      }
