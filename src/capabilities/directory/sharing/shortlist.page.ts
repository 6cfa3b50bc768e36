import { Type } from 'typebox'
import { noticeOf } from '../../../design/happened.ts'
import type { Notice, PageModel } from '../../../design/page.ts'
import { dateAt, dayMonthYear } from '../../../design/time-in-words.ts'
import type { Action, EmptyState, ErrorItem } from '../../../design/view-models.ts'
import { isUuid } from '../../../kernel/ids.ts'
import { readLetterCode } from '../../../kernel/letter-code.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import { perform } from '../../../platform/command.ts'
import { page, type Reply, redirect, type Visit, view } from '../../../platform/http/route.ts'
import { asTyped, typedLine } from '../../../platform/http/typed.ts'
import { newSecret } from '../../../platform/platform.ts'
import { pathOfThisPlace } from '../../people/index.ts'
import {
  changeShortlist,
  clearShortlist,
  endSharedList,
  keepService,
  keepSharedList,
  removeService,
  SHARED_CODE_LENGTH,
  shareShortlist,
} from './keep-services.ts'
import { type KeptEntry, loadKept } from './kept-entries.ts'
import { type ListText, listText, type PrintChoice, printChoice } from './list-page.ts'
import { sharingWords } from './sharing-words.ts'
import { daysAfter, NOTE_LENGTH, SHORTLIST_DAYS, secretOf, shortlistCookie, shortlistSeconds } from './shortlist.ts'
import { listKept, listShared } from './shortlist-store.ts'

/** `/:place/shortlist`: what somebody keeps, to put in order, write beside, print, text and share. */

type Say = ReturnType<typeof sharingWords>

type ShortlistPage = PageModel & {
  say: Say
  empty: EmptyState | null
  action: string
  entries: readonly (KeptEntry & { noteField: string; noteError: string; first: boolean; last: boolean })[]
  noteLength: number
  map: unknown
  keptUntil: string
  printedOn: string
  print: PrintChoice
  text: ListText | null
  shareAction: string
  links: readonly { href: string; address: string; until: string; end: Action }[]
  clearHref: string
}

const Anything = Type.Optional(Type.Unknown())
const noteField = (serviceId: string) => `note-${serviceId}`

export const shortlistPage = page({
  method: 'GET',
  path: '/:place/shortlist',
  allow: 'anyone',
  query: Type.Object({ done: Anything, was: Anything, print: Anything }),
  handle: visit => showShortlist(visit, happenedTo(visit)),
})

/** What was just done to the list; what was taken off can be put back. */
function happenedTo({ query, language, place }: Visit<unknown>): Notice | undefined {
  const say = sharingWords(language)
  const list = `/${place.slug}/shortlist`
  const was = asTyped(query.was)
  const putBack: Action = {
    text: say('putBack'),
    action: `${list}/keep`,
    hidden: { serviceId: was, back: list },
    look: 'other',
  }
  return noticeOf(
    {
      saved: { message: say('notesSaved') },
      moved: { message: say('movedDone') },
      removed: { message: say('removedDone'), ...(isUuid(was) && { undo: putBack }) },
      kept: { message: say('keptDone') },
      cleared: { message: say('clearedDone') },
      ended: { message: say('endedDone') },
      full: { tone: 'attention', message: say('full') },
      gone: { tone: 'attention', message: say('gone') },
    },
    query.done,
  ).notice
}

