import { Type } from 'typebox'
import { type FormView, form } from '../../../../design/form.ts'
import type { Notice, PageModel } from '../../../../design/page.ts'
import type { Action, EmptyState, ErrorItem, Reason, TableRows } from '../../../../design/view-models.ts'
import { isRefusal, type Refusal } from '../../../../kernel/refusal.ts'
import { perform } from '../../../../platform/command.ts'
import { errorsOf, notFound, page, type Reply, redirect, type Visit, view } from '../../../../platform/http/route.ts'
import { asTyped, chosen } from '../../../../platform/http/typed.ts'
import { contentOf, isEntryField } from '../../editing/entry-content.ts'
import { fieldInWords, fieldWords } from '../../editing/entry-in-words.ts'
import type { ListedService } from '../../listed-service.ts'
import { findListedService } from '../../listed-service-store.ts'
import { type Choice, choices } from './compose.ts'
import { joinPublishers, lookForDuplicates, sayNotTheSame, takeDecisionBack } from './decide-duplicate.ts'
import {
  countDuplicates,
  type Duplicate,
  type DuplicateState,
  findDuplicate,
  listDuplicates,
} from './duplicate-store.ts'
import type { DuplicateReason, ReasonKey } from './find-duplicates.ts'
import { mergeEntries, undoMerge } from './merge-entries.ts'
import { listMergesInto } from './merge-store.ts'

/** `/:place/directory/duplicates`: entries and publishers that seem to be the same, a pair beside each other, and what was decided. */

const doneWords: Readonly<Record<string, Notice>> = {
  looked: {
    tone: 'done',
    message: 'The whole directory was looked through.',
    detail: 'What seems to be the same stands below, the surest first.',
  },
  merged: {
    tone: 'done',
    message: 'They are shown as one now.',
    detail: 'Nothing is lost: you can make two of it again at any time.',
  },
  joined: {
    tone: 'done',
    message: 'They are shown as one organisation now.',
    detail: 'You can take it back at any time.',
  },
  different: { tone: 'done', message: 'They stay two.', detail: 'This pair is not proposed again.' },
  undone: { tone: 'done', message: 'They are two again, as they were.' },
}

const reasonWords: Readonly<Record<ReasonKey, (values: readonly string[]) => string>> = {
  'same name': () => 'the same name',
  'similar name': values => `a similar name: ${values.join(', ')}`,
  'other name': () => 'different names',
  'names differ in a number or a day': values => `the names differ in: ${values.join(', ')}`,
  'same number': values => `the same number: ${values.join(', ')}`,
  'other number': () => 'different charity or company numbers',
  'same organisation': values => `the same organisation: ${values.join(', ')}`,
  'other organisation': values => `different organisations: ${values.join(' and ')}`,
  'same postcode': values => `the same postcode: ${values.join(', ')}`,
  'other postcode': () => 'different postcodes',
  'same phone': values => `the same phone: ${values.join(', ')}`,
  'same e-mail': values => `the same e-mail: ${values.join(', ')}`,
  'same page': values => `the same web page: ${values.join(', ')}`,
  'same website': values => `the same website: ${values.join(', ')}`,
  'same words': values => `the same rare words: ${values.join(', ')}`,
  'other words': () => 'descriptions with little in common',
  'one publisher lists both': () => 'one publisher lists both in one feed',
}

const reasonsOf = (reasons: readonly DuplicateReason[]): Reason[] =>
  reasons.map(({ key, bits, values }) => ({
    text: { content: reasonWords[key]?.(values) ?? key },
    tone: bits >= 0 ? 'for' : 'against',
  }))

const here = (visit: Pick<Visit, 'place'>) => `/${visit.place.slug}/directory/duplicates`
const states = ['open', 'same', 'not the same'] as const satisfies readonly DuplicateState[]
const stateWords: Readonly<Record<DuplicateState, string>> = {
  open: 'To decide',
  same: 'The same',
  'not the same': 'Not the same',
}

