import { Type } from 'typebox'
import { noticeOf } from '../../../design/happened.ts'
import type { Notice } from '../../../design/page.ts'
import { dateAt } from '../../../design/time-in-words.ts'
import type { Action, ErrorItem } from '../../../design/view-models.ts'
import { isUuid } from '../../../kernel/ids.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import { perform } from '../../../platform/command.ts'
import { errorsOf, notFound, page, type Reply, redirect, type Visit, view } from '../../../platform/http/route.ts'
import { chosen, typedLine, typedText } from '../../../platform/http/typed.ts'
import { telephone } from '../../places/index.ts'
import { freshnessOf } from '../freshness.ts'
import { PUBLISHED_HERE } from '../listed-service.ts'
import { sayFreshness } from '../words.ts'
import { pauseAsking, remindNow } from './ask-organisations.ts'
import { isAskingPaused } from './asking-store.ts'
import {
  assureByPhone,
  doubtEntry,
  endDoubts,
  hideUntilChecked,
  noteNoAnswer,
  showAgain,
  takeAssuranceBack,
} from './assure.ts'
import { entryView } from './entry-freshness.ts'
import { percents, type Share, shareOf, sharesBy } from './overview.ts'
import {
  countShown,
  type EntryToKeep,
  listEntriesToKeep,
  listStandings,
  type Shown,
  shownOnes,
} from './overview-store.ts'
import { doneWords, reasonWords, shownWords } from './staff-words.ts'

/** `/:place/directory/freshness`, for directory editors: what nobody has checked, who is to be rung, and one press for each thing to do about it. */

const pageSize = 50
const Anything = Type.Optional(Type.Unknown())
const allow = 'directory.keep-right'

export const freshnessPage = page({
  method: 'GET',
  path: '/:place/directory/freshness',
  allow,
  query: Type.Object({ show: Anything, page: Anything, done: Anything, undo: Anything, entry: Anything }),
  handle: visit => listView(visit as Visit),
})

const listView = async (visit: Visit, errors: readonly ErrorItem[] = []): Promise<Reply> => {
  const { platform, place, actor, query } = visit
  const now = platform.clock()
  const today = dateAt(now)
  const shown: Shown = chosen(query.show, shownOnes) ?? 'ring'
  const number = Math.min(10_000, Math.max(1, Math.trunc(Number(typedLine(query.page))) || 1))
  const { standings, counts, entries, paused } = await platform.db.as(actor, async tx => ({
    standings: await listStandings(tx, today),
    counts: await countShown(tx, today),
    entries: await listEntriesToKeep(tx, shown, today, (number - 1) * pageSize, pageSize),
    paused: await isAskingPaused(tx),
  }))
  const here = `/${place.slug}/directory/freshness`
  const to = (more: Record<string, string>) => `${here}?${new URLSearchParams({ show: shown, ...more })}`
  const all = shareOf('All entries', standings, now)
  const [assured = '', marked = ''] = percents([all.assured, all.marked, all.unmarked])
  const count = counts[shown]
  return view(
    'directory/freshness/freshness.njk',
    {
      page: {
        title: 'Is the directory still right?',
        kind: 'staff',
        backHref: `/${place.slug}/directory`,
        errors,
        ...happenedTo(visit, here),
      },
      numbers: [
        {
          number: assured,
          says: `checked within 12 months: ${all.assured} of ${all.entries} entries`,
        },
        { number: marked, says: `not, and marked so that people see it: ${all.marked}` },
        { number: String(all.unmarked), says: 'neither checked nor marked: there must be none' },
        { number: String(counts.ring), says: `to ring about, of ${counts.all}` },
      ],
      filters: shownOnes.map(each => ({
        text: `${shownWords[each].filter} (${counts[each]})`,
        href: `${here}?show=${each}`,
        current: each === shown,
      })),
      list: {
        says: `${shownWords[shown].says} ${count} of ${counts.all} entries. Those people look for most come first, then those unchecked for longest; the entries of one organisation stand together, and whoever did not answer your call comes last.`,
        entries: entries.map(entry => entryRow(entry, here, shown, now)),
        empty: { title: shownWords[shown].none, tone: 'good' },
      },
      paging: {
        showing:
          count > pageSize && entries.length > 0
            ? `${(number - 1) * pageSize + 1} to ${(number - 1) * pageSize + entries.length} of ${count}`
            : '',
        before: number > 1 ? to({ page: String(number - 1) }) : '',
        after: number * pageSize < count ? to({ page: String(number + 1) }) : '',
      },
      tables: [
        { caption: 'By where the entry comes from', table: tableOf(sharesBy(standings, sourceOf, now)) },
        {
          caption: 'By organisation: the 30 with the most entries nobody has checked',
          table: tableOf(
            sharesBy(standings, ({ publisherName }) => publisherName ?? 'Organisation not known', now).slice(0, 30),
          ),
        },
      ],
      asking: {
        says: paused
          ? 'Nobody is asked by mail at present.'
          : 'Organisations are asked by mail eleven months after the last check: three mails in four weeks, then they stand here to be rung.',
        action: {
          text: paused ? 'Go on asking by mail' : 'Stop asking by mail',
          look: 'other',
          action: here,
          hidden: { do: paused ? 'go-on' : 'pause' },
        },
      },
    },
    { status: errors.length > 0 ? 422 : 200 },
  )
}

