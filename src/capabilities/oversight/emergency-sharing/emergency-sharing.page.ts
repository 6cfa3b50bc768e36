/** `/:place/emergency-sharing`: what was shared without asking, and saying afterwards whether it was right. */
import { Type } from 'typebox'
import { type FormView, form } from '../../../design/form.ts'
import { type Happenings, noticeOf } from '../../../design/happened.ts'
import type { PageModel } from '../../../design/page.ts'
import { exactTime, inWords } from '../../../design/time-in-words.ts'
import type { EmptyState, ErrorItem, StateTag, SummaryCard } from '../../../design/view-models.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import { audit, auditAll } from '../../../platform/audit/audit.ts'
import { perform } from '../../../platform/command.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import {
  errorsOf,
  notFound,
  page,
  privateView,
  type Reply,
  redirect,
  type Visit,
} from '../../../platform/http/route.ts'
import { chosen, typedLine, typedText } from '../../../platform/http/typed.ts'
import { bases, fieldsInWords, listOrganisationsById, purposes } from '../../organisations/index.ts'
import {
  type Disclosure,
  endings,
  findDisclosure,
  listPeople,
  listSharedInEmergency,
  reviewOutcomes,
  reviewSharing,
} from '../../people/index.ts'
import { findHelpRequest } from '../../requests/index.ts'
import { listVolunteersById } from '../../volunteers/index.ts'

const mostListed = 100

/** A sharing with the names of whom it is about and who was told. */
interface Named extends Disclosure {
  readonly about: string
  readonly reference: string | null
  readonly from: string
  readonly toWhom: string
}

/** Whoever reads the page answers for the place's data and need not hold the requests themselves: the house reads them, and each look is written down. */
const nameThem = async (tx: PlaceTx, shared: readonly Disclosure[]): Promise<Named[]> => {
  const named = await tx.house(async () => {
    const volunteers = await listVolunteersById(
      tx,
      shared.flatMap(({ volunteerId }) => volunteerId ?? []),
    )
    const people = await listPeople(tx, [
      ...shared.map(({ personId }) => personId),
      ...volunteers.map(({ personId }) => personId),
    ])
    const organisations = await listOrganisationsById(
      tx,
      shared.flatMap(({ organisationId, fromOrganisationId }) => [organisationId, fromOrganisationId]),
    )
    const personCalled = (id: string | undefined) => people.find(({ personId }) => personId === id)?.name ?? 'Somebody'
    const called = (id: string) =>
      organisations.find(({ organisationId }) => organisationId === id)?.name ?? 'An organisation'
    const volunteer = (id: string) => personCalled(volunteers.find(each => each.volunteerId === id)?.personId)
    const all = []
    for (const one of shared)
      all.push({
        ...one,
        about: personCalled(one.personId),
        reference: (await findHelpRequest(tx, one.aboutId))?.reference ?? null,
        from: called(one.fromOrganisationId),
        toWhom: one.volunteerId
          ? `${volunteer(one.volunteerId)}, a volunteer whom ${called(one.organisationId)} asked`
          : called(one.organisationId),
      })
    return all
  })
  await auditAll(tx, 'looked at what was shared without asking', [
    ...new Set(shared.flatMap(({ personId, volunteerId }) => [personId, ...(volunteerId ? [volunteerId] : [])])),
  ])
  return named
}

const stateOf = ({ reviewOutcome }: Disclosure): StateTag =>
  reviewOutcome === null
    ? { word: 'To be looked at', tone: 'attention' }
    : reviewOutcome === 'wrong'
      ? { word: reviewOutcomes.wrong.label, tone: 'stopped' }
      : { word: reviewOutcomes[reviewOutcome].label, tone: 'done' }

type Line = { text: string; href: string; state: StateTag; says: string }
type ListModel = PageModel & { waiting: readonly Line[]; looked: readonly Line[]; empty: EmptyState }

const happenings: Happenings = {
  looked: { message: 'Written down. The resident reads it in their copy of what is held about them.' },
  stopped: { message: 'Written down and stopped. Whoever was told has been asked to delete it.' },
}

const listRoute = page({
  method: 'GET',
  path: '/:place/emergency-sharing',
  allow: 'emergency-sharing.review',
  async handle({ platform, place, actor }) {
    const { waiting, looked, now } = await platform.db.as(actor, async tx => {
      const lists = await Promise.all([
        listSharedInEmergency(tx, 'not yet', mostListed),
        listSharedInEmergency(tx, 'at', mostListed),
      ])
      await audit(tx, 'looked at what was shared without asking', null)
      return { waiting: await nameThem(tx, lists[0]), looked: await nameThem(tx, lists[1]), now: tx.now }
    })
    const line = (one: Named): Line => ({
      text: `${one.about}, with ${one.toWhom}`,
      href: `/${place.slug}/emergency-sharing/${one.disclosureId}`,
      state: stateOf(one),
      says: `${bases[one.basis].label}: ${one.ground} Shared by ${one.decidedBy}, ${inWords(one.decidedAt, now)}.`,
    })
    return privateView('oversight/emergency-sharing/list.njk', {
      page: { title: 'Shared without asking', kind: 'staff' },
      waiting: waiting.map(line),
      looked: looked.map(line),
      empty: {
        title: 'Nothing waits to be looked at',
        sentences: [
          'What is shared in an emergency, without asking, stands here until you have said whether it was right.',
        ],
        tone: 'good',
      },
    } satisfies ListModel as ListModel)
  },
})

