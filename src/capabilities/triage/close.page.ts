import { Type } from 'typebox'
import { type FormView, form } from '../../design/form.ts'
import type { PageModel } from '../../design/page.ts'
import type { SummaryCard } from '../../design/view-models.ts'
import { needKinds } from '../../kernel/need-kind.ts'
import { isAboutFields, isRefusal, type Refusal } from '../../kernel/refusal.ts'
import { perform } from '../../platform/command.ts'
import { errorsOf, notFound, page, type Reply, redirect, type Visit, view } from '../../platform/http/route.ts'
import { typedLine, typedText } from '../../platform/http/typed.ts'
import { getListedService } from '../directory/index.ts'
import { closingReasons } from '../requests/index.ts'
import { closeWithoutHelp, reasonsWithoutHelp } from './decide.ts'
import { loadNeedToDecide } from './load-need.ts'
import { showWhatHappened } from './need.page.ts'
import { signpost } from './signpost.ts'

type ConfirmModel = PageModel & { about: SummaryCard; says: string; form: FormView }

type OnNeed = Visit<never, never>

const NeedOnly = Type.Object({ needId: Type.String({ format: 'uuid' }) })
const NeedAndService = Type.Object({
  needId: Type.String({ format: 'uuid' }),
  listedServiceId: Type.String({ format: 'uuid' }),
})

/** Loads the need for a page that asks "are you sure?"; one that somebody has in hand shows how it stands instead. */
const loadToEnd = async ({ platform, actor }: OnNeed, needId: string) =>
  platform.db.as(actor, tx => loadNeedToDecide(tx, needId))

const movedOn: Refusal = {
  refused: 'need-has-moved-on',
  message: 'Somebody has it in hand, or it is closed, so it cannot be closed from here.',
}

const showClose = async (
  visit: OnNeed,
  needId: string,
  values: Readonly<Record<string, string>>,
  refusal: Refusal | null,
): Promise<Reply> => {
  const found = await loadToEnd(visit, needId)
  if (isRefusal(found)) return notFound(found.message)
  if (found.standing.stage !== 'waiting') return showWhatHappened(visit, needId, movedOn)
  const here = `/${visit.place.slug}/needs/${needId}`
  const errors = refusal ? errorsOf(refusal) : []
  const model: ConfirmModel = {
    page: {
      title: 'Close this without help',
      caption: `Reference ${found.request.reference}`,
      kind: 'staff',
      backHref: here,
      ...(errors.length && { errors }),
    },
    about: aboutCard(found.person?.name, needKinds[found.need.kind].label, found.need.description),
    says: 'They will be told why. A closed need stays closed: if they need help again, take a new request.',
    form: form({
      action: `${here}/close`,
      fields: [
        {
          kind: 'radios',
          name: 'reason',
          label: 'Why?',
          options: reasonsWithoutHelp.map(value => ({
            value,
            text: closingReasons[value].label,
            hint: `They read: ${closingReasons[value].toResident}`,
          })),
        },
        {
          kind: 'textarea',
          name: 'note',
          label: 'Anything to remember about it',
          hint: 'Only those who decide on this need read it.',
          optional: true,
          limit: 500,
          rows: 3,
        },
      ],
      values,
      errors,
      button: 'Close it',
      instead: { text: 'Keep it open', href: here },
    }),
  }
  return view('triage/close.njk', model, { status: refusal ? 422 : 200 })
}

const aboutCard = (name: string | undefined, kind: string, description: string): SummaryCard => ({
  rows: [
    { key: 'Who', value: name ?? 'Somebody' },
    { key: 'Kind of help', value: kind },
    { key: 'Needed', value: description },
  ],
})

export const closePage = page({
  method: 'GET',
  path: '/:place/needs/:needId/close',
  allow: 'request.triage',
  params: NeedOnly,
  query: Type.Object({ reason: Type.Optional(Type.String({ maxLength: 40 })) }),
  handle: visit => showClose(visit as never, visit.params.needId, { reason: visit.query.reason ?? '' }, null),
})

export const closeRoute = page({
  method: 'POST',
  path: '/:place/needs/:needId/close',
  allow: 'request.triage',
  params: NeedOnly,
  async handle(visit) {
    const { platform, place, actor, params, body } = visit
    const values = { reason: typedLine(body.reason), note: typedText(body.note) }
    const answer = await perform(platform.db, actor, closeWithoutHelp, { ...params, ...values } as never)
    if (!isRefusal(answer)) return redirect(`/${place.slug}/worklist?done=closed`)
    return isAboutFields(answer)
      ? showClose(visit as never, params.needId, values, answer)
      : showWhatHappened(visit as never, params.needId, answer)
  },
})

export const signpostPage = page({
  method: 'GET',
  path: '/:place/needs/:needId/signpost/:listedServiceId',
  allow: 'request.triage',
  params: NeedAndService,
  async handle(visit) {
    const { platform, place, actor, params } = visit
    const found = await loadToEnd(visit as never, params.needId)
    if (isRefusal(found)) return notFound(found.message)
    if (found.standing.stage !== 'waiting') return showWhatHappened(visit as never, params.needId, movedOn)
    const service = await platform.db.as(actor, tx => getListedService(tx, params.listedServiceId))
    if (!service) return notFound('That service is not in the directory any more.')
    const here = `/${place.slug}/needs/${params.needId}`
    const model: ConfirmModel = {
      page: {
        title: `Tell them about ${service.name}`,
        caption: `Reference ${found.request.reference}`,
        kind: 'staff',
        backHref: here,
      },
      about: aboutCard(found.person?.name, needKinds[found.need.kind].label, found.need.description),
      says: 'They are told how to get in touch with it themselves. Nothing about them is passed on, and this need closes as “told about a service”.',
      form: form({
        action: `${here}/signpost/${params.listedServiceId}`,
        fields: [],
        button: 'Tell them, and close this need',
        instead: { text: 'Keep it open', href: here },
      }),
    }
    return view('triage/close.njk', model)
  },
})

export const signpostRoute = page({
  method: 'POST',
  path: '/:place/needs/:needId/signpost/:listedServiceId',
  allow: 'request.triage',
  params: NeedAndService,
  async handle(visit) {
    const { platform, place, actor, params } = visit
    const answer = await perform(platform.db, actor, signpost, params)
    return isRefusal(answer)
      ? showWhatHappened(visit as never, params.needId, answer)
      : redirect(`/${place.slug}/worklist?done=signposted`)
  },
})
