/** `/:place/sharing-levels`: which level may be told what, since when and why; and deciding otherwise. */
import { Type } from 'typebox'
import { form, readDate } from '../../../design/form.ts'
import { type Happenings, noticeOf } from '../../../design/happened.ts'
import type { PageModel } from '../../../design/page.ts'
import { dateAt, dayMonthYear, exactTime } from '../../../design/time-in-words.ts'
import type { Action, ErrorItem, SummaryCard } from '../../../design/view-models.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import { isAllowed } from '../../../platform/auth/actor.ts'
import { perform } from '../../../platform/command.ts'
import { errorsOf, notFound, page, type Reply, redirect, type Visit, view } from '../../../platform/http/route.ts'
import { ticked, typedLine } from '../../../platform/http/typed.ts'
import { cannotSettle } from '../settles-sharing.ts'
import { bases, fieldsInWords, type Purpose, purposes, sharedFieldCodes, sharedFields } from '../sharing-words.ts'
import { type AssuranceLevel, assuranceLevels } from '../words.ts'
import { listLevelScopes } from './assurance-store.ts'
import { basesOfLevels, decideLevel } from './decide-level.ts'
import { type LevelScope, levelOrder, levelSays, scopeOn } from './level.ts'

type Told = SummaryCard & { change: Action | null }
type LevelsPage = PageModel & {
  purposes: readonly { title: string; levels: readonly Told[] }[]
  history: readonly { title: string; says: string }[]
}
type LevelsVisit = Visit<{ level?: AssuranceLevel; purpose?: Purpose }, { done?: unknown }>

const happenings: Happenings = { decided: { message: 'Decided. What is shared already is looked at again by it.' } }

const purposeCodes = Object.keys(purposes) as Purpose[]

const toldInWords = ({ fields }: LevelScope) => (fields.length ? fieldsInWords(fields) : 'nothing')

const allowedInWords = (scope: LevelScope) =>
  scope.bases.length ? scope.bases.map(basis => bases[basis].label).join('\n') : 'Nothing but an emergency'

const maySettle = (visit: LevelsVisit) =>
  isAllowed(visit.actor, 'sharing.settle')
    ? visit.platform.db.as(visit.actor, async tx => (await cannotSettle(tx)) === null)
    : Promise.resolve(false)

const levelsRoute = page({
  method: 'GET',
  path: '/:place/sharing-levels',
  allow: 'sharing.see',
  query: Type.Object({ done: Type.Optional(Type.Unknown()) }),
  async handle(given) {
    const visit = given as unknown as LevelsVisit
    const { platform, actor, place, query } = visit
    const now = platform.clock()
    const on = dateAt(now)
    const decided = await platform.db.as(actor, listLevelScopes)
    const settles = await maySettle(visit)
    const here = `/${place.slug}/sharing-levels`
    const card = (level: AssuranceLevel, purpose: Purpose): Told | null => {
      const scope = scopeOn(decided, level, purpose, on)
      return (
        scope && {
          title: assuranceLevels[level],
          rows: [
            { key: 'What is known', value: `${levelSays[level]}.` },
            { key: 'May be told', value: toldInWords(scope) },
            { key: 'What may allow it', value: allowedInWords(scope) },
            { key: 'Since', value: `${dayMonthYear(scope.fromOn)}, by ${scope.decidedBy}` },
            { key: 'Why', value: scope.why },
          ],
          change: settles
            ? {
                text: 'Decide otherwise',
                href: `${here}/${level}/${purpose}`,
                look: 'other',
                about: `${assuranceLevels[level]}, ${purposes[purpose]}`,
              }
            : null,
        }
      )
    }
    const model: LevelsPage = {
      page: { title: 'Who may be told what', kind: 'staff', ...noticeOf(happenings, query.done) },
      purposes: purposeCodes.map(purpose => ({
        title: purposes[purpose],
        levels: levelOrder.flatMap(level => card(level, purpose) ?? []),
      })),
      history: decided
        .toSorted((a, b) => Number(b.decidedAt) - Number(a.decidedAt))
        .map(scope => ({
          title: `${assuranceLevels[scope.level]}, ${purposes[scope.purpose].toLowerCase()}: from ${dayMonthYear(scope.fromOn)}`,
          says: `${scope.decidedBy}, ${scope.decidedAt ? exactTime(scope.decidedAt) : ''}: ${toldInWords(scope)}; ${
            scope.bases.map(basis => bases[basis].label.toLowerCase()).join(', ') ||
            'nothing but an emergency allows it'
          }. ${scope.why}`,
        })),
    }
    return view('organisations/assurance/levels.njk', model)
  },
})

