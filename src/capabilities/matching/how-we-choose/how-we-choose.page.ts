/** `/:place/volunteers/how-we-choose`: how the place weighs whom to ask, what that makes of two made-up people, changed only after looking at it, with who changed what before. */
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
import { findOrganisation, triageOrganisationOf } from '../../organisations/index.ts'
import { usualWeights, type Weights, weightNames } from '../weighing/cost.ts'
import { cannotChange, changeWeights, undoWeights, useUsualWeights } from './change-weights.ts'
import { areSame, exampleOf, inKilometres, isNearestFirst, readTyped, weightWords } from './weights-in-words.ts'
import { type ChosenWeights, listChosenWeights } from './weights-store.ts'

interface ExampleView {
  readonly id: string
  readonly tables: readonly { readonly caption: string; readonly table: TableRows }[]
  readonly says: readonly string[]
  readonly warning: string | null
}

type HowWeChooseModel = PageModel & {
  weights: readonly { says: string; about: string; usual: string | null }[]
  example: ExampleView
  /** Why the reader changes nothing here; null for whoever may. */
  cannot: string | null
  /** What was typed and fits, before it is saved. */
  checked: { changes: TableRows; example: ExampleView; save: FormView } | null
  change: FormView | null
  usual: Action | null
  history: Timeline | null
}

type WeightsVisit = Visit<Record<string, string>, Record<string, unknown>>

const mostShown = 50

const metres = (of: number): string => `${of.toLocaleString('en-GB')} m`

const lowWords =
  'With these weights whoever lives nearest is asked again and again: this is how two thirds were never asked in 2020. Being asked before has to count for more, or never having been asked.'

const exampleView = (id: string, by: Weights): ExampleView => {
  const { people, says } = exampleOf(by)
  return {
    id,
    tables: people.map(({ name, parts, sum }) => ({
      caption: name,
      table: {
        columns: [{ text: 'What counts' }, { text: 'Metres', number: true }],
        rows: [...parts.map(part => [part.says, metres(part.metres)]), ['Counts as this far away', metres(sum)]],
      },
    })),
    says: says.map(line => line.charAt(0).toUpperCase() + line.slice(1)),
    warning: isNearestFirst(by) ? lowWords : null,
  }
}

const differences = (from: Weights, to: Weights): TableRows => ({
  columns: [{ text: 'What counts' }, { text: 'Now', number: true }, { text: 'Then', number: true }],
  rows: weightNames
    .filter(name => from[name] !== to[name])
    .map(name => [weightWords[name].label, metres(from[name]), metres(to[name])]),
})

const sentenceOf = (to: Weights, from: Weights): string => {
  const changed = weightNames.filter(name => from[name] !== to[name])
  return changed.length === 0
    ? 'Nothing counts otherwise than before.'
    : changed.map(name => `${weightWords[name].label}: ${metres(from[name])}, then ${metres(to[name])}.`).join(' ')
}

const historyOf = (choices: readonly ChosenWeights[]): Timeline | null =>
  historyOfChoices(choices, (to, from) => sentenceOf(to.weights ?? usualWeights, from?.weights ?? usualWeights))

