import type { Link, PageHead, PageModel } from '../../design/page.ts'
import type { Action } from '../../design/view-models.ts'
import { type Reply, type VisitedPlace, view } from '../../platform/http/route.ts'
import { phoneOf } from './reach.ts'

/** A number to ring, with the words before it. */
export type PhoneLine = { lead: string; says: string; href: string; hours?: string }

type SayPage = PageModel & {
  sentences: readonly string[]
  phones: readonly PhoneLine[]
  actions: readonly Action[]
  more: readonly Link[]
}

// What one person saw must not come back from a shared computer's cache; and "Back" shows what is true now.
const notKept = { 'cache-control': 'no-store' }

/** A page of one resident: never kept by the browser. */
export const privateView = (template: string, model: PageModel): Reply =>
  view(template, model, { status: model.page.errors?.length ? 422 : 200, headers: notKept })

/** A page that says something and offers what to do next. */
export const say = (page: PageHead, says: Partial<Omit<SayPage, 'page'>>): Reply =>
  privateView('requests/say.njk', {
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