type OneModel = PageModel & {
  shared: SummaryCard
  found: SummaryCard | null
  look: FormView | null
  says: string | null
}
type OneVisit = Visit<{ disclosureId: string }, { done?: unknown }>
const oneOnly = Type.Object({ disclosureId: Type.String({ format: 'uuid' }) })

const show = async (visit: OneVisit, errors: readonly ErrorItem[] = []): Promise<Reply> => {
  const { platform, place, actor, params, query, body } = visit
  const found = await platform.db.as(actor, async tx => {
    const one = await findDisclosure(tx, params.disclosureId)
    const isEmergency = one?.basis === 'vital interests' || one?.basis === 'safeguarding'
    return isEmergency ? (await nameThem(tx, [one]))[0] : null
  })
  if (!found) return notFound('We cannot find that, or it is not yours to see.')
  const base = `/${place.slug}/emergency-sharing`
  const isTheirs = found.decidedById !== null && found.decidedById === actor.personId
  const model: OneModel = {
    page: {
      title: `${found.about}, with ${found.toWhom}`,
      kind: 'staff',
      backHref: base,
      state: stateOf(found),
      errors,
      ...noticeOf(happenings, query.done),
    },
    shared: {
      title: 'What was shared',
      rows: [
        { key: 'About', value: found.reference ? `${found.about}, ${found.reference}` : found.about },
        { key: 'Told to', value: found.toWhom },
        { key: 'Shared by', value: `${found.decidedBy}, ${found.from}, ${exactTime(found.decidedAt)}` },
        { key: 'What allowed it', value: `${bases[found.basis].label}; nobody was asked` },
        { key: 'Why', value: found.ground },
        { key: 'What for', value: purposes[found.purpose] },
        { key: 'Which details', value: fieldsInWords(found.fields) },
        {
          key: 'Told from',
          value: found.shownAt ? exactTime(found.shownAt) : 'Not yet: it is told when they say yes',
        },
        {
          key: 'Until',
          value: found.endedAt
            ? `${exactTime(found.endedAt)}. ${found.endedBecause ? endings[found.endedBecause] : ''}`
            : 'The help is over',
        },
        ...(found.toldToDeleteAt ? [{ key: 'Asked to delete it', value: exactTime(found.toldToDeleteAt) }] : []),
      ],
    },
    found:
      found.reviewOutcome && found.reviewedAt
        ? {
            title: 'What was found',
            rows: [
              { key: 'Was it right?', value: reviewOutcomes[found.reviewOutcome].label },
              { key: 'In words', value: found.review ?? 'Deleted since' },
              { key: 'By', value: `${found.reviewedBy ?? ''}, ${exactTime(found.reviewedAt)}` },
            ],
          }
        : null,
    look:
      found.reviewOutcome || isTheirs
        ? null
        : form({
            action: `${base}/${found.disclosureId}`,
            fields: [
              {
                kind: 'radios',
                name: 'outcome',
                label: 'Was it right to share this without asking?',
                options: Object.entries(reviewOutcomes).map(([value, { label, means }]) => ({
                  value,
                  text: label,
                  hint: means,
                })),
              },
              {
                kind: 'textarea',
                name: 'words',
                label: 'What did you find?',
                hint: 'Was somebody in danger? Could they have been asked? Was less enough? The resident can read this.',
                limit: 1000,
                rows: 4,
              },
            ],
            values: body,
            errors,
            button: 'Write down what you found',
          }),
    says: isTheirs && !found.reviewOutcome ? 'You shared this yourself: somebody else has to look at it.' : null,
  }
  return privateView('oversight/emergency-sharing/one.njk', model)
}

const oneRoute = page({
  method: 'GET',
  path: '/:place/emergency-sharing/:disclosureId',
  allow: 'emergency-sharing.review',
  params: oneOnly,
  query: Type.Object({ done: Type.Optional(Type.Unknown()) }),
  handle: visit => show({ ...(visit as unknown as OneVisit), body: {} }),
})

const oneAnswer = page({
  method: 'POST',
  path: '/:place/emergency-sharing/:disclosureId',
  allow: 'emergency-sharing.review',
  params: oneOnly,
  async handle(given) {
    const visit = { ...given, query: {} } as unknown as OneVisit
    const { platform, place, actor, params, body } = visit
    const outcome = chosen(body.outcome, Object.keys(reviewOutcomes)) ?? ''
    const answer = await perform(platform.db, actor, reviewSharing, {
      disclosureId: params.disclosureId,
      outcome: outcome as never,
      words: typedText(body.words),
    })
    if (!isRefusal(answer))
      return redirect(
        `/${place.slug}/emergency-sharing/${params.disclosureId}?done=${outcome === 'wrong' ? 'stopped' : 'looked'}`,
      )
    return answer.refused === 'no-such-sharing'
      ? notFound(answer.message)
      : show(
          visit,
          errorsOf(answer).map(({ field, message }) => ({ field: typedLine(field) || 'outcome', message })),
        )
  },
})

export const emergencySharingRoutes = [listRoute, oneRoute, oneAnswer]
