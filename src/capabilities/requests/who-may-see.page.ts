/** Who may see what of a request, and why: for the resident, and for a coordinator who has them on the phone. Everything that can be taken back has its button. */

import { type Static, Type } from 'typebox'
import { type FormView, form } from '../../design/form.ts'
import { type Happenings, noticeOf } from '../../design/happened.ts'
import type { PageModel } from '../../design/page.ts'
import { dateInWords, exactTime, inWords } from '../../design/time-in-words.ts'
import type { Action, ErrorItem, SummaryCard } from '../../design/view-models.ts'
import { isAboutFields, isRefusal, type Refusal } from '../../kernel/refusal.ts'
import { perform } from '../../platform/command.ts'
import type { PlaceTx } from '../../platform/db/database.ts'
import { errorsOf, notFound, page, privateView, type Reply, redirect, type Visit } from '../../platform/http/route.ts'
import { chosen, typedText } from '../../platform/http/typed.ts'
import { bases, fieldsInWords, findOrganisation, listOrganisations, purposes } from '../organisations/index.ts'
import {
  type Consent,
  type Disclosure,
  endings,
  listConsents,
  listDisclosuresAbout,
  listObjections,
  type Objection,
} from '../people/index.ts'
import { accessRequestToSpeakFor } from './access.ts'
import type { HelpRequest } from './help-request.ts'
import { heldRequestId, myRequestPath } from './my-request.page.ts'
import { decideOnObjection, objectToSharing } from './object-to-sharing.ts'
import { withdrawConsent } from './progress-need.ts'
import { withWhom } from './tell-story.ts'

type WhoMaySee = PageModel & {
  always: readonly string[]
  permissions: readonly (SummaryCard & { wording: string; takeBack: Action | null })[]
  sharings: readonly SummaryCard[]
  ended: readonly SummaryCard[]
  objections: readonly SummaryCard[]
  object: FormView | null
  decide: FormView | null
  nothingShared: boolean
}

const happenings: Happenings = {
  'taken-back': {
    message: 'Taken back. Whoever saw details because of it sees them no longer, from this moment.',
    detail: 'They are told to stop and to delete what they wrote down.',
  },
  objected: {
    message: 'Your objection is written down, and such sharing has stopped. Somebody decides within a month.',
  },
  decided: { message: 'Decided, and shown to the resident.' },
}

interface Shown {
  readonly request: HelpRequest
  readonly names: ReadonlyMap<string, string>
  readonly consents: readonly Consent[]
  readonly disclosures: readonly Disclosure[]
  readonly objections: readonly Objection[]
  readonly decidesName: string
  readonly now: Date
}

const load = async (tx: PlaceTx, helpRequestId: string): Promise<Shown | Refusal> => {
  const request = await accessRequestToSpeakFor(tx, helpRequestId)
  if (isRefusal(request)) return request
  const id = request.helpRequestId
  return {
    request,
    names: new Map((await listOrganisations(tx)).map(({ organisationId, name }) => [organisationId as string, name])),
    consents: await listConsents(tx, id),
    disclosures: await listDisclosuresAbout(tx, [id]),
    objections: await listObjections(tx, id),
    decidesName: (await findOrganisation(tx, request.triagedByOrganisationId))?.name ?? 'whoever decides here',
    now: tx.now,
  }
}

/** The page as the resident reads it, or as a coordinator does who speaks with them. */
interface Side {
  readonly path: string
  readonly backHref: string
  readonly isResident: boolean
}

const cardOfConsent = (consent: Consent, { names, now }: Shown, { path }: Side): WhoMaySee['permissions'][number] => {
  const stands = consent.withdrawnAt === null && (consent.untilAt === null || consent.untilAt > now)
  return {
    title: `${stands ? 'Permission' : 'Permission that is over'}: ${withWhom(consent, names)}`,
    rows: [
      { key: 'What for', value: purposes[consent.forPurpose] },
      { key: 'Which details', value: capital(fieldsInWords(consent.fields)) },
      {
        key: 'Given',
        value: `${capital(consent.givenHow)}, ${exactTime(consent.givenAt)}, written down by ${consent.recordedBy}${consent.readOutBy ? `; the words were read out by ${consent.readOutBy}` : ''}.`,
      },
      ...(consent.untilAt
        ? [
            {
              key: 'Until',
              value: `${dateInWords(consent.untilAt.toISOString().slice(0, 10), now)}, or until the help is over`,
            },
          ]
        : []),
      ...(consent.withdrawnAt
        ? [
            {
              key: 'Taken back',
              value: `${exactTime(consent.withdrawnAt)}, by ${consent.withdrawnBy ?? 'the resident'}`,
            },
          ]
        : []),
    ],
    wording: consent.wording,
    takeBack: stands
      ? {
          text: 'Take this back',
          action: `${path}/take-back`,
          hidden: { consentId: consent.consentId },
          look: 'danger',
          about: `permission for ${withWhom(consent, names)}`,
        }
      : null,
  }
}