async function showShortlist(
  visit: Visit<unknown>,
  notice: Notice | undefined,
  mistaken: { errors: readonly ErrorItem[]; typed: Readonly<Record<string, unknown>> } = { errors: [], typed: {} },
): Promise<Reply> {
  const { platform, place, actor, language, cookies } = visit
  const say = sharingWords(language)
  const base = `/${place.slug}`
  const now = platform.clock()
  const secret = secretOf(cookies)
  const { list, shared } = await platform.db.as(actor, async tx => ({
    list: await loadKept(tx, secret ? await listKept(tx, secret) : [], { base, language, now }),
    shared: secret ? await listShared(tx, secret) : [],
  }))
  const { errors, typed } = mistaken
  const model: ShortlistPage = {
    page: {
      title: say('shortlist'),
      translated: true,
      backHref: `${base}/find`,
      errors,
      ...(notice && { notice }),
    },
    say,
    empty:
      list.entries.length > 0
        ? null
        : {
            title: say('emptyTitle'),
            sentences: [say('emptySays')],
            action: { text: say('findHelp'), href: `${base}/find` },
          },
    action: `${base}/shortlist`,
    entries: list.entries.map((entry, at) => {
      const field = noteField(entry.serviceId)
      return {
        ...entry,
        note: field in typed ? typedLine(typed[field]) : entry.note,
        noteField: field,
        noteError: errors.find(error => error.field === field)?.message ?? '',
        first: at === 0,
        last: at === list.entries.length - 1,
      }
    }),
    noteLength: NOTE_LENGTH,
    map: list.map,
    keptUntil: say('keptUntil', { date: dayMonthYear(dateAt(daysAfter(now, SHORTLIST_DAYS)), language) }),
    printedOn: dayMonthYear(dateAt(now), language),
    print: printChoice(visit, say),
    text: list.entries.length > 0 ? listText(list.asText, place.name, say) : null,
    shareAction: `${base}/shortlist/share`,
    links: shared.map(({ code, endsAt }) => ({
      href: `${base}/list/${code}`,
      address: `${platform.config.publicUrl}${base}/list/${code}`,
      until: say('linkUntil', { date: dayMonthYear(dateAt(endsAt), language) }),
      end: {
        text: say('endLink'),
        action: `${base}/list/${code}/end`,
        look: 'other',
        about: { content: code },
      },
    })),
    clearHref: `${base}/shortlist/clear`,
  }
  return view('directory/sharing/shortlist.njk', model, {
    status: errors.length > 0 ? 422 : 200,
    headers: { 'cache-control': 'no-store' },
  })
}

/** Saves the notes, and does what was pressed with one entry. */
export const changeShortlistPage = page({
  method: 'POST',
  path: '/:place/shortlist',
  allow: 'anyone',
  async handle(visit) {
    const { platform, place, actor, body, cookies, language } = visit
    const say = sharingWords(language)
    const secret = secretOf(cookies)
    if (!secret) return redirect(`/${place.slug}/shortlist`)
    const notes: Record<string, string> = {}
    for (const [name, typed] of Object.entries(body)) {
      const id = name.startsWith('note-') ? name.slice(5) : ''
      if (isUuid(id)) notes[id] = typedLine(typed)
    }
    const errors = Object.entries(notes)
      .filter(([, note]) => note.length > NOTE_LENGTH)
      .map(([id]) => ({ field: noteField(id), message: say('noteTooLong') }))
    if (errors.length > 0) return showShortlist({ ...visit, query: {} }, undefined, { errors, typed: body })
    const [what = '', serviceId = ''] = asTyped(body.do).split(':')
    const act = ['up', 'down', 'remove'].includes(what) && isUuid(serviceId) ? { what, serviceId } : undefined
    const answer = await perform(platform.db, actor, changeShortlist, {
      secret,
      notes,
      ...(act && { act: act as { what: 'up' | 'down' | 'remove'; serviceId: string } }),
    })
    if (isRefusal(answer)) return redirect(`/${place.slug}/shortlist`)
    const done = answer.removed ? `removed&was=${serviceId}` : act && act.what !== 'remove' ? 'moved' : 'saved'
    const at = act && act.what !== 'remove' ? `#entry-${serviceId}` : ''
    return redirect(`/${place.slug}/shortlist?done=${done}${at}`, [again(secret)])
  },
})

/** The cookie lasts as long as the list does. */
const again = (secret: string) => ({ name: shortlistCookie, value: secret, maxAgeSeconds: shortlistSeconds })

