/** The concerns of a place, for its safeguarding leads and nobody else: what waits, one concern, and what was decided. */
import { Type } from 'typebox'
import { type FormView, form } from '../../design/form.ts'
import type { PageModel } from '../../design/page.ts'
import { byWhen, exactTime, inWords } from '../../design/time-in-words.ts'
import type { Action, EmptyState, ErrorItem, StateTag, SummaryCard, Timeline } from '../../design/view-models.ts'
import { isRefusal, type Refusal } from '../../kernel/refusal.ts'
import { audit, leaveOutLoads, listAuditLines } from '../../platform/audit/audit.ts'
import type { Actor } from '../../platform/auth/actor.ts'
import { perform } from '../../platform/command.ts'
import { listFacts, sayFact } from '../../platform/facts/fact.ts'
import { errorsOf, notFound, page, privateView, type Reply, redirect, type Visit } from '../../platform/http/route.ts'
import { chosen, typedText } from '../../platform/http/typed.ts'
import { listPeople } from '../people/index.ts'
import { aboutKinds, type Concern, standingOf } from './concern.ts'
import { findConcern, listConcerns } from './concern-store.ts'
import { decideConcern, putBackConcern, reopenConcern, takeConcern } from './work-on-concern.ts'

const lookedAtConcern = 'looked at a concern'

const stateOf = (concern: Concern, now: Date, { personId }: Actor): StateTag => {
  const standing = standingOf(concern, now)
  if (standing === 'closed') return { word: 'Closed', tone: 'done' }
  if (standing === 'looked at')
    return {
      word: concern.lookedById === personId ? 'You are looking at it' : `${concern.lookedBy} is looking at it`,
      tone: 'underway',
    }
  return standing === 'overdue'
    ? { word: 'Nobody has looked within the hour', tone: 'overdue' }
    : { word: 'Waits for you', tone: 'attention' }
}

interface Line {
  readonly text: string
  readonly href: string
  readonly state: StateTag
  readonly says: string
}

type ListModel = PageModel & { open: readonly Line[]; closed: readonly Line[]; empty: EmptyState }

const listPage = page({
  method: 'GET',
  path: '/:place/concerns',
  allow: 'concern.see',
  async handle({ platform, place, actor }) {
    const now = platform.clock()
    const concerns = await platform.db.as(actor, async tx => {
      await audit(tx, 'looked at the list of concerns', null)
      return listConcerns(tx)
    })
    const line = (concern: Concern): Line => ({
      text: `Concern ${concern.reference}${concern.inDangerNow ? ', somebody was in danger' : ''}`,
      href: `/${place.slug}/concerns/${concern.concernId}`,
      state: stateOf(concern, now, actor),
      says: `Raised ${inWords(concern.raisedAt, now)}${concern.lookedAt ? '' : `, to be looked at ${byWhen(concern.lookBy, now)}`}`,
    })
    return privateView('safeguarding/concerns.njk', {
      page: { title: 'Concerns', kind: 'staff' },
      open: concerns.filter(({ closedAt }) => !closedAt).map(line),
      closed: concerns.filter(({ closedAt }) => closedAt).map(line),
      empty: {
        title: 'No concern waits',
        sentences: ['You are told by mail as soon as somebody raises one.'],
        tone: 'good',
      },
    } satisfies ListModel as ListModel)
  },
})

/** Said after the name of somebody a concern is about, where it was raised from something that has two sides. */
const whoTheyAre = ({ aboutKind, volunteerPersonIds }: Concern, personId: string): string => {
  if (volunteerPersonIds.includes(personId)) return ', who volunteers'
  return aboutKind === 'need' || aboutKind === 'match' ? ', who asked for help' : ''
}

type OneModel = PageModel & {
  concern: { says: string; decision: string | null }
  about: SummaryCard
  people: readonly SummaryCard[]
  actions: readonly Action[]
  decide: FormView | null
  holdHref: string
  timeline: Timeline
  looks: readonly string[]
}

const oneConcern = Type.Object({ concernId: Type.String({ format: 'uuid' }) })
type OneVisit = Visit<{ concernId: string }>

const doneWords = {
  take: 'You are looking at it. The other leads see that.',
  'put-back': 'Put back. It waits for another lead.',
  decide: 'Written down.',
  close: 'Closed. It no longer shows who the people are.',
  reopen: 'Open again.',
} as const

