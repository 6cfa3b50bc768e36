/** `/:place/concern`: raising a concern about somebody's safety. Anyone may, without an account; the first question is whether somebody is in danger now. */
import { Type } from 'typebox'
import { type FormView, form } from '../../design/form.ts'
import type { PageModel } from '../../design/page.ts'
import { exactTime } from '../../design/time-in-words.ts'
import type { Action, ErrorItem } from '../../design/view-models.ts'
import { isUuid } from '../../kernel/ids.ts'
import { isRefusal } from '../../kernel/refusal.ts'
import type { Actor } from '../../platform/auth/actor.ts'
import { perform } from '../../platform/command.ts'
import { errorsOf, page, privateView, type Reply, redirect, type Visit } from '../../platform/http/route.ts'
import { chosen, typedLine, typedText } from '../../platform/http/typed.ts'
import { phoneOf, placeSettings } from '../places/index.ts'
import { type AboutKind, aboutKinds } from './concern.ts'
import { raiseConcern } from './raise-concern.ts'
import { listLeads } from './tell-leads.ts'

type PhoneLine = { lead: string; says: string; href: string; hours?: string }

type ConcernModel = PageModel & {
  phones: readonly PhoneLine[]
  sentences: readonly string[]
  actions: readonly Action[]
  form: FormView | null
}

type ConcernVisit = Visit<Record<string, never>, { about?: unknown; danger?: unknown }>

/** "need:0190…": where whoever raises it stands. Anything else is nothing: what they are worried about counts, not the address. */
const readAbout = (given: unknown): { kind: AboutKind; id: string } | null => {
  const [kind, id] = typedLine(given).split(':')
  const known = chosen(kind, Object.keys(aboutKinds) as AboutKind[])
  return known && isUuid(id) ? { kind: known, id } : null
}

const emergency = ({ place }: Pick<Visit, 'place'>): PhoneLine[] => {
  const { emergencyPhone } = placeSettings(place.settings)
  const another = emergencyPhone && emergencyPhone.href !== 'tel:999' ? emergencyPhone : null
  return [
    { lead: 'If anyone is in danger now, ring', says: '999', href: 'tel:999' },
    ...(another ? [{ lead: 'In an emergency here you can also ring', ...another }] : []),
  ]
}

const safeguardingLine = ({ place }: Pick<Visit, 'place'>, lead: string): PhoneLine[] => {
  const phone = placeSettings(place.settings).safeguardingPhone ?? phoneOf(place)
  return phone ? [{ lead, ...phone }] : []
}

const draw = (visit: Pick<Visit, 'place'>, page: PageModel['page'], more: Partial<ConcernModel>): Reply =>
  privateView('safeguarding/concern.njk', {
    page: { backHref: `/${visit.place.slug}`, ...page },
    phones: [],
    sentences: [],
    actions: [],
    form: null,
    ...more,
  } satisfies ConcernModel as ConcernModel)

const askDanger = (visit: Pick<Visit, 'place'>, about: ReturnType<typeof readAbout>): Reply => {
  const to = (danger: 'yes' | 'no') =>
    `/${visit.place.slug}/concern?danger=${danger}${about ? `&about=${about.kind}:${about.id}` : ''}`
  return draw(
    visit,
    { title: 'Is somebody in danger now?' },
    {
      phones: emergency(visit),
      actions: [
        { text: 'Yes, somebody is in danger now', href: to('yes'), look: 'danger' },
        { text: 'No, but I am worried about somebody', href: to('no') },
      ],
    },
  )
}

/** What a concern raised from a page tells the leads by itself. */
const goesWithIt: Readonly<Record<AboutKind, string>> = {
  need: 'The request you came from goes with it, so they see who it is about.',
  match: 'The task you came from goes with it, so they see who helps and who is helped: you need not write a name.',
  volunteer: 'They see which volunteer’s page you came from.',
  person: 'They see whose page you came from.',
}

/** Who they learn it from and about whom, before anything is written. */
const whatGoesWithIt = (actor: Actor, about: ReturnType<typeof readAbout>): string[] => [
  ...(about ? [goesWithIt[about.kind]] : []),
  actor.organisationName
    ? 'Your name goes with it.'
    : about?.kind === 'match'
      ? 'To say it without that, press “Say it without my task”.'
      : 'You need not say who you are.',
]