const cardOfSharing = (sharing: Disclosure, { names, now }: Shown): SummaryCard => {
  const who = names.get(sharing.organisationId) ?? 'An organisation'
  const { shownAt, endedAt, endedBecause, toldToDeleteAt } = sharing
  return {
    title: sharing.volunteerId ? `A volunteer whom ${who} asked` : who,
    rows: [
      { key: shownAt ? 'Sees' : 'Would see, if they say yes', value: capital(fieldsInWords(sharing.fields)) },
      { key: 'What for', value: purposes[sharing.purpose] },
      {
        key: 'What allows it',
        value: `${bases[sharing.basis].label}${sharing.basis === 'consent' ? '' : `: ${sharing.ground}`}`,
      },
      { key: 'Decided', value: `${inWords(sharing.decidedAt, now)}, by ${sharing.decidedBy}` },
      ...(shownAt ? [{ key: 'Since', value: exactTime(shownAt) }] : []),
      ...(endedAt && endedBecause ? [{ key: 'Ended', value: `${exactTime(endedAt)}. ${endings[endedBecause]}.` }] : []),
      ...(toldToDeleteAt ? [{ key: 'Told to delete what they hold', value: exactTime(toldToDeleteAt) }] : []),
    ],
  }
}

const cardOfObjection = (objection: Objection): SummaryCard => ({
  title:
    objection.upheld === null
      ? 'An objection that waits for a decision'
      : objection.upheld
        ? 'An objection that stands'
        : 'An objection that was decided against',
  rows: [
    { key: 'Says', value: objection.says },
    { key: 'Written down', value: `${exactTime(objection.madeAt)}, by ${objection.madeBy}` },
    ...(objection.decidedAt
      ? [
          {
            key: 'Decided',
            value: `${exactTime(objection.decidedAt)}, by ${objection.decidedBy ?? ''}: ${objection.decision ?? ''}`,
          },
        ]
      : []),
  ],
})

const draw = (
  shown: Shown,
  side: Side,
  done: unknown,
  wrong: { errors: readonly ErrorItem[]; values: Readonly<Record<string, unknown>> } | null,
): Reply => {
  const { request, consents, disclosures, objections, names } = shown
  const live = disclosures.filter(({ endedAt }) => endedAt === null)
  const waits = objections.some(({ decidedAt }) => decidedAt === null)
  const errors = wrong?.errors ?? []
  const taker = request.takenByOrganisationId && names.get(request.takenByOrganisationId)
  const model: WhoMaySee = {
    page: {
      title: 'Who may see what',
      caption: `Reference ${request.reference}`,
      backHref: side.backHref,
      ...(side.isResident ? {} : { kind: 'staff' as const }),
      ...noticeOf(happenings, done),
      ...(errors.length && { errors }),
    },
    always: [
      `${shown.decidesName} decides whom to ask, and sees everything that was told. It does that as a public task (UK GDPR, Article 6(1)(e)): nobody is asked for permission, and you may object.`,
      ...(taker && taker !== shown.decidesName ? [`${taker} wrote this down, and sees it too.`] : []),
      'Whoever is asked reads what is needed and roughly where, never who it is. The law lets details be shared without asking to save a life or keep somebody safe; it is written down here, and looked at afterwards.',
    ],
    permissions: consents.map(consent => cardOfConsent(consent, shown, side)),
    sharings: live.map(sharing => cardOfSharing(sharing, shown)),
    ended: disclosures.filter(({ endedAt }) => endedAt !== null).map(sharing => cardOfSharing(sharing, shown)),
    objections: objections.map(cardOfObjection),
    nothingShared: live.length === 0,
    object: waits
      ? null
      : form({
          action: `${side.path}/object`,
          fields: [
            {
              kind: 'textarea',
              name: 'says',
              label: side.isResident
                ? 'What do you not want shared, and why?'
                : 'What do they not want shared, and why?',
              hint: 'Sharing as a public task stops at once. Somebody decides within a month, and says why.',
              limit: 1000,
              rows: 3,
            },
          ],
          values: wrong?.values ?? {},
          errors,
          button: 'Object to sharing as a public task',
        }),
    decide:
      waits && !side.isResident
        ? form({
            action: `${side.path}/decide`,
            fields: [
              {
                kind: 'radios',
                name: 'upheld',
                label: 'Does the objection stand?',
                options: [
                  { value: 'yes', text: 'Yes: nothing is shared as a public task' },
                  { value: 'no', text: 'No: there are compelling grounds to go on' },
                ],
              },
              {
                kind: 'textarea',
                name: 'decision',
                label: 'Why',
                hint: 'The resident reads this.',
                limit: 1000,
                rows: 3,
              },
            ],
            values: wrong?.values ?? {},
            errors,
            button: 'Decide',
          })
        : null,
  }
  return privateView('requests/who-may-see.njk', model)
}

