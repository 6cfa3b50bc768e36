import type { PageModel } from '../../../design/page.ts'
import type { ErrorItem } from '../../../design/view-models.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import { perform } from '../../../platform/command.ts'
import { errorsOf, notFound, page, type Reply, redirect, type Visit, view } from '../../../platform/http/route.ts'
import { typedText } from '../../../platform/http/typed.ts'
import { asHouse, noSuchEntry, OwnEntry } from './own-entry.ts'
import { accessEntry, type EntryToEdit, proposeChange } from './propose-change.ts'

/** An entry that has ended and will not run again. */

type EndPage = PageModel & { action: string; backHref: string; words: string; checksItself: boolean }

const endView = (
  visit: Pick<Visit, 'place'>,
  entry: EntryToEdit,
  words: string,
  errors: readonly ErrorItem[] = [],
): Reply => {
  const base = `/${visit.place.slug}/directory/entries/${entry.serviceId}`
  const model: EndPage = {
    page: { title: 'Has this ended?', caption: entry.content.name, backHref: `${base}/edit`, errors },
    action: `${base}/end`,
    backHref: `${base}/edit`,
    words,
    checksItself: entry.checksItself,
  }
  return view('directory/editing/end-entry.njk', model, { status: errors.length > 0 ? 422 : 200 })
}

export const endEntryPage = page({
  method: 'GET',
  path: '/:place/directory/entries/:entryId/end',
  allow: 'entry.edit',
  params: OwnEntry,
  async handle(visit) {
    const entry = await asHouse(visit, tx => accessEntry(tx, visit.params.entryId))
    return entry?.live ? endView(visit as unknown as Visit, entry, '') : notFound(noSuchEntry)
  },
})

export const endEntryAnswer = page({
  method: 'POST',
  path: '/:place/directory/entries/:entryId/end',
  allow: 'entry.edit',
  params: OwnEntry,
  async handle(visit) {
    const { platform, place, actor, params, body } = visit
    const entry = await asHouse(visit, tx => accessEntry(tx, params.entryId))
    if (!entry?.live) return notFound(noSuchEntry)
    const words = typedText(body.words)
    const sent = await perform(platform.db, actor, proposeChange, {
      serviceId: params.entryId,
      changes: { status: 'defunct' },
      seen: {},
      assures: false,
      words,
    })
    if (isRefusal(sent)) return endView(visit as unknown as Visit, entry, words, errorsOf(sent))
    return redirect(
      `/${place.slug}/directory/proposals/${sent.proposalId}?done=${sent.state === 'approved' ? 'live' : 'sent'}`,
    )
  },
})
