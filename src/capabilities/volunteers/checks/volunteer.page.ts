/** One volunteer, for the organisation that looks after them: who they are, what they said, what was checked, and who has looked. */
import { Type } from 'typebox'
import { type Happenings, noticeOf } from '../../../design/happened.ts'
import type { PageModel } from '../../../design/page.ts'
import { dateAt, dateInWords, exactDate, inWords } from '../../../design/time-in-words.ts'
import type { Action, StateTag, SummaryCard, Timeline } from '../../../design/view-models.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import { listAuditLines } from '../../../platform/audit/audit.ts'
import { isAllowed } from '../../../platform/auth/actor.ts'
import { perform } from '../../../platform/command.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { listFacts, sayFact } from '../../../platform/facts/fact.ts'
import { notFound, page, privateView, type Reply, redirect, type Visit } from '../../../platform/http/route.ts'
import { chosen, typedLine } from '../../../platform/http/typed.ts'
import { findPerson } from '../../people/index.ts'
import { doneForThem } from '../done-for-them.ts'
import { askWhyThisVolunteer, lookedAtVolunteer, mayLookAtVolunteer } from '../reason-to-look.ts'
import { findVolunteer, listMaybeSame } from '../volunteer-store.ts'
import { whatTheySaid } from '../what-they-said.ts'
import { accessVolunteer } from './access.ts'
import { listHeldChecks, listReferences, listTrainingsDone } from './checks-store.ts'
import { countCheckInNewName, undoCheck, undoIdentity, undoTraining } from './record-checks.ts'
import { undoReference } from './references.ts'
import { trainingsOf } from './trainings.ts'
import { checkLine, counting, identityLines, type Line, notSeen, referenceLine } from './volunteer-lines.ts'
import { provePress, whoItWasPresses } from './whose-number.ts'

interface Section {
  readonly id: string
  readonly title: string
  readonly lines: readonly Line[]
  readonly empty: string
  readonly add: Action | null
}

type VolunteerModel = PageModel & {
  about: SummaryCard
  actions: readonly Action[]
  /** Other sign-ups that may be theirs, until it is said who they were. */
  again: readonly { says: string; presses: readonly Action[] }[]
  sections: readonly Section[]
  more: readonly { text: string; href: string }[]
  timeline: Timeline
  looks: readonly { name: string; last: string }[]
}

const doneWords: Happenings = {
  identity: { message: 'Written down: you saw who they are.' },
  check: { message: 'Written down. We kept no certificate and no number.' },
  training: { message: 'Written down.' },
  asked: { message: 'Asked. We have sent them a mail with a link that works once.' },
  ring: { message: 'Written down. Ring them, and then write down what they answer.' },
  answered: { message: 'Written down. How to reach them is deleted.' },
  counted: { message: 'Written down: it counts in the name they have now.' },
  undone: { message: 'Taken back.' },
  settled: { message: 'Written down who it was.' },
  'phone-proved': { message: 'Written down: you rang, and the number is theirs.' },
}

export const oneVolunteer = Type.Object({ volunteerId: Type.String({ format: 'uuid' }) })

export type VolunteerVisit = Visit<{ volunteerId: string }, { done?: unknown; was?: unknown }>

