/** `/:place/unusual-reading/rules`: from which numbers on reading is unusual here, changed with a reason, and who changed what before. */
import { Type } from 'typebox'
import { historyOfChoices } from '../../../design/choices.ts'
import { type FormView, form } from '../../../design/form.ts'
import type { PageModel } from '../../../design/page.ts'
import type { Action, ErrorItem, TableRows, Timeline } from '../../../design/view-models.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import { isAllowed } from '../../../platform/auth/actor.ts'
import { perform } from '../../../platform/command.ts'
import { errorsOf, page, privateView, type Reply, redirect, type Visit } from '../../../platform/http/route.ts'
import { chosen, typedLine, typedText } from '../../../platform/http/typed.ts'
import { changeReadingRules, mendOf, undoReadingRules, useUsualReadingRules } from './change-reading-rules.ts'
import { numberNames, type ReadingNumbers, readingNumbers, usualNumbers } from './reading-numbers.ts'
import { type ChosenNumbers, listChosenNumbers } from './reading-rules-store.ts'

type RulesModel = PageModel & {
  table: TableRows
  /** Null for whoever only reads it. */
  change: FormView | null
  usual: Action | null
  history: Timeline | null
}

type RulesVisit = Visit<Record<string, string>, Record<string, unknown>>

const mostShown = 50

const sentenceOf = (to: ReadingNumbers, from: ReadingNumbers): string =>
  numberNames
    .filter(name => from[name] !== to[name])
    .map(name => `${readingNumbers[name].label}: ${from[name]}, then ${to[name]}.`)
    .join(' ') || 'Nothing counts otherwise than before.'

const historyOf = (choices: readonly ChosenNumbers[]): Timeline | null =>
  historyOfChoices(choices, (to, from) => sentenceOf(to.numbers ?? usualNumbers, from?.numbers ?? usualNumbers))

const done = {
  saved: 'Saved. It counts from the next look on, within ten minutes.',
  usual: 'Back to what every place starts with.',
  undone: 'Taken back. What counted before counts again.',
} as const

const draw = async (
  { platform, place, actor, query }: RulesVisit,
  errors: readonly ErrorItem[],
  typed: Readonly<Record<string, unknown>> | null,
): Promise<Reply> => {
  const here = `/${place.slug}/unusual-reading/rules`
  const choices = await platform.db.as(actor, tx => listChosenNumbers(tx, mostShown))
  const [latest] = choices
  const now = latest?.numbers ?? usualNumbers
  const version = String(latest?.version ?? 0)
  const mayChange = isAllowed(actor, 'reading-rules.change')
  const said = chosen(query.done, Object.keys(done) as (keyof typeof done)[])
  return privateView('oversight/alerts/reading-rules.njk', {
    page: {
      title: 'From when reading is unusual',
      kind: 'staff',
      backHref: `/${place.slug}/unusual-reading`,
      errors,
      ...(said && {
        notice: {
          tone: 'done' as const,
          message: done[said],
          ...(mayChange &&
            latest && {
              undo: { text: 'Undo', action: `${here}/undo`, hidden: { replaces: version }, look: 'other' as const },
            }),
        },
      }),
    },
    table: {
      columns: [
        { text: 'What counts' },
        { text: 'Here', number: true },
        { text: 'Every place starts with', number: true },
      ],
      rows: numberNames.map(name => [readingNumbers[name].label, String(now[name]), String(usualNumbers[name])]),
    },
    change: mayChange
      ? form({
          action: here,
          hidden: { replaces: version },
          fields: [
            ...numberNames.map(name => ({
              kind: 'text' as const,
              name,
              label: readingNumbers[name].label,
              hint: `${readingNumbers[name].hint} From ${readingNumbers[name].least} to ${readingNumbers[name].most}.`,
              width: 5 as const,
              inputmode: 'numeric' as const,
              autocomplete: 'off',
            })),
            {
              kind: 'textarea' as const,
              name: 'because',
              label: 'Why is it changed?',
              hint: 'Whoever looks at unusual reading here can read it. Name nobody.',
              rows: 2,
              limit: 300,
            },
          ],
          values: typed ?? Object.fromEntries(numberNames.map(name => [name, String(now[name])])),
          errors,
          button: 'Save these numbers',
        })
      : null,
    usual:
      mayChange && latest?.numbers
        ? {
            text: 'Back to what every place starts with',
            action: `${here}/usual`,
            hidden: { replaces: version },
            look: 'other',
          }
        : null,
    history: historyOf(choices),
  } satisfies RulesModel as RulesModel)
}

const rulesPage = page({
  method: 'GET',
  path: '/:place/unusual-reading/rules',
  allow: 'reading-alert.see',
  query: Type.Object({ done: Type.Optional(Type.Unknown()) }),
  handle: given => draw({ ...given, body: {} } as unknown as RulesVisit, [], null),
})

/** Whole numbers as typed; -1 for anything else, which fits nowhere. */
const wholeNumber = (given: unknown): number => {
  const typed = typedLine(given)
  return /^\d{1,9}$/.test(typed) ? Number(typed) : -1
}

const rulesAnswer = page({
  method: 'POST',
  path: '/:place/unusual-reading/rules',
  allow: 'reading-rules.change',
  async handle(given) {
    const visit = { ...given, query: {} } as unknown as RulesVisit
    const { platform, place, actor, body } = visit
    const numbers = Object.fromEntries(numberNames.map(name => [name, wholeNumber(body[name])]))
    const wrong = numberNames
      .filter(name => {
        const value = numbers[name] ?? -1
        return value < readingNumbers[name].least || value > readingNumbers[name].most
      })
      .map(name => ({ field: name as string, message: mendOf(name) }))
    if (wrong.length > 0) return draw(visit, wrong, body)
    const answer = await perform(platform.db, actor, changeReadingRules, {
      replaces: wholeNumber(body.replaces),
      because: typedText(body.because),
      numbers,
    })
    if (!isRefusal(answer)) return redirect(`/${place.slug}/unusual-reading/rules?done=saved`)
    return draw(
      visit,
      errorsOf(answer).map(({ field, message }) => ({
        field: field === 'because' ? field : (numberNames[0] as string),
        message,
      })),
      body,
    )
  },
})

const press = (path: 'usual' | 'undo', pressed: typeof undoReadingRules) =>
  page({
    method: 'POST',
    path: `/:place/unusual-reading/rules/${path}`,
    allow: 'reading-rules.change',
    async handle(given) {
      const visit = { ...given, query: {} } as unknown as RulesVisit
      const { platform, place, actor, body } = visit
      const answer = await perform(platform.db, actor, pressed, { replaces: wholeNumber(body.replaces) })
      return isRefusal(answer)
        ? draw(visit, [{ field: numberNames[0] as string, message: answer.message }], null)
        : redirect(`/${place.slug}/unusual-reading/rules?done=${path === 'undo' ? 'undone' : 'usual'}`)
    },
  })

export const readingRulesRoutes = [
  rulesPage,
  rulesAnswer,
  press('usual', useUsualReadingRules),
  press('undo', undoReadingRules),
]