const askWhat = async (
  visit: Visit,
  danger: 'yes' | 'no',
  about: ReturnType<typeof readAbout>,
  errors: readonly ErrorItem[] = [],
): Promise<Reply> => {
  const { platform, place, actor, body } = visit
  const hasLead = (await platform.db.as(actor, listLeads)).length > 0
  const here = `/${place.slug}/concern`
  return draw(
    visit,
    {
      title: danger === 'yes' ? 'Ring 999 first: do not wait for us' : 'What are you worried about?',
      backHref: about ? `${here}?about=${about.kind}:${about.id}` : here,
      errors,
    },
    {
      phones: [
        ...(danger === 'yes' ? emergency(visit) : []),
        ...(hasLead ? [] : safeguardingLine(visit, 'Nobody looks at concerns here yet. Please ring')),
      ],
      sentences: [
        ...(danger === 'yes'
          ? [
              'If you cannot speak on a mobile, ring 999, listen, and press 55 when you are asked.',
              'When you have rung, or somebody else has, tell us as well, so that we can keep them safe afterwards.',
            ]
          : []),
        'Only our safeguarding leads read this. Nobody else here sees it, in no list and no search. You need not be sure.',
        ...whatGoesWithIt(actor, about),
      ],
      form: form({
        action: here,
        hidden: { danger, ...(about ? { about: `${about.kind}:${about.id}` } : {}) },
        fields: [
          {
            kind: 'textarea',
            name: 'says',
            label: 'What have you seen or heard?',
            hint: about ? 'What, when and where.' : 'Say who it is about, as far as you know.',
            limit: 4000,
            rows: 6,
          },
          {
            kind: 'text',
            name: 'whereabouts',
            label: 'Where are they, or where was it?',
            optional: true,
            autocomplete: 'off',
          },
          {
            kind: 'text',
            name: 'reachAt',
            label: 'Your name, and how we can reach you',
            hint: 'A lead may have a question. You can leave this empty.',
            optional: true,
            autocomplete: 'off',
          },
        ],
        values: body,
        errors,
        button: 'Tell a safeguarding lead',
      }),
      actions:
        about?.kind === 'match'
          ? [{ text: 'Say it without my task', href: `${here}?danger=${danger}`, look: 'other' }]
          : [],
    },
  )
}

const concernPage = page({
  method: 'GET',
  path: '/:place/concern',
  allow: 'anyone',
  query: Type.Object({ about: Type.Optional(Type.Unknown()), danger: Type.Optional(Type.Unknown()) }),
  async handle(visit) {
    const { query } = visit as unknown as ConcernVisit
    const about = readAbout(query.about)
    const danger = chosen(query.danger, ['yes', 'no'] as const)
    return danger ? askWhat({ ...(visit as unknown as Visit), body: {} }, danger, about) : askDanger(visit, about)
  },
})

const concernAnswer = page({
  method: 'POST',
  path: '/:place/concern',
  allow: 'anyone',
  async handle(given) {
    const visit = given as unknown as Visit
    const { platform, place, actor, body } = visit
    const about = readAbout(body.about)
    const danger = chosen(body.danger, ['yes', 'no'] as const) ?? 'no'
    const raised = await perform(platform.db, actor, raiseConcern, {
      says: typedText(body.says),
      whereabouts: typedLine(body.whereabouts),
      reachAt: typedLine(body.reachAt),
      inDangerNow: danger === 'yes',
      about,
    })
    if (isRefusal(raised)) return askWhat(visit, danger, about, errorsOf(raised))
    return redirect(`/${place.slug}/concern/told?reference=${raised.reference}`)
  },
})

const toldPage = page({
  method: 'GET',
  path: '/:place/concern/told',
  allow: 'anyone',
  query: Type.Object({ reference: Type.Optional(Type.Unknown()) }),
  async handle(given) {
    const visit = given as unknown as Visit<Record<string, string>, { reference?: unknown }>
    const { platform, actor, place, query } = visit
    const reference = /^[A-Z0-9]{3}-[A-Z0-9]{3}$/.exec(typedLine(query.reference))?.[0]
    if (!reference) return redirect(`/${place.slug}/concern`)
    const hasLead = (await platform.db.as(actor, listLeads)).length > 0
    return draw(
      visit,
      { title: 'Thank you for telling us', caption: `Reference ${reference}` },
      {
        phones: [...emergency(visit), ...safeguardingLine(visit, 'Want to talk to somebody? Ring')],
        sentences: [
          hasLead
            ? `A safeguarding lead has been told and looks at it within the hour. It is ${exactTime(platform.clock())} now.`
            : 'We have written it down, but nobody here is safeguarding lead yet. Please ring as well: do not wait for us.',
          'They may not be able to tell you what they do. If you ring, say the reference.',
          'On a shared computer, close this window when you have finished, so that nobody after you sees what you wrote.',
        ],
        actions: [{ text: 'Leave this page', href: `/${place.slug}`, look: 'other' }],
      },
    )
  },
})

export const concernRoutes = [concernPage, concernAnswer, toldPage]
