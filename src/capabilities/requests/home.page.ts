/** The front door of a place: find help, ask for help, see what is happening, ring. */
import { Type } from 'typebox'
import { type FormView, form } from '../../design/form.ts'
import type { Link, PageModel } from '../../design/page.ts'
import type { Action } from '../../design/view-models.ts'
import { wording } from '../../design/wording.ts'
import { isAllowed } from '../../platform/auth/actor.ts'
import { page, view } from '../../platform/http/route.ts'
import { placeSettings, type Telephone } from '../places/index.ts'
import ar from './home-strings.ar.json' with { type: 'json' }
import en from './home-strings.en.json' with { type: 'json' }

const homeWords = wording({ en, ar })

type HomePage = PageModel & {
  say: ReturnType<typeof homeWords>
  /** In the place's own words when it has any. */
  opening: { text: string; isContent: boolean }
  find: FormView
  ask: Action
  follow: Link
  offer: Action
  offered: Link
  join: Link
  phone: Telephone | null
  /** For those who work here: where to go on. */
  work: Link | null
}

export const homePage = page({
  method: 'GET',
  path: '/:place',
  allow: 'anyone',
  query: Type.Object({ done: Type.Optional(Type.Unknown()) }),
  async handle({ place, actor, query, language }) {
    const say = homeWords(language)
    const { openingWords, phone } = placeSettings(place.settings)
    const home = `/${place.slug}`
    const forgotten = query.done === 'forgotten'
    const isPerson = actor.kind === 'person'
    const model: HomePage = {
      page: {
        title: say('title', { place: place.name }),
        translated: true,
        ...(forgotten && { notice: { tone: 'done', message: say('forgotten') } }),
      },
      say,
      opening: { text: openingWords ?? say('opening', { place: place.name }), isContent: openingWords !== undefined },
      find: form({
        language,
        action: `${home}/find#results`,
        method: 'get',
        fields: [
          {
            kind: 'text',
            name: 'q',
            label: say('what'),
            hint: say('whatHint'),
          },
          {
            kind: 'postcode',
            name: 'near',
            label: say('postcode'),
            hint: say('postcodeHint'),
            optional: true,
          },
        ],
        button: say('findHelp'),
      }),
      ask: { text: say('ask'), href: `${home}/ask` },
      follow: { text: say('follow'), href: `${home}/my-request` },
      offer: { text: say('offer'), href: `${home}/volunteer`, look: 'other' },
      join: { text: say('join'), href: `${home}/join` },
      offered: { text: say('offeredAlready'), href: `${home}/volunteer/sign-in` },
      phone: phone ?? null,
      work: !isPerson
        ? null
        : isAllowed(actor, 'request.triage')
          ? { text: say('worklist'), href: `${home}/worklist` }
          : { text: say('work'), href: `${home}/start` },
    }
    return view('requests/home.njk', model)
  },
})
