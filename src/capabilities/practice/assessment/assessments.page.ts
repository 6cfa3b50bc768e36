/** `/:place/practice/assessments`: a council's rounds, and each with the gap first. */
import { Type } from 'typebox'
import { form, readDate } from '../../../design/form.ts'
import { type Happenings, noticeOf } from '../../../design/happened.ts'
import { dateAt, exactDate } from '../../../design/time-in-words.ts'
import type { Action, ErrorItem } from '../../../design/view-models.ts'
import { isRefusal, type Refusal } from '../../../kernel/refusal.ts'
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
import { typedLine } from '../../../platform/http/typed.ts'
import { findCouncilOf } from '../network/council-store.ts'
import { principles } from '../published.ts'
import type { Item, Section, SectionsPage } from '../sections.ts'
import {
  type Assessment,
  countSharing,
  type Evidence,
  listAssessments,
  listEvidence,
  listPeerFigures,
  listScores,
  type PeerFigure,
} from './assessment-store.ts'
import {
  changeInWords,
  type Gap,
  gapInWords,
  gapsOf,
  levelInWords,
  type PrincipleLevels,
  saidSoFar,
  voiceCodes,
  voices,
} from './gap.ts'
import { closeAssessment, openAssessment, reopenAssessment, shareAssessment } from './keep-assessment.ts'
import { roundToRead } from './keep-challenge.ts'
import { readCommunityEvidence } from './keep-evidence.ts'
import { type MeasureCode, sayMeasures } from './measures.ts'
import { levelsThen, levelsWhileOpen } from './results.ts'
import { levelNames, ourOwn } from './rubric.ts'

const happenings: Happenings = {
  opened: { message: 'Open. Community organisations are asked by mail.' },
  closed: { message: 'Closed. What each voice says stands from now on.' },
  reopened: { message: 'Open again. Nothing of it is shared any more.' },
  shared: { message: 'Shared: it counts, without a name, in what your peers compare with.' },
  unshared: { message: 'Not shared any more.' },
  saved: { message: 'Saved.' },
}

const stateOf = ({ closedAt, sharedAt }: Assessment) =>
  closedAt
    ? { word: sharedAt ? 'Closed and shared' : 'Closed', tone: 'done' as const }
    : { word: 'Open', tone: 'underway' as const }

const roundItem = (round: Assessment, slug: string): Item => ({
  title: round.name,
  href: `/${slug}/practice/assessments/${round.assessmentId}`,
  state: stateOf(round),
  lines: [
    round.closedAt
      ? `Opened ${exactDate(round.openedOn)}, closed ${exactDate(dateAt(round.closedAt))}.`
      : `Opened ${exactDate(round.openedOn)}. People may say until ${exactDate(round.closesOn)}.`,
  ],
})

const drawList = async (visit: Visit, errors: readonly ErrorItem[] = []): Promise<Reply> => {
  const { platform, place, actor, body } = visit
  const { council, rounds } = await platform.db.as(actor, async tx => {
    const council = actor.organisationId ? await findCouncilOf(tx, actor.organisationId) : null
    return { council, rounds: council ? await listAssessments(tx, council.councilId) : [] }
  })
  const here = `/${place.slug}/practice/assessments`
  const isOpen = rounds.some(({ closedAt }) => closedAt === null)
  const model: SectionsPage = {
    page: {
      title: 'How far do we live the six principles?',
      ...(council && { caption: council.name }),
      kind: 'staff',
      backHref: `/${place.slug}/practice`,
      errors,
    },
    sections: council
      ? [
          {
            sentences: [
              'The council, community organisations and residents each say where they see each principle. Where they see it differently is the finding.',
              ourOwn,
            ],
          },
          {
            ...(rounds.length === 0 && {
              empty: {
                title: 'No assessment yet',
                sentences: ['Open the first below. An assessment takes about six weeks.'],
              },
            }),
            items: rounds.map(round => roundItem(round, place.slug)),
          },
          ...(isOpen
            ? []
            : [
                {
                  title: 'Open a new assessment',
                  form: form({
                    action: here,
                    fields: [
                      { kind: 'text', name: 'name', label: 'Name', hint: 'Like: Autumn 2026', width: 20 },
                      { kind: 'date', name: 'closesOn', label: 'Until when may people say?' },
                    ],
                    values: body,
                    errors,
                    button: 'Open it and ask everybody',
                  }),
                },
              ]),
        ]
      : [
          {
            empty: {
              title: 'Your organisation is no council of the network yet',
              sentences: ['Whoever convenes the network says which organisation is which council. Ask them.'],
              action: { text: 'See the councils', href: `/${place.slug}/network`, look: 'other' },
            },
          },
        ],
  }
  return privateView('practice/sections.njk', model)
}