type DuplicatesPage = PageModel & {
  filters: readonly { text: string; href: string; current: boolean }[]
  pairs: readonly { title: string; href: string; kind: string; reasons: readonly Reason[]; decided: string }[]
  look: Action
  empty: EmptyState
}

export const duplicatesPage = page({
  method: 'GET',
  path: '/:place/directory/duplicates',
  allow: 'directory.keep-right',
  query: Type.Object({ show: Type.Optional(Type.Unknown()), done: Type.Optional(Type.Unknown()) }),
  async handle(visit) {
    const { platform, actor, query } = visit
    const show = chosen(asTyped(query.show), states) ?? 'open'
    const done = asTyped(query.done)
    const { pairs, counts } = await platform.db.as(actor, tx =>
      tx.house(async () => ({ pairs: await listDuplicates(tx, show), counts: await countDuplicates(tx) })),
    )
    const model: DuplicatesPage = {
      page: {
        title: 'Entries that seem to be the same',
        kind: 'staff',
        backHref: `/${visit.place.slug}/directory`,
        ...(Object.hasOwn(doneWords, done) && { notice: doneWords[done] as Notice }),
      },
      filters: states.map(state => ({
        text: `${stateWords[state]} (${counts[state]})`,
        href: `${here(visit)}?show=${encodeURIComponent(state)}`,
        current: state === show,
      })),
      pairs: pairs.map(pair => ({
        title:
          pair.firstName === pair.secondName ? `${pair.firstName}, twice` : `${pair.firstName} and ${pair.secondName}`,
        href: `${here(visit)}/${pair.duplicateId}`,
        kind: pair.kind === 'publisher' ? 'Two organisations' : 'Two entries',
        reasons: reasonsOf(pair.reasons).slice(0, 4),
        decided: pair.decidedBy ? `decided by ${pair.decidedBy}` : '',
      })),
      look: { text: 'Look through the directory now', look: 'other', action: here(visit) },
      empty: {
        title: show === 'open' ? 'Nothing waits for a decision' : 'None',
        sentences: ['The directory is looked through after each feed that brought something new.'],
        tone: 'good',
      },
    }
    return view('directory/feeds/duplicates/duplicates.njk', model)
  },
})

export const lookNow = page({
  method: 'POST',
  path: '/:place/directory/duplicates',
  allow: 'directory.keep-right',
  async handle(visit) {
    await perform(visit.platform.db, visit.actor, lookForDuplicates, {})
    return redirect(`${here(visit)}?done=looked`)
  },
})

const choiceWords: Readonly<Record<Choice, string>> = {
  name: 'Name',
  description: 'What it is',
  status: 'Whether it is running',
  phones: 'Phones and people to ask for',
  email: 'E-mail',
  url: 'Website',
  locations: 'Places and how people use it',
  schedules: 'Opening times',
  cost: 'What it costs',
  eligibility: 'Who it is for',
  languages: 'Languages',
  terms: 'Kinds of help',
  serviceAreas: 'Area it serves',
  access: 'How to start',
  publisher: 'Organisation',
}

function choiceInWords(choice: Choice, service: ListedService): string {
  if (choice === 'publisher') return service.publisher?.name ?? ''
  const content = contentOf(service)
  const parts = choices[choice].flatMap(field => {
    if (!isEntryField(field)) return []
    const says = fieldInWords(field, content)
    return says ? [choices[choice].length > 1 && field !== choice ? `${fieldWords[field]}: ${says}` : says] : []
  })
  return parts.join('\n')
}

const shortly = (text: string): string =>
  text === '' ? 'Not known' : text.length > 400 ? `${text.slice(0, 399)}…` : text

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
        ? [{ text: `${first.name}, as the public reads it`, href: `/${place.slug}/services/${first.serviceId}` }]
        : []),
      ...(second
        ? [{ text: `${second.name}, as the public reads it`, href: `/${place.slug}/services/${second.serviceId}` }]
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
        options: sides(pair.firstName, pair.secondName),
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
    return redirect(`${here(visit)}?done=${done}`)
  },
})