/** Where to go after a press: back where the reader was, at the same service. */
const backTo = ({ body, place }: Visit<unknown>): string => {
  const serviceId = asTyped(body.serviceId)
  const path = pathOfThisPlace(body.back, place.slug) ?? `/${place.slug}/shortlist`
  const isList = /^\/[^/]+\/(find|shortlist)(\?|$)/.test(path)
  return isList && isUuid(serviceId) ? `${path}#entry-${serviceId}` : path
}

export const keepServicePage = page({
  method: 'POST',
  path: '/:place/shortlist/keep',
  allow: 'anyone',
  async handle(visit) {
    const { platform, place, actor, body, cookies } = visit
    const serviceId = asTyped(body.serviceId)
    const code = readLetterCode(asTyped(body.code), SHARED_CODE_LENGTH)
    const secret = secretOf(cookies) ?? newSecret()
    const answer = code
      ? await perform(platform.db, actor, keepSharedList, { secret, code })
      : isUuid(serviceId)
        ? await perform(platform.db, actor, keepService, { secret, serviceId })
        : { refused: 'no-such-service', message: '' }
    if (isRefusal(answer))
      return redirect(`/${place.slug}/shortlist?done=${answer.refused === 'list-full' ? 'full' : 'gone'}`)
    return redirect(code ? `/${place.slug}/shortlist?done=kept` : backTo(visit), [again(secret)])
  },
})

export const removeServicePage = page({
  method: 'POST',
  path: '/:place/shortlist/remove',
  allow: 'anyone',
  async handle(visit) {
    const { platform, actor, body, cookies } = visit
    const secret = secretOf(cookies)
    const serviceId = asTyped(body.serviceId)
    if (!secret || !isUuid(serviceId)) return redirect(backTo(visit))
    await perform(platform.db, actor, removeService, { secret, serviceId })
    return redirect(backTo(visit), [again(secret)])
  },
})

export const clearShortlistPage = page({
  method: 'GET',
  path: '/:place/shortlist/clear',
  allow: 'anyone',
  async handle({ platform, place, actor, cookies, language }) {
    const say = sharingWords(language)
    const secret = secretOf(cookies)
    const kept = secret ? await platform.db.as(actor, tx => listKept(tx, secret)) : []
    const list = `/${place.slug}/shortlist`
    if (kept.length === 0) return redirect(list)
    return view('directory/sharing/clear-shortlist.njk', {
      page: { title: say('clearTitle'), translated: true, backHref: list },
      says: say('clearSays', { count: kept.length }),
      clear: { text: say('clear'), action: `${list}/clear`, look: 'danger' } satisfies Action,
      instead: { text: say('clearInstead'), href: list },
    })
  },
})

export const clearShortlistNowPage = page({
  method: 'POST',
  path: '/:place/shortlist/clear',
  allow: 'anyone',
  async handle({ platform, place, actor, cookies }) {
    const secret = secretOf(cookies)
    if (secret) await perform(platform.db, actor, clearShortlist, { secret })
    return redirect(`/${place.slug}/shortlist?done=cleared`)
  },
})

export const shareShortlistPage = page({
  method: 'POST',
  path: '/:place/shortlist/share',
  allow: 'anyone',
  async handle({ platform, place, actor, cookies }) {
    const secret = secretOf(cookies)
    const answer = secret ? await perform(platform.db, actor, shareShortlist, { secret }) : null
    if (!secret || !answer || isRefusal(answer)) return redirect(`/${place.slug}/shortlist`)
    return redirect(`/${place.slug}/list/${answer.code}`, [again(secret)])
  },
})

export const endSharedListPage = page({
  method: 'POST',
  path: '/:place/list/:listCode/end',
  allow: 'anyone',
  params: Type.Object({ listCode: Type.String() }),
  async handle({ platform, place, actor, cookies, params }) {
    const secret = secretOf(cookies)
    const code = readLetterCode(params.listCode, SHARED_CODE_LENGTH)
    const answer = secret && code ? await perform(platform.db, actor, endSharedList, { secret, code }) : null
    const ended = answer !== null && !isRefusal(answer)
    return redirect(`/${place.slug}/shortlist${ended ? '?done=ended' : ''}`)
  },
})
