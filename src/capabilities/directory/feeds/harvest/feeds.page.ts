import { Type } from 'typebox'
import { type FormView, form } from '../../../../design/form.ts'
import type { Notice, PageModel } from '../../../../design/page.ts'
import { exactTime, inWords } from '../../../../design/time-in-words.ts'
import type { Action, EmptyState, ErrorItem, StateTag, SummaryCard, TableRows } from '../../../../design/view-models.ts'
import { isRefusal, type Refusal } from '../../../../kernel/refusal.ts'
import { perform } from '../../../../platform/command.ts'
import { errorsOf, notFound, page, type Reply, redirect, type Visit, view } from '../../../../platform/http/route.ts'
import { asTyped, chosen, ticked, typedLine } from '../../../../platform/http/typed.ts'
import {
  type FeedAndEntries,
  findFeed,
  type KeptFeed,
  listFeeds,
  listRuns,
  listVanishedOf,
  type Run,
} from './feed-store.ts'
import { addFeed, changeFeed, decideOnVanished, steerFeed } from './keep-feed.ts'

/** `/:place/directory/feeds`: the feeds a place pulls, one of them, and what vanished from it. For those who keep the directory right. */

const doneWords: Readonly<Record<string, Notice>> = {
  added: {
    tone: 'done',
    message: 'The feed is in the list.',
    detail: 'It is fetched within ten minutes; what came of it then stands here.',
  },
  saved: { tone: 'done', message: 'Saved.' },
  on: { tone: 'done', message: 'The feed is fetched again.', detail: 'The next time within ten minutes.' },
  off: { tone: 'done', message: 'The feed is not fetched any more.', detail: 'Its entries stay as they are.' },
  fetch: { tone: 'done', message: 'It is fetched within ten minutes.', detail: 'What came of it then stands here.' },
  'take-loss': {
    tone: 'done',
    message: 'The feed is taken as it is now, within ten minutes.',
    detail: 'What it no longer has waits here for you; nothing ends by itself.',
  },
  wait: {
    tone: 'done',
    message: 'Nothing was changed.',
    detail: 'If the feed still lacks so much the next time, it is held again.',
  },
  keep: { tone: 'done', message: 'They stay listed.' },
  ended: {
    tone: 'done',
    message: 'They are marked as ended.',
    detail: 'People find them no longer; links to them still work. You can undo it below.',
  },
  undo: { tone: 'done', message: 'They are as they were, and wait for a decision again.' },
}

const paces = [
  { value: '1', text: 'Every hour' },
  { value: '6', text: 'Every 6 hours' },
  { value: '24', text: 'Every day' },
  { value: '168', text: 'Every week' },
  { value: '720', text: 'Every 30 days' },
]
const paceInWords = (hours: number): string =>
  paces.find(({ value }) => Number(value) === hours)?.text.toLowerCase() ?? `every ${hours} hours`

export function stateOf(feed: KeptFeed): StateTag {
  if (feed.heldBecause) return { word: 'Waits for you', tone: 'attention' }
  if (!feed.isOn) return { word: 'Off', tone: 'stopped' }
  if (feed.failures > 0)
    return { word: `Failed ${feed.failures} ${feed.failures === 1 ? 'time' : 'times'}`, tone: 'overdue' }
  return feed.lastGoodAt ? { word: 'Fetched', tone: 'agreed' } : { word: 'Not fetched yet', tone: 'waiting' }
}

const here = (visit: Pick<Visit, 'place'>) => `/${visit.place.slug}/directory/feeds`

type FeedsPage = PageModel & {
  feeds: readonly { name: string; href: string; tag: StateTag; facts: readonly string[] }[]
  runs: TableRows
  links: readonly { text: string; href: string }[]
  empty: EmptyState
}

