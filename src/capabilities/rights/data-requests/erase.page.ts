/** `/:place/data-requests/:dataRequestId/erase`: what would be forgotten, and doing it; `/concerns`: a safeguarding lead's decision on a copy. */
import { Type } from 'typebox'
import { type FormView, form } from '../../../design/form.ts'
import type { PageModel } from '../../../design/page.ts'
import type { ErrorItem, SummaryCard } from '../../../design/view-models.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import { audit } from '../../../platform/audit/audit.ts'
import { perform } from '../../../platform/command.ts'
import {
  errorsOf,
  notFound,
  page,
  privateView,
  type Reply,
  redirect,
  type Visit,
} from '../../../platform/http/route.ts'
import { chosen, typedText } from '../../../platform/http/typed.ts'
import { findRecords } from '../../../platform/personal/find-store.ts'
import { gatherRecords } from '../../../platform/personal/gather-store.ts'
import { allRules } from '../../../platform/personal/rules.ts'
import { certificateInWords } from '../certificate-in-words.ts'
import { cardOf } from '../copy-view.ts'
import { findDataRequest } from '../data-request-store.ts'
import { erasePeople, previewErasure } from '../erase-person.ts'
import { peopleOf } from './copy-of.ts'
import { decideOnConcern } from './work-on-data-request.ts'

type OneVisit = Visit<{ dataRequestId: string }, Record<string, never>>
const oneOnly = Type.Object({ dataRequestId: Type.String({ format: 'uuid' }) })
const missing = 'We cannot find that, or it is not yours to see.'

type EraseModel = PageModel & { lines: readonly string[]; form: FormView }

/** The request to be forgotten, with whom it is about: of those the actor may see, and that nobody has answered. */
const toErase = ({ platform, actor, params }: OneVisit) =>
  platform.db.as(actor, async tx => {
    const one = await findDataRequest(tx, params.dataRequestId)
    if (one?.kind !== 'erasure' || one.answeredAt || !one.identitySeen) return null
    const personIds = await tx.house(() => peopleOf(tx, one))
    await audit(tx, 'looked at what would be forgotten', one.dataRequestId)
    return personIds.length > 0 ? { one, personIds } : null
  })

const drawErase = async (visit: OneVisit, errors: readonly ErrorItem[] = []): Promise<Reply> => {
  const { platform, place, params, body } = visit
  const found = await toErase(visit)
  if (!found) return notFound(missing)
  const back = `/${place.slug}/data-requests/${params.dataRequestId}`
  const preview = await previewErasure(platform, place.placeId, found.personIds)
  return privateView('rights/data-requests/erase.njk', {
    page: { title: 'What would be forgotten', caption: found.one.reference, kind: 'staff', backHref: back, errors },
    lines: certificateInWords(preview, false),
    form: form({
      action: `${back}/erase`,
      fields: [
        {
          kind: 'textarea',
          name: 'because',
          label: 'Why is it decided so?',
          hint: 'It stands in the certificate. Name nobody. Tell whoever asked first: afterwards we no longer know how to reach them.',
          limit: 500,
        },
      ],
      values: body,
      errors,
      button: 'Forget them now',
    }),
  } satisfies EraseModel as EraseModel)
}

const erasePage = page({
  method: 'GET',
  path: '/:place/data-requests/:dataRequestId/erase',
  allow: 'rights.decide',
  params: oneOnly,
  handle: visit => drawErase({ ...(visit as unknown as OneVisit), body: {} }),
})

const eraseAnswer = page({
  method: 'POST',
  path: '/:place/data-requests/:dataRequestId/erase',
  allow: 'rights.decide',
  params: oneOnly,
  async handle(given) {
    const visit = given as unknown as OneVisit
    const { platform, place, actor, body, params } = visit
    const found = await toErase(visit)
    if (!found) return notFound(missing)
    const because = typedText(body.because)
    if (because.length < 5 || because.length > 500)
      return drawErase(visit, [{ field: 'because', message: 'Say in a sentence why it is decided so' }])
    const certificate = await erasePeople(platform, actor, {
      personIds: found.personIds,
      authority: `${actor.name}, data request ${found.one.reference}: ${because}`,
      dataRequestId: params.dataRequestId,
    })
    if (isRefusal(certificate)) return drawErase(visit, errorsOf(certificate))
    if (!certificate.complete)
      return drawErase(visit, [
        {
          field: 'because',
          message: `Not everything could be forgotten: ${certificate.stays.join(' ')} End what stays, and press once more; or answer that it was done in part.`,
        },
      ])
    return redirect(`/${place.slug}/data-requests/${params.dataRequestId}?done=erased`)
  },
})

type ConcernsModel = PageModel & { cards: readonly SummaryCard[]; form: FormView }

const drawConcerns = async (visit: OneVisit, errors: readonly ErrorItem[] = []): Promise<Reply> => {
  const { platform, place, actor, params, body } = visit
  const model = await platform.db.as(actor, async (tx): Promise<ConcernsModel | null> => {
    const one = await findDataRequest(tx, params.dataRequestId)
    if (one?.kind !== 'access') return null
    await audit(tx, 'safeguarding.looked at what goes into a copy', one.dataRequestId)
    const records = await tx.house(async () => {
      const rules = allRules()
      const found = await findRecords(tx, rules, { person: await peopleOf(tx, one) })
      return gatherRecords(
        tx,
        rules.filter(({ apart }) => apart),
        found,
      )
    })
    const now = one.safeguardingDecidedAt ? (one.safeguardingShows ? 'yes' : 'no') : ''
    return {
      page: {
        title: 'What safeguarding leads hold',
        caption: `Copy ${one.reference}`,
        kind: 'staff',
        backHref: `/${place.slug}/concerns`,
        errors,
      },
      cards: records.map(cardOf),
      form: form({
        action: `/${place.slug}/data-requests/${params.dataRequestId}/concerns`,
        fields: [
          {
            kind: 'radios',
            name: 'shows',
            label: 'Does this go into their copy?',
            hint: 'Leave it out where it would put somebody at risk of serious harm, and where it tells of whoever was worried. Nobody learns from a copy whether you hold anything.',
            options: [
              { value: 'yes', text: 'Yes: show it to them' },
              { value: 'no', text: 'No: leave it out' },
            ],
          },
        ],
        values: { shows: now, ...body },
        errors,
        button: 'Decide',
      }),
    }
  })
  return model ? privateView('rights/data-requests/concerns.njk', model) : notFound(missing)
}

const concernsPage = page({
  method: 'GET',
  path: '/:place/data-requests/:dataRequestId/concerns',
  allow: 'rights.decide-concern',
  params: oneOnly,
  handle: visit => drawConcerns({ ...(visit as unknown as OneVisit), body: {} }),
})

const concernsAnswer = page({
  method: 'POST',
  path: '/:place/data-requests/:dataRequestId/concerns',
  allow: 'rights.decide-concern',
  params: oneOnly,
  async handle(given) {
    const visit = given as unknown as OneVisit
    const { platform, place, actor, body, params } = visit
    const shows = chosen(body.shows, ['yes', 'no'] as const)
    if (!shows) return drawConcerns(visit, [{ field: 'shows', message: 'Choose yes or no' }])
    const decided = await perform(platform.db, actor, decideOnConcern, {
      dataRequestId: params.dataRequestId,
      shows: shows === 'yes',
    })
    if (isRefusal(decided)) return drawConcerns(visit, errorsOf(decided))
    return redirect(`/${place.slug}/data-requests/${params.dataRequestId}/concerns`)
  },
})

export const eraseRoutes = [erasePage, eraseAnswer, concernsPage, concernsAnswer]
