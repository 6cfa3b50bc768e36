/** Groups that joined by themselves, for those who decide: which nobody has looked at, and what to do about each. */
import { type Static, Type } from 'typebox'
import { type FormView, form } from '../../design/form.ts'
import { type Happenings, noticeOf } from '../../design/happened.ts'
import type { PageModel } from '../../design/page.ts'
import { inWords } from '../../design/time-in-words.ts'
import type { SummaryCard } from '../../design/view-models.ts'
import { needKinds } from '../../kernel/need-kind.ts'
import { isAboutFields, isRefusal, type Refusal } from '../../kernel/refusal.ts'
import { type Command, perform } from '../../platform/command.ts'
import { errorsOf, notFound, page, privateView, type Reply, redirect, type Visit } from '../../platform/http/route.ts'
import { typedLine, typedText } from '../../platform/http/typed.ts'
import { cannotSettle, listOrganisations, organisationKinds } from '../organisations/index.ts'
import { listNeighbourhoods } from '../places/index.ts'
import { listRequestsTakenBy } from '../requests/index.ts'
import { joinToKnown, turnAway, welcomeGroup } from './decide.ts'
import { checkedSoFar, mayBeTheSame, type Newcomer } from './newcomer.ts'
import { findNewcomer, listJoined } from './newcomer-store.ts'

/** Said to coordinators of other organisations. */
export const notYoursToLookAt =
  'Only the organisation that decides about what is asked here looks at groups that joined.'

const decisionWords = {
  welcomed: 'Welcomed',
  'joined to another': 'Joined to an organisation',
  'turned away': 'Turned away',
}

export const joinedPage = page({
  method: 'GET',
  path: '/:place/joined',
  allow: 'sharing.settle',
  async handle({ platform, place, actor }) {
    const joined = await platform.db.as(actor, async tx => ((await cannotSettle(tx)) ? null : listJoined(tx)))
    if (!joined) return notFound(notYoursToLookAt)
    const lineOf = (each: Newcomer) => ({
      name: each.name,
      href: `/${place.slug}/joined/${each.newcomerId}`,
      kind: organisationKinds[each.kind],
      joinedAt: each.joinedAt ?? each.askedAt,
      decided: each.decision && `${decisionWords[each.decision]} by ${each.decidedBy}`,
    })
    return privateView('joining/joined.njk', {
      page: { title: 'Groups that joined', kind: 'staff', backHref: `/${place.slug}/worklist` },
      waiting: joined.filter(({ decision }) => !decision).map(lineOf),
      decided: joined.filter(({ decision }) => decision).map(lineOf),
      phoneHref: `/${place.slug}/joined/by-phone`,
      empty: {
        title: 'Nobody is waiting to be looked at',
        sentences: ['A group that joins by itself appears here.'],
        tone: 'good',
      },
    })
  },
})

const Params = Type.Object({ newcomerId: Type.String({ format: 'uuid' }) })
type Here = Visit<Static<typeof Params>, { done?: unknown }>

const happenings: Happenings = {
  welcomed: {
    message: 'Welcomed. They are listed, and told so.',
    detail: 'What may be shared with them rises with what you see of them.',
  },
  joined: { message: 'They pass needs on for that organisation now. Both are told.' },
  'turned away': { message: 'Turned away, and told so.', detail: 'What they passed on stays on the worklist.' },
}

type GroupPage = PageModel & {
  said: SummaryCard
  checked: string
  unchecked: readonly string[]
  same: readonly { name: string; href: string; because: string }[]
  passedOn: readonly { reference: string; href: string; madeAt: Date }[]
  evidenceHref: string
  decided: SummaryCard | null
  welcome: FormView | null
  toKnown: FormView | null
  away: FormView | null
}

