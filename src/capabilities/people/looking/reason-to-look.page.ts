/** `/:place/…/:id/why`: asked before a record of a person is shown with which nobody has anything to do now. */
import { Type } from 'typebox'
import { form } from '../../../design/form.ts'
import type { ErrorItem } from '../../../design/view-models.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import { perform } from '../../../platform/command.ts'
import {
  errorsOf,
  notFound,
  page,
  privateView,
  type Reply,
  type Route,
  redirect,
  type Visit,
  type VisitedPlace,
} from '../../../platform/http/route.ts'
import { typedLine } from '../../../platform/http/typed.ts'
import { pathOfThisPlace } from '../next-page.ts'
import { givingReason, type LookToExplain } from './reason-to-look.ts'

/** What the question says of one kind of record, and where it stands. */
interface Asking {
  /** The record's own page, which the question leads to where nothing else was asked for: '/volunteers'. */
  readonly home: `/${string}`
  readonly param: string
  readonly title: string
  readonly label: string
  /** Where "Back" leads, below the place. */
  readonly back: string
}

type WhyVisit = Visit<Record<string, string>, { next?: unknown }>

/** The pages that ask why somebody looks at one kind of record, and the address to send them to. */
export const askingWhy = (look: LookToExplain, { home, param, title, label, back }: Asking) => {
  const giveReason = givingReason(look)
  const pathOf = (slug: string, recordId: string) => `/${slug}${home}/${recordId}/why`
  const draw = ({ place, params, query, body }: WhyVisit, errors: readonly ErrorItem[] = []): Reply =>
    privateView('design/question.njk', {
      page: { title, kind: 'staff', backHref: `/${place.slug}${back}`, errors },
      form: form({
        action: pathOf(place.slug, params[param] ?? ''),
        hidden: { next: pathOfThisPlace(body.next ?? query.next, place.slug) ?? '' },
        fields: [
          {
            kind: 'radios',
            name: 'why',
            label,
            hint: 'They can read your reason beside your name.',
            options: Object.entries(look.reasons).map(([value, text]) => ({ value, text })),
          },
          { kind: 'text', name: 'words', label: 'In your words', optional: true, autocomplete: 'off' },
        ],
        values: body,
        errors,
        button: 'Look',
      }),
    })
  const door = {
    path: `/:place${home}/:${param}/why`,
    allow: look.allow,
    params: Type.Object({ [param]: Type.String({ format: 'uuid' }) }),
  } as const
  const routes: readonly Route[] = [
    page({
      ...door,
      method: 'GET',
      query: Type.Object({ next: Type.Optional(Type.Unknown()) }),
      handle: async given => draw({ ...(given as unknown as WhyVisit), body: {} }),
    }),
    page({
      ...door,
      method: 'POST',
      async handle(given) {
        const visit = { ...given, query: {} } as unknown as WhyVisit
        const { platform, place, actor, params, body } = visit
        const recordId = params[param] ?? ''
        const said = await perform(platform.db, actor, giveReason, {
          recordId,
          why: typedLine(body.why),
          words: typedLine(body.words),
        })
        if (isRefusal(said)) return said.refused === 'not-theirs' ? notFound(said.message) : draw(visit, errorsOf(said))
        return redirect(pathOfThisPlace(body.next, place.slug) ?? `/${place.slug}${home}/${recordId}`)
      },
    }),
  ]
  return {
    routes,
    /** Sends somebody to the question, and on from there to the page they asked for. */
    ask: ({ slug }: VisitedPlace, recordId: string, next: string): Reply =>
      redirect(`${pathOf(slug, recordId)}?${new URLSearchParams({ next })}`),
  }
}