export const drawVolunteer = async (visit: VolunteerVisit, refused?: string): Promise<Reply> => {
  const { platform, place, actor, params, query } = visit
  const here = `/${place.slug}/volunteers/${params.volunteerId}`
  const model = await platform.db.as(actor, async tx => {
    const volunteer = await accessVolunteer(tx, params.volunteerId, 'read')
    if (isRefusal(volunteer)) return null
    if (!(await mayLookAtVolunteer(tx, volunteer.volunteerId)))
      return askWhyThisVolunteer(place, volunteer.volunteerId, here)
    const person = await findPerson(tx, volunteer.personId)
    const said = await findVolunteer(tx, volunteer.volunteerId)
    const today = dateAt(tx.now)
    const undo = (kind: string, recordId: string, about: string): Action => ({
      text: 'Take back',
      action: `${here}/undo`,
      hidden: { kind, recordId },
      look: 'other',
      about,
    })
    const add = (text: string, what: string): Action => ({ text, href: `${here}/write-down/${what}`, look: 'other' })
    const gone = volunteer.state === 'left'
    const trainings = trainingsOf(place.settings)
    const identity = identityLines(volunteer, tx.now, undo)
    const references = await listReferences(tx, volunteer.volunteerId)
    const state: StateTag = {
      active: volunteer.identitySeenOn
        ? { word: 'Ready to be asked', tone: 'done' as const }
        : {
            word: volunteer.formerName ? 'Has a new name: to be seen again' : 'Nobody has seen who they are',
            tone: 'attention' as const,
          },
      paused: {
        word: volunteer.pausedUntil ? `Paused until ${exactDate(volunteer.pausedUntil)}` : 'Paused',
        tone: 'waiting' as const,
      },
      left: { word: 'No longer volunteers', tone: 'stopped' as const },
    }[volunteer.state]
    const model: VolunteerModel = {
      page: {
        title: person?.name ?? 'A volunteer',
        caption: `Reference ${volunteer.reference}`,
        kind: 'staff',
        backHref: `/${place.slug}/volunteers`,
        state,
        ...(refused ? { errors: [{ field: 'form', message: refused }] } : {}),
        ...(refused ? {} : noticeOf({ ...doneWords, ...doneForThem(here, query.was) }, query.done)),
      },
      actions: [
        ...(volunteer.state === 'left'
          ? []
          : [
              { text: 'Change what they told us', href: `${here}/change`, look: 'other' as const },
              ...(person?.phone && isAllowed(actor, 'volunteer.look-after')
                ? [provePress(here, said?.phoneProvedAt ?? null)]
                : []),
            ]),
        {
          text: volunteer.state === 'left' ? 'They start again' : 'A pause, or stopping',
          href: `${here}/rest`,
          look: 'other' as const,
        },
      ],
      about: {
        title: 'Who they are, and what they said',
        rows: [
          ...(person?.phone
            ? [
                {
                  key: said?.phoneProvedAt ? 'Phone (rung: it is them)' : 'Phone (not rung yet)',
                  value: person.phone,
                  href: `tel:${person.phone.replace(/[^\d+]/g, '')}`,
                },
              ]
            : []),
          ...(person?.email ? [{ key: 'E-mail', value: person.email, href: `mailto:${person.email}` }] : []),
          ...(person?.address || person?.postcode
            ? [{ key: 'Address', value: [person.address, person.postcode].filter(part => part).join('\n') }]
            : []),
          ...(person?.communicationNeeds ? [{ key: 'Know before ringing', value: person.communicationNeeds }] : []),
          ...(said ? whatTheySaid(said) : []),
          { key: 'Signed up', value: inWords(volunteer.signedUpAt, tx.now) },
        ],
      },
      again:
        gone || !isAllowed(actor, 'volunteer.look-after')
          ? []
          : (await listMaybeSame(tx, volunteer.volunteerId)).map(other => ({
              says: `Somebody with this name and the same number or mail signed up ${inWords(other.signedUpAt, tx.now)}. Until you say who it was, they are not asked.`,
              presses: whoItWasPresses(here, other.volunteerId),
            })),
      sections: [
        {
          id: 'identity',
          title: 'Who they are was seen',
          lines: identity,
          empty: notSeen(volunteer),
          add: gone || identity.length ? null : add('Write down that you saw it', 'identity'),
        },
        {
          id: 'checks',
          title: 'Checks',
          lines: (await listHeldChecks(tx, [volunteer.volunteerId])).map(check =>
            checkLine(check, today, tx.now, undo, here),
          ),
          empty: 'None. Many tasks need none; a need says which check it asks for, and why.',
          add: gone ? null : add('Write down a check', 'check'),
        },
        {
          id: 'trainings',
          title: 'Trainings',
          lines: (await listTrainingsDone(tx, [volunteer.volunteerId])).map(
            ({ trainingId, training, doneOn, countsUntil, recordedBy }): Line => {
              const label = trainings.find(({ code }) => code === training)?.label ?? training
              return {
                title: label,
                state: counting(countsUntil, today),
                says: [
                  `Done ${dateInWords(doneOn, tx.now)}, written down by ${recordedBy}`,
                  countsUntil ? `Counts until ${exactDate(countsUntil)}` : 'Counts for always',
                ],
                quote: '',
                undo: undo('training', trainingId, label),
                again: null,
                answer: null,
              }
            },
          ),
          empty: 'None yet.',
          add: gone ? null : add('Write down a training', 'training'),
        },
        {
          id: 'references',
          title: 'People who know them',
          lines: references.map(reference => referenceLine(reference, tx.now, here, undo)),
          empty: 'Nobody has been asked. Two people who know them answer one question by mail, in a minute.',
          add: gone ? null : add('Ask somebody who knows them', 'reference'),
        },
      ],
      more: [
        { text: 'Offers and tasks, answering by phone', href: `${here}/offers` },
        { text: 'Hours and thanks', href: `${here}/hours` },
        ...(isAllowed(actor, 'volunteer.look-after')
          ? [{ text: 'Roles they are interested in', href: `${here}/interest` }]
          : []),
        { text: 'What to look at', href: `${here}/alerts` },
        { text: 'Whom they must not meet', href: `${here}/no-contact` },
        {
          text: 'I am worried about somebody',
          href: `/${place.slug}/concern?about=volunteer:${volunteer.volunteerId}`,
        },
      ],
      timeline: {
        caption: 'What has happened, newest first',
        facts: (await listFacts(tx, volunteer.journeyId as never)).toReversed().map(fact => ({
          at: fact.recordedAt,
          actor: fact.actorName,
          sentence: sayFact(fact),
        })),
      },
      looks: await whoLooked(tx, volunteer.volunteerId),
    }
    return model
  })
  if (model && 'kind' in model) return model
  return model
    ? privateView('volunteers/checks/volunteer.njk', model)
    : notFound('We cannot find that volunteer, or they are not yours to see.')
}