const show = async (
  visit: OneVisit,
  errors: readonly ErrorItem[] = [],
  done: keyof typeof doneWords | null = null,
): Promise<Reply> => {
  const { platform, place, actor, params, body } = visit
  const here = `/${place.slug}/concerns/${params.concernId}`
  const press = (text: string, what: string, look: NonNullable<Action['look']>): Action => ({
    text,
    look,
    action: here,
    hidden: { do: what },
  })
  const model = await platform.db.as(actor, async tx => {
    const concern = await findConcern(tx, params.concernId, 'read')
    if (!concern) return null
    // Not on the people themselves: who has looked at them is theirs and their coordinators' to read, and would tell that there is a concern.
    await audit(tx, lookedAtConcern, concern.concernId)
    // Also for a lead whose organisation sees them for another reason: what is closed shows nobody.
    const people = concern.closedAt ? [] : await listPeople(tx, concern.personIds)
    leaveOutLoads(tx)
    const { now } = tx
    const looks = new Map<string | null, { actorName: string; actedAt: Date }>()
    for (const line of await listAuditLines(tx, [concern.concernId]))
      if (line.action === lookedAtConcern) looks.set(line.personId, line)
    const model: OneModel = {
      page: {
        title: 'A concern',
        caption: `Reference ${concern.reference}`,
        kind: 'staff',
        backHref: `/${place.slug}/concerns`,
        state: stateOf(concern, now, actor),
        errors,
        ...(done ? { notice: { tone: 'done' as const, message: doneWords[done] } } : {}),
      },
      concern: { says: concern.says, decision: concern.decision },
      about: {
        title: 'What we know',
        rows: [
          {
            key: 'In danger when it was raised',
            value: concern.inDangerNow ? 'Yes. They were told to ring 999.' : 'No',
          },
          { key: 'Raised', value: `${exactTime(concern.raisedAt)}, by ${concern.raisedBy}` },
          { key: 'To be looked at by', value: exactTime(concern.lookBy) },
          ...(concern.whereabouts ? [{ key: 'Where', value: concern.whereabouts }] : []),
          { key: 'How to reach who raised it', value: concern.reachAt ?? 'They did not say' },
          ...(concern.aboutKind ? [{ key: 'Raised from', value: aboutKinds[concern.aboutKind] }] : []),
        ],
      },
      people: people.map(person => ({
        title: `${person.name}${whoTheyAre(concern, person.personId)}`,
        rows: [
          ...(person.phone
            ? [{ key: 'Phone', value: person.phone, href: `tel:${person.phone.replace(/[^\d+]/g, '')}` }]
            : []),
          ...(person.email ? [{ key: 'E-mail', value: person.email, href: `mailto:${person.email}` }] : []),
          {
            key: person.addressIsHidden ? 'Address (hidden: tell nobody)' : 'Address',
            value: [person.address, person.postcode].filter(part => part).join('\n') || 'Not known',
          },
          ...(person.communicationNeeds ? [{ key: 'Know before ringing', value: person.communicationNeeds }] : []),
        ],
      })),
      actions: concern.closedAt
        ? [press('Open it again', 'reopen', 'other')]
        : concern.lookedAt
          ? [press('Put it back for another lead', 'put-back', 'other')]
          : [press('I am looking at it now', 'take', 'main')],
      decide: concern.closedAt
        ? null
        : form({
            action: here,
            hidden: { do: 'decide' },
            fields: [
              {
                kind: 'textarea',
                name: 'decision',
                label: 'What was decided, and why?',
                hint: 'Whom you told, on which ground, and what happens next. Only leads read it.',
                limit: 4000,
                rows: 6,
              },
              {
                kind: 'checkboxes',
                name: 'close',
                label: 'Is there anything more to do?',
                options: [{ value: 'yes', text: 'No: close it' }],
              },
            ],
            values: { decision: errors.length ? typedText(body.decision) : (concern.decision ?? '') },
            errors,
            button: 'Write it down',
          }),
      holdHref: `${here}/hold`,
      timeline: {
        caption: 'What has happened, newest first',
        facts: (await listFacts(tx, concern.concernId as never)).toReversed().map(fact => ({
          at: fact.recordedAt,
          actor: fact.actorName,
          sentence: sayFact(fact),
        })),
      },
      looks: [...looks.values()].map(({ actorName, actedAt }) => `${actorName}, last ${inWords(actedAt, now)}`),
    }
    return model
  })
  return model
    ? privateView('safeguarding/one-concern.njk', model)
    : notFound('We cannot find that concern, or it is not yours to see.')
}

const concernPage = page({
  method: 'GET',
  path: '/:place/concerns/:concernId',
  allow: 'concern.see',
  params: oneConcern,
  query: Type.Object({ done: Type.Optional(Type.Unknown()) }),
  handle: visit =>
    show(
      { ...(visit as unknown as OneVisit), body: {} },
      [],
      chosen(visit.query.done, Object.keys(doneWords) as (keyof typeof doneWords)[]),
    ),
})

const concernAnswer = page({
  method: 'POST',
  path: '/:place/concerns/:concernId',
  allow: 'concern.see',
  params: oneConcern,
  async handle(given) {
    const visit = given as unknown as OneVisit
    const { platform, place, actor, params, body } = visit
    const { concernId } = params
    const { db } = platform
    const what = chosen(body.do, ['take', 'put-back', 'decide', 'reopen'] as const)
    const here = `/${place.slug}/concerns/${concernId}`
    if (!what) return redirect(here)
    const close = body.close === 'yes'
    const answer: { recordId: string } | Refusal =
      what === 'take'
        ? await perform(db, actor, takeConcern, { concernId })
        : what === 'put-back'
          ? await perform(db, actor, putBackConcern, { concernId })
          : what === 'reopen'
            ? await perform(db, actor, reopenConcern, { concernId })
            : await perform(db, actor, decideConcern, { concernId, decision: typedText(body.decision), close })
    if (isRefusal(answer))
      return show(
        visit,
        errorsOf(answer).map(({ field, message }) => ({ field: field || 'form', message })),
      )
    return redirect(`${here}?done=${what === 'decide' && close ? 'close' : what}`)
  },
})

export const concernsRoutes = [listPage, concernPage, concernAnswer]