const Which = Type.Object({
  level: Type.Enum(Object.keys(assuranceLevels)),
  purpose: Type.Enum(Object.keys(purposes)),
})

const showForm = async (visit: LevelsVisit, errors: readonly ErrorItem[]): Promise<Reply> => {
  const { platform, actor, place, params, body } = visit
  const { level, purpose } = params
  if (!level || !purpose || !(await maySettle(visit)))
    return notFound('Only the organisation that decides about what is asked here settles this.')
  const now = platform.clock()
  const scope = scopeOn(await platform.db.as(actor, listLevelScopes), level, purpose, dateAt(now))
  const here = `/${place.slug}/sharing-levels`
  return view(
    'design/question.njk',
    {
      page: {
        title: `What may be told: ${assuranceLevels[level].toLowerCase()}`,
        caption: purposes[purpose],
        kind: 'staff',
        backHref: here,
        ...(errors.length && { errors }),
      },
      form: form({
        action: `${here}/${level}/${purpose}`,
        fields: [
          {
            kind: 'checkboxes',
            name: 'fields',
            label: 'Which details may they be told?',
            hint: `Of them we know: ${levelSays[level]}. Tick none to have them told nothing.`,
            options: sharedFieldCodes.map(value => ({ value, text: sharedFields[value] })),
          },
          {
            kind: 'checkboxes',
            name: 'bases',
            label: 'What may allow it?',
            hint: 'An emergency is limited by no table: it is looked at afterwards.',
            options: basesOfLevels.map(value => ({ value, text: bases[value].label })),
          },
          { kind: 'date', name: 'fromOn', label: 'From which day?', hint: 'Today, or a day ahead' },
          { kind: 'text', name: 'why', label: 'Why?', hint: 'Everybody who may see this table reads it' },
        ],
        values: errors.length ? body : { fields: scope?.fields ?? [], bases: scope?.bases ?? [] },
        errors,
        button: 'Decide',
        instead: { text: 'Leave it as it is', href: here },
      }),
    },
    { status: errors.length ? 422 : 200 },
  )
}

const changePage = page({
  method: 'GET',
  path: '/:place/sharing-levels/:level/:purpose',
  allow: 'sharing.settle',
  params: Which,
  handle: visit => showForm(visit as unknown as LevelsVisit, []),
})

const changeAnswer = page({
  method: 'POST',
  path: '/:place/sharing-levels/:level/:purpose',
  allow: 'sharing.settle',
  params: Which,
  async handle(given) {
    const visit = given as unknown as LevelsVisit
    const { platform, actor, place, params, body } = visit
    const from = readDate(body, 'fromOn', 'the first day')
    if ('message' in from) return showForm(visit, [{ field: 'fromOn', message: from.message }])
    const answer = await perform(platform.db, actor, decideLevel, {
      level: params.level as never,
      purpose: params.purpose as never,
      fields: ticked(body.fields, sharedFieldCodes),
      bases: ticked(body.bases, basesOfLevels) as never,
      fromOn: 'on' in from ? from.on : '',
      why: typedLine(body.why),
    })
    if (!isRefusal(answer)) return redirect(`/${place.slug}/sharing-levels?done=decided`)
    return answer.refused === 'not-yours-to-settle' ? notFound(answer.message) : showForm(visit, errorsOf(answer))
  },
})

/** The pages about what each level may be told. */
export const levelsRoutes = [levelsRoute, changePage, changeAnswer]
