/** Where the council stands on one principle, with its evidence; and links for residents. */
import { type TObject, Type } from 'typebox'
import { form } from '../../../design/form.ts'
import { type Happenings, noticeOf } from '../../../design/happened.ts'
import type { ErrorItem } from '../../../design/view-models.ts'
import { isRefusal, type Refusal } from '../../../kernel/refusal.ts'
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
import { typedLine, typedText } from '../../../platform/http/typed.ts'
import { principles } from '../published.ts'
import type { SectionsPage } from '../sections.ts'
import { listEvidence, listScores, listViewLinks } from './assessment-store.ts'
import { evidenceItem } from './assessments.page.ts'
import { evidenceFields, readEvidence } from './evidence-form.ts'
import { makeViewLink, viewLinkPath } from './give-view.ts'
import { scorePrinciple } from './keep-assessment.ts'
import { roundToRead } from './keep-challenge.ts'
import { addEvidence, removeEvidence } from './keep-evidence.ts'
import { levelNames, levels, ourOwn, rubricOf } from './rubric.ts'

const missing = 'There is no such assessment, or it is another council’s.'

const happenings: Happenings = {
  evidence: { message: 'Added.' },
  back: { message: 'It is back.' },
  link: { message: 'The link is there. Print it, or send it.' },
  saved: { message: 'Saved.' },
}

const drawPrinciple = async (visit: Visit, errors: readonly ErrorItem[] = []): Promise<Reply> => {
  const { platform, place, actor, params, body, query } = visit
  const number = Number(params.principle)
  const found = await platform.db.as(actor, async tx => {
    const seen = await roundToRead(tx, params.assessmentId ?? '')
    if (!seen?.own) return null
    return {
      round: seen.round,
      score: (await listScores(tx, seen.round.assessmentId)).find(({ principle }) => principle === number),
      evidence: (await listEvidence(tx, seen.round.assessmentId)).filter(({ principle }) => principle === number),
    }
  })
  const rubric = rubricOf(number)
  if (!found || !rubric) return notFound(missing)
  const { round, score, evidence } = found
  const back = `/${place.slug}/practice/assessments/${round.assessmentId}`
  const here = `${back}/principles/${number}`
  const adding = body.do === 'evidence'
  const removed = typedLine(query.removed)
  const model: SectionsPage = {
    page: {
      title: `${number}. ${principles.find(each => each.number === number)?.words ?? ''}`,
      caption: round.name,
      kind: 'staff',
      backHref: `${back}#p${number}`,
      errors,
      ...noticeOf(happenings, query.done),
      ...(removed && {
        notice: {
          tone: 'done' as const,
          message: 'Taken away.',
          undo: {
            text: 'Put it back',
            action: here,
            hidden: { do: 'back', evidenceId: removed },
            look: 'other' as const,
          },
        },
      }),
    },
    sections: [
      {
        sentences: [ourOwn],
        form: form({
          action: here,
          hidden: { do: 'score' },
          fields: [
            {
              kind: 'radios',
              name: 'level',
              label: 'What can be seen in the council today?',
              options: levels.map(level => ({
                value: String(level),
                text: `${level}. ${levelNames[level]}`,
                hint: rubric.statements[level - 1] ?? '',
              })),
            },
            { kind: 'textarea', name: 'says', label: 'Why do you say so?', limit: 2000, optional: true },
          ],
          values: errors.length && !adding ? body : score ? { level: String(score.level), says: score.says ?? '' } : {},
          errors: adding ? [] : errors,
          button: 'Save',
          instead: { text: 'Back to the assessment', href: back },
        }),
      },
      {
        id: 'evidence',
        title: 'Evidence',
        ...(evidence.length === 0 && { sentences: ['None yet.'] }),
        items: evidence.map(each => ({
          ...evidenceItem(each, null),
          actions: [
            {
              text: 'Take it away',
              action: here,
              hidden: { do: 'remove', evidenceId: each.evidenceId },
              look: 'other' as const,
            },
          ],
        })),
        form: form({
          action: here,
          hidden: { do: 'evidence' },
          fields: evidenceFields,
          values: adding && errors.length ? body : {},
          errors: adding ? errors : [],
          button: 'Add evidence',
        }),
      },
    ],
  }
  return privateView('practice/sections.njk', model)
}