const draw = async (
  visit: WeightsVisit,
  errors: readonly ErrorItem[],
  typed: Readonly<Record<string, unknown>> | null,
): Promise<Reply> => {
  const { platform, place, actor, query } = visit
  const here = `/${place.slug}/volunteers/how-we-choose`
  const found = await platform.db.as(actor, async tx => {
    const lead = triageOrganisationOf(place)
    return {
      choices: await listChosenWeights(tx, mostShown),
      refusal: isAllowed(actor, 'weights.change') ? await cannotChange(tx) : null,
      lead: lead ? ((await findOrganisation(tx, lead))?.name ?? null) : null,
    }
  })
  const [latest] = found.choices
  const now = latest?.weights ?? usualWeights
  const version = String(latest?.version ?? 0)
  const mayChange = isAllowed(actor, 'weights.change') && !found.refusal
  const read = typed && mayChange ? readTyped(typed) : null
  const isSame = read !== null && read.errors.length === 0 && areSame(read.weights, now)
  const wrong: ErrorItem[] = [
    ...errors,
    ...(read?.errors ?? []),
    ...(isSame && errors.length === 0
      ? [{ field: weightNames[0] as string, message: 'These are the weights that count already: change at least one' }]
      : []),
  ]
  const checked = read && read.errors.length === 0 && !isSame ? read.weights : null
  const done = chosen(query.done, ['saved', 'usual', 'undone'] as const)
  return privateView('matching/how-we-choose/how-we-choose.njk', {
    page: {
      title: 'How we choose whom to ask',
      kind: 'staff',
      backHref: `/${place.slug}/volunteers`,
      errors: wrong,
      ...(done && {
        notice: {
          tone: 'done' as const,
          message:
            done === 'saved'
              ? 'Saved. It counts from the next round of offers on.'
              : done === 'usual'
                ? 'Back to what every place starts with, from the next round of offers on.'
                : 'Taken back. What counted before counts again.',
          ...(mayChange &&
            latest && {
              undo: {
                text: done === 'undone' ? 'Undo the taking back' : 'Undo',
                action: `${here}/undo`,
                hidden: { replaces: version },
                look: 'other' as const,
              },
            }),
        },
      }),
    },
    weights: weightNames.map(name => ({
      says: weightWords[name].says(now[name]),
      about: weightWords[name].about,
      usual: now[name] === usualWeights[name] ? null : `Every place starts with ${inKilometres(usualWeights[name])}.`,
    })),
    example: exampleView('now', now),
    cannot: mayChange
      ? null
      : found.lead
        ? `${found.lead} decides this for the whole place. If it asks the same people again and again, tell them.`
        : 'Nobody can change this yet: this place has not said which organisation decides about what is asked here.',
    checked: checked && {
      changes: differences(now, checked),
      example: exampleView('then', checked),
      save: form({
        action: here,
        hidden: { replaces: version, ...Object.fromEntries(weightNames.map(name => [name, String(checked[name])])) },
        fields: [
          {
            kind: 'textarea',
            name: 'because',
            label: 'Why is it changed?',
            hint: 'Everybody who looks after volunteers here can read it. Name nobody.',
            rows: 2,
            limit: 300,
          },
        ],
        values: { because: typed?.because },
        errors: wrong,
        button: 'Save these weights',
        instead: { text: 'Change nothing', href: here },
      }),
    },
    change: mayChange
      ? form({
          action: here,
          method: 'get',
          fields: weightNames.map(name => ({
            kind: 'text',
            name,
            label: weightWords[name].label,
            hint: `${name === 'neverAsked' || name === 'helpedThemBefore' ? 'Metres nearer' : 'Metres further'}. Every place starts with ${metres(usualWeights[name])}.`,
            width: 5,
            inputmode: 'numeric',
            suffix: 'm',
            autocomplete: 'off',
          })),
          values: typed ?? Object.fromEntries(weightNames.map(name => [name, String(now[name])])),
          errors: wrong,
          button: 'Check what it changes',
          ...(typed && { instead: { text: 'Change nothing', href: here } }),
        })
      : null,
    usual:
      mayChange && latest?.weights
        ? {
            text: 'Back to what every place starts with',
            action: `${here}/usual`,
            hidden: { replaces: version },
            look: 'other',
          }
        : null,
    history: historyOf(found.choices),
  } satisfies HowWeChooseModel as HowWeChooseModel)
}

const howWeChoosePage = page({
  method: 'GET',
  path: '/:place/volunteers/how-we-choose',
  allow: 'volunteer.see',
  query: Type.Object({}, { additionalProperties: true }),
  handle(given) {
    const visit = given as unknown as WeightsVisit
    return draw(visit, [], weightNames.some(name => visit.query[name] !== undefined) ? visit.query : null)
  },
})

/** What stands in a hidden box; nothing that anybody typed. */
const replacedBy = (body: Visit['body']): number => {
  const given = typedLine(body.replaces)
  return /^\d{1,9}$/.test(given) ? Number(given) : -1
}

const saveAnswer = page({
  method: 'POST',
  path: '/:place/volunteers/how-we-choose',
  allow: 'weights.change',
  async handle(given) {
    const visit = { ...given, query: {} } as unknown as WeightsVisit
    const { platform, place, actor, body } = visit
    const { weights, errors } = readTyped(body)
    if (errors.length > 0) return draw(visit, [], body)
    const answer = await perform(platform.db, actor, changeWeights, {
      replaces: replacedBy(body),
      because: typedText(body.because),
      weights,
    })
    if (!isRefusal(answer)) return redirect(`/${place.slug}/volunteers/how-we-choose?done=saved`)
    return draw(
      visit,
      errorsOf(answer).map(({ field, message }) => ({ field: field === 'because' ? field : 'form', message })),
      body,
    )
  },
})

const press = (path: 'usual' | 'undo', pressed: typeof undoWeights) =>
  page({
    method: 'POST',
    path: `/:place/volunteers/how-we-choose/${path}`,
    allow: 'weights.change',
    async handle(given) {
      const visit = { ...given, query: {} } as unknown as WeightsVisit
      const { platform, place, actor, body } = visit
      const answer = await perform(platform.db, actor, pressed, { replaces: replacedBy(body) })
      return isRefusal(answer)
        ? draw(visit, [{ field: 'form', message: answer.message }], null)
        : redirect(`/${place.slug}/volunteers/how-we-choose?done=${path === 'undo' ? 'undone' : 'usual'}`)
    },
  })

export const howWeChooseRoutes = [
  howWeChoosePage,
  saveAnswer,
  press('usual', useUsualWeights),
  press('undo', undoWeights),
]
