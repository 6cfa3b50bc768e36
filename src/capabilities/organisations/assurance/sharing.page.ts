/** How far an organisation is known, what was seen of it, and what may be shared with it. */
import { type Static, Type } from 'typebox'
import { type FormView, form, readDate } from '../../../design/form.ts'
import { type Happenings, noticeOf } from '../../../design/happened.ts'
import type { PageModel } from '../../../design/page.ts'
import { dateAt, dateInWords } from '../../../design/time-in-words.ts'
import type { Action, ErrorItem, SummaryCard } from '../../../design/view-models.ts'
import { isAboutFields, isRefusal } from '../../../kernel/refusal.ts'
import { perform } from '../../../platform/command.ts'
import { errorsOf, notFound, page, type Reply, redirect, type Visit, view } from '../../../platform/http/route.ts'
import { chosen, typedLine, typedText } from '../../../platform/http/typed.ts'
import { agreementStateOn } from '../agreements/agreement.ts'
import { listAgreements } from '../agreements/agreement-store.ts'
import { findOrganisation } from '../organisation-store.ts'
import { cannotSettle } from '../settles-sharing.ts'
import { bases, fieldsInWords, type Purpose, purposes } from '../sharing-words.ts'
import { assuranceLevels } from '../words.ts'
import { listEvidence, listLevelScopes } from './assurance-store.ts'
import { knownLevels } from './known-levels.ts'
import { counts, type Evidence, evidenceKinds, levelOrder, levelSays, missingFor, scopeOn } from './level.ts'
import { endEvidence, evidenceToSee, recordEvidence } from './record-evidence.ts'

type SharingPage = PageModel & {
  level: string
  levelSays: string
  limited: boolean
  shared: SummaryCard
  next: string | null
  evidence: readonly (SummaryCard & { end: Action | null })[]
  agreements: readonly { title: string; href: string; state: string }[]
  record: FormView | null
}

const happenings: Happenings = {
  seen: { message: 'Written down. What may be shared follows from it at once.' },
  ended: { message: 'It does not count any more. What may be shared follows from it at once.' },
}

const Params = Type.Object({ organisationId: Type.String({ format: 'uuid' }) })
type Here = Visit<Static<typeof Params>, { done?: unknown }>

const cardOf = (evidence: Evidence, now: Date, on: string): SummaryCard => ({
  title: evidenceKinds[evidence.kind].label,
  rows: [
    ...(evidence.reference ? [{ key: 'Number', value: evidence.reference }] : []),
    ...(evidence.vouchesFor ? [{ key: 'Stands for', value: assuranceLevels[evidence.vouchesFor] }] : []),
    { key: 'Seen', value: `${dateInWords(evidence.seenOn, now)}, by ${evidence.seenBy}` },
    ...(evidence.untilOn
      ? [{ key: counts(evidence, on) ? 'Until' : 'Ended', value: dateInWords(evidence.untilOn, now) }]
      : []),
    ...(evidence.note ? [{ key: 'Note', value: evidence.note }] : []),
    ...(evidence.endedAt
      ? [{ key: 'Taken back', value: `By ${evidence.endedBy ?? ''}: ${evidence.endedBecause ?? ''}` }]
      : []),
  ],
})