export const feedsPage = page({
  method: 'GET',
  path: '/:place/directory/feeds',
  allow: 'directory.keep-right',
  query: Type.Object({ done: Type.Optional(Type.Unknown()) }),
  async handle(visit) {
    const { platform, actor, query } = visit
    const now = platform.clock()
    const { feeds, runs } = await platform.db.as(actor, tx =>
      tx.house(async () => ({ feeds: await listFeeds(tx), runs: await listRuns(tx, null, 20) })),
    )
    const done = asTyped(query.done)
    const model: FeedsPage = {
      page: {
        title: 'Feeds of other directories',
        kind: 'staff',
        backHref: `/${visit.place.slug}/directory`,
        ...(Object.hasOwn(doneWords, done) && { notice: doneWords[done] as Notice }),
      },
      feeds: feeds.map(feed => ({
        name: feed.name,
        href: `${here(visit)}/${feed.feedId}`,
        tag: stateOf(feed),
        facts: factsOf(feed, now),
      })),
      runs: runsTable(runs),
      links: [
        { text: 'Add a feed', href: `${here(visit)}/add` },
        { text: 'Import a table (CSV)', href: `/${visit.place.slug}/directory/tables` },
        { text: 'Entries that seem to be the same', href: `/${visit.place.slug}/directory/duplicates` },
        ...runs.slice(0, 1).map(({ runId }) => ({
          text: 'The newest import, record by record',
          href: `/${visit.place.slug}/directory/imports/${runId}`,
        })),
      ],
      empty: {
        title: 'No feed is pulled yet',
        sentences: [
          'Add the address of another directory’s feed. It is fetched on a schedule, and every record’s report is kept.',
        ],
        action: { text: 'Add a feed', href: `${here(visit)}/add` },
      },
    }
    return view('directory/feeds/harvest/feeds.njk', model)
  },
})

const factsOf = (feed: FeedAndEntries, now: Date): string[] => [
  `${feed.entries} ${feed.entries === 1 ? 'entry' : 'entries'}`,
  feed.isOn
    ? `${paceInWords(feed.everyHours)}, next ${feed.nextRunAt > now ? inWords(feed.nextRunAt, now) : 'within ten minutes'}`
    : 'not fetched',
  ...(feed.lastGoodAt ? [`fetched ${inWords(feed.lastGoodAt, now)}`] : []),
  ...(feed.undecided > 0 ? [`${feed.undecided} vanished, not decided on`] : []),
  ...(feed.lastError ? [feed.lastError] : []),
  ...(feed.heldBecause ? [feed.heldBecause] : []),
]

const runsTable = (runs: readonly (Run & { source: string })[]): TableRows => ({
  columns: [
    { text: 'When' },
    { text: 'Feed or file' },
    ...['Records', 'Added', 'Changed', 'Vanished'].map(text => ({ text, number: true })),
  ],
  rows: runs.map(({ startedAt, source, counts, held }) => [
    exactTime(startedAt),
    held ? `${source} (held, nothing written)` : source,
    ...['records', 'added', 'changed', 'vanished'].map(key => counts[key] ?? 0),
  ]),
})

type FormPage = PageModel & { form: FormView }

function feedForm(
  action: string,
  values: Readonly<Record<string, unknown>>,
  errors: readonly ErrorItem[],
  button: string,
): FormView {
  return form({
    action,
    values,
    errors,
    button,
    fields: [
      {
        kind: 'text',
        name: 'name',
        label: 'Whose directory is it?',
        hint: 'People read: “From the directory of …”',
        autocomplete: 'off',
      },
      {
        kind: 'text',
        name: 'address',
        label: 'Address of the feed',
        hint: 'Like https://feed.example/services. Open Referral UK 1.0 or 3.0, or HSDS 3',
        spellcheck: false,
        autocomplete: 'off',
      },
      { kind: 'select', name: 'everyHours', label: 'How often is it fetched?', options: paces },
      {
        kind: 'radios',
        name: 'asksFor',
        label: 'What is asked for?',
        options: [
          { value: 'everything', text: 'Everything, each time' },
          {
            value: 'changes',
            text: 'What changed, and everything once a week',
            hint: 'Only for feeds that know modified_after (HSDS 3)',
          },
        ],
      },
      {
        kind: 'text',
        name: 'licence',
        label: 'Licence',
        hint: 'Shown with each entry, like “Open Government Licence 3.0”',
        optional: true,
        autocomplete: 'off',
      },
      { kind: 'text', name: 'attribution', label: 'Words they ask to be shown', optional: true, autocomplete: 'off' },
    ],
  })
}

