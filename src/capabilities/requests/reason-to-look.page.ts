/** `/:place/people/:personId/why`: asked before somebody is shown of whom nothing is open. */
import { Type } from 'typebox'
import { form } from '../../design/form.ts'
import type { ErrorItem } from '../../design/view-models.ts'
import { isUuid } from '../../kernel/ids.ts'
import { isRefusal } from '../../kernel/refusal.ts'
import { perform } from '../../platform/command.ts'
import { errorsOf, notFound, page, privateView, type Reply, redirect, type Visit } from '../../platform/http/route.ts'
import { typedLine } from '../../platform/http/typed.ts'
import { giveReason, lookReasons } from './reason-to-look.ts'

const params = Type.Object({ personId: Type.String({ format: 'uuid' }) })
type WhyVisit = Visit<{ personId: string }, { request?: unknown; need?: unknown }>

/** Pages besides the person's own that the question leads to: what was asked for when it was put. */
const leadsTo = { request: 'requests', need: 'needs' } as const
type LeadsTo = Partial<Record<keyof typeof leadsTo, string>>

/** What was asked for, out of an address or a form. */
const askedFor = (given: Readonly<Record<string, unknown>>): LeadsTo =>
  Object.fromEntries(
    Object.keys(leadsTo).flatMap(kind => (isUuid(typedLine(given[kind])) ? [[kind, typedLine(given[kind])]] : [])),
  )

/** Where somebody is asked why they look, before a page shows them the person. */
export const whyPath = (placeSlug: string, personId: string, asked: LeadsTo = {}): string => {
  const query = new URLSearchParams(asked).toString()
  return `/${placeSlug}/people/${personId}/why${query && `?${query}`}`
}

const draw = ({ place, params, query, body }: WhyVisit, errors: readonly ErrorItem[] = []): Reply => {
  return privateView('design/question.njk', {
    page: {
      title: 'Why do you look at this person?',
      kind: 'staff',
      backHref: `/${place.slug}/worklist`,
      errors,
    },
    form: form({
      action: whyPath(place.slug, params.personId),
      hidden: askedFor({ ...query, ...body }),
      fields: [
        {
          kind: 'radios',
          name: 'why',
          label: 'Nothing they asked for is open. Why do you look?',
          hint: 'They can read your reason beside your name.',
          options: Object.entries(lookReasons).map(([value, text]) => ({ value, text })),
        },
        { kind: 'text', name: 'words', label: 'In your words', optional: true, autocomplete: 'off' },
      ],
      values: body,
      errors,
      button: 'Look',
    }),
  })
}

const whyPage = page({
  method: 'GET',
  path: '/:place/people/:personId/why',
  allow: 'request.triage',
  params,
  query: Type.Object({ request: Type.Optional(Type.Unknown()), need: Type.Optional(Type.Unknown()) }),
  async handle(given) {
    return draw({ ...(given as unknown as WhyVisit), body: {} })
  },
})

const whyAnswer = page({
  method: 'POST',
  path: '/:place/people/:personId/why',
  allow: 'request.triage',
  params,
  async handle(given) {
    const visit = { ...given, query: {} } as unknown as WhyVisit
    const { platform, place, actor, params, body } = visit
    const said = await perform(platform.db, actor, giveReason, {
      personId: params.personId,
      why: typedLine(body.why) as keyof typeof lookReasons,
      words: typedLine(body.words),
    })
    if (isRefusal(said)) return said.refused === 'no-such-person' ? notFound(said.message) : draw(visit, errorsOf(said))
    const [asked] = Object.entries(askedFor(body)) as [keyof typeof leadsTo, string][]
    return redirect(
      asked ? `/${place.slug}/${leadsTo[asked[0]]}/${asked[1]}` : `/${place.slug}/people/${params.personId}`,
    )
  },
})

export const whyRoutes = [whyPage, whyAnswer]