const show = async (visit: Here, asked: { errors: readonly ErrorItem[] } | null): Promise<Reply> => {
  const { platform, actor, place, params, query, body } = visit
  const now = platform.clock()
  const on = dateAt(now)
  const found = await platform.db.as(actor, async tx => {
    const organisation = await findOrganisation(tx, params.organisationId)
    const settles = actor.permissions.has('sharing.settle') && (await cannotSettle(tx)) === null
    if (!organisation || !(settles || actor.organisationId === organisation.organisationId)) return null
    return {
      organisation,
      settles,
      evidence: await (settles
        ? tx.house(() => listEvidence(tx, [organisation.organisationId]))
        : listEvidence(tx, [organisation.organisationId])),
      level: (await knownLevels(tx, [organisation.organisationId], on)).get(organisation.organisationId) ?? 'informal',
      scopes: await listLevelScopes(tx),
      agreements: (await listAgreements(tx)).filter(({ parties }) =>
        parties.some(party => party.organisationId === organisation.organisationId),
      ),
    }
  })
  if (!found) return notFound('We cannot find that organisation, or what is known of it is not yours to see.')
  const { organisation, settles, evidence, level, scopes, agreements } = found
  const base = `/${place.slug}/organisations/${organisation.organisationId}`
  const errors = asked?.errors ?? []
  const nextLevel = levelOrder[levelOrder.indexOf(level) + 1]
  const model: SharingPage = {
    page: {
      title: `What may be shared with ${organisation.name}`,
      kind: 'staff',
      backHref: base,
      ...noticeOf(happenings, query.done),
      ...(errors.length && { errors }),
    },
    level: assuranceLevels[level],
    levelSays: levelSays[level],
    limited: organisation.trust === 'limited',
    shared: {
      title: 'At this level',
      rows: (Object.keys(purposes) as Purpose[]).flatMap(purpose => {
        const scope = scopeOn(scopes, level, purpose, on)
        return scope
          ? [
              {
                key: purposes[purpose],
                value: scope.fields.length
                  ? `${fieldsInWords(scope.fields)}; allowed by ${scope.bases.map(basis => bases[basis].label.toLowerCase()).join(', ')}.\n${scope.why} (${scope.decidedBy}, from ${dateInWords(scope.fromOn, now)})`
                  : `Nothing. ${scope.why}`,
              },
            ]
          : []
      }),
    },
    next: nextLevel
      ? `For "${assuranceLevels[nextLevel].toLowerCase()}" we would have to see: ${missingFor(evidence, nextLevel, on)
          .map(kinds => kinds.map(kind => evidenceKinds[kind].label.toLowerCase()).join(' or '))
          .join('; ')}.`
      : null,
    evidence: evidence.map(each => ({
      ...cardOf(each, now, on),
      end:
        settles && counts(each, on)
          ? {
              text: 'It does not hold any more',
              action: `${base}/sharing/ended`,
              hidden: { evidenceId: each.evidenceId, because: 'It does not hold any more' },
              look: 'danger',
              about: evidenceKinds[each.kind].label,
            }
          : null,
    })),
    agreements: agreements.map(agreement => ({
      title: agreement.title,
      href: `/${place.slug}/agreements/${agreement.agreementId}`,
      state: agreementStateOn(agreement, on),
    })),
    record: settles
      ? form({
          action: `${base}/sharing/seen`,
          fields: [
            {
              kind: 'radios',
              name: 'kind',
              label: 'What have you seen?',
              options: evidenceToSee.map(value => ({ value, text: evidenceKinds[value].label })),
            },
            {
              kind: 'text',
              name: 'reference',
              label: 'Number',
              hint: 'The charity, company or policy number',
              optional: true,
              width: 20,
            },
            { kind: 'date', name: 'seenOn', label: 'When did you see it?' },
            {
              kind: 'date',
              name: 'untilOn',
              label: 'Its last day',
              hint: 'For insurance, a contract and a safeguarding policy that is to be reviewed',
              optional: true,
            },
            { kind: 'text', name: 'note', label: 'Note', optional: true },
          ],
          values: asked ? body : {},
          errors,
          button: 'Write it down',
        })
      : null,
  }
  return view('organisations/assurance/sharing.njk', model, { status: errors.length ? 422 : 200 })
}

const sharingPage = page({
  method: 'GET',
  path: '/:place/organisations/:organisationId/sharing',
  allow: 'sharing.see',
  params: Params,
  query: Type.Object({ done: Type.Optional(Type.Unknown()) }),
  handle: visit => show(visit as never, null),
})

const seenAnswer = page({
  method: 'POST',
  path: '/:place/organisations/:organisationId/sharing/seen',
  allow: 'sharing.settle',
  params: Params,
  async handle(visit) {
    const { platform, actor, place, params, body } = visit
    const seen = readDate(body, 'seenOn', 'the day you saw it')
    const until = readDate(body, 'untilOn', 'its last day')
    const wrong: ErrorItem[] = [
      ...('message' in seen ? [{ field: 'seenOn', message: seen.message }] : []),
      ...('message' in until ? [{ field: 'untilOn', message: until.message }] : []),
    ]
    if (wrong.length) return show(visit as never, { errors: wrong })
    const answer = await perform(platform.db, actor, recordEvidence, {
      organisationId: params.organisationId,
      kind: chosen(body.kind, evidenceToSee) ?? '',
      reference: typedLine(body.reference),
      seenOn: 'on' in seen ? seen.on : '',
      untilOn: 'on' in until ? until.on : null,
      note: typedText(body.note),
    })
    if (!isRefusal(answer)) return redirect(`/${place.slug}/organisations/${params.organisationId}/sharing?done=seen`)
    return isAboutFields(answer) ? show(visit as never, { errors: errorsOf(answer) }) : notFound(answer.message)
  },
})

const endedAnswer = page({
  method: 'POST',
  path: '/:place/organisations/:organisationId/sharing/ended',
  allow: 'sharing.settle',
  params: Params,
  async handle(visit) {
    const { platform, actor, place, params, body } = visit
    const answer = await perform(platform.db, actor, endEvidence, {
      evidenceId: typedLine(body.evidenceId),
      because: typedLine(body.because),
    })
    return isRefusal(answer) && answer.refused !== 'no-such-evidence'
      ? notFound(answer.message)
      : redirect(`/${place.slug}/organisations/${params.organisationId}/sharing?done=ended`)
  },
})

/** The pages about how far an organisation is known. */
export const assuranceRoutes = [sharingPage, seenAnswer, endedAnswer]
