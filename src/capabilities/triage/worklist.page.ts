import { Type } from 'typebox'
import type { Link, Notice, PageModel } from '../../design/page.ts'
import { byWhen } from '../../design/time-in-words.ts'
import type { Action, Worklist, WorklistRow } from '../../design/view-models.ts'
import { isUuid } from '../../kernel/ids.ts'
import { needKinds } from '../../kernel/need-kind.ts'
import { isRefusal } from '../../kernel/refusal.ts'
import { audit, leaveOutSeenAlready } from '../../platform/audit/audit.ts'
import type { PlaceTx } from '../../platform/db/database.ts'
import { page, view } from '../../platform/http/route.ts'
import { urgencies } from '../requests/index.ts'
import { listWorklist, rowsOnAPage, type WaitingNeed, type WorklistPage } from './list-worklist.ts'
import { loadNeedToDecide } from './load-need.ts'
import { notAskedYet } from './rank-candidates.ts'
import type { Move } from './what-would-move-it.ts'
import { type DoneCode, doneSentences, type WorklistFilter, worklistFilters } from './words.ts'

type WorklistModel = PageModel & {
  filters: readonly (Link & { current: boolean })[]
  list: Worklist
  /** "Showing 1 to 50 of 212"; null when all are on one page. */
  showing: string | null
  earlier: string | null
  later: string | null
}

const optional = (maxLength: number) => Type.Optional(Type.String({ maxLength }))

export const worklistPage = page({
  method: 'GET',
  path: '/:place/worklist',
  allow: 'worklist.see',
  query: Type.Object({ show: optional(20), page: optional(6), done: optional(20), need: optional(36) }),
  async handle({ platform, place, actor, query, headers }) {
    const filter: WorklistFilter =
      query.show !== undefined && Object.hasOwn(worklistFilters, query.show) ? (query.show as WorklistFilter) : 'now'
    const pageNumber = Math.max(0, Math.floor(Number(query.page ?? 1)) - 1) || 0
    // Asked again by the page itself every half minute: the same look, not a new one.
    const isRefresh = headers['hx-request'] !== undefined
    const { list, notice, now } = await platform.db.as(actor, async tx => {
      const list = await listWorklist(tx, filter, pageNumber)
      if (isRefresh) await leaveOutSeenAlready(tx)
      else await audit(tx, 'looked at the worklist', actor.organisationId)
      return { list, notice: await noticeFor(tx, query.done, query.need), now: tx.now }
    })
    const base = `/${place.slug}`
    const addressOf = (show: WorklistFilter, at = 0) => {
      const asked = [...(show === 'now' ? [] : [`show=${show}`]), ...(at > 0 ? [`page=${at + 1}`] : [])]
      return `${base}/worklist${asked.length ? `?${asked.join('&')}` : ''}`
    }
    const total = list.counts[filter]
    const first = pageNumber * rowsOnAPage
    const model: WorklistModel = {
      page: {
        title: 'Who is waiting',
        kind: 'staff',
        ...(actor.organisationName && { caption: actor.organisationName }),
        ...(list.overdue > 0 && {
          state: { word: `${list.overdue} overdue`, tone: 'overdue' as const },
        }),
        ...(notice && { notice }),
      },
      filters: (Object.keys(worklistFilters) as WorklistFilter[]).map(each => ({
        text: `${worklistFilters[each]} (${list.counts[each].toLocaleString('en-GB')})`,
        href: addressOf(each),
        current: each === filter,
      })),
      list: {
        caption: `${worklistFilters[filter]}, longest silence first`,
        rows: list.rows.map(row => rowOf(row, base, actor.organisationId)),
        asOf: now,
        refreshHref: addressOf(filter, pageNumber),
        empty: emptyFor(filter, list, base),
      },
      showing:
        total > rowsOnAPage && list.rows.length
          ? `Showing ${first + 1} to ${first + list.rows.length} of ${total.toLocaleString('en-GB')}.`
          : null,
      earlier: pageNumber > 0 ? addressOf(filter, pageNumber - 1) : null,
      later: first + rowsOnAPage < total ? addressOf(filter, pageNumber + 1) : null,
    }
    return view('triage/worklist.njk', model)
  },
})