const show = async (visit: Here, refused: { refusal: Refusal; of: string } | null = null): Promise<Reply> => {
  const { platform, place, actor, params, query, body } = visit
  const now = platform.clock()
  const base = `/${place.slug}`
  const found = await platform.db.as(actor, async tx => {
    if (await cannotSettle(tx)) return null
    const newcomer = await findNewcomer(tx, params.newcomerId)
    return newcomer?.organisationId
      ? {
          newcomer,
          organisationId: newcomer.organisationId,
          organisations: await listOrganisations(tx),
          neighbourhoods: await listNeighbourhoods(tx),
          requests: await listRequestsTakenBy(tx, newcomer.organisationId),
        }
      : null
  })
  if (!found) return notFound('No group joined with this, or it is not yours to look at.')
  const { newcomer, organisationId, organisations, neighbourhoods, requests } = found
  const here = `${base}/joined/${newcomer.newcomerId}`
  const errors = refused ? errorsOf(refused.refusal) : []
  const ofForm = (of: string) => ({
    values: refused?.of === of ? body : of === 'welcome' ? { name: newcomer.name } : {},
    errors: refused?.of === of ? errors : [],
  })
  const known = organisations.filter(({ trust }) => trust === 'known')
  const where = newcomer.neighbourhoodIds
  const model: GroupPage = {
    page: {
      title: newcomer.name,
      titleIsContent: true,
      kind: 'staff',
      backHref: `${base}/joined`,
      ...noticeOf(happenings, query.done),
      ...(errors.length && { errors }),
    },
    said: {
      title: 'What they say of themselves',
      rows: [
        { key: 'What it is', value: organisationKinds[newcomer.kind] },
        { key: 'Whom they help', value: newcomer.about },
        {
          key: 'Where',
          value: where
            ? neighbourhoods
                .filter(({ neighbourhoodId }) => where.includes(neighbourhoodId))
                .map(({ name }) => name)
                .join(', ')
            : 'Everywhere here',
        },
        {
          key: 'Could be asked for',
          value: newcomer.helpsWith.map(code => needKinds[code].label).join(', ') || 'Nothing yet',
        },
        { key: 'Who speaks for it', value: newcomer.speaksFor },
        ...(newcomer.phone
          ? [{ key: 'Phone', value: newcomer.phone, href: `tel:${newcomer.phone.replace(/[^\d+]/g, '')}` }]
          : []),
        ...(newcomer.email
          ? [
              {
                key: 'E-mail',
                value: newcomer.email,
                href: `mailto:${encodeURIComponent(newcomer.email).replace('%40', '@')}`,
              },
            ]
          : []),
        { key: 'Joined', value: inWords(newcomer.joinedAt ?? newcomer.askedAt, now) },
      ],
    },
    ...checkedSoFar(newcomer),
    same: newcomer.decision
      ? []
      : mayBeTheSame(newcomer, known).map(({ organisation, because }) => ({
          name: organisation.name,
          href: `${base}/organisations/${organisation.organisationId}`,
          because,
        })),
    passedOn: requests.map(({ helpRequestId, reference, madeAt }) => ({
      reference,
      href: `${base}/requests/${helpRequestId}`,
      madeAt,
    })),
    evidenceHref: `${base}/organisations/${organisationId}/sharing`,
    decided: newcomer.decision && {
      title: decisionWords[newcomer.decision],
      rows: [
        { key: 'By', value: `${newcomer.decidedBy}, ${inWords(newcomer.decidedAt ?? now, now)}` },
        ...(newcomer.knownOrganisationId
          ? [
              {
                key: 'They belong to',
                value:
                  known.find(each => each.organisationId === newcomer.knownOrganisationId)?.name ?? 'An organisation',
              },
            ]
          : []),
        { key: newcomer.decision === 'turned away' ? 'They were told' : 'Because', value: newcomer.decisionSays ?? '' },
      ],
    },
    welcome: newcomer.decision
      ? null
      : form({
          action: `${here}/welcome`,
          fields: [
            { kind: 'text', name: 'name', label: 'The name they are listed under', autocomplete: 'off' },
            {
              kind: 'textarea',
              name: 'sawWhat',
              label: 'What have you seen of them?',
              hint: 'Like: rang Mo, who cooks with four neighbours at the chapel; the minister knows them.',
              limit: 500,
              rows: 2,
            },
          ],
          ...ofForm('welcome'),
          button: 'Welcome them',
        }),
    toKnown: newcomer.decision
      ? null
      : form({
          action: `${here}/to-known`,
          fields: [
            {
              kind: 'select',
              name: 'organisationId',
              label: 'The organisation they belong to',
              choose: 'Choose one',
              options: known.map(({ organisationId: value, name }) => ({ value, text: name })),
            },
            { kind: 'text', name: 'because', label: 'How do you know?' },
          ],
          ...ofForm('to-known'),
          button: 'Join them to it',
        }),
    away: newcomer.decision
      ? null
      : form({
          action: `${here}/turn-away`,
          fields: [{ kind: 'textarea', name: 'words', label: 'What are they to be told?', limit: 500, rows: 2 }],
          ...ofForm('turn-away'),
          button: 'Turn them away',
        }),
  }
  return privateView('joining/group.njk', model)
}

const groupPage = page({
  method: 'GET',
  path: '/:place/joined/:newcomerId',
  allow: 'sharing.settle',
  params: Params,
  query: Type.Object({ done: Type.Optional(Type.Unknown()) }),
  handle: visit => show(visit as never),
})

const answer = <Input>(
  of: 'welcome' | 'to-known' | 'turn-away',
  done: string,
  deciding: Command<Input, unknown>,
  read: (body: Readonly<Record<string, unknown>>) => Omit<Input, 'newcomerId'>,
) =>
  page({
    method: 'POST',
    path: `/:place/joined/:newcomerId/${of}`,
    allow: 'sharing.settle',
    params: Params,
    async handle(visit) {
      const { platform, place, actor, params, body } = visit
      const input = { newcomerId: params.newcomerId, ...read(body) } as Input
      const decided = await perform(platform.db, actor, deciding, input)
      if (!isRefusal(decided))
        return redirect(`/${place.slug}/joined/${params.newcomerId}?done=${encodeURIComponent(done)}`)
      return isAboutFields(decided) || decided.refused === 'decided'
        ? show(visit as never, { refusal: decided, of })
        : notFound(decided.message)
    },
  })

/** The pages about groups that joined. */
export const groupRoutes = [
  groupPage,
  answer('welcome', 'welcomed', welcomeGroup, body => ({
    name: typedLine(body.name),
    sawWhat: typedText(body.sawWhat),
  })),
  answer('to-known', 'joined', joinToKnown, body => ({
    organisationId: typedLine(body.organisationId),
    because: typedLine(body.because),
  })),
  answer('turn-away', 'turned away', turnAway, body => ({ words: typedText(body.words) })),
]