const sourceOf = ({ source }: { source: string }): string => (source === PUBLISHED_HERE ? 'Published here' : source)

const tableOf = (shares: readonly Share[]) => ({
  columns: [
    { text: 'Name' },
    { text: 'Entries', number: true },
    { text: 'Checked', number: true },
    { text: 'Marked', number: true },
  ],
  rows: shares.map(({ name, entries, assured, marked }) => [name, entries, assured, marked]),
})

const entryRow = (entry: EntryToKeep, here: string, shown: Shown, now: Date) => {
  const freshness = freshnessOf(
    {
      assuredOn: entry.assuredOn ?? undefined,
      ...(entry.doubtfulBecause && { doubtfulBecause: entry.doubtfulBecause }),
    },
    now,
  )
  const press = (text: string, what: string, look: Action['look'] = 'other'): Action => ({
    text,
    look,
    about: `: ${entry.name}`,
    action: `${here}/${entry.serviceId}`,
    hidden: { do: what, show: shown },
  })
  return {
    id: entry.serviceId,
    name: entry.name,
    href: `${here}/${entry.serviceId}`,
    organisation: entry.publisherName ?? 'Organisation not known',
    checked: { word: sayFreshness(freshness, 'en'), tone: freshness.stale ? 'unknown' : 'agreed' },
    looks: entry.looks,
    ofTheirs: entry.ofTheirs,
    rangInVainAt: entry.rangInVainAt,
    phone: entry.phone && (telephone(entry.phone) ?? { says: entry.phone, href: '' }),
    reasons: entry.reasons.map(({ reason, words, raisedAt }) => ({
      says: reasonWords[reason].says,
      words,
      at: new Date(raisedAt),
    })),
    asked: entry.asked && {
      says: `Asked at ${entry.asked.toAddress}: ${entry.asked.mails === 1 ? 'one mail' : `${entry.asked.mails} mails`}, the first`,
      at: new Date(entry.asked.openedAt),
    },
    actions: [
      press('I rang: it is right', 'right', 'main'),
      press('I rang: nobody answered', 'no-answer'),
      ...(entry.hidden
        ? [press('Show it again', 'show')]
        : [press('Remind now', 'remind'), press('Hide until checked', 'hide')]),
    ],
  }
}

/** What has just happened to an entry, with the press that takes it back where there is one. */
const happenedTo = ({ query }: Pick<Visit, 'query'>, here: string): { notice?: Notice } => {
  const { notice } = noticeOf(doneWords, query.done)
  const entry = typedLine(query.entry)
  if (!notice || !isUuid(entry)) return notice ? { notice } : {}
  const assuranceId = typedLine(query.undo)
  const takesBack =
    query.done === 'right' && isUuid(assuranceId)
      ? { do: 'undo', assuranceId }
      : query.done === 'hidden'
        ? { do: 'show' }
        : null
  return {
    notice: {
      ...notice,
      link: { text: 'How it stands', href: `${here}/${entry}` },
      ...(takesBack && {
        undo: {
          text: 'Undo',
          look: 'other',
          action: `${here}/${entry}`,
          hidden: { ...takesBack, show: typedLine(query.show) },
        },
      }),
    },
  }
}

