import { Type } from 'typebox'
import { type FormView, form } from '../../../../design/form.ts'
import { type Happenings, noticeOf } from '../../../../design/happened.ts'
import type { PageModel } from '../../../../design/page.ts'
import { exactTime, inWords } from '../../../../design/time-in-words.ts'
import type { Action, StateTag, SummaryCard } from '../../../../design/view-models.ts'
import { isRefusal, type Refusal } from '../../../../kernel/refusal.ts'
import { perform } from '../../../../platform/command.ts'
import { errorsOf, notFound, page, type Reply, redirect, type Visit, view } from '../../../../platform/http/route.ts'
import { asTyped, chosen, ticked } from '../../../../platform/http/typed.ts'
import { feedForm, settingsIn } from './feed-settings.ts'
import { findFeed, listRuns, listVanishedOf } from './feed-store.ts'
import { here, nextInWords, paceInWords, stateOf } from './feed-words.ts'
import { changeFeed, decideOnVanished, steerFeed } from './keep-feed.ts'

/** `/:place/directory/feeds/:feedId`: one feed, and what vanished from it. */

const doneWords: Happenings = {
  added: {
    message: 'The feed is in the list.',
    detail: 'It is fetched within ten minutes; what came of it then stands here.',
  },
  saved: { message: 'Saved.' },
  on: { message: 'The feed is fetched again.', detail: 'The next time within ten minutes.' },
  off: { message: 'The feed is not fetched any more.', detail: 'Its entries stay as they are.' },
  fetch: { message: 'It is fetched within ten minutes.', detail: 'What came of it then stands here.' },
  'take-loss': {
    message: 'The feed is taken as it is now, within ten minutes.',
    detail: 'What it no longer has waits here for you; nothing ends by itself.',
  },
  wait: {
    message: 'Nothing was changed.',
    detail: 'If the feed still lacks so much the next time, it is held again.',
  },
  keep: { message: 'They stay listed.' },
  ended: {
    message: 'They are marked as ended.',
    detail: 'People find them no longer; links to them still work. You can undo it below.',
  },
  undo: { message: 'They are as they were, and wait for a decision again.' },
}

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
  handle: visit => show(visit as never, visit.params.feedId, visit.query.done),
})

async function show(visit: Visit<never, never>, feedId: string, done: unknown, refusal?: Refusal): Promise<Reply> {
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
      ...noticeOf(doneWords, done),
    },
    tag: stateOf(feed),
    feed: {
      title: 'How it stands',
      rows: [
        { key: 'Address', value: feed.address },
        { key: 'Fetched', value: feed.isOn ? paceInWords(feed.everyHours) : 'Not any more' },
        { key: 'Last fetched well', value: feed.lastGoodAt ? exactTime(feed.lastGoodAt) : 'Never yet' },
        { key: 'Next', value: nextInWords(feed, now) },
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
