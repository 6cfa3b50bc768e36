/** `/:place/volunteers/not-asked`: who may be asked and was not for some weeks, since when, why, and one press that moves it. */
import { Type } from 'typebox'
import type { Link, PageModel } from '../../../design/page.ts'
import { pagesOf } from '../../../design/pages.ts'
import { inWords } from '../../../design/time-in-words.ts'
import type { Action, EmptyState, StateTag } from '../../../design/view-models.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import { isAllowed } from '../../../platform/auth/actor.ts'
import { perform } from '../../../platform/command.ts'
import { page, privateView, type Reply, redirect, type Visit } from '../../../platform/http/route.ts'
import { chosen, typedLine } from '../../../platform/http/typed.ts'
import { telephone } from '../../places/index.ts'
import { activities } from '../../volunteers/index.ts'
import { giveNextStep, putOnCalls } from './give-next-step.ts'
import { perPage } from './looked-after-store.ts'
import { loadNotAsked, type NotAsked, namesOf } from './not-asked.ts'
import { weekChoices } from './volunteer-filters.ts'
import { asOfNow } from './volunteers.page.ts'
import { type ReasonNotAsked, reasonsNotAsked } from './why-not-asked.ts'

type NotAskedModel = PageModel & {
  says: string
  reasons: readonly { text: string; href: string; current: boolean }[]
  rows: readonly {
    id: string
    name: string
    href: string
    why: StateTag
    facts: readonly string[]
    mend: string
    mendLink: Link | null
    phone: Link | null
    presses: readonly Action[]
  }[]
  pagination: Record<string, unknown> | null
  empty: EmptyState
}

const allReasons = Object.keys(reasonsNotAsked) as ReasonNotAsked[]

const tones: Partial<Record<ReasonNotAsked, StateTag['tone']>> = {
  check: 'attention',
  training: 'attention',
  identity: 'attention',
  references: 'attention',
  'others first': 'fresh',
  'limit reached': 'done',
}

/** Where what stands in the way is mended, for what a coordinator can mend alone. */
const mendAt = (why: ReasonNotAsked, here: string): Link | null => {
  if (why === 'check') return { text: 'Write down a check', href: `${here}/write-down/check` }
  if (why === 'identity') return { text: 'Write down that you saw who they are', href: `${here}/write-down/identity` }
  if (why === 'references') return { text: 'Ask somebody who knows them', href: `${here}/write-down/reference` }
  if (why === 'training') return { text: 'Write down a training', href: `${here}/write-down/training` }
  if (why === 'limit reached') return { text: 'Hours and thanks', href: `${here}/hours` }
  return { text: 'Change what they told us', href: `${here}/change` }
}

type NotAskedVisit = Visit<Record<string, string>, Record<string, unknown>>

interface Choice {
  readonly weeks: number
  readonly why: ReasonNotAsked | null
  readonly page: number
}

const readChoice = (given: Readonly<Record<string, unknown>>): Choice => {
  const page = /^[1-9]\d{0,4}$/.exec(typedLine(given.page))
  return {
    weeks: Number(chosen(given.weeks, weekChoices) ?? '4'),
    why: chosen(given.why, allReasons),
    page: page ? Number(page[0]) : 1,
  }
}

const addressOf = (base: string, { weeks, why, page }: Choice): string => {
  const query = new URLSearchParams({
    weeks: String(weeks),
    ...(why && { why }),
    ...(page > 1 && { page: String(page) }),
  })
  return `${base}?${query}`
}