export const freshnessSettings = page({
  method: 'POST',
  path: '/:place/directory/freshness',
  allow,
  async handle({ platform, place, actor, body }) {
    const what = chosen(body.do, ['pause', 'go-on'] as const)
    const here = `/${place.slug}/directory/freshness`
    if (!what) return redirect(here)
    await perform(platform.db, actor, pauseAsking, { paused: what === 'pause' })
    return redirect(`${here}?done=${what === 'pause' ? 'paused' : 'goes-on'}`)
  },
})

export const entryFreshnessPage = page({
  method: 'GET',
  path: '/:place/directory/freshness/:serviceId',
  allow,
  params: Type.Object({ serviceId: Type.String({ format: 'uuid' }) }),
  query: Type.Object({ done: Anything, undo: Anything, entry: Anything }),
  handle: visit => entryOf(visit as Visit<{ serviceId: string }>),
})

const entryOf = async (visit: Visit<{ serviceId: string }>, errors: readonly ErrorItem[] = []): Promise<Reply> => {
  const here = `/${visit.place.slug}/directory/freshness`
  const model = await entryView(visit, here, errors)
  return model
    ? view(
        'directory/freshness/entry-freshness.njk',
        { ...model, page: { ...model.page, ...happenedTo(visit as unknown as Visit, here) } },
        { status: errors.length > 0 ? 422 : 200 },
      )
    : notFound('This entry is not in the directory any more.')
}

const presses = ['right', 'no-answer', 'remind', 'hide', 'show', 'undo', 'doubt', 'no-doubt'] as const

export const entryFreshnessAnswer = page({
  method: 'POST',
  path: '/:place/directory/freshness/:serviceId',
  allow,
  params: Type.Object({ serviceId: Type.String({ format: 'uuid' }) }),
  async handle(visit) {
    const { platform, place, actor, params, body } = visit
    const { serviceId } = params
    const here = `/${place.slug}/directory/freshness`
    const what = chosen(body.do, presses)
    const from = chosen(body.show, shownOnes)
    const goTo = (done: string, more: Record<string, string> = {}) => {
      const asked = new URLSearchParams({ ...(from && { show: from }), done, entry: serviceId, ...more })
      return redirect(from ? `${here}?${asked}` : `${here}/${serviceId}?${asked}`)
    }
    if (!what) return redirect(`${here}/${serviceId}`)
    const { db } = platform
    const assuranceId = typedLine(body.assuranceId)
    const answer =
      what === 'right'
        ? await perform(db, actor, assureByPhone, { serviceId })
        : what === 'no-answer'
          ? await perform(db, actor, noteNoAnswer, { serviceId })
          : what === 'remind'
            ? await perform(db, actor, remindNow, { serviceId })
            : what === 'hide'
              ? await perform(db, actor, hideUntilChecked, { serviceId })
              : what === 'show'
                ? await perform(db, actor, showAgain, { serviceId })
                : what === 'doubt'
                  ? await perform(db, actor, doubtEntry, { serviceId, words: typedText(body.words) })
                  : what === 'no-doubt'
                    ? await perform(db, actor, endDoubts, { serviceId })
                    : await perform(db, actor, takeAssuranceBack, { serviceId, assuranceId })
    if (isRefusal(answer)) {
      if (answer.refused === 'no-such-entry') return notFound(answer.message)
      return entryOf(visit as never, errorsOf(answer))
    }
    const done = {
      right: 'right',
      'no-answer': 'no-answer',
      remind: 'asked',
      hide: 'hidden',
      show: 'shown',
      undo: 'undone',
      doubt: 'doubted',
      'no-doubt': 'no-doubt',
    }
    return goTo(done[what], 'assuranceId' in answer ? { undo: String(answer.assuranceId) } : {})
  },
})