const answerList = async (visit: Visit): Promise<Reply> => {
  const { platform, place, actor, body } = visit
  const closesOn = readDate(body, 'closesOn', 'the day')
  if ('message' in closesOn) return drawList(visit, [{ field: 'closesOn', message: closesOn.message }])
  const council = actor.organisationId
    ? await platform.db.as(actor, tx => findCouncilOf(tx, actor.organisationId ?? ''))
    : null
  if (!council) return drawList(visit)
  const opened = await perform(platform.db, actor, openAssessment, {
    councilId: council.councilId,
    name: typedLine(body.name),
    closesOn: 'on' in closesOn ? closesOn.on : '',
  })
  return isRefusal(opened)
    ? drawList(visit, errorsOf(opened))
    : redirect(`/${place.slug}/practice/assessments/${opened.assessmentId}?done=opened`)
}

interface Found {
  readonly round: Assessment
  readonly own: boolean
  readonly levels: Map<number, PrincipleLevels>
  readonly before: { round: Assessment; levels: Map<number, PrincipleLevels> } | null
  readonly scores: Awaited<ReturnType<typeof listScores>>
  readonly evidence: readonly Evidence[]
  readonly live: Awaited<ReturnType<typeof sayMeasures>> | null
  readonly peers: readonly PeerFigure[]
  readonly sharing: number
  readonly hasChallenge: boolean
}

const load = async (tx: PlaceTx, assessmentId: string): Promise<Found | null> => {
  const seen = await roundToRead(tx, assessmentId)
  if (!seen) return null
  const { round, own, challenge } = seen
  const evidence = [...(await listEvidence(tx, assessmentId)), ...(await readCommunityEvidence(tx, assessmentId))]
  const rounds = await listAssessments(tx, round.councilId)
  const last = rounds.find(
    each => each.closedAt && each.assessmentId !== assessmentId && each.openedOn <= round.openedOn,
  )
  return {
    ...{ round, own, evidence, hasChallenge: challenge !== null },
    levels: round.closedAt ? await levelsThen(tx, assessmentId) : await levelsWhileOpen(tx, assessmentId),
    before: last ? { round: last, levels: await levelsThen(tx, last.assessmentId) } : null,
    scores: await listScores(tx, assessmentId),
    live: !round.closedAt && evidence.some(({ kind }) => kind === 'measure') ? await sayMeasures(tx) : null,
    peers: round.sharedAt ? await listPeerFigures(tx, round.councilId) : [],
    sharing: await countSharing(tx),
  }
}

const wordsOf = (principle: number): string => principles.find(({ number }) => number === principle)?.words ?? ''

const drawOne = async (visit: Visit, errors: readonly ErrorItem[] = []): Promise<Reply> => {
  const { platform, place, actor, params, query } = visit
  const found = await platform.db.as(actor, tx => load(tx, params.assessmentId ?? ''))
  if (!found) return notFound('There is no such assessment, or it is another council’s.')
  const { round, own, levels, before } = found
  const here = `/${place.slug}/practice/assessments/${round.assessmentId}`
  const gaps = gapsOf(levels)
  const press = (text: string, what: string, look: NonNullable<Action['look']> = 'main'): Action => ({
    ...{ text, action: here, hidden: { do: what }, look },
  })
  const model: SectionsPage = {
    page: {
      title: round.name,
      caption: `How far ${round.councilName} lives the six principles`,
      kind: 'staff',
      state: stateOf(round),
      backHref: `/${place.slug}/practice/assessments`,
      errors,
      ...noticeOf(happenings, query.done),
    },
    sections: [
      { sentences: [ourOwn] },
      gapSection(gaps, round),
      ...(before ? [changeSection(levels, before)] : []),
      ...principles.map(({ number }) => principleSection(number, found, here)),
      peersSection(found),
      {
        title: 'Peers',
        links: [
          {
            text: found.hasChallenge ? 'The visit of your peers, and your plan' : 'Plan a visit of your peers',
            href: `${here}/challenge`,
          },
        ],
      },
      ...(own ? [ownSection(round, here, press)] : []),
    ],
  }
  return privateView('practice/sections.njk', model)
}