const StaffParams = Type.Object({ helpRequestId: Type.String({ format: 'uuid' }) })
type Opened = Visit<Static<typeof StaffParams> | Record<string, never>, { done?: unknown }>

/** Whose page it is: the request of the code that is held, or the one a coordinator opened. */
const sideOf = ({ place, actor, params }: Opened): (Side & { helpRequestId: string }) | null => {
  if ('helpRequestId' in params && params.helpRequestId) {
    const base = `/${place.slug}/requests/${params.helpRequestId}`
    return { helpRequestId: params.helpRequestId, path: `${base}/sharing`, backHref: base, isResident: false }
  }
  const helpRequestId = heldRequestId(actor)
  return helpRequestId
    ? { helpRequestId, path: myRequestPath(place, 'who-may-see'), backHref: myRequestPath(place), isResident: true }
    : null
}

const show = async (visit: Opened, wrong: Parameters<typeof draw>[3] = null): Promise<Reply> => {
  const side = sideOf(visit)
  if (!side) return redirect(`${myRequestPath(visit.place)}?done=ended`)
  const shown = await visit.platform.db.as(visit.actor, tx => load(tx, side.helpRequestId))
  if (isRefusal(shown))
    return side.isResident ? redirect(`${myRequestPath(visit.place)}?done=ended`) : notFound(shown.message)
  return draw(shown, side, visit.query.done, wrong)
}

const press = async (visit: Opened, done: string, act: (helpRequestId: string) => Promise<unknown>): Promise<Reply> => {
  const side = sideOf(visit)
  if (!side) return redirect(`${myRequestPath(visit.place)}?done=ended`)
  const answer = await act(side.helpRequestId)
  // Pressed twice, it is as done as pressed once.
  if (!isRefusal(answer) || ['no-consent', 'already-objected', 'nothing-to-decide'].includes(answer.refused))
    return redirect(`${side.path}?done=${done}`)
  if (isAboutFields(answer)) return show(visit, { errors: errorsOf(answer), values: visit.body })
  return notFound(answer.message)
}

const Query = Type.Object({ done: Type.Optional(Type.Unknown()) })

const steps = {
  'take-back': (visit: Opened) =>
    press(visit, 'taken-back', helpRequestId =>
      perform(visit.platform.db, visit.actor, withdrawConsent, {
        helpRequestId,
        consentId: String(visit.body.consentId ?? ''),
      }),
    ),
  object: (visit: Opened) =>
    press(visit, 'objected', helpRequestId =>
      perform(visit.platform.db, visit.actor, objectToSharing, { helpRequestId, says: typedText(visit.body.says) }),
    ),
  decide: (visit: Opened) =>
    press(visit, 'decided', helpRequestId =>
      perform(visit.platform.db, visit.actor, decideOnObjection, {
        helpRequestId,
        upheld: (chosen(visit.body.upheld, ['yes', 'no']) === null ? null : visit.body.upheld === 'yes') as boolean,
        decision: typedText(visit.body.decision),
      }),
    ),
}

/** For whoever holds the reference and code. */
export const whoMaySeeRoutes = [
  page({
    method: 'GET',
    path: '/:place/my-request/who-may-see',
    allow: 'anyone',
    query: Query,
    handle: visit => show(visit as never),
  }),
  page({
    method: 'POST',
    path: '/:place/my-request/who-may-see/take-back',
    allow: 'anyone',
    handle: visit => steps['take-back'](visit as never),
  }),
  page({
    method: 'POST',
    path: '/:place/my-request/who-may-see/object',
    allow: 'anyone',
    handle: visit => steps.object(visit as never),
  }),
]

/** For a coordinator who has the resident on the phone. */
export const sharingOfRequestRoutes = [
  page({
    method: 'GET',
    path: '/:place/requests/:helpRequestId/sharing',
    allow: 'request.triage',
    params: StaffParams,
    query: Query,
    handle: visit => show(visit as never),
  }),
  page({
    method: 'POST',
    path: '/:place/requests/:helpRequestId/sharing/take-back',
    allow: 'request.withdraw',
    params: StaffParams,
    handle: visit => steps['take-back'](visit as never),
  }),
  page({
    method: 'POST',
    path: '/:place/requests/:helpRequestId/sharing/object',
    allow: 'request.withdraw',
    params: StaffParams,
    handle: visit => steps.object(visit as never),
  }),
  page({
    method: 'POST',
    path: '/:place/requests/:helpRequestId/sharing/decide',
    allow: 'request.triage',
    params: StaffParams,
    handle: visit => steps.decide(visit as never),
  }),
]

const capital = (text: string): string => `${text[0]?.toUpperCase() ?? ''}${text.slice(1)}`
