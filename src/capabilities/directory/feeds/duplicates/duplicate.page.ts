import { Type } from 'typebox'
import { type FormView, form } from '../../../../design/form.ts'
import type { PageModel } from '../../../../design/page.ts'
import type { Action, ErrorItem, Reason, TableRows } from '../../../../design/view-models.ts'
import { isRefusal, type Refusal } from '../../../../kernel/refusal.ts'
import { perform } from '../../../../platform/command.ts'
import { errorsOf, notFound, page, type Reply, redirect, type Visit, view } from '../../../../platform/http/route.ts'
import { asTyped, chosen } from '../../../../platform/http/typed.ts'
import type { ListedService } from '../../listed-service.ts'
import { findListedService } from '../../listed-service-store.ts'
import { type Choice, choices } from './compose.ts'
import { joinPublishers, sayNotTheSame, takeDecisionBack } from './decide-duplicate.ts'
import { type Duplicate, findDuplicate } from './duplicate-store.ts'
import { choiceInWords, choiceWords, here, reasonsOf, shortly, sourceInWords } from './duplicate-words.ts'
import { mergeEntries, undoMerge } from './merge-entries.ts'
import { listMergesInto } from './merge-store.ts'

/** `/:place/directory/duplicates/:duplicateId`: a pair beside each other, and the decision. */

type PairPage = PageModel & {
  reasons: readonly Reason[]
  differences: TableRows
  alike: string
  same: FormView | null
  different: Action | null
  back: Action | null
  links: readonly { text: string; href: string }[]
}

const Params = Type.Object({ duplicateId: Type.String({ format: 'uuid' }) })

export const duplicatePage = page({
  method: 'GET',
  path: '/:place/directory/duplicates/:duplicateId',
  allow: 'directory.keep-right',
  params: Params,
  handle: visit => show(visit as never, visit.params.duplicateId, []),
})

async function show(visit: Visit<never, never>, duplicateId: string, errors: readonly ErrorItem[]): Promise<Reply> {
  const { platform, actor, place, body } = visit
  const found = await platform.db.as(actor, tx =>
    tx.house(async () => {
      const pair = await findDuplicate(tx, duplicateId)
      if (!pair) return null
      const first = pair.kind === 'entry' ? await findListedService(tx, pair.firstId) : null
      const second = pair.kind === 'entry' ? await findListedService(tx, pair.secondId) : null
      const merges = [...(await listMergesInto(tx, pair.firstId)), ...(await listMergesInto(tx, pair.secondId))]
      const merge = merges.find(each => [pair.firstId, pair.secondId].includes(each.absorbedId))
      return { pair, first, second, merge }
    }),
  )
  if (!found) return notFound('This pair is not proposed any more.')
  const { pair, first, second, merge } = found
  const at = `${here(visit)}/${duplicateId}`
  const press = (text: string, to: string, hidden: Record<string, string> = {}): Action => ({
    text,
    look: 'other',
    action: at,
    hidden: { do: to, ...hidden },
  })
  const differing =
    first && second
      ? (Object.keys(choices) as Choice[]).filter(
          choice => choiceInWords(choice, first) !== choiceInWords(choice, second),
        )
      : []
  const isOpen = pair.state === 'open'
  const model: PairPage = {
    page: {
      title: pair.kind === 'publisher' ? 'Are these two one organisation?' : 'Are these two the same?',
      kind: 'staff',
      backHref: here(visit),
      errors: [...errors],
    },
    reasons: reasonsOf(pair.reasons),
    differences: {
      columns: [{ text: 'What differs' }, { text: 'The first' }, { text: 'The second' }],
      rows:
        first && second
          ? [
              ['Comes from', { content: first.source }, { content: second.source }],
              ...differing.map(choice => [
                choiceWords[choice],
                { content: shortly(choiceInWords(choice, first)) },
                { content: shortly(choiceInWords(choice, second)) },
              ]),
            ]
          : [['Name', { content: pair.firstName }, { content: pair.secondName }]],
    },
    alike: first && second && differing.length === 0 ? 'They say the same in every part.' : '',
    same: isOpen ? sameForm(pair, at, first, second, differing, body ?? {}, errors) : null,
    different: isOpen ? press('Not the same: keep both', 'different') : null,
    back: isOpen
      ? null
      : merge
        ? press('Make two of it again', 'undo', { mergeId: merge.mergeId })
        : press('Take the decision back', 'back'),
    links: [
      ...(first
        ? [{ text: `The first: ${first.name}, as people see it`, href: `/${place.slug}/services/${first.serviceId}` }]
        : []),
      ...(second
        ? [
            {
              text: `The second: ${second.name}, as people see it`,
              href: `/${place.slug}/services/${second.serviceId}`,
            },
          ]
        : []),
    ],
  }
  return view('directory/feeds/duplicates/duplicate.njk', model, { status: errors.length > 0 ? 422 : 200 })
}