/** Who has looked, the latest first; each name once. */
const whoLooked = async (tx: PlaceTx, volunteerId: string) => {
  const last = new Map<string, Date>()
  for (const { action, actorName, actedAt } of await listAuditLines(tx, [volunteerId]))
    if (action === lookedAtVolunteer) last.set(actorName, actedAt)
  return [...last]
    .sort(([, a], [, b]) => b.getTime() - a.getTime())
    .map(([name, at]) => ({ name, last: inWords(at, tx.now) }))
}

const volunteerPage = page({
  method: 'GET',
  path: '/:place/volunteers/:volunteerId',
  allow: 'volunteer.see',
  params: oneVolunteer,
  query: Type.Object({ done: Type.Optional(Type.Unknown()), was: Type.Optional(Type.Unknown()) }),
  handle: visit => drawVolunteer(visit as unknown as VolunteerVisit),
})

const undo = page({
  method: 'POST',
  path: '/:place/volunteers/:volunteerId/undo',
  allow: 'volunteer.check',
  params: oneVolunteer,
  async handle(visit) {
    const { platform, place, actor, params, body } = visit
    const { volunteerId } = params
    const recordId = typedLine(body.recordId)
    const kind = chosen(body.kind, ['identity', 'check', 'training', 'reference'] as const)
    const { db } = platform
    const answer =
      kind === 'identity'
        ? await perform(db, actor, undoIdentity, { volunteerId })
        : kind === 'check'
          ? await perform(db, actor, undoCheck, { volunteerId, checkId: recordId })
          : kind === 'training'
            ? await perform(db, actor, undoTraining, { volunteerId, trainingId: recordId })
            : await perform(db, actor, undoReference, { volunteerId, referenceId: recordId })
    if (!isRefusal(answer)) return redirect(`/${place.slug}/volunteers/${volunteerId}?done=undone`)
    return drawVolunteer({ ...visit, query: {} } as unknown as VolunteerVisit, answer.message)
  },
})

const countCheck = page({
  method: 'POST',
  path: '/:place/volunteers/:volunteerId/count-check',
  allow: 'volunteer.check',
  params: oneVolunteer,
  async handle(visit) {
    const { platform, place, actor, params, body } = visit
    const answer = await perform(platform.db, actor, countCheckInNewName, {
      ...params,
      checkId: typedLine(body.checkId),
    })
    if (!isRefusal(answer)) return redirect(`/${place.slug}/volunteers/${params.volunteerId}?done=counted`)
    return drawVolunteer({ ...visit, query: {} } as unknown as VolunteerVisit, answer.message)
  },
})

export const volunteerRoutes = [volunteerPage, undo, countCheck]
