import { Type } from 'typebox'
import { type Happenings, noticeOf } from '../../../../design/happened.ts'
import type { Notice, PageModel } from '../../../../design/page.ts'
import type { Action, EmptyState, Reason } from '../../../../design/view-models.ts'
import { isUuid } from '../../../../kernel/ids.ts'
import { perform } from '../../../../platform/command.ts'
import { page, redirect, type Visit, view } from '../../../../platform/http/route.ts'
import { asTyped, chosen } from '../../../../platform/http/typed.ts'
import { lookForDuplicates } from './decide-duplicate.ts'
import { countDuplicates, type DuplicateState, listDuplicates } from './duplicate-store.ts'
import { here, reasonsOf, whatTheyAre } from './duplicate-words.ts'

/** `/:place/directory/duplicates`: entries and publishers that seem to be the same, and what was decided. */

const doneWords: Happenings = {
  looked: {
    message: 'The whole directory was looked through.',
    detail: 'What seems to be the same stands below, the surest first.',
  },
  merged: {
    message: 'They are shown as one now.',
    detail: 'Links to the other lead to it. Nothing is lost: you can make two of it again at any time.',
  },
  joined: {
    message: 'They are shown as one organisation now.',
    detail: 'You can take it back at any time.',
  },
  different: { message: 'They stay two.', detail: 'This pair is not proposed again.' },
  undone: { message: 'They are two again, as they were.' },
}

const states = ['open', 'same', 'not the same'] as const satisfies readonly DuplicateState[]
const stateWords: Readonly<Record<DuplicateState, string>> = {
  open: 'To decide',
  same: 'The same',
  'not the same': 'Not the same',
}

const Anything = Type.Optional(Type.Unknown())

/** What was just decided, with the way back to the pair, where it can be taken back. */
function happenedTo(visit: Pick<Visit, 'place' | 'query'>): { notice?: Notice } {
  const { notice } = noticeOf(doneWords, visit.query.done)
  const pair = asTyped(visit.query.pair)
  return notice
    ? {
        notice: {
          ...notice,
          ...(isUuid(pair) && { link: { text: 'Look at the pair again', href: `${here(visit)}/${pair}` } }),
        },
      }
    : {}
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
  query: Type.Object({ show: Anything, done: Anything, pair: Anything }),
  async handle(visit) {
    const { platform, actor, query } = visit
    const show = chosen(asTyped(query.show), states) ?? 'open'
    const { pairs, counts } = await platform.db.as(actor, tx =>
      tx.house(async () => ({ pairs: await listDuplicates(tx, show), counts: await countDuplicates(tx) })),
    )
    const model: DuplicatesPage = {
      page: {
        title: 'Entries that seem to be the same',
        kind: 'staff',
        backHref: `/${visit.place.slug}/directory`,
        ...happenedTo(visit),
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
        kind: whatTheyAre(pair),
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