const rowOf = (
  { need, person, neighbourhoodName, standing, latest, nextOrganisationId, heed }: WaitingNeed,
  base: string,
  organisationId: string | null,
): WorklistRow => {
  // Nobody rings themselves: what one's own organisation was asked, it answers.
  const isOurs = standing.move.startsWith('ring') && latest !== null && latest.organisationId === organisationId
  const who = person?.name ?? 'Somebody'
  const kind = needKinds[need.kind].label
  return {
    id: need.needId,
    who,
    href: `${base}/needs/${need.needId}`,
    what: `${kind}, ${urgencies[need.urgency].label.toLowerCase()}`,
    ...(neighbourhoodName && { where: neighbourhoodName }),
    ...(heed && { heed }),
    heldBy: standing.heldBy,
    since: standing.since,
    ...(standing.due && standing.stage === 'asked' && { due: standing.due }),
    state: standing.tag,
    wouldMoveIt: isOurs ? 'Your organisation has it: say how it stands.' : standing.wouldMoveIt,
    action: {
      ...(isOurs
        ? { text: 'Say how it stands', href: `${base}/referrals/${latest.referralId}` }
        : actionOf(standing.move, `${base}/needs/${need.needId}`, nextOrganisationId)),
      about: `for ${who}, ${kind.toLowerCase()}`,
    },
  }
}

const actionOf = (move: Move, needHref: string, nextOrganisationId: string | null): Action => {
  switch (move) {
    case 'find who can help':
      return { text: 'Find who can help', href: needHref }
    case 'ask the next nearest':
      return {
        text: 'Ask the next nearest',
        href: nextOrganisationId ? `${needHref}/ask/${nextOrganisationId}` : needHref,
      }
    case 'ring them':
      return { text: 'Ring them', href: `${needHref}#who-has-it` }
    case 'ring who has it':
      return { text: 'Ring who has it', href: `${needHref}#who-has-it` }
    case 'ask how it went':
      return { text: 'Ask how it went', href: `${needHref}/outcome` }
    case 'confirm the volunteer':
      return { text: 'Look and confirm', href: `${needHref}/volunteers` }
    case 'see where it stands':
      return { text: 'See where it stands', href: needHref, look: 'other' }
  }
}

const emptyFor = (filter: WorklistFilter, { counts }: WorklistPage, base: string): Worklist['empty'] => {
  const take = { text: 'Take a request', href: `${base}/requests/take`, look: 'other' as const }
  if (counts.all === 0)
    return {
      title: 'Nobody is waiting',
      sentences: ['There is no open need. New ones appear here by themselves.'],
      tone: 'good',
      action: take,
    }
  if (counts[filter] > 0)
    return { title: 'There is nobody on this page of the list', sentences: ['Go back to its start.'] }
  if (filter === 'now')
    return {
      title: 'Nobody is waiting for an answer from you',
      sentences: [
        `${counts.held === 1 ? 'One need is' : `${counts.held.toLocaleString('en-GB')} needs are`} with somebody, and nothing is overdue. Whatever needs you appears here by itself.`,
      ],
      tone: 'good',
      action: take,
    }
  return {
    title: 'Nobody has anything in hand',
    sentences: ['Every open need is still waiting for you to ask somebody.'],
    action: { text: 'See who needs an answer', href: `${base}/worklist` },
  }
}

/** What has just happened and what happens next, from the state itself: the address only says which need it was. */
const noticeFor = async (tx: PlaceTx, code: string | undefined, needId: string | undefined): Promise<Notice | null> => {
  if (code === undefined || !Object.hasOwn(doneSentences, code)) return null
  const found = code === 'asked' && isUuid(needId) ? await loadNeedToDecide(tx, needId) : null
  if (!found || isRefusal(found) || found.latest?.referral.state !== 'sent')
    return { tone: 'done', message: doneSentences[code as DoneCode] }
  const { latest, ranked } = found
  const next = notAskedYet(ranked)[0]?.organisation.name
  const until = byWhen(latest.referral.answerBy, tx.now).replace(/^by /, 'until ')
  return {
    tone: 'done',
    message: `We have asked ${latest.organisation?.name ?? 'them'}. They have ${until}.`,
    detail: next
      ? `If they can't, ${next} is next.`
      : "If they can't, nobody else here is listed for this: look wider then.",
  }
}