const draw = async (
  visit: NotAskedVisit,
  choice: Choice,
  refused?: { id: string; message: string },
): Promise<Reply> => {
  const { platform, place, actor, query } = visit
  const now = platform.clock()
  const asOf = asOfNow(now)
  const home = `/${place.slug}/volunteers`
  const here = `${home}/not-asked`
  const mayPress = isAllowed(actor, 'volunteer.look-after')
  const found = await platform.db.as(actor, async tx => {
    const notAsked = await loadNotAsked(tx, actor.organisationId ?? '', choice.weeks, asOf)
    const fitting = choice.why ? notAsked.filter(({ why }) => why === choice.why) : notAsked
    const shown = fitting.slice((choice.page - 1) * perPage, choice.page * perPage)
    return {
      notAsked,
      fitting,
      shown,
      names: await namesOf(
        tx,
        shown.map(({ volunteerId }) => volunteerId),
      ),
    }
  })
  if (found.shown.length === 0 && choice.page > 1) return redirect(addressOf(here, { ...choice, page: 1 }))
  const keep = { weeks: String(choice.weeks), why: choice.why ?? '', page: String(choice.page) }
  const row = ({ volunteerId, since, isNever, why }: NotAsked): NotAskedModel['rows'][number] => {
    const known = found.names.get(volunteerId)
    const name = known?.person?.name ?? 'A volunteer'
    const tel = known?.person?.phone ? telephone(known.person.phone) : null
    return {
      id: volunteerId,
      name,
      href: `${home}/${volunteerId}`,
      why: { word: reasonsNotAsked[why].label, tone: tones[why] ?? 'waiting' },
      facts: [
        isNever ? `never asked, signed up ${inWords(since, now)}` : `asked last ${inWords(since, now)}`,
        known?.volunteer.activities.map(code => activities[code].label).join(', ') ?? '',
        known?.volunteer.reference ?? '',
      ].filter(text => text !== ''),
      mend: reasonsNotAsked[why].mend,
      mendLink: mendAt(why, `${home}/${volunteerId}`),
      phone: tel ? { text: known?.person?.phone ?? '', href: tel.href } : null,
      presses: mayPress
        ? [
            {
              text: 'Give them a next step',
              about: name,
              action: `${here}/next-step`,
              hidden: { volunteerId, ...keep },
            },
            ...(known?.person?.phone
              ? [
                  {
                    text: 'Put on the calls to make',
                    about: name,
                    action: `${here}/ring`,
                    hidden: { volunteerId, ...keep },
                    look: 'other' as const,
                  },
                ]
              : []),
          ]
        : [],
    }
  }
  const told = typedLine(query.told).slice(0, 200)
  const count = (why: ReasonNotAsked) => found.notAsked.filter(each => each.why === why).length
  const total = found.fitting.length
  return privateView('matching/looking-after/not-asked.njk', {
    page: {
      title: `Not asked for ${choice.weeks} weeks`,
      ...(choice.why && { caption: reasonsNotAsked[choice.why].label }),
      kind: 'staff',
      backHref: `${home}/how-it-goes?weeks=${choice.weeks}#not-asked`,
      ...(refused && {
        errors: [{ field: refused.id ? `volunteer-${refused.id}` : 'form', message: refused.message }],
      }),
      ...(query.done === 'step' && {
        notice: {
          tone: 'done' as const,
          message: 'They have been told a next step, on their page and by mail or a call.',
          ...(told && { detail: told }),
        },
      }),
      ...(query.done === 'ring' && {
        notice: {
          tone: 'done' as const,
          message: 'It is among the calls to make.',
          ...(isAllowed(actor, 'request.triage') && {
            link: { text: 'Calls to make', href: `/${place.slug}/calls` },
          }),
        },
      }),
    },
    says: `${total.toLocaleString('en-GB')} of ${found.notAsked.length.toLocaleString('en-GB')} who may be asked and were not for ${choice.weeks} weeks, the longest first. Paused, stopped and second sign-ups are left out.`,
    reasons: [
      { text: 'Everybody', href: addressOf(here, { ...choice, why: null, page: 1 }), current: choice.why === null },
      ...allReasons
        .filter(why => count(why) > 0 || why === choice.why)
        .map(why => ({
          text: `${reasonsNotAsked[why].label} (${count(why).toLocaleString('en-GB')})`,
          href: addressOf(here, { ...choice, why, page: 1 }),
          current: choice.why === why,
        })),
    ],
    rows: found.shown.map(row),
    pagination: pagesOf(total, perPage, choice.page, page => addressOf(here, { ...choice, page })),
    empty: {
      title: choice.why ? 'Nobody for this reason' : 'Everybody who may be asked was',
      sentences: [
        choice.why
          ? 'Look at the others, or at a longer time.'
          : `Whoever has been with us for ${choice.weeks} weeks was asked at least once in them.`,
      ],
      tone: 'good',
    },
  } satisfies NotAskedModel as NotAskedModel)
}

const notAskedPage = page({
  method: 'GET',
  path: '/:place/volunteers/not-asked',
  allow: 'volunteer.see',
  query: Type.Object({}, { additionalProperties: true }),
  handle: visit =>
    draw(visit as unknown as NotAskedVisit, readChoice(visit.query as Readonly<Record<string, unknown>>)),
})

const nextStepAnswer = page({
  method: 'POST',
  path: '/:place/volunteers/not-asked/next-step',
  allow: 'volunteer.look-after',
  async handle(given) {
    const visit = { ...given, query: {} } as unknown as NotAskedVisit
    const { platform, place, actor, body } = visit
    const volunteerId = typedLine(body.volunteerId)
    const choice = readChoice(body)
    const answer = await perform(platform.db, actor, giveNextStep, { volunteerId })
    if (isRefusal(answer)) return draw(visit, choice, { id: volunteerId, message: answer.message })
    const back = addressOf(`/${place.slug}/volunteers/not-asked`, choice)
    return redirect(`${back}&done=step&told=${encodeURIComponent(answer.told)}`)
  },
})

const ringAnswer = page({
  method: 'POST',
  path: '/:place/volunteers/not-asked/ring',
  allow: 'volunteer.look-after',
  async handle(given) {
    const visit = { ...given, query: {} } as unknown as NotAskedVisit
    const { platform, place, actor, body } = visit
    const volunteerId = typedLine(body.volunteerId)
    const choice = readChoice(body)
    const because = choice.why ? `${reasonsNotAsked[choice.why].label}.` : ''
    const answer = await perform(platform.db, actor, putOnCalls, { volunteerId, because })
    if (isRefusal(answer)) return draw(visit, choice, { id: volunteerId, message: answer.message })
    return redirect(`${addressOf(`/${place.slug}/volunteers/not-asked`, choice)}&done=ring`)
  },
})

export const notAskedRoutes = [notAskedPage, nextStepAnswer, ringAnswer]