const settingsIn = (body: Readonly<Record<string, unknown>>) => ({
  name: typedLine(body.name),
  address: typedLine(body.address),
  everyHours: Number(
    chosen(
      body.everyHours,
      paces.map(({ value }) => value),
    ) ?? 0,
  ),
  asksFor: chosen(body.asksFor, ['everything', 'changes'] as const) ?? ('' as 'everything'),
  licence: typedLine(body.licence),
  attribution: typedLine(body.attribution),
})

const formPage = (
  visit: Visit<never, never>,
  values: Readonly<Record<string, unknown>>,
  errors: readonly ErrorItem[],
): Reply => {
  const model: FormPage = {
    page: { title: 'Add a feed', kind: 'staff', backHref: here(visit), errors: [...errors] },
    form: feedForm(`${here(visit)}/add`, values, errors, 'Add the feed'),
  }
  return view('directory/feeds/harvest/add-feed.njk', model, { status: errors.length > 0 ? 422 : 200 })
}

export const addFeedPage = page({
  method: 'GET',
  path: '/:place/directory/feeds/add',
  allow: 'directory.keep-right',
  handle: async visit => formPage(visit as never, { everyHours: '24', asksFor: 'everything' }, []),
})

export const addFeedAnswer = page({
  method: 'POST',
  path: '/:place/directory/feeds/add',
  allow: 'directory.keep-right',
  async handle(visit) {
    const { platform, actor, body } = visit
    const answer = await perform(platform.db, actor, addFeed, settingsIn(body))
    if (isRefusal(answer)) return formPage(visit as never, body, errorsOf(answer))
    return redirect(`${here(visit)}/${answer.feedId}?done=added`)
  },
})

type FeedPage = PageModel & {
  feed: SummaryCard
  tag: StateTag
  held: string
  actions: readonly Action[]
  vanished: FormView | null
  decided: FormView | null
  form: FormView
  runs: readonly { text: string; href: string }[]
}

const Params = Type.Object({ feedId: Type.String({ format: 'uuid' }) })

export const feedPage = page({
  method: 'GET',
  path: '/:place/directory/feeds/:feedId',
  allow: 'directory.keep-right',
  params: Params,
  query: Type.Object({ done: Type.Optional(Type.Unknown()) }),
  handle: visit => show(visit as never, visit.params.feedId, asTyped(visit.query.done)),
})