const gapSection = (gaps: readonly Gap[], { closedAt, closesOn }: Assessment): Section => ({
  id: 'gap',
  title: 'Where it is seen differently',
  ...(gaps.every(({ size }) => size === null) && {
    empty: closedAt
      ? { title: 'Nothing to compare', sentences: ['Fewer than two of the three were heard.'] }
      : {
          title: 'Nothing to compare yet',
          sentences: [
            `People may say until ${exactDate(closesOn)}. What they say is shown once the assessment is closed, so that nobody can tell who said what; then the widest gap stands here first.`,
          ],
        },
  }),
  items: gaps
    .filter(({ size }) => size !== null)
    .map(gap => ({
      title: `${gap.principle}. ${wordsOf(gap.principle)}`,
      ...((gap.size ?? 0) >= 1 && {
        state: { word: (gap.size ?? 0) >= 2 ? 'Wide gap' : 'Gap', tone: 'attention' as const },
      }),
      lines: [gapInWords(gap)],
    })),
  table: {
    caption: 'What each voice says, 1 to 4',
    rows: {
      columns: [{ text: 'Principle' }, ...voiceCodes.map(voice => ({ text: voices[voice] }))],
      rows: gaps.map(({ principle, levels }) => [
        `${principle}. ${wordsOf(principle)}`,
        ...voiceCodes.map(voice => (closedAt ? levelInWords : saidSoFar)(levels[voice], voice)),
      ]),
    },
  },
})

const changeSection = (
  levels: ReadonlyMap<number, PrincipleLevels>,
  before: NonNullable<Found['before']>,
): Section => ({
  id: 'change',
  title: `What has changed since ${before.round.name}`,
  table: {
    caption: `Since it opened ${exactDate(before.round.openedOn)}`,
    rows: {
      columns: [{ text: 'Principle' }, ...voiceCodes.map(voice => ({ text: voices[voice] }))],
      rows: [...levels].map(([principle, now]) => [
        `${principle}. ${wordsOf(principle)}`,
        ...voiceCodes.map(voice =>
          changeInWords(before.levels.get(principle)?.[voice].level ?? null, now[voice].level),
        ),
      ]),
    },
  },
})

const principleSection = (number: number, { round, own, scores, evidence, live }: Found, here: string): Section => {
  const score = scores.find(({ principle }) => principle === number)
  return {
    id: `p${number}`,
    title: `${number}. ${wordsOf(number)}`,
    sentences: [
      score
        ? `The council says ${score.level}: ${levelNames[score.level as keyof typeof levelNames].toLowerCase()}.`
        : 'The council has not said yet where it stands.',
      ...(score?.says ? [score.says] : []),
      ...(evidence.some(({ principle }) => principle === number) ? [] : ['No evidence yet.']),
    ],
    items: evidence.filter(({ principle }) => principle === number).map(each => evidenceItem(each, live)),
    links:
      own && !round.closedAt
        ? [{ text: 'Say where you stand, and add evidence', href: `${here}/principles/${number}` }]
        : [],
  }
}

/** A measure says what it said when it was put here and, while the round is open, what it says today. */
export const evidenceItem = (evidence: Evidence, live: Found['live']): Item => {
  const { kind, measure, title, says, address, saidThen, addedAt, addedBy } = evidence
  const added = exactDate(dateAt(addedAt))
  return {
    title: title ?? (kind === 'document' ? 'A document' : 'In words'),
    lines: [
      ...(kind === 'measure' && live ? [`Today, ${live.on}: ${live.says[measure as MeasureCode]}`] : []),
      ...(saidThen ? [`On ${added}: ${saidThen}`] : []),
      ...(says ? [says] : []),
      ...(kind === 'measure' ? ['Counted from the facts of this place over the 90 days before.'] : []),
      `Added ${added} by ${addedBy}.`,
    ],
    links: address ? [{ text: 'Read it', href: address }] : [],
  }
}

