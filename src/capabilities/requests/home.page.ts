/** The front door of a place: find help, ask for help, see what is happening, ring. */
import { Type } from 'typebox'
import { type FormView, form } from '../../design/form.ts'
import type { Link, Notice, PageModel } from '../../design/page.ts'
import type { Action } from '../../design/view-models.ts'
import { isAllowed } from '../../platform/auth/actor.ts'
import { page, view } from '../../platform/http/route.ts'
import { placeSettings, type Telephone } from '../places/index.ts'

type HomePage = PageModel & {
  openingWords: string
  find: FormView
  ask: Action
  follow: Link
  phone: Telephone | null
  /** For those who work here: where to go on. */
  work: Link | null
}

const happened: Readonly<Record<string, Notice>> = {
  forgotten: { tone: 'done', message: 'Your answers are forgotten. Nothing was sent.' },
}

export const homePage = page({
  method: 'GET',
  path: '/:place',
  allow: 'anyone',
  query: Type.Object({ done: Type.Optional(Type.Unknown()) }),
  async handle({ place, actor, query }) {
    const { openingWords, phone } = placeSettings(place.settings)
    const home = `/${place.slug}`
    const notice = typeof query.done === 'string' && Object.hasOwn(happened, query.done) && happened[query.done]
    const isPerson = actor.kind === 'person'
    const model: HomePage = {
      page: { title: `Find help near you in ${place.name}`, ...(notice && { notice }) },
      openingWords:
        openingWords ??
        `Community organisations, the council and neighbours in ${place.name} help one another here. Look for help yourself, or ask and we find someone.`,
      find: form({
        action: `${home}/find`,
        method: 'get',
        fields: [
          {
            kind: 'text',
            name: 'q',
            label: 'What do you need help with?',
            hint: 'Like food, a lift, someone to talk to',
          },
          {
            kind: 'postcode',
            name: 'near',
            label: 'Your postcode',
            hint: 'Or its first part, like ZZ1',
            optional: true,
          },
        ],
        button: 'Find help',
      }),
      ask: { text: 'Ask for help', href: `${home}/ask` },
      follow: { text: 'See what is happening with a request', href: `${home}/my-request` },
      phone: phone ?? null,
      work: !isPerson
        ? null
        : isAllowed(actor, 'request.triage')
          ? { text: 'Go to the worklist', href: `${home}/worklist` }
          : { text: 'Go to your work', href: `${home}/start` },
    }
    return view('requests/home.njk', model)
  },
})