const answerPrinciple = async (visit: Visit): Promise<Reply> => {
  const { platform, place, actor, params, body } = visit
  const assessmentId = params.assessmentId ?? ''
  const principle = Number(params.principle)
  const back = `/${place.slug}/practice/assessments/${assessmentId}`
  const here = `${back}/principles/${principle}`
  const done = (answer: unknown | Refusal, to: string) =>
    isRefusal(answer) ? drawPrinciple(visit, errorsOf(answer)) : redirect(to)
  const evidenceId = typedLine(body.evidenceId)
  switch (body.do) {
    case 'remove':
      return done(
        await perform(platform.db, actor, removeEvidence, { evidenceId, removed: true }),
        `${here}?removed=${encodeURIComponent(evidenceId)}#evidence`,
      )
    case 'back':
      return done(
        await perform(platform.db, actor, removeEvidence, { evidenceId, removed: false }),
        `${here}?done=back#evidence`,
      )
    case 'evidence': {
      const read = readEvidence(body)
      if ('message' in read) return drawPrinciple(visit, [read])
      const added = await perform(platform.db, actor, addEvidence, { assessmentId, principle, ...read })
      return done(added, `${here}?done=evidence#evidence`)
    }
    default: {
      const scored = await perform(platform.db, actor, scorePrinciple, {
        ...{ assessmentId, principle, level: Number(typedLine(body.level)) },
        says: typedText(body.says) || null,
      })
      return done(scored, `${back}?done=saved#p${principle}`)
    }
  }
}

const drawResidents = async (visit: Visit, errors: readonly ErrorItem[] = []): Promise<Reply> => {
  const { platform, place, actor, params, body, query } = visit
  const found = await platform.db.as(actor, async tx => {
    const seen = await roundToRead(tx, params.assessmentId ?? '')
    if (!seen?.own) return null
    const links = await listViewLinks(tx, seen.round.assessmentId)
    return {
      round: seen.round,
      links: await Promise.all(
        links.map(async link => ({ ...link, path: await viewLinkPath(tx, link, seen.round.closesOn) })),
      ),
    }
  })
  if (!found) return notFound(missing)
  const { round, links } = found
  const here = `/${place.slug}/practice/assessments/${round.assessmentId}/residents`
  const address = (path: string) => `${platform.config.publicUrl}/${place.slug}${path}`
  const open = `/practice/your-view/${round.assessmentId}`
  const model: SectionsPage = {
    page: {
      title: 'Ask residents',
      caption: round.name,
      kind: 'staff',
      backHref: `/${place.slug}/practice/assessments/${round.assessmentId}`,
      errors,
      ...noticeOf(happenings, query.done),
    },
    sections: [
      {
        title: 'Anybody',
        sentences: ['Without an account and without a name: six questions, three minutes.', address(open)],
        links: [{ text: 'See the page', href: `/${place.slug}${open}` }],
      },
      {
        title: 'Links for a meeting, a leaflet, a street',
        sentences: ['A link is for so many people, and says nothing about who used it.'],
        items: links.map(({ name, most, used, path }) => ({
          title: name,
          lines: [address(path), `${used} of ${most} have used it.`],
          links: [{ text: 'Open', href: `/${place.slug}${path}` }],
        })),
        ...(round.closedAt
          ? {}
          : {
              form: form({
                action: here,
                fields: [
                  {
                    kind: 'text',
                    name: 'name',
                    label: 'What is the link for?',
                    hint: 'Like: meeting in the village hall',
                  },
                  { kind: 'text', name: 'most', label: 'How many people may use it?', width: 5, inputmode: 'numeric' },
                ],
                values: body,
                errors,
                button: 'Make a link',
              }),
            }),
      },
    ],
  }
  return privateView('practice/sections.njk', model)
}

const answerResidents = async (visit: Visit): Promise<Reply> => {
  const { platform, place, actor, params, body } = visit
  const assessmentId = params.assessmentId ?? ''
  const most = typedLine(body.most)
  const made = await perform(platform.db, actor, makeViewLink, {
    ...{ assessmentId, name: typedLine(body.name) },
    most: /^\d{1,6}$/.test(most) ? Number(most) : 0,
  })
  return isRefusal(made)
    ? drawResidents(visit, errorsOf(made))
    : redirect(`/${place.slug}/practice/assessments/${assessmentId}/residents?done=link`)
}

export const params = Type.Object({ assessmentId: Type.String({ format: 'uuid' }) })
const principleParams = Type.Object({
  assessmentId: Type.String({ format: 'uuid' }),
  principle: Type.String({ pattern: '^[1-6]$' }),
})
const query = Type.Object({ done: Type.Optional(Type.Unknown()), removed: Type.Optional(Type.Unknown()) })
const allow = 'practice.assess' as const

/** A page and the answer to its form, for those who assess. */
export const pair = (
  path: `/:place${string}`,
  which: TObject,
  draw: (visit: Visit) => Promise<Reply>,
  answer: (visit: Visit) => Promise<Reply>,
) => [
  page({
    ...{ method: 'GET' as const, path, allow, params: which, query },
    handle: visit => draw({ ...(visit as unknown as Visit), body: {} }),
  }),
  page({
    ...{ method: 'POST' as const, path, allow, params: which },
    handle: visit => answer({ ...(visit as unknown as Visit), query: {} }),
  }),
]

export const roundFormRoutes = [
  ...pair(
    '/:place/practice/assessments/:assessmentId/principles/:principle',
    principleParams,
    drawPrinciple,
    answerPrinciple,
  ),
  ...pair('/:place/practice/assessments/:assessmentId/residents', params, drawResidents, answerResidents),
]