const peersSection = ({ round, peers, sharing, levels }: Found): Section => ({
  id: 'peers',
  title: 'Beside other councils',
  ...(peers.length
    ? {
        sentences: ['The middle half of the councils that share, never one by itself and never in a ranking.'],
        table: {
          caption: 'You, and the middle half of your peers',
          rows: {
            columns: [{ text: 'Principle' }, { text: 'Voice' }, { text: 'You' }, { text: 'Peers' }],
            rows: peers
              .toSorted(
                (a, b) => a.principle - b.principle || voiceCodes.indexOf(a.voice) - voiceCodes.indexOf(b.voice),
              )
              .map(({ principle, voice, peers: count, quarter, middle, threeQuarters }) => [
                `${principle}. ${wordsOf(principle)}`,
                voices[voice],
                levels.get(principle)?.[voice].level?.toString() ?? 'Not known',
                `${quarter} to ${threeQuarters}, middle ${middle}, of ${count} councils`,
              ]),
          },
        },
      }
    : {
        sentences: [
          round.sharedAt
            ? `Nothing is compared with fewer than five other councils. ${sharing === 1 ? 'You are the only one that shares' : `${sharing} share`} so far.`
            : 'Share what you found, once this is closed, and you see the middle half of your peers here: never fewer than five.',
        ],
      }),
})

const ownSection = (
  round: Assessment,
  here: string,
  press: (text: string, what: string, look?: NonNullable<Action['look']>) => Action,
): Section =>
  round.closedAt
    ? {
        title: 'This assessment is closed',
        actions: [
          round.sharedAt
            ? press('Stop sharing it with peers', 'unshare', 'other')
            : press('Share it with peers', 'share'),
          press('Open it again', 'reopen', 'other'),
        ],
      }
    : {
        title: 'While it is open',
        links: [{ text: 'Ask residents: the public page, and links for meetings', href: `${here}/residents` }],
        actions: [press('Close this assessment', 'close')],
      }

const params = Type.Object({ assessmentId: Type.String({ format: 'uuid' }) })

const act = async (visit: Visit): Promise<Reply> => {
  const { platform, place, actor, params, body } = visit
  const assessmentId = params.assessmentId ?? ''
  const acts: Readonly<Record<string, [code: string, run: () => Promise<unknown | Refusal>]>> = {
    close: ['closed', () => perform(platform.db, actor, closeAssessment, { assessmentId })],
    reopen: ['reopened', () => perform(platform.db, actor, reopenAssessment, { assessmentId })],
    share: ['shared', () => perform(platform.db, actor, shareAssessment, { assessmentId, shared: true })],
    unshare: ['unshared', () => perform(platform.db, actor, shareAssessment, { assessmentId, shared: false })],
  }
  const wanted = acts[typedLine(body.do)]
  if (!wanted) return drawOne(visit, [{ field: 'form', message: 'Choose one of the buttons of this page.' }])
  const answer = await wanted[1]()
  return isRefusal(answer)
    ? drawOne(visit, errorsOf(answer))
    : redirect(`/${place.slug}/practice/assessments/${assessmentId}?done=${wanted[0]}`)
}

export const assessmentRoutes = [
  page({
    method: 'GET',
    path: '/:place/practice/assessments',
    allow: 'practice.assess',
    handle: visit => drawList({ ...(visit as unknown as Visit), body: {} }),
  }),
  page({
    method: 'POST',
    path: '/:place/practice/assessments',
    allow: 'practice.assess',
    handle: visit => answerList(visit as unknown as Visit),
  }),
  page({
    method: 'GET',
    path: '/:place/practice/assessments/:assessmentId',
    allow: 'practice.assess',
    params,
    query: Type.Object({ done: Type.Optional(Type.Unknown()) }),
    handle: visit => drawOne(visit as unknown as Visit),
  }),
  page({
    method: 'POST',
    path: '/:place/practice/assessments/:assessmentId',
    allow: 'practice.assess',
    params,
    handle: visit => act({ ...(visit as unknown as Visit), query: {} }),
  }),
]