function sameForm(
  pair: Duplicate,
  at: string,
  first: ListedService | null,
  second: ListedService | null,
  differing: readonly Choice[],
  typed: Readonly<Record<string, unknown>>,
  errors: readonly ErrorItem[],
): FormView {
  const sides = (one: string, other: string) => [
    { value: 'first', text: 'The first', hint: one.replace(/\s+/g, ' ').slice(0, 90) },
    { value: 'second', text: 'The second', hint: other.replace(/\s+/g, ' ').slice(0, 90) },
  ]
  const defaults: Record<string, unknown> = { survivor: 'first' }
  // What is known beats what is not; else the first, for somebody to change.
  for (const choice of differing)
    defaults[choice] = first && second && choiceInWords(choice, first) === '' ? 'second' : 'first'
  return form({
    action: at,
    hidden: { do: 'same' },
    errors,
    values: Object.keys(typed).length > 1 ? typed : defaults,
    button: pair.kind === 'publisher' ? 'Show them as one organisation' : 'Show them as one',
    fields: [
      {
        kind: 'radios',
        name: 'survivor',
        label:
          pair.kind === 'publisher'
            ? 'Whose name is shown?'
            : 'Which entry stands for both? Links to the other lead to it.',
        options: sides(
          `${pair.firstName}, from ${sourceInWords(pair.firstSource)}`,
          `${pair.secondName}, from ${sourceInWords(pair.secondSource)}`,
        ),
      },
      ...(first && second
        ? differing.map(choice => ({
            kind: 'radios' as const,
            name: choice,
            label: `${choiceWords[choice]}: whose words?`,
            options: sides(shortly(choiceInWords(choice, first)), shortly(choiceInWords(choice, second))),
          }))
        : []),
    ],
  })
}

export const duplicateAnswer = page({
  method: 'POST',
  path: '/:place/directory/duplicates/:duplicateId',
  allow: 'directory.keep-right',
  params: Params,
  async handle(visit) {
    const { platform, actor, params, body } = visit
    const { duplicateId } = params
    const pair = await platform.db.as(actor, tx => tx.house(() => findDuplicate(tx, duplicateId)))
    if (!pair) return notFound('This pair is not proposed any more.')
    const asked = asTyped(body.do)
    const side = chosen(body.survivor, ['first', 'second'] as const)
    const again = (refusal: Refusal) => show(visit as never, duplicateId, errorsOf(refusal))
    let done = ''
    let answer: unknown
    if (asked === 'different') {
      answer = await perform(platform.db, actor, sayNotTheSame, { duplicateId })
      done = 'different'
    } else if (asked === 'undo') {
      answer = await perform(platform.db, actor, undoMerge, { mergeId: asTyped(body.mergeId) })
      done = 'undone'
    } else if (asked === 'back') {
      answer = await perform(platform.db, actor, takeDecisionBack, { duplicateId })
      done = 'undone'
    } else if (side === null) {
      return again({ refused: 'survivor', message: 'Choose which of them stands for both', field: 'survivor' })
    } else if (pair.kind === 'publisher') {
      answer = await perform(platform.db, actor, joinPublishers, {
        duplicateId,
        intoId: side === 'first' ? pair.firstId : pair.secondId,
      })
      done = 'joined'
    } else {
      const other = side === 'first' ? 'second' : 'first'
      answer = await perform(platform.db, actor, mergeEntries, {
        survivorId: side === 'first' ? pair.firstId : pair.secondId,
        absorbedId: side === 'first' ? pair.secondId : pair.firstId,
        taken: (Object.keys(choices) as Choice[]).filter(choice => body[choice] === other),
      })
      done = 'merged'
    }
    if (isRefusal(answer)) return again(answer)
    return redirect(`${here(visit)}?done=${done}&pair=${duplicateId}`)
  },
})