async function show(visit: Visit<never, never>, feedId: string, done: string, refusal?: Refusal): Promise<Reply> {
  const { platform, actor, body } = visit
  const now = platform.clock()
  const found = await platform.db.as(actor, tx =>
    tx.house(async () => {
      const feed = await findFeed(tx, feedId)
      return feed && { feed, vanished: await listVanishedOf(tx, feed.source), runs: await listRuns(tx, feed.source) }
    }),
  )
  if (!found) return notFound('There is no such feed here.')
  const { feed, vanished, runs } = found
  const at = `${here(visit)}/${feedId}`
  const press = (text: string, to: string, look: Action['look'] = 'other'): Action => ({
    text,
    look,
    action: at,
    hidden: { do: to },
  })
  const errors = refusal ? errorsOf(refusal) : []
  const waiting = vanished.filter(({ decision }) => decision === null)
  const decided = vanished.filter(({ decision }) => decision !== null)
  const isSaving = asTyped(body?.do) === 'save'
  const model: FeedPage = {
    page: {
      title: feed.name,
      caption: 'A feed of another directory',
      kind: 'staff',
      backHref: here(visit),
      errors,
      ...(Object.hasOwn(doneWords, done) && { notice: doneWords[done] as Notice }),
    },
    tag: stateOf(feed),
    feed: {
      title: 'How it stands',
      rows: [
        { key: 'Address', value: feed.address },
        { key: 'Fetched', value: feed.isOn ? paceInWords(feed.everyHours) : 'Not any more' },
        { key: 'Last fetched well', value: feed.lastGoodAt ? exactTime(feed.lastGoodAt) : 'Never yet' },
        { key: 'Next', value: feed.isOn ? inWords(feed.nextRunAt, now) : 'Not planned' },
        ...(feed.lastError ? [{ key: 'What went wrong last', value: feed.lastError }] : []),
        { key: 'Licence', value: feed.licence ?? 'Not known' },
        { key: 'Entries name it as', value: feed.source },
      ],
    },
    held: feed.heldBecause ?? '',
    actions: [
      ...(feed.heldBecause
        ? [
            press('Take the feed as it is now', 'take-loss'),
            press('Leave it, and look again next time', 'wait', 'main'),
          ]
        : [press('Fetch it now', 'fetch')]),
      feed.isOn ? press('Stop fetching it', 'off') : press('Go on fetching it', 'on'),
    ],
    vanished:
      waiting.length === 0
        ? null
        : form({
            action: at,
            hidden: { do: 'decide' },
            errors,
            button: 'Decide on those ticked',
            fields: [
              {
                kind: 'checkboxes',
                name: 'serviceId',
                label: 'Which entries?',
                options: waiting.slice(0, 200).map(({ serviceId, name, vanishedAt }) => ({
                  value: serviceId,
                  text: name,
                  hint: `Not in the feed since ${inWords(vanishedAt, now)}`,
                })),
              },
              {
                kind: 'radios',
                name: 'decision',
                label: 'What is to happen with them?',
                options: [
                  {
                    value: 'ended',
                    text: 'They have ended',
                    hint: 'People find them no longer; links to them still work',
                  },
                  { value: 'keep', text: 'They stay listed' },
                ],
              },
            ],
          }),
    decided:
      decided.length === 0
        ? null
        : form({
            action: at,
            hidden: { do: 'decide', decision: 'undo' },
            button: 'Take the decision back',
            fields: [
              {
                kind: 'checkboxes',
                name: 'serviceId',
                label: 'Decided on before',
                options: decided.slice(0, 200).map(({ serviceId, name, decision, decidedBy }) => ({
                  value: serviceId,
                  text: name,
                  hint: `${decision === 'ended' ? 'Ended' : 'Kept'} by ${decidedBy ?? 'somebody'}`,
                })),
              },
            ],
          }),
    form: feedForm(
      at,
      isSaving
        ? body
        : {
            ...feed,
            everyHours: String(feed.everyHours),
            licence: feed.licence ?? '',
            attribution: feed.attribution ?? '',
          },
      isSaving ? errors : [],
      'Save',
    ),
    runs: runs.map(({ runId, startedAt, counts, held }) => ({
      text: `${exactTime(startedAt)}: ${counts.records ?? 0} records, ${counts.added ?? 0} added, ${counts.changed ?? 0} changed, ${counts.refused ?? 0} refused${held ? '; held, nothing was written' : ''}`,
      href: `/${visit.place.slug}/directory/imports/${runId}`,
    })),
  }
  return view(
    'directory/feeds/harvest/feed.njk',
    { ...model, form: { ...model.form, hidden: [{ name: 'do', value: 'save' }] } },
    { status: refusal ? 422 : 200 },
  )
}

export const feedAnswer = page({
  method: 'POST',
  path: '/:place/directory/feeds/:feedId',
  allow: 'directory.keep-right',
  params: Params,
  async handle(visit) {
    const { platform, actor, params, body } = visit
    const { feedId } = params
    const asked = asTyped(body.do)
    const to = chosen(asked, ['on', 'off', 'fetch', 'take-loss', 'wait'] as const)
    const decision = chosen(body.decision, ['keep', 'ended', 'undo'] as const)
    const ids = (Array.isArray(body.serviceId) ? body.serviceId : [body.serviceId]).filter(
      (each): each is string => typeof each === 'string',
    )
    const answer =
      asked === 'save'
        ? await perform(platform.db, actor, changeFeed, { feedId, ...settingsIn(body) })
        : asked === 'decide'
          ? await perform(platform.db, actor, decideOnVanished, {
              feedId,
              serviceIds: ticked(ids, ids),
              decision: decision ?? ('' as 'keep'),
            })
          : await perform(platform.db, actor, steerFeed, { feedId, to: to ?? ('' as 'on') })
    if (isRefusal(answer)) return show(visit as never, feedId, '', answer)
    return redirect(`${here(visit)}/${feedId}?done=${asked === 'save' ? 'saved' : asked === 'decide' ? decision : to}`)
  },
})
