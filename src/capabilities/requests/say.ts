import type { Link, PageHead, PageModel } from '../../design/page.ts'
import type { Action } from '../../design/view-models.ts'
import { privateView, type Reply, type VisitedPlace } from '../../platform/http/route.ts'
import { phoneOf } from '../places/index.ts'

/** A number to ring, with the words before it. */
export type PhoneLine = { lead: string; says: string; href: string; hours?: string }

type SayPage = PageModel & {
  sentences: readonly string[]
  phones: readonly PhoneLine[]
  actions: readonly Action[]
  more: readonly Link[]
}

/** A page that says something and offers what to do next. */
export const say = (page: PageHead, says: Partial<Omit<SayPage, 'page'>>): Reply =>
  privateView('design/say.njk', {
    page,
    sentences: [],
    phones: [],
    actions: [],
    more: [],
    ...says,
  } satisfies SayPage as PageModel)

/** The place's own number as a line; none when the place has none. */
export const ringLine = (place: VisitedPlace, lead: string): PhoneLine[] => {
  const phone = phoneOf(place)
  return phone ? [{ lead, ...phone }] : []
}
